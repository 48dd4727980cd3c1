// The works of a book: every reference that some note gives, one record a work however often it is given.
#pragma once
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "packer/citations/parse.h"

namespace postil {

struct WorkRecord {
  uint32_t note = kNone;  // of the first mention
  uint32_t at = 0;        // its byte there
  Fullness fullness = Fullness::bare;
  bool document = false, source = false, editor = false, quoted = false;
  bool listed = false;   // from the book's bibliography
  bool outside = false;  // no note gives it in full
  std::vector<PersonName> people;
  std::vector<std::string> authors;
  std::vector<uint32_t> title;    // its words but for articles and the like
  uint32_t main = 0;              // how many of them come before the colon
  std::vector<uint32_t> volumes;  // numbers among them
  std::string joined;             // the title's letters
  uint32_t year = 0;
  Date date;
  std::vector<uint32_t> from, to, numbers;
  uint32_t kind = kNoToken;
  std::string reference, title_text;
  std::vector<uint32_t> cited_by;
};

// Given before byte `at` of the note, or in the bibliography.
inline bool earlier(const WorkRecord& r, uint32_t note, uint32_t at) {
  return r.listed || r.note < note || (r.note == note && r.at < at);
}
// Of the bibliography, and no note has cited it yet.
inline bool only_listed(const WorkRecord& r) {
  return r.listed && r.cited_by.empty();
}

// How well words of a note spell a work's title.
struct TitleMatch {
  uint32_t words = 0;   // of the title met, in order
  uint32_t gaps = 0;    // passed over between them
  uint32_t last = 0;    // token after them
  bool start = false;   // from the title's first word on
  bool whole = false;   // all of it, or all before the colon
  bool closed = false;  // something ends the title there: punctuation, a number, the end of italics
  int32_t score() const {
    return static_cast<int32_t>(words) * 1000 - static_cast<int32_t>(gaps) * 60 + (start ? 150 : 0) + (whole ? 250 : 0);
  }
};

class WorkIndex {
 public:
  explicit WorkIndex(const Vocabulary& words) : words_(words) {}

  // The record of a citation that stands as it is (full, document, source): a known one, or a new one. A container with
  // an imprint of its own ("in X, ed., Title (…)") becomes a record too.
  uint32_t add(uint32_t note, const CiteText& t, const Cite& c);
  // A work of the book's bibliography, unless a note gives it in full. `repeated`: a dash stands for the author.
  void add_listed(const CiteText& t, const Cite& c, bool repeated);
  // A work met only in short forms.
  uint32_t add_outside(uint32_t note, const CiteText& t, const Cite& c);
  void grow_outside(uint32_t record, const CiteText& t, const Cite& c);

  const std::vector<WorkRecord>& records() const { return records_; }
  std::vector<WorkRecord>& records() { return records_; }
  const std::vector<uint32_t>* by_name(uint32_t word) const;
  // Works whose title begins with these two words.
  const std::vector<uint32_t>* by_title(uint32_t first, uint32_t second) const;
  // The first document before (note, at) of the same day and participants; kNone where none or more than one fits.
  uint32_t find_document(const Cite& c, uint32_t note, uint32_t at) const;
  // The first work whose quoted title is, or begins with, these letters.
  // `date` is the one given with it: a document of another day is another document.
  uint32_t find_quoted(const std::string& joined, const Date& date, uint32_t note, uint32_t at) const;

  TitleMatch align(const CiteText& t, uint32_t at, uint32_t limit, const WorkRecord& r) const;

  std::string joined(const CiteText& t, TokenRange range) const;
  // The words that make a title's identity.
  std::vector<uint32_t> title_words(const CiteText& t, TokenRange range, uint32_t* main = nullptr) const;
  bool same_word(uint32_t a, uint32_t b) const { return a == b || similar_words(words_.text(a), words_.text(b)); }

 private:
  uint32_t put(WorkRecord record);
  void index(uint32_t id);
  uint32_t known(const WorkRecord& record) const;

  const Vocabulary& words_;
  std::vector<WorkRecord> records_;
  std::vector<std::string> listed_authors_;
  std::unordered_map<uint32_t, std::vector<uint32_t>> names_;
  std::unordered_map<uint64_t, std::vector<uint32_t>> titles_;
  std::unordered_map<std::string, std::vector<uint32_t>> starts_;  // first letters of the joined title
  std::map<std::string, std::vector<uint32_t>> quoted_;
  std::unordered_map<uint64_t, std::vector<uint32_t>> dates_;
};

// Adds the entries of chapters that list works ("Bibliography", "Works Cited", "Literaturverzeichnis").
void read_bibliography(const Book& book, Vocabulary& words, WorkIndex& works);

}  // namespace postil
