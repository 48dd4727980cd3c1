// Numbers of the text that may be noterefs, each with a score for how much its surroundings look like a mark's.
#include <algorithm>
#include <string>

#include "packer/notes/unlinked.h"

namespace postil {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool lower(char c) {
  return c >= 'a' && c <= 'z';
}

// A superscript digit's value and its bytes; -1 where there is none.
int superscript(std::string_view text, size_t at, size_t& bytes) {
  const std::string_view rest = text.substr(at);
  if (rest.substr(0, 2) == "\xC2\xB9") return bytes = 2, 1;
  if (rest.substr(0, 2) == "\xC2\xB2") return bytes = 2, 2;
  if (rest.substr(0, 2) == "\xC2\xB3") return bytes = 2, 3;
  if (rest.size() >= 3 && rest.substr(0, 2) == "\xE2\x81") {
    const auto last = static_cast<uint8_t>(rest[2]);
    if (last == 0xB0 || (last >= 0xB4 && last <= 0xB9)) return bytes = 3, last - 0xB0;
  }
  return -1;
}

// What stands before a mark: a sentence's end, a pause, a letter, white space, or something else.
enum class Before { sentence, pause, letter, space, line, money, dash, other };

// The class of the character that ends at `at`; `at` moves before it.
Before class_before(std::string_view text, size_t& at) {
  if (at == 0) return Before::line;
  size_t begin = at - 1;
  while (begin > 0 && (static_cast<uint8_t>(text[begin]) & 0xC0) == 0x80) --begin;
  const std::string_view c = text.substr(begin, at - begin);
  at = begin;
  if (c.size() == 1) {
    if (std::string_view(".!?\"')]*").find(c[0]) != std::string_view::npos) return Before::sentence;
    if (std::string_view(",;:").find(c[0]) != std::string_view::npos) return Before::pause;
    if (lower(c[0]) || upper(c[0])) return Before::letter;
    if (c[0] == ' ' || c[0] == '\t') return Before::space;
    if (c[0] == '\n' || c[0] == '\r') return Before::line;
    if (c[0] == '$') return Before::money;
    if (c[0] == '-' || c[0] == '/') return Before::dash;
    return Before::other;
  }
  if (c == "\xE2\x80\x9D" || c == "\xE2\x80\x99" || c == "\xC2\xBB" || c == "\xE2\x80\xBA" || c == "\xE2\x80\xA6" ||
      c == "\xE3\x80\x82" || c == "\xE3\x80\x8D" || c == "\xE3\x80\x8F" || c == "\xEF\xBC\x81" || c == "\xEF\xBC\x9F" ||
      c == "\xE2\x80\x9C")
    return Before::sentence;
  if (c == "\xE2\x80\x94" || c == "\xE3\x80\x81" || c == "\xEF\xBC\x8C" || c == "\xEF\xBC\x9B") return Before::pause;
  if (c == "\xE2\x80\x93" || c == "\xE2\x80\x91" || c == "\xE2\x80\x90" || c == "\xE2\x88\x92") return Before::dash;
  if (c == "\xC2\xA3" || c == "\xE2\x82\xAC" || c == "\xC2\xA5" || c == "\xC2\xA7") return Before::money;
  if (c == "\xC2\xA0") return Before::space;
  return static_cast<uint8_t>(c[0]) >= 0xC3 ? Before::letter : Before::other;
}

// The word that ends at `end`.
std::string_view word_before(std::string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0 && (lower(text[begin - 1]) || upper(text[begin - 1]) || text[begin - 1] == '.')) --begin;
  return text.substr(begin, end - begin);
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Words after which a number counts, dates or refers.
bool counting_word(std::string_view word) {
  while (!word.empty() && word.back() == '.') word.remove_suffix(1);
  return one_of(word, {"January",  "February", "March",    "April",  "May",  "June",  "July",    "August",  "September",
                       "October",  "November", "December", "Jan",    "Feb",  "Mar",   "Apr",     "Jun",     "Jul",
                       "Aug",      "Sept",     "Sep",      "Oct",    "Nov",  "Dec",   "chapter", "Chapter", "chapters",
                       "Chapters", "No",       "Nos",      "no",     "nos",  "p",     "pp",      "vol",     "Vol",
                       "c",        "l",        "ch",       "chap",   "ver",  "art",   "Art",     "Arts",    "section",
                       "Section",  "page",     "pages",    "Part",   "part", "Book",  "book",    "line",    "Article",
                       "article",  "Figure",   "Table",    "Fig",    "Act",  "verse", "sect",    "note",    "Note",
                       "about",    "than",     "of",       "nearly", "over", "under", "only",    "some",    "and",
                       "the",      "to",       "from",     "in",     "at",   "by",    "between"});
}

class Finder {
 public:
  Finder(const Book& book, MarkStyle style, const std::vector<bool>& notes, uint32_t max_label)
      : book_(book), style_(style), notes_(notes), max_label_(max_label), longest_(max_label > 996 ? 4 : 3) {}

  std::vector<MarkCandidate> run() {
    for (paragraph_ = 0; paragraph_ < book_.paragraphs.size(); ++paragraph_) {
      if (book_.paragraphs[paragraph_].junk || notes_[paragraph_]) continue;
      text_ = book_.paragraphs[paragraph_].text;
      if (style_ == MarkStyle::plain)
        plain();
      else if (style_ == MarkStyle::superscript)
        raised();
      else
        bracketed(style_ == MarkStyle::bracket ? '[' : '(', style_ == MarkStyle::bracket ? ']' : ')');
    }
    if (style_ == MarkStyle::superscript) raised_elements();
    std::stable_sort(out_.begin(), out_.end(), [](const MarkCandidate& a, const MarkCandidate& b) {
      return a.paragraph != b.paragraph ? a.paragraph < b.paragraph
             : a.begin != b.begin       ? a.begin < b.begin
                                        : a.end < b.end;
    });
    return std::move(out_);
  }

 private:
  void add(size_t begin, size_t end, uint32_t label, int32_t score) {
    if (label == 0 || label > max_label_ + 3 + max_label_ / 16) return;
    out_.push_back({paragraph_, static_cast<uint32_t>(begin), static_cast<uint32_t>(end), label, score, 0});
  }

  uint32_t value(size_t begin, size_t end) const {
    uint32_t v = 0;
    for (size_t i = begin; i < end; ++i) v = v * 10 + static_cast<uint32_t>(text_[i] - '0');
    return v;
  }

  bool digit_at(size_t i) const { return i < text_.size() && digit(text_[i]); }

  size_t digits_end(size_t i) const {
    while (digit_at(i)) ++i;
    return i;
  }

  // The number after a joint ("12,13", "12-14") when it goes on counting from `label`; its begin in `at`.
  bool counts_on(size_t end, uint32_t label, size_t& at, bool& range) const {
    at = end;
    range = false;
    if (at < text_.size() && text_[at] == ',')
      ++at;
    else if (at < text_.size() && text_[at] == '-')
      ++at, range = true;
    else if (text_.substr(at, 3) == "\xE2\x80\x93")
      at += 3, range = true;
    else
      return false;
    if (!range && at < text_.size() && text_[at] == ' ') ++at;
    const size_t stop = digits_end(at);
    if (stop == at || stop - at > longest_ || text_[at] == '0') return false;
    const uint32_t next = value(at, stop);
    return range ? next > label && next <= label + 6 : next == label + 1;
  }

  int32_t plain_score(size_t begin, size_t end, bool whole, uint32_t label) const {
    size_t at = begin;
    const Before before = class_before(text_, at);
    int32_t score = 0;
    bool joined = false;
    if (whole) {
      switch (before) {
        case Before::sentence:
          score = 22;
          break;
        case Before::pause:
          score = 18;
          break;
        case Before::letter:
          score = 20;
          break;
        case Before::space: {
          size_t further = at;
          score = class_before(text_, further) == Before::sentence ? 4 : -12;
          if (counting_word(word_before(text_, at))) score -= 20;
          break;
        }
        case Before::line:
          score = -25;
          break;
        case Before::money:
        case Before::dash:
          score = -40;
          break;
        case Before::other:
          score = -10;
          break;
      }
      if (before == Before::letter) {
        const std::string_view word = word_before(text_, begin);
        if (one_of(word, {"m", "km", "cm", "mm", "ft", "mi", "in"}) && (label == 2 || label == 3)) score -= 25;
      }
      // "12,13": the number before counts on to this one.
      if ((text_[begin - (begin > 0)] == ',' && begin > 1 && digit(text_[begin - 2])) || before == Before::dash) {
        size_t from = at;
        while (from > 0 && digit(text_[from - 1])) --from;
        size_t next = 0;
        bool range = false;
        if (at > from && at - from <= longest_ && counts_on(at, value(from, at), next, range) && next == begin) {
          size_t head = from;
          const Before first = class_before(text_, head);
          joined = first == Before::sentence || first == Before::letter || first == Before::pause;
        }
        if (joined) score = 15;
      }
      if (!joined && (text_[at] == '.' || text_[at] == ',') && begin > 0 && at > 0 && digit(text_[at - 1])) {
        // A year may end a sentence ("in 1951.8"); any other digit before the stop makes a decimal or a thousand.
        size_t from = at;
        while (from > 0 && digit(text_[from - 1])) --from;
        const bool year = at - from == 4 && text_[from] >= '1' && text_[from] <= '2';
        score -= year && end - begin <= longest_ ? 6 : text_[at] == ',' && end - begin == 3 ? 25 : 20;
      }
      if (text_[at] == '.' && before == Before::sentence && counting_word(word_before(text_, at)) &&
          word_before(text_, at).size() <= 4)
        score -= 15;
    }
    return score + after_score(end, label);
  }

  int32_t after_score(size_t end, uint32_t label) const {
    size_t next = 0;
    bool range = false;
    if (counts_on(end, label, next, range)) return 0;
    if (end >= text_.size()) return 3;
    const char c = text_[end];
    if (c == ' ' || c == '\n' || c == '\r') return 3;
    if (upper(c)) return 2;
    if (c == '%' || text_.substr(end, 2) == "\xC2\xB0") return -25;
    if (lower(c)) {
      const std::string_view rest = text_.substr(end, 2);
      return rest == "st" || rest == "nd" || rest == "rd" || rest == "th" ? -55 : -25;
    }
    if ((c == ',' || c == '.') && digit_at(end + 1)) return -25;
    if (c == '-' || c == '/') return digit_at(end + 1) ? -25 : -2;
    if (text_.substr(end, 3) == "\xE2\x80\x93" && digit_at(end + 3)) return -25;
    return -2;
  }

  void plain() {
    for (size_t i = 0; i < text_.size();) {
      if (!digit(text_[i])) {
        ++i;
        continue;
      }
      const size_t end = digits_end(i), size = end - i;
      if (size <= longest_ && text_[i] != '0') add(i, end, value(i, end), plain_score(i, end, true, value(i, end)));
      if (size <= 9) glued(i, end);
      size_t next = 0;
      bool range = false;
      if (size <= longest_ && text_[i] != '0' && counts_on(end, value(i, end), next, range) && range) {
        // "12-14": the marks between stand on the dash.
        for (uint32_t label = value(i, end) + 1, last = value(next, digits_end(next)); label < last; ++label)
          add(end, next, label, 5);
      }
      i = end;
    }
  }

  // A number whose last digits may be a mark: "195118", and marks run together: "4748".
  void glued(size_t begin, size_t end) {
    for (size_t size = 1; size <= longest_ && begin + size < end; ++size) {
      const size_t at = end - size;
      if (text_[at] == '0') continue;
      const bool year = at - begin == 4 && (text_[begin] == '1' || (text_[begin] == '2' && text_[begin + 1] == '0'));
      const bool range = at - begin <= 4 && begin > 3 && text_.substr(begin - 3, 3) == "\xE2\x80\x93" &&
                         digit(text_[begin - 4]);  // "1659-601"
      const bool century =
          end - begin == 4 && !year && (text_[begin] == '1' || text_.substr(begin, 2) == "20");  // itself a year
      const bool inside =
          begin > 0 && (text_[begin - 1] == ',' || text_[begin - 1] == '.') && begin > 1 && digit(text_[begin - 2]);
      if (year || range || (at - begin <= 3 && end - begin >= 4) || inside)
        add(at, end, value(at, end),
            (year      ? -2
             : range   ? -6
             : century ? -40
                       : -15) +
                plain_score(at, end, false, value(at, end)));
    }
    for (size_t size = 1; size <= longest_ && begin + size < end; ++size) {
      if (text_[begin] == '0' || text_[begin + size] == '0') continue;
      std::vector<size_t> stops{begin, begin + size};
      uint32_t label = value(begin, begin + size);
      while (stops.back() < end) {
        const size_t width = std::to_string(++label).size();
        if (stops.back() + width > end || value(stops.back(), stops.back() + width) != label) break;
        stops.push_back(stops.back() + width);
      }
      if (stops.back() != end) continue;
      const int32_t score = plain_score(begin, begin + size, true, value(begin, begin + size));
      for (size_t k = 0; k + 1 < stops.size(); ++k)
        add(stops[k], stops[k + 1], value(stops[k], stops[k + 1]), k == 0 ? score + 3 : std::min(score, 15));
    }
  }

  void raised() {
    for (size_t i = 0; i < text_.size();) {
      std::vector<std::pair<size_t, int>> digits;  // begin and value
      size_t end = i, bytes = 0;
      for (int v; end < text_.size() && (v = superscript(text_, end, bytes)) >= 0; end += bytes)
        digits.emplace_back(end, v);
      if (digits.empty()) {
        ++i;
        continue;
      }
      digits.emplace_back(end, 0);
      if (digits.size() <= 13) split_raised(digits);
      i = end;
    }
  }

  // All readings of a run of superscript digits as one number or as numbers that count on.
  void split_raised(const std::vector<std::pair<size_t, int>>& digits) {
    const size_t n = digits.size() - 1;
    auto number = [&](size_t from, size_t to) {
      uint32_t v = 0;
      for (size_t k = from; k < to; ++k) v = v * 10 + static_cast<uint32_t>(digits[k].second);
      return v;
    };
    size_t at = digits[0].first;
    const Before before = class_before(text_, at);
    int32_t score = before == Before::line ? -10 : before == Before::space ? 2 : 15;
    if (before == Before::letter && n == 1 &&
        one_of(word_before(text_, digits[0].first), {"m", "km", "cm", "mm", "ft", "mi", "in"}))
      score -= 25;
    if (n <= longest_ && digits[0].second != 0) add(digits[0].first, digits[n].first, number(0, n), score);
    for (size_t size = 1; size < n && size <= longest_; ++size) {
      std::vector<size_t> stops{0, size};
      uint32_t label = number(0, size);
      while (stops.back() < n) {
        const size_t width = std::to_string(++label).size();
        if (stops.back() + width > n || number(stops.back(), stops.back() + width) != label) break;
        stops.push_back(stops.back() + width);
      }
      if (stops.back() != n || digits[0].second == 0) continue;
      for (size_t k = 0; k + 1 < stops.size(); ++k)
        add(digits[stops[k]].first, digits[stops[k + 1]].first, number(stops[k], stops[k + 1]), score);
    }
  }

  void raised_elements() {
    for (uint32_t row = 0; row < book_.elements.size(); ++row) {
      const Element& e = book_.elements[row];
      if ((e.name != "sup" && e.style.find("super") == std::string::npos) || linked(row)) continue;
      paragraph_ = e.begin.paragraph;
      if (paragraph_ >= book_.paragraphs.size() || e.end.paragraph != paragraph_ || notes_[paragraph_]) continue;
      text_ = book_.paragraphs[paragraph_].text;
      size_t begin = e.begin.offset, end = std::min<size_t>(e.end.offset, text_.size());
      while (begin < end && (text_[begin] == '[' || text_[begin] == '(' || text_[begin] == ' ')) ++begin;
      size_t at = e.begin.offset;
      const Before before = class_before(text_, at);
      int32_t score = before == Before::line ? -10 : before == Before::space ? 2 : 15;
      if (before == Before::letter &&
          one_of(word_before(text_, e.begin.offset), {"m", "km", "cm", "mm", "ft", "mi", "in"}))
        score -= 25;
      while (begin < end && digit(text_[begin])) {
        const size_t stop = std::min(digits_end(begin), end);
        if (stop - begin > longest_ || text_[begin] == '0') break;
        const uint32_t label = value(begin, stop);
        size_t next = 0;
        bool range = false;
        add(begin, stop, label, score);
        if (!counts_on(stop, label, next, range) || next >= end) break;
        if (range)
          for (uint32_t middle = label + 1, last = value(next, digits_end(next)); middle < last; ++middle)
            add(stop, next, middle, score);
        begin = next;
      }
    }
  }

  // A link says itself where it leads.
  bool linked(uint32_t row) const {
    for (uint32_t up = row; up != kNone; up = book_.elements[up].parent)
      if (book_.elements[up].name == "a" && !book_.elements[up].href.empty()) return true;
    for (uint32_t in = row + 1; in < book_.elements[row].next; ++in)
      if (book_.elements[in].name == "a" && !book_.elements[in].href.empty()) return true;
    return false;
  }

  void bracketed(char open, char close) {
    for (size_t i = text_.find(open); i != std::string_view::npos; i = text_.find(open, i + 1)) {
      size_t begin = i + 1, end = digits_end(begin);
      if (end == begin || end - begin > longest_ || text_[begin] == '0' || end >= text_.size()) continue;
      size_t at = i;
      const Before before = class_before(text_, at);
      // "...: (1) the one; (2) the other" counts within a sentence.
      const int32_t score = before == Before::line                           ? -10
                            : before == Before::space                        ? 2
                            : before == Before::pause && text_[i - 1] != ',' ? 8
                                                                             : 15;
      if (text_[end] == close) {
        add(i, end + 1, value(begin, end), score);
        continue;
      }
      // "[12, 13]", "[12-14]"
      std::vector<std::pair<size_t, size_t>> parts{{begin, end}};
      size_t next = 0;
      bool range = false;
      while (counts_on(end, value(begin, end), next, range)) {
        if (range)
          for (uint32_t middle = value(begin, end) + 1, last = value(next, digits_end(next)); middle < last; ++middle)
            add(end, next, middle, score);
        begin = next, end = digits_end(next);
        parts.emplace_back(begin, end);
      }
      if (end < text_.size() && text_[end] == close)
        for (const auto& [from, to] : parts) add(from, to, value(from, to), score);
    }
  }

  const Book& book_;
  const MarkStyle style_;
  const std::vector<bool>& notes_;
  const uint32_t max_label_;
  const size_t longest_;  // digits of the longest label
  uint32_t paragraph_ = 0;
  std::string_view text_;
  std::vector<MarkCandidate> out_;
};

}  // namespace

bool is_exponent(std::string_view before) {
  size_t from = before.size();
  while (from > 0 && digit(before[from - 1])) --from;
  if (from < before.size()) return before.size() - from != 4;
  return one_of(word_before(before, before.size()), {"m", "km", "cm", "mm", "ft", "mi", "in"});
}

std::vector<MarkCandidate> mark_candidates(const Book& book, MarkStyle style, const std::vector<bool>& notes,
                                           uint32_t max_label) {
  return Finder(book, style, notes, max_label).run();
}

}  // namespace postil
