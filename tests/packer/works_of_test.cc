// Cited works that concern somebody.
#include <gtest/gtest.h>

#include "packer/citations/citations.h"
#include "packer/entities/dates.h"
#include "packer/entities/entities.h"
#include "packer/notes/notes.h"
#include "packer/structure/structure.h"
#include "tests/support/markup_book.h"

namespace postil {
namespace {

TEST(WorksOf, WhoWroteItAndWhomItsTitleNames) {
  Book book = book_of({{"a.xhtml",
                        "<p>Lund slept.<a epub:type=\"noteref\" href=\"#n1\">1</a> Lund woke.<a epub:type=\"noteref\" "
                        "href=\"#n2\">2</a></p>"
                        "<aside epub:type=\"footnote\" id=\"n1\"><p>Ilse Vogel, <i>The Locks of Lund</i> (Karsk: Delta "
                        "House, 1921), 14.</p></aside>"
                        "<aside epub:type=\"footnote\" id=\"n2\"><p>Otto Brandt, <i>Rivers of the East</i> (Karsk: "
                        "Delta House, 1922), 4.</p></aside>"}});
  const NoteSet notes = find_notes(book, {});
  const CitationSet citations = find_citations(book, notes);
  ASSERT_EQ(citations.works.size(), 2u);
  EntitySet set;
  for (const char* name : {"Lund", "Ilse Vogel", "Moor"}) {
    Entity e;
    e.name = name, e.type = EntityType::person, e.since = 1;
    e.aliases.push_back({name, 1, 2, false});
    set.entities.push_back(e);
  }
  add_works(book, notes, citations, set);
  const auto works = [&](size_t row) {
    std::string out;
    for (const Fact& f : set.entities[row].facts)
      if (f.kind == FactKind::work) out += std::to_string(f.arg) + (f.text.empty() ? "" : " " + f.text) + ";";
    return out;
  };
  EXPECT_EQ(works(0), "0;");
  EXPECT_EQ(works(1), "0 author;");
  EXPECT_EQ(works(2), "");
  EXPECT_EQ(set.entities[0].facts[0].since, note_date(book, notes, 0) + 1);
}

}  // namespace
}  // namespace postil
