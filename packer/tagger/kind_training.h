// Training of the kinds of names (packer/entities/kinds.h): an averaged perceptron in integers over the names of whole
// books.
#pragma once
#include "packer/entities/kinds.h"
#include "packer/tagger/corpus.h"

namespace postil {

// A name of a book with the kind that it mostly has there.
struct KindExample {
  NameTable::Features features;
  NameKind kind;
  uint32_t places;
};

void add_kind_examples(const CorpusBook& book, const TagHistogram& histogram, std::vector<KindExample>& out);

struct KindOptions {
  uint32_t bits = 15;
  int epochs = 12, runs = 3;
  int64_t margin = 8000;  // by how much the right kind must win
  uint32_t hidden = 40;   // per cent of the visits at which the letters of the name are hidden
  uint32_t hidden_small = 10;
  int32_t smallest = 2;  // weights below this are nought
};
KindModel train_kinds(const std::vector<KindExample>& examples, const KindOptions& options);

}  // namespace postil
