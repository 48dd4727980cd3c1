// Whether two names of several words may be one person's.
#pragma once
#include "packer/entities/surface.h"

namespace postil {

// "Georgy Malenkov" and "Georgy M. Malenkov", "Meg March" and "Margaret March", "J. F. Dulles" and "John Foster Dulles"; never two
// who share a surname alone. Both have given names and the surname last.
bool same_person(const Surface& a, const Surface& b);

// One letter wrong in one long word, all else equal: "Pham Van Dong", "Phan Van Dong". No for two known given names, endings that tell
// a woman or a plural, numerals.
bool misspelt(const Surface& a, const Surface& b);

// The letters of an acronym, in order, are those that begin the words of `full` ("of", "the" may be passed over). `loosely`: a word may
// give more of its letters ("Southeast": SE), where the text itself puts the two side by side.
bool spells(const Surface& full, std::string_view acronym, bool loosely = false);

// "andreyevich", "petrovna": a father's name, by its ending.
bool is_patronymic(const std::string& folded);

}  // namespace postil
