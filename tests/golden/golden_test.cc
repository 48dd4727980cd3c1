// The kept packs (README.md): today's reader answers from each what it answered when it was made.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "tests/support/dump.h"

namespace postil {
namespace {

const std::string kFolder = POSTIL_TEST_DATA "/../golden/";

struct Kept {
  const char *name, *source, *curated;
};
// 1.1: a book for which a dictionary is worth while.
constexpr Kept kKept[] = {{"pack-1.0", "/sarne/weir.epub", "/sarne/entities.json"},
                          {"pack-1.1", "/gibbon-5.txt", nullptr}};

class Golden : public testing::TestWithParam<Kept> {};
INSTANTIATE_TEST_SUITE_P(Versions, Golden, testing::ValuesIn(kKept));

TEST_P(Golden, TheKeptPackSaysWhatItSaid) {
  const std::string name = GetParam().name, pack_path = kFolder + name + ".postil", text_path = kFolder + name + ".txt";
  const char* write = std::getenv("POSTIL_GOLDEN_WRITE");
  if (write && write == name) {
    PackOptions options;
    if (GetParam().curated) options.curated = {POSTIL_TEST_DATA + std::string(GetParam().curated)};
    Compiled compiled;
    ASSERT_TRUE(compile_book(POSTIL_TEST_DATA + std::string(GetParam().source), options, compiled));
    ASSERT_TRUE(write_pack(compiled, {1}, pack_path));
  }
  for (const uint32_t flags : {POSTIL_MMAP, POSTIL_PREAD}) {
    postil_pack* pack = nullptr;
    ASSERT_EQ(postil_open(pack_path.c_str(), flags, 0, &pack), POSTIL_OK) << postil_message(nullptr);
    EXPECT_EQ(postil_verify(pack), POSTIL_OK) << postil_message(pack);
    const std::string now = dump(pack);
    postil_close(pack);
    if (write) {
      std::ofstream(text_path, std::ios::binary) << now;
      continue;
    }
    std::ifstream in(text_path, std::ios::binary);
    const std::string kept((std::istreambuf_iterator<char>(in)), {});
    ASSERT_GT(kept.size(), 1000u);
    size_t line = 1, at = 0;
    while (at < now.size() && at < kept.size() && now[at] == kept[at]) line += kept[at++] == '\n';
    ASSERT_EQ(now, kept) << "the first difference is in line " << line << " of " << name
                         << ".txt; if the answer changed on purpose, run tests/golden/regenerate";
  }
}

}  // namespace
}  // namespace postil
