// Training: the averaged structured perceptron with a margin, in integers, so that the same examples give the same
// bytes everywhere.
#pragma once
#include <vector>

#include "packer/entities/tagger.h"

namespace postil {

// A stretch of tokens with its features and tags; -1 where any tag is right.
struct Example {
  std::vector<uint32_t> features;  // hashes, token after token
  std::vector<uint32_t> ends;      // where those of each token end
  std::vector<int8_t> tags;
};

struct TrainingOptions {
  uint32_t bits = 18;
  int epochs = 8;
  int runs = 1;        // from nought, each in another order; their sum is the model
  int32_t margin = 2;  // by how much the right path must win, a wrong tag
  int32_t missed = 1;  // this much more where a name is taken for none
  uint32_t least = 2;  // features seen less often are left out
  uint32_t hidden =
      40;  // per cent of the visits to a token at which the letters of its capital words are hidden (features.h)
  uint32_t hidden_small = 10;  // likewise of small words
  int32_t smallest = 1;        // weights below this are nought
};

TagModel train(std::vector<Example> examples, const TrainingOptions& options);

}  // namespace postil
