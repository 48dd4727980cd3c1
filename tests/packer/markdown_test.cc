#include <gtest/gtest.h>

#include "packer/notes/notes.h"
#include "packer/read/markdown_inline.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

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
  EXPECT_EQ(spans("\\*no\\* <b>tag</b> ![alt](i.png)"), "img(alt)");
}

}  // namespace
}  // namespace postil
