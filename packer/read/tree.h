// XML and HTML as parsed, broken or not, without the parser: tree.cc alone knows that.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "packer/book.h"
#include "schema/result.h"

namespace postil {

constexpr size_t kMaxMarkupBytes = 64u << 20;  // of one document

enum class Dialect { xhtml, html };

struct TreeAttribute {
  std::string name, value, prefix;  // local name, lower case
};

// An element, or a text where `name` is empty.
struct TreeNode {
  std::string name, text;  // local name, lower case
  std::vector<TreeAttribute> attributes;
  uint32_t parent = kNone, child = kNone, next = kNone;  // first child, next sibling
  std::string attribute(std::string_view name) const;    // empty where there is none
};

// nodes[0] is the root.
struct Tree {
  std::vector<TreeNode> nodes;
};

// The character of an HTML entity ("nbsp"); 0 where HTML has none of that name.
uint32_t html_entity(const std::string& name);

// Call once before several threads parse.
void prepare_parser();

// XHTML that is not well-formed is read as HTML where that keeps more of its text. Entities declared in the document
// are refused: no book needs them, every bomb does. Nothing outside the document is ever read.
Result parse_tree(std::string_view bytes, Dialect dialect, Tree& tree);

// A small XML document (container, package, NCX), its elements in document order.
struct XmlRow {
  std::string name, text;  // local name; text directly inside
  uint32_t depth = 0, parent = kNone;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string attribute(std::string_view name) const;
};
Result read_xml_rows(std::string_view bytes, std::vector<XmlRow>& rows);

}  // namespace postil
