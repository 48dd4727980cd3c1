// Posting lists of mentions: varints (pos delta, alias row, note + 1), in reading order.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "schema/bytes.h"

namespace postil {

struct Posting {
  uint32_t pos = 0;
  uint32_t alias = 0;
  uint32_t note = 0;  // the note's number + 1; 0: in the body
};

class PostingWriter {
 public:
  void add(const Posting& p) {  // p.pos must not be below the one before
    append_varint(bytes_, p.pos - last_);
    append_varint(bytes_, p.alias);
    append_varint(bytes_, p.note);
    last_ = p.pos;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  uint32_t last_ = 0;
};

// Reads what PostingWriter wrote, from untrusted bytes, which must outlive it.
class PostingReader {
 public:
  explicit PostingReader(std::string_view bytes)
      : at_(reinterpret_cast<const uint8_t*>(bytes.data())), end_(at_ + bytes.size()) {}
  // False at the end and on bytes that are no posting list; corrupt() tells which.
  bool next(Posting& out) {
    if (corrupt_ || at_ == end_) return false;
    uint32_t delta = 0;
    if (!read_varint(at_, end_, delta) || !read_varint(at_, end_, out.alias) || !read_varint(at_, end_, out.note) ||
        delta > 0xFFFFFFFFu - pos_) {
      corrupt_ = true;
      return false;
    }
    out.pos = pos_ += delta;
    return true;
  }
  bool corrupt() const { return corrupt_; }

 private:
  const uint8_t* at_;
  const uint8_t* end_;
  uint32_t pos_ = 0;
  bool corrupt_ = false;
};

}  // namespace postil
