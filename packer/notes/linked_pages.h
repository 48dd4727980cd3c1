// The pages of the printed edition, as page breaks in the text mark them.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "packer/notes/linked_index.h"

namespace postil {

class PrintPages {
 public:
  explicit PrintPages(const LinkIndex& index);

  // Row of the page with this label ("12", "xiv"); kNone where there is none, or two.
  uint32_t find(std::string_view label) const;
  uint32_t count() const { return static_cast<uint32_t>(begins_.size()); }
  // Where a page begins, in reading order; of the row after the last the end of the text.
  TextPoint begin(uint32_t row) const { return row < begins_.size() ? begins_[row] : end_; }
  // The page that begins exactly there; kNone where none does.
  uint32_t at(TextPoint point) const;

 private:
  std::vector<TextPoint> begins_;
  std::unordered_map<std::string, uint32_t> rows_;
  TextPoint end_;
};

// The page label at the start of a line of notes ("p. 12: ", "Page xiv. ", "12 "), empty where there is none; `size` is
// what it takes with its word and stop.
std::string leading_page(std::string_view text, size_t* size);

}  // namespace postil
