// A corpus as the trainer reads it: a folder with books.tsv (doc, split, genre, ...), texts/DOC.txt and gold.tsv (doc,
// start, end, type, entity, surface; code points). ignore.tsv: places that no one needs to find. whole/DOC.txt, where
// present, is the whole book of which the text is the part from slice_start (books.tsv) on; its words are counted, its
// names are not known.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "packer/entities/tagging.h"
#include "packer/tagger/perceptron.h"

namespace postil {

struct CorpusBook {
  std::string name, genre;
  size_t row = 0;  // in books.tsv
  std::unique_ptr<Book> book;
  BookText text;
  size_t first = 0, last = 0;             // the paragraphs whose names are known
  std::vector<std::vector<int8_t>> tags;  // of the tokens of each of these
};

// `genres`: those to read, all where empty. `others`: ignore.tsv holds names of other kinds; else any tag is right
// there.
Result read_corpus(const std::string& folder, const std::vector<std::string>& splits,
                   const std::vector<std::string>& genres, bool others, std::vector<CorpusBook>& out);

void add_examples(const CorpusBook& book, const TagHistogram* histogram, std::vector<Example>& out);

}  // namespace postil
