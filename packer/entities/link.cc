#include <algorithm>
#include <map>
#include <set>

#include "packer/entities/entities.h"
#include "packer/structure/structure.h"
#include "schema/fold.h"

namespace postil {

EntitySet link_names(const Book& book, const NoteSet& notes, const CitationSet& citations, const std::vector<NameSpan>& names) {
  (void)notes, (void)citations;
  struct Found {
    std::vector<Mention> mentions;
  };
  std::map<std::string, Found> surfaces;
  std::map<std::string, std::map<EntityType, uint32_t>> types;
  for (const NameSpan& n : names) {
    std::string text = book.paragraphs[n.paragraph].text.substr(n.begin, n.end - n.begin);
    for (char& c : text)
      if (c == '\n' || c == '\r') c = ' ';
    Mention m;
    m.paragraph = n.paragraph;
    m.begin = n.begin;
    m.end = n.end;
    m.note = n.note;
    surfaces[text].mentions.push_back(m);
    ++types[text][n.type];
  }
  const auto majority = [&](const std::string& text) {
    EntityType best = EntityType::other;
    uint32_t most = 0;
    for (const auto& [type, count] : types[text])
      if (count > most) most = count, best = type;
    return best;
  };
  // A surname, or a name without its title, belongs to the one longer name that ends so.
  std::map<std::string, std::set<std::string>> full;
  for (const auto& [text, found] : surfaces) {
    if (text.find(' ') == std::string::npos || text.find(" of ") != std::string::npos) continue;
    if (majority(text) != EntityType::person) continue;
    for (size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at + 1)) full[text.substr(at + 1)].insert(text);
  }
  std::map<std::string, std::string> head;
  for (const auto& [text, found] : surfaces) {
    std::string top = text;
    for (int depth = 0; depth < 4; ++depth) {
      const auto longer = full.find(top);
      if (longer == full.end() || longer->second.size() != 1) break;
      top = *longer->second.begin();
    }
    head[text] = top;
  }
  std::map<std::string, Entity> entities;
  for (const auto& [text, found] : surfaces) {
    Entity& e = entities[head[text]];
    const auto row = static_cast<uint32_t>(e.aliases.size());
    e.aliases.push_back({text, 0, static_cast<uint32_t>(found.mentions.size()), false});
    for (Mention m : found.mentions) {
      m.alias = row;
      e.mentions.push_back(m);
    }
  }
  EntitySet set;
  for (auto& [name, e] : entities) {
    e.name = name;
    std::map<EntityType, uint32_t> votes;
    for (const Alias& a : e.aliases)
      for (const auto& [t, n] : types[a.text]) votes[t] += n * (t == EntityType::other ? 1 : 3);
    uint32_t best = 0;
    for (const auto& [t, n] : votes)
      if (n > best) best = n, e.type = t;
    std::sort(e.mentions.begin(), e.mentions.end(), [](const Mention& a, const Mention& b) { return a.paragraph != b.paragraph ? a.paragraph < b.paragraph : a.begin < b.begin; });
    for (const Mention& m : e.mentions) {
      Alias& a = e.aliases[m.alias];
      if (a.since == 0) a.since = pos_of(book, {m.paragraph, m.begin}) + 1;
    }
    e.since = pos_of(book, {e.mentions[0].paragraph, e.mentions[0].begin}) + 1;
    set.entities.push_back(std::move(e));
  }
  std::stable_sort(set.entities.begin(), set.entities.end(), [](const Entity& a, const Entity& b) { return a.mentions.size() > b.mentions.size(); });
  std::map<std::string, uint32_t> ids;
  for (Entity& e : set.entities) {
    e.id = stable_id(e.name);
    if (const uint32_t n = ids[e.id]++) e.id += "~" + std::to_string(n + 1);
  }
  return set;
}

}  // namespace postil
