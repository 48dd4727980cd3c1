#include "near.h"

#include <algorithm>
#include <utility>

namespace postil {

NearWord::NearWord(std::vector<uint32_t> wanted, uint32_t most)
    : wanted_(std::move(wanted)), most_(most < kMaxEdits ? most : kMaxEdits) {
  path_.resize(wanted_.size() + most_ + 2);
  rows_.resize(path_.size() + 1);
  for (uint32_t i = 0; i < kBand; ++i) {
    const int64_t j = static_cast<int64_t>(i) - most_;
    rows_[0].at[i] = static_cast<uint8_t>(j < 0 || j > static_cast<int64_t>(wanted_.size()) ? most_ + 1 : j);
  }
}

uint32_t NearWord::value(uint32_t depth, int64_t j) const {
  const int64_t i = j - depth + most_;
  return i < 0 || i > 2 * static_cast<int64_t>(most_) ? most_ + 1 : rows_[depth].at[i];
}

bool NearWord::push(uint32_t letter) {
  if (depth_ + 1 >= path_.size()) return false;  // longer than any near word
  path_[depth_] = letter;
  const uint32_t d = depth_ + 1, far = most_ + 1;
  uint32_t least = far;
  const auto size = static_cast<int64_t>(wanted_.size());
  for (uint32_t i = 0; i <= 2 * most_; ++i) {
    const int64_t j = static_cast<int64_t>(d) + i - most_;
    uint32_t best = far;
    if (j == 0) best = d;
    if (j > 0 && j <= size) {
      const uint32_t w = wanted_[static_cast<size_t>(j - 1)];
      best = value(d - 1, j - 1) + (w != letter);
      best = std::min(best, value(d - 1, j) + 1);
      if (i > 0) best = std::min<uint32_t>(best, rows_[d].at[i - 1] + 1u);
      if (d > 1 && j > 1 && letter == wanted_[static_cast<size_t>(j - 2)] && path_[d - 2] == w)
        best = std::min(best, value(d - 2, j - 2) + 1);
    }
    best = std::min(best, far);
    rows_[d].at[i] = static_cast<uint8_t>(best);
    least = std::min(least, best);
  }
  depth_ = d;
  return least <= most_;
}

uint32_t NearWord::distance() const {
  return value(depth_, static_cast<int64_t>(wanted_.size()));
}

uint32_t NearWord::next_letter(uint32_t depth, uint32_t letter) const {
  uint32_t least = most_ + 1;
  for (uint32_t i = 0; i <= 2 * most_; ++i) least = std::min<uint32_t>(least, rows_[depth].at[i]);
  if (least < most_) return letter >= 0x10FFFF ? 0 : letter + 1;  // an edit is left: any letter may follow
  uint32_t next = 0;
  const auto offer = [&](uint32_t c) {
    if (c > letter && (next == 0 || c < next)) next = c;
  };
  for (uint32_t i = 0; i <= 2 * most_; ++i) {
    const int64_t j = static_cast<int64_t>(depth) + i - most_;
    if (j < 0 || j >= static_cast<int64_t>(wanted_.size())) continue;
    // Exchanged letters too: the first of them has been seen as a changed one, at the same price.
    if (rows_[depth].at[i] <= most_) offer(wanted_[static_cast<size_t>(j)]);
  }
  return next;
}

}  // namespace postil
