// What a publisher must look at in the citations.
#pragma once
#include "packer/citations/shorts.h"

namespace postil {

// A citation that stays unresolved: C-IBID, C-OPCIT or C-SHORT, with its place, the reason and what to do.
// `from` maps the note's bytes to the book.
Finding unresolved(const Book& book, const Note& note, const std::vector<TextPoint>& from, const Spot& spot,
                   const CiteText& t);

}  // namespace postil
