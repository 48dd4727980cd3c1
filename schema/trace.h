// The trace: where the characters of a paragraph stand in the source document, so that a CFI can be given for any
// position. Delta-coded (FORMAT.md, "Trace"): a plain paragraph takes two bytes, an inline element about four.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postil {

// A stretch of characters that is contiguous in the source.
struct TraceRun {
  uint32_t offset = 0;  // byte of the paragraph's text where it begins
  std::vector<uint32_t>
      way;             // elements from below the document's root: n is the n-th element child, from 1 (CFI step 2n)
  uint32_t chunk = 0;  // element children before the text node (CFI step 2 * chunk + 1)
  uint32_t units = 0;  // UTF-16 units from the start of that text, white space as in the source
};

uint32_t utf16_units(std::string_view text);

class TraceWriter {
 public:
  // Appends one paragraph. Runs in order, the first at offset 0; none: the paragraph has no CFI.
  void add(std::string_view text, const std::vector<TraceRun>& runs);
  void restart();  // a new block or document: nothing before it counts
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  TraceRun last_;
};

// Reads what TraceWriter wrote since a restart(), from untrusted bytes, which must outlive it.
class TraceReader {
 public:
  explicit TraceReader(std::string_view bytes);
  // The next paragraph. `units` of a run that goes on in the text node of the one before counts from where that one
  // ended: settle() makes it absolute. False at the end or when corrupt().
  bool next(std::vector<TraceRun>& runs);
  // Makes `units` absolute, given the paragraph's text. False where an offset lies outside the text.
  static bool settle(std::string_view text, std::vector<TraceRun>& runs);
  bool corrupt() const { return corrupt_; }

 private:
  bool fail();
  const uint8_t* at_;
  const uint8_t* end_;
  TraceRun last_;
  bool corrupt_ = false;
};

// "/4/2/1:3", the part of a CFI below the document, for byte `offset` of the paragraph's text; empty where `runs` is.
// `units` are absolute.
std::string cfi_path(std::string_view text, const std::vector<TraceRun>& runs, uint32_t offset);

}  // namespace postil
