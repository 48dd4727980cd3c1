// What reading leaves open: positions, prints and chapters.
#pragma once
#include "packer/book.h"

namespace postil {

// Fills pos and print of every paragraph and the chapter table: table-of-contents entries that have text, else headings, else
// documents. Returns the position after the last paragraph. Chapters are in reading order; text before the first belongs to it.
uint32_t structure(Book& book);

// The chapter in which a point stands; 0 before the first.
uint32_t chapter_at(const Book& book, TextPoint at);

// The ink position of a point of the text.
uint32_t pos_of(const Book& book, TextPoint at);

}  // namespace postil
