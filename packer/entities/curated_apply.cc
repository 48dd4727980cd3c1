#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "packer/entities/alias_match.h"
#include "packer/entities/curated.h"
#include "packer/entities/dates.h"
#include "packer/entities/surface.h"
#include "packer/structure/structure.h"
#include "schema/fold.h"

namespace postil {
namespace {

struct Place3 {
  uint32_t paragraph, begin, end;
  bool operator<(const Place3& o) const { return paragraph != o.paragraph ? paragraph < o.paragraph : begin < o.begin; }
};

class Applier {
 public:
  Applier(const Book& book, const NoteSet& notes, const CuratedSet& curated, EntitySet& found)
      : book_(book), notes_(notes), curated_(curated), set_(found) {}

  void run() {
    forget_views();
    index();
    targets_.assign(curated_.entities.size(), kNone);
    for (uint32_t i = 0; i < curated_.entities.size(); ++i) target(i);
    for (uint32_t i = 0; i < curated_.entities.size(); ++i) split(i);
    mentions();
    for (uint32_t i = 0; i < curated_.entities.size(); ++i)
      if (targets_[i] != kNone) facts(i);
    finish();
  }

 private:
  // What an editor has decided holds from the beginning: a touched entity has no past in which it was two.
  void forget_views() {
    gone_.assign(set_.entities.size(), false);
    view_of_.assign(set_.entities.size(), kNone);
    for (uint32_t i = 0; i < set_.entities.size(); ++i)
      for (const Fact& f : set_.entities[i].facts)
        if (f.kind == FactKind::superseded) view_of_[i] = f.arg;
  }

  void index() {
    for (uint32_t i = 0; i < set_.entities.size(); ++i) {
      if (view_of_[i] != kNone) continue;
      const Entity& e = set_.entities[i];
      by_id_.emplace(e.id, i);
      for (const Alias& a : e.aliases) {
        const auto [at, fresh] = by_name_.emplace(fold(a.text), i);
        // Of several that are called so the one whose name it is, then the one met most.
        if (!fresh && set_.entities[at->second].name != a.text &&
            (e.name == a.text || e.mentions.size() > set_.entities[at->second].mentions.size()))
          at->second = i;
        // "Captain Oswin Hale" is found by "Oswin Hale", unless two are called so.
        if (e.type != EntityType::person) continue;
        const Surface s = parse_surface(a.text);
        if (s.words.size() < 2) continue;
        if (const auto [known, first] = by_person_.emplace(s.key, i); !first && known->second != i)
          known->second = kNone;
      }
    }
  }

  uint32_t find(const std::string& id_or_name) const {
    if (const auto at = by_id_.find(id_or_name); at != by_id_.end() && !gone_[at->second]) return at->second;
    if (const auto at = by_name_.find(fold(id_or_name)); at != by_name_.end() && !gone_[at->second]) return at->second;
    if (const auto at = by_person_.find(parse_surface(id_or_name).key);
        at != by_person_.end() && at->second != kNone && !gone_[at->second])
      return at->second;
    return kNone;
  }

  void finding(const char* code, Severity severity, const std::string& message, const std::string& hint) {
    // Several files may be applied: which of them is meant.
    const std::string file = curated_.path.substr(curated_.path.rfind('/') + 1);
    set_.findings.push_back({code, severity, {}, {}, 0, (file.empty() ? "" : file + ": ") + message, hint});
  }

  static std::string title(const CuratedEntity& c) { return c.name.empty() ? c.id : c.name; }

  void target(uint32_t i) {
    const CuratedEntity& c = curated_.entities[i];
    uint32_t row = c.id.empty() ? kNone : find(c.id);
    if (row == kNone && !c.name.empty()) row = find(c.name);
    for (const CuratedText& a : c.aliases)
      if (row == kNone) row = find(a.text);
    // Two curated entities are two, whatever the book's linking made of them.
    if (row != kNone && taken_.count(row) && c.origin == FactOrigin::curated) row = kNone;
    if (row == kNone && c.omit) {
      finding("C-OMIT", Severity::note, "nothing of the book is left out by the curated " + title(c),
              "the book no longer has it, or it is spelt otherwise; keep or correct the entry");
      return;
    }
    if (row == kNone) {
      if (c.name.empty()) {
        finding("C-UNMATCHED", Severity::warning, "the curated entry " + c.id + " names nothing that the book has",
                "give it a name, or the id that postil entities shows");
        return;
      }
      if (c.origin == FactOrigin::index) return;
      row = static_cast<uint32_t>(set_.entities.size());
      set_.entities.emplace_back();
      gone_.push_back(false);
      view_of_.push_back(kNone);
      set_.entities[row].name = c.name;
      set_.entities[row].type =
          c.type.value_or(c.origin == FactOrigin::glossary ? EntityType::term : EntityType::other);
    }
    taken_.insert(row);
    if (c.omit) {
      gone_[row] = true;
      drop_views(row);
      return;
    }
    targets_[i] = row;
    set_.entities[row].curated = true;
    if (c.origin == FactOrigin::curated) settle(row);
    for (const std::string& other : c.merge) {
      const uint32_t from = find(other);
      if (from == row) continue;
      if (from == kNone || taken_.count(from)) {
        if (c.origin != FactOrigin::curated) continue;
        finding("C-MERGE", Severity::warning,
                title(c) + ": nothing found is called " + other + ", so nothing is merged",
                "correct the id or name, or take it out");
        continue;
      }
      settle(row);
      settle(from);
      take_over(row, from);
    }
    if (c.type) set_.entities[row].type = *c.type;
    if (c.origin == FactOrigin::curated && !c.name.empty()) set_.entities[row].name = c.name;
    if (!c.id.empty()) set_.entities[row].id = c.id;
  }

  void drop_views(uint32_t row) {
    for (uint32_t i = 0; i < view_of_.size(); ++i)
      if (view_of_[i] == row) gone_[i] = true;
  }

  // Without history: one row for each alias, shown from its first mention.
  void settle(uint32_t row) {
    Entity& e = set_.entities[row];
    drop_views(row);
    e.facts.erase(std::remove_if(e.facts.begin(), e.facts.end(),
                                 [](const Fact& f) {
                                   return f.kind == FactKind::name || f.kind == FactKind::type ||
                                          f.kind == FactKind::superseded;
                                 }),
                  e.facts.end());
    std::vector<Alias> aliases;
    std::unordered_map<std::string, uint32_t> known;
    std::vector<uint32_t> to(e.aliases.size());
    for (size_t k = 0; k < e.aliases.size(); ++k) {
      const auto [at, fresh] = known.emplace(e.aliases[k].text, static_cast<uint32_t>(aliases.size()));
      if (fresh) aliases.push_back({e.aliases[k].text, 0, 0, e.aliases[k].ambiguous});
      to[k] = at->second;
    }
    for (Mention& m : e.mentions) m.alias = to[m.alias];
    e.aliases = std::move(aliases);
    touched_.insert(row);
  }

  void take_over(uint32_t row, uint32_t from) {
    Entity &to = set_.entities[row], &e = set_.entities[from];
    for (Mention m : e.mentions) {
      m.alias = alias_row(to, e.aliases[m.alias].text);
      to.mentions.push_back(m);
    }
    to.facts.insert(to.facts.end(), e.facts.begin(), e.facts.end());
    e.mentions.clear();
    gone_[from] = true;
    moved_[from] = row;
    touched_.insert(row);
  }

  static uint32_t alias_row(Entity& e, const std::string& text) {
    for (uint32_t k = 0; k < e.aliases.size(); ++k)
      if (e.aliases[k].text == text) return k;
    e.aliases.push_back({text, 0, 0, false});
    return static_cast<uint32_t>(e.aliases.size()) - 1;
  }

  // Forms that are not this entity: theirs who claim them, else an entity of their own.
  void split(uint32_t i) {
    const uint32_t row = targets_[i];
    const CuratedEntity& c = curated_.entities[i];
    if (row == kNone) return;
    for (const std::string& text : c.split) {
      uint32_t other = kNone;
      for (uint32_t k = 0; k < curated_.entities.size(); ++k)
        if (k != i && targets_[k] != kNone) {
          const CuratedEntity& d = curated_.entities[k];
          if (d.name == text ||
              std::any_of(d.aliases.begin(), d.aliases.end(), [&](const CuratedText& a) { return a.text == text; }))
            other = targets_[k];
        }
      std::vector<Mention> stay, go;
      for (const Mention& m : set_.entities[row].mentions)
        (set_.entities[row].aliases[m.alias].text == text ? go : stay).push_back(m);
      if (go.empty()) {
        if (c.origin == FactOrigin::curated)
          finding("C-NOT", Severity::note, title(c) + " is never called " + text + " in this book",
                  "take it out of \"not\", or correct it");
        continue;
      }
      if (other == kNone) {
        other = static_cast<uint32_t>(set_.entities.size());
        set_.entities.emplace_back();
        gone_.push_back(false);
        view_of_.push_back(kNone);
        set_.entities[other].name = text;
        set_.entities[other].type = set_.entities[row].type;
        set_.entities[other].curated = true;
      }
      set_.entities[row].mentions = std::move(stay);
      Entity& to = set_.entities[other];
      for (Mention m : go) {
        m.alias = alias_row(to, text);
        to.mentions.push_back(m);
      }
      touched_.insert(row);
      touched_.insert(other);
    }
  }

  // All curated names in one pass over the text. A longer curated name wins over found ones inside it, a longer found one over a curated one.
  void mentions() {
    std::vector<std::string> names;
    std::vector<uint32_t> owner;  // curated row; kNone where several claim the name
    std::unordered_map<std::string, size_t> known;
    for (uint32_t i = 0; i < curated_.entities.size(); ++i) {
      const uint32_t row = targets_[i];
      if (row == kNone) continue;
      const CuratedEntity& c = curated_.entities[i];
      const auto add = [&](const std::string& text) {
        if (text.empty()) return;
        const auto [at, fresh] = known.emplace(text, names.size());
        if (fresh)
          names.push_back(text), owner.push_back(row);
        else if (owner[at->second] != row)
          owner[at->second] = kNone;
      };
      add(c.name);
      for (const CuratedText& a : c.aliases) add(a.text);
    }
    struct Held {
      Place3 at;
      uint32_t row, mention;
    };
    std::vector<Held> held;
    for (uint32_t r = 0; r < set_.entities.size(); ++r)
      if (!gone_[r] && view_of_[r] == kNone)
        for (uint32_t k = 0; k < set_.entities[r].mentions.size(); ++k) {
          const Mention& m = set_.entities[r].mentions[k];
          held.push_back({{m.paragraph, m.begin, m.end}, r, k});
        }
    std::sort(held.begin(), held.end(), [](const Held& a, const Held& b) { return a.at < b.at; });
    std::unordered_map<uint32_t, std::unordered_set<uint32_t>> removed;  // row -> mentions
    const AliasMatcher matcher(names);
    std::vector<AliasMatch> matches;
    size_t next = 0;
    const std::vector<std::pair<uint32_t, uint32_t>> indexes = index_ranges(book_);
    const auto in_index = [&](uint32_t p) {
      return std::any_of(indexes.begin(), indexes.end(), [p](const auto& r) { return r.first <= p && p < r.second; });
    };
    for (uint32_t p = 0; p < book_.paragraphs.size(); ++p) {
      if (book_.paragraphs[p].junk || in_index(p)) continue;
      matches.clear();
      matcher.find(book_.paragraphs[p].text, matches);
      while (next < held.size() && held[next].at.paragraph < p) ++next;
      size_t k = next;
      for (const AliasMatch& match : matches) {
        while (k < held.size() && held[k].at.paragraph == p && held[k].at.end <= match.begin) ++k;
        bool skip = owner[match.name] == kNone;
        std::vector<size_t> inside;
        for (size_t j = k; j < held.size() && held[j].at.paragraph == p && held[j].at.begin < match.end; ++j) {
          const Place3& at = held[j].at;
          const bool same = at.begin == match.begin && at.end == match.end;
          const bool covers = at.begin >= match.begin && at.end <= match.end;
          // A title or an article may stand before a found name: "Mr. Lund" is Lund already.
          if (held[j].row == owner[match.name] || (!same && !covers))
            skip = true;
          else
            inside.push_back(j);
        }
        if (skip) continue;
        for (const size_t j : inside) removed[held[j].row].insert(held[j].mention);
        Mention m{p, match.begin, match.end, 0, note_at(notes_, {p, match.begin})};
        Entity& e = set_.entities[owner[match.name]];
        m.alias = alias_row(e, names[match.name]);
        e.mentions.push_back(m);
        touched_.insert(owner[match.name]);
      }
    }
    for (auto& [row, which] : removed) {
      std::vector<Mention> stay;
      Entity& e = set_.entities[row];
      for (uint32_t k = 0; k < e.mentions.size(); ++k)
        if (!which.count(k)) stay.push_back(e.mentions[k]);
      e.mentions = std::move(stay);
      touched_.insert(row);
    }
    for (const uint32_t row : touched_) recount(row);
  }

  void recount(uint32_t row) {
    Entity& e = set_.entities[row];
    std::stable_sort(e.mentions.begin(), e.mentions.end(), [](const Mention& a, const Mention& b) {
      return a.paragraph != b.paragraph ? a.paragraph < b.paragraph : a.begin < b.begin;
    });
    std::vector<uint32_t> count(e.aliases.size(), 0), since(e.aliases.size(), kNone);
    e.since = kNone;
    for (const Mention& m : e.mentions) {
      const uint32_t date = date_of(book_, notes_, {m.paragraph, m.begin}, m.note) + 1;
      ++count[m.alias];
      since[m.alias] = std::min(since[m.alias], date);
      e.since = std::min(e.since, date);
    }
    if (e.since == kNone) e.since = 0;
    std::vector<Alias> aliases;
    std::vector<uint32_t> to(e.aliases.size(), 0);
    for (size_t k = 0; k < e.aliases.size(); ++k) {
      Alias a = e.aliases[k];
      if (count[k] == 0 && e.mentions.size() > 0) continue;
      a.count = count[k];
      // A form whose entity was two for a time keeps its date.
      a.since = std::max(a.since, since[k] == kNone ? e.since : since[k]);
      to[k] = static_cast<uint32_t>(aliases.size());
      aliases.push_back(std::move(a));
    }
    for (Mention& m : e.mentions) m.alias = to[m.alias];
    e.aliases = std::move(aliases);
  }

  uint32_t date(const CuratedEntity& c, const CuratedSince& since, const Entity& e) {
    if (since.kind == CuratedSince::first_mention) return e.since;
    if (since.kind == CuratedSince::beginning) return 0;
    for (uint32_t f = 0; f < book_.files.size(); ++f) {
      const std::string& path = book_.files[f].path;
      if (path != since.file &&
          (path.size() <= since.file.size() ||
           path.compare(path.size() - since.file.size() - 1, std::string::npos, "/" + since.file) != 0))
        continue;
      if (since.kind == CuratedSince::anchor) {
        for (uint32_t k = book_.files[f].first_element; k < book_.files[f].end_element && k < book_.elements.size();
             ++k)
          if (book_.elements[k].id == since.text) return pos_of(book_, book_.elements[k].begin) + 1;
      } else {
        const AliasMatcher quote({since.text});
        std::vector<AliasMatch> at;
        for (uint32_t p = book_.files[f].first_paragraph;
             p < book_.files[f].end_paragraph && p < book_.paragraphs.size(); ++p) {
          quote.find(book_.paragraphs[p].text, at);
          if (!at.empty()) return pos_of(book_, {p, at[0].end});
        }
      }
    }
    finding("C-SINCE", Severity::warning,
            title(c) + ": the place \"" + since.text + "\" is not in " + since.file +
                ", so the fact is shown only at the end of the book",
            since.kind == CuratedSince::anchor ? "give the id of an element of that file, or a quote"
                                               : "quote the text word for word, at most 255 bytes");
    return pos_of(book_, {static_cast<uint32_t>(book_.paragraphs.size()), 0});
  }

  void facts(uint32_t i) {
    const CuratedEntity& c = curated_.entities[i];
    Entity& e = set_.entities[targets_[i]];
    if (e.mentions.empty()) {
      if (e.since == 0 && c.origin == FactOrigin::curated)
        finding("C-UNUSED", Severity::note, "the book never uses the curated name " + title(c),
                "check its spelling, or add the form that the text uses as an alias");
      if (e.aliases.empty()) e.aliases.push_back({e.name, 0, 0, false});
      for (const CuratedText& a : c.aliases) alias_row(e, a.text);
    }
    for (const CuratedText& a : c.aliases)
      if (a.since.kind != CuratedSince::first_mention) {
        Alias& alias = e.aliases[alias_row(e, a.text)];
        alias.since = a.since.kind == CuratedSince::beginning ? e.since : std::max(alias.since, date(c, a.since, e));
      }
    std::vector<Fact> mine;
    if (c.role) mine.push_back({FactKind::role, c.origin, date(c, c.role->since, e), 0, c.role->text});
    if (c.description)
      mine.push_back({FactKind::description, c.origin, date(c, c.description->since, e), 0, c.description->text});
    for (const CuratedText& f : c.facts)
      mine.push_back({FactKind::statement, c.origin, date(c, f.since, e), 0, f.text});
    for (const auto& [key, value] : c.links) mine.push_back({FactKind::link, c.origin, e.since, 0, key + ":" + value});
    // What the editor says comes first; of the rest nothing of its kind stays, but what the text says before a dated fact holds.
    for (const Fact& f : e.facts) {
      bool overruled = false;
      for (const Fact& g : mine)
        overruled |= g.kind == f.kind && (f.kind == FactKind::role || f.kind == FactKind::description) &&
                     g.since <= std::max(f.since, e.since);
      if (!overruled) mine.push_back(f);
    }
    e.facts = std::move(mine);
  }

  // Rows that are gone leave; the numbers in facts follow.
  void finish() {
    const std::unordered_set<uint32_t> targeted(targets_.begin(), targets_.end());
    std::vector<uint32_t> to(set_.entities.size(), kNone);
    std::vector<Entity> kept;
    for (uint32_t i = 0; i < set_.entities.size(); ++i) {
      Entity& e = set_.entities[i];
      if (gone_[i] || (e.mentions.empty() && touched_.count(i) && !targeted.count(i))) continue;
      to[i] = static_cast<uint32_t>(kept.size());
      kept.push_back(std::move(e));
    }
    for (const auto& [from, row] : moved_) to[from] = to[row];
    std::unordered_set<std::string> ids;
    for (Entity& e : kept)
      if (!e.id.empty()) ids.insert(e.id);
    for (uint32_t i = 0; i < kept.size(); ++i) {
      Entity& e = kept[i];
      if (e.id.empty()) {
        e.id = stable_id(e.name);
        for (uint32_t n = 2; !ids.insert(e.id).second; ++n) e.id = stable_id(e.name) + "~" + std::to_string(n);
      }
      std::vector<Fact> facts;
      for (Fact& f : e.facts) {
        if (f.kind == FactKind::related || f.kind == FactKind::superseded) {
          f.arg = f.arg < to.size() ? to[f.arg] : kNone;
          if (f.arg == kNone || f.arg == i) continue;
        }
        facts.push_back(std::move(f));
      }
      e.facts = std::move(facts);
    }
    set_.entities = std::move(kept);
  }

  const Book& book_;
  const NoteSet& notes_;
  const CuratedSet& curated_;
  EntitySet& set_;
  std::vector<bool> gone_;
  std::vector<uint32_t> view_of_, targets_;
  std::unordered_map<uint32_t, uint32_t> moved_;
  std::unordered_set<uint32_t> taken_, touched_;
  std::unordered_map<std::string, uint32_t> by_id_, by_name_;
  std::unordered_map<std::string, uint32_t> by_person_;  // keys of full names without titles; kNone: several
};

}  // namespace

void apply_curated(const Book& book, const NoteSet& notes, const CuratedSet& curated, EntitySet& found) {
  Applier(book, notes, curated, found).run();
}

}  // namespace postil
