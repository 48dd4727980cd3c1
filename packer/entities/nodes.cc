#include "packer/entities/nodes.h"

#include <algorithm>

namespace postil {

EntityType most(const std::array<uint32_t, kTypes>& votes) {
  size_t best = 0;
  uint32_t weight = votes[0] / 16;  // "other" is what is said where nothing is known
  for (size_t t = 1; t < kTypes; ++t)
    if (votes[t] > weight) best = t, weight = votes[t];
  return static_cast<EntityType>(best);
}

uint32_t Nodes::make(uint32_t date) {
  Node n;
  n.parent = size();
  n.first = date;
  nodes_.push_back(std::move(n));
  return nodes_.back().parent;
}

uint32_t Nodes::root(uint32_t node) const {
  while (nodes_[node].parent != node) node = nodes_[node].parent;
  return node;
}

void Nodes::join(uint32_t a, uint32_t b, uint32_t date) {
  a = root(a);
  b = root(b);
  if (a == b) return;
  if (nodes_[b].count > nodes_[a].count || (nodes_[b].count == nodes_[a].count && b < a)) std::swap(a, b);
  Node &kept = nodes_[a], &gone = nodes_[b];
  gone.parent = a;
  kept.first = std::min(kept.first, gone.first);
  kept.count += gone.count;
  kept.forms += gone.forms;
  kept.last = std::max(kept.last, gone.last);
  if (gone.last_form > kept.last_form) kept.last_form = gone.last_form, kept.last_note = gone.last_note;
  if (kept.last_chapter == kNone || (gone.last_chapter != kNone && gone.last_chapter > kept.last_chapter))
    kept.last_chapter = gone.last_chapter;
  for (size_t t = 0; t < kTypes; ++t) kept.votes[t] += gone.votes[t];
  if (kept.gender == Gender::unknown) kept.gender = gone.gender;
  kept.honorifics |= gone.honorifics;
  kept.ages |= gone.ages;
  kept.full |= gone.full;
  kept.wife |= gone.wife;
  kept.titles.insert(kept.titles.end(), gone.titles.begin(), gone.titles.end());
  kept.names.insert(kept.names.end(), gone.names.begin(), gone.names.end());
  gone.names.clear();
  out_.joins.push_back({date, a, b});
}

void Nodes::vote(uint32_t node, EntityType type, uint32_t weight, uint32_t date) {
  node = root(node);
  nodes_[node].votes[static_cast<size_t>(type)] += weight;
  out_.votes.push_back({date, node, type, weight});
}

EntityType Nodes::type(uint32_t node) const {
  return most(at(node).votes);
}

uint32_t Nodes::behind(uint32_t node, EntityType type) const {
  const auto& votes = at(node).votes;
  return votes[static_cast<size_t>(most(votes))] -
         std::min(votes[static_cast<size_t>(most(votes))], votes[static_cast<size_t>(type)]);
}

bool Nodes::may_be_person(uint32_t node) const {
  const Node& n = at(node);
  const EntityType t = most(n.votes);
  if (t == EntityType::person || t == EntityType::other) return true;
  return n.votes[static_cast<size_t>(EntityType::person)] * 2 >= n.votes[static_cast<size_t>(t)];
}

}  // namespace postil
