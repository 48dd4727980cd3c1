// Citations by the author alone: "Brook, op. cit.", "Brook, 46".
#include <algorithm>

#include "packer/citations/shorts.h"

namespace postil {

bool ShortFinder::of_chapter(const WorkRecord& r, uint32_t note) const {
  const uint32_t chapter = notes_.notes[note].chapter;
  if (r.note < note && notes_.notes[r.note].chapter == chapter) return true;
  for (size_t i = r.cited_by.size(), steps = 0; i-- > 0 && steps < 8; ++steps)
    if (r.cited_by[i] < note && notes_.notes[r.cited_by[i]].chapter == chapter) return true;
  return false;
}

bool ShortFinder::try_author(uint32_t note, const CiteText& t, uint32_t first, uint32_t limit, Spot& out) const {
  // "Nevins, 45-6.": a name and pages are the whole clause
  const Names names = read_names(t, words_, first, limit);
  if (names.empty() || names.people.size() > 3) return false;
  uint32_t begin = 0, from = names.end;
  // "Dallek (note 1 above), 44"
  if (from < limit && t.tokens[from].mark == '(' && t.tokens[from].match != kNoToken && t.tokens[from].match < limit &&
      t.tokens[from].match <= from + 8 &&
      std::any_of(t.tokens.begin() + from, t.tokens.begin() + t.tokens[from].match,
                  [](const Token& k) { return has(k, kWordUnit); }))
    from = t.tokens[from].match + 1;
  const uint32_t end = read_locator(t, words_, from, limit, begin);
  if (end == from) return false;
  for (uint32_t k = end; k < limit; ++k)
    if (is_word(t.tokens[k])) return false;
  const std::vector<uint32_t>* list = works_.by_name(names.people[0].surname);
  if (!list || names.people[0].words.size() > 2) return false;
  std::vector<uint32_t> fit;
  for (uint32_t id : *list) {
    const WorkRecord& r = works_.records()[id];
    if (!earlier(r, note, t.tokens[first].begin) || only_listed(r) || r.fullness == Fullness::bare ||
        !same_person(names.people[0], r, names.people[0].surname))
      continue;
    if (std::none_of(r.people.begin(), r.people.end(), [&](const PersonName& p) {
          return p.surname == names.people[0].surname || p.words[0] == names.people[0].surname;
        }))
      continue;
    fit.push_back(id);
  }
  if (fit.empty()) return false;
  out.citation.form = CiteForm::author;
  if (fit.size() == 1) {
    out.record = fit[0];
    out.citation.via = works_.records()[fit[0]].note;
    out.citation.permille = 900;
  } else {
    out.ambiguous = true;
  }
  finish(t, first, names.end, limit, out);
  return true;
}

void ShortFinder::resolve_head(uint32_t note, const CiteText& t, const Cite& c, Spot& spot) const {
  if (c.title.empty()) return;
  const uint32_t first = c.title.first, last = c.title.last;
  Spot found;
  for (uint32_t i = first; i < last; ++i) {
    if (!is_word(t.tokens[i])) continue;
    if (i == first && try_definition(note, t, i, last, found) && found.last == last) break;
    found = {};
    if (t.tokens[i].capital && try_names(note, t, i, first, last, found) &&
        (found.record == kNone || found.citation.via != kNone || works_.records()[found.record].outside))
      break;
    found = {};
  }
  if (found.record == kNone && !found.ambiguous) {
    Spot title;
    if (try_title(note, t, first, first, last, title)) found = title;
  }
  if (found.record == kNone && !found.ambiguous) {
    const Names names = read_names(t, words_, first, last);
    if (!names.empty() && names.end >= last) {
      std::vector<uint32_t> fit;
      const PersonName& person = names.people[0];
      if (const std::vector<uint32_t>* list = works_.by_name(person.surname)) {
        for (uint32_t id : *list) {
          const WorkRecord& r = works_.records()[id];
          if (!earlier(r, note, t.tokens[first].begin) || only_listed(r) || !same_person(person, r, person.surname))
            continue;
          const bool surname = std::any_of(r.people.begin(), r.people.end(), [&](const PersonName& p) {
            return p.surname == person.surname || p.words[0] == person.surname;
          });
          // further names of the citation must be the work's too
          const bool all = std::all_of(names.people.begin(), names.people.end(), [&](const PersonName& n) {
            return std::any_of(r.people.begin(), r.people.end(), [&](const PersonName& p) {
              return std::find(p.words.begin(), p.words.end(), n.surname) != p.words.end();
            });
          });
          if (surname && all) fit.push_back(id);
        }
      }
      const bool several = fit.size() > 1;
      if (several)
        fit.erase(std::remove_if(fit.begin(), fit.end(),
                                 [&](uint32_t id) { return !of_chapter(works_.records()[id], note); }),
                  fit.end());
      if (fit.size() == 1) {
        found.record = fit[0];
        found.citation.permille = several ? 900 : 970;
      } else if (several) {
        found.ambiguous = true;
      }
    }
  }
  if (found.record == kNone && !found.ambiguous) {
    // "Memoirs, op. cit.": the one work of the chapter whose title begins so
    const std::vector<uint32_t> title = works_.title_words(t, c.title);
    std::vector<uint32_t> fit;
    for (uint32_t id = 0; id < works_.records().size() && !title.empty() && fit.size() < 2; ++id) {
      const WorkRecord& r = works_.records()[id];
      if (r.source || r.document || r.title.size() < title.size() ||
          !std::equal(title.begin(), title.end(), r.title.begin()))
        continue;
      if (earlier(r, note, t.tokens[first].begin) && of_chapter(r, note)) fit.push_back(id);
    }
    if (fit.size() == 1) {
      found.record = fit[0];
      found.citation.permille = 880;
    }
  }
  spot.ambiguous = found.ambiguous;
  if (found.record == kNone) return;
  const WorkRecord& r = works_.records()[found.record];
  spot.record = found.record;
  spot.citation.via = found.citation.via != kNone ? found.citation.via : r.outside ? kNone : r.note;
  spot.citation.permille = std::min<uint16_t>(found.citation.permille, 970);
}

}  // namespace postil
