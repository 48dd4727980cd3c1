#include "packer/entities/dates.h"

#include <algorithm>

#include "packer/structure/structure.h"

namespace postil {

uint32_t note_date(const Book& book, const NoteSet& notes, uint32_t note) {
  for (int depth = 0; depth < 4; ++depth) {
    const Note& n = notes.notes[note];
    if (n.marks.empty()) {
      const uint32_t next = n.chapter == kNone ? kNone : n.chapter + 1;
      const bool inside = n.chapter != kNone && next < book.chapters.size();
      return pos_of(book,
                    inside ? book.chapters[next].begin : TextPoint{static_cast<uint32_t>(book.paragraphs.size()), 0});
    }
    const Mark& m = notes.marks[n.marks[0]];
    if (m.inside == kNone || m.inside == note) return pos_of(book, {m.paragraph, m.begin});
    note = m.inside;
  }
  return pos_of(book, notes.notes[note].begin);
}

uint32_t date_of(const Book& book, const NoteSet& notes, TextPoint at, uint32_t note) {
  return note == kNone ? pos_of(book, at) : note_date(book, notes, note);
}

uint32_t note_at(const NoteSet& notes, TextPoint at) {
  const auto after = std::upper_bound(notes.notes.begin(), notes.notes.end(), at,
                                      [](TextPoint p, const Note& note) { return p < note.begin; });
  if (after == notes.notes.begin() || !(at < (after - 1)->end)) return kNone;
  return static_cast<uint32_t>(after - notes.notes.begin()) - 1;
}

}  // namespace postil
