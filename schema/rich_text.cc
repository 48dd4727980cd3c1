#include "schema/rich_text.h"

#include <algorithm>

#include "schema/utf8.h"

namespace postil {

void append_escaped(std::string& out, std::string_view text) {
  const char* p = text.data();
  const char* end = p + text.size();
  while (p < end) {
    const uint32_t cp = utf8_next(p, end);
    switch (cp) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        utf8_append(out, (cp < 0x20 && cp != 9 && cp != 10 && cp != 13) || cp == 0xFFFE || cp == 0xFFFF ? 0xFFFD : cp);
    }
  }
}

std::string display_text(const std::vector<Slice>& slices, std::vector<SlicePoint>* from) {
  std::string out;
  if (from) from->clear();
  SlicePoint last;
  for (uint32_t i = 0; i < slices.size(); ++i) {
    const Slice& slice = slices[i];
    bool first_line = out.empty() || slice.joined, space = false, written = false;
    size_t cut = 0;
    SlicePoint space_at;
    for (uint32_t k = 0; k < slice.text.size(); ++k) {
      while (cut < slice.cuts.size() && slice.cuts[cut].second <= k) ++cut;
      if (cut < slice.cuts.size() && k >= slice.cuts[cut].first) continue;
      const char c = slice.text[k];
      if (c == ' ' || (c >= 9 && c <= 13 && c != 11)) {
        if (!space) space_at = {i, k};
        space = true;
        continue;
      }
      if (!written && !first_line) {
        out += '\n';
        if (from) from->push_back({i, k});
      } else if (space && written) {
        out += ' ';
        if (from) from->push_back(space_at);
      }
      space = false;
      written = true;
      out += c;
      if (from) from->push_back({i, k});
      last = {i, k + 1};
    }
  }
  if (from) from->push_back(last);
  return out;
}

}  // namespace postil
