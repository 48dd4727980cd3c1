// Which cited works concern somebody: those he wrote, and those whose titles name him.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "packer/entities/alias_match.h"
#include "packer/entities/dates.h"
#include "packer/entities/entities.h"
#include "packer/entities/surface.h"

namespace postil {
namespace {

constexpr size_t kLongestName = 255;

bool is_superseded(const Entity& e) {
  return std::any_of(e.facts.begin(), e.facts.end(), [](const Fact& f) { return f.kind == FactKind::superseded; });
}

class Works {
 public:
  explicit Works(const EntitySet& set) {
    std::unordered_map<std::string, size_t> known;
    for (uint32_t i = 0; i < set.entities.size(); ++i) {
      const Entity& e = set.entities[i];
      if (is_superseded(e)) continue;
      for (const Alias& a : e.aliases) {
        if (e.type == EntityType::person) author(a.text, i);
        // What several are called names none of them in a title.
        if (a.ambiguous || a.text.size() > kLongestName || a.text.size() < 3) continue;
        const auto [at, fresh] = known.emplace(a.text, names_.size());
        if (fresh) names_.push_back(a.text), owners_.push_back(i), since_.push_back(a.since);
      }
    }
  }

  // Rows of the entities that the work concerns, each once, with the date from which its name is known: true where he wrote it.
  std::map<uint32_t, std::pair<bool, uint32_t>> concerned(const Work& work, const AliasMatcher& matcher) const {
    std::map<uint32_t, std::pair<bool, uint32_t>> out;
    std::vector<AliasMatch> matches;
    matcher.find(work.title, matches);
    for (const AliasMatch& m : matches) {
      const auto [at, fresh] = out.emplace(owners_[m.name], std::make_pair(false, since_[m.name]));
      if (!fresh) at->second.second = std::min(at->second.second, since_[m.name]);
    }
    for (const std::string& name : work.authors)
      if (const auto at = authors_.find(parse_surface(name).key); at != authors_.end() && at->second != kNone)
        out[at->second] = {true, 0};
    return out;
  }

  const std::vector<std::string>& names() const { return names_; }

 private:
  void author(const std::string& text, uint32_t row) {
    const std::string key = parse_surface(text).key;
    if (key.empty()) return;
    if (const auto [at, fresh] = authors_.emplace(key, row); !fresh && at->second != row) at->second = kNone;
  }

  std::vector<std::string> names_;
  std::vector<uint32_t> owners_, since_;
  std::unordered_map<std::string, uint32_t> authors_;  // kNone: several
};

}  // namespace

void add_works(const Book& book, const NoteSet& notes, const CitationSet& citations, EntitySet& set) {
  const Works known(set);
  const AliasMatcher matcher(known.names());
  for (uint32_t w = 0; w < citations.works.size(); ++w) {
    const Work& work = citations.works[w];
    // A reader knows of the work from its full citation on.
    uint32_t date = work.first_note < notes.notes.size() ? note_date(book, notes, work.first_note) : kNone;
    if (date == kNone)
      for (const uint32_t note : work.cited_by)
        if (note < notes.notes.size()) date = std::min(date, note_date(book, notes, note));
    if (date == kNone) continue;
    for (const auto& [row, how] : known.concerned(work, matcher)) {
      Entity& e = set.entities[row];
      e.facts.push_back(
          {FactKind::work, FactOrigin::note, std::max({date + 1, e.since, how.second}), w, how.first ? "author" : ""});
    }
  }
}

}  // namespace postil
