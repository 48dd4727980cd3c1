#include "packer/diff/diff.h"

#include <unordered_map>

#include "packer/diff/match.h"

namespace postil {

void match_rest(const std::vector<std::string>& before, const std::vector<std::string>& after, Matching& matching) {
  struct Rows {
    std::vector<uint32_t> rows;
    size_t used = 0;
  };
  std::unordered_map<std::string, Rows> of;
  for (uint32_t i = 0; i < after.size(); ++i)
    if (matching.before[i] == kNoRow) of[after[i]].rows.push_back(i);
  for (uint32_t i = 0; i < before.size(); ++i) {
    if (matching.after[i] != kNoRow) continue;
    const auto found = of.find(before[i]);
    if (found == of.end() || found->second.used == found->second.rows.size()) continue;
    const uint32_t row = found->second.rows[found->second.used++];
    matching.after[i] = row;
    matching.before[row] = i;
  }
}

Matching match(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  Matching out{std::vector<uint32_t>(before.size(), kNoRow), std::vector<uint32_t>(after.size(), kNoRow)};
  match_rest(before, after, out);
  return out;
}

std::vector<Change> diff(const Contents& before, const Contents& after) {
  std::vector<Change> out;
  diff_notes(before, after, out);
  diff_entities(before, after, out);
  return out;
}

}  // namespace postil
