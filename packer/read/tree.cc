#include "packer/read/tree.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <cctype>
#include <cstring>
#include <memory>

#include "schema/utf8.h"

namespace postil {
namespace {

struct FreeDoc {
  void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
};
using Doc = std::unique_ptr<xmlDoc, FreeDoc>;

std::string lower(const xmlChar* name) {
  std::string out(reinterpret_cast<const char*>(name));
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string value_of(xmlAttr* a) {
  xmlChar* v = xmlNodeListGetString(a->doc, a->children, 1);
  std::string out = v ? reinterpret_cast<const char*>(v) : "";
  xmlFree(v);
  return out;
}

// Named HTML entities as numeric ones: XML knows five, books use all. Right in every encoding that ASCII is part of.
std::string without_html_entities(std::string_view in) {
  std::string out;
  out.reserve(in.size());
  for (size_t i = 0; i < in.size(); ++i) {
    if (in[i] == '&' && i + 1 < in.size() && in[i + 1] != '#') {
      size_t end = i + 1;
      while (end < in.size() && end - i < 12 && std::isalnum(static_cast<unsigned char>(in[end]))) ++end;
      const std::string name(in.substr(i + 1, end - i - 1));
      if (end < in.size() && in[end] == ';' && name != "amp" && name != "lt" && name != "gt" && name != "quot" &&
          name != "apos") {
        if (const uint32_t value = html_entity(name)) {
          out += "&#" + std::to_string(value) + ";";
          i = end;
          continue;
        }
      }
    }
    out += in[i];
  }
  return out;
}

constexpr int kOptions = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;

// UTF-16, told by its byte order mark or by the "<" it begins with, as UTF-8; anything else is left alone (false).
bool from_utf16(std::string_view bytes, std::string& out) {
  const std::string_view start = bytes.substr(0, 2);
  const bool little = start == std::string_view("\xFF\xFE", 2) || start == std::string_view("<\0", 2);
  const bool big = start == std::string_view("\xFE\xFF", 2) || start == std::string_view("\0<", 2);
  xmlCharEncodingHandler* handler =
      little || big ? xmlFindCharEncodingHandler(little ? "UTF-16LE" : "UTF-16BE") : nullptr;
  if (!handler) return false;
  xmlBuffer *in = xmlBufferCreate(), *utf8 = xmlBufferCreate();
  bool done = in && utf8 &&
              xmlBufferAdd(in, reinterpret_cast<const xmlChar*>(bytes.data()), static_cast<int>(bytes.size())) == 0 &&
              xmlCharEncInFunc(handler, utf8, in) >= 0;
  if (done)
    out.assign(reinterpret_cast<const char*>(xmlBufferContent(utf8)), static_cast<size_t>(xmlBufferLength(utf8)));
  xmlBufferFree(in);
  xmlBufferFree(utf8);
  xmlCharEncCloseFunc(handler);
  return done;
}

Doc read_xml(std::string_view bytes, bool* well_formed, const char* encoding = nullptr) {
  xmlParserCtxt* context = xmlNewParserCtxt();
  if (!context) return nullptr;
  Doc doc(xmlCtxtReadMemory(context, bytes.data(), static_cast<int>(bytes.size()), nullptr, encoding, kOptions));
  *well_formed = context->wellFormed != 0;
  xmlFreeParserCtxt(context);
  return doc;
}

constexpr const char* kEntities =
    "the document declares entities of its own, which Postil does not expand; replace them by their text";

bool declares_entities(const xmlDoc* doc) {
  const xmlDtd* dtd = doc ? doc->intSubset : nullptr;
  return dtd && (dtd->entities || dtd->pentities);
}

Doc read_html(std::string_view bytes, const char* encoding) {
  const std::string_view start = bytes.substr(0, 2048);
  if (!encoding && start.find("charset") == std::string_view::npos && start.find("encoding=") == std::string_view::npos)
    encoding = utf8_valid(bytes) ? "UTF-8" : "windows-1252";
  return Doc(htmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, encoding,
                            HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING));
}

xmlNode* after(xmlNode* node, xmlNode* top) {  // the next node in document order that is not below `node`
  while (node != top && !node->next) node = node->parent;
  return node == top ? nullptr : node->next;
}

size_t text_size(xmlDoc* doc) {
  xmlNode* root = doc ? xmlDocGetRootElement(doc) : nullptr;
  size_t n = 0;
  for (xmlNode* node = root; node;) {
    if (node->type == XML_TEXT_NODE && node->content) n += std::strlen(reinterpret_cast<const char*>(node->content));
    node = node->type == XML_ELEMENT_NODE && node->children ? node->children : after(node, root);
  }
  return n;
}

// The tree from `root` on, without recursion: documents may nest deeply.
void copy(xmlNode* root, Tree& tree) {
  tree.nodes.clear();
  std::vector<uint32_t> last;  // the last child of each open element
  uint32_t parent = kNone;
  for (xmlNode* node = root; node;) {
    const bool element = node->type == XML_ELEMENT_NODE;
    const bool text = node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
    if (element || (text && node->content)) {
      const auto here = static_cast<uint32_t>(tree.nodes.size());
      TreeNode n;
      n.parent = parent;
      if (element) {
        n.name = lower(node->name);
        for (xmlAttr* a = node->properties; a; a = a->next)
          n.attributes.push_back({lower(a->name), value_of(a),
                                  a->ns && a->ns->prefix ? reinterpret_cast<const char*>(a->ns->prefix) : ""});
      } else {
        n.text = reinterpret_cast<const char*>(node->content);
      }
      if (parent != kNone) {
        if (last.back() == kNone)
          tree.nodes[parent].child = here;
        else
          tree.nodes[last.back()].next = here;
        last.back() = here;
      }
      tree.nodes.push_back(std::move(n));
      if (element && node->children) {
        parent = here;
        last.push_back(kNone);
        node = node->children;
        continue;
      }
    }
    while (node != root && !node->next) {
      node = node->parent;
      parent = tree.nodes[parent].parent;
      last.pop_back();
    }
    node = node == root ? nullptr : node->next;
  }
}

}  // namespace

std::string TreeNode::attribute(std::string_view wanted) const {
  for (const TreeAttribute& a : attributes)
    if (a.name == wanted) return a.value;
  return "";
}

uint32_t html_entity(const std::string& name) {
  const htmlEntityDesc* e = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()));
  return e ? e->value : 0;
}

void prepare_parser() {
  xmlInitParser();
}

Result parse_tree(std::string_view bytes, Dialect dialect, Tree& tree) {
  if (bytes.size() > kMaxMarkupBytes) return {Code::limit, "the document is larger than 64 MiB; split it"};
  std::string utf8;
  const bool converted = from_utf16(bytes, utf8);
  if (converted) bytes = utf8;
  const char* encoding = converted ? "UTF-8" : nullptr;  // whatever the document itself says
  bool well_formed = false;
  Doc doc = read_xml(without_html_entities(bytes), &well_formed, encoding);
  if (declares_entities(doc.get())) return {Code::corrupt, kEntities};
  if (!well_formed) {
    Doc html = read_html(bytes, encoding);
    if (dialect == Dialect::html || !doc || text_size(html.get()) > text_size(doc.get()) * 21 / 20)
      doc = std::move(html);
  }
  xmlNode* root = doc ? xmlDocGetRootElement(doc.get()) : nullptr;
  if (!root) return {Code::corrupt, "no markup is found; is this an XHTML or HTML document?"};
  copy(root, tree);
  return {};
}

std::string XmlRow::attribute(std::string_view wanted) const {
  for (const auto& [key, value] : attributes)
    if (key == wanted) return value;
  return "";
}

Result read_xml_rows(std::string_view bytes, std::vector<XmlRow>& rows) {
  if (bytes.size() > kMaxMarkupBytes) return {Code::limit, "the document is larger than 64 MiB; split it"};
  bool well_formed = false;
  const Doc doc = read_xml(bytes, &well_formed);
  if (declares_entities(doc.get())) return {Code::corrupt, kEntities};
  xmlNode* root = doc ? xmlDocGetRootElement(doc.get()) : nullptr;
  if (!root) return {Code::corrupt, "it is not XML; export the book again"};
  std::vector<uint32_t> open;
  for (xmlNode* node = root; node;) {
    if (node->type == XML_ELEMENT_NODE) {
      XmlRow row;
      row.name = lower(node->name);
      row.depth = static_cast<uint32_t>(open.size());
      row.parent = open.empty() ? kNone : open.back();
      for (xmlAttr* a = node->properties; a; a = a->next)
        row.attributes.emplace_back(reinterpret_cast<const char*>(a->name), value_of(a));
      for (xmlNode* c = node->children; c; c = c->next)
        if ((c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) && c->content)
          row.text += reinterpret_cast<const char*>(c->content);
      rows.push_back(std::move(row));
      if (node->children) {
        open.push_back(static_cast<uint32_t>(rows.size() - 1));
        node = node->children;
        continue;
      }
    }
    while (node != root && !node->next) {
      node = node->parent;
      open.pop_back();
    }
    node = node == root ? nullptr : node->next;
  }
  return {};
}

}  // namespace postil
