// Who is met with whom more often than chance: dated, so that a reader sees the relations that the pages read so far make.
#pragma once
#include "packer/entities/views.h"

namespace postil {

struct Relation {
  uint32_t row = 0, other = 0;
  uint32_t date = 0;
  uint32_t permille = 0;  // normalised pointwise mutual information, in integers
};

// Of final entities; a pair is weighed when it is met for the second time and whenever its meetings have doubled. Only
// those are given that are among the strongest twelve of their row when they are weighed.
std::vector<Relation> relations(const Linked& linked, const Views& views, const std::vector<NameSpan>& names);

}  // namespace postil
