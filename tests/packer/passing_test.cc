// Names that stand once, in one note.
#include <gtest/gtest.h>

#include "packer/entities/curated.h"
#include "packer/entities/entities.h"
#include "packer/notes/notes.h"
#include "packer/structure/structure.h"
#include "tests/support/markup_book.h"

namespace postil {
namespace {

struct Read {
  Book book;
  NoteSet notes;
  EntitySet set;
};

// Words in capitals are the names.
Read read(const std::string& curated = "") {
  const auto mark = [](const std::string& n) {
    return "<a epub:type=\"noteref\" href=\"#n" + n + "\" id=\"r" + n + "\">" + n + "</a>";
  };
  const auto note = [](const std::string& n, const std::string& text) {
    return "<aside epub:type=\"footnote\" id=\"n" + n + "\"><p>" + text + "</p></aside>";
  };
  Read r;
  r.book = book_of({{"a.xhtml", "<p>There LUND slept." + mark("1") + " It rained." + mark("2") + " Then HOLT came." +
                                    mark("3") + "</p>" + note("1", "KRAUSE says so, and HOLT.") +
                                    note("2", "MOOR saw it.") + note("3", "MOOR left, with BRANDT.")}});
  r.notes = find_notes(r.book, {});
  std::vector<NameSpan> names;
  for (uint32_t p = 0; p < r.book.paragraphs.size(); ++p) {
    const std::string& t = r.book.paragraphs[p].text;
    for (uint32_t i = 0; i < t.size(); ++i) {
      uint32_t end = i;
      while (end < t.size() && t[end] >= 'A' && t[end] <= 'Z') ++end;
      if (end < i + 2) continue;
      NameSpan n;
      n.paragraph = p, n.begin = i, n.end = end, n.type = EntityType::person, n.permille = 900;
      for (uint32_t k = 0; k < r.notes.notes.size(); ++k)
        if (!(TextPoint{p, i} < r.notes.notes[k].begin) && TextPoint{p, i} < r.notes.notes[k].end) n.note = k;
      names.push_back(n);
      i = end;
    }
  }
  r.set = link_names(r.book, r.notes, {}, names);
  if (!curated.empty()) {
    CuratedSet editors;
    const Result parsed = parse_curated(curated, editors);
    EXPECT_TRUE(parsed) << parsed.message;
    apply_curated(r.book, r.notes, editors, r.set);
  }
  leave_out_passing(r.book, r.notes, r.set);
  return r;
}

const Entity* by_name(const EntitySet& set, const std::string& name) {
  for (const Entity& e : set.entities)
    if (e.name == name) return &e;
  return nullptr;
}

TEST(Passing, WhoStandsOnceInOneNoteIsNoEntity) {
  const Read r = read();
  EXPECT_EQ(by_name(r.set, "KRAUSE"), nullptr);
  EXPECT_EQ(by_name(r.set, "BRANDT"), nullptr);
  EXPECT_NE(by_name(r.set, "LUND"), nullptr);  // once, in the body
}

TEST(Passing, WhoIsMetAgainIsKnownFromThenOn) {
  const Read r = read();
  const Entity* moor = by_name(r.set, "MOOR");
  ASSERT_NE(moor, nullptr);
  ASSERT_EQ(moor->mentions.size(), 2u);  // the first one too
  EXPECT_EQ(moor->since, pos_of(r.book, {r.notes.marks[2].paragraph, r.notes.marks[2].begin}) + 1);
  EXPECT_EQ(moor->aliases[0].since, moor->since);
  const Entity* holt = by_name(r.set, "HOLT");
  ASSERT_NE(holt, nullptr);
  EXPECT_EQ(holt->since, pos_of(r.book, {0, static_cast<uint32_t>(r.book.paragraphs[0].text.find("HOLT"))}) + 1);
}

TEST(Passing, WhatAnEditorNamesStays) {
  const Read r = read(R"({"postil": "entities/1", "entities": [{"name": "BRANDT", "description": "A miller."}]})");
  const Entity* brandt = by_name(r.set, "BRANDT");
  ASSERT_NE(brandt, nullptr);
  EXPECT_EQ(brandt->mentions.size(), 1u);
  EXPECT_EQ(by_name(r.set, "KRAUSE"), nullptr);
}

}  // namespace
}  // namespace postil
