// What changed between two packs of a book: for a publisher who has corrected something, or packs a new edition.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "packer/exchange/contents.h"

namespace postil {

// `what`: note-added, note-lost, note-changed; mark-added, mark-lost, mark-linked, mark-unlinked, mark-relinked; entity-added, entity-lost,
// entity-merged, entity-split, entity-renamed, entity-retyped, entity-described; work-added, work-lost.
struct Change {
  std::string what;
  uint32_t before = kNoRow, after = kNoRow;  // rows of the first and of the second pack
  std::string label;                         // of a note or mark; the entity's or work's name
  std::string from, to;                      // what it was and what it is: text, name, type, or what a mark meant
};

// In the order of the rows: marks, notes, works, entities. Rows are matched by what they say, never by number or byte: marks by label and
// the words before them, notes by text, else by label within chapter, entities by id, else by the aliases that they share.
std::vector<Change> diff(const Contents& before, const Contents& after);

}  // namespace postil
