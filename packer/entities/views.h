// Linked names as a reader meets them: one row for each entity, and one for each that a later place joins to another, seen only before.
#pragma once
#include "packer/entities/linker.h"

namespace postil {

// What was linked, by final entity.
struct View {
  uint32_t node = 0;            // whose mentions and those of all nodes joined to it these are
  uint32_t until = kNone;       // the date from which another row has it; kNone: never
  uint32_t into = kNone;        // that row
  bool cited = false;           // only as an author: these come after all others
  std::vector<uint32_t> names;  // rows of Linked::names in the order of reading
  std::vector<uint32_t> dates;  // when each shows here: read, and joined
};

struct Views {
  std::vector<View> rows;           // final entities by mentions, then those superseded
  std::vector<uint32_t> row_of;     // node -> the row of its final entity
  std::vector<uint32_t> joined_at;  // node -> the date at which it is part of its final entity; 0: from the beginning
};

Views make_views(const Linked& linked);

}  // namespace postil
