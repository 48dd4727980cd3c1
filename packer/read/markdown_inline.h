// The inline markup of one block of Markdown, found in its raw bytes.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace postil {

// A stretch of the block with a name of HTML; "#markup" is syntax that is not shown. A noteref is an "a" with `note`; a
// note that stands in the text (Pandoc's ^[...]) is an "aside" with it, and an empty "a" before it.
struct MarkdownSpan {
  uint32_t begin = 0, end = 0;
  std::string name, href, note;
};

// Emphasis, strong, strike, code, links, images, HTML tags, escapes, [^label] for the labels in `notes`, ^[...].
// `quoted`: the block stands in a quotation, whose ">" begins each line. Sorted by begin, longer ones first. Linear but
// for brackets within brackets.
std::vector<MarkdownSpan> markdown_spans(std::string_view text, const std::unordered_set<std::string>& notes,
                                         bool quoted);

}  // namespace postil
