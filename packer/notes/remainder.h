// What a linked book left unlinked.
#pragma once
#include "packer/notes/notes.h"

namespace postil {

// Links marks that are no links and links to nowhere, where labels, order and words leave no doubt; faults stay
// reported. Appends to the set of a linked book.
void find_unlinked_remainder(const Book& book, const NoteOptions& options, NoteSet& set);

}  // namespace postil
