// The images that notes show.
#pragma once
#include <string>
#include <vector>

#include "packer/book.h"

namespace postil {

// By what a note's text names an image: its path in the book, or an address outside it; "data:" and 16 hexadecimal digits where the
// markup holds the image itself.
std::string image_reference(const Book& book, const Element& image);

struct NoteImage {
  std::string reference;
  std::string data;  // the whole data: URI of such a one
};

// In reading order of the notes, each reference once.
std::vector<NoteImage> images_of_notes(const Book& book, const NoteSet& set);

}  // namespace postil
