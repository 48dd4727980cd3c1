// From each note's own citations to the works that they mean: full references first, then what points back to them.
#include <algorithm>
#include <set>
#include <tuple>

#include "packer/citations/chain.h"
#include "packer/citations/citations.h"
#include "packer/citations/findings.h"
#include "packer/citations/shorts.h"
#include "packer/notes/notes.h"

namespace postil {
namespace {

constexpr uint32_t kMaxText = 200000;  // bytes of a note that are read for citations

class Resolver {
 public:
  Resolver(const Book& book, const NoteSet& notes)
      : book_(book), notes_(notes), index_(words_), finder_(words_, index_, definitions_, notes) {}

  CitationSet run() {
    set_.notes.resize(notes_.notes.size());
    texts_.resize(notes_.notes.size());
    cites_.resize(notes_.notes.size());
    for (uint32_t i = 0; i < notes_.notes.size(); ++i) read(i);
    read_bibliography(book_, words_, index_);
    for (uint32_t i = 0; i < notes_.notes.size(); ++i) resolve(i);
    finish();
    return std::move(set_);
  }

 private:
  struct Known {
    Cite cite;
    uint32_t record = kNone;
  };

  bool real(uint32_t i) const { return is_real(notes_.notes[i]); }

  void read(uint32_t i) {
    RichText body = note_body(book_, notes_.notes[i]);
    if (body.text.size() > kMaxText) body.text.resize(utf8_cut(body.text, kMaxText));
    CiteText& t = texts_[i] = cite_text(body, words_);
    std::vector<Cite> found = parse_cites(t, words_);
    // A document reaches to the next citation of its clause or to the clause's end: its archive is part of it.
    auto clause = t.clauses.begin();
    for (size_t c = 0; c < found.size(); ++c) {
      while (clause != t.clauses.end() && clause->last <= found[c].span.first) ++clause;
      if (clause == t.clauses.end()) break;
      if (found[c].document) {
        found[c].extent = std::max(found[c].extent, clause->last);
        if (c + 1 < found.size() && found[c + 1].span.first >= found[c].span.last)
          found[c].extent = std::min(found[c].extent, found[c + 1].span.first);
      }
    }
    uint32_t covered = 0;
    for (Cite& c : found) {
      Known known;
      if (c.form == CiteForm::full && real(i)) {
        if (c.idem) name_idem(i, c);
        // a citation inside another's extent is a part of it, unless it is a document's or archive's neighbour
        const bool inside = c.span.last <= covered && c.defines.empty() && !c.document;
        if (!inside) {
          const uint32_t at = t.tokens[c.span.first].begin;
          known.record = c.document ? index_.find_document(c, i, at) : kNone;
          if (known.record == kNone) known.record = index_.add(i, t, c);
          if (!c.document) covered = std::max(covered, c.span.last);
        }
        if (!c.defines.empty()) definitions_.add(t, c.defines, i, known.record);
      }
      known.cite = c;
      cites_[i].push_back(known);
    }
    if (real(i)) read_quotations(i);
  }

  // "Idem, Title": the author of the citation before, in this note or at the end of the one before, when that names
  // one.
  void name_idem(uint32_t i, Cite& c) const {
    const uint32_t note = cites_[i].empty() ? note_before(notes_, i) : i;
    if (note == kNone || cites_[note].empty()) return;
    const Cite& before = cites_[note].back().cite;
    if (before.source) {
      // A short form reads like an archive at this point: its first word names the author, when only one is so named.
      const WorkRecord* found = nullptr;
      if (const auto* list = index_.by_name(texts_[note].tokens[before.span.first].word))
        for (uint32_t id : *list) {
          const WorkRecord& r = index_.records()[id];
          if (r.people.size() != 1 || r.people[0].surname != texts_[note].tokens[before.span.first].word ||
              r.authors.empty())
            return;
          if (found && found->authors != r.authors) return;
          found = &r;
        }
      if (!found) return;
      c.authors.people = found->people;
      c.author_texts = found->authors;
      return;
    }
    if (before.form != CiteForm::full || before.authors.empty()) return;
    c.authors.people = before.authors.people;
    c.author_texts = before.author_texts;
    if (!c.author_texts.empty()) return;
    for (const PersonName& p : c.authors.people)
      c.author_texts.push_back(texts_[note].text.substr(p.begin, p.end - p.begin));
  }

  static size_t utf8_cut(const std::string& text, size_t at) {
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return at;
  }

  // Titles of documents in quotation marks, outside full references: a later note may give them alone. What has an
  // author is a short form.
  void read_quotations(uint32_t i) {
    const CiteText& t = texts_[i];
    size_t next = 0;
    for (const Clause& clause : t.clauses) {
      for (uint32_t q = clause.first; q < clause.last; ++q) {
        if (t.tokens[q].mark != '"' || t.tokens[q].match == kNoToken || t.tokens[q].match < q) continue;
        const uint32_t close = t.tokens[q].match;
        while (next < cites_[i].size() && cites_[i][next].cite.span.last <= q) ++next;
        const bool inside =
            next < cites_[i].size() && cites_[i][next].cite.span.first <= q && !cites_[i][next].cite.source;
        if (!inside && close > q + 3 && title_like(t, q + 1, close)) {
          Cite c;
          c.quoted = true;
          c.fullness = Fullness::bare;
          c.span = {q, std::max(close + 1, std::min(clause.last, close + 60))};
          c.title = {q + 1, close};
          while (c.title.last > c.title.first + 1 && !is_word(t.tokens[c.title.last - 1])) --c.title.last;
          if (q >= clause.first + 2 && t.tokens[q - 1].mark == ',') {
            for (uint32_t p = q > clause.first + 20 ? q - 20 : clause.first; p + 1 < q && c.authors.empty(); ++p) {
              if (!t.tokens[p].capital || (p > clause.first && is_word(t.tokens[p - 1]) && t.tokens[p - 1].capital))
                continue;
              const Names names = read_names(t, words_, p, q);
              if (!names.empty() && names.end + 1 == q) c.authors = names;
            }
          }
          if (c.authors.empty()) index_.add(i, t, c);
        }
        q = close;
      }
    }
  }

  std::vector<Spot> spots_of(uint32_t i) {
    const CiteText& t = texts_[i];
    std::vector<Spot> spots;
    std::vector<bool> taken(t.tokens.size(), false);
    for (const Known& k : cites_[i]) {
      const bool whole =
          k.cite.form == CiteForm::full && !k.cite.source && !k.cite.document && k.cite.fullness == Fullness::complete;
      const bool back = k.cite.form == CiteForm::ibid || k.cite.form == CiteForm::opcit;
      if (whole || back)
        for (uint32_t w = k.cite.span.first; w < (back ? k.cite.extent : k.cite.span.last); ++w) taken[w] = true;
      if (!k.cite.defines.empty())
        for (uint32_t w = k.cite.defines.first; w < k.cite.defines.last; ++w) taken[w] = true;
    }
    std::vector<Spot> shorts = finder_.find(i, t, taken);
    for (const Known& k : cites_[i]) {
      const Cite& c = k.cite;
      Spot s;
      s.cite = &c;
      s.first = c.span.first;
      s.last = c.span.last;
      s.extent = std::max(c.extent, c.span.last);
      s.record = k.record;
      s.citation.form = c.form;
      s.citation.begin = t.tokens[c.span.first].begin;
      s.citation.end = t.tokens[c.span.last - 1].end;
      if (!c.locator.empty()) {
        s.citation.locator = t.text.substr(t.tokens[c.locator.first].begin,
                                           t.tokens[c.locator.last - 1].end - t.tokens[c.locator.first].begin);
        if (c.form == CiteForm::full && c.locator.first > c.span.first && c.locator.first < c.span.last)
          s.citation.end = t.tokens[c.locator.first - 1].end;
      }
      if (c.form == CiteForm::full) {
        if (k.record == kNone) continue;
        const WorkRecord& r = index_.records()[k.record];
        s.citation.via = r.note;
        s.citation.permille = static_cast<uint16_t>(c.fullness == Fullness::complete && !c.source ? 970 : 920);
        // met before: what is shorter than the reference, or dated, is shown with it
        if (r.note != i || r.at != s.citation.begin) {
          if (c.document || c.date.year != 0)
            s.citation.form = CiteForm::document;
          else if (c.source &&
                   std::none_of(t.tokens.begin() + c.span.first, t.tokens.begin() + c.span.last,
                                [](const Token& w) { return has(w, kWordArchive | kWordHolding) && w.capital; }))
            s.citation.form = CiteForm::short_title;
          else if (s.citation.end - s.citation.begin + 12 < r.reference.size())
            s.citation.form = CiteForm::short_title;
        }
        // a year or archive alone is less than an earlier note's full reference
        if (c.fullness != Fullness::complete || c.source) {
          const auto hit =
              std::partition_point(shorts.begin(), shorts.end(), [&](const Spot& x) { return x.last <= c.span.first; });
          if (hit != shorts.end() && hit->first < c.span.last && hit->first <= c.span.first + 1 && !c.document) {
            if (c.source && hit->last < hit->extent) continue;
            if (hit->record != k.record) continue;
          }
        }
      } else if (c.form == CiteForm::opcit) {
        finder_.resolve_head(i, t, c, s);
      }
      spots.push_back(s);
    }
    // A short form inside a full reference, or the same document by its title, says nothing new.
    std::vector<std::pair<uint32_t, uint32_t>> covers;
    std::set<uint32_t> documents;
    std::set<std::pair<uint32_t, uint32_t>> own;
    for (const Spot& x : spots) {
      if (x.cite->document && x.record != kNone) documents.insert(x.record);
      if (!x.cite->document) own.insert({x.record, x.first});
      const bool open = x.cite->source || x.cite->document ||
                        (x.cite->form == CiteForm::full && x.cite->fullness == Fullness::titled);
      if (!open) covers.emplace_back(x.first, covers.empty() ? x.last : std::max(x.last, covers.back().second));
    }
    for (Spot& s : shorts) {
      const auto next = std::upper_bound(covers.begin(), covers.end(), std::make_pair(s.first, kNone));
      const bool covered = next != covers.begin() && std::prev(next)->second >= s.last;
      if (!covered && documents.count(s.record) == 0 && own.count({s.record, s.first}) == 0) spots.push_back(s);
    }
    std::stable_sort(spots.begin(), spots.end(), [](const Spot& a, const Spot& b) {
      return std::tie(a.first, b.extent) < std::tie(b.first, a.extent);
    });
    uint32_t reach = 0;
    const Spot* before = nullptr;
    for (Spot& s : spots) {
      const bool outer = s.cite && s.cite->form == CiteForm::full;
      if (outer && s.cite->document) {
        // "Staples, Rhode Island, p. 463, Howell to Greene": the letter is where the book is cited; in running text it
        // is no citation
        const bool within = before && !before->nested && !(before->cite && before->cite->document) &&
                            same_clause(t, before->first, s.first);
        if (within || in_prose(t, s.first)) {
          s.nested = true;
          before = &s;
          continue;
        }
      }
      before = &s;
      s.nested = s.first < reach && !(outer && !s.cite->document && !s.cite->source && s.extent > reach);
      if (outer) reach = std::max(reach, s.extent);
    }
    return spots;
  }

  void resolve(uint32_t i) {
    const CiteText& t = texts_[i];
    std::vector<Spot> spots = spots_of(i);
    add_outside(i, spots);
    uint32_t last = kNone;  // the last citation of this note that is no part of another
    for (uint32_t s = 0; s < spots.size(); ++s) {
      Spot& spot = spots[s];
      if (spot.citation.form == CiteForm::ibid && real(i)) {
        // "Grey to Wilson, 5 March 1912, ibid.": where the document is, not the document
        const bool holder = last != kNone && spots[last].cite && spots[last].cite->document &&
                            same_clause(t, spots[last].first, spot.first);
        uint32_t base = last;
        if (holder) base = last > 0 && !spots[last - 1].nested ? last - 1 : kNone;
        if (base != kNone) {
          const Spot& before = spots[base];
          if (before.record != kNone && !before.ambiguous && !unknown_between(t, spots, before.extent, spot.first))
            take(spot, before.record, i, std::min<uint16_t>(before.citation.permille, 975));
        } else if (!unknown_between(t, spots, 0, spot.first)) {
          const uint32_t p = note_before(notes_, i);
          if (p != kNone && tails_[p].record != kNone)
            take(spot, tails_[p].record, p,
                 std::min<uint16_t>(
                     tails_[p].permille,
                     static_cast<uint16_t>(notes_.notes[p].chapter == notes_.notes[i].chapter ? 985 : 900)));
        }
      }
      if (!spot.nested) last = s;
    }
    Tail tail;
    if (last != kNone && spots[last].record != kNone && !spots[last].ambiguous &&
        !unknown_between(t, spots, spots[last].extent, static_cast<uint32_t>(t.tokens.size()))) {
      tail.record = spots[last].record;
      tail.permille = spots[last].citation.permille;
      const auto works = std::count_if(spots.begin(), spots.end(),
                                       [&](const Spot& s) { return !s.nested && s.record != tail.record; });
      if (works > 0) tail.permille = std::min<uint16_t>(tail.permille, 940);
    }
    tails_.push_back(tail);
    std::vector<TextPoint> points;
    for (Spot& s : spots) {
      if (!real(i)) s.record = kNone;
      s.citation.work = s.record;
      if (s.record == kNone) {
        s.citation.via = kNone;
        s.citation.permille = 0;
        if (real(i)) {
          if (points.empty()) note_body(book_, notes_.notes[i], &points);
          set_.findings.push_back(unresolved(book_, notes_.notes[i], points, s, t));
        }
      } else if (index_.records()[s.record].cited_by.empty() || index_.records()[s.record].cited_by.back() != i) {
        index_.records()[s.record].cited_by.push_back(i);
      }
      set_.notes[i].push_back(s.citation);
    }
  }

  static void take(Spot& s, uint32_t record, uint32_t via, uint16_t permille) {
    s.record = record;
    s.citation.via = via;
    s.citation.permille = permille;
  }

  // "Writers’ Program, Guide to the Nation’s Capital, p. 98" where no note gives the work in full: its own fullest form
  // is the reference.
  void add_outside(uint32_t i, std::vector<Spot>& spots) {
    const CiteText& t = texts_[i];
    if (!real(i)) return;
    std::vector<Spot> added;
    size_t next = 0;
    uint32_t reach = 0;  // of the citations before the clause
    for (const Clause& clause : t.clauses) {
      for (; next < spots.size() && spots[next].first < clause.first; ++next)
        if (!(spots[next].cite && spots[next].cite->source)) reach = std::max(reach, spots[next].extent);
      for (uint32_t first : short_starts(t, clause)) {
        const bool held = first > clause.first && is_word(t.tokens[first - 1]) && has(t.tokens[first - 1], kWordIn);
        // what a full reference or a known work covers is read already; an article may stand in a book that no note
        // gives
        bool hit = reach > first || (!added.empty() && added.back().extent > first);
        for (size_t k = next; k < spots.size() && spots[k].first < std::min(clause.last, first + 12) && !hit; ++k) {
          const Cite* cite = spots[k].cite;
          const bool open =
              cite &&
              (cite->source ||
               (held && (cite->document || (cite->form == CiteForm::full && cite->fullness == Fullness::titled))));
          hit = !open && spots[k].extent > first;
        }
        Cite c;
        if (hit || !parse_short(t, words_, first, clause.last, held, c)) continue;
        Spot s;
        s.first = c.span.first;
        s.last = c.span.last;
        s.extent = c.extent;
        s.record = index_.add_outside(i, t, c);
        s.citation.form = CiteForm::short_title;
        s.citation.begin = t.tokens[s.first].begin;
        s.citation.end = t.tokens[s.last - 1].end;
        if (!c.locator.empty())
          s.citation.locator = t.text.substr(t.tokens[c.locator.first].begin,
                                             t.tokens[c.locator.last - 1].end - t.tokens[c.locator.first].begin);
        s.citation.permille = 880;
        s.outside = true;
        for (size_t k = next; k < spots.size() && spots[k].first < clause.last; ++k)
          if (spots[k].cite && spots[k].cite->source && spots[k].first >= first && spots[k].first < s.last)
            spots[k].ambiguous = true;  // an archive, as it seemed
        added.push_back(s);
      }
    }
    if (added.empty()) return;
    spots.erase(std::remove_if(spots.begin(), spots.end(),
                               [](const Spot& x) { return x.cite && x.cite->source && x.ambiguous; }),
                spots.end());
    spots.insert(spots.end(), added.begin(), added.end());
    std::stable_sort(spots.begin(), spots.end(), [](const Spot& a, const Spot& b) {
      return std::tie(a.first, b.extent) < std::tie(b.first, a.extent);
    });
  }

  // Works in the order of their first mention; those that no note means are left out.
  void finish() {
    auto& records = index_.records();
    std::vector<uint32_t> order;
    for (uint32_t r = 0; r < records.size(); ++r)
      if (!records[r].cited_by.empty()) order.push_back(r);
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      return std::tie(records[a].note, records[a].at) < std::tie(records[b].note, records[b].at);
    });
    std::vector<uint32_t> row(records.size(), kNone);
    for (uint32_t r : order) {
      row[r] = static_cast<uint32_t>(set_.works.size());
      WorkRecord& from = records[r];
      Work w;
      w.reference = from.reference;
      w.title = from.title_text;
      w.authors = from.authors;
      w.first_note = from.outside ? kNone : from.note;
      w.cited_by = from.cited_by;
      set_.works.push_back(std::move(w));
    }
    for (auto& list : set_.notes)
      for (Citation& c : list)
        if (c.work != kNone) c.work = row[c.work];
  }

  struct Tail {
    uint32_t record = kNone;  // what "Ibid." in the next note means
    uint16_t permille = 0;
  };

  const Book& book_;
  const NoteSet& notes_;
  Vocabulary words_;
  WorkIndex index_;
  Definitions definitions_;
  ShortFinder finder_;
  std::vector<CiteText> texts_;
  std::vector<std::vector<Known>> cites_;
  std::vector<Tail> tails_;
  CitationSet set_;
};

}  // namespace

CitationSet find_citations(const Book& book, const NoteSet& notes) {
  return Resolver(book, notes).run();
}

}  // namespace postil
