// The worked example of FORMAT.md: every line of bytes stands so in the kept file, and the file says what the text
// says.
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

#include "plugin/include/postil.h"

namespace postil {
namespace {

const std::string kFile = POSTIL_TEST_DATA "/../golden/example.postil";

TEST(FormatExample, EveryByteStandsInTheFile) {
  std::ifstream in(kFile, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  ASSERT_EQ(bytes.size(), 29380u);
  std::ifstream document(POSTIL_TEST_DATA "/../../schema/FORMAT.md");
  size_t lines = 0;
  bool example = false, fenced = false;
  for (std::string line; std::getline(document, line);) {
    example |= line.rfind("## A worked example", 0) == 0;
    if (line.rfind("```", 0) == 0) {
      fenced = !fenced;
      continue;
    }
    if (!example || !fenced) continue;
    std::istringstream words(line);
    std::string word;
    words >> word;
    size_t at = std::stoul(word, nullptr, 16);
    size_t count = 0;
    while (words >> word && word.size() == 2 && word.find_first_not_of("0123456789abcdef") == std::string::npos) {
      ASSERT_LT(at, bytes.size()) << line;
      EXPECT_EQ(std::stoul(word, nullptr, 16), static_cast<unsigned char>(bytes[at])) << line;
      ++at, ++count;
    }
    EXPECT_GT(count, 0u) << line;
    ++lines;
  }
  EXPECT_GT(lines, 45u);
}

TEST(FormatExample, TheFileSaysWhatTheTextSays) {
  postil_pack* pack = nullptr;
  ASSERT_EQ(postil_open(kFile.c_str(), 0, 0, &pack), POSTIL_OK);
  EXPECT_EQ(postil_verify(pack), POSTIL_OK);
  uint32_t note = 9, by_anchor = 9;
  ASSERT_EQ(postil_note_by_label(pack, 0, "1", 1, &note), POSTIL_OK);
  ASSERT_EQ(postil_note_by_anchor(pack, 0, "n1", 2, &by_anchor), POSTIL_OK);
  EXPECT_EQ(note, by_anchor);
  postil_note* handle = nullptr;
  ASSERT_EQ(postil_note_open(pack, note, &handle), POSTIL_OK);
  postil_note_info info{};
  postil_note_get(handle, &info);
  EXPECT_EQ(std::string(info.text.data, info.text.size), "There are seven, A to G.");
  EXPECT_EQ(info.since, 26u);
  postil_note_free(handle);
  postil_hits* hits = nullptr;
  ASSERT_EQ(postil_lookup(pack, "Ada Lovelace", 12, POSTIL_SELECTED, 1, POSTIL_NO_LIMIT, POSTIL_NO_LIMIT, &hits),
            POSTIL_OK);
  postil_hit hit{};
  postil_hit_at(hits, 0, &hit);
  EXPECT_EQ(std::string(hit.description.data, hit.description.size), "Wrote of engines.");
  postil_hits_free(hits);
  postil_close(pack);
}

}  // namespace
}  // namespace postil
