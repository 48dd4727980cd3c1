#include "packer/notes/notes.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "packer/notes/linked_faults.h"
#include "packer/notes/remainder.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

// Renumbers marks and notes by their place in the text.
void order(NoteSet& set) {
  std::vector<uint32_t> marks(set.marks.size()), notes(set.notes.size());
  std::iota(marks.begin(), marks.end(), 0);
  std::iota(notes.begin(), notes.end(), 0);
  std::stable_sort(marks.begin(), marks.end(), [&](uint32_t a, uint32_t b) {
    return TextPoint{set.marks[a].paragraph, set.marks[a].begin} <
           TextPoint{set.marks[b].paragraph, set.marks[b].begin};
  });
  std::stable_sort(notes.begin(), notes.end(),
                   [&](uint32_t a, uint32_t b) { return set.notes[a].begin < set.notes[b].begin; });
  std::vector<uint32_t> mark_at(marks.size()), note_at(notes.size());
  for (uint32_t i = 0; i < marks.size(); ++i) mark_at[marks[i]] = i;
  for (uint32_t i = 0; i < notes.size(); ++i) note_at[notes[i]] = i;
  std::vector<Mark> new_marks;
  std::vector<Note> new_notes;
  for (uint32_t i : marks) {
    new_marks.push_back(std::move(set.marks[i]));
    if (new_marks.back().note != kNone) new_marks.back().note = note_at[new_marks.back().note];
  }
  for (uint32_t i : notes) {
    new_notes.push_back(std::move(set.notes[i]));
    Note& n = new_notes.back();
    for (uint32_t& m : n.marks) m = mark_at[m];
    std::sort(n.marks.begin(), n.marks.end());
    if (n.duplicate_of != kNone) n.duplicate_of = note_at[n.duplicate_of];
  }
  set.marks = std::move(new_marks);
  set.notes = std::move(new_notes);
}

}  // namespace

NoteSet find_notes(const Book& book, const NoteOptions& options) {
  NoteSet set;
  book.declares_notes ? find_declared_notes(book, set) : find_linked_notes(book, set);
  if (set.notes.empty())
    find_labelled_notes(book, options, set);
  else if (!book.declares_notes)
    find_unlinked_remainder(book, options, set);
  order(set);
  for (Mark& m : set.marks) {
    const TextPoint at{m.paragraph, m.begin};
    const auto after = std::upper_bound(set.notes.begin(), set.notes.end(), at,
                                        [](TextPoint p, const Note& n) { return p < n.begin; });
    if (after != set.notes.begin() && at < (after - 1)->end)
      m.inside = static_cast<uint32_t>(after - set.notes.begin()) - 1;
    // A mark that is but the place of its note stands before it.
    if (m.inside != kNone && m.inside == m.note && m.begin == m.end) m.inside = kNone;
  }
  for (uint32_t i = 0; i < set.notes.size(); ++i) {
    Note& n = set.notes[i];
    const Mark* first = n.marks.empty() ? nullptr : &set.marks[n.marks[0]];
    n.chapter = chapter_at(book, first ? TextPoint{first->paragraph, first->begin} : n.begin);
  }
  find_label_faults(book, set);
  // What explains a mark's state already is not said again in general terms.
  std::set<std::pair<uint32_t, uint32_t>> explained;
  for (const Finding& f : set.findings) explained.emplace(f.where.file, f.where.begin);
  for (const Mark& m : set.marks) {
    const Paragraph& p = book.paragraphs[m.paragraph];
    if (m.note != kNone || (m.problems & kProblemBroken) || explained.count({p.file, p.begin + m.begin})) continue;
    set.findings.push_back({"N-UNRESOLVED",
                            Severity::warning,
                            {p.file, p.begin + m.begin, p.begin + m.end},
                            {},
                            0,
                            "no note is safe to show for noteref " + m.label,
                            "link the noteref to its note in the source"});
  }
  return set;
}

}  // namespace postil
