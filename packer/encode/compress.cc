#include "packer/encode/compress.h"

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

#include "schema/block.h"

namespace postil {
namespace {

constexpr int kLevel = 19;

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

// Every k-th block, so that about `bytes` of raw text are seen.
std::vector<const RawBlock*> stride(const std::vector<RawBlock>& blocks, size_t bytes) {
  size_t total = 0;
  for (const RawBlock& b : blocks) total += b.bytes.size();
  const size_t step = std::max<size_t>(1, total / bytes);
  std::vector<const RawBlock*> out;
  for (size_t i = 0; i < blocks.size(); i += step) out.push_back(&blocks[i]);
  return out;
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
  const size_t n = ZDICT_trainFromBuffer(dictionary.data(), size, all.data(), sizes.data(), static_cast<unsigned>(sizes.size()));
  if (ZDICT_isError(n)) return "";
  dictionary.resize(n);
  return dictionary;
}

}  // namespace

Result compress_blocks(const std::vector<RawBlock>& blocks, unsigned jobs, std::string& dictionary, std::vector<std::string>& frames) {
  size_t total = 0;
  for (const RawBlock& b : blocks) {
    if (b.bytes.size() > format::kMaxRawBlock)
      return {Code::limit, "a record is larger than " + std::to_string(format::kMaxRawBlock) + " bytes; split the paragraph or entity"};
    total += b.bytes.size();
  }
  const auto sample = stride(blocks, 8u << 20), probe = stride(blocks, 512u << 10);
  size_t best = SIZE_MAX;
  std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
  for (size_t size : {size_t{0}, size_t{4096}, size_t{8192}, size_t{16384}, size_t{32768}, size_t{format::kMaxDictionary}}) {
    if (size * 4 > total) break;
    std::string candidate = size ? train(sample, size) : "";
    if (size && candidate.empty()) continue;
    const Cdict digested = digest(candidate);
    size_t probed = 0, raw = 0;
    std::string out;
    for (const RawBlock* b : probe) {
      if (!compress(context.get(), digested.get(), b->bytes, out)) return {Code::no_memory, "zstd ran out of memory"};
      probed += out.size();
      raw += b->bytes.size();
    }
    const size_t sum = raw ? static_cast<size_t>(static_cast<uint64_t>(probed) * total / raw) + candidate.size() : 0;
    if (sum < best) best = sum, dictionary = std::move(candidate);
  }
  const Cdict digested = digest(dictionary);
  frames.resize(blocks.size());
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  auto work = [&] {
    std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> own(ZSTD_createCCtx(), &ZSTD_freeCCtx);
    for (size_t i; (i = next++) < blocks.size();) {
      std::string frame;
      if (!compress(own.get(), digested.get(), blocks[i].bytes, frame)) {
        failed = true;
        return;
      }
      std::string& out = frames[i];
      out.assign(block_extent(static_cast<uint32_t>(frame.size())), '\0');
      store32(&out[4], static_cast<uint32_t>(frame.size()));
      store32(&out[8], static_cast<uint32_t>(blocks[i].bytes.size()));
      std::copy(frame.begin(), frame.end(), out.begin() + format::kBlockHeader);
      store32(&out[0], checksum32(&out[4], format::kBlockHeader - 4 + frame.size()));
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < jobs; ++i) threads.emplace_back(work);
  work();
  for (std::thread& t : threads) t.join();
  return failed ? Result{Code::no_memory, "zstd ran out of memory"} : Result{};
}

}  // namespace postil
