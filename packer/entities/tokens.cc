#include "packer/entities/tokens.h"

#include <algorithm>
#include <unordered_set>

#include "packer/entities/letters.h"
#include "schema/utf8.h"

namespace postil {
namespace {

std::unordered_set<uint64_t> key_set(std::string_view words) {
  std::unordered_set<uint64_t> out;
  while (!words.empty()) {
    const size_t space = std::min(words.find(' '), words.size());
    if (space > 0) out.insert(word_key(words.substr(0, space)));
    words.remove_prefix(std::min(space + 1, words.size()));
  }
  return out;
}

// Whose period does not end a sentence.
const std::unordered_set<uint64_t>& abbreviations() {
  static const auto set = key_set(
      "mr mrs ms dr st gen col capt lt lieut prof rev hon sen rep gov amb jr sr messrs mme mmes mlle mlles mgr esq ste "
      "mt maj sgt serg cpl adm cmdr co inc ltd corp no nos vol vols "
      "pp p ed eds ch chs cf etc al vs fig del univ dept viz ft m sra srta dna fr fra sig hr hrn frl fru ds mevr dhr "
      "jhr ir drs ks św im al ul prof gr gn r-n г гг им ул проф акад ген "
      "г-н г-жа стр см др тов св sec pres cap art núm nr bd s.a sta sto exmo ilmo dª");
  return set;
}

const std::unordered_set<uint64_t>& elided() {
  static const auto set = key_set(
      "l' d' j' m' t' s' c' n' qu' jusqu' lorsqu' puisqu' quoiqu' presqu' quelqu' dell' nell' all' dall' sull' un' "
      "quell' quest' bell' sant' coll' degl' gl' com' dov' ch' c' v' anch' mezz'");
  return set;
}

bool apostrophe(uint32_t c) {
  return c == '\'' || c == 0x2019;
}
bool hyphen(uint32_t c) {
  return c == '-' || c == 0x2010 || c == 0x2011;
}
bool space(uint32_t c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == 0xA0 || c == 0x202F || c == 0x2009 ||
         c == 0x200B || c == 0xFEFF;
}

struct NameLetter {
  uint32_t c;
  uint32_t at;  // byte offset
  LetterCase kind;
};

class NameTokenizer {
 public:
  NameTokenizer(std::string_view text, bool elisions) : text_(text), elisions_(elisions) {
    const char* p = text.data();
    const char* end = p + text.size();
    letters_.reserve(text.size() + 1);
    while (p < end) {
      const auto at = static_cast<uint32_t>(p - text.data());
      const uint32_t c = utf8_next(p, end);
      letters_.push_back({c, at, letter_case(c)});
    }
    letters_.push_back({' ', static_cast<uint32_t>(text.size()), LetterCase::none});
  }

  std::vector<NameToken> run() {
    const size_t n = letters_.size() - 1;
    for (size_t i = 0; i < n;) {
      const NameLetter& l = letters_[i];
      if (space(l.c)) {
        ++i;
      } else if (l.kind != LetterCase::none) {
        i = word(i, n);
      } else if (is_digit(l.c)) {
        i = number(i, n);
      } else if (l.c == '-' && letters_[i + 1].c == '-') {
        size_t j = i;
        while (j < n && letters_[j].c == '-') ++j;
        add(i, j, Shape::sign);
        i = j;
      } else {
        add(i, i + 1, Shape::sign);
        ++i;
      }
    }
    return std::move(out_);
  }

 private:
  bool letter(size_t i) const { return letters_[i].kind != LetterCase::none; }
  bool part(size_t i) const { return letter(i) || is_mark(letters_[i].c) || letters_[i].c == 0xAD; }

  size_t number(size_t i, size_t n) {
    size_t j = i + 1;
    while (j < n &&
           (is_digit(letters_[j].c) || ((letters_[j].c == '.' || letters_[j].c == ',') && is_digit(letters_[j + 1].c))))
      ++j;
    while (j < n && part(j)) ++j;  // 38th
    add(i, j, Shape::number);
    return j;
  }

  size_t word(size_t i, size_t n) {
    // Initials: "U.S.", and "J." before another capital.
    if (letters_[i].kind == LetterCase::upper && letters_[i + 1].c == '.') {
      size_t j = i;
      while (j + 1 < n && letters_[j].kind == LetterCase::upper && letters_[j + 1].c == '.') j += 2;
      if (j - i > 2) {
        if (j < n && letters_[j].kind == LetterCase::upper && !part(j + 1)) ++j;  // "U.S.A"
        add(i, j, Shape::initials);
        return j;
      }
      size_t k = j;
      while (k < n && space(letters_[k].c)) ++k;
      if (k < n && letters_[k].kind == LetterCase::upper && k - j <= 1) {
        add(i, j, Shape::initials);
        return j;
      }
    }
    size_t j = i, cut = 0;
    while (j < n) {
      if (part(j) || (j > i && is_digit(letters_[j].c))) {
        ++j;
      } else if (apostrophe(letters_[j].c) && letter(j + 1) && j > i) {
        if (elisions_ && j - i <= 7 && elided().count(elision_key(i, j))) {
          add(i, j + 1, shape_of(i, j));
          return j + 1;
        }
        size_t k = j + 1;
        while (part(k)) ++k;
        if (is_ending(j + 1, k)) {
          cut = j;
          j = k;
          break;
        }
        j = k;
      } else if (hyphen(letters_[j].c) && j > i && (letter(j + 1) || is_digit(letters_[j + 1].c)) &&
                 !(letters_[j + 1].kind == LetterCase::upper &&
                   (letters_[j + 2].c == '.' ||
                    (letters_[i].kind == LetterCase::lower && !small_letters_only(i, j, 3))))) {
        ++j;
      } else {
        break;
      }
    }
    const size_t end = cut ? cut : j;
    const Shape shape = shape_of(i, end);
    add(i, end, shape);
    if (cut) {
      add(cut, j, Shape::ending);
    } else if (j < n && letters_[j].c == '.' && abbreviations().count(out_.back().key) &&
               !(j + 1 < n && letters_[j + 1].c == '.')) {
      out_.back().end = letters_[j + 1].at;  // the key stays that of the bare word
      return j + 1;
    }
    return j;
  }

  // A short prefix ("mid-", "ex-"); what is longer is a word before a dash, as old books set them: "he went to
  // England-he did".
  static bool small_letters_only(size_t i, size_t j, size_t most) { return j - i <= most; }

  uint64_t elision_key(size_t i, size_t j) const {
    uint64_t key = kKeyStart;
    for (; i < j; ++i) key = key_add(key, lower_case(letters_[i].c));
    return key_add(key, '\'');
  }

  bool is_ending(size_t i, size_t k) const {
    const uint32_t a = lower_case(letters_[i].c), b = lower_case(letters_[i + 1].c);
    if (k - i == 1) return a == 's' || a == 'd' || a == 'm';
    return k - i == 2 && ((a == 'l' && b == 'l') || (a == 'v' && b == 'e') || (a == 'r' && b == 'e'));
  }

  Shape shape_of(size_t i, size_t end) const {
    if (letters_[i].kind != LetterCase::upper) return Shape::lower;
    size_t letters = 0, upper = 0;
    for (size_t k = i; k < end; ++k)
      if (letter(k)) ++letters, upper += letters_[k].kind == LetterCase::upper;
    return letters == 1 ? Shape::single : upper == letters ? Shape::capitals : Shape::capital;
  }

  void add(size_t i, size_t j, Shape shape) {
    NameToken t;
    t.begin = letters_[i].at;
    t.end = letters_[j].at;
    t.shape = shape;
    t.glued = !out_.empty() && out_.back().end == t.begin;
    t.key = kKeyStart;
    size_t last = j;
    if (shape == Shape::initials && letters_[j - 1].c == '.' && j - i == 2) --last;
    uint64_t pattern = kKeyStart;
    uint8_t before = 0;
    int kinds = 0;
    uint32_t folded[3] = {0, 0, 0};  // the last three letters
    uint64_t prefix = kKeyStart;
    size_t count = 0;
    for (size_t k = i; k < last; ++k) {
      uint32_t c = letters_[k].c;
      if (c == 0xAD) continue;
      c = c == 0x2019 ? '\'' : lower_case(c);
      t.key = key_add(t.key, c);
      if (count < 3) prefix = key_add(prefix, c);
      ++count;
      folded[0] = folded[1], folded[1] = folded[2], folded[2] = c;
      const uint8_t kind = letters_[k].kind == LetterCase::upper ? 'X'
                           : letter(k)                           ? 'x'
                           : is_digit(c)                         ? '9'
                           : c < 0x80                            ? static_cast<uint8_t>(c)
                                                                 : 'o';
      if (kind != before && kinds < 6) pattern = key_byte(pattern, kind), ++kinds;
      before = kind;
    }
    t.prefix = static_cast<uint32_t>(prefix >> 32);
    t.suffix2 = static_cast<uint32_t>(key_add(key_add(kKeyStart, folded[1]), folded[2]) >> 32);
    t.suffix3 = static_cast<uint32_t>(key_add(key_add(key_add(kKeyStart, folded[0]), folded[1]), folded[2]) >> 32);
    t.pattern = static_cast<uint32_t>(pattern >> 32);
    out_.push_back(t);
  }

  std::string_view text_;
  bool elisions_;
  std::vector<NameLetter> letters_;
  std::vector<NameToken> out_;
};

bool in_sign(std::string_view text, const NameToken& t, std::string_view signs) {
  if (t.shape != Shape::sign) return false;
  const std::string_view sign = text.substr(t.begin, t.end - t.begin);
  for (size_t at = signs.find(sign); at != std::string_view::npos; at = signs.find(sign, at + 1))
    if ((static_cast<uint8_t>(signs[at]) & 0xC0) != 0x80) return true;
  return false;
}

constexpr std::string_view kTransparent = "\"“”„«»‹›‘’'()[]—–*_¿¡-‚‛";
constexpr std::string_view kOpening = "\"“„«‹‘'‚(¿¡";

void mark_starts(std::string_view text, std::vector<NameToken>& tokens, ParagraphKind kind) {
  size_t solid = 0;  // after the last token that is no quotation mark, bracket or dash
  for (size_t i = 0; i < tokens.size(); ++i) {
    NameToken& t = tokens[i];
    const size_t j = solid;
    if (!in_sign(text, t, kTransparent)) solid = i + 1;
    if (j == 0) {
      t.start = Start::sentence;
      continue;
    }
    const NameToken& before = tokens[j - 1];
    if (in_sign(text, before, ".!?…")) {
      t.start = Start::sentence;
    } else if (before.shape == Shape::number && j == 1) {
      t.start = Start::sentence;
    } else if (j < i && in_sign(text, tokens[i - 1], kOpening)) {
      t.start = Start::clause;
    } else if (in_sign(text, before, ":;") || (before.shape == Shape::sign && text.substr(before.begin, 2) == "--") ||
               (j < i && in_sign(text, tokens[i - 1], "—–"))) {
      t.start = Start::clause;
    }
  }
  // A heading, or a line that is one by its capitals.
  size_t words = 0, all = 0, capital = 0;
  for (const NameToken& t : tokens) {
    if (!is_word(t.shape)) continue;
    ++words;
    all += t.shape == Shape::capitals;
    capital += is_capital(t.shape);
  }
  if (words >= 2 && all * 10 >= words * 6) {
    for (NameToken& t : tokens) t.start = Start::heading;
  } else if (words > 0 && capital * 10 >= words * 6 &&
             (kind == ParagraphKind::heading || (words <= 14 && !in_sign(text, tokens.back(), ".!?”\"’»")))) {
    for (NameToken& t : tokens) t.start = std::max(t.start, Start::clause);
  }
}

// Title-case strings in quotes or brackets: titles of articles and documents.
void mark_quoted(std::string_view text, std::vector<NameToken>& tokens, std::string_view opening,
                 std::string_view closing, size_t least, size_t most) {
  size_t open = tokens.size();
  for (size_t i = 0; i < tokens.size(); ++i) {
    const bool closes = in_sign(text, tokens[i], closing);
    if (closes && open < i) {
      size_t words = 0, capital = 0;
      for (size_t k = open + 1; k < i; ++k) {
        if (!is_word(tokens[k].shape)) continue;
        ++words;
        capital += is_capital(tokens[k].shape);
      }
      if (words >= least && words <= most && capital * 10 >= words * 6)
        for (size_t k = open + 1; k < i; ++k) tokens[k].quoted = true;
      open = tokens.size();
    } else if (in_sign(text, tokens[i], opening)) {
      open = i;
    } else if (open < i && i - open > 60) {
      open = tokens.size();
    }
  }
}

}  // namespace

std::vector<NameToken> name_tokens(std::string_view text, ParagraphKind kind, bool elisions) {
  std::vector<NameToken> tokens = NameTokenizer(text, elisions).run();
  mark_starts(text, tokens, kind);
  mark_quoted(text, tokens, "\"“„«", "\"”“»", 3, 45);
  mark_quoted(text, tokens, "[", "]", 3, 45);
  return tokens;
}

}  // namespace postil
