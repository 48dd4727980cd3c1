// Which place, body or other thing a name means.
#include "packer/entities/evidence.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"
#include "packer/entities/match.h"
#include "packer/entities/resolve.h"

namespace postil {
namespace {

// The same state or body under names that no text needs to explain.
const std::string& canonical(const std::string& key) {
  static const std::unordered_map<std::string, std::string> same = {{"us", "unitedstates"},
                                                                    {"usa", "unitedstates"},
                                                                    {"unitedstatesofamerica", "unitedstates"},
                                                                    {"uk", "unitedkingdom"},
                                                                    {"ussr", "sovietunion"},
                                                                    {"unionofsovietsocialistrepublics", "sovietunion"},
                                                                    {"prc", "peoplesrepublicofchina"},
                                                                    {"roc", "republicofchina"},
                                                                    {"un", "unitednations"},
                                                                    {"unitednationsorganization", "unitednations"},
                                                                    {"statedepartment", "departmentofstate"},
                                                                    {"usstatedepartment", "departmentofstate"},
                                                                    {"drv", "democraticrepublicofvietnam"},
                                                                    {"dprk", "democraticpeoplesrepublicofkorea"},
                                                                    {"eec", "europeaneconomiccommunity"},
                                                                    {"kmt", "kuomintang"},
                                                                    {"guomindang", "kuomintang"}};
  const auto at = same.find(key);
  return at == same.end() ? key : at->second;
}

}  // namespace

uint32_t Resolver::shortened(const Surface& s) const {
  if (s.words.size() != 1 || s.honorific != Honorific::none) return kNone;
  const auto at = by_head_.find(s.words[0]);
  return at == by_head_.end() ? kNone : nodes.root(at->second);
}

uint32_t Resolver::thing(const Surface& s, const Where& where) {
  if (const uint32_t longer = shortened(s); longer != kNone) {
    seen(longer, s, where, false);
    return longer;
  }
  const uint32_t node = whole_thing(s, where);
  if (s.words.size() == 2 && s.honorific == Honorific::none) {
    if (is_geographic(s.words[1])) by_head_[s.words[1]] = node;
    // Both halves of a country: what is called "the South" where there is a North Carolina is another.
    for (const auto& [half, other] : {std::pair<const char*, const char*>{"north", "south"}, {"south", "north"}})
      if (s.words[0] == half && gazetteer_classes(word_key(s.words[1])) & kCountry)
        if (const auto known = by_key_.find(other + s.words[1]); known != by_key_.end())
          by_head_[half] = node, by_head_[other] = known->second;
  }
  return node;
}

uint32_t Resolver::whole_thing(const Surface& s, const Where& where) {
  std::string key = canonical(s.whole.empty() ? s.key : s.whole);
  auto at = by_key_.find(key);
  if (at == by_key_.end() && where.type == EntityType::people) {
    // "a Goth", "the Goths"
    at = key.size() > 3 && key.back() == 's' ? by_key_.find(key.substr(0, key.size() - 1)) : by_key_.find(key + "s");
    if (at != by_key_.end() && nodes.type(at->second) != EntityType::people) at = by_key_.end();
    if (at != by_key_.end()) by_key_.emplace(key, at->second);
  }
  if (at != by_key_.end()) {
    const uint32_t node = nodes.root(at->second);
    seen(node, s, where, false);
    return node;
  }
  uint32_t node = kNone;
  if (s.acronym && s.key.size() >= 3) {
    if (const auto first = by_letter_.find(s.key.substr(0, 1)); first != by_letter_.end()) {
      uint32_t found = kNone;
      bool several = false;
      for (const uint32_t other : first->second) {
        const auto known = by_key_.find(out_.surfaces[other].whole);
        if (known == by_key_.end() || !spells(out_.surfaces[other], s.key)) continue;
        const uint32_t root = nodes.root(known->second);
        several |= found != kNone && found != root;
        found = root;
      }
      if (!several) node = found;
    }
  } else if (s.words.size() >= 3) {
    std::string letters;
    for (const std::string& w : s.words) letters += w[0];
    if (const auto known = by_acronym_.find(letters); known != by_acronym_.end()) node = nodes.root(known->second);
    if (node == kNone) {
      std::string large;
      for (const std::string& w : s.words)
        if (w != "of" && w != "the" && w != "and" && w != "for" && w != "in") large += w[0];
      if (const auto known = by_acronym_.find(large); large.size() >= 3 && known != by_acronym_.end())
        node = nodes.root(known->second);
    }
  }
  if (node == kNone) {
    node = made(key, s.words.size() == 1 && s.honorific == Honorific::none ? s.words[0] : "", where);
  } else {
    by_key_.emplace(key, node);
  }
  if (s.acronym) by_acronym_.emplace(s.key, node);
  seen(node, s, where, false);
  return node;
}

}  // namespace postil
