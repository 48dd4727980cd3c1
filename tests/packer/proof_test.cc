// Proof pages: every link leads somewhere, nothing of a book becomes markup, doubtful things come first.
#include "packer/proof/proof.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace postil {
namespace {

Contents book() {
  Contents c;
  c.title = "The <Tessel> & \"bar\"", c.language = "en", c.creators = {"A. <b>Writer</b>"};
  c.files = {{"one.xhtml"}};
  c.chapters = {{"One & <two>", 1, 0, 0}, {"", 2, 2, 60}};
  auto paragraph = [&](const std::string& text, uint32_t chapter, const char* kind) {
    ContentsParagraph p;
    const uint32_t begin = c.paragraphs.empty() ? 0 : c.paragraphs.back().place.end + 1;
    p.text = text, p.kind = kind;
    p.place = {0, begin, static_cast<uint32_t>(begin + text.size()), 0, chapter};
    c.paragraphs.push_back(p);
  };
  paragraph("One", 0, "heading");
  paragraph("Harrow & <script>alert(1)</script> met Lund.1", 0, "text");
  paragraph("Harrow again, with Lund and Amery.2", 1, "text");
  auto mark = [&](uint32_t row, uint32_t note, uint32_t permille) {
    const ContentsPlace& p = c.paragraphs[row].place;
    ContentsMark m;
    m.label = c.paragraphs[row].text.back(), m.note = note, m.permille = permille, m.how = "aligned";
    m.place = {0, p.end - 1, p.end, 0, p.chapter};
    c.marks.push_back(m);
  };
  mark(1, 1, 900);
  mark(2, kNoRow, 0);
  ContentsNote orphan, note;
  note.label = "1", note.kind = "endnote", note.text = "Ibid., 12.", note.xhtml = "<p>Ibid., 12.</p>", note.marks = {0},
  note.entities = {0, 2};
  note.citations = {{0, 5, 0, 0, "ibid", "12", "Amery, Soundings"}};
  orphan.label = "9", orphan.kind = "endnote", orphan.text = "Nobody.", orphan.xhtml = "<p>Nobody.</p>";
  c.notes = {note, note};
  c.notes[0].label = "sure";
  c.notes.push_back(orphan);
  c.works = {{"Amery, <i>Soundings</i>", "", {"Amery"}, 0, {0, 1}}};
  const char* names[] = {"Harrow", "", "Lund", "Amery \"<x>\""};
  for (const char* name : names) {
    ContentsEntity e;
    e.name = name, e.id = name, e.type = "person", e.aliases = {{name, 2, false}};
    if (*name)
      e.mentions = {{{0, c.paragraphs[1].place.begin, c.paragraphs[1].place.begin + 6, 0, 0}, kNoRow, 0},
                    {{0, c.paragraphs[2].place.begin, c.paragraphs[2].place.begin + 6, 0, 1}, 0, 0}};
    e.related = {{2, "1"}, {1, "1"}, {99, "1"}};
    e.notes = {0, 99};
    c.entities.push_back(e);
  }
  ContentsFinding finding;
  finding.code = "N-MISSING", finding.severity = "warning", finding.message = "the note is <missing>",
  finding.place = c.marks[1].place;
  c.findings = {finding, finding};
  c.findings[1].severity = "error";
  return c;
}

std::string of(const std::vector<ProofFile>& files, const std::string& name) {
  for (const ProofFile& f : files)
    if (f.name == name) return f.bytes;
  ADD_FAILURE() << name;
  return "";
}

void expect_links_lead_somewhere(const std::vector<ProofFile>& files) {
  std::set<std::string> targets;
  for (const ProofFile& f : files) {
    targets.insert(f.name);
    const std::regex id(" id=\"([^\"]*)\"");
    for (std::sregex_iterator i(f.bytes.begin(), f.bytes.end(), id), end; i != end; ++i)
      EXPECT_TRUE(targets.insert(f.name + "#" + (*i)[1].str()).second) << f.name << " has two of " << (*i)[1];
  }
  for (const ProofFile& f : files) {
    const std::regex href(" (?:href|src)=\"([^\"]*)\"");
    for (std::sregex_iterator i(f.bytes.begin(), f.bytes.end(), href), end; i != end; ++i) {
      const std::string to = (*i)[1].str();
      EXPECT_TRUE(targets.count(to[0] == '#' ? f.name + to : to)) << f.name << " -> " << to;
    }
  }
}

TEST(Proof, EveryLinkLeadsSomewhere) {
  expect_links_lead_somewhere(to_proof(book()));
  expect_links_lead_somewhere(to_proof({}));
}

TEST(Proof, ManyRowsAreSplitOverPages) {
  Contents c = book();
  for (int i = 0; i < 600; ++i)
    c.notes.push_back(c.notes[1]), c.entities.push_back(c.entities[0]), c.works.push_back(c.works[0]);
  const std::vector<ProofFile> files = to_proof(c);
  expect_links_lead_somewhere(files);
  for (const char* name : {"notes-4.html", "names-3.html", "works-3.html"}) EXPECT_FALSE(of(files, name).empty());
}

TEST(Proof, NothingOfABookBecomesMarkup) {
  for (const ProofFile& f : to_proof(book())) {
    if (f.name == "proof.js" || f.name == "proof.css") continue;
    for (const char* raw : {"<script>alert", "<Tessel>", "<b>Writer", "<missing>", "<x>", "<i>Soundings"})
      EXPECT_EQ(f.bytes.find(raw), std::string::npos) << f.name << " " << raw;
  }
}

TEST(Proof, WhatIsDoubtfulComesFirst) {
  const std::vector<ProofFile> files = to_proof(book());
  const std::string index = of(files, "index.html"), notes = of(files, "notes-1.html");
  EXPECT_LT(index.find(">error<"), index.find(">warning<"));
  EXPECT_NE(index.find("text-2.html#mark-1\">mark 2</a>, : no note is safe to show"), std::string::npos) << index;
  EXPECT_NE(index.find("mark 1</a>, One &amp; &lt;two&gt;: only 90 % sure"), std::string::npos) << index;
  EXPECT_LT(notes.find("id=\"note-2\""), notes.find("id=\"note-0\""));
  EXPECT_NE(notes.find("To look at: no mark leads to it"), std::string::npos);
  EXPECT_NE(notes.find("<dt>Ibid.</dt><dd><a href=\"works-1.html#work-0\">Amery, Soundings</a>"), std::string::npos);
}

TEST(Proof, CuratedLinesStandBesideTheirNames) {
  ProofOptions options;
  options.curated = {{"Lund", "book.entities.json:12"}};
  const std::string names = of(to_proof(book(), options), "names-1.html");
  const size_t lund = names.find("id=\"name-2\"");
  EXPECT_NE(names.find("Curated at book.entities.json:12", lund), std::string::npos);
  EXPECT_EQ(names.find("Curated at"), names.rfind("Curated at"));
}

TEST(Proof, TheSamePagesEachTime) {
  const std::vector<ProofFile> a = to_proof(book()), b = to_proof(book());
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].bytes, b[i].bytes);
}

TEST(Proof, ShowsTheImagesThatThePackHas) {
  Contents c = book();
  c.notes[1].xhtml = "<p>See <img src=\"a&amp;b.png\" alt=\"A map\"/><img src=\"far.png\" alt=\"Far\"/></p>";
  c.notes[1].images = {{"a&b.png", "image/png", "ab"}, {"odd.png", "", "cd"}};
  const std::vector<ProofFile> files = to_proof(c);
  for (const char* name : {"text-1.html", "notes-1.html"}) {
    const std::string html = of(files, name);
    EXPECT_NE(html.find("<img src=\"data:image/png;base64,YWI=\" alt=\"A map\"/>"), std::string::npos) << name;
    EXPECT_EQ(html.find("a&amp;b.png"), std::string::npos) << name;
    EXPECT_NE(html.find("<img src=\"far.png\" alt=\"Far\"/>"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace postil
