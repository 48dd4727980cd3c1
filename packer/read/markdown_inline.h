// The inline markup of one block of Markdown, found in its raw bytes.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postil {

// A stretch of the block with a name of HTML; "#markup" is syntax that is not shown. A noteref is an "a" with `note`; a
// note that stands in the text (Pandoc's ^[...]) is an "aside" with it, and an empty "a" before it. An image is an empty "img"
// before its markup.
struct MarkdownSpan {
  uint32_t begin = 0, end = 0;
  std::string name, href, note, alt;
};

// What the whole document defines.
struct MarkdownLabels {
  std::unordered_map<std::string, std::string> notes;       // markdown_label -> the label as its definition writes it
  std::unordered_map<std::string, std::string> references;  // markdown_label -> the URL
};

// A label as labels are compared: ASCII case and white space do not count.
std::string markdown_label(std::string_view label);

// Emphasis, strong, strike, code, links (by reference too), images, HTML tags, escapes, [^label] where the document has notes,
// ^[...]. `quoted`: the block stands in a quotation, whose ">" begins each line. Sorted by begin, longer ones first. Linear but
// for brackets within brackets.
std::vector<MarkdownSpan> markdown_spans(std::string_view text, const MarkdownLabels& labels, bool quoted);

}  // namespace postil
