// What the whole book says about each of its words.
#pragma once
#include <unordered_map>

#include "packer/entities/tokens.h"

namespace postil {

struct WordCounts {
  uint32_t lower = 0, inside = 0, start = 0,
           capitals = 0;  // with a small letter; capital within a sentence, at its start; all in capitals
  uint32_t classes = 0;   // gazetteer.h
  // Of the runs of capital words (chunks.h) that end with it: how many, and how many stand before a verb of speech,
  // before a possessive ending, after a preposition of place, after an article, have a title.
  uint32_t runs = 0, speech = 0, possessive = 0, place = 0, article = 0, title = 0;
};

struct Statistics {
  std::unordered_map<uint64_t, WordCounts> words;
  uint64_t total = 0, lower = 0, inside = 0;
  uint32_t capital_share = 0;  // 0-3: how usual a capital inside a sentence is; 3 where nouns have one

  void add(const std::vector<NameToken>& tokens, int language);
  void merge(const Statistics& other);
  void finish(int language);  // fills classes and capital_share; `language` is a row of kLanguages, -1 where unknown
  const WordCounts& of(uint64_t key) const;
};

}  // namespace postil
