#include "schema/trace.h"

#include <algorithm>

#include "schema/bytes.h"
#include "schema/utf8.h"

namespace postil {
namespace {

// The first byte of a run.
constexpr uint8_t kMany = 3;  // bits 0-1: levels up; bits 2-3: elements down; 3: that many and a varint more
constexpr uint8_t kDownShift = 2;
constexpr uint8_t kChunk = 0x10;     // a varint to add to the expected chunk follows
constexpr uint8_t kUnits = 0x20;     // a varint to add to the expected units follows
constexpr uint8_t kLast = 0x40;      // the paragraph's last run
constexpr uint8_t kOffset = 0x80;    // a varint to add to the run's offset follows
constexpr uint8_t kNothing = kLast;  // a paragraph without runs
constexpr size_t kMaxDepth = 256;

size_t shared_depth(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  size_t n = 0;
  while (n < a.size() && n < b.size() && a[n] == b[n]) ++n;
  return n;
}

}  // namespace

uint32_t utf16_units(std::string_view text) {
  uint32_t n = 0;
  for (const char *p = text.data(), *end = p + text.size(); p < end;) n += utf8_next(p, end) > 0xFFFF ? 2 : 1;
  return n;
}

void TraceWriter::restart() {
  last_ = {};
}

void TraceWriter::add(std::string_view text, const std::vector<TraceRun>& runs) {
  for (const TraceRun& run : runs)
    if (run.way.size() > kMaxDepth) return void(bytes_ += static_cast<char>(kNothing));
  if (runs.empty()) bytes_ += static_cast<char>(kNothing);
  for (size_t i = 0; i < runs.size(); ++i) {
    const TraceRun& run = runs[i];
    const size_t shared = shared_depth(last_.way, run.way), up = last_.way.size() - shared,
                 down = run.way.size() - shared;
    // Children of the deepest shared element that lie behind: the next element is expected to be the one after.
    const uint32_t behind = up > 0 ? last_.way[shared] : last_.chunk;
    const uint32_t chunk = down > 0 ? 0 : behind;
    const bool goes_on = i > 0 && up == 0 && down == 0 && run.chunk == last_.chunk;
    const uint32_t from = runs[i > 0 ? i - 1 : 0].offset;
    const uint32_t units = goes_on ? last_.units + utf16_units(text.substr(from, run.offset - from)) : 0;
    const uint32_t offset = run.offset - (i > 0 ? from : 0);
    bytes_ += static_cast<char>(std::min<size_t>(up, kMany) | std::min<size_t>(down, kMany) << kDownShift |
                                (run.chunk != chunk ? kChunk : 0) | (run.units != units ? kUnits : 0) |
                                (i + 1 == runs.size() ? kLast : 0) | (offset ? kOffset : 0));
    if (up >= kMany) append_varint(bytes_, static_cast<uint32_t>(up - kMany));
    if (down >= kMany) append_varint(bytes_, static_cast<uint32_t>(down - kMany));
    for (size_t k = shared; k < run.way.size(); ++k) append_varint(bytes_, run.way[k] - (k == shared ? behind : 0) - 1);
    if (run.chunk != chunk) append_varint(bytes_, run.chunk - chunk);
    if (run.units != units) append_varint(bytes_, run.units - units);
    if (offset) append_varint(bytes_, offset);
    last_ = run;
  }
}

TraceReader::TraceReader(std::string_view bytes)
    : at_(reinterpret_cast<const uint8_t*>(bytes.data())), end_(at_ + bytes.size()) {}

bool TraceReader::fail() {
  corrupt_ = true;
  return false;
}

bool TraceReader::next(std::vector<TraceRun>& runs) {
  runs.clear();
  if (corrupt_ || at_ == end_) return false;
  for (bool last = false; !last;) {
    if (at_ == end_) return fail();
    const uint8_t head = *at_++;
    last = head & kLast;
    if (head == kNothing && runs.empty()) return true;
    uint32_t up = head & kMany, down = head >> kDownShift & kMany, more = 0;
    if (up == kMany && (!read_varint(at_, end_, more) || (up += std::min(more, uint32_t{kMaxDepth})) > kMaxDepth))
      return fail();
    if (down == kMany && (!read_varint(at_, end_, more) || (down += std::min(more, uint32_t{kMaxDepth})) > kMaxDepth))
      return fail();
    if (up > last_.way.size() || last_.way.size() - up + down > kMaxDepth) return fail();
    const size_t shared = last_.way.size() - up;
    const uint32_t behind = up > 0 ? last_.way[shared] : last_.chunk;
    const uint32_t from = runs.empty() ? 0 : last_.offset;
    TraceRun run;
    run.way.assign(last_.way.begin(), last_.way.begin() + static_cast<std::ptrdiff_t>(shared));
    for (uint32_t k = 0; k < down; ++k) {
      uint32_t step = 0;
      if (!read_varint(at_, end_, step) || step >= 0x7FFFFFFFu || (k == 0 && behind >= 0x7FFFFFFFu - step))
        return fail();
      run.way.push_back(step + (k == 0 ? behind : 0) + 1);
    }
    run.chunk = down > 0 ? 0 : behind;
    if (head & kChunk) {
      if (!read_varint(at_, end_, more) || run.chunk >= 0x7FFFFFFFu || more >= 0x7FFFFFFFu - run.chunk) return fail();
      run.chunk += more;
    }
    if ((head & kUnits) && !read_varint(at_, end_, run.units)) return fail();
    if (head & kOffset) {
      if (!read_varint(at_, end_, more) || more > 0xFFFFFFFFu - from) return fail();
      run.offset = from + more;
    } else {
      run.offset = from;
    }
    runs.push_back(run);
    last_ = std::move(run);
  }
  return true;
}

bool TraceReader::settle(std::string_view text, std::vector<TraceRun>& runs) {
  for (size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].offset > text.size()) return false;
    if (i == 0) continue;
    const TraceRun& before = runs[i - 1];
    if (before.offset > runs[i].offset) return false;
    if (before.chunk != runs[i].chunk || before.way != runs[i].way) continue;
    runs[i].units += before.units + utf16_units(text.substr(before.offset, runs[i].offset - before.offset));
  }
  return true;
}

std::string cfi_path(std::string_view text, const std::vector<TraceRun>& runs, uint32_t offset) {
  if (runs.empty()) return "";
  const TraceRun* run = &runs[0];
  for (const TraceRun& r : runs)
    if (r.offset <= offset) run = &r;
  std::string out;
  for (const uint32_t n : run->way) out += "/" + std::to_string(2 * uint64_t{n});
  const uint32_t units = offset > run->offset ? utf16_units(text.substr(run->offset, offset - run->offset)) : 0;
  return out + "/" + std::to_string(2 * uint64_t{run->chunk} + 1) + ":" + std::to_string(uint64_t{run->units} + units);
}

}  // namespace postil
