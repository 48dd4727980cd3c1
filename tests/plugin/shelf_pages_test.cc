// What LMDB writes is found well formed, through growing, shrinking, large values and reuse of pages, and read as LMDB reads it.
#include "plugin/src/shelf/pages.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>

#include "plugin/src/shelf/store.h"

namespace postil::shelf {
namespace {

TEST(ShelfPages, WhateverIsCommittedIsWellFormed) {
  std::string folder = (std::filesystem::temp_directory_path() / "postil-pages-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/s";
  uint64_t seed = 3;
  const auto chance = [&](size_t below) {
    return static_cast<size_t>((seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33) % below;
  };
  std::map<std::string, std::string> model;
  Store store;
  ASSERT_EQ(store.open(path, true, false), Code::ok);
  for (int round = 0; round < 150; ++round) {
    ASSERT_EQ(store.begin(Store::Access::write), Code::ok) << round << store.message;
    // It grows for a while, then is emptied, and again.
    const bool shrinks = round / 25 % 2 == 1;
    auto changed = model;
    for (size_t i = 0, n = 1 + chance(120); i < n; ++i) {
      const std::string key =
          std::string(1 + chance(3), 'k') + std::to_string(chance(900)) + std::string(chance(60), 'x');
      const auto old = changed.lower_bound(key);
      if (old != changed.end() && chance(10) < (shrinks ? 9u : 2u)) {
        ASSERT_EQ(store.remove(old->first), Code::ok);
        changed.erase(old);
      } else if (!shrinks) {
        const std::string value(chance(8) ? chance(300) : chance(20000), static_cast<char>('a' + chance(26)));
        ASSERT_EQ(store.put(key, value), Code::ok);
        changed[key] = value;
      }
    }
    if (chance(8) == 0) {
      store.abort();
    } else {
      ASSERT_EQ(store.commit(), Code::ok);
      model = changed;
    }
    const int fd = ::open(path.c_str(), O_RDONLY);
    std::map<std::string, std::string> read;
    ASSERT_EQ(read_pages(fd, [&](std::string_view key, std::string_view value) { read[std::string(key)] = value; }),
              Code::ok)
        << round;
    ::close(fd);
    ASSERT_EQ(read, model) << round;
    if (chance(5) == 0) {
      ASSERT_EQ(store.open(path, false, false), Code::ok) << round << store.message;
    }
  }
  store.close();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace postil::shelf
