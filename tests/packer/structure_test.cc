#include "packer/structure/structure.h"

#include <gtest/gtest.h>

#include "packer/structure/href.h"
#include "schema/position.h"
#include "schema/utf8.h"

namespace postil {
namespace {

TEST(Positions, OfLongParagraphsAreWhatCountingFromTheStartGives) {
  Book book;
  book.files.emplace_back();
  for (const char* piece : {"a b", "é “x” ", "娜塔莎 ", "\xF0\x9D\x94\xB8 "}) {
    Paragraph p;
    for (int i = 0; i < 900; ++i) p.text += piece;
    book.paragraphs.push_back(p);
  }
  book.files[0].end_paragraph = 4;
  uint32_t pos = 0;
  const uint32_t end = structure(book);
  for (uint32_t i = 0; i < 4; ++i) {
    const std::string& text = book.paragraphs[i].text;
    for (uint32_t at = 0; at <= text.size(); ++at)
      if (utf8_floor(text, at) == at) {
        ASSERT_EQ(pos_of(book, {i, at}), pos + ink_count(text.substr(0, at))) << i << " " << at;
      }
    pos += ink_count(text);
  }
  EXPECT_EQ(end, pos);
}

TEST(Href, IsResolvedInsideTheBook) {
  struct {
    const char *base, *href, *path, *anchor;
    bool external;
  } const cases[] = {
      {"text/a.xhtml", "b.xhtml#n1", "text/b.xhtml", "n1", false},
      {"text/a.xhtml", "#n1", "text/a.xhtml", "n1", false},
      {"text/a.xhtml", "../notes/n.xhtml", "notes/n.xhtml", "", false},
      {"text/a.xhtml", "../../../etc/passwd", "etc/passwd", "", false},
      {"a.xhtml", "./b%20c.xhtml#%C3%A9", "b c.xhtml", "é", false},
      {"a.xhtml", "/b.xhtml", "b.xhtml", "", false},
      {"a.xhtml", "https://example.org/#x", "https://example.org/#x", "x", true},
      {"a.xhtml", "100%.xhtml#%", "100%.xhtml", "%", false},
      {"a.xhtml", "", "a.xhtml", "", false},
  };
  for (const auto& c : cases) {
    const Target t = resolve_href(c.base, c.href);
    EXPECT_EQ(t.path, c.path) << c.href;
    EXPECT_EQ(t.anchor, c.anchor) << c.href;
    EXPECT_EQ(t.external, c.external) << c.href;
  }
}

}  // namespace
}  // namespace postil
