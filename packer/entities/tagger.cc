#include "packer/entities/tagger.h"

#include <fstream>
#include <iterator>

#include "schema/checksum.h"

__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    ".global postil_weights_begin\n"
    ".global postil_weights_end\n"
    "postil_weights_begin:\n"
    ".incbin \"" POSTIL_WEIGHTS
    "\"\n"
    "postil_weights_end:\n"
    ".byte 0\n"
    ".previous\n");
extern "C" const char postil_weights_begin[];
extern "C" const char postil_weights_end[];

namespace postil {
namespace {

constexpr std::string_view kMagic = "POSTILTW";
constexpr uint32_t kVersion = 2;
constexpr uint32_t kMostBits = 20;

void put32(std::string& out, uint32_t v) {
  for (int i = 0; i < 4; ++i) out += static_cast<char>(v >> 8 * i & 0xFF);
}

void put_varint(std::string& out, uint32_t v) {
  for (; v >= 0x80; v >>= 7) out += static_cast<char>(0x80 | (v & 0x7F));
  out += static_cast<char>(v);
}

struct Reader {
  std::string_view bytes;
  bool bad = false;
  uint32_t byte() {
    if (bytes.empty()) {
      bad = true;
      return 0;
    }
    const auto v = static_cast<uint8_t>(bytes[0]);
    bytes.remove_prefix(1);
    return v;
  }
  uint32_t u32() {
    uint32_t v = 0;
    for (int i = 0; i < 4; ++i) v |= byte() << 8 * i;
    return v;
  }
  uint32_t varint() {
    uint32_t v = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      const uint32_t b = byte();
      v |= (b & 0x7F) << shift;
      if (b < 0x80) return v;
    }
    bad = true;
    return 0;
  }
};

}  // namespace

void viterbi(const std::vector<int32_t>& emissions, const std::vector<int32_t>& transitions,
             const std::vector<int8_t>* allowed, std::vector<int8_t>& path) {
  constexpr int64_t kNever = INT64_MIN / 4;
  const size_t n = emissions.size() / kTags;
  path.assign(n, 0);
  if (n == 0) return;
  std::vector<int8_t> back(n * kTags, 0);
  std::array<int64_t, kTags> score{}, next{};
  for (size_t i = 0; i < n; ++i) {
    for (int tag = 0; tag < kTags; ++tag) {
      next[tag] = kNever;
      if (allowed && (*allowed)[i] >= 0 && (*allowed)[i] != tag) continue;
      if (i == 0) {
        if (tag_follows(kTags, tag)) next[tag] = emissions[tag] + transitions[kTags * kTags + tag];
        continue;
      }
      int64_t best = kNever;
      int from = 0;
      for (int before = 0; before < kTags; ++before) {
        if (!tag_follows(before, tag)) continue;
        const int64_t s = score[before] + transitions[before * kTags + tag];
        if (s > best) best = s, from = before;
      }
      if (best > kNever / 2) next[tag] = best + emissions[i * kTags + tag];
      back[i * kTags + tag] = static_cast<int8_t>(from);
    }
    score = next;
  }
  int best = 0;
  for (int tag = 1; tag < kTags; ++tag)
    if (score[tag] > score[best]) best = tag;
  for (size_t i = n; i-- > 0;) {
    path[i] = static_cast<int8_t>(best);
    best = back[i * kTags + best];
  }
}

std::string write_weights(const Tagger& tagger) {
  std::string out(kMagic);
  put32(out, kVersion);
  for (const TagModel& m : tagger.models) {
    put32(out, m.bits);
    put32(out, static_cast<uint32_t>(m.unit));
    for (int32_t t : m.transitions) put32(out, static_cast<uint32_t>(t));
    std::string rows;
    uint32_t count = 0, last = 0;
    for (uint32_t row = 0; row < m.weights.size() / kTags; ++row) {
      const int8_t* w = &m.weights[static_cast<size_t>(row) * kTags];
      uint32_t mask = 0;
      for (int t = 0; t < kTags; ++t) mask |= static_cast<uint32_t>(w[t] != 0) << t;
      if (!mask) continue;
      put_varint(rows, row - last);
      last = row;
      rows += static_cast<char>(mask & 0xFF);
      rows += static_cast<char>(mask >> 8);
      for (int t = 0; t < kTags; ++t)
        if (w[t]) rows += static_cast<char>(w[t]);
      ++count;
    }
    put32(out, count);
    out += rows;
  }
  for (const KindModel& m : tagger.kinds) {
    put32(out, m.bits);
    put32(out, static_cast<uint32_t>(m.unit));
    std::string rows;
    uint32_t count = 0, last = 0;
    for (uint32_t row = 0; row < m.weights.size() / kNameKinds; ++row) {
      const int8_t* w = &m.weights[row * kNameKinds];
      uint32_t mask = 0;
      for (size_t k = 0; k < kNameKinds; ++k) mask |= static_cast<uint32_t>(w[k] != 0) << k;
      if (!mask) continue;
      put_varint(rows, row - last);
      last = row;
      rows += static_cast<char>(mask);
      for (size_t k = 0; k < kNameKinds; ++k)
        if (w[k]) rows += static_cast<char>(w[k]);
      ++count;
    }
    put32(out, count);
    out += rows;
  }
  put32(out, checksum32(out.data(), out.size()));
  return out;
}

Result read_weights(std::string_view bytes, Tagger& out) {
  if (bytes.size() < kMagic.size() + 8 || bytes.substr(0, kMagic.size()) != kMagic)
    return {Code::corrupt, "not a weight file of the name tagger; make one with postil_train"};
  Reader r{bytes.substr(kMagic.size(), bytes.size() - kMagic.size() - 4)};
  Reader sum{bytes.substr(bytes.size() - 4)};
  if (checksum32(bytes.data(), bytes.size() - 4) != sum.u32())
    return {Code::corrupt,
            "the weight file's checksum does not match; copy it again or make it again with postil_train"};
  if (r.u32() != kVersion)
    return {Code::unsupported, "a weight file of another version; make it again with this version's postil_train"};
  const Result damaged{Code::corrupt, "the weight file is damaged; make it again with postil_train"};
  for (TagModel& m : out.models) {
    m.bits = r.u32();
    m.unit = static_cast<int32_t>(r.u32());
    if (r.bad || m.bits < 1 || m.bits > kMostBits || m.unit < 1 || m.unit > 1 << 20) return damaged;
    m.transitions.resize((kTags + 1) * kTags);
    for (int32_t& t : m.transitions) t = static_cast<int32_t>(r.u32());
    m.weights.assign(static_cast<size_t>(kTags) << m.bits, 0);
    const uint32_t count = r.u32();
    uint64_t row = 0;
    for (uint32_t i = 0; i < count; ++i) {
      row += r.varint();
      uint32_t mask = r.byte();
      mask |= r.byte() << 8;
      if (r.bad || row >= 1u << m.bits || mask >= 1u << kTags) return damaged;
      for (int t = 0; t < kTags; ++t)
        if (mask >> t & 1) m.weights[row * kTags + static_cast<size_t>(t)] = static_cast<int8_t>(r.byte());
    }
    if (r.bad) return damaged;
  }
  for (KindModel& m : out.kinds) {
    m.bits = r.u32();
    m.unit = static_cast<int32_t>(r.u32());
    if (r.bad || m.bits < 1 || m.bits > kMostBits || m.unit < 1) return damaged;
    m.weights.assign(kNameKinds << m.bits, 0);
    const uint32_t count = r.u32();
    uint64_t row = 0;
    for (uint32_t i = 0; i < count; ++i) {
      row += r.varint();
      const uint32_t mask = r.byte();
      if (r.bad || row >= 1u << m.bits || mask >= 1u << kNameKinds) return damaged;
      for (size_t k = 0; k < kNameKinds; ++k)
        if (mask >> k & 1) m.weights[row * kNameKinds + k] = static_cast<int8_t>(r.byte());
    }
    if (r.bad) return damaged;
  }
  return r.bytes.empty() ? Result{} : damaged;
}

Result read_weights_file(const std::string& path, Tagger& out) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return {Code::io, "cannot be opened; give a weight file that postil_train made"};
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return read_weights(bytes, out);
}

const Tagger& shipped_tagger() {
  static const Tagger tagger = [] {
    Tagger t;
    if (!read_weights({postil_weights_begin, static_cast<size_t>(postil_weights_end - postil_weights_begin)}, t))
      t = {};
    return t;
  }();
  return tagger;
}

}  // namespace postil
