#include "packer/entities/apart.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "packer/citations/citations.h"
#include "packer/entities/curated.h"
#include "packer/entities/family_first.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"
#include "packer/entities/nicknames.h"
#include "packer/entities/surface.h"
#include "packer/entities/tagging.h"
#include "schema/fold.h"

namespace postil {
namespace {

constexpr size_t kMaxTail = 160;  // bytes after a citation in which its locator may go on
constexpr std::string_view kLeftQuote = "\xE2\x80\x9C", kRightQuote = "\xE2\x80\x9D", kDash = "\xE2\x80\x94";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
bool one_of(std::string_view word, std::initializer_list<const char*> list) {
  return std::any_of(list.begin(), list.end(), [&](const char* w) { return word == w; });
}

// The word at `at`, white space before it passed over; `at` goes behind it. Signs that are no part of a word are words of one byte.
std::string_view next_word(std::string_view t, size_t& at) {
  while (at < t.size() && is_space(t[at])) ++at;
  const size_t begin = at;
  while (at < t.size() && !is_space(t[at]) && t[at] != ',' && t[at] != ';' && t[at] != '(' && t[at] != ')') ++at;
  if (at == begin && at < t.size()) ++at;
  return t.substr(begin, at - begin);
}

// "no", "vol", "box": what a number of a place in a work or an archive follows.
bool is_locator_word(std::string_view word) {
  while (!word.empty() && word.back() == '.') word.remove_suffix(1);
  const std::string f = fold(word);
  return one_of(f, {"no", "nos",  "vol",   "vols",     "box",   "boxes", "reel",   "roll", "folder", "file",   "fol",
                    "fo", "f",    "fols",  "document", "doc",   "docs",  "series", "ser",  "rg",     "record", "p",
                    "pp", "page", "pages", "l",        "lib",   "liv",   "tom",    "tome", "t",      "bd",     "ch",
                    "c",  "cap",  "chap",  "ep",       "epist", "fasc",  "n",      "nr",   "art",    "sect",   "bk",
                    "pt", "part", "issue", "item",     "frame", "entry", "carton"});
}
bool is_roman(std::string_view word) {
  while (!word.empty() && (word.back() == '.' || word.back() == ',')) word.remove_suffix(1);
  return !word.empty() && word.find_first_not_of("ivxlc") == std::string_view::npos;
}
// A number, or what announces one, stands at the beginning.
bool locator_at(std::string_view t, bool bare_number) {
  size_t at = 0;
  while (at < t.size() && (is_space(t[at]) || t[at] == ',')) ++at;
  const std::string_view word = next_word(t, at);
  if (word.empty()) return false;
  const size_t colon = word.find(':');
  if (is_digit(word[0])) return bare_number || (colon != std::string_view::npos && colon + 1 < word.size());
  if (bare_number && is_roman(word) && word.back() == '.') return true;
  if (!is_locator_word(word)) return false;
  const std::string_view after = next_word(t, at);
  return !after.empty() && (is_digit(after[0]) || is_roman(after) || (is_upper(after[0]) && after.size() <= 2));
}

// Between a citation and a name of its locator: "document no. 78, box 4, Record Group 59, in the". Prose has verbs.
bool goes_on(std::string_view between) {
  for (size_t at = 0; at < between.size();) {
    std::string_view word = next_word(between, at);
    if (word.empty()) break;
    if (word[0] == ';') return false;
    // "Karsk. The ..." and "no. 78. The ..." end the sentence; "Mass.", "J." and "no." do not.
    const bool abbreviated = is_locator_word(word) || (word.size() <= 5 && !is_digit(word[0]) && word.size() > 1);
    if (word.back() == '.' && !abbreviated) {
      size_t next = at;
      const std::string_view after = next_word(between, next);
      if (after.empty() || is_upper(after[0])) return false;
    }
    if (!is_lower(word[0])) continue;
    while (!word.empty() && !is_lower(word.back())) word.remove_suffix(1);
    if (!is_locator_word(word) &&
        !one_of(word, {"in",    "of",    "the",    "at",   "and",        "from",      "ed",  "eds", "available",
                       "group", "entry", "papers", "coll", "collection", "hereafter", "de",  "du",  "des",
                       "la",    "on",    "by",     "et",   "al",         "see",       "all", "both"}))
      return false;
  }
  return true;
}

// Words with a capital, against those of content without: what is written like a title.
bool is_title(std::string_view t) {
  uint32_t capitals = 0, small = 0;
  for (size_t at = 0; at < t.size();) {
    std::string_view word = next_word(t, at);
    while (!word.empty() && !is_upper(word[0]) && !is_lower(word[0]) && static_cast<uint8_t>(word[0]) < 0x80)
      word.remove_prefix(1);
    if (word.empty()) continue;
    if (is_upper(word[0]))
      ++capitals;
    else if (is_lower(word[0]) && word.size() >= 4 &&
             !languages_of(word_key(word.substr(0, word.find_last_not_of(".,:;!?") + 1))))
      ++small;
  }
  return capitals >= 3 && small * 3 <= capitals;
}

struct Range {
  size_t begin, end;
};

// Titles that stand in quotation marks or square brackets.
std::vector<Range> quoted_titles(const std::string& t, size_t from, size_t to) {
  std::vector<Range> out;
  const auto take = [&](size_t begin, size_t end) {
    if (is_title(std::string_view(t).substr(begin, end - begin))) out.push_back({begin, end});
  };
  size_t straight = std::string::npos, bracket = std::string::npos, curly = std::string::npos;
  for (size_t i = from; i < to; ++i) {
    const size_t limit = 400;
    if (t[i] == '"') {
      if (straight != std::string::npos && i - straight <= limit) take(straight + 1, i);
      straight = straight == std::string::npos ? i : std::string::npos;
    } else if (t[i] == '[') {
      bracket = i;
    } else if (t[i] == ']' && bracket != std::string::npos) {
      if (i - bracket <= limit) take(bracket + 1, i);
      bracket = std::string::npos;
    } else if (t.compare(i, 3, kLeftQuote) == 0) {
      curly = i;
    } else if (t.compare(i, 3, kRightQuote) == 0 && curly != std::string::npos) {
      if (i - curly <= limit) take(curly + 3, i);
      curly = std::string::npos;
    }
  }
  std::sort(out.begin(), out.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  return out;
}

// A title in another language with its translation: "Vek Reky [The Age of the River]". `after` is the text behind the name.
bool translated(std::string_view after, bool in_note) {
  size_t at = 0;
  for (int words = 0; words < 4; ++words) {
    size_t next = at;
    const std::string_view word = next_word(after, next);
    if (word.empty() || word[0] == ',' || word[0] == ';' || word[0] == ')') return false;
    if (word[0] == '(' || word[0] == '[') break;
    // A title that is longer than the name found in it.
    if (!is_lower(word[0]) && !(in_note && is_upper(word[0]))) return false;
    at = next;
  }
  while (at < after.size() && is_space(after[at])) ++at;
  if (at >= after.size() || (after[at] != '(' && after[at] != '[')) return false;
  const char close = after[at] == '(' ? ')' : ']';
  const size_t end = after.find(close, at);
  if (end == std::string_view::npos || end - at > 160) return false;
  const std::string_view inner = after.substr(at + 1, end - at - 1);
  const bool article = inner.substr(0, 4) == "The " || inner.substr(0, 2) == "A " || inner.substr(0, 3) == "An " ||
                       inner.substr(0, 3) == "On ";
  const bool joined = inner.find(" of ") != std::string_view::npos || inner.find(" for ") != std::string_view::npos ||
                      inner.find(" in ") != std::string_view::npos || inner.find(" and ") != std::string_view::npos ||
                      inner.find(" on ") != std::string_view::npos || inner.find(" over ") != std::string_view::npos ||
                      inner.find(" to ") != std::string_view::npos;
  if (close == ']' && in_note) return is_title(inner) || (article && joined);
  return article && joined;
}

class Apart {
 public:
  Apart(const Book& book, const NoteSet& notes, const CitationSet& citations, std::vector<NameSpan>& names)
      : book_(book), notes_(notes), names_(names), ranges_(cited_ranges(book, notes, citations)) {
    for (const Work& work : citations.works)
      for (const std::string& author : work.authors) {
        const Surface s = parse_surface(author);
        if (s.words.empty()) continue;
        authors_.insert(s.key);
        surnames_.insert(s.words.back());
        if (s.words.size() == 3) surnames_.insert(s.words.front());
      }
  }

  void run() {
    drop_indexes();
    drop_eras();
    split_dashes();
    drop_first_words();
    take_families();
    take_particles();
    size_t range = 0;
    uint32_t paragraph = kNone, note = kNone;
    std::vector<Range> titles;
    const NameSpan* last = nullptr;  // of those in notes
    for (NameSpan& n : names_) {
      const std::string& t = book_.paragraphs[n.paragraph].text;
      const std::string_view after = std::string_view(t).substr(n.end, 240);
      while (range < ranges_.size() && (ranges_[range].paragraph != n.paragraph ? ranges_[range].paragraph < n.paragraph
                                                                                : ranges_[range].end <= n.begin))
        ++range;
      const bool inside =
          range < ranges_.size() && ranges_[range].paragraph == n.paragraph && ranges_[range].begin < n.end;
      if (translated(after, n.note != kNone)) n.type = EntityType::work, n.cited = n.note != kNone;
      if (inside) {
        n.cited = true;
        author(n, t, after);
        continue;
      }
      if (n.note == kNone) continue;
      if (paragraph != n.paragraph || note != n.note) {
        paragraph = n.paragraph, note = n.note;
        const Note& at = notes_.notes[note];
        const size_t from = at.begin.paragraph == paragraph ? at.begin.offset : 0,
                     to = at.end.paragraph == paragraph ? std::min<size_t>(at.end.offset, t.size()) : t.size();
        titles = from < to ? quoted_titles(t, from, to) : std::vector<Range>();
      }
      const bool title = std::any_of(titles.begin(), titles.end(),
                                     [&](const Range& r) { return r.begin <= n.begin && n.end <= r.end; });
      const bool tail = range > 0 && ranges_[range - 1].paragraph == n.paragraph && ranges_[range - 1].end <= n.begin &&
                        n.begin - ranges_[range - 1].end <= kMaxTail &&
                        goes_on(std::string_view(t).substr(ranges_[range - 1].end, n.begin - ranges_[range - 1].end));
      n.cited = n.cited || title || tail || quoted_short(n, t, after) || located(n, t, after) ||
                follows_author(n, t, after, last);
      last = &n;
    }
    abbreviations();
  }

 private:
  // Niu, "Vek Reky,": a short title behind its author.
  static bool quoted_short(const NameSpan& n, const std::string& t, std::string_view after) {
    std::string_view before =
        std::string_view(t).substr(n.begin > 12 ? n.begin - 12 : 0, std::min<size_t>(n.begin, 12));
    if (!before.empty() && (before.back() == '\'' || before.back() == '"'))
      before.remove_suffix(1);
    else if (before.size() > 3 && before.substr(before.size() - 3) == "\xE2\x80\x98")
      before.remove_suffix(3);
    const bool opened = before.size() > 3 && before.substr(before.size() - 3) == kLeftQuote;
    if (opened) before.remove_suffix(3);
    const bool quoted = opened || (n.begin > 0 && t[n.begin - 1] == '"');
    const bool closed = after.substr(0, 1) == "\"" || after.substr(0, 2) == ",\"" ||
                        after.substr(0, 3) == kRightQuote ||
                        (after.size() > 3 && (after[0] == ',' || after[0] == '.') && after.substr(1, 3) == kRightQuote);
    return quoted && (closed || (before.size() > 2 && before.substr(before.size() - 2) == ", "));
  }
  // "Bulletin no. 16", "Lund Papers, box 79", "Chron. iv. 3"; "Lund, p. 12" names the author: he is meant.
  static bool located(const NameSpan& n, const std::string& t, std::string_view after) {
    // "Foreign Ministry Archives": where it was found.
    const std::string_view name = std::string_view(t).substr(n.begin, n.end - n.begin);
    const std::string last = fold(name.substr(name.rfind(' ') + 1));
    if (last.size() < name.size() && one_of(last, {"archives", "archive", "papers", "manuscripts", "mss"})) return true;
    // "Jornandes, de Rebus Geticis"
    if (n.begin >= 3 && t.compare(n.begin - 3, 3, "de ") == 0 &&
        one_of(fold(name.substr(0, name.find(' '))),
               {"rebus", "bello", "bellis", "vita", "vitis", "gestis", "gubernatione", "civitate", "moribus", "legibus",
                "natura", "administrando", "origine", "mortibus", "excidio", "gente", "regno"}))
      return true;
    if (!after.empty() && after[0] == '.' && locator_at(after.substr(1), true)) return true;
    if (n.type == EntityType::person && !after.empty() && after[0] == ',') return locator_is_archive(after);
    return locator_at(after, after.substr(0, 1) == ",");
  }
  // "Gagnier, Vie de Mahomet, tom. i": of two names before a locator the second is a title.
  static bool follows_author(const NameSpan& n, const std::string& t, std::string_view after, const NameSpan* last) {
    return last && last->paragraph == n.paragraph && last->end + 2 == n.begin && t[last->end] == ',' &&
           !after.empty() && after[0] == ',' && t.find(' ', n.begin) < n.end && locator_at(after, false);
  }
  static bool locator_is_archive(std::string_view after) {
    size_t at = 1;
    const std::string f = fold(next_word(after, at));
    return one_of(f, {"box", "boxes", "reel", "folder", "file", "rg", "carton", "document", "doc"}) &&
           locator_at(after, false);
  }

  void author(NameSpan& n, const std::string& t, std::string_view after) {
    const Surface s = parse_surface(std::string_view(t).substr(n.begin, n.end - n.begin));
    if (s.words.empty() || s.compound) return;
    const bool listed = s.words.size() > 1 ? authors_.count(s.key) > 0 : surnames_.count(s.words.back()) > 0;
    std::string_view before =
        std::string_view(t).substr(n.begin > 16 ? n.begin - 16 : 0, std::min<size_t>(n.begin, 16));
    while (!before.empty() && is_space(before.back())) before.remove_suffix(1);
    const auto ends = [&](std::string_view word) {
      return before.size() >= word.size() && before.substr(before.size() - word.size()) == word;
    };
    const bool edits = after.substr(0, 5) == ", ed." || after.substr(0, 6) == ", eds." ||
                       after.substr(0, 8) == ", trans." || after.substr(0, 5) == " (ed." ||
                       after.substr(0, 6) == " (eds." || ends("edited by") || ends("translated by");
    n.author = listed || edits;
    if (n.author) n.type = EntityType::person;
  }

  // "A.D." counts years.
  void drop_eras() {
    names_.erase(
        std::remove_if(
            names_.begin(), names_.end(),
            [&](const NameSpan& n) {
              const std::string_view t =
                  std::string_view(book_.paragraphs[n.paragraph].text).substr(n.begin, n.end - n.begin);
              return one_of(t, {"A.D.", "A.D", "A. D.", "AD", "B.C.", "B.C", "B. C.", "BC", "C.E.", "B.C.E.", "A.H."});
            }),
        names_.end());
  }

  // An index names everybody once more, surname first.
  void drop_indexes() {
    for (const auto& [first, end] : index_ranges(book_))
      names_.erase(std::remove_if(names_.begin(), names_.end(),
                                  [first = first, end = end](const NameSpan& n) {
                                    return first <= n.paragraph && n.paragraph < end;
                                  }),
                   names_.end());
  }

  // "Otto" "von" "Kessel", "Yusuf" "ibn" "Salim", "Abu Nasr" "al-Katib": what stands between belongs to the name.
  void take_particles() {
    const bool english = language_of(book_) == 0;
    std::vector<NameSpan> out;
    for (const NameSpan& n : names_) {
      out.push_back(n);
      while (out.size() > 1 && joins(out[out.size() - 2], out.back(), english)) {
        out[out.size() - 2].end = out.back().end;
        out.pop_back();
      }
      // "al-Basri" of which nothing was found.
      NameSpan& last = out.back();
      const std::string& t = book_.paragraphs[last.paragraph].text;
      size_t at = last.end;
      if (last.type != EntityType::person || at + 6 > t.size() || t[at] != ' ') continue;
      if (t.compare(at + 1, 3, "al-") != 0 && t.compare(at + 1, 3, "el-") != 0) continue;
      if (!is_upper(t[at + 4])) continue;
      at += 4;
      while (at < t.size() && (is_lower(t[at]) || is_upper(t[at]) || static_cast<uint8_t>(t[at]) >= 0x80)) ++at;
      if (static_cast<uint8_t>(t[at - 1]) < 0x80) last.end = static_cast<uint32_t>(at);
    }
    // A span that was taken in is gone.
    names_.clear();
    for (const NameSpan& n : out) {
      if (!names_.empty() && names_.back().paragraph == n.paragraph && n.begin < names_.back().end) continue;
      names_.push_back(n);
    }
  }

  bool joins(const NameSpan& a, const NameSpan& b, bool english) const {
    if (a.paragraph != b.paragraph || b.begin <= a.end || b.begin - a.end > 12 || a.type != EntityType::person)
      return false;
    std::string_view between = std::string_view(book_.paragraphs[a.paragraph].text).substr(a.end, b.begin - a.end);
    if (between.size() < 3 || between[0] != ' ') return false;
    between.remove_prefix(1);
    if (one_of(between, {"al-", "el-", "ibn ", "bin ", "bint ", "ben ", "ibn al-", "bin al-"})) return true;
    return english && one_of(between, {"von ", "van ", "van der ", "van den ", "von der ", "de la ", "de los ",
                                       "de las ", "della ", "del ", "dos ", "zu ", "ter ", "ten "});
  }

  // "After Julian" at the beginning of a sentence.
  void drop_first_words() {
    for (NameSpan& n : names_) {
      const std::string_view t = std::string_view(book_.paragraphs[n.paragraph].text).substr(n.begin, n.end - n.begin);
      const size_t space = t.find(' ');
      if (space == std::string_view::npos || space + 1 >= t.size() || !is_upper(t[space + 1])) continue;
      const std::string first = fold(t.substr(0, space));
      const uint32_t own = gazetteer_own(word_key(first.substr(0, first.find('-'))));
      if (!(languages_of(word_key(first.substr(0, first.find('-')))) & 1) || own & kTitle || is_given(first) ||
          is_family_first_surname(first) ||
          one_of(first, {"the", "a", "an", "our", "my", "first", "second", "third", "one", "two", "three", "great",
                         "good", "la", "le", "el", "other"}))
        continue;
      n.begin += static_cast<uint32_t>(space + 1);
    }
  }

  // "Phan" before "Van Dong": the family's name belongs to it.
  void take_families() {
    for (size_t k = 0; k < names_.size(); ++k) {
      NameSpan& n = names_[k];
      const std::string& t = book_.paragraphs[n.paragraph].text;
      if (n.begin < 3 || t[n.begin - 1] != ' ') continue;
      size_t begin = n.begin - 1;
      while (begin > 0 && !is_space(t[begin - 1]) && n.begin - begin < 12) --begin;
      if (!is_upper(t[begin]) || (begin > 0 && !is_space(t[begin - 1]))) continue;
      if (k > 0 && names_[k - 1].paragraph == n.paragraph && names_[k - 1].end > begin) continue;
      std::vector<std::string> words = parse_surface(std::string_view(t).substr(n.begin, n.end - n.begin)).words;
      if (is_family_first(words)) continue;
      words.insert(words.begin(), fold(std::string_view(t).substr(begin, n.begin - 1 - begin)));
      if (!is_family_first(words)) continue;
      n.begin = static_cast<uint32_t>(begin);
      n.type = EntityType::person;
    }
  }

  void split_dashes() {
    std::vector<NameSpan> out;
    for (NameSpan n : names_) {
      const std::string_view t = std::string_view(book_.paragraphs[n.paragraph].text).substr(n.begin, n.end - n.begin);
      const size_t dash = t.find(kDash);
      if (dash != std::string_view::npos && dash > 0 && dash + kDash.size() < t.size()) {
        NameSpan first = n;
        first.end = n.begin + static_cast<uint32_t>(dash);
        first.type = EntityType::other;
        out.push_back(first);
        n.begin += static_cast<uint32_t>(dash + kDash.size());
      }
      out.push_back(n);
    }
    names_ = std::move(out);
  }

  // "Hist." and "Annal.": words of which the notes are full, always with a period, and that the text does not have.
  void abbreviations() {
    struct Use {
      uint32_t body = 0, note = 0, dotted = 0, located = 0;  // dotted: before a period; located: that ends no sentence
      bool no_name() const {
        const bool often = note >= 10 && dotted * 10 > note * 8;
        return (often || (located >= 2 && (located * 2 > note || dotted * 10 > note * 7))) && body * 20 < dotted;
      }
    };
    std::unordered_map<std::string_view, Use> uses;
    const auto last_word = [&](const NameSpan& n) {
      const std::string_view name =
          std::string_view(book_.paragraphs[n.paragraph].text).substr(n.begin, n.end - n.begin);
      return name.substr(name.rfind(' ') + 1);
    };
    const auto one_word = [&](const NameSpan& n) { return last_word(n).size() == n.end - n.begin; };
    for (const NameSpan& n : names_) {
      if (!one_word(n)) continue;
      Use& use = uses[last_word(n)];
      if (n.note == kNone) {
        ++use.body;
        continue;
      }
      ++use.note;
      const std::string_view after = std::string_view(book_.paragraphs[n.paragraph].text).substr(n.end, 40);
      if (after.empty() || after[0] != '.') continue;
      ++use.dotted;
      size_t at = 1;
      const std::string_view next = next_word(after, at);
      use.located += !next.empty() &&
                     (is_lower(next[0]) || is_digit(next[0]) || next[0] == ',' || locator_at(after.substr(1), true));
    }
    for (NameSpan& n : names_) {
      if (n.note == kNone || n.end >= book_.paragraphs[n.paragraph].text.size()) continue;
      const auto use = uses.find(last_word(n));
      if (use == uses.end() || !use->second.no_name()) continue;
      // "Caesar de Bell." is cut from a title too.
      if (one_word(n) || book_.paragraphs[n.paragraph].text[n.end] == '.') n.cited = true, n.author = false;
    }
  }

  const Book& book_;
  const NoteSet& notes_;
  std::vector<NameSpan>& names_;
  const std::vector<CitedRange> ranges_;
  std::unordered_set<std::string> authors_, surnames_;
};

}  // namespace

void keep_apart(const Book& book, const NoteSet& notes, const CitationSet& citations, std::vector<NameSpan>& names) {
  Apart(book, notes, citations, names).run();
}

}  // namespace postil
