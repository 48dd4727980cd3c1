// Faults of linked notes that only show beside their neighbours.
#pragma once
#include "packer/notes/linked_index.h"

namespace postil {

// Adds the raised numbers that are no links though the noterefs before and after them are, where the number is the one
// that lacks between the two. One whose note stands unused between their notes is linked to it; else it stays
// unresolved. `base`: the first note of the linked ones.
void find_unlinked_marks(const LinkIndex& index, uint32_t base, NoteSet& set);

// Two notes of one chapter that are called by the same number one after the other. Notes must know their chapters.
void find_label_faults(const Book& book, NoteSet& set);

}  // namespace postil
