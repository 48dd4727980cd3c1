// Faults of the book itself that readers of any reading program would meet.
#pragma once
#include "packer/book.h"

namespace postil {

// Adds to book.findings: links to nowhere, ids that two elements of a document bear, a table of contents that lacks or
// leads nowhere, a missing language, images in notes without alternative text. What the notes' findings say of a place already is not said again.
void check_book(Book& book, const NoteSet& notes);

}  // namespace postil
