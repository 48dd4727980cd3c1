// Capitals that name nothing.
#include "packer/entities/no_names.h"

#include <gtest/gtest.h>

#include <set>

#include "packer/entities/boilerplate.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"
#include "tests/support/markup_book.h"

namespace postil {
namespace {

using Names = std::multiset<std::string>;

// Names are given by how they stand in the text; `note`: as if all stood in a note.
Names left(Book book, const std::vector<std::string>& found, bool note = false) {
  book.metadata.language = "en";
  std::vector<NameSpan> names;
  for (uint32_t p = 0; p < book.paragraphs.size(); ++p)
    for (uint32_t at = 0; at < book.paragraphs[p].text.size();) {
      size_t size = 0;
      for (const std::string& name : found)
        if (book.paragraphs[p].text.compare(at, name.size(), name) == 0) size = std::max(size, name.size());
      if (size) {
        NameSpan n;
        n.paragraph = p, n.begin = at, n.end = at + static_cast<uint32_t>(size), n.type = EntityType::person;
        if (note) n.note = 0;
        names.push_back(n);
      }
      at += std::max<uint32_t>(1, static_cast<uint32_t>(size));
    }
  trim_names(book, names);
  drop_no_names(book, names);
  Names out;
  for (const NameSpan& n : names) out.insert(book.paragraphs[n.paragraph].text.substr(n.begin, n.end - n.begin));
  return out;
}

Book page(const std::string& html) {
  return book_of({{"a.xhtml", html}});
}

TEST(NoNames, NumbersAndWhatTheyFollow) {
  EXPECT_EQ(left(page("<p>By Art. 12 and IV the VIII Annex binds Lund.</p>"), {"Art", "IV", "VIII Annex", "Lund"}),
            (Names{"Annex", "Lund"}));
  EXPECT_EQ(left(page("<p>Then Art laughed.</p>"), {"Art"}), (Names{"Art"}));
}

TEST(NoNames, OneOfMany) {
  EXPECT_EQ(left(page("<p>He was an Ally of Lund.</p>"), {"Ally", "Lund"}), (Names{"Lund"}));
  EXPECT_EQ(left(page("<p>He was a Turk.</p>"), {"Turk"}), (Names{"Turk"}));
}

TEST(NoNames, WordsOfAHeading) {
  EXPECT_EQ(left(page("<h2>The Same Subject at Karsk</h2><p>It rained.</p>"), {"Same Subject", "Karsk"}),
            (Names{"Karsk"}));
}

TEST(NoNames, WhatIsCutOff) {
  EXPECT_EQ(left(page("<p>Vide Moor, and the Mill House-though it burnt.</p>"), {"Vide Moor", "Mill House-though"}),
            (Names{"Moor", "Mill House"}));
  EXPECT_EQ(left(page("<p>Moor de Natura Fluminum has it; so has Moor de la Tour.</p>"),
                 {"Moor de Natura Fluminum", "Moor de la Tour"}, true),
            (Names{"Moor", "Moor de la Tour"}));
}

TEST(NoNames, PagesOfTheEdition) {
  const Book book = book_of({{"imprint.xhtml", "<section epub:type=\"imprint\"><p>Made by Jon Penn.</p></section>"},
                             {"one.xhtml", "<h1>One</h1><p>Lund slept.</p>"},
                             {"end.xhtml", "<h1>Colophon</h1><p>Set by Jon Penn.</p>"}});
  EXPECT_EQ(left(book, {"Jon Penn", "Lund"}), (Names{"Lund"}));
}

TEST(NoNames, ALibrarysLicence) {
  Book book;
  ASSERT_TRUE(
      read_plain_text("Title: Karsk\n\nProduced by Jon Penn\n\n*** START OF THE PROJECT GUTENBERG EBOOK KARSK ***\n\n"
                      "Lund slept.\n\n*** END OF THE PROJECT GUTENBERG EBOOK KARSK ***\n\nJon Penn may be asked.\n",
                      "t.txt", book));
  structure(book);
  EXPECT_EQ(left(book, {"Jon Penn", "Lund"}), (Names{"Lund"}));
  // A book that speaks of such a line is not cut off by it.
  Book other;
  ASSERT_TRUE(
      read_plain_text("Lund read \"*** END OF THE PROJECT GUTENBERG EBOOK\" aloud.\n\nMoor slept.\n", "t.txt", other));
  structure(other);
  EXPECT_EQ(left(other, {"Moor", "Lund"}), (Names{"Lund", "Moor"}));
}

}  // namespace
}  // namespace postil
