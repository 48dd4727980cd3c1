// Records to block bodies: each a struct-of-arrays FlatBuffer, not yet compressed.
#pragma once
#include <string>
#include <vector>

#include "packer/book.h"
#include "schema/format.h"

namespace postil {

struct RawBlock {
  format::SectionKind kind = format::SectionKind::paragraphs;
  uint32_t first = 0, count = 0;
  uint32_t pos = 0;  // of its first record, where records have one
  std::string bytes;
};

// All blocks of a compilation, by kind in the order of SectionKind, then by record. Blocks hold 4-8 KiB unless one record is larger.
std::vector<RawBlock> make_bodies(const Compiled& compiled);

// When a note may be shown: the position after its first mark, else its chapter's end (format: "Since").
uint32_t note_since(const Compiled& compiled, const Note& note);

}  // namespace postil
