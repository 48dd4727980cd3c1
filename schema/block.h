// A block's frame: 12 bytes of header and a zstd frame, padded to 4 (FORMAT.md, "Blocks"). Compression itself belongs to
// the packer, decompression to the plugin; this is what they agree on.
#pragma once
#include <cstdint>

#include "schema/bytes.h"
#include "schema/checksum.h"
#include "schema/format.h"

namespace postil {

struct BlockHeader {
  uint32_t sum = 0;         // XXH32 of the rest of the header and the frame
  uint32_t frame_size = 0;  // bytes of the zstd frame
  uint32_t raw_size = 0;    // bytes after decompression, at most kMaxRawBlock
};

// Bytes that a frame of this size takes in the file.
inline uint64_t block_extent(uint32_t frame_size) {
  return (static_cast<uint64_t>(format::kBlockHeader) + frame_size + format::kBlockAlign - 1) / format::kBlockAlign *
         format::kBlockAlign;
}

inline BlockHeader load_block_header(const uint8_t* p) {
  return {load32(p), load32(p + 4), load32(p + 8)};
}

// `available`: bytes from the header to the end of the file's blocks. False: the numbers cannot be right.
inline bool block_header_plausible(const BlockHeader& h, uint64_t available) {
  if (available < format::kBlockHeader || h.raw_size == 0 || h.raw_size > format::kMaxRawBlock) return false;
  return h.frame_size != 0 && h.frame_size <= available - format::kBlockHeader &&
         h.frame_size <= format::kMaxRawBlock + 65536;
}

// A frame of one segment: decompressing it takes no window, whatever it says. The rest is checked by zstd.
inline bool frame_plausible(const uint8_t* frame, size_t size) {
  return size >= 6 && load32(frame) == 0xFD2FB528u && (frame[4] & 0x20) != 0;
}

// `whole`: the header and frame_size bytes after it.
inline bool block_sum_right(const uint8_t* whole, const BlockHeader& h) {
  return h.sum == checksum32(whole + 4, format::kBlockHeader - 4 + static_cast<size_t>(h.frame_size));
}

}  // namespace postil
