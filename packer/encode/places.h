// What lets a reading program and a pack meet: index keys that lead from a paragraph's path or print to it, and the
// trace (CFI).
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "packer/encode/bodies.h"

namespace postil {

// Index keys of paragraphs of documents in the spine, each with its paragraph: (spine, path) of all that have one,
// (spine, print) of those that have at least kMinPrintInk ink and a print that is theirs alone in their document. Not
// sorted.
std::vector<std::pair<std::string, uint32_t>> place_keys(const Book& book);

// Blocks of the trace; none where no document has a CFI.
std::vector<RawBlock> trace_blocks(const Book& book);

// Eight spread paragraphs, of at least kMinProofInk ink, that prove a book to be this one.
std::vector<uint32_t> proof_paragraphs(const Book& book);

}  // namespace postil
