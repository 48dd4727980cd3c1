// Which person that was met before a name of several words means.
#include <algorithm>

#include "packer/entities/family_first.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"
#include "packer/entities/match.h"
#include "packer/entities/nicknames.h"
#include "packer/entities/resolve.h"

namespace postil {
namespace {

bool is_descent(const std::string& w) {
  return w == "ibn" || w == "bin" || w == "ben" || w == "bint" || w == "ap";
}

}  // namespace

uint32_t Resolver::known_person(const Surface& s, const Where& where) const {
  const auto at = by_word_.find(s.words.back());
  if (at == by_word_.end() || s.head < s.words.size()) return kNone;
  uint32_t best = kNone, exact = kNone;
  bool several = false;
  for (const Handle& h : at->second) {
    if (h.part != Part::surname) continue;
    const uint32_t root = nodes.root(h.node);
    const Node& n = nodes.at(root);
    if (n.wife || clash(n.gender, s.gender) || (where.age && n.ages && !(where.age & n.ages))) continue;
    bool same = false, equal = false;
    for (const uint32_t name : n.names) {
      const Surface& other = out_.surfaces[name];
      if (!same_person(s, other)) continue;
      same = true;
      equal |= other.words[0] == s.words[0];
    }
    // A form may contradict another of the same node: "John A. Smith" is not "John B. Smith".
    for (const uint32_t name : n.names) {
      const Surface& other = out_.surfaces[name];
      if (other.words.back() == s.words.back() && other.words[0] == s.words[0] &&
          other.words.size() == s.words.size() && !same_person(s, other))
        same = false;
    }
    if (!same || root == best) continue;
    several |= best != kNone;
    best = root;
    if (equal) exact = exact == kNone ? root : exact;
  }
  if (!several) return best;
  return exact;
}

uint32_t Resolver::misspelt_person(uint32_t surface) const {
  const Surface& s = out_.surfaces[surface];
  if (s.words.size() < 2 || s.key.size() < 8 || s.key.size() > 40 || s.head < s.words.size()) return kNone;
  for (size_t i = 0; i <= s.key.size(); ++i) {
    const std::string less = i < s.key.size() ? s.key.substr(0, i) + s.key.substr(i + 1) : s.key;
    const auto at = by_deletion_.find(less);
    if (at == by_deletion_.end()) continue;
    for (const uint32_t other : at->second) {
      const Surface& o = out_.surfaces[other];
      if (!misspelt(s, o)) continue;
      const auto known = by_key_.find(o.key);
      if (known == by_key_.end()) continue;
      const uint32_t root = nodes.root(known->second);
      if (nodes.at(root).wife || clash(nodes.at(root).gender, s.gender)) continue;
      if (s.words.size() >= 3 || nodes.at(root).count >= 3) return root;
    }
  }
  return kNone;
}

// "Pavel Andreyevich" begins "Pavel Andreyevich Sorokin"; "Carmen Ibarra" "Carmen Ibarra Olmedo"; "Yusuf ibn Salim"
// "Yusuf ibn Salim al-Basri". An English name may begin another's: "John Quincy", "John Quincy Adams".
uint32_t Resolver::same_beginning(uint32_t surface) {
  const Surface& s = out_.surfaces[surface];
  if (s.words.size() < 2 || s.head < s.words.size()) return kNone;
  const bool descent = s.words.size() >= 3 && is_descent(s.words[1]);
  if (!descent && !is_patronymic(s.words[1]) &&
      (is_given(s.words[0]) || is_particle(s.words[1]) || is_given(s.words[1]) || is_initial(s.words[1]) ||
       is_family_first(s.words) || !(gazetteer_classes(word_key(s.words[0])) & kGiven)))
    return kNone;
  const size_t length = descent ? 3 : 2;
  std::string beginning;
  for (size_t i = 0; i < length; ++i) beginning += s.words[i] + " ";
  const auto [at, fresh] = by_beginning_.emplace(beginning, surface);
  if (fresh) return kNone;
  const Surface& other = out_.surfaces[at->second];
  const auto known = by_key_.find(other.key);
  if (known == by_key_.end() || clash(nodes.at(known->second).gender, s.gender)) return kNone;
  // Two who begin alike and end otherwise are two: the beginning alone stays with the first.
  if (s.words.size() > length && other.words.size() > length && s.words.back() != other.words.back()) return kNone;
  if (s.words.size() > length) at->second = surface;
  return nodes.root(known->second);
}

uint32_t Resolver::same_sound(uint32_t surface) {
  const Surface& s = out_.surfaces[surface];
  uint32_t found = kNone;
  for (const std::string& key : romanised_keys(s.words)) {
    const auto [at, fresh] = by_sound_.emplace(key, surface);
    if (fresh || found != kNone) continue;
    const Surface& other = out_.surfaces[at->second];
    // One is written with a hyphen, the other is not.
    const auto hyphen = [](const Surface& x) { return x.words.back().find('-') != std::string::npos; };
    if (hyphen(s) == hyphen(other)) continue;
    if (const auto known = by_key_.find(other.key); known != by_key_.end()) found = nodes.root(known->second);
  }
  return found;
}

}  // namespace postil
