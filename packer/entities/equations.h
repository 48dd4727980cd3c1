// What the text itself says of two names that stand side by side: that they are one ("Peking (Beijing)"), or of one kind ("Quemoy,
// Matsu and Saigon").
#pragma once
#include <string_view>

#include "packer/book.h"
#include "packer/entities/surface.h"

namespace postil {

enum class Bond : uint8_t {
  none = 0,
  same,
  named,  // the same, said in words: "B, formerly C"
  listed,
  opened
};  // opened: "A (B", of "A and B (C and D)" the part in the middle

// `between` is the text from one name's end to the next one's begin, `after` what follows the second.
Bond bond(const Surface& a, const Surface& b, std::string_view between, std::string_view after);

}  // namespace postil
