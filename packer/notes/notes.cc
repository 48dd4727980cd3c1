#include "packer/notes/notes.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "packer/notes/linked_faults.h"
#include "packer/notes/printed.h"
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

// What the text itself sets off first, then what must be aligned.
void find_unlinked_notes(const Book& book, const NoteOptions& options, NoteSet& set) {
  std::vector<bool> taken;
  if (options.unlinked != UnlinkedNotes::off) find_printed_notes(book, set, taken);
  NoteSet rest;
  find_labelled_notes(book, options, set.notes.empty() ? set : rest, set.notes.empty() ? nullptr : &taken);
  const auto marks = static_cast<uint32_t>(set.marks.size()), notes = static_cast<uint32_t>(set.notes.size());
  for (Mark& m : rest.marks) {
    if (m.note != kNone) m.note += notes;
    set.marks.push_back(std::move(m));
  }
  for (Note& note : rest.notes) {
    for (uint32_t& m : note.marks) m += marks;
    if (note.duplicate_of != kNone) note.duplicate_of += notes;
    set.notes.push_back(std::move(note));
  }
  set.findings.insert(set.findings.end(), rest.findings.begin(), rest.findings.end());
}

// Page numbers and running heads between the paragraphs of a note are none of it; a word that breaks off before them goes on after them.
void cut_junk(const Book& book, Note& note) {
  if (!book.plain_text) return;
  const size_t before = note.cuts.size();
  uint32_t last = kNone;  // the paragraph of the note before
  for (uint32_t k = note.begin.paragraph; k <= note.end.paragraph && k < book.paragraphs.size(); ++k) {
    const std::string& text = book.paragraphs[k].text;
    if (book.paragraphs[k].junk) {
      if (last != kNone && k < note.end.paragraph)
        note.cuts.push_back({{k, 0}, {k, static_cast<uint32_t>(text.size())}});
      continue;
    }
    if (last != kNone) {
      const std::string& head = book.paragraphs[last].text;
      const size_t n = head.size(), at = text.find_first_not_of(" \t");
      auto small = [](char c) { return c >= 'a' && c <= 'z'; };
      const size_t from = last == note.begin.paragraph ? note.begin.offset : 0;
      if (n >= from + 2 && head[n - 1] == '-' && small(head[n - 2]) && at != std::string::npos && small(text[at])) {
        const TextPoint hyphen{last, static_cast<uint32_t>(n - 1)};
        while (note.cuts.size() > before && !(note.cuts.back().begin < hyphen)) note.cuts.pop_back();
        note.cuts.push_back({hyphen, {k, static_cast<uint32_t>(at)}});
      }
    }
    last = k;
  }
  std::stable_sort(note.cuts.begin(), note.cuts.end(), [](const Cut& a, const Cut& b) { return a.begin < b.begin; });
}

}  // namespace

NoteSet find_notes(const Book& book, const NoteOptions& options) {
  NoteSet set;
  book.declares_notes ? find_declared_notes(book, set) : find_linked_notes(book, set);
  if (set.notes.empty())
    find_unlinked_notes(book, options, set);
  else if (!book.declares_notes)
    find_unlinked_remainder(book, options, set);
  order(set);
  for (Note& note : set.notes) cut_junk(book, note);
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
