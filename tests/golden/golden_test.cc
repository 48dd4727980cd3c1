// The kept pack (README.md): today's reader answers from it what it answered when it was made.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "tests/support/dump.h"

namespace postil {
namespace {

const std::string kPack = POSTIL_TEST_DATA "/../golden/pack-1.0.postil",
                  kText = POSTIL_TEST_DATA "/../golden/pack-1.0.txt";

TEST(Golden, TheKeptPackSaysWhatItSaid) {
  const char* write = std::getenv("POSTIL_GOLDEN_WRITE");
  if (write && std::string(write) == "pack") {
    PackOptions options;
    options.curated = {POSTIL_TEST_DATA "/sarne/entities.json"};
    Compiled compiled;
    ASSERT_TRUE(compile_book(POSTIL_TEST_DATA "/sarne/weir.epub", options, compiled));
    ASSERT_TRUE(write_pack(compiled, {1}, kPack));
  }
  std::string first;
  for (const uint32_t flags : {POSTIL_MMAP, POSTIL_PREAD}) {
    postil_pack* pack = nullptr;
    ASSERT_EQ(postil_open(kPack.c_str(), flags, 0, &pack), POSTIL_OK) << postil_message(nullptr);
    EXPECT_EQ(postil_verify(pack), POSTIL_OK) << postil_message(pack);
    const std::string now = dump(pack);
    postil_close(pack);
    if (write) {
      std::ofstream(kText, std::ios::binary) << now;
      continue;
    }
    std::ifstream in(kText, std::ios::binary);
    const std::string kept((std::istreambuf_iterator<char>(in)), {});
    ASSERT_GT(kept.size(), 1000u);
    size_t line = 1, at = 0;
    while (at < now.size() && at < kept.size() && now[at] == kept[at]) line += kept[at++] == '\n';
    ASSERT_EQ(now, kept) << "the first difference is in line " << line
                         << " of pack-1.0.txt; if the answer changed on purpose, run tests/golden/regenerate";
  }
}

}  // namespace
}  // namespace postil
