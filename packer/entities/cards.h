// What the text says of someone: roles from titles and appositions, descriptions from defining sentences and notes.
#pragma once
#include "packer/entities/linker.h"

namespace postil {

// Said of a node at a place. The better of two is the one with the higher score, whenever it was read; of equal ones the first.
struct Said {
  uint32_t date = 0;  // pos of the end of what says it; in a note: that of its mark
  uint32_t node = 0;
  FactKind kind = FactKind::role;
  FactOrigin origin = FactOrigin::text;
  uint32_t score = 0;
  std::string text;
};

// In the order of the names.
std::vector<Said> read_cards(const Book& book, const NoteSet& notes, const std::vector<NameSpan>& names,
                             const Linked& linked);

}  // namespace postil
