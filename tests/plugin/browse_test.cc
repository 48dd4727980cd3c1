// Who and what stands where, held against the compiled book's own mentions.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <vector>

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "plugin/include/postil.h"

namespace postil {
namespace {

std::vector<uint32_t> positions(postil_pack* pack, uint32_t entity, uint32_t until) {
  uint32_t count = 0;
  if (postil_mention_positions(pack, entity, until, nullptr, 0, &count) != POSTIL_OK) return {};
  std::vector<uint32_t> out(count);
  EXPECT_EQ(postil_mention_positions(pack, entity, until, out.data(), count, &count), POSTIL_OK);
  return out;
}

std::vector<uint32_t> between(postil_pack* pack, uint32_t begin, uint32_t end, uint32_t until) {
  uint32_t count = 0;
  EXPECT_EQ(postil_entities_between(pack, begin, end, until, nullptr, 0, &count), POSTIL_OK);
  std::vector<uint32_t> out(count);
  EXPECT_EQ(postil_entities_between(pack, begin, end, until, out.data(), count, &count), POSTIL_OK);
  return out;
}

TEST(Browse, PositionsAndRangesAgreeWithEachOtherAndWithTheBook) {
  Compiled compiled;
  ASSERT_TRUE(compile_book(POSTIL_TEST_DATA "/strait.xhtml", {}, compiled));
  const std::string path = testing::TempDir() + "postil-browse-" + std::to_string(getpid());
  ASSERT_TRUE(write_pack(compiled, {1}, path));
  postil_pack* pack = nullptr;
  ASSERT_EQ(postil_open(path.c_str(), 0, 0, &pack), POSTIL_OK);
  unlink(path.c_str());
  uint32_t end_pos = 0;
  ASSERT_EQ(postil_info_number(pack, POSTIL_END_POS, &end_pos), POSTIL_OK);
  const uint32_t entities = static_cast<uint32_t>(compiled.entities.entities.size());
  ASSERT_GT(entities, 3u);
  for (uint32_t until : {POSTIL_NO_LIMIT, 600u, 150u}) {
    std::vector<std::vector<uint32_t>> all(entities);
    for (uint32_t e = 0; e < entities; ++e) all[e] = positions(pack, e, until);
    if (until == POSTIL_NO_LIMIT) {
      for (uint32_t e = 0; e < entities; ++e)
        EXPECT_EQ(all[e].size(), compiled.entities.entities[e].mentions.size()) << compiled.entities.entities[e].name;
    }
    for (uint32_t begin : {0u, 100u, end_pos / 2})
      for (uint32_t end : {begin, begin + 200, end_pos}) {
        std::vector<std::vector<uint32_t>> literal;  // first, entity, mentions
        for (uint32_t e = 0; e < entities; ++e) {
          std::vector<uint32_t> inside;
          for (uint32_t pos : all[e])
            if (pos >= begin && pos < end) inside.push_back(pos);
          if (!inside.empty())
            literal.push_back({*std::min_element(inside.begin(), inside.end()), e, uint32_t(inside.size())});
        }
        std::sort(literal.begin(), literal.end());
        std::vector<uint32_t> expected;
        for (const auto& row : literal) expected.insert(expected.end(), {row[1], row[2]});
        EXPECT_EQ(between(pack, begin, end, until), expected) << begin << " " << end << " " << until;
      }
  }
  // What is revealed later is not there, and is there once it is revealed.
  EXPECT_LT(between(pack, 0, end_pos, 150).size(), between(pack, 0, end_pos, POSTIL_NO_LIMIT).size());
  uint32_t count = 0, one[2] = {7, 7};
  EXPECT_EQ(postil_entities_between(pack, 0, end_pos, POSTIL_NO_LIMIT, one, 1, &count), POSTIL_OK);
  EXPECT_GT(count, 2u);
  EXPECT_EQ(one[1], 7u);
  EXPECT_EQ(postil_entities_between(pack, 0, 1, 0, nullptr, 1, &count), POSTIL_INVALID_ARGUMENT);
  EXPECT_EQ(postil_mention_positions(pack, 99999, 0, nullptr, 0, &count), POSTIL_ABSENT);
  EXPECT_EQ(postil_mention_positions(pack, 0, 0, nullptr, 0, nullptr), POSTIL_INVALID_ARGUMENT);
  postil_close(pack);
}

}  // namespace
}  // namespace postil
