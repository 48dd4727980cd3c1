// Names of authors and editors, dates and locators, read from a note's tokens. Every reader looks at a bounded number
// of tokens.
#pragma once
#include "packer/citations/tokens.h"

namespace postil {

struct PersonName {
  std::vector<uint32_t> words;  // vocabulary rows of the words that are no initials, in order
  std::vector<char> initials;   // folded
  uint32_t begin = 0, end = 0;  // bytes of the note's text
  uint32_t surname =
      kNoToken;  // the last word that is no suffix; with the surname written first it is another of `words`
};
struct Names {
  std::vector<PersonName> people;
  uint32_t end = 0;     // the token after the names and their editor's mark
  bool editor = false;  // "ed.", "Hrsg."
  bool others = false;  // "et al."
  bool empty() const { return people.empty(); }
};

// The names at token `at`, at most up to `limit`. A list of three or more needs its "and". Empty when no name is there.
// `lists`: whether several may follow each other after commas.
Names read_names(const CiteText& t, const Vocabulary& words, uint32_t at, uint32_t limit, bool lists = true);
// One name; false when there is none. `end` gets the token after it.
bool read_person(const CiteText& t, const Vocabulary& words, uint32_t at, uint32_t limit, PersonName& out,
                 uint32_t& end);
// The token after an editor's mark ("ed.", ", eds.", "(Hrsg.)") at `at`; `at` when there is none.
uint32_t skip_editor(const CiteText& t, uint32_t at, uint32_t limit);

// A day, "March 3, 1950" or "3. März 1950", or a month of a year. `day` is 0 where none is given.
struct Date {
  uint32_t first = 0, last = 0;  // tokens
  uint32_t year = 0, month = 0, day = 0;
  uint64_t key() const { return (uint64_t{year} << 16) | (month << 8) | day; }
};
bool read_date(const CiteText& t, const Vocabulary& words, uint32_t at, uint32_t limit, Date& out);

// The year that a number token spells (1450-2099), or 0.
uint32_t year_of(const CiteText& t, uint32_t at);

// Pages, volumes, chapters from `at` on (after a comma, colon or nothing): "pp. 204-8", "II, 580", "vol. 3, 44n2".
// Gives the token after them, `at` when there are none, and where they begin.
uint32_t read_locator(const CiteText& t, const Vocabulary& words, uint32_t at, uint32_t limit, uint32_t& begin);

}  // namespace postil
