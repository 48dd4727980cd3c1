// Walks the rows of a block of entities, whose counts and sizes are one stream of varints. Safe on any bytes;
// block_means() has checked a block's whole stream before anyone else sees it.
#pragma once
#include <cstdint>
#include <string_view>

#include "schema/bytes.h"
#include "schema/pack_generated.h"

namespace postil {

class EntityRows {
 public:
  explicit EntityRows(const fb::Entities& rows)
      : at_(rows.sizes()->data()),
        end_(at_ + rows.sizes()->size()),
        text_(reinterpret_cast<const char*>(rows.text()->data())),
        left_(rows.text()->size()) {}

  // Stands on the next row: its strings come in order by string(). False at the end, and where the stream is wrong.
  bool next() {
    std::string_view rest;
    while (strings_ > 0)
      if (!string(rest)) return false;
    first_alias_ += aliases_;
    first_fact_ += facts_;
    aliases_ = facts_ = 0;
    if (at_ == end_ || !read_varint(at_, end_, aliases_) || !read_varint(at_, end_, facts_)) return false;
    // Each string has a size of at least a byte in the stream.
    if (aliases_ > static_cast<size_t>(end_ - at_) || facts_ > static_cast<size_t>(end_ - at_)) return false;
    strings_ = 2 + aliases_ + facts_;
    return true;
  }
  // The row's id, its name, each alias, the text of each fact.
  bool string(std::string_view& out) {
    uint32_t size = 0;
    if (strings_ == 0 || !read_varint(at_, end_, size) || size > left_) return false;
    --strings_;
    out = {text_, size};
    text_ += size;
    left_ -= size;
    return true;
  }
  uint32_t aliases() const { return aliases_; }
  uint32_t facts() const { return facts_; }
  uint32_t first_alias() const { return first_alias_; }  // rows of the block's columns
  uint32_t first_fact() const { return first_fact_; }
  bool at_end() const { return strings_ == 0 && at_ == end_ && left_ == 0; }

 private:
  const uint8_t* at_;
  const uint8_t* end_;
  const char* text_;
  size_t left_;
  uint32_t aliases_ = 0, facts_ = 0, first_alias_ = 0, first_fact_ = 0, strings_ = 0;
};

// A column that is absent is all zeros.
template <class V>
uint32_t column(const V* v, uint32_t i) {
  return v ? v->Get(i) : 0;
}

}  // namespace postil
