// Where runs of notes begin, and how far their notes reach.
#include <functional>

#include "tests/packer/unlinked_support.h"

namespace postil {
namespace {

// Two chapters of eight marks; `spoil` prints the notes of the second.
std::string two_chapters(const std::function<std::string(int)>& spoil) {
  std::string body, notes;
  for (int chapter = 0; chapter < 2; ++chapter) {
    const std::string head = "Chapter " + std::to_string(chapter + 1) + "\n\n";
    body += head, notes += head;
    for (int i = 1; i <= 8; ++i) {
      body += sentence(chapter * 8 + i) + std::to_string(i) + " ";
      notes += chapter == 0 ? std::to_string(i) + ". " + note_text(i) + "\n\n" : spoil(i);
    }
    body += "\n\n";
  }
  return body + "Notes\n\n" + notes;
}

TEST(Runs, TheFirstNoteOfAChapterIsMissing) {
  const NoteSet set = find_notes(text_book(
      two_chapters([](int i) { return i == 1 ? "" : std::to_string(i) + ". " + note_text(8 + i) + "\n\n"; })));
  EXPECT_EQ(links(set), "1>1 2>2 3>3 4>4 5>5 6>6 7>7 8>8 1>? 2>2 3>3 4>4 5>5 6>6 7>7 8>8");
  EXPECT_EQ(findings(set, "N-MISSING").size(), 1u);
}

TEST(Runs, TheFirstNoteOfAChapterIsPrintedTwice) {
  for (const bool counted : {false, true}) {
    const NoteSet set = find_notes(text_book(two_chapters([&](int i) {
      const std::string note = note_text(8 + i);
      const std::string label = std::to_string(counted && i > 1 ? i + 1 : i) + ". ";
      return (i == 1 ? label + note.substr(0, 40) + "\n\n" + std::to_string(counted ? 2 : 1) + ". " : label) + note +
             "\n\n";
    })));
    ASSERT_EQ(set.marks.size(), 16u);
    ASSERT_EQ(set.notes.size(), 17u);
    for (uint32_t i = 0; i < 16; ++i) EXPECT_EQ(set.marks[i].note, i < 8 ? i : i + 1) << counted << " mark " << i;
    EXPECT_EQ(set.notes[8].duplicate_of, 9u) << counted;
  }
}

TEST(Runs, LongNotesAreWholeThoughMostOfTheirTextHasNoNumber) {
  std::string body, notes;
  for (int i = 1; i <= 6; ++i) {
    body += sentence(i) + std::to_string(i) + " ";
    notes += std::to_string(i) + ". " + note_text(i) + "\n\n";
    for (int more = 0; more < 12; ++more) notes += "It was so, and the clerks wrote it down. " + sentence(i) + "\n\n";
  }
  const Book book = text_book(body + "\n\nNotes\n\n" + notes);
  const NoteSet set = find_notes(book);
  ASSERT_EQ(set.notes.size(), 6u);
  for (uint32_t i = 0; i + 1 < 6; ++i)
    EXPECT_EQ(set.notes[i].end.paragraph, set.notes[i + 1].begin.paragraph - 1) << "note " << i;
}

TEST(Runs, FootnotesBelowTheirParagraphsTakeNoTextOfTheBody) {
  std::string text;
  for (int i = 1; i <= 8; ++i) {
    for (int more = 0; more < 6; ++more) text += "They went on, and the road was long. " + sentence(i + 3) + "\n\n";
    text += sentence(i) + std::to_string(i) + "\n\n" + std::to_string(i) + ". " + note_text(i) + "\n\n";
  }
  const Book book = text_book(text);
  const NoteSet set = find_notes(book);
  ASSERT_EQ(set.notes.size(), 8u);
  for (uint32_t i = 0; i < 8; ++i) {
    EXPECT_EQ(note_body(book, set.notes[i]).text, note_text(static_cast<int>(i) + 1));
    EXPECT_EQ(set.marks[i].note, i);
  }
}

}  // namespace
}  // namespace postil
