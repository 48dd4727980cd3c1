// Notes at the back of a book that nothing in the text calls: they name a page and some words of it.
#include "packer/notes/linked_pages.h"
#include "tests/support/markup_book.h"

namespace postil {
namespace {

using Lines = std::vector<std::string>;

std::string page(const std::string& label) {
  return "<span epub:type=\"pagebreak\" id=\"page_" + label + "\" title=\"" + label + "\"></span>";
}

const std::string kText =
    "<h1>One</h1><p>" + page("xi") + "Before the winter the harbour was full of boats.</p><p>" + page("11") +
    "Then the river rose, and nobody came to the harbour. The town was empty.</p><p>In May " + page("12") +
    "it fell again; the merchants were glad, and the lamps were lit. The town rejoiced, and the town slept.</p><p>" +
    page("13") + "Judith Amery left by the last boat, and the lamps went out.</p>";

NoteSet notes_of(const std::string& notes, Book& book) {
  book = book_of({{"c.xhtml", kText}, {"n.xhtml", "<h1>Notes</h1><h2>One</h2>" + notes}});
  return find_notes(book);
}

Lines of(const std::string& notes) {
  Book book;
  const NoteSet set = notes_of(notes, book);
  for (const Mark& m : set.marks) {
    EXPECT_EQ(m.how, How::aligned);
    EXPECT_EQ(book.paragraphs[m.paragraph].text.substr(m.begin, m.end - m.begin).substr(1), m.label.substr(1));
  }
  return shown(book, set);
}

TEST(PhraseNotes, PagesThatAreNoLinks) {
  EXPECT_EQ(of("<p>xi <i>full of boats</i>: Some forty.</p><p>11 <i>The river rose</i>: A wet year.</p><p>So says the "
               "log.</p><p>12 <i>the merchants were glad</i>: Ellory says so.</p>"),
            (Lines{"full of boats: full of boats: Some forty.",
                   "The river rose: The river rose: A wet year. / So says the log.",
                   "the merchants were glad: the merchants were glad: Ellory says so."}));
}

TEST(PhraseNotes, WordsAndStopsAroundThePage) {
  EXPECT_EQ(of("<p>Page 11: “the river rose”: A wet year.</p><p>p. 12. the merchants were glad: Ellory says "
               "so.</p><p>pp. 13–14, <b>by the last boat</b> The Tern.</p>"),
            (Lines{"the river rose: “the river rose”: A wet year.",
                   "the merchants were glad: the merchants were glad: Ellory says so.",
                   "by the last boat: by the last boat The Tern."}));
}

TEST(PhraseNotes, SeveralPhrasesOfOnePage) {
  EXPECT_EQ(
      of("<p>11 <i>the river rose</i>: A wet year.</p><p><i>nobody came</i>: Almost nobody.</p><p><i>The Log</i>: "
         "it has none.</p><p>13 <i>by the last boat</i>: The Tern.</p>"),
      (Lines{"the river rose: the river rose: A wet year.",
             "nobody came: nobody came: Almost nobody. / The Log: it has none.",
             "by the last boat: by the last boat: The Tern."}));
}

TEST(PhraseNotes, APageOffIsFoundAndTwoPlacesAreNone) {
  Book book;
  const NoteSet set = notes_of(
      "<p>12 <i>the river rose</i>: A wet year.</p><p>12 <i>the merchants were glad</i>: So.</p><p>12 <i>the town</i>: "
      "Aldane.</p><p>13 <i>Judith Amery</i>: A diver.</p>",
      book);
  EXPECT_EQ(shown(book, set),
            (Lines{"the river rose: the river rose: A wet year.",
                   "the merchants were glad: the merchants were glad: So.", "Judith Amery: Judith Amery: A diver."}));
  ASSERT_EQ(set.notes.size(), 4u);
  EXPECT_TRUE(set.notes[2].marks.empty());
  ASSERT_EQ(set.findings.size(), 1u);
  EXPECT_EQ(set.findings[0].code, "N-ORPHAN");
}

TEST(PhraseNotes, LinkedPagesWithoutTheirPhraseOnceAreNone) {
  Book book;
  auto link = [](const std::string& label) { return "<a href=\"c.xhtml#page_" + label + "\">" + label + "</a> "; };
  const NoteSet set =
      notes_of("<p>" + link("11") + "<i>the river rose</i>: A wet year.</p><p>" + link("12") +
                   "<i>the town</i>: Aldane.</p><p>" + link("12") + "<i>the lamps were lit</i>: Of oil.</p><p>" +
                   link("13") + "<i>Judith Amery</i>: A diver.</p>",
               book);
  EXPECT_EQ(shown(book, set),
            (Lines{"the river rose: the river rose: A wet year.", "the lamps were lit: the lamps were lit: Of oil.",
                   "Judith Amery: Judith Amery: A diver."}));
}

TEST(PhraseNotes, NumberedNotesAndReferencesAreNoPages) {
  Book book;
  for (const char* notes :
       {"<p>11. Brown, <i>Rivers of the north</i>: a survey.</p><p>12. Green, <i>Rain</i>.</p><p>13. White, "
        "<i>Snow</i>: a history.</p>",
        "<p>11 <i>Rivers</i>: a survey.</p><p>12 <i>Harbours</i>: a list.</p><p>13 <i>the lamps went out</i>: "
        "So.</p>"}) {
    const NoteSet set = notes_of(notes, book);
    for (const Mark& m : set.marks) EXPECT_EQ(m.note, kNone) << notes;
  }
}

TEST(PrintPages, LabelsOfBreaksAndLines) {
  const Book book =
      book_of({{"c.xhtml", "<p>" + page("7") +
                               "A<span class=\"pagenum\">[Pg 8]</span> b <a id=\"p009\" class=\"pagenum\"></a>c " +
                               page("10") + "d " + page("10") + "e.</p>"}});
  const LinkIndex index(book);
  const PrintPages pages(index);
  EXPECT_EQ(pages.count(), 5u);
  EXPECT_EQ(pages.find("7"), 0u);
  EXPECT_EQ(pages.find("8"), 1u);
  EXPECT_EQ(pages.find("9"), 2u);
  EXPECT_EQ(pages.find("10"), kNone);
  EXPECT_EQ(pages.find("11"), kNone);
  EXPECT_EQ(pages.at(pages.begin(1)), 1u);
  size_t size = 0;
  EXPECT_EQ(leading_page("p. 12: text", &size), "12");
  EXPECT_EQ(size, 7u);
  EXPECT_EQ(leading_page("12–14 text", &size), "12");
  EXPECT_EQ(leading_page("XIV. text", &size), "xiv");
  EXPECT_EQ(leading_page("12th", &size), "");
  EXPECT_EQ(leading_page("20000 men", &size), "");
}

}  // namespace
}  // namespace postil
