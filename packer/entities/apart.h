// Names of what a book cites: authors, titles, archives and their places, kept apart from the people and places that it speaks of.
#pragma once
#include <vector>

#include "packer/book.h"

namespace postil {

// Sets `cited` of names inside citations, the locators that go on after them, titles quoted or translated in notes and abbreviations
// of titles; `author` of those among them who wrote or edited. What a dash joins becomes two names. The whole book decides:
// a word that its notes abbreviate and its text never uses is no name. Names stay in order and disjoint.
void keep_apart(const Book& book, const NoteSet& notes, const CitationSet& citations, std::vector<NameSpan>& names);

}  // namespace postil
