// Changes a pack's parts and seals it again, so that every checksum is right and only the meaning is wrong.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "schema/format.h"
#include "schema/pack_generated.h"

namespace postil::surgery {

class Patient {
 public:
  explicit Patient(std::string pack) : bytes_(std::move(pack)) {}

  // The pack with header and root sealed.
  std::string sealed();

  uint8_t* header() { return at(0); }
  uint8_t* root() { return at(format::kHeaderSize); }
  uint32_t root_size() const;
  // False where the pack has no such section.
  bool section(format::SectionKind kind, uint64_t& offset, uint64_t& size) const;
  uint8_t* at(uint64_t offset) { return reinterpret_cast<uint8_t*>(&bytes_[offset]); }

  // Index pages of a section: seals page `number` after a change.
  void seal_page(format::SectionKind kind, uint32_t number);
  // Directory pages of a kind of record.
  void seal_directory(format::SectionKind kind, uint32_t page);

  // The blocks that the directory of `kind` names, in units of kBlockAlign from the start of the blocks.
  std::vector<uint32_t> blocks_of(format::SectionKind kind) const;
  // The decompressed FlatBuffer of a block; empty where it cannot be decompressed.
  std::string raw(uint32_t block) const;
  // Puts `raw` behind all blocks and lets the directory of `kind` name it instead of `block`.
  void replace(format::SectionKind kind, uint32_t block, const std::string& raw);

 private:
  std::string dictionary() const;
  std::string bytes_;
};

}  // namespace postil::surgery
