#include "packer/read/markup.h"

#include <algorithm>
#include <unordered_map>

#include "schema/utf8.h"

namespace postil {
namespace {

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
  return contains(" head script style template rp teiheader ", name);
}

ParagraphKind kind_of(std::string_view name) {
  if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') return ParagraphKind::heading;
  if (name == "li" || name == "dd" || name == "dt") return ParagraphKind::list_item;
  if (name == "td" || name == "th") return ParagraphKind::cell;
  if (name == "pre") return ParagraphKind::preformatted;
  return ParagraphKind::text;
}

// Walks the tree once, without recursion: documents may nest deeply.
class Flattener {
 public:
  Flattener(uint32_t file, bool paths, Book& book)
      : file_(file),
        paths_(paths),
        book_(book),
        first_element_(book.elements.size()),
        first_paragraph_(book.paragraphs.size()) {}

  void run(const Tree& tree) {
    for (uint32_t at = 0; at != kNone;) {
      const TreeNode* node = &tree.nodes[at];
      if (node->name.empty()) {
        if (!stack_.empty()) add_text(node->text);
      } else if (enter(tree, *node)) {
        if (node->child != kNone) {
          at = node->child;
          continue;
        }
        leave();
      }
      while (at != 0 && node->next == kNone) {
        at = node->parent;
        node = &tree.nodes[at];
        leave();
      }
      at = at == 0 ? kNone : node->next;
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

  bool enter(const Tree& tree, const TreeNode& node) {
    Element e;
    e.name = node.name;
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
    for (uint32_t c = node.child; c != kNone; c = tree.nodes[c].next)
      if (!tree.nodes[c].name.empty()) ++frame.total[tree.nodes[c].name];
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

  void attributes(const TreeNode& node, Element& e) {
    for (const auto& [name, value, prefix] : node.attributes) {
      const bool epub = prefix == "epub";
      if (name == "id")
        e.id = value;
      else if (name == "name" && e.name == "a" && e.id.empty())
        e.id = value;
      else if ((epub && name == "type") || name == "epub:type")
        e.epub_type = value;
      else if (name == "role")
        e.role = value;
      else if (name == "class")
        e.klass = value;
      else if (name == "href" && (e.href.empty() || prefix.empty()))
        e.href = value;
      else if (name == "src")
        e.src = value;
      else if (name == "alt")
        e.alt = value;
      else if (name == "title")
        e.title = value;
      else if (name == "style")
        e.style = value;
      else if (name == "lang")
        e.lang = value;
      else if (name == "rel")
        e.rel = value;
      else if (name == "type")
        e.tei_type = value;
      else if (name == "n")
        e.tei_n = value;
    }
  }

  void add_text(const std::string& text) {
    Frame& frame = stack_.back();
    bool gap = true;  // the next character starts a run
    for (const char *p = text.data(), *end = p + text.size(); p < end;) {
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
      if (paths_ && frame->element == block) p.path = frame->path;
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
  bool paths_;
  Book& book_;
  size_t first_element_, first_paragraph_;
  std::vector<Frame> stack_;
  std::string text_;
  std::vector<Run> runs_;
  uint32_t owner_ = 0, offset_ = 0;
  bool space_ = false;
};

}  // namespace

void flatten(const Tree& tree, uint32_t file, Book& book, bool paths) {
  Flattener(file, paths, book).run(tree);
}

Result parse_markup(std::string_view bytes, Dialect dialect, uint32_t file, Book& book) {
  Tree tree;
  if (Result r = parse_tree(bytes, dialect, tree); !r) return r;
  flatten(tree, file, book);
  return {};
}

}  // namespace postil
