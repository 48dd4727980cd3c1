// Citations as one note's own text shows them, before anything is known of the other notes.
#pragma once
#include "packer/book.h"
#include "packer/citations/names.h"
#include "packer/citations/tokens.h"

namespace postil {

// How much of a reference a citation gives.
enum class Fullness : uint8_t {
  bare = 0,      // author and title at most
  titled = 1,    // with a year or a journal, without imprint
  complete = 2,  // imprint, journal with number or date, archive
};

struct TokenRange {
  uint32_t first = 0, last = 0;
  bool empty() const { return first >= last; }
};

struct Cite {
  CiteForm form = CiteForm::full;
  Fullness fullness = Fullness::bare;
  TokenRange span;      // what is reported
  uint32_t extent = 0;  // token after everything that belongs to it: imprint, archive, locator
  Names authors;
  TokenRange title;
  Names holder;          // editors of the container, "in X, ed., Title"
  TokenRange container;  // its title
  TokenRange locator;
  uint32_t year = 0;
  bool quoted = false;                    // the title stands in quotation marks
  bool document = false;                  // with participants and a date
  bool source = false;                    // archive, newspaper, statute: whole as it stands
  std::vector<std::string> author_texts;  // where the names stand in another citation
  bool idem = false;                      // "Idem, Title": the author is that of the citation before
  Date date;
  std::vector<uint32_t> from, to;  // a document's participants: every capital word
  uint32_t kind = kNoToken;        // its word: "memorandum"
  std::vector<uint32_t> numbers;   // of a document, but for its date: telegrams of one day are told apart by them
  TokenRange defines;              // "hereafter X": the short form it gets
};

// In the order of their spans. A citation inside another's extent is a part of it ("in Smith, ed., Title"). Linear in
// the text.
std::vector<Cite> parse_cites(const CiteText& t, const Vocabulary& words);

// The parts of parse_cites; each reads a stretch at one depth of brackets. They append.
void parse_full(const CiteText& t, const Vocabulary& words, TokenRange stretch, std::vector<Cite>& out);
void parse_documents(const CiteText& t, const Vocabulary& words, TokenRange stretch, std::vector<Cite>& out);
void parse_back_references(const CiteText& t, const Vocabulary& words, TokenRange stretch, std::vector<Cite>& out);
// "(hereafter cited as X)": gives the citation before it its short form; what no citation was read from becomes one.
// `cites` is sorted.
void read_definitions(const CiteText& t, const Vocabulary& words, std::vector<Cite>& cites);
bool parse_source(const CiteText& t, const Vocabulary& words, TokenRange stretch, Cite& out);

// Tokens that author and title may take before the imprint.
constexpr uint32_t kCiteReach = 70;

// Where in a clause a short citation of a work that no note gives in full may begin: at its head, and after "in".
std::vector<uint32_t> short_starts(const CiteText& t, const Clause& clause);
// "Author, Title, 45" at `first`. `held`: after "in", where only a quoted or italic title or an editor's mark makes a
// citation.
bool parse_short(const CiteText& t, const Vocabulary& words, uint32_t first, uint32_t limit, bool held, Cite& out);

// What a pair of brackets holds: a year and more (imprint), a date alone, or neither.
enum class Bracket : uint8_t { other, imprint, date };
Bracket bracket_kind(const CiteText& t, uint32_t open);

// The token at which a citation may begin: after "For this see", "quoted in" and the like, before `anchor`.
uint32_t after_signals(const CiteText& t, uint32_t first, uint32_t anchor);

// A word in lower case that is no article, preposition, measure or the like.
bool lower_content(const Token& k);

// True where [first, last) reads like a title: no word in lower case but articles, prepositions and the like.
bool title_like(const CiteText& t, uint32_t first, uint32_t last);

}  // namespace postil
