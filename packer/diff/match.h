// Rows of two lists that are the same, by their keys.
#pragma once
#include <string>
#include <vector>

#include "packer/diff/diff.h"

namespace postil {

struct Matching {
  std::vector<uint32_t> after, before;  // row of the other list, or kNoRow: after[i] for row i of the first
};

// Equal keys are matched in their order: the first with the first. Each row at most once.
Matching match(const std::vector<std::string>& before, const std::vector<std::string>& after);
// The same with other keys for the rows that have no match yet.
void match_rest(const std::vector<std::string>& before, const std::vector<std::string>& after, Matching& matching);

void diff_notes(const Contents& before, const Contents& after, std::vector<Change>& out);
void diff_entities(const Contents& before, const Contents& after, std::vector<Change>& out);

}  // namespace postil
