// Numbers of the pack format that both sides share; FORMAT.md gives their reasons.
#pragma once
#include <cstddef>
#include <cstdint>

namespace postil::format {

constexpr uint8_t kMagic[8] = {0x89, 'P', 'S', 'T', 'L', 0x0D, 0x0A, 0x1A};
constexpr uint16_t kMajor = 1;  // another one is refused as unsupported
constexpr uint16_t kMinor = 2;  // a newer one is read; what it adds is not seen
// Required features: the dictionary is stored as a zstd frame.
constexpr uint32_t kPackedDictionary = 1;
constexpr uint32_t kKnownFeatures = kPackedDictionary;

constexpr size_t kHeaderSize = 64;
constexpr size_t kPageSize = 4096;
constexpr size_t kPageHeader = 20;
constexpr size_t kRestartEvery = 16;
constexpr size_t kMaxKey = 255;
constexpr size_t kLongKeyPrefix = 247;  // a longer key is this much of it and the XXH64 of the whole
constexpr size_t kMaxLevels = 4;
constexpr uint32_t kMaxRoot = 96 * 1024;  // with the header page below what opening may read
constexpr uint32_t kMaxDictionary = 64 * 1024;
constexpr uint32_t kMaxRawBlock = 1 << 20;
constexpr size_t kBlockHeader = 12;
constexpr size_t kBlockAlign = 4;

// The header's fields, by offset.
enum HeaderField : size_t {
  kHeaderMajor = 8,
  kHeaderMinor = 10,
  kHeaderRequired = 12,
  kHeaderFileSize = 16,
  kHeaderFrontSize = 24,
  kHeaderRootSize = 28,
  kHeaderRootSum = 32,
  kHeaderOptional = 36,
  kHeaderPackId = 40,
  kHeaderZero = 56,
  kHeaderSum = 60
};

// Section::kind. A reader skips kinds it does not know.
enum class SectionKind : uint16_t {
  inner_pages = 1,
  leaf_pages = 2,
  dictionary = 3,
  blocks = 4,
  paragraphs = 16,
  marks = 17,
  notes = 18,
  works = 19,
  entities = 20,
  mentions = 21,
  trace = 22,
  findings = 23,
  images = 24  // directories
};

// The first byte of an index key.
enum class KeySpace : uint8_t { alias = 1, anchor = 2, label = 3, external_id = 4, path = 5, print = 6, image = 7 };

constexpr size_t kDirectoryEntry = 12;  // u32 first record, u32 first pos, u32 block/4
constexpr size_t kDirectoryEntries = 340;
constexpr size_t kDirectoryCount = 4080;
constexpr size_t kDirectorySum = 4092;

// Notes::flags and Aliases::flags.
constexpr uint8_t kNoteTruncated = 1;
constexpr uint8_t kAliasAmbiguous = 1;

constexpr uint32_t kNoId = 0xFFFFFFFFu;

}  // namespace postil::format
