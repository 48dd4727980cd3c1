#include "packer/citations/tokens.h"

#include <algorithm>

#include "schema/fold.h"
#include "schema/utf8.h"

namespace postil {
namespace {

constexpr uint32_t kMaxQuoted = 500;  // bytes: a longer quotation is no title, and a mark without partner is left alone
constexpr uint32_t kMaxBracketed = 900;  // bytes

struct Letter {
  bool letter = false, capital = false;
};

Letter letter_of(uint32_t cp, std::string_view bytes) {
  if (cp < 0x80) {
    const bool upper = cp >= 'A' && cp <= 'Z', lower = cp >= 'a' && cp <= 'z';
    return {upper || lower, upper};
  }
  if (cp == 0xFFFD || cp == 0xAA || cp == 0xBA || (cp >= 0x2000 && cp < 0x2C00) || (cp >= 0x3000 && cp < 0x3005) ||
      cp < 0xAA || cp == 0xAB || cp == 0xBB || (cp > 0xAB && cp < 0xC0) || cp == 0xD7 || cp == 0xF7 ||
      (cp >= 0xFF00 && cp < 0xFF10))
    return {};
  if (cp >= 0x300 && cp < 0x370) return {true, false};  // marks go with their letter
  // A capital is what folding changes to something of other than itself; scripts without case count as capital.
  if (cp >= 0x2E80 || (cp >= 0x590 && cp < 0x10A0)) return {true, true};
  if (cp < 0x250) {
    if (cp == 0xDF) return {true, false};
    if (cp < 0x100) return {true, cp < 0xE0};
    const bool odd_upper = (cp >= 0x139 && cp <= 0x148) || (cp >= 0x179 && cp <= 0x17E);
    return {true, cp == 0x178 || ((cp & 1) == 1) == odd_upper};
  }
  if (cp >= 0x370 && cp < 0x400) return {true, cp < 0x3AC && cp != 0x390};
  if (cp >= 0x400 && cp < 0x430) return {true, true};
  if (cp >= 0x430 && cp < 0x460) return {true, false};
  if (cp >= 0x1E00 && cp < 0x1F00) return {true, (cp & 1) == 0};
  const std::string folded = fold(bytes);
  return {true, folded != bytes};
}

enum class Quote : uint8_t { none, open, close, either, single_open, single_close };

Quote quote_of(uint32_t cp) {
  switch (cp) {
    case '"':
      return Quote::either;
    case 0x201C:
    case 0x201D:
      return Quote::either;  // “ closes in German
    case 0x201E:
      return Quote::open;  // „
    case 0xAB:
    case 0xBB:
      return Quote::either;  // « »: either way round
    case 0x2018:
    case 0x201A:
      return Quote::single_open;
    case 0x2019:
      return Quote::single_close;
    case 0x2039:
    case 0x203A:
      return Quote::either;
    default:
      return Quote::none;
  }
}

class Tokenizer {
 public:
  Tokenizer(const RichText& body, Vocabulary& vocabulary, CiteText& out)
      : body_(body), vocabulary_(vocabulary), out_(out) {}

  void run() {
    out_.text = body_.text;
    split();
    pair_quotes();
    pair_brackets();
    italics();
    clauses();
  }

 private:
  uint32_t code_point(size_t at) const {
    const char* p = out_.text.data() + at;
    return at < out_.text.size() ? utf8_next(p, out_.text.data() + out_.text.size()) : 0;
  }

  void split() {
    const std::string& text = out_.text;
    const char* const base = text.data();
    const char* const end = base + text.size();
    bool space = true, line = true;
    for (const char* p = base; p < end;) {
      const char* const at = p;
      const uint32_t cp = utf8_next(p, end);
      if (cp == ' ' || cp == '\n' || cp == '\t' || cp == '\r' || cp == '\f' || cp == 0xA0 || cp == 0x200B ||
          cp == 0xAD || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F) {
        space = true;
        line = line || cp == '\n';
        continue;
      }
      Token t;
      t.begin = static_cast<uint32_t>(at - base);
      t.space = space;
      t.line = line;
      space = line = false;
      const Letter first = letter_of(cp, {at, static_cast<size_t>(p - at)});
      const bool digit = cp >= '0' && cp <= '9';
      if (first.letter || digit) {
        bool upper = first.capital, late_capital = false;
        const char* word_end = p;
        for (const char* q = p; q < end && q - at < 200;) {
          const char* const here = q;
          const uint32_t next = utf8_next(q, end);
          const Letter l = letter_of(next, {here, static_cast<size_t>(q - here)});
          if (l.letter || (next >= '0' && next <= '9')) {
            if (l.letter && !l.capital && !(next >= 0x300 && next < 0x370)) upper = false;
            word_end = q;
            continue;
          }
          if (next != '\'' && next != 0x2019) break;
          const char* after = q;
          if (after >= end) break;
          const char* const after_at = after;
          const uint32_t following = utf8_next(after, end);
          const Letter behind = letter_of(following, {after_at, static_cast<size_t>(after - after_at)});
          if (!behind.letter) break;
          late_capital = late_capital || (behind.capital && here - at <= 2);
        }
        p = word_end;
        t.capital = first.capital || late_capital;  // "d'Anville"
        t.upper = first.capital && upper;
        t.word = vocabulary_.add({at, static_cast<size_t>(p - at)});
        t.classes = vocabulary_.classes(t.word);
      } else {
        t.mark = mark_of(cp);
      }
      t.end = static_cast<uint32_t>(p - base);
      out_.tokens.push_back(t);
    }
  }

  static char mark_of(uint32_t cp) {
    switch (cp) {
      case ',':
      case ';':
      case ':':
      case '.':
      case '?':
      case '!':
      case '(':
      case ')':
      case '-':
      case '/':
      case '&':
      case '*':
        return static_cast<char>(cp);
      case '[':
        return '(';
      case ']':
        return ')';
      case 0x2010:
      case 0x2011:
      case 0x2012:
      case 0x2013:
      case 0x2014:
      case 0x2212:
        return '-';
      case 0x2026:
        return '.';
      case 0xFF0C:
      case 0x3001:
        return ',';
      case 0xFF1B:
        return ';';
      case 0xFF1A:
        return ':';
      case 0x3002:
        return '.';
      case 0xFF08:
        return '(';
      case 0xFF09:
        return ')';
      default:
        return '~';
    }
  }

  void set_quoted(uint32_t open, uint32_t close) {
    auto& t = out_.tokens;
    t[open].match = close;
    t[close].match = open;
    t[open].mark = t[close].mark = '"';
    for (uint32_t k = open + 1; k < close; ++k) t[k].quoted = true;
  }

  bool closes_single(uint32_t i) const {
    const auto& t = out_.tokens;
    if (i + 1 >= t.size() || !is_word(t[i + 1])) return true;
    if (t[i + 1].space && i > 0 && (!is_word(t[i - 1]) || (out_.text[t[i - 1].end - 1] | 0x20) != 's')) return true;
    if (!t[i + 1].space) return false;
    // "the historians’ views": a plural's apostrophe, not an end, when lower case goes on
    return t[i + 1].capital || has(t[i + 1], kWordDigit) || has(t[i + 1], kWordIn);
  }

  // "‘The Historians’ Mill’, Past Times": after an s, with a word behind it, the mark closes nothing when a surer one
  // follows.
  bool goes_on_to_quote(uint32_t at, uint32_t open) const {
    const auto& t = out_.tokens;
    if (at + 1 >= t.size() || !is_word(t[at + 1]) || (out_.text[t[at - 1].end - 1] | 0x20) != 's') return false;
    for (uint32_t k = at + 1; k < t.size() && t[k].begin - t[open].end < kMaxQuoted && !t[k].line; ++k) {
      if (t[k].mark != '~') continue;
      const Quote q = quote_of(code_point(t[k].begin));
      if (q == Quote::single_open) return false;
      if (q == Quote::single_close) return k + 1 >= t.size() || !is_word(t[k + 1]);
    }
    return false;
  }

  void pair_quotes() {
    auto& t = out_.tokens;
    for (uint32_t i = 0; i < t.size(); ++i) {
      if (t[i].mark != '~') continue;
      const uint32_t cp = code_point(t[i].begin);
      const Quote q = quote_of(cp);
      const bool opens = q == Quote::open || q == Quote::single_open ||
                         (q == Quote::either && (i == 0 || t[i].space || t[i - 1].mark == '(' || t[i - 1].mark == '-' ||
                                                 t[i - 1].mark == '~'));
      if (!opens || i + 1 >= t.size()) continue;
      const bool single = q == Quote::single_open;
      for (uint32_t k = i + 1; k < t.size() && t[k].begin - t[i].end < kMaxQuoted && !t[k].line; ++k) {
        if (t[k].mark != '~') continue;
        const uint32_t other = code_point(t[k].begin);
        const Quote closing = quote_of(other);
        const bool closer =
            single ? (closing == Quote::single_close || (cp == 0x201A && other == 0x2018)) && closes_single(k)
                   : closing == Quote::either && (other != cp || cp == '"') && !(other == 0x201C && cp == 0x201D);
        if (closer && single && goes_on_to_quote(k, i)) continue;
        if (!closer) {
          if (!single && closing == Quote::either && other == cp) break;  // another one opens: this one lost its end
          continue;
        }
        set_quoted(i, k);
        i = k;
        break;
      }
    }
  }

  void pair_brackets() {
    auto& t = out_.tokens;
    std::vector<uint32_t> open;
    for (uint32_t i = 0; i < t.size(); ++i) {
      if (t[i].line) open.clear();
      if (t[i].mark == '(' && !t[i].quoted) {
        if (open.size() < 8) open.push_back(i);
      } else if (t[i].mark == ')' && !t[i].quoted && !open.empty()) {
        if (t[i].begin - t[open.back()].begin < kMaxBracketed) {
          t[i].match = open.back();
          t[open.back()].match = i;
        }
        open.pop_back();
      }
    }
    uint16_t depth = 0;
    for (Token& k : t) {
      const bool paired = k.match != kNoToken && k.mark != '"';
      if (paired && k.mark == ')' && depth > 0) --depth;
      k.depth = depth;
      if (paired && k.mark == '(') ++depth;
    }
  }

  void italics() {
    for (const Span& s : body_.spans) {
      if (s.kind != SpanKind::emphasis) continue;
      auto it = std::partition_point(out_.tokens.begin(), out_.tokens.end(),
                                     [&](const Token& t) { return t.begin < s.begin; });
      for (; it != out_.tokens.end() && it->end <= s.end; ++it) it->italic = true;
    }
  }

  // A full stop, question or exclamation mark after which a new sentence begins.
  bool ends_sentence(uint32_t i) const {
    const auto& t = out_.tokens;
    if (i + 1 >= t.size()) return true;
    const Token& next = t[i + 1];
    if (!next.space || t[i].space) return false;
    const bool starts = next.capital || next.mark == '"' || next.mark == '(' || has(next, kWordDigit) ||
                        quote_of(code_point(next.begin)) != Quote::none;
    if (!starts) return false;
    if (t[i].mark != '.') return true;
    if (i == 0) return false;
    const Token& before = t[i - 1];
    if (before.mark == '.') return next.capital && i >= 2 && t[i - 2].mark == '.';
    if (!is_word(before)) return true;
    if (is_letter(before) && !has(before, kWordDigit))
      return i >= 3 && next.capital && t[i - 2].mark == '.' && has(next, kWordSignal | kWordIbid);
    if (has(before, kWordAbbreviation) && !has(before, kWordDigit)) return false;
    if (has(next, kWordDigit))
      return has(before, kWordIbid) ? false : !has(before, kWordUnit) && !has(before, kWordRoman);
    if (has(next, kWordMonth)) return false;
    if (is_letter(next) && i + 2 < t.size() && t[i + 2].mark == '.') return !before.capital;
    return true;
  }

  // "Title; Its Subtitle (Place, year)": the older style's semicolon inside a title.
  bool inside_title(uint32_t i) const {
    const auto& t = out_.tokens;
    if (i + 2 >= t.size() || !is_word(t[i + 1])) return false;
    const std::string& w = vocabulary_.text(t[i + 1].word);
    static const char* const kWords[] = {"its", "a",        "an",        "with",    "being",
                                         "or",  "together", "including", "showing", "containing"};
    return std::any_of(std::begin(kWords), std::end(kWords), [&](const char* k) { return w == k; }) &&
           t[i + 2].capital && (t[i + 1].capital || w == "an" || w == "a" || w == "or");
  }

  // "Riley, “The Ancient City.” A History of Annapolis (Annapolis, 1887)": an imprint closes what the name before
  // opened.
  bool title_goes_on(uint32_t close) const {
    const auto& t = out_.tokens;
    const uint32_t open = t[close].match;
    if (open == 0 || t[open - 1].mark != ',') return false;
    for (uint32_t i = close + 1; i < t.size() && i < close + 24 && t[i].mark != ';' && t[i].mark != '"'; ++i)
      if (t[i].mark == '(') return true;
    return false;
  }

  // "Author: Title. Subtitle, Place 1990" and "Author, Title. Subtitle (Place: Publisher, 1990)": the sentence would
  // end inside a title.
  bool subtitle_follows(uint32_t first, uint32_t stop) const {
    const auto& t = out_.tokens;
    if (stop < first + 3 || stop - first > 40 || !t[first].capital) return false;
    bool separator = false;
    for (uint32_t i = first; i < stop; ++i) {
      if (has(t[i], kWordDigit | kWordSignal) || (has(t[i], kWordProse) && !t[i].capital) || t[i].mark == '"')
        return false;
      separator = separator || ((t[i].mark == ',' || t[i].mark == ':') && i - first <= 10);
    }
    if (!separator) return false;
    uint32_t commas = 0;
    for (uint32_t i = stop + 1; i < t.size() && i < stop + 18; ++i) {
      if (t[i].mark == ';' || t[i].mark == '"' || t[i].line || (has(t[i], kWordProse) && !t[i].capital)) return false;
      if (t[i].mark == '(') {
        for (uint32_t k = i; k < t[i].match && t[i].match != kNoToken && k < t.size(); ++k)
          if (four_digits(k)) return commas == 0;
        return false;
      }
      commas += t[i].mark == ',';
      if (four_digits(i))
        return (commas == 1 || commas == 2) && i > stop + 3 && (t[i - 1].capital || t[i - 1].mark == ',') &&
               !has(t[i - 1], kWordMonth);
      if (has(t[i], kWordDigit)) return false;
    }
    return false;
  }

  bool four_digits(uint32_t i) const {
    const auto& t = out_.tokens;
    return has(t[i], kWordDigit) && t[i].end - t[i].begin == 4 &&
           (out_.text[t[i].begin] == '1' || out_.text[t[i].begin] == '2');
  }

  void clauses() {
    const auto& t = out_.tokens;
    uint32_t first = 0;
    bool sentence = true;
    auto cut = [&](uint32_t last, bool next_sentence) {
      if (first < last) out_.clauses.push_back({first, last, sentence});
      sentence = next_sentence;
    };
    for (uint32_t i = 0; i < t.size(); ++i) {
      if (t[i].line && i > first) {
        cut(i, true);
        first = i;
      }
      if (t[i].quoted || t[i].depth > 0) continue;
      // American style puts the stop before the closing quotation mark.
      const bool quote_end = t[i].mark == '"' && t[i].match < i && i > 0 &&
                             (t[i - 1].mark == '.' || t[i - 1].mark == '?' || t[i - 1].mark == '!') &&
                             i + 1 < t.size() && t[i + 1].capital && t[i + 1].space && t[i - 1].mark == '.' &&
                             !title_goes_on(i);
      if (t[i].mark == ';' && !inside_title(i)) {
        cut(i, false);
        first = i + 1;
      } else if (quote_end || ((t[i].mark == '.' || t[i].mark == '?' || t[i].mark == '!') && ends_sentence(i) &&
                               !subtitle_follows(first, i))) {
        cut(i + 1, true);
        first = i + 1;
      }
    }
    cut(static_cast<uint32_t>(t.size()), true);
  }

  const RichText& body_;
  Vocabulary& vocabulary_;
  CiteText& out_;
};

}  // namespace

bool begins_phrase(const CiteText& t, uint32_t p, uint32_t first) {
  if (p <= first) return true;
  const Token& before = t.tokens[p - 1];
  if (!is_word(before)) {
    const bool initial = before.mark == '.' && !before.space && p >= 2 && is_letter(t.tokens[p - 2]);
    return !initial && !(before.mark == '-' && !before.space) && before.mark != '&';
  }
  if (has(before, kWordSignal)) return true;
  if (has(before, kWordDigit)) return false;  // "84th Congress"
  if (before.capital)
    return has(before, kWordIn) ||
           (has(before, kWordFunction) && !has(before, kWordParticle) && (p < 2 || !is_word(t.tokens[p - 2])));
  if (!has(before, kWordGenitive)) return true;
  // "of the State", "Department of State" against "by Smith"
  return p < 2 || !(is_word(t.tokens[p - 2]) && (t.tokens[p - 2].capital || has(t.tokens[p - 2], kWordFunction)));
}

CiteText cite_text(const RichText& body, Vocabulary& vocabulary) {
  CiteText out;
  Tokenizer(body, vocabulary, out).run();
  return out;
}

}  // namespace postil
