// Every place where one of many names stands in a text, in one pass: exact, and of those that begin at a place the longest.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postil {

struct AliasMatch {
  uint32_t begin = 0, end = 0;
  uint32_t name = 0;  // row of the names
};

// A space stands for any run of white space, ' for the typographic apostrophe too. In scripts that write words apart a name is
// matched as whole words; in those that do not (Han, Kana, Hangul, Thai) wherever it stands. Names are at most 255 bytes.
class AliasMatcher {
 public:
  explicit AliasMatcher(const std::vector<std::string>& names);
  // Disjoint, in order.
  void find(std::string_view text, std::vector<AliasMatch>& out) const;

 private:
  struct Pattern {
    std::string text;
    uint32_t name;
  };
  std::vector<Pattern> patterns_;                    // sorted
  std::unordered_map<uint32_t, uint32_t> by_first_;  // first two bytes -> the first pattern that has them
};

}  // namespace postil
