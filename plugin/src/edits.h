// One edit on code points: a letter changed, left out, put in, or two neighbours exchanged.
#pragma once
#include <cstdint>
#include <vector>

namespace postil {
// True when `b` is `a`, or one edit away from it.
bool within_one_edit(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b);
}  // namespace postil
