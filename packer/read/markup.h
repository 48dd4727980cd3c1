// Marked-up documents flattened to elements and paragraphs.
#pragma once
#include <string_view>

#include "packer/book.h"
#include "packer/read/tree.h"
#include "schema/result.h"

namespace postil {

// Appends the tree, whose names are HTML's, to book.elements and book.paragraphs as rows of `file`; elements that HTML
// does not know are inline. `paths`: whether paragraphs get their path, which a reader of the source would have to find
// again.
void flatten(const Tree& tree, uint32_t file, Book& book, bool paths = true);

// An XHTML or HTML document, parsed (parse_tree) and flattened.
Result parse_markup(std::string_view bytes, Dialect dialect, uint32_t file, Book& book);

}  // namespace postil
