#include "schema/page.h"

#include <algorithm>
#include <cstring>

#include "schema/bytes.h"
#include "schema/checksum.h"

namespace postil {

using format::kPageHeader;
using format::kPageSize;
using format::kRestartEvery;

namespace {
constexpr size_t kNibble = 15;                                  // a size that does not fit the head's half follows it
constexpr uint8_t kSince = 0x80, kWeight = 0x40, kSlot = 0x3F;  // the head of a leaf's value
}  // namespace

PageBuilder::PageBuilder(uint8_t level, uint32_t own_number, uint32_t first_child)
    : level_(level), number_(own_number), first_child_(first_child) {}

bool PageBuilder::add(std::string_view key, const LeafValue& value) {
  const bool restart = count_ % kRestartEvery == 0;
  size_t shared = 0;
  if (!restart) {
    const size_t most = std::min(key.size(), last_.size());
    while (shared < most && key[shared] == last_[shared]) ++shared;
  }
  std::string entry;
  const size_t suffix = key.size() - shared;
  entry += static_cast<char>(std::min(shared, kNibble) << 4 | std::min(suffix, kNibble));
  if (shared >= kNibble) entry += static_cast<char>(shared - kNibble);
  if (suffix >= kNibble) entry += static_cast<char>(suffix - kNibble);
  entry.append(key.substr(shared));
  if (level_ == 0) {
    entry += static_cast<char>((value.since ? kSince : 0) | (value.weight ? kWeight : 0) |
                               std::min<uint32_t>(value.slot, kSlot));
    if (value.slot >= kSlot) append_varint(entry, value.slot - kSlot);
    append_varint(entry, value.block4);
    if (value.weight) entry += static_cast<char>(value.weight);
    if (value.since) append_varint(entry, value.since);
  }
  if (kPageHeader + body_.size() + entry.size() + restarts_.size() + (restart ? 2 : 0) > kPageSize) return false;
  if (restart) {
    char offset[2];
    store16(offset, static_cast<uint16_t>(kPageHeader + body_.size()));
    restarts_.append(offset, 2);
  }
  body_ += entry;
  last_.assign(key);
  ++count_;
  return true;
}

std::string PageBuilder::finish() {
  std::string page(kPageSize, '\0');
  page[4] = static_cast<char>(level_);
  store16(&page[6], static_cast<uint16_t>(count_));
  store16(&page[8], static_cast<uint16_t>(restarts_.size() / 2));
  store16(&page[10], static_cast<uint16_t>(kPageHeader + body_.size()));
  store32(&page[12], number_);
  store32(&page[16], first_child_);
  std::memcpy(&page[kPageHeader], body_.data(), body_.size());
  std::memcpy(&page[kPageSize - restarts_.size()], restarts_.data(), restarts_.size());
  store32(&page[0], checksum32(&page[4], kPageSize - 4));
  return page;
}

bool page_valid(const uint8_t* page, uint8_t level, uint32_t number) {
  if (load32(page) != checksum32(page + 4, kPageSize - 4)) return false;
  if (page[4] != level || page[5] != 0 || load32(page + 12) != number) return false;
  const size_t count = load16(page + 6), restarts = load16(page + 8), used = load16(page + 10);
  if (count == 0 || restarts != (count + kRestartEvery - 1) / kRestartEvery) return false;
  return used >= kPageHeader && used <= kPageSize && restarts * 2 <= kPageSize - used;
}

PageCursor::PageCursor(const uint8_t* page)
    : page_(page),
      end_(page + load16(page + 10)),
      count_(load16(page + 6)),
      restarts_(load16(page + 8)),
      leaf_(page[4] == 0) {}

bool PageCursor::start(uint32_t restart) {
  const uint32_t offset = load16(page_ + kPageSize - 2 * restarts_ + 2 * restart);
  if (offset < kPageHeader || page_ + offset >= end_) return corrupt_ = true, false;
  at_ = page_ + offset;
  index_ = restart * kRestartEvery;
  key_size_ = 0;
  return read();
}

bool PageCursor::read_sizes(size_t& shared, size_t& suffix) {
  if (at_ == end_) return corrupt_ = true, false;
  shared = *at_ >> 4;
  suffix = *at_++ & 15;
  if (shared == kNibble) {
    if (at_ == end_) return corrupt_ = true, false;
    shared += *at_++;
  }
  if (suffix == kNibble) {
    if (at_ == end_) return corrupt_ = true, false;
    suffix += *at_++;
  }
  if (shared + suffix > format::kMaxKey || static_cast<size_t>(end_ - at_) < suffix) return corrupt_ = true, false;
  return true;
}

bool PageCursor::read() {
  size_t shared = 0, suffix = 0;
  return read_sizes(shared, suffix) && read_key(shared, suffix);
}

bool PageCursor::read_key(size_t shared, size_t suffix) {
  if (shared > key_size_) return corrupt_ = true, false;
  std::memcpy(key_ + shared, at_, suffix);
  key_size_ = shared + suffix;
  at_ += suffix;
  return !leaf_ || read_value();
}

bool PageCursor::read_value() {
  if (at_ == end_) return corrupt_ = true, false;
  const uint8_t head = *at_++;
  value_ = {};
  value_.slot = head & kSlot;
  uint32_t more = 0;
  if (value_.slot == kSlot && (!read_varint(at_, end_, more) || more > 0xFFFFFFFFu - kSlot))
    return corrupt_ = true, false;
  value_.slot += more;
  if (!read_varint(at_, end_, value_.block4) || ((head & kWeight) && at_ == end_)) return corrupt_ = true, false;
  if (head & kWeight) value_.weight = *at_++;
  if ((head & kSince) && !read_varint(at_, end_, value_.since)) return corrupt_ = true, false;
  return true;
}

bool PageCursor::first() {
  return start(0);
}

bool PageCursor::next() {
  if (corrupt_ || index_ + 1 >= count_) return false;
  ++index_;
  if (index_ % kRestartEvery == 0) return start(index_ / kRestartEvery);
  return read();
}

bool PageCursor::skip(size_t size) {
  while (!corrupt_ && ++index_ < count_) {
    const bool restart = index_ % kRestartEvery == 0;
    if (restart) {
      const uint32_t offset = load16(page_ + kPageSize - 2 * restarts_ + 2 * (index_ / kRestartEvery));
      if (offset < kPageHeader || page_ + offset >= end_) return corrupt_ = true, false;
      at_ = page_ + offset;
    }
    size_t shared = 0, suffix = 0;
    if (!read_sizes(shared, suffix)) return false;
    const bool begins_so = restart ? suffix >= size && std::memcmp(at_, key_, size) == 0 : shared >= size;
    if (!begins_so) {
      if (restart) key_size_ = 0;
      return read_key(shared, suffix);
    }
    at_ += suffix;
    if (leaf_ && !read_value()) return false;
  }
  return false;
}

bool PageCursor::seek(std::string_view wanted) {
  uint32_t low = 0, high = restarts_;  // the last restart whose key is < wanted
  while (high - low > 1) {
    const uint32_t middle = low + (high - low) / 2;
    if (!start(middle)) return false;
    if (key() < wanted)
      low = middle;
    else
      high = middle;
  }
  if (!start(low)) return false;
  while (key() < wanted)
    if (!next()) return false;
  return true;
}

bool child_of(const uint8_t* page, std::string_view key, uint32_t& child) {
  PageCursor cursor(page);
  const uint32_t first = load32(page + 16), last = load16(page + 6) - 1u;
  const bool found = cursor.seek(key);
  if (cursor.corrupt()) return false;
  const uint32_t at = !found ? last : cursor.index() == 0 ? 0 : cursor.index() - 1;
  if (first > 0xFFFFFFFFu - at) return false;
  child = first + at;
  return true;
}

std::string stored_key(std::string_view key) {
  if (key.size() <= format::kMaxKey) return std::string(key);
  std::string cut(key.substr(0, format::kLongKeyPrefix));
  char hash[8];
  store64(hash, checksum64(key.data(), key.size()));
  return cut.append(hash, 8);
}

}  // namespace postil
