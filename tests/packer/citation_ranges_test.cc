#include <gtest/gtest.h>

#include "packer/citations/citations.h"
#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

Book book_of(const std::string& body) {
  Book book;
  EXPECT_TRUE(
      read_html("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>" + body + "</body></html>", "t.xhtml", book));
  structure(book);
  return book;
}

TEST(CitedRanges, GiveTheBooksOwnOffsets) {
  const Book book = book_of(
      "<p>Text<a epub:type=\"noteref\" href=\"#n1\">1</a>.</p><aside epub:type=\"footnote\" id=\"n1\"><p>1. Alpha "
      "<em>beta</em> gamma.</p><p>Delta epsilon.</p></aside>");
  const NoteSet notes = find_notes(book);
  ASSERT_EQ(notes.notes.size(), 1u);
  const std::string text = note_body(book, notes.notes[0]).text;
  CitationSet set;
  set.notes.resize(1);
  auto cite = [&](const std::string& from, const std::string& to) {
    Citation c;
    c.begin = static_cast<uint32_t>(text.find(from));
    c.end = static_cast<uint32_t>(text.find(to) + to.size());
    set.notes[0].push_back(c);
  };
  cite("gamma", "Delta");
  cite("beta", "gamma");
  std::vector<std::string> found;
  for (const CitedRange& r : cited_ranges(book, notes, set))
    found.push_back(book.paragraphs[r.paragraph].text.substr(r.begin, r.end - r.begin));
  EXPECT_EQ(found, (std::vector<std::string>{"beta gamma.", "Delta"}));
  Citation beyond;
  beyond.begin = 5000;
  beyond.end = 6000;
  set.notes[0] = {beyond};
  EXPECT_TRUE(cited_ranges(book, notes, set).empty());
}

}  // namespace
}  // namespace postil
