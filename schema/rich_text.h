// Text with spans: how notes are stored and shown. Markup never leaves a pack: XHTML is made here, escaped.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postil {

// Pinned: the numbers are in packs. An unknown number is "other" and shows its text.
enum class SpanKind : uint8_t {
  other = 0,
  emphasis = 1,
  strong = 2,
  small_caps = 3,
  superscript = 4,
  subscript = 5,
  underline = 6,
  strike = 7,
  code = 8,
  link = 9,  // arg: row in strings, a path (with #id) inside the book or an URL
  noteref =
      10,  // of no length, where the mark stands; arg: row in strings, its label; the row after: the path (with #id) of its note
  image = 11,       // of no length; arg: row in strings, the image's path; the row after: its alternative text
  line_break = 12,  // over the space that stands for it
  quote = 20,
  verse = 21,  // blocks: whole paragraphs
  list_item = 22,
  row = 23,   // of the list or table span around them, or of one of their own
  cell = 24,  // arg: 1 of a heading
  heading = 25,
  preformatted = 26,
  table = 27,
  list = 28,  // arg of a list: the first item's number, 0 for one without numbers
};
// The arg of such a span is a row in strings.
inline bool has_string(SpanKind k) {
  return k == SpanKind::link || k == SpanKind::noteref || k == SpanKind::image;
}

struct Span {
  SpanKind kind = SpanKind::other;
  uint32_t begin = 0, end = 0;  // byte offsets into the text
  uint32_t arg = 0;
};

// Paragraphs are separated by LF.
struct RichText {
  std::string text;
  std::vector<Span> spans;
  std::vector<std::string> strings;
};

// Well-formed XHTML (a sequence of block elements) whatever the spans say: ends beyond the text are cut, spans that cross are
// closed and opened again, a row without a table gets one, more than kMaxSpanDepth nested ones are left out, and of links only
// those into the book and to http, https and mailto are made.
std::string to_xhtml(const RichText& rich);
constexpr size_t kMaxSpanDepth = 8;  // of inline spans and of block spans, each
constexpr size_t kMaxSpans = 8192;   // of one text; what comes after is left out

// Appends `text` with & < > " escaped and what XML forbids replaced by U+FFFD.
void append_escaped(std::string& out, std::string_view text);

// A stretch of a paragraph's text with the ranges of it that are not shown (sorted, disjoint, relative to the slice).
struct Slice {
  std::string_view text;
  std::vector<std::pair<uint32_t, uint32_t>> cuts;
  bool joined = false;  // a cut that began in a slice before ends here
};

// The display text of a note: its slices without the cuts, white space runs (space, tab, CR, LF, FF) as one space, trimmed, joined
// by LF, or by nothing where a cut leads from one into another. Where `from` is given, it gets, for each byte of the result and one past it, the slice and the offset in it.
struct SlicePoint {
  uint32_t slice = 0, offset = 0;
};
std::string display_text(const std::vector<Slice>& slices, std::vector<SlicePoint>* from = nullptr);

}  // namespace postil
