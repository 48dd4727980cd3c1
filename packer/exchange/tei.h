// TEI P5 standoff (Guidelines, chapter 16.10): lists of who and what, the works cited, the notes with their places, the mentions.
#pragma once
#include <string>

#include "packer/exchange/contents.h"

namespace postil {

// A whole TEI document. Places point into the book's files: file#string-range(xpath(ELEMENT),OFFSET,LENGTH), in characters of the element's
// text with white space runs as one space; the file alone where the source has no elements. `n` gives the bytes of the extracted text.
std::string to_tei(const Contents& contents);

}  // namespace postil
