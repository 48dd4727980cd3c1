#include "packer/encode/compress.h"

// The trainer whose parameters can be given is in every libzstd, though not in the part of its interface that is frozen.
#define ZDICT_STATIC_LINKING_ONLY
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
// More to learn from takes longer and makes packs no smaller.
constexpr size_t kSampleBytes = 2500u << 10, kProbeBytes = 1u << 20;
// What is tried: sizes of dictionaries, and about how long the stretches are that they are made of.
constexpr size_t kSizes[] = {format::kMaxDictionary, 32768, 16384, 8192, 4096, 0};
constexpr unsigned kStretches[] = {50, 30, 70, 100, 200};

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

// Where a dictionary's content begins, and the room that its tables of statistics take at most.
constexpr size_t kTables = 320;

// A dictionary of at most `size` bytes: stretches of about `stretch` bytes of the sample, and the statistics of its blocks as they are
// compressed with them: a block then seldom needs tables of its own. Empty where zstd makes none of so little.
std::string train(const std::vector<const RawBlock*>& sample, size_t size, unsigned stretch) {
  std::string all, content(size, '\0');
  std::vector<size_t> pieces, wholes;
  for (const RawBlock* b : sample) {
    for (size_t at = 0; at < b->bytes.size(); at += 1024)  // the trainer wants many small samples
      pieces.push_back(std::min<size_t>(1024, b->bytes.size() - at));
    all += b->bytes;
    wholes.push_back(b->bytes.size());
  }
  ZDICT_fastCover_params_t training{};
  training.k = stretch;
  training.d = 6;
  training.f = 20;
  training.accel = 1;
  size_t n = ZDICT_trainFromBuffer_fastCover(content.data(), size, all.data(), pieces.data(),
                                             static_cast<unsigned>(pieces.size()), training);
  if (ZDICT_isError(n)) return "";
  content.resize(n);
  content.erase(0, ZDICT_getDictHeaderSize(content.data(), n));
  if (content.size() > size - kTables) content.erase(0, content.size() - (size - kTables));  // what is used least
  std::string dictionary(size, '\0');
  ZDICT_params_t level{};
  level.compressionLevel = kLevel;
  n = ZDICT_finalizeDictionary(dictionary.data(), size, content.data(), content.size(), all.data(), wholes.data(),
                               static_cast<unsigned>(wholes.size()), level);
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
  struct Candidate {
    std::string dictionary;
    uint64_t sum = UINT64_MAX;  // of the dictionary and all blocks, estimated
  };
  const auto try_out = [&](size_t size, unsigned stretch, ZSTD_CCtx* context, Candidate& mine) {
    if (size > 0 && (size * 4 > total || (mine.dictionary = train(sample, size, stretch)).empty())) return true;
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
  };
  const auto best_of = [](const std::vector<Candidate>& of) {
    return static_cast<size_t>(
        std::min_element(of.begin(), of.end(), [](const Candidate& a, const Candidate& b) { return a.sum < b.sum; }) -
        of.begin());
  };
  // The size first, then the stretches for that size. The largest first: they take longest.
  std::vector<Candidate> sized(std::size(kSizes)), stretched(std::size(kStretches));
  bool good = each_slot(std::size(kSizes), jobs, [&](size_t slot, ZSTD_CCtx* context) {
    return try_out(kSizes[slot], kStretches[0], context, sized[slot]);
  });
  const size_t size = best_of(sized);
  stretched[0] = std::move(sized[size]);
  good = good && each_slot(std::size(kStretches) - 1, jobs, [&](size_t slot, ZSTD_CCtx* context) {
           return kSizes[size] == 0 || try_out(kSizes[size], kStretches[slot + 1], context, stretched[slot + 1]);
         });
  dictionary = std::move(stretched[best_of(stretched)].dictionary);
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
