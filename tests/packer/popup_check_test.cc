// Each rule with a book that breaks it and one that does not.
#include "packer/report/popup_check.h"

#include "tests/support/markup_book.h"

namespace postil {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

std::string codes(const Files& files, bool outside = false) {
  Book book = book_of(files);
  for (SourceFile& f : book.files) f.spine_cfi_step = 6;
  if (outside) book.files.back().spine = kNone;
  const NoteSet notes = find_notes(book);
  check_popups(book, notes);
  std::string out;
  for (const Finding& f : book.findings) out += (out.empty() ? "" : " ") + f.code;
  return out;
}

std::string mark(int n, const std::string& href, const std::string& inside = "") {
  return "<a epub:type=\"noteref\" id=\"r" + std::to_string(n) + "\" href=\"" + href + "\">" +
         (inside.empty() ? std::to_string(n) : inside) + "</a>";
}
std::string note(int n, const std::string& more = "") {
  const std::string i = std::to_string(n);
  return "<aside epub:type=\"footnote\" id=\"n" + i + "\"" + more + "><p>The note of the " + i + " weir. <a href=\"#r" +
         i + "\">back</a></p></aside>";
}
const std::string kText = "<p>Of the weir." + mark(1, "#n1") + " Of the mill." + mark(2, "#n2") + "</p>";

TEST(PopupCheck, CleanBooksHaveNoFinding) {
  EXPECT_EQ(codes({{"a.xhtml", kText + note(1) + note(2)}}), "");
  EXPECT_EQ(codes({{"a.xhtml", "<p>Of the weir." + mark(1, "b.xhtml#n1") + "</p>"},
                   {"b.xhtml",
                    "<h1>Notes</h1><ol><li epub:type=\"endnote\" id=\"n1\"><p>A note.</p><p>More. <a "
                    "href=\"a.xhtml#r1\">back</a></p></li></ol>"}}),
            "");
}

TEST(PopupCheck, OnlyEpubsAreChecked) {
  Book book = book_of({{"a.xhtml", "<p>Of the weir.<a href=\"#n1\">1</a></p><p id=\"n1\">1 A note.</p>"}});
  check_popups(book, find_notes(book));
  EXPECT_TRUE(book.findings.empty());
}

TEST(PopupCheck, WhatIsNotDeclared) {
  EXPECT_EQ(codes({{"a.xhtml",
                    "<p>Of the weir.<a id=\"r1\" href=\"#n1\">1</a></p><aside epub:type=\"footnote\" id=\"n1\"><p>A "
                    "note. <a href=\"#r1\">back</a></p></aside>"}}),
            "P-NOTEREF");
  EXPECT_EQ(codes({{"a.xhtml", "<p>Of the weir." + mark(1, "#n1") +
                                   "</p><div id=\"n1\"><p>1 A note. <a href=\"#r1\">back</a></p></div>"}}),
            "P-TYPE");
}

TEST(PopupCheck, AnIdBesideItsNote) {
  EXPECT_EQ(codes({{"a.xhtml", "<p>Of the weir." + mark(1, "#n1") +
                                   "</p><p><a epub:type=\"footnote\" id=\"n1\" href=\"#r1\">1</a> A note.</p>"}}),
            "P-ANCHOR");
  EXPECT_EQ(
      codes(
          {{"a.xhtml",
            "<p>Of the weir." + mark(1, "#n1") +
                "</p><hr/><div class=\"footnote\"><p epub:type=\"footnote\" id=\"n1\"><a href=\"#r1\">1</a> A note.</p>"
                "<p>Its second paragraph.</p></div>"}}),
      "P-PART");
}

TEST(PopupCheck, NotesThatShare) {
  EXPECT_EQ(
      codes({{"a.xhtml", kText + "<p><span epub:type=\"footnote\" id=\"n1\"><a href=\"#r1\">1</a> A note.</span><br/>"
                                 "<span epub:type=\"footnote\" id=\"n2\"><a href=\"#r2\">2</a> Another.</span></p>"}}),
      "P-SEVERAL");
  EXPECT_EQ(
      codes({{"a.xhtml", "<p>Of the weir." + mark(1, "#n1") +
                             "</p><aside epub:type=\"footnote\" id=\"n1\"><p>A note. <a href=\"#r1\">back</a> More." +
                             mark(2, "#n2") + "</p>" + note(2) + "</aside>"}}),
      "P-NESTED");
}

TEST(PopupCheck, WhereNotesStand) {
  const Files files{
      {"a.xhtml", "<p>Of the weir." + mark(1, "b.xhtml#n1") + "</p>"},
      {"b.xhtml", "<aside epub:type=\"footnote\" id=\"n1\"><p>A note. <a href=\"a.xhtml#r1\">back</a></p></aside>"}};
  EXPECT_EQ(codes(files), "");
  EXPECT_EQ(codes(files, true), "P-SPINE");
}

TEST(PopupCheck, Hidden) {
  EXPECT_EQ(codes({{"a.xhtml", kText + note(1, " style=\"display: none\"") + note(2)}}), "P-HIDDEN");
  EXPECT_EQ(codes({{"a.xhtml", kText + note(1, " style=\"display: block\"") + note(2)}}), "");
}

TEST(PopupCheck, TheMarkItself) {
  const auto with = [](const std::string& inside) {
    return codes({{"a.xhtml", "<p>Of the weir." + mark(1, "#n1", inside) + "</p>" + note(1)}});
  };
  EXPECT_EQ(with("<img src=\"star.png\"/>"), "P-IMAGE");
  EXPECT_EQ(with("<img src=\"star.png\" alt=\"note 1\"/>"), "");
  EXPECT_EQ(with("<span></span>"), "P-MARK");
  EXPECT_EQ(with("see the note about the old weir"), "P-MARK");
}

TEST(PopupCheck, NoWayBack) {
  EXPECT_EQ(codes({{"a.xhtml", "<p>Of the weir." + mark(1, "#n1") +
                                   "</p><aside epub:type=\"footnote\" id=\"n1\"><p>A note.</p></aside>"}}),
            "P-RETURN");
}

TEST(PopupCheck, LargeDocuments) {
  std::string body;
  for (int i = 0; i < 3000; ++i) body += "<p>" + std::string(110, 'x') + "</p>";
  EXPECT_EQ(codes({{"a.xhtml", body}}), "E-LARGE");
  EXPECT_EQ(codes({{"a.xhtml", body.substr(0, body.size() / 2)}}), "");
}

TEST(PopupCheck, OneFindingTellsOfAllInADocument) {
  std::string text = "<p>", notes;
  for (int i = 1; i <= 50; ++i) {
    text += "Of the weir." + mark(i, "#n" + std::to_string(i));
    notes += "<aside epub:type=\"footnote\" id=\"n" + std::to_string(i) + "\"><p>Note.</p></aside>";
  }
  Book book = book_of({{"a.xhtml", text + "</p>" + notes}});
  book.files[0].spine_cfi_step = 6;
  check_popups(book, find_notes(book));
  ASSERT_EQ(book.findings.size(), 1u);
  EXPECT_EQ(book.findings[0].message, "50 notes have no way back");
  EXPECT_LT(book.findings[0].where.begin, book.findings[0].last.begin);
}

}  // namespace
}  // namespace postil
