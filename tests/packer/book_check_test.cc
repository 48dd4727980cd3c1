#include "packer/report/book_check.h"

#include "tests/support/markup_book.h"

namespace postil {
namespace {

std::vector<std::string> codes(Book book) {
  const NoteSet notes = find_notes(book);
  check_book(book, notes);
  std::vector<std::string> out;
  for (const Finding& f : book.findings) out.push_back(f.code + " " + std::to_string(f.where.begin));
  return out;
}

using Lines = std::vector<std::string>;

TEST(BookCheck, LinksToNowhereAndDoubledIds) {
  EXPECT_EQ(
      codes(book_of(
          {{"a.xhtml",
            "<p id=\"x\">See <a href=\"#y\">this</a>, <a href=\"b.xhtml#z\">that</a>, <a "
            "href=\"gone.xhtml\">there</a>, <a href=\"https://example.org/#q\">out</a>.</p><p id=\"x\">More.</p>"},
           {"b.xhtml", "<p id=\"z\">Text.</p>"}})),
      (Lines{"E-LINK 4", "E-LINK 16", "E-ID 28"}));
}

TEST(BookCheck, ABrokenNoterefIsToldOnceByTheNotes) {
  Book book = book_of({{"a.xhtml", "<p>Text<a epub:type=\"noteref\" href=\"#gone\">1</a>.</p>"}});
  const NoteSet notes = find_notes(book);
  check_book(book, notes);
  EXPECT_EQ(notes.findings.size(), 1u);
  EXPECT_TRUE(book.findings.empty());
}

TEST(BookCheck, AnEpubSaysItsLanguageAndHasContents) {
  Book book = book_of({{"a.xhtml", "<p>Text.</p>"}});
  book.files[0].spine_cfi_step = 6;
  EXPECT_EQ(codes(book), (Lines{"E-CONTENTS 0", "E-LANGUAGE 0"}));
  book.metadata.language = "en";
  book.toc.push_back({"One", 0, 0, ""});
  book.toc.push_back({"Two", 0, kNone, ""});
  EXPECT_EQ(codes(book), (Lines{"E-CONTENTS 0"}));
  book.toc[1].file = 0;
  EXPECT_TRUE(codes(book).empty());
  book.toc[1].anchor = "nix";
  EXPECT_EQ(codes(book), (Lines{"E-CONTENTS 0"}));
}

TEST(BookCheck, ThousandsOfOneKindAreCutShort) {
  std::string body;
  for (int i = 0; i < 1000; ++i) body += "<p><a href=\"#gone\">x</a></p>";
  EXPECT_EQ(codes(book_of({{"a.xhtml", body}})).size(), 200u);
}

}  // namespace
}  // namespace postil
