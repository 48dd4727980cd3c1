// What of an EPUB's notes keeps the popups of other reading programs from opening, or from showing the one whole note.
#pragma once
#include "packer/book.h"

namespace postil {

// Adds to book.findings, of an EPUB's linked notes; what holds of a whole document is one finding, from its first to its last
// place. RULES.md says of each code who suffers.
void check_popups(Book& book, const NoteSet& notes);

}  // namespace postil
