// Capitals that name nothing: numbers of articles, words of a heading, common nouns, what stands on an edition's own pages.
#pragma once
#include <vector>

#include "packer/book.h"

namespace postil {

// Cuts off what is no part of a name: "Vide" before it, a clause that a hyphen joins to it, the Latin title behind its author.
void trim_names(const Book& book, std::vector<NameSpan>& names);

// Takes out what names nothing. Names stay in order.
void drop_no_names(const Book& book, std::vector<NameSpan>& names);

}  // namespace postil
