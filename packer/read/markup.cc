#include "packer/read/markup.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <memory>
#include <unordered_map>

#include "schema/utf8.h"

namespace postil {
namespace {

struct FreeDoc {
  void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
};
using Doc = std::unique_ptr<xmlDoc, FreeDoc>;

bool contains(std::string_view sorted_words, std::string_view word) {
  const std::string wanted = " " + std::string(word) + " ";
  return sorted_words.find(wanted) != std::string_view::npos;
}

bool is_block(std::string_view name) {
  return contains(
      " address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset "
      "figcaption figure "
      "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section summary "
      "table tbody td "
      "tfoot th thead tr ul ",
      name);
}

bool is_skipped(std::string_view name) {
  return contains(" head script style template rp ", name);
}

ParagraphKind kind_of(std::string_view name) {
  if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') return ParagraphKind::heading;
  if (name == "li" || name == "dd" || name == "dt") return ParagraphKind::list_item;
  if (name == "td" || name == "th") return ParagraphKind::cell;
  if (name == "pre") return ParagraphKind::preformatted;
  return ParagraphKind::text;
}

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
        if (const htmlEntityDesc* e = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()))) {
          out += "&#" + std::to_string(e->value) + ";";
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

// Walks the tree once, without recursion: documents may nest deeply.
class Flattener {
 public:
  Flattener(uint32_t file, Book& book)
      : file_(file), book_(book), first_element_(book.elements.size()), first_paragraph_(book.paragraphs.size()) {}

  void run(xmlNode* root) {
    xmlNode* node = root;
    while (node) {
      if (node->type == XML_ELEMENT_NODE && enter(node)) {
        if (node->children) {
          node = node->children;
          continue;
        }
        leave();
      } else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        add_text(reinterpret_cast<const char*>(node->content ? node->content : BAD_CAST ""));
      }
      while (node != root && !node->next) {
        node = node->parent;
        leave();
      }
      node = node == root ? nullptr : node->next;
    }
    flush();
    settle();
  }

 private:
  struct Frame {
    uint32_t element;
    bool block;
    uint32_t children = 0;                                  // element children so far
    uint32_t chunk_units = 0;                               // UTF-16 units of the text since the last element child
    std::unordered_map<std::string, uint32_t> total, seen;  // children by name
    std::string path;
  };

  bool enter(xmlNode* node) {
    Element e;
    e.name = lower(node->name);
    e.file = file_;
    e.block = is_block(e.name);
    std::string path;
    if (!stack_.empty()) {
      Frame& up = stack_.back();
      e.parent = up.element;
      e.step = 2 * ++up.children;
      up.chunk_units = 0;
      const uint32_t k = ++up.seen[e.name];
      path = up.path + "/" + e.name;
      if (up.total[e.name] > 1) path += "[" + std::to_string(k) + "]";
      if (up.path.empty() && stack_.size() == 1) path = "/" + e.name;  // paths begin below <html>
    }
    if (is_skipped(e.name)) return false;
    attributes(node, e);
    if (e.block) flush();
    if (e.name == "br") space_ = true;
    e.begin = {static_cast<uint32_t>(book_.paragraphs.size()),
               static_cast<uint32_t>(text_.size() + (space_ && !text_.empty() ? 1 : 0))};
    Frame frame;
    frame.element = static_cast<uint32_t>(book_.elements.size());
    frame.block = e.block;
    frame.path = std::move(path);
    for (xmlNode* c = node->children; c; c = c->next)
      if (c->type == XML_ELEMENT_NODE) ++frame.total[lower(c->name)];
    book_.elements.push_back(std::move(e));
    stack_.push_back(std::move(frame));
    return true;
  }

  void leave() {
    Frame& frame = stack_.back();
    if (frame.block) flush();
    Element& e = book_.elements[frame.element];
    e.next = static_cast<uint32_t>(book_.elements.size());
    TextPoint end{static_cast<uint32_t>(book_.paragraphs.size()), static_cast<uint32_t>(text_.size())};
    if (text_.empty() && book_.paragraphs.size() > first_paragraph_)
      end = {end.paragraph - 1, static_cast<uint32_t>(book_.paragraphs.back().text.size())};
    e.end = end < e.begin ? e.begin : end;
    stack_.pop_back();
  }

  void attributes(xmlNode* node, Element& e) {
    for (xmlAttr* a = node->properties; a; a = a->next) {
      const std::string name = lower(a->name);
      const bool epub = a->ns && a->ns->prefix && !xmlStrcmp(a->ns->prefix, BAD_CAST "epub");
      if (name == "id")
        e.id = value_of(a);
      else if (name == "name" && e.name == "a" && e.id.empty())
        e.id = value_of(a);
      else if ((epub && name == "type") || name == "epub:type")
        e.epub_type = value_of(a);
      else if (name == "role")
        e.role = value_of(a);
      else if (name == "class")
        e.klass = value_of(a);
      else if (name == "href" && (e.href.empty() || !a->ns))
        e.href = value_of(a);
      else if (name == "src")
        e.src = value_of(a);
      else if (name == "alt")
        e.alt = value_of(a);
      else if (name == "title")
        e.title = value_of(a);
      else if (name == "style")
        e.style = value_of(a);
      else if (name == "lang")
        e.lang = value_of(a);
      else if (name == "rel")
        e.rel = value_of(a);
      else if (name == "type")
        e.tei_type = value_of(a);
      else if (name == "n")
        e.tei_n = value_of(a);
    }
  }

  void add_text(const char* text) {
    Frame& frame = stack_.back();
    bool gap = true;  // the next character starts a run
    for (const char *p = text, *end = text + std::strlen(text); p < end;) {
      const char c = *p;
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        if (space_ || text_.empty()) gap = true;  // white space that leaves no trace
        space_ = true;
        ++frame.chunk_units;
        ++p;
        continue;
      }
      if (space_ && !text_.empty()) text_ += ' ';
      space_ = false;
      if (text_.empty()) owner_ = frame.element, gap = true;
      if (gap)
        runs_.push_back(
            {static_cast<uint32_t>(text_.size()), frame.element, 2 * frame.children + 1, frame.chunk_units});
      gap = false;
      const char* at = p;
      const uint32_t cp = utf8_next(p, end);
      if (cp == 0xFFFD && p - at == 1)
        utf8_append(text_, cp);
      else
        text_.append(at, static_cast<size_t>(p - at));
      frame.chunk_units += cp > 0xFFFF ? 2 : 1;
    }
  }

  void flush() {
    space_ = false;
    if (text_.empty()) return;
    uint32_t block = owner_;
    while (!book_.elements[block].block && book_.elements[block].parent != kNone) block = book_.elements[block].parent;
    Paragraph p;
    p.file = file_;
    p.element = block;
    p.text.swap(text_);
    p.runs.swap(runs_);
    const Element& e = book_.elements[block];
    p.kind = kind_of(e.name);
    if (p.kind == ParagraphKind::heading) p.level = static_cast<uint8_t>(e.name[1] - '0');
    for (auto frame = stack_.rbegin(); frame != stack_.rend(); ++frame)
      if (frame->element == block) p.path = frame->path;
    p.begin = offset_;
    offset_ += static_cast<uint32_t>(p.text.size()) + 1;
    book_.paragraphs.push_back(std::move(p));
    text_.clear();
    runs_.clear();
  }

  // Points that stood after a space which was trimmed go back to the end of the text.
  void settle() {
    auto clamp = [&](TextPoint& at) {
      if (at.paragraph < book_.paragraphs.size())
        at.offset = std::min<uint32_t>(at.offset, static_cast<uint32_t>(book_.paragraphs[at.paragraph].text.size()));
    };
    for (size_t i = first_element_; i < book_.elements.size(); ++i)
      clamp(book_.elements[i].begin), clamp(book_.elements[i].end);
  }

  uint32_t file_;
  Book& book_;
  size_t first_element_, first_paragraph_;
  std::vector<Frame> stack_;
  std::string text_;
  std::vector<Run> runs_;
  uint32_t owner_ = 0, offset_ = 0;
  bool space_ = false;
};

}  // namespace

void prepare_parser() {
  xmlInitParser();
}

Result parse_markup(std::string_view bytes, Dialect dialect, uint32_t file, Book& book) {
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
  Flattener(file, book).run(root);
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
