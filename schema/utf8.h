// UTF-8, one code point at a time, never reading past `end`.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace postil {

// The code point at p (p < end), moving p past it; 0xFFFD, and one byte on, for what is not UTF-8 (overlong forms,
// surrogates and values above U+10FFFF included).
inline uint32_t utf8_next(const char*& p, const char* end) {
  const auto* b = reinterpret_cast<const uint8_t*>(p);
  const auto left = end - p;
  ++p;
  if (b[0] < 0x80) return b[0];
  int more = 0;
  uint32_t cp = 0, least = 0;
  if ((b[0] & 0xE0) == 0xC0) {
    more = 1, cp = b[0] & 0x1F, least = 0x80;
  } else if ((b[0] & 0xF0) == 0xE0) {
    more = 2, cp = b[0] & 0x0F, least = 0x800;
  } else if ((b[0] & 0xF8) == 0xF0) {
    more = 3, cp = b[0] & 0x07, least = 0x10000;
  } else {
    return 0xFFFD;
  }
  if (left <= more) return 0xFFFD;
  for (int i = 1; i <= more; ++i) {
    if ((b[i] & 0xC0) != 0x80) return 0xFFFD;
    cp = cp << 6 | (b[i] & 0x3F);
  }
  if (cp < least || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) return 0xFFFD;
  p += more;
  return cp;
}

inline void utf8_append(std::string& out, uint32_t cp) {
  if (cp < 0x80) {
    out += static_cast<char>(cp);
  } else if (cp < 0x800) {
    out += static_cast<char>(0xC0 | cp >> 6);
    out += static_cast<char>(0x80 | (cp & 0x3F));
  } else if (cp < 0x10000) {
    out += static_cast<char>(0xE0 | cp >> 12);
    out += static_cast<char>(0x80 | (cp >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (cp & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | cp >> 18);
    out += static_cast<char>(0x80 | (cp >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (cp >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (cp & 0x3F));
  }
}

// The first byte at or after p that is not ASCII, or `end`; in words of a 32-bit reader, four at a time.
inline const char* utf8_skip_ascii(const char* p, const char* end) {
  constexpr uint32_t kHigh = 0x80808080u;
  uint32_t a, b, c, d;
  for (; end - p >= 16; p += 16) {
    std::memcpy(&a, p, 4);
    std::memcpy(&b, p + 4, 4);
    std::memcpy(&c, p + 8, 4);
    std::memcpy(&d, p + 12, 4);
    if ((a | b | c | d) & kHigh) break;
  }
  for (; end - p >= 4; p += 4) {
    std::memcpy(&a, p, 4);
    if (a & kHigh) break;
  }
  while (p < end && static_cast<uint8_t>(*p) < 0x80) ++p;
  return p;
}

inline bool utf8_valid(std::string_view text) {
  const char* p = text.data();
  const char* end = p + text.size();
  while ((p = utf8_skip_ascii(p, end)) < end) {
    const char* at = p;
    if (utf8_next(p, end) == 0xFFFD && (p - at != 3)) return false;  // U+FFFD itself takes three bytes
  }
  return true;
}

// The largest offset <= `offset` that does not stand inside a sequence.
inline size_t utf8_floor(std::string_view text, size_t offset) {
  if (offset >= text.size()) return text.size();
  while (offset > 0 && (static_cast<uint8_t>(text[offset]) & 0xC0) == 0x80) --offset;
  return offset;
}

}  // namespace postil
