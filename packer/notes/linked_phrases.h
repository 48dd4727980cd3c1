// Notes at the back of a book that no mark in the text calls: each leads to a page and repeats the phrase that it is
// about.
#pragma once
#include "packer/notes/linked_index.h"

namespace postil {

// Adds such notes, and for each a mark over its phrase in the text. A book has them when at least three paragraphs of
// its notes lead to the text and most phrases are found within the page.
void find_phrase_notes(const LinkIndex& index, NoteSet& set);

}  // namespace postil
