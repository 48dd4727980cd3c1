#include <gtest/gtest.h>

#include <random>

#include "packer/entities/alias_match.h"
#include "packer/entities/curated.h"
#include "packer/entities/entities.h"
#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

Book text_book(const std::string& text) {
  Book book;
  EXPECT_TRUE(read_plain_text(text, "t.txt", book));
  structure(book);
  return book;
}

CuratedSet parsed(const std::string& json) {
  CuratedSet set;
  const Result r = parse_curated(json, set);
  EXPECT_TRUE(r) << r.message;
  return set;
}

std::string refused(const std::string& bytes) {
  CuratedSet set;
  const Result r = parse_curated(bytes, set);
  EXPECT_FALSE(r);
  return r.place + ": " + r.message;
}

EntitySet applied(const Book& book, const std::string& json, EntitySet found = {}) {
  apply_curated(book, {}, parsed(json), found);
  return found;
}

EntitySet found_in(const Book& book) {
  std::vector<NameSpan> names;
  // Words in capitals are the names of these tests.
  for (uint32_t p = 0; p < book.paragraphs.size(); ++p) {
    const std::string& t = book.paragraphs[p].text;
    for (uint32_t i = 0; i < t.size();) {
      uint32_t end = i;
      while (end < t.size() && t[end] >= 'A' && t[end] <= 'Z') ++end;
      if (end > i + 1) {
        NameSpan n;
        n.paragraph = p;
        n.begin = i;
        n.end = end;
        n.type = EntityType::person;
        n.permille = 900;
        names.push_back(n);
      }
      i = std::max(end, i + 1);
    }
  }
  return link_names(book, {}, {}, names);
}

const Entity* by_name(const EntitySet& set, const std::string& name) {
  for (const Entity& e : set.entities)
    if (e.name == name) return &e;
  return nullptr;
}
bool has_finding(const EntitySet& set, const std::string& code) {
  for (const Finding& f : set.findings)
    if (f.code == code) return true;
  return false;
}

TEST(AliasMatch, LongestWholeWordInAnyScript) {
  const AliasMatcher m({"Lund", "Lund Works", "娜塔莎", "娜塔", "Лунд", "O'Brien", "C"});
  const auto found = [&](const std::string& text) {
    std::vector<AliasMatch> at;
    m.find(text, at);
    std::string out;
    for (const AliasMatch& a : at) out += text.substr(a.begin, a.end - a.begin) + "|";
    return out;
  };
  EXPECT_EQ(found("Lund and the Lund  Works; Lundgren, Lund."), "Lund|Lund  Works|Lund|");
  EXPECT_EQ(found("后来娜塔莎笑了，娜塔不笑"), "娜塔莎|娜塔|");
  EXPECT_EQ(found("Лунда и Лунд"), "Лунд|");
  EXPECT_EQ(found("O’Brien, O'Brien"), "O’Brien|O'Brien|");
  EXPECT_EQ(found("C, Chord, vitamin C"), "C|C|");
}

// The slow rule: at every place where a word may begin, every name is tried.
TEST(AliasMatch, AsTheLiteralRuleSays) {
  std::mt19937 random(3);
  const char* const letters[] = {"a", "b", " ", "娜", "ж", "-"};
  const auto text_of = [&](size_t n) {
    std::string s;
    for (size_t i = 0; i < n; ++i) s += letters[random() % 6];
    return s;
  };
  const auto joins = [](const std::string& s, size_t at) {
    return at < s.size() &&
           (s[at] == 'a' || s[at] == 'b' || static_cast<uint8_t>(s[at]) == 0xD0 || static_cast<uint8_t>(s[at]) == 0xB6);
  };
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> names;
    for (int i = 0; i < 6; ++i) {
      std::string n = text_of(1 + random() % 4);
      while (!n.empty() && n.front() == ' ') n.erase(0, 1);
      while (!n.empty() && n.back() == ' ') n.pop_back();
      if (n.find("  ") == std::string::npos) names.push_back(n);
    }
    std::string text = text_of(24);
    for (size_t k; (k = text.find("  ")) != std::string::npos;) text.erase(k, 1);
    std::vector<AliasMatch> fast;
    AliasMatcher(names).find(text, fast);
    std::vector<std::pair<size_t, size_t>> slow, got;
    for (const AliasMatch& a : fast) got.emplace_back(a.begin, a.end);
    for (size_t at = 0; at < text.size();) {
      size_t best = 0;
      const bool start =
          (static_cast<uint8_t>(text[at]) & 0xC0) != 0x80 && !(at > 0 && joins(text, at - 1) && joins(text, at));
      for (const std::string& n : names)
        if (start && !n.empty() && text.compare(at, n.size(), n) == 0 && n.size() > best &&
            !(joins(n, n.size() - 1) && joins(text, at + n.size())))
          best = n.size();
      if (best) slow.emplace_back(at, at + best);
      at += best ? best : 1;
    }
    ASSERT_EQ(got, slow) << text;
  }
}

TEST(Curated, AcceptRenameRetypeMergeSplitOmitDescribeLink) {
  const Book book = text_book("LUND came. ANDERS slept. KARSK was cold. MOOR left; PREMIER sold ham.\n");
  const EntitySet s = applied(book, R"({ "postil": "entities/1", "entities": [
    { "id": "lund", "name": "Anders Lund", "type": "person", "merge": ["anders"], "role": "engineer", "description": "Built it.", "links": {"wikidata": "Q1"} },
    { "name": "KARSK", "type": "place" },
    { "id": "moor", "omit": true },
    { "name": "Ham", "aliases": ["sold ham"], "type": "term" } ] })",
                              found_in(book));
  const Entity* lund = by_name(s, "Anders Lund");
  ASSERT_NE(lund, nullptr);
  EXPECT_EQ(lund->id, "lund");
  EXPECT_EQ(lund->mentions.size(), 2u);
  EXPECT_EQ(by_name(s, "ANDERS"), nullptr);
  EXPECT_EQ(by_name(s, "KARSK")->type, EntityType::place);
  EXPECT_EQ(by_name(s, "MOOR"), nullptr);
  ASSERT_NE(by_name(s, "Ham"), nullptr);
  EXPECT_EQ(by_name(s, "Ham")->mentions.size(), 1u);
  int facts = 0;
  for (const Fact& f : lund->facts) facts += f.origin == FactOrigin::curated;
  EXPECT_EQ(facts, 3);
  EXPECT_TRUE(s.findings.empty());

  const EntitySet apart = applied(
      book,
      R"({ "postil": "entities/1", "entities": [ { "id": "lund", "name": "LUND", "merge": ["MOOR"], "not": ["MOOR"] } ] })",
      found_in(book));
  ASSERT_NE(by_name(apart, "MOOR"), nullptr);
  EXPECT_EQ(by_name(apart, "LUND")->mentions.size(), 1u);
}

TEST(Curated, EditsThatMatchNothingAreReported) {
  const Book book = text_book("LUND came.\n");
  const EntitySet s = applied(book, R"({ "postil": "entities/1", "entities": [
    { "name": "Nobody" }, { "id": "gone" }, { "id": "x", "name": "X", "omit": true },
    { "name": "LUND", "merge": ["nix"], "not": ["nix"], "role": {"text": "engineer", "since": {"file": "t.txt", "quote": "never said"}} } ] })",
                              found_in(book));
  for (const char* code : {"C-UNUSED", "C-UNMATCHED", "C-OMIT", "C-MERGE", "C-NOT", "C-SINCE"})
    EXPECT_TRUE(has_finding(s, code)) << code;
  EXPECT_NE(by_name(s, "Nobody"), nullptr);
}

TEST(Curated, FactsAreDated) {
  const Book book = text_book("The stranger came. Later LUND spoke.\n\nHe was named premier at last. LUND bowed.\n");
  const EntitySet s = applied(book, R"({ "postil": "entities/1", "entities": [ { "name": "LUND",
    "aliases": [{"text": "The stranger", "since": {"file": "t.txt", "quote": "named premier"}}],
    "role": {"text": "Premier", "since": {"file": "t.txt", "quote": "named premier"}}, "description": "A man." } ] })",
                              found_in(book));
  const Entity* e = by_name(s, "LUND");
  ASSERT_NE(e, nullptr);
  const uint32_t named = pos_of(book, {0, static_cast<uint32_t>(book.paragraphs[0].text.find("premier") + 7)});
  const uint32_t second = book.paragraphs.size() > 1
                              ? pos_of(book, {1, static_cast<uint32_t>(book.paragraphs[1].text.find("premier") + 7)})
                              : named;
  for (const Alias& a : e->aliases) EXPECT_TRUE(a.text != "The stranger" || a.since == second);
  for (const Fact& f : e->facts) EXPECT_TRUE(f.kind != FactKind::role || f.since == second);
  EXPECT_EQ(e->mentions.size(), 3u);
}

TEST(Curated, ChineseNamesByLongestMatch) {
  const Book book = text_book("红楼梦里贾宝玉说话。宝玉笑了，林黛玉也笑。\n");
  const EntitySet s = applied(
      book,
      R"({ "postil": "entities/1", "entities": [ { "name": "贾宝玉", "aliases": ["宝玉"], "type": "person" }, { "name": "林黛玉", "type": "person" } ] })");
  EXPECT_EQ(by_name(s, "贾宝玉")->mentions.size(), 2u);
  EXPECT_EQ(by_name(s, "林黛玉")->mentions.size(), 1u);
}

TEST(Curated, DraftsComeBackAsTheyWere) {
  const Book book = text_book("LUND came. KARSK was cold. LUND left.\n");
  const EntitySet found = found_in(book);
  const std::string text = draft(book, found, {});
  const EntitySet again = applied(book, text, found_in(book));
  ASSERT_EQ(again.entities.size(), found.entities.size());
  for (size_t i = 0; i < found.entities.size(); ++i) {
    EXPECT_EQ(again.entities[i].name, found.entities[i].name);
    EXPECT_EQ(again.entities[i].mentions.size(), found.entities[i].mentions.size());
  }
  EXPECT_TRUE(again.findings.empty());
  EXPECT_EQ(draft(book, found, parsed(text)).find("LUND"), std::string::npos);
}

TEST(Curated, OtherFormats) {
  CuratedSet s = parsed("name;type;aliases;wikidata\n\"Lund; Anders\";person;Lund|the engineer;Q1\n");
  ASSERT_EQ(s.entities.size(), 1u);
  EXPECT_EQ(s.entities[0].name, "Lund; Anders");
  EXPECT_EQ(s.entities[0].aliases.size(), 2u);
  EXPECT_EQ(s.entities[0].links[0].second, "Q1");
  s = parsed(
      R"([["Lund", "PERSON", "Anders, The Engineer", "Builds.", null, false], ["Karsk", "GPE", "", "", 1, true]])");
  ASSERT_EQ(s.entities.size(), 2u);
  EXPECT_EQ(s.entities[0].aliases.size(), 2u);
  EXPECT_EQ(*s.entities[1].type, EntityType::place);
  EXPECT_TRUE(s.entities[1].omit);
  s = parsed(
      "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><listPerson><person "
      "xml:id=\"lund\"><persName><forename>Anders</forename> <surname>Lund</surname></persName>"
      "<persName>The Engineer</persName><occupation>engineer</occupation><idno "
      "type=\"VIAF\">7</idno></person></listPerson></text></TEI>");
  ASSERT_EQ(s.entities.size(), 1u);
  EXPECT_EQ(s.entities[0].name, "Anders Lund");
  EXPECT_EQ(s.entities[0].aliases[0].text, "The Engineer");
  EXPECT_EQ(s.entities[0].role->text, "engineer");
  EXPECT_EQ(s.entities[0].links[0].first, "viaf");
}

TEST(Curated, MistakesHaveTheirPlace) {
  EXPECT_NE(refused("{ \"postil\": \"entities/1\",\n  \"entities\": [ { ] }").find("2:"), std::string::npos);
  EXPECT_NE(refused(R"({ "postil": "entities/1", "entities": [ { "name": "A" }, { "nmae": "B" } ] })")
                .find("entities[1].nmae"),
            std::string::npos);
  EXPECT_NE(refused(R"({ "postil": "entities/1", "entities": [ { "name": "A", "type": "dog" } ] })").find("type"),
            std::string::npos);
  EXPECT_NE(refused(R"({ "postil": "entities/1", "entities": [ { "name": "A", "role": {"text": "x", "since": 3} } ] })")
                .find("role.since"),
            std::string::npos);
  refused(R"({ "entities": [] })");
  refused("");
  refused("name,type\n\"open");
  refused("title\nx\n");
  refused("<a><b></a>");
  refused("[[1]]");
  refused("\xFF\xFE");
}

TEST(BookLists, GlossaryAndIndex) {
  Book book;
  ASSERT_TRUE(
      read_html("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>One</h1><p>LUND came. ANDERS slept.</p>"
                "<h1>Glossary</h1><dl><dt>LUND</dt><dd>The engineer of the works.</dd></dl>"
                "<h1>Index</h1><p>ANDERS. See LUND</p></body></html>",
                "t.xhtml", book));
  structure(book);
  EntitySet found = found_in(book);
  apply_curated(book, {}, book_lists(book), found);
  const Entity* e = by_name(found, "LUND");
  ASSERT_NE(e, nullptr);
  EXPECT_EQ(by_name(found, "ANDERS"), nullptr);
  bool described = false;
  for (const Fact& f : e->facts) described |= f.kind == FactKind::description && f.origin == FactOrigin::glossary;
  EXPECT_TRUE(described);
}

}  // namespace
}  // namespace postil
