#include "pack.h"

#define ZSTD_STATIC_LINKING_ONLY  // a dictionary by reference, a decoder in given memory
#include <zstd.h>

#include <algorithm>
#include <cstring>

#include "block_check.h"
#include "schema/block.h"
#include "schema/bytes.h"
#include "schema/checksum.h"
#include "schema/utf8.h"

namespace postil {
namespace {

using format::kPageSize;
using format::SectionKind;

constexpr uint32_t kDefaultCache = 32 * 1024;
constexpr uint32_t kInnerSlots = 16, kWholeInner = 8;
constexpr size_t kFrameKept = 64 * 1024;     // of the buffer of compressed bytes between calls
constexpr uint32_t kOpenReads = 128 * 1024;  // what opening a pack may read

flatbuffers::Verifier verifier(const void* data, size_t size) {
  return flatbuffers::Verifier(static_cast<const uint8_t*>(data), size, 16, 20000);
}

// Kinds of sections; what a later version adds is not seen.
bool known(uint16_t kind) {
  return (kind >= static_cast<uint16_t>(SectionKind::inner_pages) &&
          kind <= static_cast<uint16_t>(SectionKind::blocks)) ||
         (kind >= static_cast<uint16_t>(SectionKind::paragraphs) && kind <= static_cast<uint16_t>(SectionKind::images));
}

// The kind of record to which a key leads; false for keys of a later version.
bool target_of(std::string_view key, SectionKind& kind) {
  switch (key.empty() ? 0 : key[0]) {
    case static_cast<char>(format::KeySpace::alias):
    case static_cast<char>(format::KeySpace::external_id):
      kind = SectionKind::entities;
      return true;
    case static_cast<char>(format::KeySpace::anchor):
    case static_cast<char>(format::KeySpace::label):
      kind = SectionKind::notes;
      return true;
    case static_cast<char>(format::KeySpace::path):
    case static_cast<char>(format::KeySpace::print):
      kind = SectionKind::paragraphs;
      return true;
    case static_cast<char>(format::KeySpace::image):
      kind = SectionKind::images;
      return true;
    default:
      return false;
  }
}

bool texts_right(const fb::Texts* t) {
  if (!t || !t->ends() || !t->utf8()) return false;
  uint32_t last = 0;
  for (uint32_t e : *t->ends()) {
    if (e < last || e > t->utf8()->size()) return false;
    if (!utf8_valid({reinterpret_cast<const char*>(t->utf8()->data()) + last, e - last})) return false;
    last = e;
  }
  return true;
}

}  // namespace

Pack::Pack() = default;
Pack::~Pack() {
  ZSTD_freeDCtx(context_);
  ZSTD_freeDDict(dictionary_);
}

Code Pack::fail(Code code, const char* what) {
  message = what;
  return code;
}

Code Pack::open(const char* path, bool map, uint32_t cache_bytes) {
  path_ = path;
  map_ = map;
  cache_bytes_ = cache_bytes ? cache_bytes : kDefaultCache;
  const Code code = mapping_.open(path, map);
  if (code == Code::absent) return fail(code, "no such file");
  if (code == Code::permission) return fail(code, "you may not read it");
  if (code != Code::ok) return fail(code, "it cannot be opened");
  return read_front();
}

Code Pack::read_front() {
  if (mapping_.size() < format::kHeaderSize) return fail(Code::corrupt, "too short for a pack");
  if (Code c = mapping_.copy(0, format::kHeaderSize, header_); c != Code::ok)
    return fail(c, "the header cannot be read");
  if (std::memcmp(header_, format::kMagic, 8) != 0)
    return fail(Code::corrupt, "not a pack (its first bytes are wrong)");
  if (load16(header_ + format::kHeaderMajor) != format::kMajor)
    return fail(Code::unsupported, "made for another version of Postil; update Postil or pack the book again");
  if (load32(header_ + format::kHeaderSum) != checksum32(header_, format::kHeaderSum))
    return fail(Code::corrupt, "the header's checksum is wrong");
  if (load32(header_ + format::kHeaderRequired) & ~format::kKnownFeatures)
    return fail(Code::unsupported, "it uses a feature that this version does not know; update Postil");
  const uint64_t file_size = load64(header_ + format::kHeaderFileSize);
  if (file_size > mapping_.size()) return fail(Code::corrupt, "the file is cut short; copy it again");
  const uint32_t root_size = load32(header_ + format::kHeaderRootSize);
  if (file_size < format::kHeaderSize || root_size == 0 || root_size > format::kMaxRoot ||
      root_size > file_size - format::kHeaderSize)
    return fail(Code::corrupt, "the root's size is wrong");
  root_memory_.assign((root_size + 15) / 16 * 2, 0);
  // Root, inner index pages and dictionary, which every lookup wants, in one read.
  const uint32_t front = load32(header_ + format::kHeaderFrontSize);
  mapping_.will_need(0, std::min(front, kOpenReads));
  if (Code c = mapping_.copy(format::kHeaderSize, root_size, root_memory_.data()); c != Code::ok)
    return fail(c, "the root cannot be read");
  if (checksum32(root_memory_.data(), root_size) != load32(header_ + format::kHeaderRootSum))
    return fail(Code::corrupt, "the root's checksum is wrong");
  auto check = verifier(root_memory_.data(), root_size);
  if (!check.VerifyBuffer<fb::Root>()) return fail(Code::corrupt, "the root is malformed");
  root_ = flatbuffers::GetRoot<fb::Root>(root_memory_.data());

  const fb::Chapters* ch = root_->chapters();
  const uint32_t files = root_->files() && root_->files()->ends() ? root_->files()->ends()->size() : 0;
  const uint32_t chapters = ch && ch->title() && ch->title()->ends() ? ch->title()->ends()->size() : 0;
  const bool tables = texts_right(root_->files()) && root_->spine() && root_->spine()->size() == files &&
                      root_->file_paragraph() && root_->file_paragraph()->size() == files && ch &&
                      texts_right(ch->title()) && ch->level() && ch->level()->size() == chapters && ch->paragraph() &&
                      ch->paragraph()->size() == chapters && ch->offset() && ch->offset()->size() == chapters &&
                      ch->pos() && ch->pos()->size() == chapters;
  if (!tables) return fail(Code::corrupt, "the root's tables do not fit each other");
  uint64_t last_end = format::kHeaderSize + root_size;
  for (Section& s : sections_) s = {};
  for (const fb::Section* s : *root_->sections()) {
    if (s->size() > file_size || s->offset() > file_size - s->size() || s->offset() < last_end)
      return fail(Code::corrupt, "a section lies outside the file or over another");
    last_end = s->offset() + s->size();
    if (!known(s->kind())) continue;
    Section& mine = sections_[s->kind()];
    if (mine.offset != 0) return fail(Code::corrupt, "two sections are of one kind");
    mine = {s->offset(), s->size(), s->records()};
  }
  auto at = [&](SectionKind k) -> Section& { return sections_[static_cast<size_t>(k)]; };
  for (SectionKind k : {SectionKind::inner_pages, SectionKind::leaf_pages})
    if (at(k).size % kPageSize) return fail(Code::corrupt, "an index section is no whole number of pages");
  if (at(SectionKind::dictionary).size > format::kMaxDictionary)
    return fail(Code::corrupt, "the dictionary is too large");
  levels_ = at(SectionKind::inner_pages).records;
  leaf_pages_ = at(SectionKind::leaf_pages).records;
  if (levels_ > format::kMaxLevels || leaf_pages_ != at(SectionKind::leaf_pages).size / kPageSize ||
      (levels_ == 0) != (leaf_pages_ == 0))
    return fail(Code::corrupt, "the index's counts are wrong");
  const uint64_t inner = at(SectionKind::inner_pages).size / kPageSize;
  std::fill(std::begin(level_pages_), std::end(level_pages_), 0);
  if (levels_ > 0) level_pages_[0] = leaf_pages_;
  if (levels_ == 2) level_pages_[1] = 1;
  if (levels_ == 3) level_pages_[2] = 1, level_pages_[1] = static_cast<uint32_t>(inner - 1);
  if (levels_ == 4) {
    level_pages_[3] = 1;
    uint8_t page[kPageSize];
    if (Code c = mapping_.copy(at(SectionKind::inner_pages).offset, kPageSize, page); c != Code::ok)
      return fail(c, "the index cannot be read");
    if (!page_valid(page, 3, 0)) return fail(Code::corrupt, "an index page is damaged");
    level_pages_[2] = load16(page + 6);
    level_pages_[1] = static_cast<uint32_t>(inner) - 1 - level_pages_[2];
  }
  if ((levels_ <= 1 ? 0 : 1) > inner || (levels_ == 2 && inner != 1) || (levels_ == 3 && inner < 2) ||
      (levels_ == 4 && (inner < 3 || level_pages_[2] > inner - 2)))
    return fail(Code::corrupt, "the index's counts are wrong");
  for (size_t k = static_cast<size_t>(SectionKind::paragraphs); k < 32; ++k)
    if (sections_[k].size % kPageSize) return fail(Code::corrupt, "a directory is no whole number of pages");
  return Code::ok;
}

Code Pack::suspend() {
  mapping_.close();
  return Code::ok;
}

Code Pack::resume() {
  if (mapping_.is_open()) return Code::ok;
  if (Code c = mapping_.open(path_.c_str(), map_); c != Code::ok) return fail(c, "it cannot be opened again");
  uint8_t now[format::kHeaderSize];
  if (mapping_.size() < sizeof now || mapping_.copy(0, sizeof now, now) != Code::ok ||
      std::memcmp(now, header_, sizeof now) != 0) {
    mapping_.close();
    return fail(Code::corrupt, "another file has taken its place; close and open it");
  }
  return Code::ok;
}

uint32_t Pack::records(SectionKind kind) const {
  return sections_[static_cast<size_t>(kind)].records;
}

Code Pack::inner(uint32_t level, uint32_t number, const uint8_t*& page) {
  if (level >= levels_ || number >= level_pages_[level])
    return fail(Code::corrupt, "an index page points outside the index");
  uint32_t index = number;
  for (uint32_t l = levels_ - 1; l > level; --l) index += level_pages_[l];
  const auto total = static_cast<uint32_t>(sections_[static_cast<size_t>(SectionKind::inner_pages)].size / kPageSize);
  // A small index is taken in whole at once: what opening has read ahead need not be read again.
  const bool whole = pages_.empty() && total <= kWholeInner;
  if (pages_.empty()) pages_.resize(std::min(total, kInnerSlots));
  if (Code c = fill_inner(index, static_cast<uint8_t>(level), number, page); c != Code::ok || !whole) return c;
  for (uint32_t l = levels_ - 1, at = 0; l > 0; at += level_pages_[l--])
    for (uint32_t i = 0; i < level_pages_[l]; ++i) {
      const uint8_t* other = nullptr;  // a damaged one is told of when it is wanted
      if (at + i != index) static_cast<void>(fill_inner(at + i, static_cast<uint8_t>(l), i, other));
    }
  return Code::ok;
}

Code Pack::fill_inner(uint32_t index, uint8_t level, uint32_t number, const uint8_t*& page) {
  const auto slots = static_cast<uint32_t>(pages_.size());  // the root's own, and the others'
  std::unique_ptr<CachedPage>& slot = pages_[index < slots ? index : 1 + (index - 1) % (slots - 1)];
  if (!slot) slot.reset(new CachedPage);
  if (slot->index != index) {
    slot->index = format::kNoId;
    const Section& s = sections_[static_cast<size_t>(SectionKind::inner_pages)];
    if (Code c = mapping_.copy(s.offset + static_cast<uint64_t>(index) * kPageSize, kPageSize, slot->bytes);
        c != Code::ok)
      return fail(c, "an index page cannot be read");
    if (!page_valid(slot->bytes, level, number)) return fail(Code::corrupt, "an index page is damaged");
    slot->index = index;
  }
  page = slot->bytes;
  return Code::ok;
}

Code Pack::leaf(uint32_t number, const uint8_t*& page) {
  if (number >= leaf_pages_) return fail(Code::corrupt, "an index page points outside the index");
  if (leaf_number_ != number) {
    leaf_number_ = format::kNoId;
    const Section& s = sections_[static_cast<size_t>(SectionKind::leaf_pages)];
    if (Code c = mapping_.copy(s.offset + static_cast<uint64_t>(number) * kPageSize, kPageSize, leaf_); c != Code::ok)
      return fail(c, "an index page cannot be read");
    if (!page_valid(leaf_, 0, number)) return fail(Code::corrupt, "an index page is damaged");
    leaf_number_ = number;
  }
  page = leaf_;
  return Code::ok;
}

Code Pack::leaf_of(std::string_view key, uint32_t& number) {
  number = 0;
  for (uint32_t level = levels_; level-- > 1;) {
    const uint8_t* page = nullptr;
    if (Code c = inner(level, number, page); c != Code::ok) return c;
    if (!child_of(page, key, number)) return fail(Code::corrupt, "an index page is damaged");
  }
  return number < leaf_pages_ ? Code::ok : fail(Code::corrupt, "an index page points outside the index");
}

Code Pack::directory(SectionKind kind, uint32_t page, const uint8_t*& out) {
  out = directory_;
  if (directory_kind_ == kind && directory_page_ == page) return Code::ok;
  directory_page_ = format::kNoId;
  const Section& s = sections_[static_cast<size_t>(kind)];
  if (page >= s.size / kPageSize) return fail(Code::corrupt, "a directory ends too early");
  if (Code c = mapping_.copy(s.offset + static_cast<uint64_t>(page) * kPageSize, kPageSize, directory_); c != Code::ok)
    return fail(c, "a directory page cannot be read");
  const uint32_t n = load32(directory_ + format::kDirectoryCount);
  if (checksum32(directory_, format::kDirectorySum) != load32(directory_ + format::kDirectorySum) || n == 0 ||
      n > format::kDirectoryEntries)
    return fail(Code::corrupt, "a directory page is damaged");
  directory_kind_ = kind;
  directory_page_ = page;
  return Code::ok;
}

// `before(entry)`: does the entry stand at or before what is sought? The last such one is it.
template <class Before>
Code Pack::find_block(SectionKind kind, Before before, uint32_t& block4) {
  const uint64_t size = sections_[static_cast<size_t>(kind)].size;
  if (size == 0) return Code::absent;
  const uint8_t* page = nullptr;
  uint32_t low = 0, high = static_cast<uint32_t>(size / kPageSize);
  // What is asked in a row lies on the page that was read last.
  if (directory_kind_ == kind && directory_page_ < high && before(directory_)) {
    const uint32_t n = load32(directory_ + format::kDirectoryCount);
    if (!before(directory_ + (n - 1) * format::kDirectoryEntry)) low = directory_page_, high = low + 1;
  }
  while (high - low > 1) {
    const uint32_t middle = low + (high - low) / 2;
    if (Code c = directory(kind, middle, page); c != Code::ok) return c;
    if (before(page))
      low = middle;
    else
      high = middle;
  }
  if (Code c = directory(kind, low, page); c != Code::ok) return c;
  uint32_t first = 0, end = load32(page + format::kDirectoryCount);
  while (end - first > 1) {
    const uint32_t middle = first + (end - first) / 2;
    if (before(page + middle * format::kDirectoryEntry))
      first = middle;
    else
      end = middle;
  }
  block4 = load32(page + first * format::kDirectoryEntry + 8);
  return Code::ok;
}

Code Pack::block_of(SectionKind kind, uint32_t record, const fb::Block*& block, uint32_t& slot) {
  if (record >= records(kind)) return Code::absent;
  for (const auto& b : cache_)
    if (b->kind == kind && b->block && record >= b->block->first() && record - b->block->first() < b->block->count()) {
      b->used = ++clock_;
      block = b->block;
      slot = record - block->first();
      return Code::ok;
    }
  uint32_t block4 = 0;
  if (Code c = find_block(
          kind, [&](const uint8_t* e) { return load32(e) <= record; }, block4);
      c != Code::ok)
    return c;
  if (Code c = block_at(kind, block4, block); c != Code::ok) return c;
  if (record < block->first() || record - block->first() >= block->count())
    return fail(Code::corrupt, "a directory leads to the wrong block");
  slot = record - block->first();
  return Code::ok;
}

Code Pack::block_at_pos(SectionKind kind, uint32_t pos, const fb::Block*& block) {
  uint32_t block4 = 0;
  if (Code c = find_block(
          kind, [&](const uint8_t* e) { return load32(e + 4) <= pos; }, block4);
      c != Code::ok)
    return c;
  return block_at(kind, block4, block);
}

Code Pack::read_dictionary(const Section& s) {
  // Not of the heap, where it would leave a hole: half a dictionary counts on a reader.
  const Scratch stored(static_cast<size_t>(s.size));
  if (!stored.data()) return fail(Code::no_memory, "no memory for the dictionary");
  mapping_.will_need(s.offset, s.size);
  if (Code c = mapping_.copy(s.offset, static_cast<uint32_t>(s.size), stored.data()); c != Code::ok)
    return fail(c, "the dictionary cannot be read");
  if (checksum32(stored.data(), stored.size()) != s.records) return fail(Code::corrupt, "the dictionary is damaged");
  if ((load32(header_ + format::kHeaderRequired) & format::kPackedDictionary) == 0) {
    dictionary_bytes_.assign(reinterpret_cast<const char*>(stored.data()), stored.size());
    return Code::ok;
  }
  const uint8_t* const frame = stored.data();
  if (!frame_plausible(frame, stored.size())) return fail(Code::corrupt, "the dictionary is damaged");
  const unsigned long long size = ZSTD_getFrameContentSize(frame, stored.size());
  if (size == 0 || size > format::kMaxDictionary) return fail(Code::corrupt, "the dictionary is too large");
  // A decoder of its own, too: unpacking so much at once touches pages of it that blocks never do.
  const Scratch memory(ZSTD_estimateDCtxSize());
  ZSTD_DCtx* const once = memory.data() ? ZSTD_initStaticDCtx(memory.data(), memory.size()) : nullptr;
  if (!once) return fail(Code::no_memory, "no memory for the dictionary");
  dictionary_bytes_.resize(static_cast<size_t>(size));
  if (ZSTD_decompressDCtx(once, &dictionary_bytes_[0], dictionary_bytes_.size(), frame, stored.size()) != size)
    return fail(Code::corrupt, "the dictionary cannot be unpacked");
  return Code::ok;
}

Code Pack::dictionary() {
  if (dictionary_read_) return Code::ok;
  const Section& s = sections_[static_cast<size_t>(SectionKind::dictionary)];
  if (s.size > 0) {
    if (Code c = read_dictionary(s); c != Code::ok) return c;
    dictionary_ = ZSTD_createDDict_byReference(dictionary_bytes_.data(), dictionary_bytes_.size());
    if (!dictionary_) return fail(Code::corrupt, "the dictionary is damaged");
  }
  dictionary_read_ = true;
  return Code::ok;
}

Code Pack::block_at(SectionKind kind, uint32_t block4, const fb::Block*& block) {
  for (const auto& b : cache_)
    if (b->block4 == block4 && b->block) {
      if (b->kind != kind) return fail(Code::corrupt, "the index leads to a block of another kind");
      b->used = ++clock_;
      block = b->block;
      return Code::ok;
    }
  const Section& s = sections_[static_cast<size_t>(SectionKind::blocks)];
  const uint64_t offset = static_cast<uint64_t>(block4) * format::kBlockAlign;
  if (offset >= s.size) return fail(Code::corrupt, "the index points outside the blocks");
  uint8_t head[format::kBlockHeader];
  if (s.size - offset < sizeof head) return fail(Code::corrupt, "a block is cut short");
  if (Code c = mapping_.copy(s.offset + offset, sizeof head, head); c != Code::ok)
    return fail(c, "a block cannot be read");
  const BlockHeader h = load_block_header(head);
  if (!block_header_plausible(h, s.size - offset)) return fail(Code::corrupt, "a block's sizes are wrong");
  if (Code c = dictionary(); c != Code::ok) return c;
  frame_.resize(sizeof head + h.frame_size);
  if (Code c = mapping_.copy(s.offset + offset, static_cast<uint32_t>(frame_.size()), frame_.data()); c != Code::ok)
    return fail(c, "a block cannot be read");
  const BlockHeader again = load_block_header(frame_.data());
  if (again.frame_size != h.frame_size || again.raw_size != h.raw_size || !block_sum_right(frame_.data(), h))
    return fail(Code::corrupt, "a block is damaged");
  if (!context_ && !(context_ = ZSTD_createDCtx())) return fail(Code::no_memory, "no memory to unpack a block");
  if (!frame_plausible(frame_.data() + sizeof head, h.frame_size) ||
      ZSTD_getFrameContentSize(frame_.data() + sizeof head, h.frame_size) != h.raw_size)
    return fail(Code::corrupt, "a block's sizes are wrong");

  // Make room: the block least recently used goes first.
  size_t total = h.raw_size;
  for (const auto& b : cache_) total += b->size;
  while (total > cache_bytes_ && !cache_.empty()) {
    const auto oldest =
        std::min_element(cache_.begin(), cache_.end(), [](const auto& a, const auto& b) { return a->used < b->used; });
    total -= (*oldest)->size;
    cache_.erase(oldest);
  }
  std::unique_ptr<LoadedBlock> loaded(new LoadedBlock);
  // In steps of two kilobytes, so that freed memory fits the next block; two words more to align by.
  loaded->size = (h.raw_size + 16 + 2047) / 2048 * 2048;
  loaded->memory.reset(new uint64_t[loaded->size / 8]);
  auto* raw = reinterpret_cast<uint8_t*>(loaded->memory.get());
  if (reinterpret_cast<uintptr_t>(raw) % 16) raw += 8;
  const size_t n = dictionary_
                       ? ZSTD_decompress_usingDDict(context_, raw, h.raw_size, frame_.data() + sizeof head,
                                                    h.frame_size, dictionary_)
                       : ZSTD_decompressDCtx(context_, raw, h.raw_size, frame_.data() + sizeof head, h.frame_size);
  if (ZSTD_isError(n) || n != h.raw_size) return fail(Code::corrupt, "a block cannot be unpacked");
  auto check = verifier(raw, h.raw_size);
  if (!check.VerifyBuffer<fb::Block>()) return fail(Code::corrupt, "a block is malformed");
  loaded->block = flatbuffers::GetRoot<fb::Block>(raw);
  if (!block_means(*loaded->block, kind)) return fail(Code::corrupt, "a block's contents do not fit each other");
  loaded->block4 = block4;
  loaded->kind = kind;
  loaded->used = ++clock_;
  block = loaded->block;
  cache_.push_back(std::move(loaded));
  if (frame_.capacity() > kFrameKept) std::vector<uint8_t>().swap(frame_);
  return Code::ok;
}

Code Pack::verify() {
  for (uint32_t level = 1; level < levels_; ++level)
    for (uint32_t i = 0; i < level_pages_[level]; ++i) {
      const uint8_t* page = nullptr;
      if (Code c = inner(level, i, page); c != Code::ok) return c;
    }
  std::vector<Extent> blocks;
  if (Code c = verify_blocks(blocks); c != Code::ok) return c;
  std::string last;
  for (uint32_t i = 0; i < leaf_pages_; ++i) {
    const uint8_t* page = nullptr;
    if (Code c = leaf(i, page); c != Code::ok) return c;
    PageCursor cursor(page);
    for (bool more = cursor.first(); more; more = cursor.next()) {
      if (cursor.key() < last) return fail(Code::corrupt, "the index is not in order");
      last = cursor.key();
      SectionKind kind;
      if (!target_of(last, kind)) continue;
      const LeafValue& value = cursor.value();
      const auto known = std::lower_bound(blocks.begin(), blocks.end(), value.block4,
                                          [](const Extent& b, uint32_t wanted) { return b.block4 < wanted; });
      bool leads = known != blocks.end() && known->block4 == value.block4 && known->kind == kind;
      uint32_t count = leads ? known->count : 0;
      if (const fb::Block* other = nullptr; !leads && block_at(kind, value.block4, other) == Code::ok)
        leads = true, count = other->count();
      if (!leads || value.slot >= count) return fail(Code::corrupt, "an index entry leads to no record of its kind");
    }
    if (cursor.corrupt()) return fail(Code::corrupt, "an index page is damaged");
    uint32_t led = 0;
    if (Code c = leaf_of(last, led); c != Code::ok) return c;
    if (led > i) return fail(Code::corrupt, "the index is not in order");
  }
  return Code::ok;
}

Code Pack::verify_blocks(std::vector<Extent>& blocks) {
  for (size_t k = static_cast<size_t>(SectionKind::paragraphs); k <= static_cast<size_t>(SectionKind::images); ++k) {
    const auto kind = static_cast<SectionKind>(k);
    for (uint32_t record = 0; record < records(kind);) {
      const fb::Block* block = nullptr;
      uint32_t slot = 0;
      if (Code c = block_of(kind, record, block, slot); c != Code::ok)
        return c == Code::absent ? fail(Code::corrupt, "a directory ends too early") : c;
      if (slot != 0) return fail(Code::corrupt, "two blocks hold one record");
      uint32_t block4 = 0;
      if (Code c = find_block(
              kind, [&](const uint8_t* e) { return load32(e) <= record; }, block4);
          c != Code::ok)
        return c;
      blocks.push_back({block4, block->count(), kind});
      record += block->count();
    }
  }
  std::sort(blocks.begin(), blocks.end(), [](const Extent& a, const Extent& b) { return a.block4 < b.block4; });
  return Code::ok;
}

}  // namespace postil
