#include "schema/rich_text.h"

#include <gtest/gtest.h>

#include <random>

namespace postil {
namespace {

TEST(RichText, InlineMarkupNestsAndParagraphsSplit) {
  RichText r{"One two\nthree", {{SpanKind::emphasis, 0, 3, 0}, {SpanKind::strong, 4, 13, 0}}, {}};
  EXPECT_EQ(to_xhtml(r), "<p><em>One</em> <strong>two</strong></p><p><strong>three</strong></p>");
}

TEST(RichText, CrossingSpansAreClosedAndOpenedAgain) {
  RichText r{"abcdef", {{SpanKind::emphasis, 0, 4, 0}, {SpanKind::strong, 2, 6, 0}}, {}};
  EXPECT_EQ(to_xhtml(r), "<p><em>ab<strong>cd</strong></em><strong>ef</strong></p>");
}

TEST(RichText, MarkupInTextAndStringsIsEscaped) {
  RichText r{"<b>&\x01", {{SpanKind::link, 0, 3, 0}}, {"a\"b<c"}};
  EXPECT_EQ(to_xhtml(r), "<p><a href=\"a&quot;b&lt;c\">&lt;b&gt;</a>&amp;\xEF\xBF\xBD</p>");
}

// Hostile spans: whatever they say, tags balance.
TEST(RichText, AnySpansGiveBalancedTags) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    RichText r;
    for (unsigned i = random() % 24; i-- > 0;) r.text += "ab\n\xC3\xA9<&"[random() % 7];
    for (unsigned i = random() % 12; i-- > 0;)
      r.spans.push_back({static_cast<SpanKind>(random() % 32), static_cast<uint32_t>(random() % 30),
                         static_cast<uint32_t>(random() % 30), static_cast<uint32_t>(random() % 3)});
    r.strings = {"x"};
    const std::string html = to_xhtml(r);
    std::vector<std::string> open;
    for (size_t i = 0; (i = html.find('<', i)) != std::string::npos; ++i) {
      const size_t end = html.find_first_of(" />", i + 1 + (html[i + 1] == '/'));
      if (html[html.find('>', i) - 1] == '/') continue;
      if (html[i + 1] == '/') {
        ASSERT_FALSE(open.empty()) << html;
        ASSERT_EQ(open.back(), html.substr(i + 2, end - i - 2)) << html;
        open.pop_back();
      } else {
        open.push_back(html.substr(i + 1, end - i - 1));
      }
    }
    ASSERT_TRUE(open.empty()) << html;
  }
}

TEST(DisplayText, ACutThatLeadsIntoTheNextJoins) {
  EXPECT_EQ(display_text({{"cros-", {{4, 5}}}, {"12", {{0, 2}}}, {" sed twice", {{0, 1}}, true}, {"now", {}}}),
            "crossed twice\nnow");
  EXPECT_EQ(display_text({{"one -", {{4, 5}}}, {"x two", {{0, 1}}}}), "one\ntwo") << "two cuts do not";
}

TEST(DisplayText, CutsWhiteSpaceAndJoinsSlices) {
  std::vector<SlicePoint> from;
  const std::string shown = display_text({{" nego-\r\ntiate  now ", {{5, 8}}}, {"", {}}, {"next", {}}}, &from);
  EXPECT_EQ(shown, "negotiate now\nnext");
  ASSERT_EQ(from.size(), shown.size() + 1);
  EXPECT_EQ(from[0].offset, 1u);
  EXPECT_EQ(from[4].offset, 8u);
  EXPECT_EQ(from.back().slice, 2u);
  EXPECT_EQ(from.back().offset, 4u);
}

}  // namespace
}  // namespace postil
