// Works that notes cite.
#pragma once
#include <cstdint>
#include <vector>

#include "packer/book.h"

namespace postil {

// One row of citations for each note, in the order of their text. "Ibid." means the last work of the note before it;
// where that note cites none, cites what is not understood, or is missing, nothing is resolved.
CitationSet find_citations(const Book& book, const NoteSet& notes);

// Where the citations stand in the book: [begin, end) of a paragraph's text. Sorted and disjoint; a citation that runs
// over several paragraphs has a range in each.
struct CitedRange {
  uint32_t paragraph = 0, begin = 0, end = 0;
};
std::vector<CitedRange> cited_ranges(const Book& book, const NoteSet& notes, const CitationSet& citations);

}  // namespace postil
