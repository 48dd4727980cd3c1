// A well-formed XML document with the place of every tag and character in its bytes: what is needed to add marks to a
// document and leave every other byte alone.
#pragma once
#include <string>
#include <vector>

#include "packer/book.h"
#include "packer/read/tree.h"
#include "schema/result.h"

namespace postil {

struct SourceAttribute {
  std::string name, value;  // the name as written, prefix included; the value decoded
  size_t begin = 0, value_begin = 0, value_end = 0;
};

// An element's tags: [open, open_end) and [close, close_end), which is empty at open_end where the element has no end
// tag ("<br/>").
struct SourceTag {
  size_t open = 0, open_end = 0, close = 0, close_end = 0;
  std::string prefix;  // of the element's name
  std::vector<SourceAttribute> attributes;
  std::vector<uint32_t> chunks;  // first row of XhtmlSource::units of the text before each child and after the last
  bool empty() const { return close == close_end; }
  const SourceAttribute* attribute(const std::string& name) const;
};

struct XhtmlSource {
  Tree tree;
  std::vector<SourceTag> tags;                       // by node of the tree; of texts without meaning
  std::vector<std::pair<uint32_t, uint32_t>> units;  // the bytes of each UTF-16 unit of text
  Book book;                                         // the document flattened, as row 0 of its files
  std::vector<uint32_t> node_of;                     // by row of book.elements

  // The bytes of the character at a point of the text, or of the one before it. Empty where there is none.
  std::pair<size_t, size_t> character_at(TextPoint point) const;
  std::pair<size_t, size_t> character_before(TextPoint point) const;
  // The element whose text the character at a point is (a row of book.elements).
  uint32_t element_at(TextPoint point) const;
};

// Code::unsupported for what is XML but declares entities or is no UTF-8, Code::corrupt for what is not well-formed.
Result scan_xhtml(std::string_view bytes, XhtmlSource& out);

}  // namespace postil
