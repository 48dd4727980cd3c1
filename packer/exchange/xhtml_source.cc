#include "packer/exchange/xhtml_source.h"

#include <algorithm>

#include "packer/read/markup.h"
#include "schema/utf8.h"

namespace postil {
namespace {

// TEI alone has an attribute of this name; here it carries the node through flatten().
constexpr const char* kNode = "n";
constexpr size_t kMostBytes = 16u << 20;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

class Scanner {
 public:
  Scanner(std::string_view bytes, XhtmlSource& out) : bytes_(bytes), out_(out) {}

  Result run() {
    if (bytes_.size() > kMostBytes) return {Code::limit, "the document is larger than 16 MiB; split it"};
    if (!utf8_valid(bytes_)) return {Code::unsupported, "the document is not UTF-8; convert it"};
    if (bytes_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    while (at_ < bytes_.size()) {
      const bool done = bytes_[at_] == '<' ? markup() : text();
      if (!done) return result_;
    }
    if (!open_.empty() || out_.tree.nodes.empty()) return malformed(), result_;
    return {};
  }

 private:
  bool malformed() {
    result_ = {Code::corrupt, "the document is not well-formed at byte " + std::to_string(at_) + "; correct it"};
    return false;
  }
  bool starts(std::string_view with) const { return bytes_.substr(at_, with.size()) == with; }
  bool skip_past(std::string_view what) {
    const size_t end = bytes_.find(what, at_);
    if (end == std::string_view::npos) return malformed();
    at_ = end + what.size();
    return true;
  }

  bool markup() {
    if (starts("<!--")) return at_ += 4, skip_past("-->");
    if (starts("<?")) return skip_past("?>");
    if (starts("<![CDATA[")) {
      const size_t end = bytes_.find("]]>", at_);
      if (end == std::string_view::npos || open_.empty()) return malformed();
      std::string text;
      for (at_ += 9; at_ < end;) character(text);
      at_ = end + 3;
      add_text(std::move(text));
      return true;
    }
    if (starts("<!")) {
      const size_t end = bytes_.find_first_of("[>", at_);
      if (end == std::string_view::npos) return malformed();
      if (bytes_[end] == '[') {
        result_ = {Code::unsupported, "the document declares entities of its own; replace them by their text"};
        return false;
      }
      at_ = end + 1;
      return true;
    }
    return starts("</") ? end_tag() : start_tag();
  }

  std::string name() {
    const size_t begin = at_;
    while (at_ < bytes_.size() && !is_space(bytes_[at_]) && bytes_[at_] != '>' && bytes_[at_] != '/' &&
           bytes_[at_] != '=' && bytes_[at_] != '<')
      ++at_;
    return std::string(bytes_.substr(begin, at_ - begin));
  }
  void skip_space() {
    while (at_ < bytes_.size() && is_space(bytes_[at_])) ++at_;
  }

  bool end_tag() {
    const size_t begin = at_;
    at_ += 2;
    const std::string whole = name();
    skip_space();
    if (open_.empty() || whole != names_.back() || at_ >= bytes_.size() || bytes_[at_] != '>') return malformed();
    SourceTag& tag = out_.tags[open_.back()];
    tag.close = begin;
    tag.close_end = ++at_;
    open_.pop_back();
    last_.pop_back();
    names_.pop_back();
    return next_chunk();
  }

  // A child has ended: the text after it is another chunk of its parent.
  bool next_chunk() {
    if (!open_.empty()) out_.tags[open_.back()].chunks.push_back(static_cast<uint32_t>(out_.units.size()));
    return true;
  }

  bool start_tag() {
    if (open_.empty() && !out_.tree.nodes.empty()) return malformed();  // a second root
    SourceTag tag;
    tag.open = at_++;
    const std::string whole = name();
    if (whole.empty()) return malformed();
    TreeNode node;
    const size_t colon = whole.find(':');
    tag.prefix = colon == std::string::npos ? "" : whole.substr(0, colon);
    node.name = lower(whole.substr(colon == std::string::npos ? 0 : colon + 1));
    bool empty = false;
    for (;;) {
      skip_space();
      if (at_ >= bytes_.size()) return malformed();
      if (bytes_[at_] == '>') break;
      if (starts("/>")) {
        empty = true;
        ++at_;
        break;
      }
      if (!attribute(tag, node)) return false;
    }
    tag.open_end = tag.close = tag.close_end = ++at_;
    node.attributes.push_back({kNode, std::to_string(out_.tree.nodes.size()), ""});
    const uint32_t here = add_node(std::move(node));
    tag.chunks.push_back(static_cast<uint32_t>(out_.units.size()));
    out_.tags[here] = std::move(tag);
    if (empty) return next_chunk();
    open_.push_back(here);
    last_.push_back(kNone);
    names_.push_back(whole);
    return true;
  }

  bool attribute(SourceTag& tag, TreeNode& node) {
    SourceAttribute a;
    a.begin = at_;
    a.name = name();
    skip_space();
    if (a.name.empty() || at_ >= bytes_.size() || bytes_[at_] != '=' || tag.attribute(a.name)) return malformed();
    ++at_;
    skip_space();
    const char quote = at_ < bytes_.size() ? bytes_[at_] : ' ';
    if (quote != '"' && quote != '\'') return malformed();
    a.value_begin = ++at_;
    a.value_end = bytes_.find(quote, at_);
    if (a.value_end == std::string_view::npos) return malformed();
    const size_t units = out_.units.size();
    while (at_ < a.value_end) {
      if (bytes_[at_] == '<' || !(bytes_[at_] == '&' ? entity(a.value) : character(a.value))) return malformed();
      if (is_space(a.value.back())) a.value.back() = ' ';
    }
    out_.units.resize(units);
    at_ = a.value_end + 1;
    const size_t colon = a.name.find(':');
    const std::string local = lower(a.name.substr(colon == std::string::npos ? 0 : colon + 1));
    const std::string prefix = colon == std::string::npos ? "" : a.name.substr(0, colon);
    if (local != kNode && prefix != "xmlns") node.attributes.push_back({local, a.value, prefix});
    tag.attributes.push_back(std::move(a));
    return true;
  }

  bool text() {
    std::string text;
    while (at_ < bytes_.size() && bytes_[at_] != '<') {
      if (open_.empty() && !is_space(bytes_[at_])) return malformed();
      if (!(bytes_[at_] == '&' ? entity(text) : character(text))) return malformed();
    }
    if (!open_.empty()) add_text(std::move(text));
    return true;
  }

  // The character at the cursor; a line end of any kind is LF (XML 1.0, 2.11).
  bool character(std::string& text) {
    const size_t begin = at_;
    if (bytes_[at_] == '\r') {
      at_ += starts("\r\n") ? 2 : 1;
      text += '\n';
      return unit(begin, '\n');
    }
    const char* p = bytes_.data() + at_;
    const uint32_t value = utf8_next(p, bytes_.data() + bytes_.size());
    text.append(bytes_.substr(at_, static_cast<size_t>(p - bytes_.data()) - at_));
    at_ = static_cast<size_t>(p - bytes_.data());
    return unit(begin, value);
  }

  bool entity(std::string& text) {
    const size_t begin = at_, end = bytes_.find(';', at_);
    if (end == std::string_view::npos || end - begin > 34) return false;
    const std::string what(bytes_.substr(begin + 1, end - begin - 1));
    uint32_t value = 0;
    if (what[0] == '#') {
      const bool hexadecimal = what.size() > 1 && what[1] == 'x';
      const std::string digits = what.substr(hexadecimal ? 2 : 1);
      if (digits.empty() || digits.size() > 8 ||
          digits.find_first_not_of(hexadecimal ? "0123456789abcdefABCDEF" : "0123456789") != std::string::npos)
        return false;
      value = static_cast<uint32_t>(std::stoull(digits, nullptr, hexadecimal ? 16 : 10));
    } else {
      static const std::pair<const char*, char> kXml[] = {
          {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
      for (const auto& [known, character] : kXml)
        if (what == known) value = static_cast<unsigned char>(character);
      if (value == 0) value = html_entity(what);
    }
    if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return false;
    at_ = end + 1;
    utf8_append(text, value);
    return unit(begin, value);
  }

  bool unit(size_t begin, uint32_t value) {
    out_.units.emplace_back(static_cast<uint32_t>(begin), static_cast<uint32_t>(at_));
    if (value > 0xFFFF) out_.units.push_back(out_.units.back());
    return true;
  }

  uint32_t add_node(TreeNode node) {
    const auto here = static_cast<uint32_t>(out_.tree.nodes.size());
    if (!open_.empty()) {
      node.parent = open_.back();
      (last_.back() == kNone ? out_.tree.nodes[open_.back()].child : out_.tree.nodes[last_.back()].next) = here;
      last_.back() = here;
    }
    out_.tree.nodes.push_back(std::move(node));
    out_.tags.emplace_back();
    return here;
  }
  void add_text(std::string text) {
    if (text.empty()) return;
    TreeNode node;
    node.text = std::move(text);
    add_node(std::move(node));
  }

  std::string_view bytes_;
  XhtmlSource& out_;
  Result result_;
  size_t at_ = 0;
  std::vector<uint32_t> open_, last_;  // the open elements, the last child of each
  std::vector<std::string> names_;
};

uint32_t utf16_units(std::string_view text) {
  uint32_t n = 0;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    n += (u & 0xC0) != 0x80;
    n += u >= 0xF0;
  }
  return n;
}

}  // namespace

const SourceAttribute* SourceTag::attribute(const std::string& name) const {
  for (const SourceAttribute& a : attributes)
    if (a.name == name) return &a;
  return nullptr;
}

std::pair<size_t, size_t> XhtmlSource::character_at(TextPoint point) const {
  if (point.paragraph >= book.paragraphs.size()) return {};
  const Paragraph& p = book.paragraphs[point.paragraph];
  if (point.offset >= p.text.size()) return {};
  auto run = std::upper_bound(p.runs.begin(), p.runs.end(), point.offset,
                              [](uint32_t offset, const Run& r) { return offset < r.offset; });
  if (run == p.runs.begin()) return {};
  --run;
  const std::vector<uint32_t>& chunks = tags[node_of[run->element]].chunks;
  const size_t chunk = run->chunk / 2;
  if (chunk >= chunks.size()) return {};
  const size_t unit = chunks[chunk] + run->chunk_offset +
                      utf16_units(std::string_view(p.text).substr(run->offset, point.offset - run->offset));
  return unit < units.size() ? std::pair<size_t, size_t>(units[unit]) : std::pair<size_t, size_t>();
}

std::pair<size_t, size_t> XhtmlSource::character_before(TextPoint point) const {
  if (point.paragraph >= book.paragraphs.size() || point.offset == 0) return {};
  const std::string& text = book.paragraphs[point.paragraph].text;
  return character_at({point.paragraph, static_cast<uint32_t>(utf8_floor(text, point.offset - 1))});
}

uint32_t XhtmlSource::element_at(TextPoint point) const {
  if (point.paragraph >= book.paragraphs.size()) return kNone;
  const Paragraph& p = book.paragraphs[point.paragraph];
  uint32_t element = p.element;
  for (const Run& run : p.runs)
    if (run.offset <= point.offset) element = run.element;
  return element;
}

Result scan_xhtml(std::string_view bytes, XhtmlSource& out) {
  if (Result r = Scanner(bytes, out).run(); !r) return r;
  out.book.files.emplace_back();
  flatten(out.tree, 0, out.book);
  for (Element& e : out.book.elements) {
    out.node_of.push_back(static_cast<uint32_t>(std::stoul(e.tei_n)));
    e.tei_n.clear();
  }
  return {};
}

}  // namespace postil
