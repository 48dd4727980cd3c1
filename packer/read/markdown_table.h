// GFM's pipe tables, found in the raw lines of a paragraph.
#pragma once
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace postil {

using MarkdownCell = std::pair<size_t, size_t>;  // [begin, end) of its trimmed text

// The rows of the table that the lines are, the delimiter row left out; empty where they are none. `lines`: [begin, end) of each in
// `text`.
std::vector<std::vector<MarkdownCell>> markdown_table(std::string_view text,
                                                      const std::vector<std::pair<size_t, size_t>>& lines);

}  // namespace postil
