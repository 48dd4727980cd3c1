// A book's paragraphs tagged, token by token. Paragraphs are worked on in numbered slots: the answer does not depend on
// `jobs`.
#pragma once
#include <functional>
#include <vector>

#include "packer/book.h"
#include "packer/entities/features.h"

namespace postil {

// Calls work(i) for i in [0, count) on up to `jobs` threads; work must touch nothing but slot i.
void each_slot(size_t count, unsigned jobs, const std::function<void(size_t)>& work);

// The row of kLanguages in which the book is written: its metadata's, where they name one, else told by its commonest
// words; -1 where none fits.
int language_of(const Book& book);

struct BookText {
  const Book* book = nullptr;
  int language = -1;
  Statistics statistics;

  bool english() const { return language == 0; }
  std::vector<NameToken> tokens(size_t paragraph) const;  // none where it is junk
};
BookText survey(const Book& book, unsigned jobs);

// Tags of all tokens. `margins`, where asked for, says by how much each tag beat "no name", in the model's units.
void tag(const BookText& text, size_t paragraph, const std::vector<NameToken>& tokens, const TagModel& model,
         const TagHistogram* histogram, std::vector<int8_t>& tags, std::vector<int32_t>* margins = nullptr);

// The first pass over the whole book.
TagHistogram first_pass(const BookText& text, const Tagger& tagger, unsigned jobs);

}  // namespace postil
