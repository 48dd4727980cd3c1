#include "packer/read/markup.h"
#include "packer/read/read.h"
#include "packer/read/style_sheet.h"
#include "schema/squeezed.h"

namespace postil {
namespace {

// The head is not text: its title and authors are taken before it is dropped.
void read_head(const Tree& tree, Metadata& m) {
  for (const TreeNode& node : tree.nodes) {
    if (node.name == "body") break;
    if (node.name == "title" && m.title.empty() && node.child != kNone)
      m.title = squeezed(std::string_view(tree.nodes[node.child].text).substr(0, 500));
    if (node.name == "meta" && node.attribute("name") == "author" && !node.attribute("content").empty())
      m.creators.push_back(squeezed(node.attribute("content")));
  }
}

}  // namespace

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
  Tree tree;
  if (Result r = parse_tree(bytes, xml ? Dialect::xhtml : Dialect::html, tree); !r) return r;
  if (index == 0) read_head(tree, book.metadata);  // the first document names the book
  flatten(tree, index, book);
  book.files[index].end_paragraph = static_cast<uint32_t>(book.paragraphs.size());
  book.files[index].end_element = static_cast<uint32_t>(book.elements.size());
  if (file.first_paragraph == book.paragraphs.size())
    return {Code::corrupt, "the document has no text; was it exported completely?"};
  if (index > 0) return {};
  for (const Element& e : book.elements)
    if (e.name == "html" && book.metadata.language.empty()) book.metadata.language = e.lang;
  StyleSheet styles;
  styles.add(inner_styles(bytes));
  styles.apply(book);
  return {};
}

}  // namespace postil
