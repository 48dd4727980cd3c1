// XXH32 (seed 0) over pages, blocks and folded text: the cheapest good checksum on ARMv7. It finds accidents, not forgery.
#pragma once
#include <cstddef>
#include <cstdint>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace postil {
inline uint32_t checksum32(const void* data, size_t size) {
  return XXH32(data, size, 0);
}
inline uint64_t checksum64(const void* data, size_t size) {
  return XXH64(data, size, 0);
}
}  // namespace postil
