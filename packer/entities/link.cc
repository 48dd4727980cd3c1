#include <algorithm>
#include <cstdio>
#include <unordered_map>

#include "packer/entities/cards.h"
#include "packer/entities/entities.h"
#include "packer/entities/history.h"
#include "packer/entities/linker.h"
#include "packer/entities/related.h"
#include "packer/entities/views.h"
#include "packer/structure/structure.h"
#include "schema/fold.h"

namespace postil {
namespace {

class Rows {
 public:
  Rows(const Linked& linked, const Views& views, const std::vector<NameSpan>& names)
      : linked_(linked), views_(views), names_(names) {
    into_.assign(linked.nodes, kNone);
    when_.assign(linked.nodes, 0);
    for (const Join& j : linked.joins) into_[j.gone] = j.kept, when_[j.gone] = j.date;
    row_.assign(linked.nodes, kNone);
    for (uint32_t i = 0; i < views.rows.size(); ++i) row_[views.rows[i].node] = i;
    votes_.resize(views.rows.size());
    for (const Vote& v : linked.votes)
      each_row(v.node, v.date, [&](uint32_t row, uint32_t date) {
        votes_[row].push_back({date, v.node, v.type, v.weight});
      });
  }

  // f(row, date) for each row that shows what is known of `node` since `date`.
  template <class F>
  void each_row(uint32_t node, uint32_t date, F f) const {
    for (uint32_t at = node; at != kNone; at = into_[at]) {
      if (row_[at] != kNone) f(row_[at], date);
      date = std::max(date, when_[at]);
    }
  }

  void add(const std::vector<Said>& said) {
    said_.resize(views_.rows.size());
    for (const Said& s : said)
      each_row(s.node, s.date, [&](uint32_t row, uint32_t date) {
        said_[row].push_back(s);
        said_[row].back().date = date;
      });
  }

  Entity make(uint32_t row) {
    const View& view = views_.rows[row];
    Entity e;
    std::vector<Vote>& votes = votes_[row];
    std::stable_sort(votes.begin(), votes.end(), [](const Vote& a, const Vote& b) { return a.date < b.date; });
    uint32_t first = kNone;
    for (const uint32_t date : view.dates) first = std::min(first, date);
    const std::vector<Typed> types = typed(votes, first);
    const std::vector<Called> names = called(linked_, view, types);
    e.name = linked_.surfaces[names.back().surface].text;
    e.type = types.back().type;
    e.since = first + 1;
    aliases(view, e);
    if (view.until != kNone) e.facts.push_back({FactKind::superseded, FactOrigin::text, view.until + 1, view.into, ""});
    // Newest first: of what a reader may see the first holds.
    if (names.size() > 1)
      for (size_t i = names.size(); i-- > 0;)
        e.facts.push_back(
            {FactKind::name, FactOrigin::text, names[i].date + 1, 0, linked_.surfaces[names[i].surface].text});
    if (types.size() > 1)
      for (size_t i = types.size(); i-- > 0;)
        e.facts.push_back(
            {FactKind::type, FactOrigin::text, types[i].date + 1, static_cast<uint32_t>(types[i].type), ""});
    cards(row, types, e);
    return e;
  }

 private:
  // Each that was the best so far when it was read, the last of them first. What is said often is worth more.
  void cards(uint32_t row, const std::vector<Typed>& types, Entity& e) {
    std::vector<Said>& said = said_[row];
    std::vector<uint32_t> dates = views_.rows[row].dates;
    std::sort(dates.begin(), dates.end());
    std::stable_sort(said.begin(), said.end(), [](const Said& a, const Said& b) { return a.date < b.date; });
    for (const FactKind kind : {FactKind::role, FactKind::description}) {
      std::vector<const Said*> best;
      std::unordered_map<std::string, uint32_t> times;
      uint32_t highest = 0;
      std::string held;
      size_t type = 0;
      for (const Said& s : said) {
        if (s.kind != kind) continue;
        while (type + 1 < types.size() && types[type + 1].date <= s.date) ++type;
        if (kind == FactKind::role && types[type].type != EntityType::person) continue;
        const std::string what = fold(s.text);
        uint32_t worth = s.score, n = ++times[what];
        // What is said once of somebody met hundreds of times is of another who was taken for him.
        const auto met = static_cast<uint32_t>(std::upper_bound(dates.begin(), dates.end(), s.date) - dates.begin());
        if (kind == FactKind::role && n * 120 < met) continue;
        if (kind == FactKind::role)
          for (; n > 1; n /= 2) worth += 2;
        if (what == held) highest = std::max(highest, worth);
        if (what == held || (!best.empty() && worth <= highest)) continue;
        highest = worth;
        held = what;
        best.push_back(&s);
      }
      for (size_t i = best.size(); i-- > 0;)
        e.facts.push_back({kind, best[i]->origin, best[i]->date + 1, 0, best[i]->text});
    }
  }

  // One row for each form, and one more for the mentions that a join brought.
  void aliases(const View& view, Entity& e) const {
    std::unordered_map<std::string, uint32_t> known;
    for (size_t i = 0; i < view.names.size(); ++i) {
      const LinkedName& linked = linked_.names[view.names[i]];
      const NameSpan& n = names_[linked.name];
      const std::string& text = linked_.surfaces[linked.surface].text;
      const bool joined = view.dates[i] > linked.date;
      const auto [at, fresh] = known.emplace(joined ? text + "\n" + std::to_string(view.dates[i]) : text,
                                             static_cast<uint32_t>(e.aliases.size()));
      if (fresh) e.aliases.push_back({text, view.dates[i] + 1, 0, false});
      Alias& a = e.aliases[at->second];
      a.since = std::min(a.since, view.dates[i] + 1);
      ++a.count;
      e.mentions.push_back({n.paragraph, n.begin, n.end, at->second, n.note});
    }
    std::stable_sort(e.mentions.begin(), e.mentions.end(), [](const Mention& a, const Mention& b) {
      return a.paragraph != b.paragraph ? a.paragraph < b.paragraph : a.begin < b.begin;
    });
  }

  const Linked& linked_;
  const Views& views_;
  const std::vector<NameSpan>& names_;
  std::vector<uint32_t> into_, when_, row_;
  std::vector<std::vector<Vote>> votes_;
  std::vector<std::vector<Said>> said_;
};

}  // namespace

EntitySet link_names(const Book& book, const NoteSet& notes, const CitationSet& citations,
                     const std::vector<NameSpan>& names) {
  (void)citations;
  const Linked linked = link(book, notes, names);
  const Views views = make_views(linked);
  Rows rows(linked, views, names);
  rows.add(read_cards(book, notes, names, linked));
  EntitySet set;
  for (uint32_t i = 0; i < views.rows.size(); ++i) set.entities.push_back(rows.make(i));
  for (const Relation& r : relations(linked, views, names)) {
    char weight[16];
    std::snprintf(weight, sizeof weight, "%u.%03u", r.permille / 1000, r.permille % 1000);
    set.entities[r.row].facts.push_back({FactKind::related, FactOrigin::text, r.date + 1, r.other, weight});
  }
  // A form that several final entities have.
  std::unordered_map<std::string, uint32_t> owner;
  for (uint32_t i = 0; i < set.entities.size(); ++i)
    if (views.rows[i].until == kNone)
      for (const Alias& a : set.entities[i].aliases)
        if (const auto [at, fresh] = owner.emplace(a.text, i); !fresh && at->second != i) at->second = kNone;
  for (Entity& e : set.entities)
    for (Alias& a : e.aliases)
      if (const auto at = owner.find(a.text); at != owner.end()) a.ambiguous = at->second == kNone;
  std::unordered_map<std::string, uint32_t> ids;
  for (Entity& e : set.entities) {
    e.id = stable_id(e.name);
    if (const uint32_t n = ids[e.id]++) e.id += "~" + std::to_string(n + 1);
  }
  return set;
}

}  // namespace postil
