// What a book lists by itself: its index, in EPUB's own markup or plain, gives names to what the text calls otherwise.
#include <gtest/gtest.h>

#include "packer/citations/citations.h"
#include "packer/entities/apart.h"
#include "packer/entities/curated.h"
#include "packer/entities/entities.h"
#include "tests/support/markup_book.h"

namespace postil {
namespace {

const CuratedEntity* listed(const CuratedSet& set, const std::string& name) {
  for (const CuratedEntity& e : set.entities)
    if (e.name == name) return &e;
  return nullptr;
}

TEST(BookLists, AnIndexByItsMarkup) {
  const Book book = book_of({{"c1.xhtml", "<h1>One</h1><p>Anders Lund met Captain Moe.</p>"},
                             {"ix.xhtml",
                              "<section epub:type=\"index\"><h1>Index</h1><ul epub:type=\"index-entry-list\">"
                              "<li epub:type=\"index-entry\"><span epub:type=\"index-term\">Lund, Anders</span> "
                              "<span epub:type=\"index-editor-note\">(engineer of the river works)</span>, <a "
                              "epub:type=\"index-locator\" href=\"c1.xhtml\">1</a></li>"
                              "<li epub:type=\"index-entry\"><span epub:type=\"index-term\">Moe, Captain</span>, <span "
                              "epub:type=\"index-xref-preferred\">See "
                              "<a href=\"#m\">Moe, Ivar</a></span></li>"
                              "<li epub:type=\"index-entry\"><span epub:type=\"index-term\">Vogel, Ilse</span> "
                              "(painter of the harbour), <a href=\"c1.xhtml\">3</a>"
                              "<ul><li epub:type=\"index-entry\"><span epub:type=\"index-term\">her school</span> <a "
                              "href=\"c1.xhtml\">4</a></li></ul></li>"
                              "</ul></section>"}});
  const CuratedSet set = book_lists(book);
  const CuratedEntity* lund = listed(set, "Anders Lund");
  ASSERT_NE(lund, nullptr);
  EXPECT_EQ(lund->description->text, "engineer of the river works");
  const CuratedEntity* moe = listed(set, "Ivar Moe");
  ASSERT_NE(moe, nullptr);
  ASSERT_EQ(moe->merge.size(), 1u);
  EXPECT_EQ(moe->merge[0], "Captain Moe");
  const CuratedEntity* vogel = listed(set, "Ilse Vogel");
  ASSERT_NE(vogel, nullptr);
  EXPECT_EQ(vogel->description->text, "painter of the harbour");
  EXPECT_EQ(listed(set, "her school"), nullptr);
}

TEST(BookLists, APlainIndex) {
  const Book book = book_of({{"c1.xhtml", "<h1>One</h1><p>Peking was old.</p>"},
                             {"ix.xhtml",
                              "<h1>Index</h1><p>Beijing. See Peking</p><p>Lund, Anders (engineer of the works), "
                              "12-15</p><p>Peking, 3, 9</p>"}});
  const CuratedSet set = book_lists(book);
  const CuratedEntity* peking = listed(set, "Peking");
  ASSERT_NE(peking, nullptr);
  EXPECT_EQ(peking->merge[0], "Beijing");
  ASSERT_NE(listed(set, "Anders Lund"), nullptr);
}

TEST(BookLists, WhatStandsInAnIndexIsNoMention) {
  const Book book = book_of({{"c1.xhtml", "<h1>One</h1><p>Anders Lund came.</p>"},
                             {"ix.xhtml", "<h1>Index</h1><p>Lund, Anders, 1</p>"},
                             {"c2.xhtml", "<h1>Two</h1><p>Lund left.</p>"}});
  std::vector<NameSpan> names;
  for (uint32_t p = 0; p < book.paragraphs.size(); ++p) {
    const size_t at = book.paragraphs[p].text.find("Lund");
    if (at == std::string::npos) continue;
    NameSpan n;
    n.paragraph = p, n.begin = static_cast<uint32_t>(at), n.end = n.begin + 4, n.type = EntityType::person,
    n.permille = 900;
    names.push_back(n);
  }
  ASSERT_EQ(names.size(), 3u);
  keep_apart(book, {}, {}, names);
  ASSERT_EQ(names.size(), 2u);
  EXPECT_EQ(book.paragraphs[names[1].paragraph].text, "Lund left.");
}

}  // namespace
}  // namespace postil
