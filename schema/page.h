// Index pages: a static B+tree of front-coded, checksummed pages of 4096 bytes (FORMAT.md, "Index pages").
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "schema/format.h"

namespace postil {

struct LeafValue {
  uint32_t block4 = 0;  // byte offset of the block in the blocks section, in units of 4
  uint32_t slot = 0;    // record within the block
  uint8_t weight = 0;   // min(15, log2 of the number of mentions)
  uint32_t since = 0;   // 0: not dated
};

// Fills one page with entries in key order. Not thread-safe, as nothing here is.
class PageBuilder {
 public:
  // `level` 0 is a leaf; `first_child` is the number, within the next level down, of an inner page's first child.
  PageBuilder(uint8_t level, uint32_t own_number, uint32_t first_child);
  // False when the page is full: finish it and begin another. Inner pages ignore `value`.
  bool add(std::string_view key, const LeafValue& value = {});
  size_t count() const { return count_; }
  std::string finish();  // exactly kPageSize bytes

 private:
  uint8_t level_;
  uint32_t number_, first_child_;
  std::string body_, restarts_, last_;
  size_t count_ = 0;
};

// True when `page` (kPageSize bytes) has a right checksum, is page `number` of `level`, and its counts fit. Entries are
// checked as they are read.
bool page_valid(const uint8_t* page, uint8_t level, uint32_t number);

// Walks the entries of one verified page. The page must outlive the cursor.
class PageCursor {
 public:
  explicit PageCursor(const uint8_t* page);
  // Stands on the first entry with key >= `key`. False when there is none (or the page is corrupt: see corrupt()).
  bool seek(std::string_view key);
  bool first();
  bool next();  // false at the end
  // Moves to the next entry whose key does not begin with the first `size` bytes of this one's (size <= key().size());
  // false at the end.
  bool skip(size_t size);
  std::string_view key() const { return {key_, key_size_}; }
  const LeafValue& value() const { return value_; }
  uint32_t index() const { return index_; }
  bool corrupt() const { return corrupt_; }

 private:
  bool start(uint32_t restart);
  bool read();
  bool read_sizes(size_t& shared, size_t& suffix);
  bool read_key(size_t shared, size_t suffix);
  bool read_value();
  const uint8_t* page_;
  const uint8_t* at_ = nullptr;
  const uint8_t* end_;
  uint32_t count_, restarts_, index_ = 0;
  bool leaf_, corrupt_ = false;
  size_t key_size_ = 0;
  LeafValue value_;
  char key_[format::kMaxKey + 1];
};

// The child of an inner page in which `key` stands first, if anywhere: the last one whose separator is < `key`, else
// the first. Its successors may have to be walked. False: corrupt.
bool child_of(const uint8_t* page, std::string_view key, uint32_t& child);

// A key as the index stores it: cut and hashed when longer than kMaxKey.
std::string stored_key(std::string_view key);

}  // namespace postil
