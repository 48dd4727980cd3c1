// Markup without sense: whatever links to whatever, notes are ranges of the book and marks mean notes that exist.
#include <random>

#include "packer/report/book_check.h"
#include "tests/support/markup_book.h"

namespace postil {
namespace {

std::string soup(std::mt19937& random) {
  static const char* const kTags[] = {"p",     "div",  "li", "ol", "ul",         "aside", "section",
                                      "table", "tr",   "td", "dl", "dt",         "dd",    "sup",
                                      "a",     "span", "i",  "h2", "blockquote", "figure"};
  static const char* const kAttributes[] = {"",
                                            " class=\"footnote\"",
                                            " epub:type=\"noteref\"",
                                            " epub:type=\"footnote\"",
                                            " epub:type=\"endnotes\"",
                                            " class=\"fnref\"",
                                            " style=\"vertical-align:super\"",
                                            " role=\"doc-backlink\"",
                                            " epub:type=\"pagebreak\"",
                                            " epub:type=\"glossary\""};
  static const char* const kTexts[] = {
      "1", "2. ",       "[3]", "*",          "†", "iv", "↩", "Notes", "Text of some length.",
      " ", "see note ", "a",   "“said”: so", "10"};
  std::string out;
  std::vector<std::string> open;
  auto pick = [&](unsigned n) { return random() % n; };
  for (unsigned i = 0; i < 20 + pick(60); ++i) {
    const unsigned what = pick(10);
    if (what < 5 && open.size() < 12) {
      const std::string tag = kTags[pick(20)];
      out += "<" + tag + kAttributes[pick(3) ? 0 : pick(10)];
      if (pick(2)) out += " id=\"x" + std::to_string(pick(30)) + "\"";
      if (tag == "a" && pick(5))
        out += " href=\"" + std::string(pick(4) ? "" : "f" + std::to_string(pick(3)) + ".xhtml") +
               (pick(8) ? "#x" + std::to_string(pick(32)) : "") + "\"";
      if (pick(8) == 0) {
        out += "/>";
        continue;
      }
      out += ">";
      open.push_back(tag);
    } else if (what < 7 && !open.empty()) {
      out += "</" + open.back() + ">";
      open.pop_back();
    } else {
      out += pick(12) ? kTexts[pick(14)] : "<br/>";
      if (pick(4) == 0)
        out += "word<sup><a id=\"r" + std::to_string(pick(30)) + "\" href=\"#x" + std::to_string(pick(32)) + "\">" +
               std::to_string(pick(9)) + "</a></sup> ";
      if (pick(8) == 0) out += "<a href=\"#r" + std::to_string(pick(30)) + "\">" + std::to_string(pick(9)) + "</a>. ";
      if (pick(20) == 0) out += "<hr/>";
      if (pick(20) == 0) out += "<img src=\"a.png\" alt=\"1\"/>";
    }
  }
  for (; !open.empty(); open.pop_back()) out += "</" + open.back() + ">";
  return out;
}

TEST(LinkedSoup, NotesAreRangesAndMarksMeanThem) {
  std::mt19937 random(5);
  size_t marks = 0;
  for (int round = 0; round < 2000; ++round) {
    Book book =
        book_of({{"f0.xhtml", soup(random)}, {"f1.xhtml", soup(random)}, {"f2.xhtml", "<p>End.</p>" + soup(random)}});
    const NoteSet set = find_notes(book);
    for (const Mark& m : set.marks) {
      ASSERT_LT(m.paragraph, book.paragraphs.size());
      ASSERT_LE(m.begin, m.end);
      ASSERT_LE(m.end, book.paragraphs[m.paragraph].text.size());
      ASSERT_TRUE(m.note == kNone || m.note < set.notes.size());
      ASSERT_TRUE((m.note == kNone) == (m.how == How::none));
    }
    for (uint32_t i = 0; i < set.notes.size(); ++i) {
      const Note& n = set.notes[i];
      ASSERT_FALSE(n.end < n.begin);
      if (n.begin < n.end) {
        ASSERT_LT(n.end.paragraph, book.paragraphs.size());
        ASSERT_LE(n.end.offset, book.paragraphs[n.end.paragraph].text.size());
      }
      for (const Cut& c : n.cuts) ASSERT_FALSE(c.end < c.begin);
      for (uint32_t m : n.marks) ASSERT_EQ(set.marks[m].note, i);
      const RichText body = note_body(book, n);
      for (const Span& s : body.spans) {
        ASSERT_LE(s.begin, s.end);
        ASSERT_LE(s.end, body.text.size());
        if (has_string(s.kind)) {
          ASSERT_LT(s.arg, body.strings.size());
        }
      }
      to_xhtml(body);
    }
    marks += set.marks.size();
    check_book(book, set);
  }
  EXPECT_GT(marks, 400u);
}

}  // namespace
}  // namespace postil
