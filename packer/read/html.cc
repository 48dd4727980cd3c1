#include <algorithm>

#include "packer/read/markup.h"
#include "packer/read/read.h"
#include "packer/read/style_sheet.h"

namespace postil {

Result read_html(std::string_view bytes, const std::string& name, Book& book) {
  const auto index = static_cast<uint32_t>(book.files.size());
  SourceFile file;
  file.path = name;
  file.spine = index;
  file.first_paragraph = static_cast<uint32_t>(book.paragraphs.size());
  file.first_element = static_cast<uint32_t>(book.elements.size());
  book.files.push_back(file);
  const bool xml = bytes.substr(0, 4096).find("<?xml") != std::string_view::npos ||
                   bytes.substr(0, 4096).find("w3.org/1999/xhtml") != std::string_view::npos;
  if (Result r = parse_markup(bytes, xml ? Dialect::xhtml : Dialect::html, index, book); !r) return r;
  book.files[index].end_paragraph = static_cast<uint32_t>(book.paragraphs.size());
  book.files[index].end_element = static_cast<uint32_t>(book.elements.size());
  if (file.first_paragraph == book.paragraphs.size())
    return {Code::corrupt, "the document has no text; was it exported completely?"};
  if (index > 0) return {};  // the first document names the book
  for (const Element& e : book.elements)
    if (e.name == "html" && book.metadata.language.empty()) book.metadata.language = e.lang;
  // <title> stands in the head, which is not text: find it in the bytes.
  const size_t open = bytes.find("<title>"), close = bytes.find("</title>");
  if (open != std::string_view::npos && close != std::string_view::npos && close > open)
    book.metadata.title = std::string(bytes.substr(open + 7, std::min<size_t>(close - open - 7, 500)));
  StyleSheet styles;
  styles.add(inner_styles(bytes));
  styles.apply(book);
  return {};
}

}  // namespace postil
