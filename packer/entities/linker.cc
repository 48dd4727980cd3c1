#include "packer/entities/linker.h"

#include <algorithm>

#include "packer/entities/dates.h"
#include "packer/entities/equations.h"
#include "packer/entities/evidence.h"
#include "packer/entities/resolve.h"
#include "packer/structure/structure.h"
#include "schema/fold.h"

namespace postil {
namespace {

struct Reading {
  uint32_t name, date;
};

// A region, or a state: "Cambridge (England)" tells where, not what else.
bool contains_places(const Surface& s) {
  static constexpr std::string_view kRegions[] = {
      "england", "scotland", "wales",   "ireland",  "france",  "germany",   "italy",         "spain",
      "china",   "india",    "japan",   "russia",   "canada",  "australia", "massachusetts", "california",
      "texas",   "ohio",     "newyork", "virginia", "georgia", "egypt",     "greece",        "turkey",
      "poland",  "austria",  "africa",  "asia",     "europe",  "america",   "britain"};
  return std::find(std::begin(kRegions), std::end(kRegions), s.key) != std::end(kRegions);
}

uint8_t age_before(std::string_view before) {
  while (!before.empty() && (before.back() == ' ' || before.back() == '\n')) before.remove_suffix(1);
  const auto ends = [&](std::string_view word) {
    if (before.size() < word.size()) return false;
    const std::string_view tail = before.substr(before.size() - word.size());
    for (size_t i = 0; i < word.size(); ++i)
      if ((tail[i] | 0x20) != word[i]) return false;
    return before.size() == word.size() ||
           static_cast<uint8_t>((before[before.size() - word.size() - 1] | 0x20) - 'a') >= 26;
  };
  if (ends("young") || ends("younger") || ends("little")) return 1;
  if (ends("old") || ends("elder") || ends("aged")) return 2;
  return 0;
}

class Linker {
 public:
  Linker(const Book& book, const NoteSet& notes, const std::vector<NameSpan>& names)
      : book_(book), notes_(notes), names_(names), resolver_(out_) {}

  Linked run() {
    for (const Reading& r : order()) read(r);
    out_.nodes = resolver_.nodes.size();
    return std::move(out_);
  }

 private:
  std::vector<Reading> order() {
    std::vector<Reading> out;
    std::vector<uint32_t> note_dates(notes_.notes.size(), kNone);
    for (uint32_t i = 0; i < names_.size(); ++i) {
      const NameSpan& n = names_[i];
      uint32_t date;
      if (n.note < notes_.notes.size()) {
        if (note_dates[n.note] == kNone) note_dates[n.note] = note_date(book_, notes_, n.note);
        date = note_dates[n.note];
      } else {
        date = pos_of(book_, {n.paragraph, n.begin});
      }
      out.push_back({i, date});
    }
    std::stable_sort(out.begin(), out.end(), [&](const Reading& a, const Reading& b) {
      if (a.date != b.date) return a.date < b.date;
      const NameSpan &x = names_[a.name], &y = names_[b.name];
      return x.paragraph != y.paragraph ? x.paragraph < y.paragraph : x.begin < y.begin;
    });
    return out;
  }

  uint32_t intern(std::string_view text, std::string_view before) {
    const auto known = plain_.find(std::string(text));
    uint32_t row;
    if (known != plain_.end()) {
      row = known->second;
    } else {
      row = static_cast<uint32_t>(out_.surfaces.size());
      out_.surfaces.push_back(parse_surface(text));
      plain_.emplace(std::string(text), row);
    }
    if (out_.surfaces[row].honorific != Honorific::none) return row;
    Surface s = out_.surfaces[row];
    read_title_before(before, s);
    if (s.honorific == Honorific::none) return row;
    const std::string key = s.text + "\n" + static_cast<char>('0' + static_cast<int>(s.honorific)) +
                            static_cast<char>('0' + static_cast<int>(s.gender)) + s.role;
    const auto [at, fresh] = titled_.emplace(key, static_cast<uint32_t>(out_.surfaces.size()));
    if (fresh) out_.surfaces.push_back(std::move(s));
    return at->second;
  }

  void read(const Reading& r) {
    const NameSpan& n = names_[r.name];
    const std::string& text = book_.paragraphs[n.paragraph].text;
    if (n.begin >= n.end || n.end > text.size()) return;
    const std::string_view before(text.data() + (n.begin > 80 ? n.begin - 80 : 0), std::min<uint32_t>(n.begin, 80));
    const uint32_t surface = intern(std::string_view(text).substr(n.begin, n.end - n.begin), before);
    Where where;
    where.date = r.date;
    where.note = n.note;
    where.chapter = chapter_of(r.date);
    const Surface& s = out_.surfaces[surface];
    if (n.cited) {
      where.type = n.type;
    } else {
      Evidence said = evidence(text, n.begin, n.end, s, n.note == kNone);
      listed(n, said);
      where.type = kinds_.settle(s, said, n.type);
    }
    where.weight = std::max<uint32_t>(100, n.permille);
    // "General Services Administration": what its words say is surer than the title in it.
    if (where.type != n.type && s.honorific == Honorific::other && where.type != EntityType::person)
      where.weight = std::max<uint32_t>(where.weight, 700);
    where.cited = n.cited;
    where.author = n.author;
    where.age = out_.surfaces[surface].age ? out_.surfaces[surface].age : age_before(before);
    const uint32_t node = resolver_.resolve(surface, where);
    if (node == kNone) return;
    resolver_.nodes.vote(node, where.type, where.weight, r.date);
    // What is settled outweighs what was thought before.
    if (where.type != n.type)
      if (const uint32_t more = resolver_.nodes.behind(node, where.type); more)
        resolver_.nodes.vote(node, where.type, more + more / 2 + 1000, r.date);
    out_.names.push_back({r.name, resolver_.nodes.root(node), surface, r.date, n.cited});
    if (!n.cited) neighbours(r);
  }

  // "Quemoy and Matsu": they are of one kind.
  void listed(const NameSpan& n, Evidence& said) const {
    if (out_.names.empty()) return;
    const LinkedName& before = out_.names.back();
    const NameSpan& x = names_[before.name];
    if (before.cited || x.paragraph != n.paragraph || n.begin < x.end) return;
    const std::string_view between =
        std::string_view(book_.paragraphs[n.paragraph].text).substr(x.end, n.begin - x.end);
    if (between != " and " && between != ", " && between != ", and " && between != " or ") return;
    const EntityType type = resolver_.nodes.type(before.node);
    said.listed_place += type == EntityType::place;
    said.listed_person += type == EntityType::person;
  }

  // What the name before and this one are to each other.
  void neighbours(const Reading& r) {
    const size_t last = out_.names.size() - 1;
    if (last == 0) return;
    const LinkedName& a = out_.names[last - 1];
    const LinkedName& b = out_.names[last];
    const NameSpan &x = names_[a.name], &y = names_[b.name];
    if (x.paragraph != y.paragraph || y.begin < x.end || x.cited) return opened_ = 0, void();
    const std::string& text = book_.paragraphs[y.paragraph].text;
    const std::string_view between(text.data() + x.end, y.begin - x.end),
        after(text.data() + y.end, std::min<size_t>(text.size() - y.end, 24));
    const Surface &sa = out_.surfaces[a.surface], &sb = out_.surfaces[b.surface];
    const Bond found = bond(sa, sb, between, after);
    Nodes& nodes = resolver_.nodes;
    if (found == Bond::opened && last >= 2) {
      // "A and B (C and D)": C is A once D is closed.
      opened_ =
          bond(out_.surfaces[out_.names[last - 2].surface], sa, gap(last - 2), between) == Bond::listed ? last : 0;
    } else if (found == Bond::listed && opened_ == last - 1 && last >= 3 && !after.empty() && after[0] == ')') {
      equate(last - 3, last - 1, r.date);
      equate(last - 2, last, r.date);
      opened_ = 0;
    } else {
      opened_ = 0;
    }
    if (found == Bond::same || found == Bond::named) equate(last - 1, last, r.date, found == Bond::named);
    if (found == Bond::listed && nodes.root(a.node) != nodes.root(b.node)) {
      // Those who are listed together are of one kind; a name of its own kind is not moved by it.
      const EntityType ta = nodes.type(a.node), tb = nodes.type(b.node);
      if (ta != EntityType::other && ta != tb) nodes.vote(b.node, ta, 250, r.date);
      if (tb != EntityType::other && ta != tb) nodes.vote(a.node, tb, 250, r.date);
    }
  }

  std::string_view gap(size_t at) const {
    const NameSpan &x = names_[out_.names[at].name], &y = names_[out_.names[at + 1].name];
    if (x.paragraph != y.paragraph || y.begin < x.end) return "\n\n";
    return std::string_view(book_.paragraphs[x.paragraph].text).substr(x.end, y.begin - x.end);
  }

  // `said`: in words, which overrule the types that the two seemed to have.
  void equate(size_t one, size_t other, uint32_t date, bool said = false) {
    Nodes& nodes = resolver_.nodes;
    const LinkedName &a = out_.names[one], &b = out_.names[other];
    if (nodes.root(a.node) == nodes.root(b.node)) return;
    const Surface &sa = out_.surfaces[a.surface], &sb = out_.surfaces[b.surface];
    const Node &na = nodes.at(a.node), &nb = nodes.at(b.node);
    const bool acronym = sa.acronym != sb.acronym;
    if (!acronym) {
      // A name that is known for its own sake is not given away in passing.
      if (na.count > 2 && nb.count > 2) return;
      if (contains_places(sb) ||
          (na.full && nb.full && sa.words.back() == sb.words.back() && sa.words[0] != sb.words[0]))
        return;
      const EntityType ta = nodes.type(a.node), tb = nodes.type(b.node);
      const auto loose = [](EntityType t) {
        return t == EntityType::other || t == EntityType::place || t == EntityType::people;
      };
      if (!said && ta != tb && !(loose(ta) && loose(tb)) && ta != EntityType::other && tb != EntityType::other &&
          nb.count > 1)
        return;
      if (na.gender != Gender::unknown && nb.gender != Gender::unknown && na.gender != nb.gender) return;
      if (sa.compound != sb.compound) return;
    }
    resolver_.equate(a.node, b.node, date);
  }

  uint32_t chapter_of(uint32_t date) {
    // Dates rise: one finger moves along the chapters.
    while (chapter_ + 1 < book_.chapters.size() && pos_of(book_, book_.chapters[chapter_ + 1].begin) <= date)
      ++chapter_;
    return chapter_;
  }

  const Book& book_;
  const NoteSet& notes_;
  const std::vector<NameSpan>& names_;
  Linked out_;
  Resolver resolver_;
  Kinds kinds_;
  std::unordered_map<std::string, uint32_t> plain_, titled_;
  uint32_t chapter_ = 0;
  size_t opened_ = 0;
};

}  // namespace

Linked link(const Book& book, const NoteSet& notes, const std::vector<NameSpan>& names) {
  return Linker(book, notes, names).run();
}

}  // namespace postil
