#include "packer/exchange/xhtml_source.h"

#include <gtest/gtest.h>

#include "packer/exchange/insertions.h"
#include "packer/read/markup.h"
#include "schema/utf8.h"

namespace postil {
namespace {

constexpr const char* kTricky =
    "\xEF\xBB\xBF<?xml version=\"1.0\"?>\r\n<!DOCTYPE html>\n<html "
    "xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title>"
    "</head><body>\r\n <p>One&#160;&amp; <i>two\r\n three</i>\rfour &eacute;<!-- no --> f\xC3\xAFve \xF0\x9D\x84\x9E "
    "six <br/> <b> "
    "seven</b> <![CDATA[<8>]]></p>loose <div>x<p>y</p> z</div><script>no</script>last</body></html>\n";

TEST(XhtmlSource, ReadsWhatTheParserReads) {
  XhtmlSource source;
  ASSERT_TRUE(scan_xhtml(kTricky, source));
  Book book;
  book.files.emplace_back();
  ASSERT_TRUE(parse_markup(kTricky, Dialect::xhtml, 0, book));
  ASSERT_EQ(source.book.paragraphs.size(), book.paragraphs.size());
  for (size_t i = 0; i < book.paragraphs.size(); ++i)
    EXPECT_EQ(source.book.paragraphs[i].text, book.paragraphs[i].text);
  ASSERT_EQ(source.book.elements.size(), book.elements.size());
  for (size_t i = 0; i < book.elements.size(); ++i) EXPECT_EQ(source.book.elements[i].name, book.elements[i].name);
}

TEST(XhtmlSource, EveryCharacterIsFound) {
  const std::string bytes = kTricky;
  XhtmlSource source;
  ASSERT_TRUE(scan_xhtml(bytes, source));
  for (uint32_t p = 0; p < source.book.paragraphs.size(); ++p) {
    const std::string& text = source.book.paragraphs[p].text;
    for (uint32_t at = 0; at < text.size();) {
      const auto [begin, end] = source.character_at({p, at});
      ASSERT_LT(begin, end);
      const char* next = text.data() + at;
      utf8_next(next, text.data() + text.size());
      const std::string character(text.data() + at, next), written = bytes.substr(begin, end - begin);
      if (character == " ")
        EXPECT_TRUE(written.find_first_not_of(" \r\n") == std::string::npos) << written;
      else if (written[0] == '&')
        EXPECT_TRUE((written == "&#160;" && character == "\xC2\xA0") || (written == "&amp;" && character == "&") ||
                    (written == "&eacute;" && character == "\xC3\xA9"))
            << written;
      else
        EXPECT_EQ(written, character);
      at = static_cast<uint32_t>(next - text.data());
      EXPECT_EQ(source.character_before({p, at}),
                source.character_at({p, at - static_cast<uint32_t>(character.size())}));
    }
  }
}

TEST(XhtmlSource, TagsAreWhereTheyAre) {
  const std::string bytes = "<html><body><p  id='a' Class=\"x&lt;y\" >t</p ><br /></body></html>";
  XhtmlSource source;
  ASSERT_TRUE(scan_xhtml(bytes, source));
  const SourceTag& p = source.tags[source.node_of[2]];
  EXPECT_EQ(bytes.substr(p.open, p.open_end - p.open), "<p  id='a' Class=\"x&lt;y\" >");
  EXPECT_EQ(bytes.substr(p.close, p.close_end - p.close), "</p >");
  ASSERT_NE(p.attribute("Class"), nullptr);
  EXPECT_EQ(p.attribute("Class")->value, "x<y");
  EXPECT_EQ(bytes.substr(p.attribute("id")->begin, 6), "id='a'");
  EXPECT_TRUE(source.tags[source.node_of[3]].empty());
}

TEST(XhtmlSource, RefusesWhatIsNotWellFormed) {
  for (const char* bad : {"",
                          "<",
                          "<p",
                          "<p>",
                          "<p></q>",
                          "<p></p>x",
                          "<p></p><p></p>",
                          "<p a></p>",
                          "<p a=b></p>",
                          "<p a=\"1\" a=\"2\"></p>",
                          "<p>&nosuch;</p>",
                          "<p>&;</p>",
                          "<p>& </p>",
                          "<p>&#0;</p>",
                          "<p>&#xD800;</p>",
                          "<p>&#99999999999;</p>",
                          "<p a=\"<\"></p>",
                          "<p a=\"&\"></p>",
                          "<!-- ",
                          "<![CDATA[x]]>",
                          "<p><![CDATA[</p>",
                          "<!DOCTYPE x [<!ENTITY a \"b\">]><p/>",
                          "<p>\xFF</p>",
                          "</p>",
                          "text",
                          "<p/ >"}) {
    XhtmlSource source;
    EXPECT_FALSE(scan_xhtml(bad, source)) << bad;
  }
}

TEST(Insertions, NestAndComeOut) {
  Insertions marks;
  const std::string bytes = "abcdef";
  EXPECT_TRUE(marks.wrap(1, 3, "<i>", "</i>"));
  EXPECT_TRUE(marks.wrap(1, 5, "<o>", "</o>"));
  EXPECT_TRUE(marks.wrap(3, 5, "<n>", "</n>"));
  EXPECT_FALSE(marks.wrap(2, 4, "<x>", "</x>"));
  EXPECT_FALSE(marks.wrap(0, 2, "<x>", "</x>"));
  EXPECT_FALSE(marks.wrap(1, 5, "<x>", "</x>"));
  EXPECT_FALSE(marks.wrap(2, 2, "<x>", "</x>"));
  marks.insert(6, "!");
  std::string made = marks.apply(bytes);
  EXPECT_EQ(made, "a<o><i>bc</i><n>de</n></o>f!");
  const auto places = marks.places();
  for (auto p = places.rbegin(); p != places.rend(); ++p) made.erase(p->first, p->second);
  EXPECT_EQ(made, bytes);
}

}  // namespace
}  // namespace postil
