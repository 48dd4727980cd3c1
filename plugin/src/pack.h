// An open pack: header and root checked, pages and blocks on demand.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mapping.h"
#include "schema/format.h"
#include "schema/pack_generated.h"
#include "schema/page.h"
#include "schema/result.h"

typedef struct ZSTD_DCtx_s ZSTD_DCtx;
typedef struct ZSTD_DDict_s ZSTD_DDict;

namespace postil {

// A decoded, checked block. The FlatBuffer stands in 16-aligned memory.
struct LoadedBlock {
  uint32_t block4 = format::kNoId;
  format::SectionKind kind = format::SectionKind::paragraphs;
  std::unique_ptr<uint64_t[]> memory;
  uint32_t size = 0;
  const fb::Block* block = nullptr;
  uint64_t used = 0;  // when, in calls
};

class Pack {
 public:
  Pack();
  ~Pack();
  Code open(const char* path, bool map, uint32_t cache_bytes);
  Code suspend();
  Code resume();
  // Every page and block, and that each index entry leads to a record of its kind.
  Code verify();
  bool suspended() const { return !mapping_.is_open(); }

  const fb::Root& root() const { return *root_; }
  const uint8_t* header() const { return header_; }
  uint32_t records(format::SectionKind kind) const;

  // The block of a kind that holds record `record`, and the record's slot in it; good until the next call.
  Code block_of(format::SectionKind kind, uint32_t record, const fb::Block*& block, uint32_t& slot);
  // The last block of a kind whose first pos is at or before `pos`.
  Code block_at_pos(format::SectionKind kind, uint32_t pos, const fb::Block*& block);
  // The block that a leaf entry names.
  Code block_at(format::SectionKind kind, uint32_t block4, const fb::Block*& block);

  uint32_t leaves() const { return leaf_pages_; }
  Code leaf(uint32_t number, const uint8_t*& page);  // good until the next leaf() call
  // The leaf in which `key` stands first, if anywhere.
  Code leaf_of(std::string_view key, uint32_t& number);

  std::string message;

 private:
  struct Section {
    uint64_t offset = 0, size = 0;
    uint32_t records = 0;
  };
  // Where a block lies, and how many records it has.
  struct Extent {
    uint32_t block4, count;
    format::SectionKind kind;
  };
  Code verify_blocks(std::vector<Extent>& blocks);
  Code read_front();
  Code inner(uint32_t level, uint32_t number, const uint8_t*& page);
  Code fill_inner(uint32_t index, uint8_t level, uint32_t number, const uint8_t*& page);
  Code directory(format::SectionKind kind, uint32_t page, const uint8_t*& out);
  template <class Before>
  Code find_block(format::SectionKind kind, Before before, uint32_t& block4);
  Code dictionary();
  Code read_dictionary(const Section& section);
  Code fail(Code code, const char* what);

  Mapping mapping_;
  std::string path_;
  bool map_ = true;
  uint32_t cache_bytes_ = 0;
  uint8_t header_[format::kHeaderSize];
  std::vector<uint64_t> root_memory_;
  const fb::Root* root_ = nullptr;
  Section sections_[32];
  uint32_t levels_ = 0, leaf_pages_ = 0, level_pages_[format::kMaxLevels] = {};
  struct CachedPage {
    uint32_t index = format::kNoId;
    uint8_t bytes[format::kPageSize];
  };
  std::vector<std::unique_ptr<CachedPage>> pages_;  // inner pages; the first is the root
  uint8_t directory_[format::kPageSize];            // the page read last
  format::SectionKind directory_kind_ = format::SectionKind::blocks;
  uint32_t directory_page_ = format::kNoId;
  uint8_t leaf_[format::kPageSize];
  uint32_t leaf_number_ = format::kNoId;
  std::string dictionary_bytes_;
  bool dictionary_read_ = false;
  ZSTD_DCtx* context_ = nullptr;
  ZSTD_DDict* dictionary_ = nullptr;
  std::vector<std::unique_ptr<LoadedBlock>> cache_;
  std::vector<uint8_t> frame_;
  uint64_t clock_ = 0;
};

}  // namespace postil
