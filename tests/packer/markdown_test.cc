#include <gtest/gtest.h>

#include "packer/notes/notes.h"
#include "packer/read/markdown_inline.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"
#include "schema/rich_text.h"

namespace postil {
namespace {

Book markdown(const std::string& text) {
  Book book;
  EXPECT_TRUE(read_markdown(text, "t.md", book));
  structure(book);
  for (const Paragraph& p : book.paragraphs)
    EXPECT_EQ(text.substr(p.begin, p.text.size()), p.text);  // places are bytes
  for (size_t i = 1; i < book.elements.size(); ++i) EXPECT_FALSE(book.elements[i].begin < book.elements[i - 1].begin);
  return book;
}

std::vector<std::string> shown(const Book& book, const NoteSet& set) {
  std::vector<std::string> out;
  for (const Note& note : set.notes) out.push_back(note.label + "=" + note_body(book, note).text);
  return out;
}

TEST(Markdown, NotesOfBothKindsWithoutTheirMarkup) {
  const Book book = markdown(
      "# The *bar*\n\nHarrow[^a] came.^[Inline, *with* a [link](http://x.org/a_(b)).] Nobody `[^a]` \\[^a] "
      "went[^long].\n\n"
      "[^a]: Short *note*.\n[^long]: First paragraph of\n    two lines.\n\n    Second, with `code` & more.\n\n    > "
      "quoted\n    > words\n\n"
      "Last, and[^gone] [^a].\n");
  const NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set),
            (std::vector<std::string>{"=Inline, with a link.", "a=Short note.",
                                      "long=First paragraph of two lines.\nSecond, with code & more.\nquoted words"}));
  std::vector<std::string> marks;
  for (const Mark& m : set.marks) marks.push_back(m.label + ">" + (m.note == kNone ? "-" : std::to_string(m.note)));
  EXPECT_EQ(marks, (std::vector<std::string>{"a>1", ">0", "long>2", "gone>-", "a>1"}));
  EXPECT_EQ(book.chapters[0].title, "The *bar*");
}

TEST(Markdown, OfTwoDefinitionsTheFirstCounts) {
  const Book book = markdown("One[^1] two.\n\n[^1]: First.\n\n[^1]: Second.\n");
  EXPECT_EQ(shown(book, find_notes(book)), std::vector<std::string>{"1=First."});
  ASSERT_EQ(book.findings.size(), 1u);
  EXPECT_EQ(book.findings[0].code, "N-LABEL");
  EXPECT_EQ(book.findings[0].where.begin, std::string("One[^1] two.\n\n[^1]: First.\n\n").size());
  EXPECT_TRUE(markdown("One[^1].\n\n[^1]: First.\n\n~~~\n[^1]: code\n~~~\n").findings.empty());
}

TEST(Markdown, LabelsDoNotTellCapitals) {
  const Book book = markdown("One[^NB] two[^nb].\n\n[^Nb]: Well.\n");
  const NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set), std::vector<std::string>{"Nb=Well."});
  ASSERT_EQ(set.marks.size(), 2u);
  EXPECT_EQ(set.marks[0].note, 0u);
  EXPECT_EQ(set.marks[1].note, 0u);
}

TEST(Markdown, PipeTablesAreCells) {
  const Book book = markdown(
      "| Name | Fact[^t] |\n|:-----|-----:|\n| Lund | an *engineer*[^1] |\n| x \\| y | |\n\nA | B\n-- | --\n1 | "
      "2\n\nno | "
      "table\n\n[^t]: Head.\n\n[^1]: Rows:\n\n    | a | b |\n    |---|---|\n    | c | d |\n");
  std::vector<std::string> cells;
  for (const Paragraph& p : book.paragraphs) cells.push_back((p.kind == ParagraphKind::cell ? "" : "!") + p.text);
  EXPECT_EQ(cells, (std::vector<std::string>{"Name", "Fact[^t]", "Lund", "an *engineer*[^1]", "x \\| y", "A", "B", "1",
                                             "2", "!no | table", "!Head.", "!Rows:", "a", "b", "c", "d"}));
  const NoteSet set = find_notes(book);
  ASSERT_EQ(set.notes.size(), 2u);
  EXPECT_EQ(to_xhtml(note_body(book, set.notes[1])),
            "<p>Rows:</p><table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></"
            "tr></table>");
  EXPECT_EQ(set.marks.size(), 2u);
}

TEST(Markdown, LinksByReference) {
  const Book book = markdown(
      "See[^1].\n\n[^1]: A [text][Ref], a [ref][], a [Ref] and [none] ![map][m].\n\n[ref]: http://x.example "
      "\"T\"\n[m]: "
      "<m.png>\nText behind.\n\n~~~\n[none]: http://code\n~~~\n");
  const NoteSet set = find_notes(book);
  ASSERT_EQ(set.notes.size(), 1u);
  const RichText body = note_body(book, set.notes[0]);
  EXPECT_EQ(to_xhtml(body),
            "<p>A <a href=\"http://x.example\">text</a>, a <a href=\"http://x.example\">ref</a>, a <a "
            "href=\"http://x.example\">Ref</a> and [none] <img src=\"m.png\" alt=\"map\"/>.</p>");
  EXPECT_EQ(book.paragraphs[2].text, "Text behind.");
}

TEST(Markdown, ListsStandInNotesAsLists) {
  const Book book = markdown("See[^1].\n\n[^1]: Two:\n\n    1. one\n    2. two\n\n       - inner\n");
  const NoteSet set = find_notes(book);
  ASSERT_EQ(set.notes.size(), 1u);
  EXPECT_EQ(to_xhtml(note_body(book, set.notes[0])),
            "<p>Two:</p><ol><li>one</li><li><p>two</p><ul><li>inner</li></ul></li></ol>");
}

TEST(Markdown, NotesBeforeTheirUseWithinEachOtherAndOfNoUse) {
  const Book book = markdown(
      "[^early]: Before.\n\n[^never]: Unused.\n\nOne[^early] two^[in ^[innermost] line] three[^outer].\n\n[^outer]: "
      "Out[^inner] "
      "er.\n\n[^inner]: Within.\n");
  const NoteSet set = find_notes(book);
  EXPECT_EQ(shown(book, set), (std::vector<std::string>{"early=Before.", "never=Unused.", "=in line", "=innermost",
                                                        "outer=Out er.", "inner=Within."}));
  ASSERT_EQ(set.findings.size(), 1u);
  EXPECT_EQ(set.findings[0].code, "N-ORPHAN");
  EXPECT_EQ(set.marks.size(), 5u);
  for (const Mark& m : set.marks) EXPECT_NE(m.note, kNone) << m.label;
}

TEST(Markdown, ANoteThatBeginsWithItsLabelKeepsIt) {
  const Book book = markdown("Men[^2].\n\n[^2]: 2 men.\n");
  EXPECT_EQ(shown(book, find_notes(book)), std::vector<std::string>{"2=2 men."});
}

TEST(Markdown, FrontMatterIsMetadata) {
  const Book book = markdown("---\ntitle: \"The Bar\"\nauthor: A. Writer\nlang: en\n---\n\nText.\n");
  EXPECT_EQ(book.metadata.title, "The Bar");
  EXPECT_EQ(book.metadata.language, "en");
  EXPECT_EQ(book.paragraphs.size(), 1u);
}

TEST(Markdown, EmphasisAsCommonMarkHasIt) {
  auto spans = [](const std::string& text) {
    std::string out;
    for (const MarkdownSpan& s : markdown_spans(text, {}, false))
      if (s.name != "#markup") out += s.name + "(" + text.substr(s.begin, s.end - s.begin) + ")";
    return out;
  };
  EXPECT_EQ(spans("*a* _b_ **c** __d__"), "em(a)em(b)strong(c)strong(d)");
  EXPECT_EQ(spans("snake_case_name 2*3*4 a * b *"), "em(3)");
  EXPECT_EQ(spans("***both***"), "em(**both**)strong(both)");
  EXPECT_EQ(spans("`*code*` ~~gone~~"), "code(*code*)del(gone)");
  EXPECT_EQ(spans("\\*no\\* <b>tag</b> ![alt](i.png)"), "img()");
}

}  // namespace
}  // namespace postil
