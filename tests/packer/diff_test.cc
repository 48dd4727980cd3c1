#include "packer/diff/diff.h"

#include <gtest/gtest.h>

namespace postil {
namespace {

ContentsEntity entity(const std::string& id, const std::string& name, std::vector<ContentsAlias> aliases,
                      const std::string& type = "person") {
  ContentsEntity out;
  out.id = id, out.name = name, out.type = type, out.aliases = std::move(aliases);
  return out;
}

// A paragraph of a text with the mark at the end of it.
void add_mark(Contents& c, const std::string& text, const std::string& label, uint32_t note) {
  const uint32_t begin = c.paragraphs.empty() ? 0 : c.paragraphs.back().place.end + 1;
  ContentsParagraph p;
  p.text = text + label;
  p.place = {0, begin, static_cast<uint32_t>(begin + p.text.size()), 0, 0};
  c.paragraphs.push_back(p);
  ContentsMark m;
  m.label = label, m.note = note;
  m.place = {0, static_cast<uint32_t>(begin + text.size()), p.place.end, 0, 0};
  c.marks.push_back(m);
}

void add_note(Contents& c, const std::string& label, const std::string& text) {
  ContentsNote n;
  n.label = label, n.text = text;
  c.notes.push_back(n);
}

std::vector<std::string> told(const std::vector<Change>& changes) {
  std::vector<std::string> out;
  for (const Change& c : changes) out.push_back(c.what + " " + c.label);
  return out;
}

using Told = std::vector<std::string>;

TEST(Diff, APackIsLikeItself) {
  Contents c;
  add_mark(c, "The bar shifted.", "1", 0);
  add_mark(c, "The bar shifted.", "1", kNoRow);
  add_note(c, "1", "Amery, Soundings, 12.");
  c.entities = {entity("harrow", "Harrow", {{"Harrow", 3, false}}), {}, entity("", "Lund", {{"Lund", 1, false}})};
  EXPECT_EQ(told(diff(c, c)), Told{});
}

TEST(Diff, MarksAreKnownByTheirWordsAndNotesByTheirText) {
  Contents a, b;
  add_mark(a, "The bar shifted in March.", "1", 0);
  add_mark(a, "Nobody believed it.", "2", 1);
  add_mark(a, "The pilot resigned.", "3", kNoRow);
  for (const char* text : {"First.", "Second.", "Third."})
    add_note(a, std::string(1, static_cast<char>('1' + a.notes.size())), text);
  // A new edition: a paragraph and a note before everything, all rows moved.
  add_mark(b, "A preface.", "*", 0);
  add_note(b, "*", "To the second edition.");
  add_mark(b, "The bar shifted in March.", "1", 1);
  add_mark(b, "Nobody believed it.", "2", 3);  // wrong: it means the third
  add_mark(b, "The pilot resigned.", "3", 3);
  for (const char* text : {"First.", "Second, amended.", "Third."})
    add_note(b, std::string(1, static_cast<char>('0' + b.notes.size())), text);
  EXPECT_EQ(told(diff(a, b)),
            (Told{"mark-relinked 2", "mark-linked 3", "mark-added *", "note-changed 2", "note-added *"}));
  EXPECT_EQ(told(diff(b, a)),
            (Told{"mark-lost *", "mark-relinked 2", "mark-unlinked 3", "note-lost *", "note-changed 2"}));
}

TEST(Diff, EntitiesAreMergedSplitRenamedAndRetyped) {
  Contents a, b;
  a.entities = {entity("chou", "Chou En-lai", {{"Chou En-lai", 5, false}, {"Chou", 9, false}}),
                entity("premier-chou", "Premier Chou", {{"Premier Chou", 2, false}}),
                entity("amery", "Amery", {{"Amery", 4, false}, {"Judith Amery", 1, false}, {"Edgar Amery", 1, false}}),
                entity("tessel", "Tessel", {{"Tessel", 8, false}}),
                entity("gone", "Karsk", {{"Karsk", 1, false}}, "place")};
  b.entities = {
      entity("tessel", "Tessel", {{"Tessel", 8, false}}, "place"),
      entity("chou", "Zhou Enlai", {{"Chou En-lai", 5, false}, {"Chou", 9, false}, {"Premier Chou", 2, false}}),
      entity("judith", "Judith Amery", {{"Amery", 4, false}, {"Judith Amery", 1, false}}),
      entity("edgar", "Edgar Amery", {{"Edgar Amery", 1, false}}),
      entity("new", "Port Aldane", {{"Port Aldane", 1, false}}, "place")};
  const std::vector<Change> changes = diff(a, b);
  EXPECT_EQ(told(changes), (Told{"entity-renamed Chou En-lai", "entity-merged Premier Chou", "entity-renamed Amery",
                                 "entity-retyped Tessel", "entity-lost Karsk", "entity-split Edgar Amery",
                                 "entity-added Port Aldane"}));
  EXPECT_EQ(changes[1].to, "Zhou Enlai");
  EXPECT_EQ(changes[5].from, "Amery");
}

TEST(Diff, DescriptionsAndWorks) {
  Contents a, b;
  a.entities = {entity("x", "X", {{"X", 1, false}})};
  b.entities = a.entities;
  b.entities[0].role = "pilot";
  a.works = {{"Amery, Soundings", "Soundings", {}, 0, {}}};
  b.works = {{"Lund, Locks", "Locks", {}, 0, {}}};
  EXPECT_EQ(told(diff(a, b)), (Told{"work-lost Amery, Soundings", "work-added Lund, Locks", "entity-described X"}));
}

}  // namespace
}  // namespace postil
