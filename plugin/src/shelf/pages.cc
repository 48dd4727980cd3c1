#include "shelf/pages.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "schema/checksum.h"

namespace postil::shelf {
namespace {

using Word = size_t;  // LMDB's page numbers and counts are the machine's
constexpr size_t kWord = sizeof(Word), kHeader = kWord + 8, kNode = 8, kMaxKey = 511, kMaxDepth = 32;
constexpr size_t kTree = 8 + 5 * kWord;                               // MDB_db
constexpr size_t kTrees = 8 + 2 * kWord, kLast = kTrees + 2 * kTree;  // in MDB_meta
constexpr size_t kMeta = kHeader + kLast + 2 * kWord;
constexpr uint64_t kMaxFile = sizeof(void*) == 4 ? uint64_t{512} << 20 : uint64_t{4} << 30;
enum : unsigned { branch_page = 1, leaf_page = 2, overflow_page = 4, meta_page = 8, big_data = 1, integer_key = 8 };
constexpr uint32_t kMagic = 0xBEEFC0DE;
constexpr unsigned kKeyFlags = 0x7e;  // how keys are compared, whether they have several values

template <class T>
T load(const char* p) {
  T v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
unsigned u16(const char* p) {
  return load<uint16_t>(p);
}
unsigned flags_of(const char* page) {
  return u16(page + kWord + 2);
}

class Pages {
 public:
  Pages(int fd, uint64_t size, const std::function<void(std::string_view, std::string_view)>& visit)
      : fd_(fd), size_(size), visit_(visit) {}

  Code read() {
    char metas[2][kMeta];
    size_t page_size[2] = {};
    for (int i = 0; i < 2; ++i) {
      if (!bytes(page_size[0], kMeta, metas[i]) || !(flags_of(metas[i]) & meta_page) ||
          load<uint32_t>(metas[i] + kHeader) != kMagic || load<uint32_t>(metas[i] + kHeader + 4) != 1)
        return i ? Code::corrupt : Code::unsupported;
      page_size[i] = load<uint32_t>(metas[i] + kHeader + kTrees);
    }
    page_ = page_size[0];
    if (page_ != page_size[1] || page_ < 512 || page_ > 32768 || (page_ & (page_ - 1))) return Code::corrupt;
    const char* const a = metas[0] + kHeader;
    const char* const b = metas[1] + kHeader;
    const char* const meta = load<Word>(a + kLast + kWord) < load<Word>(b + kLast + kWord) ? b : a;
    last_ = load<Word>(meta + kLast);
    newest_ = load<Word>(meta + kLast + kWord);
    if (last_ < 1 || last_ >= kMaxFile / page_) return Code::corrupt;
    used_.assign(last_ + 1, false);
    bool good = true;
    for (const bool free : {false, true}) {
      free_ = free;
      key_.clear();
      equal_ = false;
      const char* const tree = meta + kTrees + (free ? 0 : kTree);
      const unsigned depth = u16(tree + 6);
      const Word root = load<Word>(tree + kTree - kWord);
      if ((u16(tree + 4) & kKeyFlags) != (free ? integer_key : 0u) || depth > kMaxDepth ||
          (depth == 0) != (root == ~Word{0})) {
        good = false;
        continue;
      }
      if (levels_.size() <= depth) levels_.resize(depth + 1, std::string(page_, 0));
      if (depth && !walk(root, depth)) good = false;
    }
    // LMDB does not write pages that it takes and frees at once: those past the file's end are free.
    for (uint64_t i = size_ / page_; good && i <= last_; ++i) good = used_[static_cast<size_t>(i)];
    return good ? Code::ok : Code::corrupt;
  }

 private:
  bool bytes(uint64_t at, size_t size, char* to) const {
    if (at > size_ || size > size_ - at) return false;
    while (size) {
      const ssize_t n = pread(fd_, to, size, static_cast<off_t>(at));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return false;
      to += n, at += static_cast<size_t>(n), size -= static_cast<size_t>(n);
    }
    return true;
  }

  bool claim(Word page, Word count) {
    if (page < 2 || page > last_ || count < 1 || count - 1 > last_ - page) return false;
    for (; count; --count, ++page) {
      if (used_[page]) return false;
      used_[page] = true;
    }
    return true;
  }

  // The nodes of a page fill it from `upper` to its end, none over another, in any order.
  bool well_formed(const char* p, Word number, bool leaf, size_t& count) {
    const size_t lower = u16(p + kWord + 4), upper = u16(p + kWord + 6);
    if (load<Word>(p) != number || flags_of(p) != (leaf ? leaf_page : branch_page) || lower < kHeader || lower % 2 ||
        lower > upper || upper > page_)
      return false;
    count = (lower - kHeader) / 2;
    if (count < (leaf || free_ ? 1u : 2u)) return false;
    const size_t largest = ((page_ - kHeader) / 2 & ~size_t{1}) - 2;
    sizes_.assign(page_ / 2, 0);
    for (size_t i = 0; i < count; ++i) {
      const size_t at = u16(p + kHeader + 2 * i);
      if (at < upper || at % 2 || at + kNode > page_) return false;
      const unsigned flags = leaf ? u16(p + at + 4) : 0;
      const size_t key = u16(p + at + 6), data = !leaf ? 0 : flags == big_data ? kWord : load<uint32_t>(p + at);
      if (flags > big_data || key > kMaxKey || (leaf && key == 0) || data > page_) return false;
      const size_t size = kNode + key + data;
      if ((leaf && size > largest) || at + size + size % 2 > page_) return false;
      sizes_[at / 2] = static_cast<uint16_t>(size + size % 2);
    }
    size_t at = upper, nodes = 0;
    for (; at < page_ && sizes_[at / 2]; at += sizes_[at / 2]) ++nodes;
    return at == page_ && nodes == count;
  }

  // Keys rise through the whole tree; those behind a branch are at least its key.
  bool in_order(const char* bytes, size_t size, bool leaf) {
    std::string key(bytes, size);
    if (free_) {
      if (size != kWord || load<Word>(bytes) > newest_) return false;
      std::reverse(key.begin(), key.end());
    }
    const bool good = key_.empty() || key_ < key || (equal_ && key_ == key);
    key_.swap(key);
    equal_ = !leaf;
    return good;
  }

  bool free_list(const std::string& value) {
    const size_t words = value.size() / kWord;
    if (value.size() % kWord || words == 0) return false;
    const Word count = load<Word>(value.data());
    Word before = ~Word{0};
    if (count >= words) return false;
    for (size_t i = 1; i <= count; ++i) {
      const Word page = load<Word>(value.data() + i * kWord);
      if (page >= before || !claim(page, 1)) return false;
      before = page;
    }
    return true;
  }

  bool leaf_node(const char* node) {
    const size_t key = u16(node + 6), size = load<uint32_t>(node);
    bool good = in_order(node + kNode, key, true);
    const char* const data = node + kNode + key;
    uint64_t at = 0;
    if (u16(node + 4) == big_data) {
      const Word page = load<Word>(data);
      if (page > last_) return false;
      at = uint64_t{page} * page_;
      char header[kHeader];
      if (!bytes(at, kHeader, header) || load<Word>(header) != page || flags_of(header) != overflow_page) return false;
      const uint32_t pages = load<uint32_t>(header + kWord + 4);
      at += kHeader;
      if (!claim(page, pages) || (kHeader - 1 + uint64_t{size}) / page_ + 1 > pages || at + size > size_) return false;
    }
    if (!free_ && !visit_) return good;
    std::string value;
    if (at) {
      value.resize(size);
      if (!bytes(at, size, value.data())) return false;
    } else {
      value.assign(data, size);
    }
    if (free_) return free_list(value) && good;
    visit_({node + kNode, key}, value);
    return good;
  }

  // The page and everything below, which also is walked where a part is damaged. `depth` 1 is a leaf.
  bool walk(Word number, unsigned depth) {
    char* const p = levels_[depth].data();
    size_t count = 0;
    if (!claim(number, 1) || !bytes(uint64_t{number} * page_, page_, p) || !well_formed(p, number, depth == 1, count))
      return false;
    bool good = true;
    for (size_t i = 0; i < count; ++i) {
      const char* const node = p + u16(p + kHeader + 2 * i);
      if (depth == 1) {
        good &= leaf_node(node);
        continue;
      }
      uint64_t child = load<uint32_t>(node);
      if (kWord == 8) child |= uint64_t{u16(node + 4)} << 32;
      if (i) good &= in_order(node + kNode, u16(node + 6), false);
      good &= walk(static_cast<Word>(child), depth - 1);
    }
    return good;
  }

  const int fd_;
  const uint64_t size_;
  const std::function<void(std::string_view, std::string_view)>& visit_;
  size_t page_ = 0;
  Word last_ = 0, newest_ = 0;
  std::vector<bool> used_;
  std::vector<std::string> levels_;  // a page for each depth
  std::vector<uint16_t> sizes_;      // of the node at twice the index
  std::string key_;                  // the one before
  bool equal_ = false;               // it was a branch's: the next may be the same
  bool free_ = false;                // in the tree of free pages
};

}  // namespace

Code read_pages(int fd, const std::function<void(std::string_view, std::string_view)>& visit) {
  struct stat st;
  if (fstat(fd, &st) != 0) return Code::io;
  posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM);  // of large values only the first page is read
  return Pages(fd, static_cast<uint64_t>(st.st_size), visit).read();
}

uint64_t meta_sum(int fd) {
  char bytes[2 * kMeta + 8];
  struct stat st;
  if (fstat(fd, &st) != 0 || pread(fd, bytes, kMeta, 0) != static_cast<ssize_t>(kMeta)) return 0;
  const auto second = static_cast<off_t>(load<uint32_t>(bytes + kHeader + kTrees));
  if (pread(fd, bytes + kMeta, kMeta, second) != static_cast<ssize_t>(kMeta)) return 0;
  const uint64_t size = static_cast<uint64_t>(st.st_size);
  std::memcpy(bytes + 2 * kMeta, &size, 8);
  return checksum64(bytes, sizeof bytes);
}

bool of_other_word(int fd) {
  constexpr off_t kOther = kWord == 8 ? 12 : 16;
  uint32_t magic = 0;
  return pread(fd, &magic, 4, kOther) == 4 && magic == kMagic;
}

}  // namespace postil::shelf
