// The people, places, organizations and terms that a TEI document lists or refers to.
#pragma once
#include "packer/book.h"
#include "packer/read/tree.h"

namespace postil {

// In the order of the document: person, place and org wherever they stand (teiHeader, standOff, body, back) with their names, idno,
// occupation and note, and the items of glossaries (list type="gloss"). What a name in the text refers to by its id (persName
// ref="#harrow") has that name as an alias.
std::vector<ListedEntity> tei_lists(const Tree& tree);

// Whether the node stands in the description of a listed entity or in the header: what is there is no text of the work.
bool tei_describes(const Tree& tree, uint32_t node);

// All text below a node, white space runs as one space.
std::string tei_text(const Tree& tree, uint32_t node);

}  // namespace postil
