#include "edits.h"

#include <algorithm>
#include <cstddef>

namespace postil {

bool within_one_edit(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  if (a.size() > b.size()) return within_one_edit(b, a);
  if (b.size() - a.size() > 1) return false;
  size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (i == a.size()) return true;
  const auto same = [](const std::vector<uint32_t>& x, size_t from, const std::vector<uint32_t>& y, size_t at) {
    return x.size() - from == y.size() - at && std::equal(x.begin() + static_cast<std::ptrdiff_t>(from), x.end(), y.begin() + static_cast<std::ptrdiff_t>(at));
  };
  if (b.size() > a.size()) return same(a, i, b, i + 1);
  if (same(a, i + 1, b, i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] && same(a, i + 2, b, i + 2);
}

}  // namespace postil
