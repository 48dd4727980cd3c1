#include "packer/read/style_sheet.h"

#include <gtest/gtest.h>

namespace postil {
namespace {

std::string style(const std::string& css, const std::string& tag, const std::string& classes,
                  const std::string& own = "") {
  StyleSheet sheet;
  sheet.add(css);
  Book book;
  book.elements.emplace_back();
  book.elements[0].name = tag;
  book.elements[0].klass = classes;
  book.elements[0].style = own;
  sheet.apply(book);
  return book.elements[0].style;
}

TEST(StyleSheet, ClassesSayWhatIsRaisedSlantedOrSmall) {
  EXPECT_EQ(style(".calibre10 { font-size: 0.6em; line-height: normal; vertical-align: super }", "span", "calibre10"),
            "vertical-align:super");
  EXPECT_EQ(style("span.i, p.x{font-style:italic !important}", "span", "a i b"), "font-style:italic");
  EXPECT_EQ(style("span.i{font-style:italic}", "p", "i"), "");
  EXPECT_EQ(style(".a.b{font-variant:small-caps}", "span", "b a"), "font-variant:small-caps");
  EXPECT_EQ(style(".a.b{font-variant:small-caps}", "span", "a"), "");
  EXPECT_EQ(style(".s{position:relative;top:-0.5em;font-size:70%}", "span", "s"), "vertical-align:super");
  EXPECT_EQ(style(".s{vertical-align:33%}", "span", "s"), "vertical-align:super");
  EXPECT_EQ(style(".s{vertical-align:-0.25em}", "span", "s"), "vertical-align:sub");
}

TEST(StyleSheet, TheLaterAndTheStrongerWinAndTheElementKeepsItsOwn) {
  EXPECT_EQ(style(".a{font-style:italic} .a{font-style:normal}", "span", "a"), "font-style:normal");
  EXPECT_EQ(style(".a.b{font-weight:bold} .a{font-weight:normal}", "span", "a b"), "font-weight:bold");
  EXPECT_EQ(style(".a{font-style:italic}", "span", "a", "font-style: normal"), "font-style: normal");
  EXPECT_EQ(style("@media screen { .a { font-weight: 700 } } @font-face { font-style: italic }", "span", "a"),
            "font-weight:bold");
}

TEST(StyleSheet, OtherSelectorsAndBrokenSheetsAreLeftOut) {
  EXPECT_EQ(style(".a:hover{font-weight:bold} div .a{font-weight:bold} .a[x]{font-weight:bold} #q.a{font-weight:bold}",
                  "span", "a"),
            "");
  EXPECT_EQ(style("}}} { .a{{font-weight:bold .b{font-weight:bold}", "span", "a"), "");
  for (const char* css : {"", "{", "/*", ".a{", "@media {", ".a{:;}", "@import url(x);;;.a{"})
    EXPECT_EQ(style(css, "span", "a"), "") << css;
}

TEST(StyleSheet, StylesInsideADocument) {
  EXPECT_EQ(inner_styles("<html><head><style type=\"text/css\">.a{}</style></head><style>.b{}"), ".a{}\n");
}

}  // namespace
}  // namespace postil
