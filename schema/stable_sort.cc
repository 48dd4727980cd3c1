#include "schema/stable_sort.h"

#include <algorithm>

namespace postil {

std::vector<uint32_t> stable_order(uint32_t n, bool (*before)(const void* rows, uint32_t a, uint32_t b),
                                   const void* rows) {
  std::vector<uint32_t> order(n);
  for (uint32_t i = 0; i < n; ++i) order[i] = i;
  // The rows' own numbers break ties, which makes any sort a stable one; a heap's is the smallest.
  const auto less = [&](uint32_t a, uint32_t b) { return before(rows, a, b) || (a < b && !before(rows, b, a)); };
  std::make_heap(order.begin(), order.end(), less);
  std::sort_heap(order.begin(), order.end(), less);
  return order;
}

}  // namespace postil
