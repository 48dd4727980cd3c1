// A paragraph as words and signs, with what their letters and their place in the sentence say.
#pragma once
#include <string_view>
#include <vector>

#include "packer/book.h"

namespace postil {

enum class Shape : uint8_t {
  sign,      // punctuation and all else
  number,    // begins with a digit
  lower,     // begins with a small letter, or with one of a script without case
  capital,   // Geneva, McCarthy
  capitals,  // NATO
  single,    // a lone capital letter
  initials,  // "J.", "U.S."
  ending     // 's, 'll and the like, cut off the word before
};
inline bool is_capital(Shape s) {
  return s == Shape::capital || s == Shape::capitals || s == Shape::single || s == Shape::initials;
}
inline bool is_word(Shape s) {
  return s == Shape::lower || is_capital(s);
}

enum class Start : uint8_t {
  inside,
  clause,
  sentence,
  heading
};  // heading: a line in capitals, where a capital says nothing

struct NameToken {
  uint32_t begin = 0, end = 0;  // bytes of the paragraph's text
  uint64_t key = 0;             // word_key without the period of an abbreviation
  uint32_t prefix =
      0;  // hashes of the first three, the last three and the last two letters, and of the pattern of its signs
  uint32_t suffix3 = 0, suffix2 = 0, pattern = 0;
  Shape shape = Shape::sign;
  Start start = Start::inside;
  bool quoted = false;  // in a quoted or bracketed title
  bool glued = false;   // no space before it
};

// `elisions`: French and Italian articles (l', d', dell') are tokens of their own; English keeps D'Arcy whole.
std::vector<NameToken> name_tokens(std::string_view text, ParagraphKind kind, bool elisions);

}  // namespace postil
