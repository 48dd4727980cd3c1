// Text as a reader of markup sees it.
#pragma once
#include <string>
#include <string_view>

namespace postil {

// White space runs (ASCII) are one space, none at the ends.
inline std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || (c >= 9 && c <= 13);
    if (!space)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// A text whose lines end with CR alone (old Macs, some exports): each CR becomes LF, and every byte keeps its place.
inline void end_lines_with_lf(std::string& text) {
  if (text.find('\n') != std::string::npos) return;
  for (char& c : text)
    if (c == '\r') c = '\n';
}

}  // namespace postil
