// How well a note fits a mark: the rare words that the note shares with the text around the mark.
#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "packer/notes/fixed_log.h"
#include "packer/notes/shared_words.h"
#include "packer/notes/unlinked.h"
#include "schema/fold.h"
#include "schema/utf8.h"

namespace postil {
namespace {

constexpr size_t kShortNote = 48, kLongNote = 180, kOpening = 24;  // distinct words, their beginnings and pairs
constexpr uint8_t kOwnZone = 2;   // the last zone of the text that is this mark's alone
constexpr uint32_t kWindow = 64;  // marks and notes to either side in which a word's rarity is counted
constexpr uint32_t kCentre = 8;   // marks to either side that make a note's average, and notes a mark's
// Tenths, and the most that the words of one note and one mark count. Set on 206 texts of six books with notes, marks
// and labels lost, doubled, exchanged and shifted at random: between 11 and 13 and between 3,700 and 5,100 little
// changes.
constexpr int32_t kScale = 12, kMost = 4200, kLeast = -3 * kNat;
constexpr size_t kNear = 70;         // bytes before the mark, its phrase
constexpr size_t kNoteWords = 1000;  // of a note; the rest adds noise
constexpr size_t kBeginning = 5;     // letters that two forms of one word share

const std::unordered_set<std::string>& common_words() {
  static const std::unordered_set<std::string> words = [] {
    std::unordered_set<std::string> out;
    const char* list =
        "the of and to in a is that it was as for by with on be he his which from at or not this are but had have were "
        "an they their "
        "its been has who all him we will would no one if there so than them may more into such when other any these "
        "upon our some only "
        "could what most those her under should being us your can do did does said also see ibid chap vol ch pp ed eds "
        "my me you she "
        "der die das und ist von zu mit den dem des ein eine nicht auf le la les et de du des un une que qui dans pour "
        "par sur est il el "
        "los las y en del por con una su al se lo che di il della e non per sono";
    std::string word;
    for (const char* c = list;; ++c) {
      if (*c && *c != ' ') {
        word += *c;
        continue;
      }
      out.insert(word);
      word.clear();
      if (!*c) break;
    }
    return out;
  }();
  return words;
}

// English endings, the longest first; other languages keep their words, which only loses a few matches.
std::string stem(std::string word) {
  static const char* const kEndings[] = {"ation", "ments", "ment", "ings", "ing", "ness", "ies", "ied", "ers",
                                         "ian",   "ans",   "ed",   "es",   "ly",  "al",   "er",  "s"};
  if (word.size() > 5) {
    for (const char* ending : kEndings) {
      const size_t n = std::char_traits<char>::length(ending);
      if (word.size() >= n + 4 && word.compare(word.size() - n, n, ending) == 0) return word.substr(0, word.size() - n);
    }
  } else if (word.size() > 3 && word.back() == 's') {
    word.pop_back();
  }
  return word;
}

struct Word {
  uint32_t id = 0;
  WordKind kind = WordKind::small;
};

bool letter(std::string_view text, size_t at) {
  const auto c = static_cast<uint8_t>(text[at]);
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  if (c < 0x80 || c == 0xC2) return false;
  return !(c == 0xE2 && at + 1 < text.size() &&
           (static_cast<uint8_t>(text[at + 1]) == 0x80 || static_cast<uint8_t>(text[at + 1]) == 0x81)) &&
         !(c == 0xE3 && at + 1 < text.size() && static_cast<uint8_t>(text[at + 1]) == 0x80);
}

class Words {
 public:
  // The words of a text that may tell something, in order; each pair of neighbours is one more.
  void read(std::string_view text, std::vector<Word>& out) {
    last_.clear();
    for (size_t i = 0; i < text.size();) {
      const auto c = static_cast<uint8_t>(text[i]);
      if (c >= '0' && c <= '9') {
        size_t end = i;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
        add(std::string(text.substr(i, end - i)), WordKind::digits, out);
        i = end;
      } else if (letter(text, i)) {
        i = word(text, i, out);
      } else {
        ++i;
        while (i < text.size() && (static_cast<uint8_t>(text[i]) & 0xC0) == 0x80) ++i;
      }
    }
  }

  uint32_t size() const { return static_cast<uint32_t>(ids_.size()); }

 private:
  size_t word(std::string_view text, size_t i, std::vector<Word>& out) {
    std::string raw;
    const bool wide = static_cast<uint8_t>(text[i]) >= 0xE3 && static_cast<uint8_t>(text[i]) <= 0xE9;
    if (wide) {
      // Scripts without spaces: pairs of characters.
      const size_t one = std::min<size_t>(3, text.size() - i), two = std::min<size_t>(6, text.size() - i);
      if (two == 6 && letter(text, i + 3)) add(std::string(text.substr(i, two)), WordKind::small, out);
      return i + one;
    }
    while (i < text.size()) {
      if (letter(text, i)) {
        raw += text[i++];
        while (i < text.size() && (static_cast<uint8_t>(text[i]) & 0xC0) == 0x80) raw += text[i++];
        continue;
      }
      // A hyphen with white space after it breaks a word at a line end that is no longer there.
      if (text[i] == '-' && raw.size() >= 2) {
        size_t next = i + 1;
        while (next < text.size() && (text[next] == ' ' || text[next] == '\n' || text[next] == '\r')) ++next;
        if (next > i + 1 && next < text.size() && text[next] >= 'a' && text[next] <= 'z') {
          i = next;
          continue;
        }
      }
      break;
    }
    const bool ascii = std::all_of(raw.begin(), raw.end(), [](char c) { return static_cast<uint8_t>(c) < 0x80; });
    bool capital = raw[0] >= 'A' && raw[0] <= 'Z';
    std::string folded = ascii ? raw : fold(raw);
    if (ascii)
      for (char& c : folded)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (!ascii && !folded.empty() && static_cast<uint8_t>(raw[0]) >= 0x80)
      capital = raw.compare(0, 2, folded, 0, 2) != 0;
    if (folded.size() < 2 || common_words().count(folded)) return i;
    // Other forms of the word begin alike: "Vietnam", "Vietnamese".
    if (folded.size() > kBeginning)
      add(folded.substr(0, utf8_floor(folded, kBeginning)) + "*", WordKind::beginning, out);
    add(stem(std::move(folded)), capital ? WordKind::capital : WordKind::small, out);
    return i;
  }

  void add(std::string word, WordKind kind, std::vector<Word>& out) {
    if (kind != WordKind::beginning) {
      if (!last_.empty()) intern(last_ + " " + word, WordKind::pair, out);
      last_ = word;
    }
    if (word.size() > 1)
      intern(std::move(word), kind, out);  // a single digit tells something only beside its neighbour
  }

  void intern(std::string word, WordKind kind, std::vector<Word>& out) {
    const auto id = ids_.emplace(std::move(word), static_cast<uint32_t>(ids_.size())).first->second;
    out.push_back({id, kind});
  }

  std::unordered_map<std::string, uint32_t> ids_;
  std::string last_;
};

// The last sentence's begin inside `text`.
size_t sentence_begin(std::string_view text) {
  if (text.size() < 4) return 0;
  for (size_t i = text.size() - 3; i-- > 0;) {
    if (text[i] != '.' && text[i] != '!' && text[i] != '?') continue;
    size_t at = i + 1;
    while (at < text.size() && (text[at] == '"' || text[at] == ')' || text[at] == '\'' || text[at] == ']')) ++at;
    if (text.compare(at, 3, "\xE2\x80\x9D") == 0 || text.compare(at, 3, "\xE2\x80\x99") == 0) at += 3;
    const size_t gap = at;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r')) ++at;
    if (at == gap || at >= text.size()) continue;
    const auto c = static_cast<uint8_t>(text[at]);
    // An initial or an abbreviation ("U. S.") ends no sentence.
    if (i > 1 && text[i] == '.' && text[i - 1] >= 'A' && text[i - 1] <= 'Z' &&
        (text[i - 2] == ' ' || text[i - 2] == '.'))
      continue;
    if ((c >= 'A' && c <= 'Z') || c >= 0x80 || c == '"') return at;
  }
  return 0;
}

class Surroundings {
 public:
  Surroundings(const Book& book, const std::vector<RunMark>& marks, Words& words)
      : book_(book), marks_(marks), words_(words) {}

  // (word, zone) of a mark, each word once, in its nearest zone.
  std::vector<std::pair<uint32_t, uint8_t>> of(uint32_t i) {
    const RunMark& m = marks_[i];
    found_.clear();
    uint32_t before = i, after = i;
    while (before > 0 && marks_[before - 1].lost) --before;
    while (after + 1 < marks_.size() && marks_[after + 1].lost) ++after;
    const RunMark* previous = before > 0 ? &marks_[before - 1] : nullptr;
    const RunMark* next = after + 1 < marks_.size() ? &marks_[after + 1] : nullptr;
    if (m.lost) {
      if (previous && next) between(*previous, *next);
      return take();
    }
    const std::string_view text = book_.paragraphs[m.paragraph].text;
    const size_t from = previous && previous->paragraph == m.paragraph ? previous->end : 0;
    const std::string_view left = text.substr(from, m.begin - from);
    const size_t sentence = sentence_begin(left);
    const size_t near_mark = std::max(sentence, left.size() > kNear ? utf8_floor(left, left.size() - kNear) : 0);
    read(left.substr(near_mark), 0);
    read(left.substr(sentence, near_mark - sentence), 1);
    read(left.substr(0, sentence), 2);
    const size_t to = next && next->paragraph == m.paragraph ? next->begin : text.size();
    read(text.substr(m.end, std::min<size_t>(to - std::min<size_t>(to, m.end), 250)), 3);
    if (from > 0) {
      const std::string_view head = text.substr(0, previous->begin);
      const std::string_view near = head.substr(head.size() > 400 ? utf8_floor(head, head.size() - 400) : 0);
      const size_t cut = sentence == 0 ? sentence_begin(near) : near.size();
      read(near.substr(cut), 4);
      read(near.substr(0, cut), 5);
    } else {
      size_t more = left.size() > 400 ? 0 : 400;
      for (uint32_t k = m.paragraph;
           more > 0 && k-- > 0 && book_.paragraphs[k].file == book_.paragraphs[m.paragraph].file;) {
        if (book_.paragraphs[k].junk) continue;
        const std::string_view head = book_.paragraphs[k].text;
        read(head.substr(head.size() > more ? utf8_floor(head, head.size() - more) : 0), 5);
        break;
      }
    }
    return take();
  }

 private:
  void read(std::string_view text, uint8_t zone) {
    buffer_.clear();
    words_.read(text, buffer_);
    for (const Word& w : buffer_) found_.emplace_back(w.id, zone);
  }

  void between(const RunMark& a, const RunMark& b) {
    for (uint32_t k = a.paragraph; k <= b.paragraph && k < book_.paragraphs.size(); ++k) {
      if (book_.paragraphs[k].junk) continue;
      const std::string_view text = book_.paragraphs[k].text;
      const size_t from = k == a.paragraph ? a.end : 0, to = k == b.paragraph ? b.begin : text.size();
      if (from < to) read(text.substr(from, to - from), 2);
    }
  }

  std::vector<std::pair<uint32_t, uint8_t>> take() {
    std::sort(found_.begin(), found_.end());
    found_.erase(
        std::unique(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return a.first == b.first; }),
        found_.end());
    return found_;
  }

  const Book& book_;
  const std::vector<RunMark>& marks_;
  Words& words_;
  std::vector<Word> buffer_;
  std::vector<std::pair<uint32_t, uint8_t>> found_;
};

// The mark in the middle of whose band each note stands.
std::vector<uint32_t> middles(const Band& band) {
  const auto m = static_cast<uint32_t>(band.first.size());
  std::vector<uint32_t> out(band.notes);
  for (uint32_t j = 0, i = 0; j < band.notes; ++j) {
    while (i + 1 < m && band.first[i] + band.width / 2 < j) ++i;
    out[j] = i;
  }
  return out;
}

// By how much each mark shares more with the notes about it than the marks beside it do.
std::vector<int32_t> wordiness(const BandTable<int32_t>& sum) {
  const auto m = static_cast<uint32_t>(sum.band.first.size());
  std::vector<int32_t> average(m), out(m);
  for (uint32_t i = 0; i < m; ++i) {
    const uint32_t first = sum.band.first[i], centre = first + sum.band.width / 2;
    const uint32_t low = std::max(first, centre > kCentre ? centre - kCentre : 0);
    const uint32_t high = std::min(std::min(first + sum.band.width, sum.band.notes), centre + kCentre + 1);
    int64_t total = 0;
    for (uint32_t j = low; j < high; ++j) total += sum.at(i, j);
    average[i] = static_cast<int32_t>(low < high ? total / (high - low) : 0);
  }
  for (uint32_t i = 0; i < m; ++i) {
    const uint32_t low = i > kCentre ? i - kCentre : 0, high = std::min(m, i + kCentre + 1);
    int64_t total = 0;
    for (uint32_t k = low; k < high; ++k) total += average[k];
    out[i] = average[i] - static_cast<int32_t>(total / (high - low));
  }
  return out;
}

}  // namespace

void shared_words(const Book& book, const std::vector<RunMark>& marks, const NoteRun& run, const Band& band,
                  const std::function<void(const SharedWord&)>& visit) {
  Words words;
  const auto m = static_cast<uint32_t>(marks.size()), n = static_cast<uint32_t>(run.notes.size());
  struct Posting {
    uint32_t row;
    uint8_t zone;
  };
  std::vector<std::vector<Posting>> in_marks;
  std::vector<std::vector<uint32_t>>
      own_marks;  // where the word stands in the text between the mark before and the mark
  std::vector<std::vector<uint32_t>> in_notes;
  Surroundings surroundings(book, marks, words);
  for (uint32_t i = 0; i < m; ++i) {
    const auto found = surroundings.of(i);
    in_marks.resize(words.size());
    own_marks.resize(words.size());
    for (const auto& [id, zone] : found) {
      in_marks[id].push_back({i, zone});
      if (zone <= kOwnZone) own_marks[id].push_back(i);
    }
  }
  std::vector<std::vector<Word>> notes(n);
  for (uint32_t j = 0; j < n; ++j) {
    std::vector<Word> all;
    for (uint32_t k = run.notes[j].paragraph; k <= run.ends[j].paragraph && all.size() < kNoteWords; ++k)
      if (!book.paragraphs[k].junk)
        words.read(
            std::string_view(book.paragraphs[k].text).substr(k == run.notes[j].paragraph ? run.notes[j].body : 0), all);
    if (all.size() > kNoteWords) all.resize(kNoteWords);
    in_marks.resize(words.size());
    own_marks.resize(words.size());
    in_notes.resize(words.size());
    for (const Word& w : all) {
      if (!in_notes[w.id].empty() && in_notes[w.id].back() == j) continue;
      in_notes[w.id].push_back(j);
      notes[j].push_back(w);
    }
  }
  in_notes.resize(words.size());
  const std::vector<uint32_t> middle = middles(band);
  for (uint32_t j = 0; j < n; ++j) {
    const uint32_t centre = middle[j];
    const uint32_t low = centre > kWindow ? centre - kWindow : 0, high = std::min(m, centre + kWindow + 1);
    const uint32_t low_note = j > kWindow ? j - kWindow : 0, high_note = std::min(n, j + kWindow + 1);
    const int32_t units = fixed_ln(high - low + high_note - low_note);
    const uint32_t length = notes[j].size() <= kShortNote ? 0 : notes[j].size() <= kLongNote ? 1 : 2;
    for (size_t q = 0; q < notes[j].size(); ++q) {
      const Word& w = notes[j][q];
      const auto place = static_cast<uint8_t>(length * 2 + (q < kOpening ? 0 : 1));
      const auto& rows = in_marks[w.id];
      const auto begin =
          std::lower_bound(rows.begin(), rows.end(), low, [](const Posting& p, uint32_t row) { return p.row < row; });
      const auto end =
          std::lower_bound(begin, rows.end(), high, [](const Posting& p, uint32_t row) { return p.row < row; });
      if (begin == end) continue;
      const auto within = [](const std::vector<uint32_t>& all, uint32_t from, uint32_t to) {
        return static_cast<uint32_t>(std::lower_bound(all.begin(), all.end(), to) -
                                     std::lower_bound(all.begin(), all.end(), from));
      };
      const uint32_t count = within(own_marks[w.id], low, high) + within(in_notes[w.id], low_note, high_note);
      const int32_t rare = (units - fixed_ln(count)) * 3 / 2 / kNat;
      const auto rarity = static_cast<uint8_t>(std::clamp(rare, 0, static_cast<int32_t>(kRarities) - 1));
      for (auto p = begin; p != end; ++p)
        if (band.contains(p->row, j)) visit({p->row, j, w.kind, place, p->zone, rarity});
    }
  }
}

BandTable<int16_t> likeness(const Book& book, const std::vector<RunMark>& marks, const NoteRun& run, const Band& band) {
  BandTable<int32_t> sum(band);
  shared_words(book, marks, run, band, [&](const SharedWord& w) { sum.at(w.mark, w.note) += worth_of(w); });
  const std::vector<uint32_t> middle = middles(band);
  const std::vector<int32_t> wordy = wordiness(sum);
  const auto m = static_cast<uint32_t>(marks.size());
  // Centred: a note that shares words with all of its neighbourhood fits none of it in particular, and neither does a
  // mark in the midst of many words.
  BandTable<int16_t> out(band);
  for (uint32_t j = 0; j < band.notes; ++j) {
    const uint32_t centre = middle[j];
    int64_t total = 0, rows = 0;
    for (uint32_t i = centre > kCentre ? centre - kCentre : 0; i < std::min(m, centre + kCentre + 1); ++i)
      if (band.contains(i, j) && !marks[i].lost) total += sum.at(i, j), ++rows;
    const auto average = static_cast<int32_t>(rows > 0 ? total / rows : 0);
    const uint32_t reach = band.width + 2;
    for (uint32_t i = centre > reach ? centre - reach : 0; i < std::min(m, centre + reach + 1); ++i)
      if (band.contains(i, j))
        out.at(i, j) =
            static_cast<int16_t>(std::clamp((sum.at(i, j) - average - wordy[i]) * kScale / 10, kLeast, kMost));
  }
  return out;
}

}  // namespace postil
