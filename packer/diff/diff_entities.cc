// Entities of two packs: the same, renamed, merged, split.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "packer/diff/match.h"

namespace postil {
namespace {

// How much each entity of one pack has in common with those of the other, by row.
using Weights = std::vector<std::map<uint32_t, uint64_t>>;

constexpr uint64_t kSameId = uint64_t{1} << 40;  // outweighs any number of shared mentions
constexpr uint64_t kSameName = uint64_t{1} << 20;

Weights common(const Contents& before, const Contents& after) {
  std::unordered_map<std::string, std::vector<std::pair<uint32_t, uint32_t>>> aliases;  // text -> (row, count)
  std::unordered_map<std::string, uint32_t> ids;
  for (uint32_t i = 0; i < after.entities.size(); ++i) {
    const ContentsEntity& e = after.entities[i];
    if (e.name.empty()) continue;
    if (!e.id.empty()) ids.emplace(e.id, i);
    for (const ContentsAlias& alias : e.aliases) aliases[alias.text].emplace_back(i, alias.count);
  }
  Weights out(before.entities.size());
  for (uint32_t i = 0; i < before.entities.size(); ++i) {
    const ContentsEntity& e = before.entities[i];
    if (e.name.empty()) continue;
    if (const auto same = ids.find(e.id); !e.id.empty() && same != ids.end()) out[i][same->second] += kSameId;
    for (const ContentsAlias& alias : e.aliases) {
      const auto found = aliases.find(alias.text);
      if (found == aliases.end()) continue;
      for (const auto& [row, count] : found->second) {
        out[i][row] += 1 + std::min(count, alias.count);
        if (alias.text == e.name && after.entities[row].name == e.name) out[i][row] += kSameName;
      }
    }
  }
  return out;
}

// The partner of most weight, the first of equals.
uint32_t best(const std::map<uint32_t, uint64_t>& weights) {
  uint32_t row = kNoRow;
  uint64_t most = 0;
  for (const auto& [other, weight] : weights)
    if (weight > most) row = other, most = weight;
  return row;
}

void compare(const ContentsEntity& a, const ContentsEntity& b, uint32_t before, uint32_t after,
             std::vector<Change>& out) {
  if (a.name != b.name) out.push_back({"entity-renamed", before, after, a.name, a.name, b.name});
  if (a.type != b.type) out.push_back({"entity-retyped", before, after, b.name, a.type, b.type});
  auto said = [](const ContentsEntity& e) {
    return e.role + (e.role.empty() || e.description.empty() ? "" : "; ") + e.description;
  };
  if (said(a) != said(b)) out.push_back({"entity-described", before, after, b.name, said(a), said(b)});
}

}  // namespace

void diff_entities(const Contents& before, const Contents& after, std::vector<Change>& out) {
  const Weights forward = common(before, after);
  Weights back(after.entities.size());
  for (uint32_t i = 0; i < forward.size(); ++i)
    for (const auto& [row, weight] : forward[i]) back[row][i] = weight;
  for (uint32_t i = 0; i < before.entities.size(); ++i) {
    const ContentsEntity& e = before.entities[i];
    if (e.name.empty()) continue;
    const uint32_t row = best(forward[i]);
    if (row == kNoRow)
      out.push_back({"entity-lost", i, kNoRow, e.name, e.type, ""});
    else if (best(back[row]) == i)
      compare(e, after.entities[row], i, row, out);
    else
      out.push_back({"entity-merged", i, row, e.name, e.name, after.entities[row].name});
  }
  for (uint32_t i = 0; i < after.entities.size(); ++i) {
    const ContentsEntity& e = after.entities[i];
    if (e.name.empty()) continue;
    const uint32_t row = best(back[i]);
    if (row == kNoRow)
      out.push_back({"entity-added", kNoRow, i, e.name, "", e.type});
    else if (best(forward[row]) != i)
      out.push_back({"entity-split", row, i, e.name, before.entities[row].name, e.name});
  }
}

}  // namespace postil
