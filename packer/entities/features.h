// What the tagger sees of a token: hashed features of its form, its neighbours, the gazetteers and the whole book.
#pragma once
#include <array>
#include <unordered_map>

#include "packer/entities/statistics.h"
#include "packer/entities/tagger.h"

namespace postil {

// What the first pass made of a word, and of a name, all over the book.
struct TagCounts {
  std::array<uint32_t, kTags> tags{};
};
using TagHistogram = std::unordered_map<uint64_t, TagCounts>;

// Adds the words and names of a tagged paragraph. Lines in capitals are left out.
void add_tags(const std::vector<NameToken>& tokens, const std::vector<int8_t>& tags, TagHistogram& out);

// The low two bits of a feature: does it tell the very letters of a word with a capital, the token's own or a
// neighbour's, or those of a small word? Training hides such features now and then, so that the rest learns to do
// without: most names of a new book are new.
enum Letters : uint32_t { kPlain = 0, kOwnLetters = 1, kOtherLetters = 2, kSmallWords = 3 };

// A stretch of tokens that may hold names: those with a capital and two on each side.
struct Stretch {
  size_t begin = 0, end = 0;
};
std::vector<Stretch> stretches(const std::vector<NameToken>& tokens);

struct FeatureSource {
  std::string_view text;
  const std::vector<NameToken>& tokens;
  const Statistics& statistics;
  const TagHistogram* histogram = nullptr;  // of the second pass
  int language = -1;
};

// Features of tokens [stretch.begin, stretch.end): `ends[i]` is where those of the i-th end in `features`.
void extract(const FeatureSource& source, Stretch stretch, std::vector<uint32_t>& features,
             std::vector<uint32_t>& ends);

}  // namespace postil
