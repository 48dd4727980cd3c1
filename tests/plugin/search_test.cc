// Whole-text search: the quick look and the match held against a literal search of the folded text; the stream through postil.h.
#include "plugin/src/search.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "packer/encode/encode.h"
#include "packer/structure/structure.h"
#include "plugin/include/postil.h"
#include "schema/fold.h"

namespace postil {
namespace {

std::string hyphens_open(std::string s) {
  std::replace(s.begin(), s.end(), '-', ' ');
  return s;
}

bool letter(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

// Where the phrase stands as whole words in the folded text, by trying every place.
std::vector<size_t> slow(const std::string& query, const std::string& text) {
  std::vector<size_t> out;
  const std::string words = fold(hyphens_open(fold(query)));
  std::vector<uint32_t> origins;
  const std::string folded = hyphens_open(fold(text, &origins));
  for (size_t at = 0; at + words.size() <= folded.size(); ++at)
    if (folded.compare(at, words.size(), words) == 0 && (at == 0 || !letter(folded[at - 1])) &&
        (at + words.size() == folded.size() || !letter(folded[at + words.size()])))
      out.push_back(origins[at]);
  return out;
}

TEST(Search, FindsWhatALiteralSearchOfTheFoldedTextFinds) {
  const std::vector<std::string> pieces = {
      "cat", "Cat", "CAT", "at", "c", "C", "t",  "us",       "U.S", ".", "\"", "…",        "”",        "“",
      "’",   "'",   "-",   "–",  " ", " ", " ",  "\xC2\xA0", "é",   "á", "É",  "\xCC\x81", "\xC2\xAD", "\xE2\x81\xA0",
      "ﬁ",   "fi",  "x",   "1",  ",", "(", "\n", "a"};
  uint64_t state = 7;
  const auto next = [&](size_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<size_t>(state >> 33) % below;
  };
  size_t matches = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string text;
    for (size_t n = 1 + next(14); n > 0; --n) text += pieces[next(pieces.size())];
    for (const char* q : {"cat", "us", "cat us", "c.at", "fix", "é cat", "cat-us", "a", "u.s."}) {
      TextQuery query(q, false);
      ASSERT_TRUE(query.usable());
      const auto wanted = slow(q, text);
      ASSERT_TRUE(wanted.empty() || query.possible(text)) << q << " in " << text;
      Found found{};
      const bool any = query.next(text, 0, found);
      ASSERT_EQ(any, !wanted.empty()) << q << " in " << text;
      ASSERT_TRUE(!any || found.begin == wanted[0]) << q << " in " << text;
      matches += any;
    }
  }
  EXPECT_GT(matches, 2000u) << "the texts are too dull to tell";
}

TEST(Search, WordsNearEachOtherInAnyOrder) {
  TextQuery query("horn golden", true);
  const std::string text = "The Golden age; a horn, golden Horn. " + std::string(400, '.') + " golden";
  Found f{};
  ASSERT_TRUE(query.next(text, 0, f));
  EXPECT_EQ(text.substr(f.begin, f.end - f.begin), "Golden age; a horn");
  ASSERT_TRUE(query.next(text, f.end, f));
  EXPECT_EQ(text.substr(f.begin, f.end - f.begin), "golden Horn");
  EXPECT_FALSE(query.next(text, f.end, f));
  EXPECT_FALSE(TextQuery("a b c d e f g h i j k l m n o p q", true).usable());
  EXPECT_FALSE(TextQuery(" .. ", false).usable());
}

TEST(Search, ManyNearWordsStayLinear) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "aa ";
  text += std::string(300, 'x') + " bb";
  TextQuery query("aa bb", true);
  Found f{};
  EXPECT_FALSE(query.next(text, 0, f));  // ends at once, or the test's time runs out
}

TEST(Search, StreamsPlacesAndSnippetsUpToAPosition) {
  Compiled c;
  SourceFile file;
  file.path = "book.txt";
  file.end_paragraph = 3000;
  c.book.files.push_back(file);
  c.book.plain_text = true;
  uint32_t begin = 0;
  std::vector<uint32_t> places;
  for (uint32_t i = 0; i < 3000; ++i) {
    Paragraph p;
    p.begin = begin;
    p.text = "Paragraph " + std::to_string(i) + " says little, and says it of the tide at Aldane.";
    if (i % 700 == 3) {
      p.text += " But here the Tessel’s\nbar is named, and the Tessel again.";
      const size_t first = p.text.find("Tessel");
      places.push_back(begin + static_cast<uint32_t>(first));
      places.push_back(begin + static_cast<uint32_t>(p.text.find("Tessel", first + 1)));
    }
    begin += static_cast<uint32_t>(p.text.size()) + 1;
    c.book.paragraphs.push_back(p);
  }
  structure(c.book);
  std::string bytes;
  ASSERT_TRUE(encode_pack(c, {1}, bytes));
  const std::string path = testing::TempDir() + "postil-search-" + std::to_string(getpid()) + ".postil";
  std::ofstream(path, std::ios::binary) << bytes;
  postil_pack* pack = nullptr;
  ASSERT_EQ(postil_open(path.c_str(), 0, 0, &pack), POSTIL_OK);
  for (uint32_t budget : {1u, 7u, 100000u}) {
    postil_search* search = nullptr;
    ASSERT_EQ(postil_search_open(pack, "tessel", 6, POSTIL_PHRASE, 0, POSTIL_NO_LIMIT, 12, &search), POSTIL_OK);
    std::vector<uint32_t> found, pos;
    uint32_t interrupted = 0, reached = 0;
    postil_passage m;
    for (int32_t code; (code = postil_search_next(search, budget, &m)) != POSTIL_ABSENT;) {
      EXPECT_GE(postil_search_pos(search), reached);
      reached = postil_search_pos(search);
      if (code == POSTIL_LIMIT) {
        ++interrupted;
        continue;
      }
      ASSERT_EQ(code, POSTIL_OK);
      found.push_back(m.place.begin);
      pos.push_back(m.place.pos);
      EXPECT_EQ(std::string(m.snippet.data + m.begin, m.end - m.begin), "Tessel");
      EXPECT_LE(m.snippet.size, 6u + 24);
    }
    EXPECT_EQ(interrupted > 0, budget < 100) << budget;
    EXPECT_EQ(found, places);
    postil_search_free(search);
    // From the third match, until the sixth.
    ASSERT_EQ(postil_search_open(pack, "tessel", 6, POSTIL_PHRASE, pos[2], pos[5], 0, &search), POSTIL_OK);
    uint32_t n = 0;
    while (postil_search_next(search, 100000, &m) == POSTIL_OK) EXPECT_EQ(m.place.pos, pos[2 + n++]);
    EXPECT_EQ(n, 3u);
    postil_search_free(search);
  }
  postil_search* search = nullptr;
  ASSERT_EQ(postil_search_open(pack, "tessel bar", 10, POSTIL_NEAR, 0, POSTIL_NO_LIMIT, 0, &search), POSTIL_OK);
  ASSERT_EQ(postil_suspend(pack), POSTIL_OK);
  postil_passage m;
  EXPECT_EQ(postil_search_next(search, 10, &m), POSTIL_SUSPENDED);
  ASSERT_EQ(postil_resume(pack), POSTIL_OK);
  EXPECT_EQ(postil_search_next(search, 100000, &m), POSTIL_OK);
  postil_search_free(search);
  EXPECT_EQ(postil_search_open(pack, std::string(300, 'a').c_str(), 300, POSTIL_PHRASE, 0, 0, 0, &search),
            POSTIL_INVALID_ARGUMENT);
  EXPECT_EQ(postil_search_open(pack, "a", 1, 3, 0, 0, 0, &search), POSTIL_INVALID_ARGUMENT);
  postil_close(pack);
  unlink(path.c_str());
}

}  // namespace
}  // namespace postil
