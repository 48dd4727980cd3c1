#include "packer/entities/alias_match.h"

#include <algorithm>

#include "schema/utf8.h"

namespace postil {
namespace {

constexpr size_t kMaxName = 255;

bool is_space(uint8_t c) {
  return c == ' ' || (c >= 9 && c <= 13);
}

// A letter or digit of a script that writes its words apart.
bool joins(uint32_t cp) {
  if (cp < 0x80) return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
  if (cp < 0xAA || cp == 0xD7 || cp == 0xF7 || (cp >= 0xAB && cp < 0xC0 && cp != 0xB5 && cp != 0xBA)) return false;
  return cp < 0x0E00 || (cp >= 0x1000 && cp < 0x1100) || (cp >= 0x1200 && cp < 0x1780) ||
         (cp >= 0x1800 && cp < 0x2000 && !(cp >= 0x1950 && cp < 0x1A20)) || (cp >= 0x2C00 && cp < 0x2E00) ||
         (cp >= 0xA640 && cp < 0xA700) || (cp >= 0xFB00 && cp < 0xFB50) || (cp >= 0x10000 && cp < 0x16000);
}

std::string normal(std::string_view s) {
  std::string out;
  for (size_t i = 0; i < s.size(); ++i) {
    if (is_space(static_cast<uint8_t>(s[i]))) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (s.compare(i, 3, "\xE2\x80\x99") == 0) {
      out += '\'';
      i += 2;
    } else {
      out += s[i];
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

uint32_t first_two(std::string_view s) {
  return static_cast<uint8_t>(s[0]) << 8 | (s.size() > 1 ? static_cast<uint8_t>(s[1]) : 0u);
}

bool joins_first(std::string_view s) {
  const char* p = s.data();
  return joins(utf8_next(p, s.data() + s.size()));
}
bool joins_last(std::string_view s) {
  const char* p = s.data() + utf8_floor(s, s.size() - 1);
  return joins(utf8_next(p, s.data() + s.size()));
}

}  // namespace

AliasMatcher::AliasMatcher(const std::vector<std::string>& names) {
  for (uint32_t i = 0; i < names.size(); ++i) {
    std::string text = normal(names[i]);
    if (!text.empty() && text.size() <= kMaxName) patterns_.push_back({std::move(text), i});
  }
  std::stable_sort(patterns_.begin(), patterns_.end(),
                   [](const Pattern& a, const Pattern& b) { return a.text < b.text; });
  patterns_.erase(std::unique(patterns_.begin(), patterns_.end(),
                              [](const Pattern& a, const Pattern& b) { return a.text == b.text; }),
                  patterns_.end());
  for (uint32_t i = 0; i < patterns_.size(); ++i) by_first_.emplace(first_two(patterns_[i].text), i);
}

void AliasMatcher::find(std::string_view text, std::vector<AliasMatch>& out) const {
  bool before = false;  // what stands before joins
  for (size_t at = 0; at < text.size();) {
    const char* next = text.data() + at;
    const bool here = joins(utf8_next(next, text.data() + text.size()));
    const auto size = static_cast<size_t>(next - text.data()) - at;
    if ((before && here) || is_space(static_cast<uint8_t>(text[at]))) {
      before = here;
      at += size;
      continue;
    }
    // Two bytes as the patterns have them; a pattern of one byte is its own first two.
    std::string head = normal(text.substr(at, 6)).substr(0, 2);
    auto first = head.empty() ? by_first_.end() : by_first_.find(first_two(head));
    const auto short_first = head.empty() ? by_first_.end() : by_first_.find(first_two(head.substr(0, 1)));
    size_t best_end = 0;
    uint32_t best = 0;
    const auto take = [&](uint32_t pattern, size_t end) {
      if (end < text.size() && joins_last(patterns_[pattern].text) && joins_first(text.substr(end))) return;
      if (end > best_end) best_end = end, best = patterns_[pattern].name;
    };
    if (short_first != by_first_.end() && patterns_[short_first->second].text.size() == 1)
      take(short_first->second, at + 1);
    if (first != by_first_.end()) {
      // Patterns that begin like the text lie together: the range narrows byte by byte.
      uint32_t low = first->second, high = static_cast<uint32_t>(patterns_.size());
      size_t depth = 0, i = at;
      bool space = false;
      while (i < text.size() && low < high && depth <= kMaxName) {
        auto byte = static_cast<uint8_t>(text[i]);
        size_t used = 1;
        if (is_space(byte)) {
          byte = ' ';
          while (i + used < text.size() && is_space(static_cast<uint8_t>(text[i + used]))) ++used;
        } else if (text.compare(i, 3, "\xE2\x80\x99") == 0) {
          byte = '\'';
          used = 3;
        }
        space = byte == ' ';
        const auto begin = patterns_.begin();
        const auto less = [depth](const Pattern& p, uint8_t b) {
          return p.text.size() <= depth || static_cast<uint8_t>(p.text[depth]) < b;
        };
        const auto more = [depth](uint8_t b, const Pattern& p) {
          return p.text.size() > depth && b < static_cast<uint8_t>(p.text[depth]);
        };
        low = static_cast<uint32_t>(std::lower_bound(begin + low, begin + high, byte, less) - begin);
        // At depth 0 the range is all that follows: narrowed by the same search.
        high = static_cast<uint32_t>(std::upper_bound(begin + low, begin + high, byte, more) - begin);
        ++depth;
        i += used;
        if (low < high && patterns_[low].text.size() == depth && !space) take(low, i);
      }
    }
    if (best_end > at) {
      out.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(best_end), best});
      const char* last = text.data() + utf8_floor(text, best_end - 1);
      before = joins(utf8_next(last, text.data() + text.size()));
      at = best_end;
    } else {
      before = here;
      at += size;
    }
  }
}

}  // namespace postil
