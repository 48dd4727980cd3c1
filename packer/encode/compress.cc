#include "packer/encode/compress.h"

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <thread>

#include "schema/block.h"

namespace postil {
namespace {

constexpr int kLevel = 19;
// More to learn from costs ten times as long and makes the pack no smaller.
constexpr size_t kSampleBytes = 1500u << 10, kProbeBytes = 512u << 10;

struct FreeCdict {
  void operator()(ZSTD_CDict* d) const { ZSTD_freeCDict(d); }
};
using Cdict = std::unique_ptr<ZSTD_CDict, FreeCdict>;

Cdict digest(const std::string& dictionary) {
  return Cdict(dictionary.empty() ? nullptr : ZSTD_createCDict(dictionary.data(), dictionary.size(), kLevel));
}

bool compress(ZSTD_CCtx* context, const ZSTD_CDict* dictionary, const std::string& raw, std::string& out) {
  out.resize(ZSTD_compressBound(raw.size()));
  // There is one dictionary: frames need not name it.
  ZSTD_CCtx_setParameter(context, ZSTD_c_dictIDFlag, 0);
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_refCDict(context, dictionary);
  const size_t n = ZSTD_compress2(context, out.data(), out.size(), raw.data(), raw.size());
  if (ZSTD_isError(n)) return false;
  out.resize(n);
  return true;
}

// Images are packed already: no dictionary learns from them or is chosen by them.
bool is_text(const RawBlock& block) {
  return block.kind != format::SectionKind::images;
}

// Every `step`-th block, from `from` on.
std::vector<const RawBlock*> stride(const std::vector<RawBlock>& blocks, size_t step, size_t from) {
  std::vector<const RawBlock*> out;
  for (size_t i = from; i < blocks.size(); i += step)
    if (is_text(blocks[i])) out.push_back(&blocks[i]);
  return out;
}

// Calls work(slot, context) for each slot below `count`, on `jobs` threads. False when a call is false: zstd ran out of
// memory.
template <class Work>
bool each_slot(size_t count, unsigned jobs, Work work) {
  std::atomic<size_t> next{0};
  std::atomic<bool> good{true};
  const auto loop = [&] {
    const std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
    for (size_t slot; good && (slot = next++) < count;)
      if (!context || !work(slot, context.get())) good = false;
  };
  std::vector<std::thread> threads;
  for (size_t i = 1; i < std::min<size_t>(jobs, count); ++i) threads.emplace_back(loop);
  loop();
  for (std::thread& t : threads) t.join();
  return good;
}

std::string train(const std::vector<const RawBlock*>& sample, size_t size) {
  std::string all, dictionary(size, '\0');
  std::vector<size_t> sizes;
  for (const RawBlock* b : sample)
    for (size_t at = 0; at < b->bytes.size(); at += 1024) {  // the trainer wants many small samples
      const size_t n = std::min<size_t>(1024, b->bytes.size() - at);
      all.append(b->bytes, at, n);
      sizes.push_back(n);
    }
  const size_t n =
      ZDICT_trainFromBuffer(dictionary.data(), size, all.data(), sizes.data(), static_cast<unsigned>(sizes.size()));
  if (ZDICT_isError(n)) return "";
  dictionary.resize(n);
  return dictionary;
}

}  // namespace

Result compress_blocks(const std::vector<RawBlock>& blocks, unsigned jobs, std::string& dictionary,
                       std::vector<std::string>& frames) {
  size_t total = 0;
  for (const RawBlock& b : blocks) {
    if (b.bytes.size() > format::kMaxRawBlock)
      return {Code::limit, "a record is larger than " + std::to_string(format::kMaxRawBlock) +
                               " bytes; split the paragraph or entity"};
    if (is_text(b)) total += b.bytes.size();
  }
  // What is measured is mostly not what was learned from, unless both are the whole.
  const size_t learn = std::max<size_t>(1, total / kSampleBytes), measure = std::max<size_t>(1, total / kProbeBytes);
  const auto sample = stride(blocks, learn, 0), probe = stride(blocks, measure, measure / 2);
  constexpr size_t kSizes[] = {0, 4096, 8192, 16384, 32768, format::kMaxDictionary};
  struct Candidate {
    std::string dictionary;
    uint64_t sum = UINT64_MAX;  // of the dictionary and all blocks, estimated
  };
  Candidate candidates[std::size(kSizes)];
  // The largest first: they take longest.
  bool good = each_slot(std::size(kSizes), jobs, [&](size_t slot, ZSTD_CCtx* context) {
    const size_t which = std::size(kSizes) - 1 - slot, size = kSizes[which];
    Candidate& mine = candidates[which];
    if (size > 0 && (size * 4 > total || (mine.dictionary = train(sample, size)).empty())) return true;
    const Cdict digested = digest(mine.dictionary);
    uint64_t probed = 0, raw = 0;
    std::string out;
    for (const RawBlock* b : probe) {
      if (!compress(context, digested.get(), b->bytes, out)) return false;
      probed += out.size();
      raw += b->bytes.size();
    }
    mine.sum = raw ? probed * total / raw + mine.dictionary.size() : 0;
    return true;
  });
  Candidate& best = *std::min_element(std::begin(candidates), std::end(candidates),
                                      [](const Candidate& a, const Candidate& b) { return a.sum < b.sum; });
  dictionary = std::move(best.dictionary);
  const Cdict digested = digest(dictionary);
  frames.assign(blocks.size(), "");
  good = good && each_slot(blocks.size(), jobs, [&](size_t slot, ZSTD_CCtx* context) {
           std::string frame;
           if (!compress(context, digested.get(), blocks[slot].bytes, frame)) return false;
           std::string& out = frames[slot];
           out.assign(block_extent(static_cast<uint32_t>(frame.size())), '\0');
           store32(&out[4], static_cast<uint32_t>(frame.size()));
           store32(&out[8], static_cast<uint32_t>(blocks[slot].bytes.size()));
           std::copy(frame.begin(), frame.end(), out.begin() + format::kBlockHeader);
           store32(&out[0], checksum32(&out[4], format::kBlockHeader - 4 + frame.size()));
           return true;
         });
  return good ? Result{} : Result{Code::no_memory, "zstd ran out of memory"};
}

Result compress_dictionary(const std::string& dictionary, std::string& frame) {
  const std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
  const bool good = context && compress(context.get(), nullptr, dictionary, frame);
  return good ? Result{} : Result{Code::no_memory, "zstd ran out of memory"};
}

}  // namespace postil
