// Takes a pack apart, changes it in one place, and seals it again with right checksums: what is left wrong is what was
// meant to be.
#pragma once
#include <openssl/evp.h>
#include <zstd.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "schema/block.h"
#include "schema/bytes.h"
#include "schema/checksum.h"
#include "schema/format.h"
#include "schema/pack_generated.h"

namespace postil {

class PackEditor {
 public:
  explicit PackEditor(std::string pack) : bytes(std::move(pack)) {}

  uint8_t* at(uint64_t offset) { return reinterpret_cast<uint8_t*>(&bytes[offset]); }

  // ---- the root
  uint32_t root_size() { return load32(at(format::kHeaderRootSize)); }
  const fb::Root& root() { return *flatbuffers::GetRoot<fb::Root>(at(format::kHeaderSize)); }
  void replace_root(const std::string& root) {
    if (root.size() > first_section() - format::kHeaderSize) throw std::logic_error("the new root does not fit");
    bytes.replace(format::kHeaderSize, root.size(), root);
    store32(at(format::kHeaderRootSize), static_cast<uint32_t>(root.size()));
  }

  // ---- sections, in place: u64 offset, u64 size, u32 records, u16 kind, u16 flags
  uint8_t* section_row(size_t row) {
    return const_cast<uint8_t*>(reinterpret_cast<const uint8_t*>(root().sections()->Get(static_cast<uint32_t>(row))));
  }
  uint8_t* section(format::SectionKind kind) {
    for (uint32_t i = 0; i < root().sections()->size(); ++i)
      if (root().sections()->Get(i)->kind() == static_cast<uint16_t>(kind)) return section_row(i);
    throw std::logic_error("no such section");
  }
  uint64_t offset(format::SectionKind kind) { return load64(section(kind)); }
  uint64_t size(format::SectionKind kind) { return load64(section(kind) + 8); }
  uint64_t first_section() {
    uint64_t first = bytes.size();
    for (const fb::Section* s : *root().sections()) first = s->size() && s->offset() < first ? s->offset() : first;
    return first;
  }

  // ---- pages
  uint8_t* page(format::SectionKind kind, size_t number = 0) { return at(offset(kind) + number * format::kPageSize); }
  void seal_index_page(uint8_t* page) { store32(page, checksum32(page + 4, format::kPageSize - 4)); }
  void seal_directory_page(uint8_t* page) {
    store32(page + format::kDirectorySum, checksum32(page, format::kDirectorySum));
  }

  // ---- blocks, by their row in the first directory page of their kind
  uint8_t* block(format::SectionKind kind, size_t row = 0) {
    return at(offset(format::SectionKind::blocks) +
              uint64_t{load32(page(kind) + row * format::kDirectoryEntry + 8)} * format::kBlockAlign);
  }
  void seal_block(uint8_t* block) {
    store32(block, checksum32(block + 4, format::kBlockHeader - 4 + load32(block + 4)));
  }
  // The dictionary, unpacked; "" where there is none.
  std::string dictionary() {
    const uint64_t stored = size(format::SectionKind::dictionary);
    if (stored == 0) return "";
    const char* from = reinterpret_cast<const char*>(at(offset(format::SectionKind::dictionary)));
    if ((load32(at(format::kHeaderRequired)) & format::kPackedDictionary) == 0) return {from, stored};
    std::string out(format::kMaxDictionary, '\0');
    const size_t n = ZSTD_decompress(&out[0], out.size(), from, stored);
    if (ZSTD_isError(n)) throw std::logic_error("the dictionary cannot be unpacked");
    out.resize(n);
    return out;
  }
  // Stores `bytes` as the dictionary's section; what lies behind it moves.
  void replace_dictionary(const std::string& stored) {
    uint8_t* entry = section(format::SectionKind::dictionary);
    const uint64_t begin = load64(entry), leaves = offset(format::SectionKind::leaf_pages);
    const uint64_t grown = (stored.size() + format::kPageSize - 1) / format::kPageSize * format::kPageSize;
    store64(entry + 8, stored.size());
    store32(entry + 16, checksum32(stored.data(), stored.size()));
    for (size_t row = 0; row < root().sections()->size(); ++row)
      if (uint8_t* other = section_row(row); load64(other) >= leaves)
        store64(other, load64(other) - leaves + begin + grown);
    std::string room = stored;
    room.resize(grown, '\0');
    bytes.replace(begin, leaves - begin, room);
    store32(at(format::kHeaderFrontSize), static_cast<uint32_t>(begin + grown));
    store64(at(format::kHeaderFileSize), bytes.size());
  }
  // A block's FlatBuffer.
  std::string raw_block(format::SectionKind kind, size_t row = 0) {
    const uint8_t* from = block(kind, row);
    const BlockHeader head = load_block_header(from);
    std::string out(head.raw_size, '\0');
    const std::string words = dictionary();
    const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
    const size_t n = ZSTD_decompress_usingDict(context.get(), &out[0], out.size(), from + format::kBlockHeader,
                                               head.frame_size, words.empty() ? nullptr : words.data(), words.size());
    if (ZSTD_isError(n) || n != out.size()) throw std::logic_error("the block cannot be unpacked");
    return out;
  }
  // Appends a block and makes the directory lead to it.
  void replace_block(format::SectionKind kind, const std::string& raw, size_t row = 0) {
    std::string frame(ZSTD_compressBound(raw.size()), '\0');
    frame.resize(ZSTD_compress(&frame[0], frame.size(), raw.data(), raw.size(), 3));
    replace_frame(kind, frame, static_cast<uint32_t>(raw.size()), row);
  }
  void replace_frame(format::SectionKind kind, const std::string& frame, uint32_t raw_size, size_t row = 0) {
    const uint64_t begin = offset(format::SectionKind::blocks), old = size(format::SectionKind::blocks);
    bytes.resize(begin + old + block_extent(static_cast<uint32_t>(frame.size())), '\0');
    uint8_t* to = at(begin + old);
    store32(to + 4, static_cast<uint32_t>(frame.size()));
    store32(to + 8, raw_size);
    std::copy(frame.begin(), frame.end(), to + format::kBlockHeader);
    seal_block(to);
    store64(section(format::SectionKind::blocks) + 8, bytes.size() - begin);
    store64(at(format::kHeaderFileSize), bytes.size());
    store32(page(kind) + row * format::kDirectoryEntry + 8, static_cast<uint32_t>(old / format::kBlockAlign));
    seal_directory_page(page(kind));
  }
  // Changes a block's FlatBuffer in place: `edit` gets the verified table of its body.
  template <class Table>
  void edit_block(format::SectionKind kind, const std::function<void(const Table&)>& edit, size_t row = 0) {
    std::string raw = raw_block(kind, row);
    std::vector<uint64_t> aligned((raw.size() + 15) / 16 * 2);
    std::memcpy(aligned.data(), raw.data(), raw.size());
    edit(*static_cast<const Table*>(flatbuffers::GetRoot<fb::Block>(aligned.data())->body()));
    std::memcpy(&raw[0], aligned.data(), raw.size());
    replace_block(kind, raw, row);
  }

  // The pack with right checksums of root and header.
  std::string sealed() {
    store32(at(format::kHeaderRootSum), checksum32(at(format::kHeaderSize), root_size()));
    unsigned char id[EVP_MAX_MD_SIZE];
    EVP_Digest(at(format::kHeaderSize), bytes.size() - format::kHeaderSize, id, nullptr, EVP_sha256(), nullptr);
    std::copy(id, id + 16, at(format::kHeaderPackId));
    store32(at(format::kHeaderSum), checksum32(at(0), format::kHeaderSum));
    return bytes;
  }

  std::string bytes;
};

// Writes into a vector of a FlatBuffer that belongs to an editor.
template <class V, class T>
void put(const V* vector, uint32_t row, T value) {
  auto* to = const_cast<uint8_t*>(vector->Data()) + row * sizeof(typename V::return_type);
  for (size_t i = 0; i < sizeof(typename V::return_type); ++i) to[i] = static_cast<uint8_t>(uint64_t{value} >> (8 * i));
}

}  // namespace postil
