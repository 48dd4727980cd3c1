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

constexpr const char* kListed =
    "<standOff><listPerson><person xml:id=\"harrow\"><persName><forename>Edmund</forename> "
    "<surname>Harrow</surname></persName><persName>E. Harrow</persName><occupation>surveyor</occupation><idno "
    "type=\"Wikidata\">Q1</idno><note>Born at <placeName>Aldane</placeName>.</note></person></listPerson></standOff>";

TEST(Tei, TheFullStopOfAnInitialIsTheNames) {
  const Book book = tei("<body><p>To <placeName>Aldane, D.C.</placeName> and <placeName>Vell.</placeName></p></body>");
  const std::vector<NameSpan> names = with_declared_names(book, {}, {});
  ASSERT_EQ(names.size(), 2u);
  EXPECT_EQ(names[0].end - names[0].begin, std::string("Aldane, D.C.").size());
  EXPECT_EQ(names[1].end - names[1].begin, std::string("Vell").size());
}

TEST(Tei, ListsOfPeoplePlacesAndTermsAreTheSourcesOwnEntities) {
  Book book;
  ASSERT_TRUE(read_tei(
      std::string("<?xml version=\"1.0\"?><TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><profileDesc>"
                  "<particDesc><listPerson><person xml:id=\"lund\"><persName>Ada Lund</persName><note>An "
                  "engineer.</note></person></listPerson></particDesc></profileDesc></teiHeader>") +
          kListed +
          "<text><body><p><persName ref=\"#harrow\">Captain Harrow,</persName> and <persName "
          "ref=\"#lund\">she</persName> left <term ref=\"#bar\">the Bar</term>.</p></body><back><div><head>Lists</head>"
          "<listPlace><place xml:id=\"vell\"><placeName>Vell</placeName><desc>A town.</desc></place></listPlace>"
          "<list type=\"gloss\"><label xml:id=\"bar\"><term>bar</term></label><item>A bank of sand.</item>"
          "<item><term>mole</term> <gloss>A wall.</gloss></item></list></div></back></text></TEI>",
      "t.xml", book));
  structure(book);
  std::string told;
  for (const ListedEntity& e : book.listed) {
    told += e.id + "|" + e.name + "|" + std::to_string(static_cast<int>(e.type)) + "|" + e.role + "|" + e.description;
    for (const std::string& alias : e.aliases) told += "|" + alias;
    for (const auto& [key, value] : e.links) told += "|" + key + ":" + value;
    told += "\n";
  }
  EXPECT_EQ(told,
            "lund|Ada Lund|1||An engineer.\n"
            "harrow|Edmund Harrow|1|surveyor|Born at Aldane.|E. Harrow|Captain Harrow|wikidata:Q1\n"
            "vell|Vell|2||A town.\n"
            "bar|bar|7||A bank of sand.|the Bar\n"
            "|mole|7||A wall.\n");
  // What describes them is no note, and the header no text.
  EXPECT_TRUE(find_notes(book).notes.empty());
  std::vector<std::string> text;
  for (const Paragraph& p : book.paragraphs) text.push_back(p.text);
  EXPECT_EQ(text, (std::vector<std::string>{"Captain Harrow, and she left the Bar.", "Lists", "Vell", "A town.", "bar",
                                            "A bank of sand.", "mole A wall."}));
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
