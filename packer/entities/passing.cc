// Names said in passing: once, in one note. The note itself says all that is known of them.
#include <algorithm>
#include <unordered_map>

#include "packer/entities/dates.h"
#include "packer/entities/entities.h"

namespace postil {
namespace {

// The date from which an entity is more than a name in a note: that of its first mention in the body or of its second
// one anywhere; kNone where it has neither.
uint32_t met(const Book& book, const NoteSet& notes, const Entity& e) {
  uint32_t body = kNone, first = kNone, second = kNone;
  for (const Mention& m : e.mentions) {
    const uint32_t date = std::max(date_of(book, notes, {m.paragraph, m.begin}, m.note) + 1, e.aliases[m.alias].since);
    if (m.note == kNone) body = std::min(body, date);
    second = std::min(second, std::max(first, date));
    first = std::min(first, date);
  }
  return std::min(body, second);
}

uint32_t superseded_at(const Entity& e) {
  for (const Fact& f : e.facts)
    if (f.kind == FactKind::superseded) return f.since;
  return kNone;
}

bool has_history(FactKind kind) {
  return kind == FactKind::name || kind == FactKind::type || kind == FactKind::role || kind == FactKind::description;
}

// Nothing is known of it before `date`: what held before and was told anew by then is left out.
void begin_at(uint32_t date, Entity& e) {
  e.since = std::max(e.since, date);
  for (Alias& a : e.aliases) a.since = std::max(a.since, e.since);
  std::vector<Fact> kept;
  for (Fact& f : e.facts) {
    f.since = std::max(f.since, e.since);
    // Newest first.
    const bool past = has_history(f.kind) && std::any_of(kept.begin(), kept.end(), [&](const Fact& newer) {
                        return newer.kind == f.kind && newer.since == f.since;
                      });
    if (!past) kept.push_back(std::move(f));
  }
  e.facts = std::move(kept);
}

void mark_shared_forms(std::vector<Entity>& entities) {
  std::unordered_map<std::string, uint32_t> owner;  // kNone: several
  for (uint32_t i = 0; i < entities.size(); ++i)
    if (superseded_at(entities[i]) == kNone)
      for (const Alias& a : entities[i].aliases)
        if (const auto [at, fresh] = owner.emplace(a.text, i); !fresh && at->second != i) at->second = kNone;
  for (Entity& e : entities)
    for (Alias& a : e.aliases)
      if (const auto at = owner.find(a.text); at != owner.end()) a.ambiguous = at->second == kNone;
}

}  // namespace

void leave_out_passing(const Book& book, const NoteSet& notes, EntitySet& set) {
  std::vector<uint32_t> to(set.entities.size(), kNone);
  std::vector<Entity> kept;
  for (uint32_t i = 0; i < set.entities.size(); ++i) {
    Entity& e = set.entities[i];
    if (!e.curated) {
      const uint32_t date = met(book, notes, e);
      if (date == kNone || date >= superseded_at(e)) continue;
      begin_at(date, e);
    }
    to[i] = static_cast<uint32_t>(kept.size());
    kept.push_back(std::move(e));
  }
  for (Entity& e : kept) {
    std::vector<Fact> facts;
    for (Fact& f : e.facts) {
      if (f.kind == FactKind::related || f.kind == FactKind::superseded) {
        f.arg = to[f.arg];
        if (f.arg == kNone) continue;
        if (f.kind == FactKind::related) f.since = std::max(f.since, kept[f.arg].since);
      }
      facts.push_back(std::move(f));
    }
    e.facts = std::move(facts);
  }
  set.entities = std::move(kept);
  mark_shared_forms(set.entities);
}

}  // namespace postil
