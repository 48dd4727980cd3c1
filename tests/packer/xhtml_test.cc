// XHTML made from spans, held against an XML parser and against what may stand in what.
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <functional>
#include <random>
#include <set>

#include "schema/rich_text.h"
#include "tests/support/markup_book.h"

namespace postil {
namespace {

std::string name_of(const xmlNode* n) {
  return reinterpret_cast<const char*>(n->name);
}

// "" when all is well, else what is not.
std::string fault(const xmlNode* n, bool in_link) {
  static const std::set<std::string> kBlocks{"p", "blockquote", "ul", "ol", "table", "pre", "h4"};
  const std::string name = name_of(n);
  if (name == "a" && in_link) return "a link in a link";
  for (const xmlNode* c = n->children; c; c = c->next) {
    if (c->type == XML_TEXT_NODE) {
      if (name == "ul" || name == "ol" || name == "table" || name == "tr" || name == "body" || name == "blockquote")
        return "text in " + name;
      continue;
    }
    const std::string child = name_of(c);
    const bool block = kBlocks.count(child) != 0;
    if ((name == "ul" || name == "ol") != (child == "li")) return child + " in " + name;
    if ((name == "table") != (child == "tr")) return child + " in " + name;
    if ((name == "tr") != (child == "td" || child == "th")) return child + " in " + name;
    if ((name == "p" || name == "pre" || name == "h4") && block) return child + " in " + name;
    if (const std::string f = fault(c, in_link || name == "a"); !f.empty()) return f;
  }
  return "";
}

std::string fault_of(const std::string& html) {
  const std::string document = "<body>" + html + "</body>";
  xmlDoc* doc = xmlReadMemory(document.data(), static_cast<int>(document.size()), nullptr, "UTF-8",
                              XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (!doc) return "not well-formed";
  const std::string f = fault(xmlDocGetRootElement(doc), false);
  xmlFreeDoc(doc);
  return f;
}

TEST(Xhtml, AnySpansAreWellFormedAndNestAsHtmlAllows) {
  std::mt19937 random(11);
  const std::vector<std::string> pieces{"a", "bc ", "\n", "é", "<", "&", "\"", "日", "\x01", "\xFF", "\n\n", " "};
  for (int round = 0; round < 6000; ++round) {
    RichText r;
    for (unsigned i = random() % 30; i-- > 0;) r.text += pieces[random() % pieces.size()];
    const auto size = static_cast<uint32_t>(r.text.size() + 3);
    for (unsigned i = random() % 20; i-- > 0;) {
      const uint32_t begin = static_cast<uint32_t>(random() % size);
      r.spans.push_back({static_cast<SpanKind>(random() % 33), begin, begin + static_cast<uint32_t>(random() % size),
                         static_cast<uint32_t>(random() % 6 == 0 ? random() : random() % 4)});
    }
    r.strings = {"a.png", "x\"<&\x02", "javascript:alert(1)"};
    const std::string html = to_xhtml(r);
    ASSERT_EQ(fault_of(html), "") << html;
    ASSERT_EQ(html.find("href=\"javascript"), std::string::npos);
  }
}

TEST(Xhtml, TheCheckFindsFaults) {
  EXPECT_NE(fault_of("<p>a"), "");
  EXPECT_NE(fault_of("<table><td>a</td></table>"), "");
  EXPECT_NE(fault_of("<p><a href=\"#a\"><a href=\"#b\">x</a></a></p>"), "");
  EXPECT_NE(fault_of("<ul>a</ul>"), "");
}

TEST(Xhtml, TablesListsQuotesAndHeadings) {
  RichText r;
  r.text = "Head\nYear\nRain\n1913\n25\nFirst\nSecond\nmore\nSaid";
  auto at = [&](const std::string& s) { return static_cast<uint32_t>(r.text.find(s)); };
  r.spans = {{SpanKind::heading, 0, 4, 0},
             {SpanKind::table, at("Year"), at("25") + 2, 0},
             {SpanKind::row, at("Year"), at("Rain") + 4, 0},
             {SpanKind::cell, at("Year"), at("Year") + 4, 1},
             {SpanKind::cell, at("Rain"), at("Rain") + 4, 1},
             {SpanKind::row, at("1913"), at("25") + 2, 0},
             {SpanKind::cell, at("1913"), at("1913") + 4, 0},
             {SpanKind::cell, at("25"), at("25") + 2, 0},
             {SpanKind::list, at("First"), at("more") + 4, 3},
             {SpanKind::list_item, at("First"), at("First") + 5, 0},
             {SpanKind::list_item, at("Second"), at("more") + 4, 0},
             {SpanKind::quote, at("Said"), at("Said") + 4, 0}};
  EXPECT_EQ(to_xhtml(r),
            "<h4>Head</h4><table><tr><th>Year</th><th>Rain</th></tr><tr><td>1913</td><td>25</td></tr></table><ol "
            "start=\"3\"><li>First</li><li><p>Second</p><p>more</p></li></ol><blockquote><p>Said</p></blockquote>");
}

std::string html_of(const std::string& note) {
  const Book book = book_of({{"text/t.xhtml", "<p>Text<a epub:type=\"noteref\" href=\"#n1\">1</a>.</p>" + note}});
  const NoteSet set = find_notes(book);
  EXPECT_FALSE(set.notes.empty());
  return set.notes.empty() ? "" : to_xhtml(note_body(book, set.notes[0]));
}

TEST(NoteBody, InlineMarkup) {
  EXPECT_EQ(html_of("<aside epub:type=\"footnote\" id=\"n1\"><p><i>1. The <b>log</b></i> H<sub>2</sub>O 2<sup>nd</sup> "
                    "<span style=\"font-variant: small-caps\">bc</span> <span class=\"italic\">so</span> "
                    "<code>x</code> <s>no</s> <u>yes</u></p></aside>"),
            "<p><em>The <strong>log</strong></em> H<sub>2</sub>O 2<sup>nd</sup> <span style=\"font-variant: "
            "small-caps\">bc</span> <em>so</em> <code>x</code> <s>no</s> <u>yes</u></p>");
}

TEST(NoteBody, LinksAndImagesAreByPathInTheBook) {
  EXPECT_EQ(
      html_of(
          "<aside epub:type=\"footnote\" id=\"n1\"><p>See <a href=\"c2.xhtml#p3\">there</a>, <a "
          "href=\"http://example.org/?a&amp;b\">here</a>: <img src=\"../images/map.png\" alt=\"A map\"/></p></aside>"),
      "<p>See <a href=\"text/c2.xhtml#p3\">there</a>, <a href=\"http://example.org/?a&amp;b\">here</a>:<img "
      "src=\"images/map.png\" alt=\"A map\"/></p>");
}

TEST(NoteBody, VerseListsAndTables) {
  EXPECT_EQ(
      html_of(
          "<aside epub:type=\"footnote\" id=\"n1\"><p>Sung:</p><blockquote epub:type=\"z3998:verse\"><p>Rain,<br/>go "
          "away.</p></blockquote><ul><li>One</li><li>Two</li></ul><table><tr><th>A</th><td>B</td></tr></table></"
          "aside>"),
      "<p>Sung:</p><blockquote><p>Rain,<br/>go "
      "away.</p></blockquote><ul><li>One</li><li>Two</li></ul><table><tr><th>A</th><td>B</td></tr></table>");
}

TEST(NoteBody, ANoteThatIsAnItemOrARowIsNoListOrTable) {
  EXPECT_EQ(
      html_of("<ol><li id=\"n1\"><p>First.</p><ul><li>One</li><li>Two</li></ul></li><li id=\"n2\">Second.</li></ol>"),
      "<p>First.</p><ul><li>One</li><li>Two</li></ul>");
  EXPECT_EQ(
      html_of(
          "<table><tr><td id=\"n1\">1</td><td>First.</td></tr><tr><td id=\"n2\">2</td><td>Second.</td></tr></table>"),
      "<p>First.</p>");
}

TEST(NoteBody, ANoterefInsideKeepsItsPlace) {
  EXPECT_EQ(html_of("<aside epub:type=\"footnote\" id=\"n1\"><p>First<a epub:type=\"noteref\" href=\"#n2\">*</a> "
                    "note.</p></aside><aside epub:type=\"footnote\" id=\"n2\"><p>Other.</p></aside>"),
            "<p>First<a class=\"noteref\" href=\"text/t.xhtml#n2\"><sup>*</sup></a> note.</p>");
}

}  // namespace
}  // namespace postil
