// Little-endian loads and stores on unaligned bytes, and bounded varints. No call here reads outside what it is given.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>

namespace postil {

inline uint16_t load16(const void* p) {
  const auto* b = static_cast<const uint8_t*>(p);
  return static_cast<uint16_t>(b[0] | b[1] << 8);
}
inline uint32_t load32(const void* p) {
  const auto* b = static_cast<const uint8_t*>(p);
  return b[0] | static_cast<uint32_t>(b[1]) << 8 | static_cast<uint32_t>(b[2]) << 16 |
         static_cast<uint32_t>(b[3]) << 24;
}
inline uint64_t load64(const void* p) {
  return load32(p) | static_cast<uint64_t>(load32(static_cast<const uint8_t*>(p) + 4)) << 32;
}
inline void store16(void* p, uint16_t v) {
  auto* b = static_cast<uint8_t*>(p);
  b[0] = static_cast<uint8_t>(v);
  b[1] = static_cast<uint8_t>(v >> 8);
}
inline void store32(void* p, uint32_t v) {
  store16(p, static_cast<uint16_t>(v));
  store16(static_cast<uint8_t*>(p) + 2, static_cast<uint16_t>(v >> 16));
}
inline void store64(void* p, uint64_t v) {
  store32(p, static_cast<uint32_t>(v));
  store32(static_cast<uint8_t*>(p) + 4, static_cast<uint32_t>(v >> 32));
}

// LEB128, at most five bytes. False when the bytes end or the value does not fit 32 bits; `p` is then unspecified.
inline bool read_varint(const uint8_t*& p, const uint8_t* end, uint32_t& value) {
  uint32_t v = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    if (p == end) return false;
    const uint8_t b = *p++;
    if (shift == 28 && b > 0x0F) return false;
    v |= static_cast<uint32_t>(b & 0x7F) << shift;
    if (b < 0x80) {
      value = v;
      return true;
    }
  }
  return false;
}
inline void append_varint(std::string& out, uint32_t v) {
  for (; v >= 0x80; v >>= 7) out += static_cast<char>(v | 0x80);
  out += static_cast<char>(v);
}

}  // namespace postil
