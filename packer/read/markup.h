// XML and HTML, broken or not, flattened to elements and paragraphs.
#pragma once
#include <string_view>

#include "packer/book.h"
#include "schema/result.h"

namespace postil {

constexpr size_t kMaxMarkupBytes = 64u << 20;  // of one document

enum class Dialect { xhtml, html };

// Call once before several threads parse.
void prepare_parser();

// Appends the document to book.elements and book.paragraphs as rows of `file`. XHTML that is not well-formed is read as
// HTML where that keeps more of its text. Entities declared in the document are refused: no book needs them, every bomb
// does.
Result parse_markup(std::string_view bytes, Dialect dialect, uint32_t file, Book& book);

// A small XML document (container, package, NCX), its elements in document order.
struct XmlRow {
  std::string name, text;  // local name; text directly inside
  uint32_t depth = 0, parent = kNone;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string attribute(std::string_view name) const;
};
Result read_xml_rows(std::string_view bytes, std::vector<XmlRow>& rows);

}  // namespace postil
