// Works that notes cite.
#pragma once
#include "packer/book.h"

namespace postil {

// One row of citations for each note. "Ibid." means the last work of the note before it; where that note cites none or is missing,
// nothing is resolved.
CitationSet find_citations(const Book& book, const NoteSet& notes);

}  // namespace postil
