// A note's text as tokens and clauses: what the citation forms are read from.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "packer/citations/words.h"
#include "schema/rich_text.h"

namespace postil {

constexpr uint32_t kNoToken = 0xFFFFFFFFu;

// A word (letters and digits, apostrophes inside) or one punctuation mark.
struct Token {
  uint32_t begin = 0, end = 0;  // bytes of the note's text
  uint32_t word = kNoToken;     // row in the vocabulary; kNoToken for punctuation
  uint32_t classes = 0;         // WordClass bits
  uint32_t match = kNoToken;    // of a bracket or quotation mark: its partner
  uint16_t depth = 0;           // brackets around it
  char mark =
      0;  // punctuation made plain: , ; : . ? ! ( ) " - / & * and ~ for the rest; " is a quotation that has a partner
  bool capital = false;  // begins with a capital, or with a letter of a script that has none
  bool upper = false;    // all capitals (or one)
  bool space = false;    // white space before it
  bool italic = false;
  bool quoted = false;  // between quotation marks
  bool line = false;    // first of a paragraph
};

// Tokens [first, last): what stands between semicolons and sentence ends.
struct Clause {
  uint32_t first = 0, last = 0;
  bool sentence = false;  // begins a sentence or paragraph
};

struct CiteText {
  std::string text;
  std::vector<Token> tokens;
  std::vector<Clause> clauses;
};

// Linear in the text, whatever it is.
CiteText cite_text(const RichText& body, Vocabulary& vocabulary);

inline bool has(const Token& t, uint32_t bits) {
  return (t.classes & bits) != 0;
}
// True where token p does not stand in the middle of a name or phrase ("Department of State").
bool begins_phrase(const CiteText& t, uint32_t p, uint32_t first);

inline bool is_word(const Token& t) {
  return t.word != kNoToken;
}
// A single capital letter: an initial when a full stop follows.
inline bool is_letter(const Token& t) {
  return is_word(t) && t.upper && t.end - t.begin <= 2;
}

}  // namespace postil
