#include "packer/entities/cards.h"

#include <algorithm>

#include "packer/entities/nodes.h"
#include "packer/notes/notes.h"
#include "packer/structure/structure.h"
#include "schema/fold.h"
#include "schema/utf8.h"

namespace postil {
namespace {

constexpr size_t kMaxRole = 80, kMaxSentence = 320;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
bool begins_small(std::string_view s) {
  return !s.empty() && s[0] >= 'a' && s[0] <= 'z';
}

std::string squeezed(std::string_view s) {
  std::string out;
  for (const char c : s) {
    if (!is_space(c))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  for (size_t i = 0; i < text.size();) {
    const size_t end = std::min(text.find(' ', i), text.size());
    if (end > i) out.push_back(text.substr(i, end - i));
    i = end + 1;
  }
  return out;
}

bool is_article(const std::string& w) {
  return w == "the" || w == "a" || w == "an";
}
bool is_owner(const std::string& w) {
  return w == "his" || w == "her" || w == "their" || w == "its" || w == "our" || w == "my";
}
bool stops_noun(const std::string& w) {
  return w == "of" || w == "in" || w == "to" || w == "at" || w == "from" || w == "and" || w == "or" || w == "for" ||
         w == "on" || w == "who" || w == "whom" || w == "that" || w == "with" || w == "by" || w == "under" ||
         w == "during" || w == "since";
}
// What someone is to another says nothing without the other.
bool is_relation(const std::string& w) {
  for (const char* r :
       {"son",           "daughter",    "brother",     "sister", "father",  "mother",  "wife",      "husband",
        "friend",        "uncle",       "aunt",        "cousin", "nephew",  "niece",   "child",     "grandson",
        "granddaughter", "grandfather", "grandmother", "lover",  "rival",   "victim",  "heir",      "heiress",
        "successor",     "colleague",   "companion",   "ally",   "widow",   "widower", "lady",      "girl",
        "boy",           "man",         "woman",       "youth",  "fiancee", "guide",   "favourite", "favorite"})
    if (w == r) return true;
  return false;
}

// Nouns that say what a place, a body, an event, a people, a work or a vessel is.
constexpr std::string_view kKinds[kTypes] = {
    "",
    "",
    "city town village hamlet capital port harbour harbor island islands isle peninsula river stream lake sea bay gulf "
    "strait mountain mountains "
    "hill hills range valley plain desert forest province district county region country kingdom empire state republic "
    "colony duchy "
    "territory fortress castle palace church cathedral abbey monastery temple house hall farm estate street square "
    "suburb quarter bridge "
    "residence seat metropolis settlement station garden park school college university inn prison",
    "party company firm society association organization organisation agency ministry department committee council "
    "commission bureau "
    "union league alliance institute university college school bank church order army corps regiment newspaper "
    "magazine publisher club "
    "court parliament senate assembly government administration board network group team orchestra band",
    "war battle siege revolt rebellion revolution uprising conference congress treaty crisis festival massacre "
    "campaign crusade "
    "expedition election plague famine earthquake flood meeting armistice",
    "book novel poem play opera treatise epic newspaper journal review history chronicle work essay pamphlet film song "
    "letter constitution "
    "law agreement treaty charter",
    "people tribe tribes nation race sect family dynasty clan followers descendants inhabitants order caste party",
    "",
    "ship vessel steamer yacht frigate brig schooner boat cruiser battleship destroyer submarine whaler flagship"};

bool tells_kind(const std::vector<std::string>& words, size_t from, EntityType type) {
  size_t end = from;
  while (end < words.size() && !stops_noun(fold(words[end]))) ++end;
  if (end == from || end - from > 5) return false;
  const std::string noun = fold(words[end - 1]);
  const auto has = [&](std::string_view list) {
    for (size_t at = 0; at < list.size();) {
      const size_t stop = std::min(list.find(' ', at), list.size());
      if (list.substr(at, stop - at) == noun) return true;
      at = stop + 1;
    }
    return false;
  };
  if (type != EntityType::other) return has(kKinds[static_cast<size_t>(type)]);
  return std::any_of(std::begin(kKinds), std::end(kKinds), has);
}

bool is_verb(const std::string& w) {
  return w == "was" || w == "were" || w == "is" || w == "are" || w == "had" || w == "has" || w == "have" || w == "be" ||
         w == "been";
}

bool is_role(const std::string& folded) {
  if (is_role_noun(folded)) return true;
  // "vice-president", "son-in-law", "trumpeters" is none: what is said of one is in the singular
  const size_t hyphen = folded.rfind('-');
  return hyphen != std::string::npos &&
         (is_role_noun(folded.substr(hyphen + 1)) || is_role_noun(folded.substr(0, folded.find('-'))));
}

// The noun that a phrase is about: the last word before its first preposition.
bool tells_role(const std::vector<std::string>& words, size_t from) {
  size_t end = from;
  while (end < words.size() && !stops_noun(fold(words[end]))) ++end;
  return end > from && end - from <= 5 && is_role(fold(words[end - 1]));
}

class Cards {
 public:
  Cards(const Book& book, const NoteSet& notes, const std::vector<NameSpan>& names, const Linked& linked)
      : book_(book), notes_(notes), names_(names), linked_(linked) {
    for (uint32_t m = 0; m < notes.marks.size(); ++m)
      marks_.emplace_back((uint64_t{notes.marks[m].paragraph} << 32) | notes.marks[m].begin, m);
    std::sort(marks_.begin(), marks_.end());
  }

  std::vector<Said> run() {
    for (const LinkedName& name : linked_.names) {
      const NameSpan& n = names_[name.name];
      if (n.cited) continue;
      const Surface& s = linked_.surfaces[name.surface];
      if (!s.role.empty())
        say(name, FactKind::role, FactOrigin::text, s.role.find(' ') == std::string::npos ? 2 : 4, s.role, n.end);
      noun_before(name, n);
      apposition(name, n, s);
      sentence(name, n, s);
      note_on(name, n, s);
    }
    return std::move(out_);
  }

 private:
  const std::string& text(const NameSpan& n) const { return book_.paragraphs[n.paragraph].text; }

  void say(const LinkedName& name, FactKind kind, FactOrigin origin, uint32_t score, std::string what, size_t end) {
    const NameSpan& n = names_[name.name];
    const uint32_t date = n.note == kNone && origin != FactOrigin::note
                              ? std::max(name.date + 1, pos_of(book_, {n.paragraph, static_cast<uint32_t>(end)})) - 1
                              : name.date;
    out_.push_back({date, name.node, kind, origin, score, std::move(what)});
  }

  // "the young engineer Lund": the words between an article and the name.
  void noun_before(const LinkedName& name, const NameSpan& n) {
    if (n.type != EntityType::person) return;
    const std::string& t = text(n);
    size_t at = n.begin;
    std::vector<std::string> words;
    while (words.size() < 5) {
      size_t end = at;
      while (end > 0 && is_space(t[end - 1])) --end;
      if (end == at || end == 0) return;
      size_t begin = end;
      while (begin > 0 && !is_space(t[begin - 1])) --begin;
      std::string word = t.substr(begin, end - begin);
      const std::string folded = fold(word);
      if (is_article(folded) || is_owner(folded)) break;
      const char tail = word.back();
      if (folded.empty() || tail == ',' || tail == '.' || tail == ';' || tail == ':' || tail == ')' ||
          stops_noun(folded))
        return;
      if (words.empty() && (!begins_small(word) || !is_role(folded))) return;
      words.insert(words.begin(), word);
      at = begin;
    }
    if (words.empty() || words.size() > 4 || is_relation(fold(words.back()))) return;
    std::string role;
    for (const std::string& w : words) role += (role.empty() ? "" : " ") + w;
    say(name, FactKind::role, FactOrigin::text, 3, role, n.end);
  }

  // "Lund, the engineer of the works,"
  void apposition(const LinkedName& name, const NameSpan& n, const Surface& s) {
    const std::string& t = text(n);
    size_t at = n.end;
    if (at + 3 >= t.size() || t[at] != ',' || !is_space(t[at + 1])) return;
    ++at;
    while (at < t.size() && is_space(t[at])) ++at;
    // Looked for nearby only: a paragraph may be as long as the book.
    const std::string_view near = std::string_view(t).substr(at, kMaxRole + 1);
    const size_t length = near.find_first_of(",.;:()!?\"[");
    if (length == std::string_view::npos || length == 0) return;
    const size_t end = at + length;
    if (near.substr(0, length) == "the latter" || near.find("\xE2\x80\x9D") < length ||
        near.find("\xE2\x80\x9C") < length || near.find("\xE2\x80\x94") < length)
      return;
    const std::string phrase = squeezed(std::string_view(t).substr(at, end - at));
    const std::vector<std::string> words = words_of(phrase);
    if (words.empty() || words.size() > 10 || !begins_small(phrase)) return;
    const std::string first = fold(words[0]);
    const bool article = is_article(first);
    // "his mother" tells nothing by itself; a verb makes a sentence of it; "St." is no end.
    if (is_owner(first) || std::any_of(words.begin(), words.end(), [](const std::string& w) { return is_verb(w); }))
      return;
    if (t[end] == '.' && is_title(fold(words.back()))) return;
    if (n.type == EntityType::person || s.honorific != Honorific::none) {
      // Without an article it names an office: "premier of China".
      if (!tells_role(words, article ? 1 : 0) || (!article && (words.size() < 3 || fold(words[1]) != "of"))) return;
      // "Lund, a sailor, Moor, a smith, and ...": a list is still said of the one before.
      std::string role = article ? phrase.substr(words[0].size() + 1) : phrase;
      const std::vector<std::string> told = words_of(role);
      if (told.size() == 1 && is_relation(fold(role))) return;
      if (role.size() >= 3) say(name, FactKind::role, FactOrigin::text, 5, role, end + 1);
      return;
    }
    // In a list what follows a comma is the next thing: "the Danube, the desert of Scythia, and".
    if (article && words.size() >= 3 && tells_kind(words, 1, n.type) && ends_apposition(t, end))
      say(name, FactKind::description, FactOrigin::text, 2, phrase, end + 1);
  }

  static bool ends_apposition(const std::string& t, size_t at) {
    if (t[at] != ',') return t[at] != '[' && t[at] != '(' && t[at] != '"' && t[at] != '?';
    const std::vector<std::string> next = words_of(squeezed(std::string_view(t).substr(at + 1, 24)));
    return !next.empty() &&
           (is_verb(next[0]) || next[0] == "which" || next[0] == "where" || next[0] == "whose" || next[0] == "that");
  }

  // "Lund was a Swedish engineer who ...": the sentence that says what someone is.
  void sentence(const LinkedName& name, const NameSpan& n, const Surface& s) {
    if (n.note != kNone) return;
    const std::string& t = text(n);
    size_t at = n.end;
    while (at < t.size() && is_space(t[at])) ++at;
    if (at == n.end) return;
    const size_t stop = at + std::min(std::string_view(t).substr(at, 60).find_first_of(".!?;:"), size_t{60});
    const std::vector<std::string> words = words_of(squeezed(std::string_view(t).substr(at, utf8_floor(t, stop) - at)));
    if (words.size() < 3) return;
    const bool is = words[0] == "was" || words[0] == "is" || words[0] == "were" || words[0] == "are";
    if (!is || !(is_article(words[1]) || (words[1] == "one" && words[2] == "of"))) return;
    if (words[2] == "little" || words[2] == "great" || words[2] == "good" || words[2] == "bit" ||
        words[2] == "matter" || words[2] == "first" || words[2] == "same" || words[2] == "only" || words[2] == "case")
      return;
    const bool person = n.type == EntityType::person;
    bool role = false;
    for (size_t k = 2; k < words.size() && k < 8; ++k) role |= is_role(fold(words[k]));
    if (person && !role) return;
    // From the sentence's begin, with nothing but an article or titles before the name, to its end.
    size_t begin = n.begin;
    while (begin > 0 && n.begin - begin < 40 && t[begin - 1] != '.' && t[begin - 1] != '!' && t[begin - 1] != '?' &&
           t[begin - 1] != '\n')
      --begin;
    if (n.begin - begin >= 40) return;
    while (begin < n.begin && (is_space(t[begin]) || t[begin] == '"')) ++begin;
    for (const std::string& w : words_of(squeezed(std::string_view(t).substr(begin, n.begin - begin)))) {
      const std::string f = fold(w);
      if (!is_article(f) && !is_title(f) && !is_role(f) && f != "this") return;
    }
    if (!person && !tells_kind(words, words[1] == "one" ? 4 : 2, n.type)) return;
    size_t end = at;
    for (;;) {
      const size_t next = std::string_view(t).substr(end, kMaxSentence).find_first_of(".!?");
      if (next == std::string_view::npos || end + next - begin > kMaxSentence) return;
      end += next;
      // Not after an initial or a title.
      size_t word = end;
      while (word > 0 && !is_space(t[word - 1])) --word;
      const std::string before = fold(std::string_view(t).substr(word, end - word));
      if (t[end] != '.' || (before.size() > 1 && !(before.size() <= 4 && is_title(before)))) break;
      ++end;
    }
    const std::string told = without_marks(n.paragraph, begin, end + 1);
    // Nothing that is asked or said by somebody of the book.
    if (t[end] == '?' || told.find('"') != std::string::npos || told.find("\xE2\x80\x9C") != std::string::npos ||
        told.find("\xE2\x80\x9D") != std::string::npos)
      return;
    say(name, FactKind::description, FactOrigin::text, 4 + (s.words.size() > 1) + role, told, end + 1);
  }

  // A part of a paragraph as a reader reads it: the labels of its noterefs left out.
  std::string without_marks(uint32_t paragraph, size_t begin, size_t end) const {
    const std::string& t = book_.paragraphs[paragraph].text;
    std::string out;
    const auto key = [&](size_t at) { return std::make_pair((uint64_t{paragraph} << 32) | at, uint32_t{0}); };
    for (auto at = std::lower_bound(marks_.begin(), marks_.end(), key(begin));
         at != marks_.end() && at->first < key(end).first; ++at) {
      const Mark& mark = notes_.marks[at->second];
      if (mark.begin < begin) continue;
      out += t.substr(begin, mark.begin - begin);
      begin = std::min<size_t>(std::max<size_t>(begin, mark.end), end);
    }
    return squeezed(out + t.substr(begin, end - begin));
  }

  // "Lund (1850-1911), a Swedish engineer", "The Lund was a river": the note is about the name and says what it means.
  static bool defines(const std::vector<std::string>& words, const std::string& name, EntityType type) {
    for (size_t k = 0; k < words.size() && k < 4; ++k) {
      if (fold(words[k]) != name) continue;
      for (size_t j = k + 1; j < words.size() && j < k + 4; ++j) {
        const std::string f = fold(words[j]);
        if (!is_article(f) && !is_verb(f) && !(j == k + 1 && words[k].back() == ',')) continue;
        size_t from = is_article(f) || is_verb(f) ? j + 1 : j;
        if (from < words.size() && is_article(fold(words[from]))) ++from;
        if (type != EntityType::person && tells_kind(words, from, type)) return true;
        if (type == EntityType::person && tells_role(words, from)) return true;
      }
    }
    return false;
  }

  // A note at the name that begins with the name, or explains nothing else.
  void note_on(const LinkedName& name, const NameSpan& n, const Surface& s) {
    if (n.note != kNone) return;
    const uint64_t from = (uint64_t{n.paragraph} << 32) | n.end;
    const auto at = std::lower_bound(marks_.begin(), marks_.end(), std::make_pair(from, uint32_t{0}));
    if (at == marks_.end() || at->first > from + 2) return;
    const Mark& mark = notes_.marks[at->second];
    if (mark.note == kNone) return;
    const std::string body = squeezed(note_body(book_, notes_.notes[mark.note]).text);
    if (body.empty() || body.size() > 4 * kMaxSentence) return;
    const std::string folded = fold(body), word = s.words.empty() ? "" : s.words.back();
    const std::vector<std::string> words = words_of(body);
    const bool own = !word.empty() && defines(words, word, n.type);
    const bool gloss = notes_.notes[mark.note].kind == NoteKind::gloss;
    const bool phrase = words.size() > 2 && is_article(fold(words[0])) && n.type == EntityType::person && [&] {
      for (size_t k = 1; k < words.size() && k < 6; ++k)
        if (is_role(fold(words[k]))) return true;
      return false;
    }();
    // A citation begins with a name too: an author's, with a title and a place in it.
    bool citation = folded.find(" press") != std::string::npos || folded.find(" ibid") != std::string::npos;
    for (size_t k = 0; k + 1 < words.size() && !citation; ++k)
      citation = words[k + 1].find_first_of("0123456789ivxlc") == 0 &&
                 (words[k] == "p." || words[k] == "pp." || words[k] == "c." || words[k] == "l." || words[k] == "vol." ||
                  words[k] == "tom." || words[k] == "cap." || words[k] == "ch." || words[k] == "no.");
    const std::string first = words.empty() ? "" : fold(words[0]);
    citation = citation || first == "see" || first == "compare" || first == "cf" || first == "for" || first == "on";
    if (!(gloss || ((own || phrase) && !citation))) return;
    std::string shown = body;
    if (shown.size() > kMaxSentence) {
      size_t cut = shown.rfind(". ", kMaxSentence);
      shown = cut != std::string::npos && cut > 40 ? shown.substr(0, cut + 1)
                                                   : shown.substr(0, utf8_floor(shown, kMaxSentence)) + "\xE2\x80\xA6";
    }
    LinkedName dated = name;
    dated.date = std::max(name.date, pos_of(book_, {mark.paragraph, mark.begin}));
    say(dated, FactKind::description, FactOrigin::note, 8, shown, n.end);
  }

  const Book& book_;
  const NoteSet& notes_;
  const std::vector<NameSpan>& names_;
  const Linked& linked_;
  std::vector<std::pair<uint64_t, uint32_t>> marks_;
  std::vector<Said> out_;
};

}  // namespace

std::vector<Said> read_cards(const Book& book, const NoteSet& notes, const std::vector<NameSpan>& names,
                             const Linked& linked) {
  return Cards(book, notes, names, linked).run();
}

}  // namespace postil
