#include <algorithm>
#include <tuple>

#include "packer/citations/citations.h"
#include "packer/notes/notes.h"

namespace postil {

std::vector<CitedRange> cited_ranges(const Book& book, const NoteSet& notes, const CitationSet& citations) {
  std::vector<CitedRange> found;
  for (size_t i = 0; i < notes.notes.size() && i < citations.notes.size(); ++i) {
    if (citations.notes[i].empty()) continue;
    std::vector<TextPoint> from;
    const RichText body = note_body(book, notes.notes[i], &from);
    for (const Citation& c : citations.notes[i]) {
      const size_t end = std::min<size_t>(c.end, body.text.size());
      if (c.begin >= end) continue;
      const TextPoint first = from[c.begin], last = from[end - 1];
      for (uint32_t p = first.paragraph; p <= last.paragraph; ++p) {
        const uint32_t begin = p == first.paragraph ? first.offset : 0;
        const auto stop = p == last.paragraph ? last.offset + 1 : static_cast<uint32_t>(book.paragraphs[p].text.size());
        if (begin < stop) found.push_back({p, begin, stop});
      }
    }
  }
  std::sort(found.begin(), found.end(), [](const CitedRange& a, const CitedRange& b) {
    return std::tie(a.paragraph, a.begin, a.end) < std::tie(b.paragraph, b.begin, b.end);
  });
  std::vector<CitedRange> out;
  for (const CitedRange& r : found) {
    if (!out.empty() && out.back().paragraph == r.paragraph && r.begin <= out.back().end)
      out.back().end = std::max(out.back().end, r.end);
    else
      out.push_back(r);
  }
  return out;
}

}  // namespace postil
