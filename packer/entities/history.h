// What an entity was called and taken for as the reading went on: names and types with the date from which they hold.
#pragma once
#include "packer/entities/views.h"

namespace postil {

struct Called {
  uint32_t date = 0;
  uint32_t surface = 0;
};
struct Typed {
  uint32_t date = 0;
  EntityType type = EntityType::other;
};

// In the order of reading; the first has the row's first date. The name that a card shows: written out rather than short, then the one met most.
std::vector<Called> called(const Linked& linked, const View& view, const std::vector<Typed>& types);
// `votes` are those of the row's nodes, dated as they show in this row, in the order of their dates.
std::vector<Typed> typed(const std::vector<Vote>& votes, uint32_t first);

}  // namespace postil
