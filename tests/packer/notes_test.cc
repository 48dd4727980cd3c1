#include <gtest/gtest.h>

#include "packer/notes/label.h"
#include "packer/notes/notes.h"
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

Book markup_book(const std::string& body) {
  Book book;
  EXPECT_TRUE(
      read_html("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>" + body + "</body></html>", "t.xhtml", book));
  structure(book);
  return book;
}

TEST(Label, IsFoundUnderBracketsAndSuperscripts) {
  EXPECT_EQ(bare_label("[12]"), "12");
  EXPECT_EQ(bare_label("¹²"), "12");
  EXPECT_EQ(bare_label("Note 3."), "3");
  EXPECT_EQ(bare_label("†"), "†");
  EXPECT_EQ(bare_label("iv"), "iv");
  EXPECT_EQ(bare_label("see above"), "");
  EXPECT_EQ(label_prefix("12. Gibbon", "12"), 4u);
  EXPECT_EQ(label_prefix("[12] Gibbon", "12"), 5u);
  EXPECT_EQ(label_prefix("120 men", "12"), 0u);
}

TEST(PlainNotes, ANumberedListIsNoNotes) {
  const Book book = text_book("We need bread and salt.\n\n1 Bread\n\n2 Salt\n\n3 Butter\n\n4 Cheese\n");
  EXPECT_TRUE(find_notes(book).marks.empty());
}

TEST(LinkedNotes, ReciprocalLinksGiveOneWholeNoteWithoutLabelAndBacklink) {
  const Book book = markup_book(
      "<p>Text<sup><a id=\"r1\" href=\"#n1\">1</a></sup> goes on<sup><a id=\"r2\" href=\"#n2\">2</a></sup>.</p>"
      "<div><p id=\"n1\"><a href=\"#r1\">1</a>. First <em>note</em>.</p><p>Its second paragraph. <a "
      "href=\"#r1\">↩</a></p>"
      "<p id=\"n2\"><a href=\"#r2\">2</a>. Second.</p></div>");
  const NoteSet set = find_notes(book);
  ASSERT_EQ(set.marks.size(), 2u);
  ASSERT_EQ(set.notes.size(), 2u);
  EXPECT_EQ(set.marks[0].note, 0u);
  EXPECT_EQ(note_body(book, set.notes[0]).text, "First note.\nIts second paragraph.");
  EXPECT_EQ(note_body(book, set.notes[1]).text, "Second.");
  EXPECT_EQ(to_xhtml(note_body(book, set.notes[0])), "<p>First <em>note</em>.</p><p>Its second paragraph.</p>");
}

TEST(LinkedNotes, TwoNotesOfOneIdAreUnresolved) {
  const Book book = markup_book(
      "<p>A<sup><a epub:type=\"noteref\" href=\"#n1\">1</a></sup>.</p><aside id=\"n1\"><p>One.</p></aside><aside "
      "id=\"n1\"><p>Two.</p></aside>");
  const NoteSet set = find_notes(book);
  ASSERT_EQ(set.marks.size(), 1u);
  EXPECT_EQ(set.marks[0].note, kNone);
  ASSERT_FALSE(set.findings.empty());
  EXPECT_EQ(set.findings[0].code, "N-ID");
}

TEST(LinkedNotes, ChapterLinksAndPageNumbersAreNoNotes) {
  const Book book = markup_book(
      "<ul><li><a href=\"#c1\">I</a></li><li><a href=\"#c2\">II</a></li></ul><h2 id=\"c1\">I</h2><p>See page <a "
      "href=\"#p7\">7</a>.</p>"
      "<h2 id=\"c2\">II</h2><p>Text with <span id=\"p7\"></span> a page.</p>");
  EXPECT_TRUE(find_notes(book).marks.empty());
}

}  // namespace
}  // namespace postil
