// Unlinked notes: numbered paragraphs that are notes, digits in the text that are their marks, and which mark means
// which note. The parts of find_labelled_notes, in the order in which they run.
#pragma once
#include <string_view>
#include <vector>

#include "packer/book.h"

namespace postil {

// ---- numbered paragraphs (numbered.cc)

// How a label is printed at the start of a paragraph. Notes of one section are printed alike.
enum class LabelStyle : uint8_t {
  bare,
  stop,
  parenthesis,
  bracket,
  bracket_stop,
  parentheses,
  superscript,
  item,  // none: the label is the place in an <ol>
  count
};

struct NumberedParagraph {
  uint32_t paragraph = 0;
  uint32_t body = 0;  // offset of the text after the label
  uint32_t label = 0;
  bool restart = false;  // the first of a run
  uint32_t run = 0;
};

// Notes whose labels rise from one: a chapter's, or a whole book's.
struct NoteRun {
  std::vector<NumberedParagraph> notes;
  std::vector<TextPoint> ends;  // of each note, continuations included
  std::vector<std::vector<Cut>> cuts;
  bool opened = false;         // a heading or a file's begin stands before it
  bool in_flow = false;        // body text stands between the notes, as footnotes below their paragraphs
  uint32_t end_paragraph = 0;  // after the last note
  uint32_t max_label = 0;
};

// The label at the start of a paragraph; false when there is none.
bool parse_label(std::string_view text, NumberedParagraph& out, LabelStyle& style);

// Runs of numbered paragraphs of one style, in reading order. Lists of the body come along: what has no marks is no
// note.
// `taken`, where given, flags paragraphs that are no notes.
std::vector<NoteRun> note_runs(const Book& book, LabelStyle style, const std::vector<bool>* taken = nullptr);

// ---- marks (marks.cc, chain.cc)

enum class MarkStyle : uint8_t { plain, superscript, bracket, parentheses, count };

struct MarkCandidate {
  uint32_t paragraph = 0, begin = 0, end = 0;
  uint32_t label = 0;
  int32_t score = 0;  // tenths: how much its surroundings look like a mark's
  uint32_t run = 0;   // of a chain: the run whose notes it means
};

// Does the text end in a number that is no year, or in a unit of measure, so that a superscript after it is a power?
bool is_exponent(std::string_view before);

// Every number of the text that may be a mark, less the paragraphs flagged in `notes`; several readings of one number
// are several rows.
std::vector<MarkCandidate> mark_candidates(const Book& book, MarkStyle style, const std::vector<bool>& notes,
                                           uint32_t max_label);

// The best chain of candidates with rising labels, one stretch for each run that has marks; `score` is its worth.
std::vector<MarkCandidate> mark_chain(const std::vector<MarkCandidate>& candidates, const std::vector<NoteRun>& runs,
                                      int32_t& score);

// ---- marks and notes in order

// A mark as the chain has it; `lost`: a label that the text skips, between the marks beside it in the row. `run`: the
// run of notes that the chain gives it to, which alignment may see otherwise; `restart`: its label begins anew.
struct RunMark {
  uint32_t paragraph = 0, begin = 0, end = 0;
  uint32_t label = 0;
  uint32_t run = 0;
  bool lost = false, restart = false;
};

// All runs of a book as one row of notes.
NoteRun joined_runs(std::vector<NoteRun> runs);

// The cells of the (mark, note) table that are looked at: `width` notes from first[mark] on; first never falls.
struct Band {
  uint32_t notes = 0, width = 1;
  std::vector<uint32_t> first;
  bool contains(uint32_t mark, uint32_t note) const { return note >= first[mark] && note - first[mark] < width; }
};

// A band about the diagonal of each run.
Band band_of(const std::vector<RunMark>& marks, const NoteRun& notes);

// A value for each cell of a band.
template <class T>
struct BandTable {
  Band band;
  std::vector<T> cells;
  explicit BandTable(const Band& b, T fill = T()) : band(b), cells(b.first.size() * b.width, fill) {}
  T& at(uint32_t mark, uint32_t note) { return cells[size_t{mark} * band.width + (note - band.first[mark])]; }
  const T& at(uint32_t mark, uint32_t note) const {
    return cells[size_t{mark} * band.width + (note - band.first[mark])];
  }
};

// How much better a note fits a mark than its neighbours, by the words they share; 1/1024 nats (lexical.cc).
BandTable<int16_t> likeness(const Book& book, const std::vector<RunMark>& marks, const NoteRun& notes,
                            const Band& band);

// ---- faults (faults.cc)

// A note that begins as its neighbour `of` does. `sure`: it breaks off, so that it is no note of its own; else
// alignment decides.
struct Duplicate {
  uint32_t of = kNone;
  bool sure = false;
};
std::vector<Duplicate> duplicates(const Book& book, const NoteRun& notes);

// Do the printed labels carry information? Labels that count without a fault past duplicates were numbered anew.
bool labels_speak(const NoteRun& notes, const std::vector<Duplicate>& duplicates);

// ---- alignment (align.cc)

struct Posterior {
  uint32_t note = 0, permille = 0;
};
// Of each mark: the best note, the probability that it is right, and the probability that the mark's note is missing.
struct Alignment {
  std::vector<Posterior> best;
  std::vector<uint32_t> missing;
  std::vector<uint32_t> taken;  // of each note: the probability that a mark means it
};
// Marks and notes in order, some of either without the other, by forward-backward sums over every alignment in the
// band.
Alignment align(const std::vector<RunMark>& marks, const NoteRun& notes, const std::vector<Duplicate>& duplicates,
                const BandTable<int16_t>& fit, bool labels_speak);

}  // namespace postil
