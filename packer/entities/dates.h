// When a reader learns something: positions in the order of reading, where a note is read at its first mark.
#pragma once
#include "packer/book.h"

namespace postil {

// The pos just after which what stands in `note` is known: that of its first mark, else the end of its chapter.
uint32_t note_date(const Book& book, const NoteSet& notes, uint32_t note);

// The same of a point: of the note's mark where `note` is not kNone.
uint32_t date_of(const Book& book, const NoteSet& notes, TextPoint at, uint32_t note);

// The note in which a point stands, else kNone. Notes are in the order of their text.
uint32_t note_at(const NoteSet& notes, TextPoint at);

}  // namespace postil
