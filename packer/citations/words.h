// The words that notes use around citations, in English, German, French, Spanish and Italian, and the book's own words
// as numbers.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postil {

// Bits of a word's class. A word may have several: "ed" is an editor's mark and an abbreviation.
enum WordClass : uint32_t {
  kWordIbid = 1u << 0,    // the work just cited
  kWordIdem = 1u << 1,    // the author just cited
  kWordSignal = 1u << 2,  // "see", "cf.", "quoted": what follows is a citation
  kWordMonth = 1u << 3,
  kWordSeason = 1u << 4,
  kWordFunction = 1u << 5,      // articles, prepositions, conjunctions: no part of a title's identity
  kWordParticle = 1u << 6,      // "de", "von": may stand in lower case inside a person's name
  kWordEditor = 1u << 7,        // "ed.", "Hrsg.", "trans."
  kWordUnit = 1u << 8,          // "p.", "vol.", "Bd.": what a locator counts
  kWordAbbreviation = 1u << 9,  // its full stop ends no sentence
  kWordDocument = 1u << 10,     // "memorandum", "telegram", "lettre"
  kWordProse = 1u << 11,        // verbs and the like: text that has them is no title
  kWordHereafter = 1u << 12,    // announces a short form
  kWordAnd = 1u << 13,
  kWordIn = 1u << 14,  // before the container of a chapter
  kWordTo = 1u << 15,  // between the writer and the reader of a letter
  kWordFrom = 1u << 16,
  kWordRoman = 1u << 17,     // spells a numeral
  kWordDigit = 1u << 18,     // begins with a digit
  kWordSuffix = 1u << 19,    // "Jr.", "III" after a name
  kWordBack = 1u << 20,      // "above", "below", "supra": a reference to the book itself
  kWordArchive = 1u << 21,   // "Papers", "Record Group": what holds documents
  kWordPointer = 1u << 22,   // a signal that nothing but a citation follows
  kWordHolding = 1u << 23,   // "Box", "RG": a place in an archive
  kWordOffice = 1u << 24,    // "Assistant", "Ambassador": followed by a "to" that names no reader
  kWordCommon = 1u << 26,    // opens sentences, never names: "If", "These"
  kWordGenitive = 1u << 25,  // "of", "for": joins the words of one name
};

// Folded words as small numbers, so that words compare as integers.
class Vocabulary {
 public:
  uint32_t add(std::string_view word);                               // as it stands in the text
  const std::string& text(uint32_t id) const { return texts_[id]; }  // folded
  uint32_t classes(uint32_t id) const { return classes_[id]; }
  uint32_t size() const { return static_cast<uint32_t>(texts_.size()); }

 private:
  std::unordered_map<std::string, uint32_t> seen_, ids_;  // as written; folded
  std::vector<std::string> texts_;
  std::vector<uint32_t> classes_;
};

// The number of a month's name, 1-12, or 0.
uint32_t month_number(std::string_view folded);

// Same word but for spelling: at most one letter of five, two of nine, changed, added, lost or swapped. Folded words.
bool similar_words(const std::string& a, const std::string& b);

}  // namespace postil
