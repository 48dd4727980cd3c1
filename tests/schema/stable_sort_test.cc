// The stable sort held against the standard library's.
#include "schema/stable_sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace postil {
namespace {

struct Row {
  uint32_t key, place;
  std::string text;
};

TEST(StableSort, AgreesWithTheStandardLibrarys) {
  uint32_t state = 1;
  for (uint32_t n = 0; n < 300; ++n)
    for (const uint32_t keys : {1u, 2u, 7u, 1000u}) {
      std::vector<Row> ours;
      for (uint32_t i = 0; i < n; ++i) {
        state = state * 1664525u + 1013904223u;
        ours.push_back({(state >> 8) % keys, i, std::to_string(i)});
      }
      std::vector<Row> theirs = ours;
      stable_sort(ours, [](const Row& a, const Row& b) { return a.key < b.key; });
      std::stable_sort(theirs.begin(), theirs.end(), [](const Row& a, const Row& b) { return a.key < b.key; });
      ASSERT_EQ(ours.size(), theirs.size());
      for (size_t i = 0; i < n; ++i) {
        ASSERT_EQ(ours[i].place, theirs[i].place) << n << " rows, " << keys << " keys";
        ASSERT_EQ(ours[i].text, theirs[i].text);
      }
    }
}

}  // namespace
}  // namespace postil
