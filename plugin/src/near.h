// Words within a few edits of a wanted one, on code points: a letter changed, left out, put in, or two neighbours
// exchanged (each place once). Fed letter by letter along sorted keys, it tells how far a key is, where a prefix can no
// longer succeed, and which letter could.
#pragma once
#include <cstdint>
#include <vector>

namespace postil {

class NearWord {
 public:
  static constexpr uint32_t kMaxEdits = 2;
  NearWord(std::vector<uint32_t> wanted, uint32_t most);

  uint32_t most() const { return most_; }
  // The depth of the path; its rows 1 .. depth() stay right after cut_to().
  uint32_t depth() const { return depth_; }
  void cut_to(uint32_t depth) { depth_ = depth; }
  // Appends a letter. False: no word that begins so is near; the path ends with this letter all the same.
  bool push(uint32_t letter);
  // Edits from the whole path to the wanted word; more than `most` where it is not near.
  uint32_t distance() const;
  // The least letter above `letter` that may follow the first `depth` letters of the path; 0: none.
  uint32_t next_letter(uint32_t depth, uint32_t letter) const;
  uint32_t letter_at(uint32_t depth) const { return path_[depth]; }

 private:
  static constexpr uint32_t kBand = 2 * kMaxEdits + 1;
  struct Row {
    uint8_t at[kBand];  // at[i]: edits between the path's first d letters and the wanted word's first d + i - most_
  };
  uint32_t value(uint32_t depth, int64_t j) const;
  std::vector<uint32_t> wanted_, path_;
  std::vector<Row> rows_;
  uint32_t most_, depth_ = 0;
};

}  // namespace postil
