// What a linked book left unlinked.
#include "tests/support/markup_book.h"

namespace postil {
namespace {

const char* name(int i) {
  static const char* const kNames[] = {"Ardenne",  "Brixham", "Corvino", "Dunmore", "Elswick",
                                       "Falmouth", "Gravina", "Holland", "Iverson", "Jarrow"};
  return kNames[i % 10];
}
std::string number(int n) {
  return std::to_string(n);
}
std::string sentence(int i) {
  return std::string("The harbour of ") + name(i) + " was deepened.";
}
std::string note_text(int i) {
  return std::string("On ") + name(i) + " see the port books.";
}
std::string linked(const std::string& id, int n) {
  return "<sup><a id=\"r" + id + number(n) + "\" href=\"#n" + id + number(n) + "\">" + number(n) + "</a></sup> ";
}
std::string note(const std::string& id, int n) {
  return "<p id=\"n" + id + number(n) + "\"><a href=\"#r" + id + number(n) + "\">" + number(n) + "</a>. " +
         note_text(n) + "</p>";
}
std::string bare_note(int n) {
  return "<p>" + number(n) + ". " + note_text(n) + "</p>";
}

// "label>text of its note" of each mark.
std::vector<std::string> links(const std::string& body) {
  const Book book = book_of({{"t.xhtml", body}});
  return shown(book, find_notes(book));
}
std::string right(int n) {
  return number(n) + ": " + note_text(n);
}

size_t count(const NoteSet& set, const std::string& code) {
  size_t found = 0;
  for (const Finding& f : set.findings) found += f.code == code;
  return found;
}

TEST(Remainder, MarksThatAreNoLinksBetweenLinks) {
  std::string text, notes;
  for (int i = 1; i <= 9; ++i) {
    const bool lost = i == 4 || i == 5;
    text += sentence(i) + (lost ? "<sup>" + number(i) + "</sup> " : linked("", i));
    notes += lost ? bare_note(i) : note("", i);
  }
  const Book book = book_of({{"t.xhtml", "<p>" + text + "</p><h3>Notes</h3>" + notes}});
  const NoteSet set = find_notes(book);
  std::vector<std::string> all;
  for (int i = 1; i <= 9; ++i) all.push_back(right(i));
  EXPECT_EQ(shown(book, set), all);
  EXPECT_EQ(set.marks[3].how, How::aligned);
  EXPECT_EQ(set.marks[2].how, How::href);
  EXPECT_EQ(count(set, "N-UNLINKED"), 2u);
  EXPECT_EQ(count(set, "N-ORPHAN"), 0u);
}

TEST(Remainder, PlainDigitsAtTheEndOfAChapter) {
  std::string text, notes;
  for (int i = 1; i <= 8; ++i) {
    text += sentence(i) + (i >= 6 ? number(i) + " " : linked("", i));
    notes += i >= 6 ? bare_note(i) : note("", i);
  }
  const auto found = links("<p>" + text + "</p><h3>Notes</h3>" + notes);
  ASSERT_EQ(found.size(), 8u);
  for (int i = 1; i <= 8; ++i) EXPECT_EQ(found[static_cast<size_t>(i - 1)], right(i));
}

TEST(Remainder, ALinkToNowhereIsRepairedAndReportedAllTheSame) {
  std::string text, notes;
  for (int i = 1; i <= 7; ++i) {
    text += sentence(i) + (i == 4 ? "<sup><a epub:type=\"noteref\" href=\"#gone4\">4</a></sup> " : linked("", i));
    notes += i == 4 ? bare_note(i) : note("", i);
  }
  const Book book = book_of({{"t.xhtml", "<p>" + text + "</p><h3>Notes</h3>" + notes}});
  const NoteSet set = find_notes(book);
  ASSERT_EQ(set.marks.size(), 7u);
  EXPECT_EQ(shown(book, set)[3], right(4));
  EXPECT_EQ(set.marks[3].how, How::aligned);
  EXPECT_EQ(count(set, "N-LINK"), 1u);
}

TEST(Remainder, ALinkToNowhereWhoseNoteIsNotThereStaysUnresolved) {
  std::string text, notes;
  for (int i = 1; i <= 7; ++i) {
    text += sentence(i) + (i == 4 ? "<sup><a epub:type=\"noteref\" href=\"#gone4\">4</a></sup> " : linked("", i));
    if (i != 4) notes += note("", i);
  }
  const auto found = links("<p>" + text + "</p><h3>Notes</h3>" + notes);
  ASSERT_EQ(found.size(), 7u);
  EXPECT_EQ(found[3], "4: -");
}

TEST(Remainder, AChapterWithoutLinks) {
  std::string first, first_notes, second, second_notes;
  for (int i = 1; i <= 5; ++i) {
    first += sentence(i) + linked("a", i);
    first_notes += note("a", i);
    second += sentence(i + 3) + "<sup>" + number(i) + "</sup> ";
    second_notes += "<p>" + number(i) + ". " + note_text(i + 3) + "</p>";
  }
  const Book book = book_of({{"one.xhtml", "<h1>One</h1><p>" + first + "</p><h3>Notes</h3>" + first_notes},
                             {"two.xhtml", "<h1>Two</h1><p>" + second + "</p><h3>Notes</h3>" + second_notes}});
  const NoteSet set = find_notes(book);
  const auto found = shown(book, set);
  ASSERT_EQ(found.size(), 10u);
  for (int i = 1; i <= 5; ++i) {
    EXPECT_EQ(found[static_cast<size_t>(i - 1)], right(i));
    EXPECT_EQ(found[static_cast<size_t>(i + 4)], number(i) + ": " + note_text(i + 3));
  }
  EXPECT_EQ(set.notes.size(), 10u);
  EXPECT_EQ(count(set, "N-UNLINKED"), 1u);
}

TEST(Remainder, WhatIsNoMarkStaysSo) {
  std::string text, notes;
  for (int i = 1; i <= 7; ++i) {
    text += sentence(i);
    if (i == 4)
      text +=
          " It took 10<sup>4</sup> men, an area of 3 km<sup>4</sup>, as chapter 4 tells [4], and so does equation (4). "
          "There were 4 of them. ";
    else
      text += linked("", i);
    notes += i == 4 ? bare_note(i) : note("", i);
  }
  const auto found = links("<p>" + text + "</p><h3>Notes</h3>" + notes);
  EXPECT_EQ(found.size(), 6u);
}

TEST(Remainder, OffLinksNothing) {
  std::string text, notes;
  for (int i = 1; i <= 6; ++i) {
    text += sentence(i) + (i == 5 || i == 6 ? number(i) + " " : linked("", i));
    notes += i >= 5 ? bare_note(i) : note("", i);
  }
  const Book book = book_of({{"t.xhtml", "<p>" + text + "</p><h3>Notes</h3>" + notes}});
  EXPECT_EQ(find_notes(book, {UnlinkedNotes::off}).marks.size(), 4u);
}

TEST(UnlinkedMarkup, ARaisedMarkAfterANumberIsNotPartOfIt) {
  std::string text, notes;
  std::vector<std::string> all;
  for (int i = 1; i <= 9; ++i) {
    text +=
        (i == 1 ? "By paragraph 19<sup>1</sup> of the terms the harbour of " + std::string(name(1)) + " was deepened. "
                : sentence(i) + "<sup>" + number(i) + "</sup> ");
    notes += bare_note(i);
    all.push_back(right(i));
  }
  EXPECT_EQ(links("<p>" + text + "</p><h3>Notes</h3>" + notes), all);
}

TEST(ListedNotes, AnOrderedListPrintsNoNumbers) {
  std::string text, notes;
  for (int i = 1; i <= 6; ++i) {
    text += sentence(i) + "<sup>" + number(i) + "</sup> ";
    notes += "<li>" + note_text(i) + "</li>";
  }
  auto found = links("<p>" + text + "</p><h2>Notes</h2><ol>" + notes + "</ol>");
  ASSERT_EQ(found.size(), 6u);
  for (int i = 1; i <= 6; ++i) EXPECT_EQ(found[static_cast<size_t>(i - 1)], right(i));
  // An ordered list of a text without marks is none of notes.
  EXPECT_TRUE(
      links("<p>" + sentence(1) + " An area of 4 km<sup>2</sup>.</p><h2>Steps</h2><ol>" + notes + "</ol>").empty());
}

}  // namespace
}  // namespace postil
