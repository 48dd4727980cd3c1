// Who is meant, decided name by name in the order of reading and never from later text: what a reader has read up to a place is
// linked as if the book ended there. Two who turn out to be one are joined from that place on, not before.
#pragma once
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "packer/book.h"
#include "packer/entities/surface.h"

namespace postil {

constexpr size_t kTypes = 9;

// A name that was read. `node` is who was meant as far as was known then.
struct LinkedName {
  uint32_t name = 0;  // row of the NameSpans
  uint32_t node = 0;
  uint32_t surface = 0;  // row of Linked::surfaces
  uint32_t date = 0;     // pos just after which it is known; in a note: that of its mark
  bool cited = false;
};
// From `date` on, `gone` is the same as `kept`.
struct Join {
  uint32_t date = 0, kept = 0, gone = 0;
};
// What a place says about the type of a node.
struct Vote {
  uint32_t date = 0, node = 0;
  EntityType type = EntityType::other;
  uint32_t weight = 0;
};
struct Linked {
  std::vector<Surface> surfaces;
  std::vector<LinkedName> names;  // in the order of reading
  std::vector<Join> joins;        // in the order of reading
  std::vector<Vote> votes;        // in the order of reading
  uint32_t nodes = 0;
};

Linked link(const Book& book, const NoteSet& notes, const std::vector<NameSpan>& names);

}  // namespace postil
