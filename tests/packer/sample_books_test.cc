// The sample chapter (tests/data/sarne): as EPUB every noteref has its note; as badly extracted text no noteref gets a
// wrong one.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "packer/notes/notes.h"
#include "packer/pack.h"

namespace postil {
namespace {

const std::string kFolder = POSTIL_TEST_DATA "/sarne/";

Compiled compiled(const std::string& name) {
  Compiled out;
  const Result r = compile_book(kFolder + name, {}, out);
  EXPECT_TRUE(r) << r.message;
  return out;
}

// notes.txt: row i is note i + 1, italics marks removed.
std::vector<std::string> true_notes() {
  std::ifstream in(kFolder + "notes.txt");
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    line.erase(0, line.find(". ") + 2);
    line.erase(std::remove(line.begin(), line.end(), '*'), line.end());
    out.push_back(line);
  }
  return out;
}

struct TrueMark {
  uint32_t begin, end;
  std::string label, note;
};
struct TrueNote {
  uint32_t begin, end;
  std::string label, number, status;
};
struct Truth {
  std::vector<TrueMark> marks;
  std::vector<TrueNote> notes;
};
Truth read_truth() {
  std::ifstream in(kFolder + "weir.truth.tsv");
  Truth out;
  for (std::string line; std::getline(in, line);) {
    std::istringstream row(line);
    std::string kind, label, number, status;
    uint32_t begin = 0, end = 0;
    row >> kind >> begin >> end >> label >> number >> status;
    if (kind == "M") out.marks.push_back({begin, end, label, number});
    if (kind == "N") out.notes.push_back({begin, end, label, number, status});
  }
  return out;
}

TEST(SampleBooks, EveryNoterefOfTheEpubHasItsNote) {
  const Compiled c = compiled("weir.epub");
  const auto notes = true_notes();
  ASSERT_EQ(notes.size(), 42u);
  ASSERT_EQ(c.notes.marks.size(), notes.size());
  for (size_t i = 0; i < notes.size(); ++i) {
    const Mark& m = c.notes.marks[i];
    EXPECT_EQ(m.label, std::to_string(i + 1));
    ASSERT_NE(m.note, kNone) << i + 1;
    EXPECT_EQ(note_body(c.book, c.notes.notes[m.note]).text, notes[i]);
  }
}

TEST(SampleBooks, TheTruthIsTrueOfTheText) {
  std::ifstream in(kFolder + "weir.txt");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const Truth truth = read_truth();
  ASSERT_EQ(truth.marks.size(), 42u);
  ASSERT_EQ(truth.notes.size(), 42u);  // one lost, one twice
  for (const TrueMark& m : truth.marks) EXPECT_EQ(text.substr(m.begin, m.end - m.begin), m.label);
  for (const TrueNote& n : truth.notes)
    EXPECT_EQ(text.substr(n.begin - n.label.size() - 2, n.label.size() + 2), n.label + ". ");
}

TEST(SampleBooks, NoNoterefOfTheFaultyTextGetsAWrongNote) {
  const Truth truth = read_truth();
  const Compiled c = compiled("weir.txt");
  std::map<uint32_t, const Mark*> found;  // by byte
  for (const Mark& m : c.notes.marks) found[c.book.paragraphs[m.paragraph].begin + m.begin] = &m;
  size_t seen = 0, shown = 0;
  for (const TrueMark& t : truth.marks) {
    const auto at = found.find(t.begin);
    if (at == found.end()) continue;
    ++seen;
    const Mark& m = *at->second;
    found.erase(at);
    if (m.note == kNone) continue;
    ++shown;
    const Note& note = c.notes.notes[m.note];
    const uint32_t begin = c.book.paragraphs[note.begin.paragraph].begin + note.begin.offset;
    const TrueNote* right = nullptr;
    for (const TrueNote& n : truth.notes)
      if (begin >= n.begin && begin < n.end) right = &n;
    ASSERT_NE(right, nullptr) << "noteref " << t.label << " is shown what is no note";
    EXPECT_EQ(right->number, t.note) << "noteref " << t.label << " gets the wrong note";
    EXPECT_NE(right->status, "fragment") << "noteref " << t.label;
  }
  EXPECT_GE(seen, 40u) << "of 42 noterefs; two of them stand side by side";
  for (const auto& [byte, mark] : found)
    EXPECT_EQ(mark->note, kNone) << "what is no noteref gets a note, at byte " << byte;
  RecordProperty("shown", static_cast<int>(shown));
}

}  // namespace
}  // namespace postil
