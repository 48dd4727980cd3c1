// Notes that the text itself sets off, without links, and notes that pages break.
#include "packer/notes/printed.h"

#include "packer/read/read.h"
#include "tests/support/markup_book.h"

namespace postil {
namespace {

using Lines = std::vector<std::string>;

Book text_book(const std::string& text) {
  Book book;
  EXPECT_TRUE(read_plain_text(text, "t.txt", book));
  structure(book);
  return book;
}
Lines of(const std::string& text) {
  const Book book = text_book(text);
  return shown(book, find_notes(book));
}

TEST(PrintedNotes, InBracketsBelowTheirParagraphs) {
  EXPECT_EQ(of("The ferry[1] crossed.\n\n[Footnote 1: A flat boat, as in [Lund].]\n\nThe toll[2] was paid[A] "
               "late.\n\n[Footnote 2: In "
               "copper.\n\nOr in salt.]\n[Footnote A: By night.]\n\nThe bell.* The end.\n\n[Footnote *: Of Leeds.]\n"),
            (Lines{"1: A flat boat, as in [Lund].", "2: In copper. / Or in salt.", "A: By night.", "*: Of Leeds."}));
}

TEST(PrintedNotes, InBracketsAtTheEndOfTheBook) {
  EXPECT_EQ(of("The ferry[1] crossed[2].\n\nThe toll[1] was paid[2].\n\n[Footnote 1: One.]\n\n[Footnote 2: "
               "Two.]\n\n[Footnote 1: "
               "Three.]\n\n[Footnote 2: Four.]\n"),
            (Lines{"1: One.", "2: Two.", "1: Three.", "2: Four."}));
  EXPECT_EQ(of("The ferry[1] crossed, and the ferry[1] came back.\n\n[Footnote 1: One.]\n\nThe toll[2] was "
               "paid.\n\n[Footnote 2: Two.]\n"),
            (Lines{"1: -", "1: -", "2: Two."}))
      << "which of the two is meant is not known";
  EXPECT_EQ(of("The ferry [sic] crossed [1].\n\n[Note that: so it was.]\n\n[Footnote 7: Of nothing.]\n"), Lines());
}

TEST(PrintedNotes, BySymbolsBelowTheText) {
  EXPECT_EQ(of("The ferry crossed.* Nobody† paid.\n\n* A flat boat.\n† Not in winter.\n\nThe bell rang,* and "
               "it\nrained.\n\nAnd it went "
               "on.\n\n*Of Leeds.\n"),
            (Lines{"*: A flat boat.", "†: Not in winter.", "*: Of Leeds."}));
  const Book book = book_of({{"a.xhtml",
                              "<p>The ferry crossed.<sup>*</sup> So.</p><p><sup>*</sup> A flat "
                              "boat.</p><h2>Two</h2><p>The toll.<sup>‡</sup></p>"
                              "<p>‡ In copper.</p>"}});
  EXPECT_EQ(shown(book, find_notes(book)), (Lines{"*: A flat boat.", "‡: In copper."}));
}

TEST(PrintedNotes, ListsEmphasisAndRulesAreNoNotes) {
  EXPECT_EQ(of("Bring *bread* and *salt*.\n\n* bread\n\n* salt\n\n* * *\n\n***\n\nIt was a *long* day.\n"), Lines());
  EXPECT_EQ(of("The ferry* crossed and the toll* was paid.\n\n* Which of the two?\n"), Lines());
  EXPECT_EQ(of("Born 1870, †1912.\n\n† He died in Kell.\n"), Lines());
}

TEST(PrintedNotes, StandBesideNumberedOnes) {
  std::string text = "The pilot* knew the bar.\n\n* Tobias Lund.\n\n", notes;
  const char* const names[] = {"Ardenne", "Brixham", "Corvino", "Dunmore", "Elswick"};
  for (int i = 0; i < 5; ++i) {
    text += std::string("The harbour of ") + names[i] + " was deepened under its charter." + std::to_string(i + 1) +
            " It was late.\n\n";
    notes += std::to_string(i + 1) + ". On " + names[i] + " and its charter see the port books.\n\n";
  }
  const Lines got = of(text + "Notes\n\n" + notes);
  ASSERT_EQ(got.size(), 6u);
  EXPECT_EQ(got[0], "*: Tobias Lund.");
  EXPECT_EQ(got[5], "5: On Elswick and its charter see the port books.");
}

// A page number is no word of the note that it parts, nor is the hyphen before it; the device must see it so too.
TEST(PrintedNotes, PagesThatPartANote) {
  const Book book = text_book(
      "The ferry[1] crossed. The toll[2] was paid. The bell[3] rang over the water.\n\n[Footnote 1: A flat boat that "
      "crossed the river and cros-\n\n   "
      "213\n\nsed back again under sail.]\n\n[Footnote 2: The toll was paid in copper at the bridge,\n\n214\n\nor in "
      "salt where the "
      "copper was not to be had.]\n\n[Footnote 3: The bell was cast by the founders of Leeds-\n\n215\n\nKell, and hung "
      "by the men of the parish.]\n");
  const NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set),
            (Lines{"1: A flat boat that crossed the river and crossed back again under sail.",
                   "2: The toll was paid in copper at the bridge, / or in salt where the copper was not to be had.",
                   "3: The bell was cast by the founders of Leeds- / Kell, and hung by the men of the parish."}));
  Book deaf = book;  // as one who does not know what is junk
  for (Paragraph& p : deaf.paragraphs) p.junk = false;
  EXPECT_EQ(shown(deaf, set), shown(book, set));
}

}  // namespace
}  // namespace postil
