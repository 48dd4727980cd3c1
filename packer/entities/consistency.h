// One name, one kind: what a name is taken for in most places of the book decides in all of them, and full names decide
// for their parts.
#pragma once
#include <cstdint>
#include <vector>

#include "packer/entities/kinds.h"
#include "packer/entities/rules.h"

namespace postil {

// A name in the text with what ties it to others of the book.
struct FoundName {
  NameSpan span;
  uint64_t key = 0;    // of its words without titles
  uint64_t whole = 0;  // of all its words
  uint32_t all_words = 0;
  uint32_t core = 0;             // the token at which its words without titles begin
  uint64_t first = 0, last = 0;  // words, without titles
  uint32_t words = 0;            // without titles
  bool title = false;            // a person's title stands before it
  bool settled = false;          // a rule knows its type
  bool given = false;            // its first word is a given name
  bool known_place = false;      // a country, region or city of that name is known
};

// A span of `paragraph` as such a name.
FoundName found_name(const BookText& text, size_t paragraph, const std::vector<NameToken>& tokens,
                     const TokenSpan& span);

// A name that is found in one place is found in all: adds those of the same words, where most such words are names.
void find_missed(const BookText& text, unsigned jobs, std::vector<std::vector<FoundName>>& slots);

// What `table` is to know of this place of the name.
void add_name(const BookText& text, size_t paragraph, const std::vector<NameToken>& tokens, const TokenSpan& span,
              const FoundName& name, const TagHistogram& histogram, NameTable& table);
NameTable::Word word_of(const FoundName& name);

void agree_on_types(const NameTable& table, const KindModel& model, std::vector<std::vector<FoundName>>& slots);

}  // namespace postil
