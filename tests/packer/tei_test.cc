#include <gtest/gtest.h>

#include "packer/entities/entities.h"
#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

Book tei(const std::string& text) {
  Book book;
  EXPECT_TRUE(
      read_tei("<?xml version=\"1.0\"?><TEI xmlns=\"http://www.tei-c.org/ns/1.0\" "
               "xml:lang=\"en\"><teiHeader><fileDesc><titleStmt>"
               "<title>The Tessel</title><author>A. Writer</author></titleStmt></fileDesc></teiHeader><text>" +
                   text + "</text></TEI>",
               "t.xml", book));
  structure(book);
  for (size_t i = 1; i < book.elements.size(); ++i)
    EXPECT_FALSE(book.elements[i].begin < book.elements[i - 1].begin) << i;
  return book;
}

std::string told(const Book& book) {
  const NoteSet set = find_notes(book);
  std::string out;
  for (const Mark& m : set.marks)
    out += "[" + m.label + "@" + std::to_string(m.paragraph) + ":" + std::to_string(m.begin) + " " +
           (m.note == kNone ? "-" : note_body(book, set.notes[m.note]).text) + "]";
  return out;
}

TEST(Tei, NotesLeaveTheSentencesInWhichTheyStand) {
  const Book book =
      tei("<body><div xml:id=\"c1\"><head>One</head><p>Harrow<note n=\"1\">A <hi rend=\"italic\">surveyor</hi>.</note> "
          "measured"
          "<note n=\"2\"><p>Twice.</p><p>And<note n=\"2a\">Inner.</note> again.</p></note> the bar.</p>"
          "<list><item>An item<note n=\"3\" place=\"end\">Third.</note></item></list></div></body>");
  std::vector<std::string> text;
  for (const Paragraph& p : book.paragraphs) text.push_back(p.text);
  EXPECT_EQ(text, (std::vector<std::string>{"One", "Harrow measured the bar.", "A surveyor.", "Twice.", "And again.",
                                            "Inner.", "An item", "Third."}));
  EXPECT_EQ(told(book), "[1@1:6 A surveyor.][2@1:15 Twice.\nAnd again.][2a@4:3 Inner.][3@6:7 Third.]");
  EXPECT_EQ(book.metadata.title, "The Tessel");
  EXPECT_EQ(book.metadata.creators, std::vector<std::string>{"A. Writer"});
  EXPECT_EQ(book.metadata.language, "en");
  ASSERT_EQ(book.chapters.size(), 1u);
  EXPECT_EQ(book.chapters[0].title, "One");
}

TEST(Tei, NotesInTheBackAreReachedByLinksOrByTheirOwnTargets) {
  const Book book =
      tei("<body><p>One<ref target=\"#n1\">1</ref> two<ptr target=\"#n2\"/> three<anchor xml:id=\"a3\"/>, see <ref "
          "target=\"#n1\">the first note</ref>.</p></body>"
          "<back><div type=\"notes\"><note xml:id=\"n1\" n=\"1\">First.</note><note xml:id=\"n2\" "
          "n=\"2\"><p>Second.</p></note>"
          "<note target=\"#a3\" n=\"3\">Third.</note><note xml:id=\"n4\">Of nobody.</note></div></back>");
  EXPECT_EQ(told(book), "[1@0:3 First.][2@0:8 Second.][3@0:14 Third.]");
  EXPECT_EQ(find_notes(book).notes.size(), 4u);
}

TEST(Tei, NamesThatAreMarkedAreNames) {
  const Book book =
      tei("<body><p>Then <persName ref=\"#h\">Edmund Harrow</persName> saw <placeName>Port Aldane,</placeName> and "
          "left.</p></body>");
  NoteSet notes;
  const std::vector<NameSpan> found = {{0, 5, 11, EntityType::other, 500, kNone, false},
                                       {0, 40, 43, EntityType::other, 500, kNone, false}};
  const std::vector<NameSpan> names = with_declared_names(book, notes, found);
  ASSERT_EQ(names.size(), 3u);
  auto text = [&](const NameSpan& n) { return book.paragraphs[0].text.substr(n.begin, n.end - n.begin); };
  EXPECT_EQ(text(names[0]), "Edmund Harrow");
  EXPECT_EQ(names[0].type, EntityType::person);
  EXPECT_EQ(text(names[1]), "Port Aldane");
  EXPECT_EQ(names[1].type, EntityType::place);
}

TEST(Tei, OneOfTwoReadingsAndNoRunningHeads) {
  const Book book =
      tei("<body><fw>running head</fw><p>The <choice><sic>teh</sic><corr>right</corr></choice> word<lb "
          "break=\"no\"/>s.</p></body>");
  ASSERT_EQ(book.paragraphs.size(), 1u);
  EXPECT_EQ(book.paragraphs[0].text, "The right words.");
}

}  // namespace
}  // namespace postil
