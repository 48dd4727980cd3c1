#include "tests/support/surgery.h"

#include <zstd.h>

#include "schema/block.h"
#include "schema/bytes.h"
#include "schema/checksum.h"

namespace postil::surgery {

using namespace format;

uint32_t Patient::root_size() const {
  return load32(bytes_.data() + kHeaderRootSize);
}

std::string Patient::sealed() {
  if (root_size() <= bytes_.size() - kHeaderSize) store32(header() + kHeaderRootSum, checksum32(root(), root_size()));
  store32(header() + kHeaderSum, checksum32(header(), kHeaderSum));
  return bytes_;
}

bool Patient::section(SectionKind kind, uint64_t& offset, uint64_t& size) const {
  for (const fb::Section* s : *flatbuffers::GetRoot<fb::Root>(bytes_.data() + kHeaderSize)->sections())
    if (s->kind() == static_cast<uint16_t>(kind)) {
      offset = s->offset();
      size = s->size();
      return true;
    }
  return false;
}

void Patient::seal_page(SectionKind kind, uint32_t number) {
  uint64_t offset, size;
  if (!section(kind, offset, size)) return;
  uint8_t* page = at(offset + uint64_t{number} * kPageSize);
  store32(page, checksum32(page + 4, kPageSize - 4));
}

void Patient::seal_directory(SectionKind kind, uint32_t page) {
  uint64_t offset, size;
  if (!section(kind, offset, size)) return;
  uint8_t* p = at(offset + uint64_t{page} * kPageSize);
  store32(p + kDirectorySum, checksum32(p, kDirectorySum));
}

std::vector<uint32_t> Patient::blocks_of(SectionKind kind) const {
  std::vector<uint32_t> out;
  uint64_t offset, size;
  if (!section(kind, offset, size)) return out;
  for (uint64_t page = offset; page < offset + size; page += kPageSize)
    for (uint32_t i = 0, n = load32(&bytes_[page + kDirectoryCount]); i < n && i < kDirectoryEntries; ++i)
      out.push_back(load32(&bytes_[page + i * kDirectoryEntry + 8]));
  return out;
}

std::string Patient::dictionary() const {
  uint64_t offset, size;
  if (!section(SectionKind::dictionary, offset, size) || size == 0) return "";
  if ((load32(&bytes_[kHeaderRequired]) & kPackedDictionary) == 0) return bytes_.substr(offset, size);
  std::string out(kMaxDictionary, '\0');
  const size_t got = ZSTD_decompress(&out[0], out.size(), &bytes_[offset], size);
  out.resize(ZSTD_isError(got) ? 0 : got);
  return out;
}

std::string Patient::raw(uint32_t block) const {
  uint64_t offset, size;
  if (!section(SectionKind::blocks, offset, size)) return "";
  const uint64_t from = uint64_t{block} * kBlockAlign;
  if (from + kBlockHeader > size) return "";
  const auto* p = reinterpret_cast<const uint8_t*>(&bytes_[offset + from]);
  const BlockHeader h = load_block_header(p);
  std::string out(h.raw_size, '\0');
  const std::string dict = dictionary();
  ZSTD_DCtx* context = ZSTD_createDCtx();
  const size_t got =
      ZSTD_decompress_usingDict(context, &out[0], out.size(), p + kBlockHeader, h.frame_size, dict.data(), dict.size());
  ZSTD_freeDCtx(context);
  return ZSTD_isError(got) || got != out.size() ? "" : out;
}

void Patient::replace(SectionKind kind, uint32_t block, const std::string& raw) {
  uint64_t blocks, blocks_size, directory, directory_size;
  if (!section(SectionKind::blocks, blocks, blocks_size) || !section(kind, directory, directory_size)) return;
  const std::string dict = dictionary();
  std::string frame(ZSTD_compressBound(raw.size()), '\0');
  ZSTD_CCtx* context = ZSTD_createCCtx();
  frame.resize(
      ZSTD_compress_usingDict(context, &frame[0], frame.size(), raw.data(), raw.size(), dict.data(), dict.size(), 1));
  ZSTD_freeCCtx(context);
  std::string whole(kBlockHeader, '\0');
  store32(&whole[4], static_cast<uint32_t>(frame.size()));
  store32(&whole[8], static_cast<uint32_t>(raw.size()));
  whole += frame;
  store32(&whole[0], checksum32(whole.data() + 4, whole.size() - 4));
  whole.resize((whole.size() + kBlockAlign - 1) / kBlockAlign * kBlockAlign, '\0');

  bytes_.resize(blocks + (blocks_size + kBlockAlign - 1) / kBlockAlign * kBlockAlign, '\0');
  const auto fresh = static_cast<uint32_t>((bytes_.size() - blocks) / kBlockAlign);
  bytes_ += whole;
  store64(header() + kHeaderFileSize, bytes_.size());
  for (const fb::Section* s : *flatbuffers::GetRoot<fb::Root>(root())->sections())
    if (s->kind() == static_cast<uint16_t>(SectionKind::blocks))
      *const_cast<fb::Section*>(s) = fb::Section(blocks, bytes_.size() - blocks, s->records(), s->kind(), s->flags());
  for (uint64_t page = 0; page < directory_size / kPageSize; ++page) {
    uint8_t* p = at(directory + page * kPageSize);
    for (uint32_t i = 0, n = load32(p + kDirectoryCount); i < n && i < kDirectoryEntries; ++i)
      if (load32(p + i * kDirectoryEntry + 8) == block) store32(p + i * kDirectoryEntry + 8, fresh);
    seal_directory(kind, static_cast<uint32_t>(page));
  }
}

}  // namespace postil::surgery
