// Reading positions from one edition of a book to another.
#pragma once
#include "handle.h"
#include "shelf/catalogue.h"

namespace postil::shelf {

// Gives the record of a pack that is taken in the position and limit that the reader had in this book, found again by the words that stood there, else
// by how far through the book it was. Of a book that only has the place of another one (`before`), by the words alone: else nothing dated is told.
Code carry_reading(Shelf& shelf, postil_pack* pack, const PackRecord* before, PackRecord& record);

}  // namespace postil::shelf
