// Runs of capital words: what a name may be at most, before anything is learnt.
#pragma once
#include <vector>

#include "packer/entities/tokens.h"

namespace postil {

// Tokens [begin, end): capital words, joined by at most two small words that names have inside ("of the", "de la").
// A function word at the start of a sentence is left out. `language` is a row of kLanguages or -1.
struct Chunk {
  size_t begin = 0, end = 0;
  size_t head = 0;  // the last word before an "of", else the last of all: "Museum" of Flight, Space "Center"
};
std::vector<Chunk> chunks(const std::vector<NameToken>& tokens, int language);

}  // namespace postil
