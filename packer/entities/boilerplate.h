// The pages of an edition that are not its book's: imprint, copyright, colophon, a digital library's licence.
#pragma once
#include <utility>
#include <vector>

#include "packer/book.h"

namespace postil {

// Ranges of paragraphs, in the order of the text, disjoint. By the markup (EPUB's structural semantics, ARIA roles), by the chapter's
// title, and by the lines between which Project Gutenberg puts the text of a book.
std::vector<std::pair<uint32_t, uint32_t>> boilerplate_ranges(const Book& book);

}  // namespace postil
