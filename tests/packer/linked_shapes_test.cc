// Where a note ends, which links are none, and notes in unusual places.
#include "tests/support/markup_book.h"

namespace postil {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;
using Lines = std::vector<std::string>;

Lines of(const Files& files) {
  const Book book = book_of(files);
  return shown(book, find_notes(book));
}
Lines of(const std::string& body) {
  return of(Files{{"t.xhtml", body}});
}

// A mark and its note's opening, for bodies below.
std::string mark(int n) {
  const std::string s = std::to_string(n);
  return "<sup><a id=\"r" + s + "\" href=\"#n" + s + "\">" + s + "</a></sup>";
}
std::string back(int n) {
  const std::string s = std::to_string(n);
  return "<a id=\"n" + s + "\" href=\"#r" + s + "\">" + s + "</a>. ";
}

TEST(LinkedExtent, TablesListsAndVerseAfterANotesFirstParagraph) {
  EXPECT_EQ(
      of("<p>Text" + mark(1) + " goes" + mark(2) + " on" + mark(3) + ".</p><p>" + back(1) +
         "As follows:</p><table><tr><td>1913</td><td>25</td></tr></table><p>" + back(2) +
         "Thus:</p><ul><li>Rain</li><li>Snow</li></ul><p>And so on.</p><p>" + back(3) +
         "Sung:</p><blockquote><p>Rain, rain,<br/>go away.</p></blockquote>"),
      (Lines{"1: As follows: / 1913 / 25", "2: Thus: / Rain / Snow / And so on.", "3: Sung: / Rain, rain, go away."}));
}

TEST(LinkedExtent, NotesInTheFlowTakeNoTextOfTheBody) {
  EXPECT_EQ(of("<p>Text" + mark(1) + ".</p><p>" + back(1) + "First.</p><p>More text" + mark(2) +
               ".</p><p>Still more.</p><p>" + back(2) + "Second.</p><p>The body goes on.</p><p>To its end.</p>"),
            (Lines{"1: First.", "2: Second."}));
  EXPECT_EQ(of("<p>Text" + mark(1) + ".</p><p class=\"fn\">" + back(1) +
               "First.</p><p class=\"fn\">Its second.</p><p>More text" + mark(2) + ".</p><p class=\"fn\">" + back(2) +
               "Second.</p><p>The body.</p>"),
            (Lines{"1: First. / Its second.", "2: Second."}));
}

TEST(LinkedExtent, TheLastNoteStopsAtHeadingsRulesAndTheNextSection) {
  EXPECT_EQ(of("<p>Text" + mark(1) + mark(2) + ".</p><hr/><p>" + back(1) + "First.</p><p>Its second.</p><p>" + back(2) +
               "Second.</p><p>Its second.</p><hr/><p>Colophon.</p>"),
            (Lines{"1: First. / Its second.", "2: Second. / Its second."}));
  EXPECT_EQ(of("<p>Text" + mark(1) + mark(2) + ".</p><h3>Notes</h3><p>" + back(1) + "First.</p><p>" + back(2) +
               "Second.</p><h2>Next</h2><p>Body.</p>"),
            (Lines{"1: First.", "2: Second."}));
}

TEST(LinkedExtent, NotesInTableRows) {
  EXPECT_EQ(of("<p>Text" + mark(1) + mark(2) +
               ".</p><table><tr><td><a id=\"n1\" href=\"#r1\">1</a></td><td>First.</td></tr><tr><td></td><td>Its "
               "second.</td></tr><tr><td><a id=\"n2\" "
               "href=\"#r2\">2</a></td><td><p>Second.</p><p>More.</p></td></tr></table>"),
            (Lines{"1: First. / Its second.", "2: Second. / More."}));
}

TEST(LinkedExtent, DefinitionLists) {
  EXPECT_EQ(of("<p>Text" + mark(1) + mark(2) +
               ".</p><dl><dt><a id=\"n1\" href=\"#r1\">1</a></dt><dd>First.</dd><dd>Its second.</dd><dt id=\"n2\">[<a "
               "href=\"#r2\">2</a>]</dt><dd><p>Second.</p><p>More.</p></dd></dl>"),
            (Lines{"1: First. / Its second.", "2: Second. / More."}));
}

TEST(LinkedExtent, LabelsInAParagraphOrHeadingOfTheirOwn) {
  EXPECT_EQ(of("<p>Text" + mark(1) + mark(2) +
               ".</p><p class=\"num\"><a id=\"n1\" href=\"#r1\">1</a></p><p class=\"note\">First.</p><p "
               "class=\"num\"><a id=\"n2\" href=\"#r2\">2</a></p><p class=\"note\">Second.</p>"),
            (Lines{"1: First.", "2: Second."}));
}

TEST(LinkedExtent, AnOrphanNoteIsNoPartOfItsNeighbour) {
  const Book book =
      book_of({{"t.xhtml", "<p>Text" + mark(1) + mark(3) + ".</p><h3>Notes</h3><p>" + back(1) +
                               "First.</p><p>2. Nobody calls me.</p><p>Really.</p><p>" + back(3) + "Third.</p>"}});
  const NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set), (Lines{"1: First.", "3: Third."}));
  ASSERT_EQ(set.notes.size(), 3u);
  EXPECT_EQ(set.notes[1].label, "2");
  EXPECT_EQ(note_body(book, set.notes[1]).text, "Nobody calls me.\nReally.");
  EXPECT_TRUE(set.notes[1].marks.empty());
}

TEST(LinkedExtent, AnOrphanInAListOfNotes) {
  const Book book = book_of({{"t.xhtml",
                              "<p>Text<sup><a id=\"r2\" href=\"#n2\">2</a></sup>.</p><ol><li id=\"n1\">First.</li><li "
                              "id=\"n2\">Second.</li><li id=\"n3\">Third.</li></ol>"}});
  const NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set), (Lines{"2: Second."}));
  EXPECT_EQ(set.notes.size(), 3u);
}

TEST(LinkedShape, NestedNotesAndMarksInNotes) {
  EXPECT_EQ(of("<p>Text<a epub:type=\"noteref\" href=\"#n1\">1</a>.</p><aside epub:type=\"footnote\" "
               "id=\"n1\"><p>First<a epub:type=\"noteref\" href=\"#n2\">*</a> note.</p></aside><aside "
               "epub:type=\"footnote\" id=\"n2\"><p>Of a note.</p></aside>"),
            (Lines{"1: First note.", "*: Of a note."}));
  EXPECT_EQ(of("<p>Text<a epub:type=\"noteref\" href=\"#n1\">1</a>.</p><aside epub:type=\"footnote\" "
               "id=\"n1\"><p>First<a epub:type=\"noteref\" href=\"#n2\">*</a> note.</p><aside epub:type=\"footnote\" "
               "id=\"n2\"><p>Of a note.</p></aside><p>Its end.</p></aside>"),
            (Lines{"1: First note. / Its end.", "*: Of a note."}));
}

TEST(LinkedShape, SeveralMarksOnOneNoteAndSeveralNotesOnOneMark) {
  EXPECT_EQ(
      of("<p>Text<sup><a id=\"r1\" href=\"#n1\">1</a></sup> and again<sup><a id=\"r1b\" href=\"#n1\">1</a></sup>, "
         "both<sup><a id=\"r2\" href=\"#n2\">2</a>,<a id=\"r3\" href=\"#n3\">3</a></sup>.</p><h3>Notes</h3><p>" +
         back(1) + "First.</p><p>" + back(2) + "Second.</p><p>" + back(3) + "Third.</p>"),
      (Lines{"1: First.", "1: First.", "2: Second.", "3: Third."}));
}

TEST(LinkedShape, SymbolsRestartOnEachPage) {
  EXPECT_EQ(
      of("<p>Text<a href=\"#a1\" id=\"b1\">*</a> and<a href=\"#a2\" id=\"b2\">†</a>.</p><p class=\"fn\" id=\"a1\"><a "
         "href=\"#b1\">*</a> First.</p><p class=\"fn\" id=\"a2\"><a href=\"#b2\">†</a> Second.</p><p>Text<a "
         "href=\"#a3\" id=\"b3\">*</a>.</p><p class=\"fn\" id=\"a3\"><a href=\"#b3\">*</a> Third.</p>"),
      (Lines{"*: First.", "†: Second.", "*: Third."}));
}

TEST(LinkedShape, NotesPerVolumeInOneFileWithRestarts) {
  EXPECT_EQ(of({{"v1.xhtml", "<p>Text<a id=\"a1\" href=\"notes.xhtml#v1n1\"><sup>1</sup></a>.</p>"},
                {"v2.xhtml", "<p>Text<a id=\"a1\" href=\"notes.xhtml#v2n1\"><sup>1</sup></a>.</p>"},
                {"notes.xhtml",
                 "<h1>Notes</h1><h2>Volume I</h2><p id=\"v1n1\"><a href=\"v1.xhtml#a1\">1.</a> First.</p><h2>Volume "
                 "II</h2><p id=\"v2n1\"><a href=\"v2.xhtml#a1\">1.</a> Second.</p>"}}),
            (Lines{"1: First.", "1: Second."}));
}

TEST(LinkedShape, BackOfBookNotesKeyedByPageAndPhrase) {
  EXPECT_EQ(of({{"c.xhtml",
                 "<p>Then <a id=\"k1\" href=\"notes.xhtml#p1\">the river rose</a> and nobody came; see <a "
                 "href=\"d.xhtml#c2\">the next chapter</a>.</p>"},
                {"d.xhtml", "<h1 id=\"c2\">Two</h1><p>So <a id=\"k2\" href=\"notes.xhtml#p2\">it fell</a>.</p>"},
                {"notes.xhtml",
                 "<h1>Notes</h1><p id=\"p1\"><a href=\"c.xhtml#k1\">12 <i>the river rose</i></a>: A wet year.</p><p "
                 "id=\"p2\"><a href=\"d.xhtml#k2\">14 <i>it fell</i></a>: By May.</p>"}}),
            (Lines{"the river rose: 12 the river rose: A wet year.", "it fell: 14 it fell: By May."}));
}

TEST(LinkedShape, GlossaryAndTranslatorsNotes) {
  const Book book =
      book_of({{"c.xhtml",
                "<p>He drew his <a epub:type=\"glossref\" href=\"g.xhtml#kris\">kris</a> at once.<a "
                "epub:type=\"noteref\" href=\"#t1\">T</a></p><aside epub:type=\"footnote\" id=\"t1\"><p>The year is "
                "lost in the original. —Trans.</p></aside>"},
               {"g.xhtml",
                "<section epub:type=\"glossary\"><h1>Glossary</h1><dl><dt id=\"kris\"><dfn>kris</dfn></dt><dd>A wavy "
                "dagger.</dd><dt id=\"padi\">padi</dt><dd>Rice.</dd></dl></section>"}});
  const NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set), (Lines{"kris: kris / A wavy dagger.", "T: The year is lost in the original. —Trans."}));
  ASSERT_GE(set.notes.size(), 2u);
  EXPECT_EQ(set.notes[set.marks[0].note].kind, NoteKind::gloss);
  EXPECT_EQ(set.notes[set.marks[1].note].kind, NoteKind::translator);
}

TEST(LinkedShape, KindsBySectionAndClass) {
  const Book book = book_of(
      {{"c.xhtml",
        "<p>A<sup><a href=\"n.xhtml#a\">1</a></sup> b<sup><a href=\"n.xhtml#b\">2</a></sup> c<sup><a "
        "href=\"#c\">3</a></sup>.</p><div class=\"footnote\" id=\"c\"><p>3. Third.</p></div>"},
       {"n.xhtml",
        "<h1>Translator’s Notes</h1><p id=\"a\">1. First.</p><h1>Editor’s Notes</h1><p id=\"b\">2. Second.</p>"}});
  const NoteSet set = find_notes(book);
  ASSERT_EQ(set.marks.size(), 3u);
  EXPECT_EQ(set.notes[set.marks[0].note].kind, NoteKind::translator);
  EXPECT_EQ(set.notes[set.marks[1].note].kind, NoteKind::editor);
  EXPECT_EQ(set.notes[set.marks[2].note].kind, NoteKind::footnote);
}

TEST(LinkedShape, AHeadingMaySayTheKind) {
  auto kind = [](const std::string& heading) {
    const Book book =
        book_of({{"t.xhtml", "<p>Text" + mark(1) + ".</p><h2>" + heading + "</h2><p>" + back(1) + "First.</p>"}});
    return find_notes(book).notes.at(0).kind;
  };
  EXPECT_EQ(kind("Footnotes"), NoteKind::footnote);
  EXPECT_EQ(kind("ENDNOTES"), NoteKind::endnote);
  EXPECT_EQ(kind("Notes"), NoteKind::other);
}

TEST(NoNotes, ChapterPageFigureTableEquationAndVerseLinks) {
  EXPECT_EQ(of("<ul><li><a href=\"#c1\">1</a></li><li><a href=\"#c2\">2</a></li></ul><h2 id=\"c1\">1</h2><p>See "
               "chapter <a href=\"#c2\">2</a>, page <a href=\"#page_7\">7</a>, pp. 7 and <a href=\"#page_7\">9</a>, "
               "Fig. <a href=\"#fig3\">3</a>, table&#160;<a href=\"#tab4\">4</a>, equation "
               "(<a href=\"#eq5\">5</a>), § <a href=\"#s6\">6</a> and <a href=\"#v3\">3</a>:<a "
               "href=\"#v3\">3</a>.</p><figure id=\"fig3\"><img src=\"a.png\" alt=\"\"/><figcaption>3. A "
               "river.</figcaption></figure><div id=\"tab4\"><p>4. Rain by year</p></div><p id=\"eq5\">(5) E = mc</p>"
               "<h2 id=\"c2\">2</h2><p id=\"s6\">6. A section.</p><p><span id=\"page_7\" "
               "epub:type=\"pagebreak\">7</span>On the page.</p><p id=\"v3\">3 And it rained.</p>"),
            Lines{});
}

TEST(NoNotes, BibliographyNumbers) {
  EXPECT_EQ(
      of({{"c.xhtml",
           "<p>As shown before [<a href=\"b.xhtml#b1\">1</a>, <a href=\"b.xhtml#b2\">2</a>] and <a "
           "href=\"b.xhtml#b2\">[2]</a>.</p>"},
          {"b.xhtml",
           "<h1>References</h1><p id=\"b1\">1. Brown, A. Rivers. 1913.</p><p id=\"b2\">2. Green, B. Rain. 1914.</p>"}}),
      Lines{});
  EXPECT_EQ(of("<p>As shown<sup><a class=\"xref\" role=\"doc-biblioref\" href=\"#b1\">1</a></sup>.</p><ul><li "
               "id=\"b1\" role=\"doc-biblioentry\">1. Brown.</li></ul>"),
            Lines{});
}

TEST(NoNotes, ContentsWhoseEntriesAndHeadingsAnswerEachOther) {
  EXPECT_EQ(of({{"toc.xhtml",
                 "<h1>Contents</h1><p><a id=\"t1\" href=\"c.xhtml#c1\">I</a> The River</p><p><a id=\"t2\" "
                 "href=\"c.xhtml#c2\">II</a> The Rain</p>"},
                {"c.xhtml",
                 "<p class=\"head\" id=\"c1\"><a href=\"toc.xhtml#t1\">I</a> The River</p><p>Text.</p><p "
                 "class=\"head\" id=\"c2\"><a href=\"toc.xhtml#t2\">II</a> The Rain</p><p>Text.</p>"}}),
            Lines{});
}

TEST(NoNotes, IndexLocatorsAndVerseRows) {
  EXPECT_EQ(
      of({{"i.xhtml", "<h1>Index</h1><p>Rain, <a href=\"c.xhtml#p12\">12</a>, <a href=\"c.xhtml#p13\">13</a></p>"},
          {"c.xhtml",
           "<p><a href=\"#v1\">1</a> <a href=\"#v2\">2</a> <a href=\"#v3\">3</a></p><p id=\"p12\">Rain.</p><p "
           "id=\"p13\">More rain.</p><p id=\"v1\">1 In the beginning.</p><p id=\"v2\">2 And.</p><p id=\"v3\">3 "
           "So.</p>"}}),
      Lines{});
}

TEST(NoNotes, SeeNoteTwelveIsACrossReference) {
  EXPECT_EQ(
      of("<p>Text" + mark(1) + " and" + mark(2) + ".</p><h3>Notes</h3><p>" + back(1) +
         "First; see note <a href=\"#n2\">2</a>.</p><p>" + back(2) + "Second; see <a href=\"#n1\">n. 1</a> above.</p>"),
      (Lines{"1: First; see note 2.", "2: Second; see n. 1 above."}));
}

TEST(LinkedFault, LinksToNowhereAndToContainers) {
  const Book book = book_of({{"t.xhtml", "<p>Text<sup><a class=\"fnref\" href=\"#gone\">1</a></sup> and" + mark(2) +
                                             ".</p><h3>Notes</h3><p>" + back(2) + "Second.</p>"}});
  const NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set), (Lines{"1: -", "2: Second."}));
  EXPECT_EQ(set.marks[0].problems & kProblemBroken, kProblemBroken);
  EXPECT_EQ(set.findings.at(0).code, "N-LINK");
}

TEST(LinkedFault, WaysBackThatLeadNowhereOrAstray) {
  const Book book = book_of({{"t.xhtml",
                              "<p id=\"top\">Start.</p><p>Text<a epub:type=\"noteref\" id=\"r1\" href=\"#n1\">1</a>, "
                              "<a epub:type=\"noteref\" id=\"r2\" href=\"#n2\">2</a>, <a epub:type=\"noteref\" "
                              "id=\"r3\" href=\"#n3\">3</a>.</p><aside epub:type=\"footnote\" id=\"n1\"><p>First. <a "
                              "href=\"#nix\">↩</a></p></aside><aside epub:type=\"footnote\" id=\"n2\"><p>Second. <a "
                              "href=\"#top\">↩</a></p></aside><aside epub:type=\"footnote\" id=\"n3\"><p>Third. <a "
                              "href=\"#r3\">↩</a></p></aside>"}});
  const NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set), (Lines{"1: First.", "2: Second.", "3: Third."}));
  ASSERT_EQ(set.findings.size(), 2u);
  EXPECT_EQ(set.findings[0].code, "N-BACK");
  EXPECT_EQ(set.findings[1].code, "N-BACK");
}

std::vector<std::string> codes(const NoteSet& set) {
  std::vector<std::string> out;
  for (const Finding& f : set.findings) out.push_back(f.code);
  return out;
}

TEST(LinkedFault, ANumberThatIsNoLinkAmongNoterefs) {
  const std::string notes = "<h3>Notes</h3><p>" + back(1) + "First.</p><p>2. Second.</p><p>" + back(3) + "Third.</p>";
  Book book = book_of(
      {{"t.xhtml", "<p>Text" + mark(1) + " of 10<sup>6</sup> men<sup>2</sup> and" + mark(3) + ".</p>" + notes}});
  NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set), (Lines{"1: First.", "2: Second.", "3: Third."}));
  EXPECT_EQ(set.marks[1].how, How::label);
  EXPECT_EQ(codes(set), (Lines{"N-UNLINKED"}));
  book = book_of({{"t.xhtml", "<p>Text" + mark(1) + " men<sup>2</sup> and" + mark(3) + ".</p><h3>Notes</h3><p>" +
                                  back(1) + "First.</p><p>" + back(3) + "Third.</p>"}});
  set = find_notes(book);
  EXPECT_EQ(shown(book, set), (Lines{"1: First.", "2: -", "3: Third."}));
  EXPECT_EQ(codes(set), (Lines{"N-UNLINKED"}));
}

TEST(LinkedFault, AnOrphanAndAnEmptyNote) {
  const Book book = book_of({{"t.xhtml", "<p>Text" + mark(1) + mark(3) +
                                             ".</p><ol><li id=\"n1\">First.</li><li id=\"n2\">Second.</li><li "
                                             "id=\"n3\"><a href=\"#r3\">3</a></li></ol>"}});
  const NoteSet set = find_notes(book);
  EXPECT_EQ(codes(set), (Lines{"N-ORPHAN", "N-EMPTY"}));
}

TEST(LinkedFault, LabelsThatDisagreeOrRepeat) {
  auto labelled = [](int n, const std::string& label) {
    return "<sup><a id=\"r" + std::to_string(n) + "\" href=\"#n" + std::to_string(n) + "\">" + label + "</a></sup>";
  };
  auto note = [](int n, const std::string& label, const std::string& text) {
    return "<p id=\"n" + std::to_string(n) + "\">" + label + ". " + text + "</p>";
  };
  Book book = book_of({{"t.xhtml", "<p>Text" + labelled(1, "1") + labelled(2, "2") + labelled(3, "3") +
                                       labelled(4, "4") + ".</p><h3>Notes</h3>" + note(1, "1", "First.") +
                                       note(2, "2", "Second.") + note(3, "3", "Third.") + note(4, "5", "Fourth.")}});
  NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set), (Lines{"1: First.", "2: Second.", "3: Third.", "4: Fourth."}));
  EXPECT_EQ(codes(set), (Lines{"N-LABEL"}));
  book = book_of({{"t.xhtml", "<p>Text" + labelled(1, "1") + labelled(2, "2") + labelled(3, "2") + labelled(4, "3") +
                                  ".</p><h3>Notes</h3>" + note(1, "1", "First.") + note(2, "2", "Second.") +
                                  note(3, "2", "Third.") + note(4, "3", "Fourth.")}});
  set = find_notes(book);
  EXPECT_EQ(shown(book, set), (Lines{"1: First.", "2: Second.", "2: Third.", "3: Fourth."}));
  EXPECT_EQ(codes(set), (Lines{"N-LABEL"}));
  // Restarting numbers are no fault.
  book = book_of({{"t.xhtml", "<p>Text" + labelled(1, "1") + labelled(2, "2") + labelled(3, "1") + labelled(4, "2") +
                                  ".</p><h3>Notes</h3>" + note(1, "1", "First.") + note(2, "2", "Second.") +
                                  note(3, "1", "Third.") + note(4, "2", "Fourth.")}});
  EXPECT_TRUE(find_notes(book).findings.empty());
}

TEST(LinkedShape, AMarkCutIntoTwoLinksIsOne) {
  EXPECT_EQ(of("<p>Text<a href=\"#n12\"><sup>1</sup></a><a href=\"#n12\"><sup>2</sup></a> and<a "
               "href=\"#n13\"><sup>13</sup></a>.</p><p id=\"n12\">12. First.</p><p id=\"n13\">13. Second.</p>"),
            (Lines{"12: First.", "13: Second."}));
}

TEST(LinkedShape, TheIdOfANoteMayBeOnItsWayBack) {
  EXPECT_EQ(of("<p>Text<sup><a id=\"r1\" href=\"#n1\">1</a></sup> and<sup><a id=\"r2\" "
               "href=\"#n2\">2</a></sup>.</p><ol><li><p>First.</p><p>More. <a id=\"n1\" "
               "href=\"#r1\">↩</a></p></li><li><p>Second. <a id=\"n2\" href=\"#r2\">↩</a></p></li></ol>"),
            (Lines{"1: First. / More.", "2: Second."}));
}

TEST(LinkedShape, NotesInsideALineOfTheBody) {
  EXPECT_EQ(of("<p>Text<sup><a href=\"#n1\">1</a></sup><span class=\"footnote\" id=\"n1\">A wet year.</span> goes "
               "on<sup><a href=\"#n2\">2</a></sup><span class=\"footnote\" id=\"n2\">By May.</span> to its end.</p>"),
            (Lines{"1: A wet year.", "2: By May."}));
}

TEST(LinkedShape, NumberHeadingsOverNotes) {
  EXPECT_EQ(of("<p>Text" + mark(1) + mark(2) +
               ".</p><h2>Notes</h2><h4 id=\"n1\">1</h4><p>First.</p><p>More.</p><h4 id=\"n2\">2</h4><p>Second.</p>"),
            (Lines{"1: First. / More.", "2: Second."}));
}

TEST(LinkedShape, AWrapperMaySayNoteref) {
  EXPECT_EQ(of("<p>Text <span epub:type=\"noteref\"><a href=\"#x\">note</a></span>.</p><div "
               "id=\"x\"><p>First.</p><p>More.</p></div>"),
            (Lines{"note: First. / More."}));
}

TEST(LinkedFault, ANoteByNameThatNothingLinksTo) {
  const Book book = book_of({{"t.xhtml",
                              "<p>Text<a epub:type=\"noteref\" href=\"#n1\">1</a>.</p><aside epub:type=\"footnote\" "
                              "id=\"n1\"><p>First.</p></aside><section><aside epub:type=\"footnote\" "
                              "id=\"n2\"><p>Second.</p></aside></section>"}});
  const NoteSet set = find_notes(book);
  EXPECT_EQ(set.notes.size(), 2u);
  EXPECT_EQ(codes(set), (Lines{"N-ORPHAN"}));
}

TEST(NoNotes, LinksToTheNotesAsAWholeAndToChapters) {
  EXPECT_EQ(of({{"c.xhtml",
                 "<p>All is told in the <a href=\"n.xhtml\">Notes</a>, <a href=\"n.xhtml#all\">below</a> and in <a "
                 "href=\"d.xhtml\">2</a>.<a epub:type=\"noteref\" href=\"n.xhtml#n1\">1</a></p>"},
                {"d.xhtml", "<p>2. The rain.</p><p>Text.</p>"},
                {"n.xhtml",
                 "<section id=\"all\" epub:type=\"endnotes\"><h1>Notes</h1><ol><li id=\"n1\" "
                 "epub:type=\"endnote\">First.</li></ol></section>"}}),
            (Lines{"1: First."}));
}

TEST(NoNotes, MathsExponentsAndOrdinals) {
  const Book book = book_of({{"t.xhtml",
                              "<p>10<sup>2</sup> and 2<sup>nd</sup>, x<sup><a href=\"#eq1\">2</a></sup>?</p><p>(<span "
                              "id=\"eq1\">1</span>) x = y</p>"}});
  NoteSet set;
  find_linked_notes(book, set);
  EXPECT_TRUE(set.marks.empty());
}

TEST(LinkedShape, NotesKeyedByPageAndPhraseThatNothingInTheTextCalls) {
  const std::string text =
      "<p><span id=\"page_11\" epub:type=\"pagebreak\"></span>Then the river rose, and nobody came to the "
      "harbour.</p><p>In May <span id=\"page_12\" epub:type=\"pagebreak\"></span>it fell again; the merchants were "
      "glad, and the lamps were lit.</p>";
  Book book = book_of(
      {{"c.xhtml", text},
       {"n.xhtml",
        "<h1>Notes</h1><p><a href=\"c.xhtml#page_11\">11</a> <i>the river rose</i>: A wet year.</p><p>So says the "
        "log.</p><p><a href=\"c.xhtml#page_11\">11</a> “nobody came . . . harbour”: Almost nobody.</p><p><a "
        "href=\"c.xhtml#page_12\">12 <i>the merchants were glad</i></a>: Ellory says so.</p>"}});
  NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set), (Lines{"the river rose: the river rose: A wet year. / So says the log.",
                                     "nobody came: “nobody came . . . harbour”: Almost nobody.",
                                     "the merchants were glad: 12 the merchants were glad: Ellory says so."}));
  EXPECT_EQ(set.marks[0].how, How::aligned);
  // Phrases that stand nowhere: no such notes.
  book = book_of({{"c.xhtml", text},
                  {"n.xhtml",
                   "<h1>Notes</h1><p><a href=\"c.xhtml#page_11\">11</a> <i>Brown, A.</i>: Rivers.</p><p><a "
                   "href=\"c.xhtml#page_11\">11</a> <i>Green, B.</i>: Rain.</p><p><a href=\"c.xhtml#page_12\">12</a> "
                   "<i>White, C.</i>: Snow.</p>"}});
  EXPECT_TRUE(find_notes(book).notes.empty());
}

TEST(LinkedExtent, ChapterTitlesBetweenNotesAreNoText) {
  EXPECT_EQ(
      of({{"c1.xhtml", "<h1>The River</h1><p>Text<sup><a href=\"n.xhtml#a1\">1</a></sup>.</p>"},
          {"c2.xhtml",
           "<h1>The Rain</h1><p>Text<sup><a href=\"n.xhtml#b1\">1</a></sup>, more<sup><a "
           "href=\"n.xhtml#b2\">2</a></sup>.</p>"},
          {"c3.xhtml", "<h1>Snow</h1><p>Text<sup><a href=\"n.xhtml#d1\">3</a></sup>.</p>"},
          {"n.xhtml",
           "<h1>Notes</h1><p class=\"sub\">The River</p><p class=\"note\" id=\"a1\">1. First.</p><p class=\"sub\">Two: "
           "On Rain</p><p class=\"note\" id=\"b1\">1. Second.</p><p class=\"cont\">Its second.</p><p class=\"note\" "
           "id=\"b2\">2. Third.</p><p class=\"sub\">Chapter 3</p><p class=\"note\" id=\"d1\">3. Fourth.</p>"}}),
      (Lines{"1: First.", "1: Second. / Its second.", "2: Third.", "3: Fourth."}));
}

TEST(LinkedExtent, PageNumbersOfThePrintAreNoText) {
  EXPECT_EQ(of("<p>Text" + mark(1) + ".</p><div class=\"footnote\"><p>" + back(1) +
               "First <span class=\"pagenum\"><a id=\"Page_12\">[Pg 12]</a></span>note.</p></div>"),
            (Lines{"1: First note."}));
}

TEST(LinkedShape, ALinkAroundAWordAndItsNumber) {
  EXPECT_EQ(
      of("<p>The <a href=\"#n1\">river<sup>1</sup></a> rose and <a "
         "href=\"#n2\">fell<sup>2</sup></a>.</p><h3>Notes</h3><p id=\"n1\">1. First.</p><p id=\"n2\">2. Second.</p>"),
      (Lines{"1: First.", "2: Second."}));
}

TEST(LinkedShape, TermsLinkedInsideAGlossaryKeepTheirWords) {
  EXPECT_EQ(of("<p>A <a epub:type=\"glossref\" href=\"#g2\">mole</a> was built.</p><section "
               "epub:type=\"glossary\"><dl><dt id=\"g1\">bar</dt><dd>A bank of sand.</dd><dt id=\"g2\">mole</dt><dd>A "
               "wall before a <a epub:type=\"glossref\" href=\"#g1\">bar</a> or a harbour.</dd></dl></section>"),
            (Lines{"mole: mole / A wall before a bar or a harbour.", "bar: bar / A bank of sand."}));
}

TEST(NoNotes, BoxesCalledNoteThatBeginWithATerm) {
  std::string body =
      "<dl><dt id=\"author\">Author</dt><dd>An author is who writes; an Author may be several.</dd><dt "
      "id=\"reader\">Reader</dt><dd>The Reader reads.</dd><dt id=\"user\">User</dt><dd>The User uses what is "
      "there.</dd></dl>";
  for (const char* term : {"user", "author", "reader", "author"}) {
    std::string name = term;
    name[0] = static_cast<char>(name[0] - 32);
    body +=
        "<p>Text.</p><h3>Note</h3><p><a href=\"#" + std::string(term) + "\">" + name + "</a>s should take care.</p>";
  }
  EXPECT_EQ(of(body), Lines{});
}

}  // namespace
}  // namespace postil
