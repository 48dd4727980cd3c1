// Notes that the text itself sets off, without links: "[Footnote 3: ...]", as transcribers write them, and paragraphs that begin with a symbol
// (*, †, ‡) below the text that bears it.
#pragma once
#include "packer/book.h"

namespace postil {

// Appends such notes with their marks; where two marks or two notes could be meant, none is linked. `taken` gets the paragraphs of the notes.
void find_printed_notes(const Book& book, NoteSet& set, std::vector<bool>& taken);

}  // namespace postil
