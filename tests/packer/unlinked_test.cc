// Unlinked notes: what is a mark, what is a note, and which means which.
#include <gtest/gtest.h>

#include <cmath>

#include "packer/notes/fixed_log.h"
#include "packer/notes/notes.h"
#include "packer/notes/unlinked.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

Book text_book(const std::string& text) {
  Book book;
  EXPECT_TRUE(read_plain_text(text, "t.txt", book));
  structure(book);
  return book;
}

TEST(FixedLog, AgreesWithFloatingPointToOneUnit) {
  for (uint64_t n : {1ull, 2ull, 3ull, 10ull, 1000ull, 123456789ull, 1ull << 40})
    EXPECT_NEAR(fixed_ln(n), std::log(static_cast<double>(n)) * kNat, 1.0) << n;
  EXPECT_EQ(fixed_ln(0), kImpossible);
  for (int32_t a = -12000; a <= 0; a += 37) {
    EXPECT_NEAR(fixed_log_add(0, a), std::log1p(std::exp(a / 1024.0)) * kNat, 1.5) << a;
    EXPECT_EQ(fixed_log_add(a, 0), fixed_log_add(0, a));
    EXPECT_NEAR(fixed_permille(a), 1000 * std::exp(a / 1024.0), 0.6) << a;
  }
  EXPECT_EQ(fixed_log_add(kImpossible, kImpossible / 2), kImpossible / 2);
}

TEST(PlainNotes, MarksAreFoundAndAligned) {
  const Book book = text_book(
      "It rained in 1951.1 The river rose. 2 Nobody came for 10,000 days.3Then they did.”4\n\n"
      "1 A note of some length.\n\n2 Another note.\n\n3 A third.\n\n4 A fourth.\n");
  NoteSet set = find_notes(book);
  ASSERT_EQ(set.marks.size(), 4u);
  ASSERT_EQ(set.notes.size(), 4u);
  for (uint32_t i = 0; i < 4; ++i) {
    EXPECT_EQ(set.marks[i].note, i);
    EXPECT_EQ(set.marks[i].how, How::aligned);
  }
  set = find_notes(book, {UnlinkedNotes::label});
  for (uint32_t i = 0; i < 4; ++i) EXPECT_EQ(set.marks[i].how, How::label);
  EXPECT_EQ(note_body(book, set.notes[1]).text, "Another note.");
  EXPECT_TRUE(find_notes(book, {UnlinkedNotes::off}).marks.empty());
}

}  // namespace
}  // namespace postil
