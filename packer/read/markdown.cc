// Markdown: the blocks are cmark-gfm's, the text is the source itself, so that every place is a byte of it.
#include <cmark-gfm.h>

#include <algorithm>
#include <memory>
#include <unordered_map>

#include "packer/read/markdown_inline.h"
#include "packer/read/markdown_table.h"
#include "packer/read/read.h"
#include "schema/squeezed.h"
#include "schema/utf8.h"

namespace postil {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

// [begin, end) of each line, its end excluded.
std::vector<std::pair<size_t, size_t>> lines_of(const std::string& text) {
  std::vector<std::pair<size_t, size_t>> out;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = text.find('\n', begin);
    if (end == std::string::npos) end = text.size();
    out.emplace_back(begin, end);
    begin = end + 1;
  }
  return out;
}

// "[^label]:" at the start of a line: the label; `after` gets the offset of what follows.
std::string definition(std::string_view line, size_t* after = nullptr) {
  size_t i = 0;
  while (i < line.size() && (is_blank(line[i]) || line[i] == '>')) ++i;
  if (line.substr(i, 2) != "[^") return "";
  const size_t end = line.find(']', i);
  if (end == std::string_view::npos || end + 1 >= line.size() || line[end + 1] != ':') return "";
  const std::string label(line.substr(i + 2, end - i - 2));
  if (label.empty() || label.find_first_of(" \t[") != std::string::npos) return "";
  if (after) {
    *after = end + 2;
    while (*after < line.size() && is_blank(line[*after])) ++*after;
  }
  return label;
}

// "[label]: url" at the start of a line; an empty label where it is none.
std::pair<std::string, std::string> reference(std::string_view line) {
  size_t i = 0;
  while (i < line.size() && (is_blank(line[i]) || line[i] == '>')) ++i;
  if (i >= line.size() || line[i] != '[' || line.substr(i, 2) == "[^") return {};
  const size_t end = line.find("]:", i);
  if (end == std::string_view::npos || end == i + 1) return {};
  std::string_view url = line.substr(end + 2);
  while (!url.empty() && is_blank(url.front())) url.remove_prefix(1);
  url = url.substr(0, url.find_first_of(" \t\r"));
  if (url.size() > 1 && url.front() == '<' && url.back() == '>') url = url.substr(1, url.size() - 2);
  const std::string label = markdown_label(line.substr(i + 1, end - i - 1));
  return url.empty() || label.find('[') != std::string::npos ? std::pair<std::string, std::string>()
                                                             : std::pair(label, std::string(url));
}

// What a block stands in: a note, a list, an item, a quotation, a table, a row.
struct Container {
  uintptr_t key = 0;  // tells one from the next
  const char* name = "";
  std::string label;  // the note's
};

struct Leaf {
  size_t begin = 0, end = 0;
  cmark_node_type type = CMARK_NODE_NONE;
  int level = 0;
  const char* cell = nullptr;  // "td", "th"
  bool note = false, item = false, quote = false;
  std::vector<Container> in;
};

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeIter {
  void operator()(cmark_iter* iter) const { cmark_iter_free(iter); }
};

// A leading block of YAML between "---" lines: its bytes become blank, its metadata is taken.
void take_front_matter(std::string& text, const std::vector<std::pair<size_t, size_t>>& lines, Metadata& m) {
  auto line = [&](size_t i) { return text.substr(lines[i].first, lines[i].second - lines[i].first); };
  if (lines.empty() || line(0).substr(0, 3) != "---" || line(0).find_first_not_of("- \r") != std::string::npos) return;
  size_t last = 1;
  while (last < lines.size() && last < 200 && line(last).compare(0, 3, "---") != 0 &&
         line(last).compare(0, 3, "...") != 0)
    ++last;
  if (last >= lines.size() || last == 200) return;
  for (size_t i = 1; i < last; ++i) {
    const std::string l = line(i);
    const size_t colon = l.find(": ");
    if (colon == std::string::npos) continue;
    std::string value = l.substr(colon + 2);
    while (!value.empty() && (is_blank(value.back()) || value.back() == '"' || value.back() == '\'')) value.pop_back();
    value.erase(0, value.find_first_not_of(" \t\"'"));
    const std::string key = l.substr(0, colon);
    if (key == "title") m.title = value;
    if (key == "author") m.creators.push_back(value);
    if (key == "lang" || key == "language") m.language = value;
    if (key == "date") m.date = value;
  }
  for (size_t i = lines[0].first; i < lines[last].second; ++i)
    if (text[i] != '\n') text[i] = ' ';
}

class Reader {
 public:
  Reader(const std::string& text, uint32_t file, Book& book)
      : text_(text), lines_(lines_of(text)), file_(file), book_(book) {}

  Result run() {
    std::string copy = text_;
    take_front_matter(copy, lines_, book_.metadata);
    // cmark drops notes that nothing refers to: a last paragraph, beyond the text, refers to all.
    copy += "\n\n";
    for (const auto& [begin, end] : lines_)
      if (const std::string label = definition(std::string_view(text_).substr(begin, end - begin)); !label.empty())
        if (labels_.notes.emplace(markdown_label(label), label).second) copy += "[^" + label + "] ";
    copy += "\n";
    const std::unique_ptr<cmark_node, FreeNode> root(
        cmark_parse_document(copy.data(), copy.size(), CMARK_OPT_FOOTNOTES | CMARK_OPT_SOURCEPOS));
    if (!root) return {Code::no_memory, "there is not enough memory for it; split it"};
    leaves(root.get());
    std::stable_sort(leaves_.begin(), leaves_.end(), [](const Leaf& a, const Leaf& b) { return a.begin < b.begin; });
    definitions();
    open("html", 0);
    std::vector<Container> now;
    for (const Leaf& leaf : leaves_) {
      size_t same = 0;
      while (same < now.size() && same < leaf.in.size() && now[same].key == leaf.in[same].key) ++same;
      for (size_t i = same; i < now.size(); ++i) close();
      now = leaf.in;
      for (size_t i = same; i < now.size(); ++i) {
        Element& e = book_.elements[open(now[i].name, 0)];
        if (std::string_view(now[i].name) != "aside") continue;
        e.id = "fn-" + now[i].label;
        e.tei_n = now[i].label;
        e.epub_type = "footnote";
      }
      add(leaf);
    }
    while (!open_.empty()) close();
    return {};
  }

 private:
  void leaves(cmark_node* root) {
    const std::unique_ptr<cmark_iter, FreeIter> iter(cmark_iter_new(root));
    std::vector<Container> in;
    for (cmark_event_type event; (event = cmark_iter_next(iter.get())) != CMARK_EVENT_DONE;) {
      cmark_node* node = cmark_iter_get_node(iter.get());
      const cmark_node_type type = cmark_node_get_type(node);
      const bool enter = event == CMARK_EVENT_ENTER;
      const char* name = type == CMARK_NODE_FOOTNOTE_DEFINITION                 ? "aside"
                         : type == CMARK_NODE_ITEM                              ? "li"
                         : type == CMARK_NODE_BLOCK_QUOTE                       ? "blockquote"
                         : type != CMARK_NODE_LIST                              ? nullptr
                         : cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "ol"
                                                                                : "ul";
      if (name && !enter) {
        in.pop_back();
      } else if (name) {
        in.push_back({reinterpret_cast<uintptr_t>(node), name, ""});
        const auto line = static_cast<size_t>(cmark_node_get_start_line(node));
        if (type == CMARK_NODE_FOOTNOTE_DEFINITION && line >= 1 && line <= lines_.size())
          in.back().label = definition(line_text(line - 1));
      } else if (enter && (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
                           type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK)) {
        Leaf leaf;
        leaf.type = type;
        leaf.level = type == CMARK_NODE_HEADING ? cmark_node_get_heading_level(node) : 0;
        leaf.in = in;
        for (const Container& c : in) {
          const std::string_view around = c.name;
          leaf.note |= around == "aside", leaf.item |= around == "li", leaf.quote |= around == "blockquote";
        }
        if (range(node, leaf) && (type != CMARK_NODE_PARAGRAPH || !table(leaf))) leaves_.push_back(std::move(leaf));
      }
    }
  }

  // A paragraph that is a pipe table becomes its cells.
  bool table(const Leaf& leaf) {
    const std::string_view text = std::string_view(text_).substr(0, leaf.end);
    if (text.find('|', leaf.begin) == std::string_view::npos) return false;
    std::vector<std::pair<size_t, size_t>> lines;
    for (size_t begin = leaf.begin; begin < leaf.end;) {
      const size_t end = std::min(text.find('\n', begin), leaf.end);
      while (leaf.quote && begin < end && (is_blank(text[begin]) || text[begin] == '>')) ++begin;
      lines.emplace_back(begin, end);
      begin = end + 1;
    }
    const auto rows = markdown_table(text, lines);
    for (size_t row = 0; row < rows.size(); ++row) {
      Leaf cell = leaf;
      // Odd keys are no addresses of nodes.
      cell.in.push_back({2 * leaf.begin + 1, "table", ""});
      cell.in.push_back({2 * (leaf.begin + row + 1) + 1, "tr", ""});
      cell.cell = row == 0 ? "th" : "td";
      for (const auto& [begin, end] : rows[row]) {
        cell.begin = begin, cell.end = end;
        if (begin < end) leaves_.push_back(cell);
      }
    }
    return !rows.empty();
  }

  // What stands in no block is a definition, of a link or of a note that has one already.
  void definitions() {
    size_t next = 0;
    for (const auto& [begin, end] : lines_) {
      const std::string_view line = std::string_view(text_).substr(begin, end - begin);
      while (next < leaves_.size() && leaves_[next].end <= begin) ++next;
      if (next < leaves_.size() && leaves_[next].begin < end && leaves_[next].end > begin) continue;
      if (auto [label, url] = reference(line); !label.empty()) labels_.references.emplace(label, url);
      if (const std::string label = definition(line); !label.empty())
        book_.findings.push_back({"N-LABEL",
                                  Severity::warning,
                                  {file_, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)},
                                  {},
                                  0,
                                  "note " + label + " is defined a second time; the first definition is shown",
                                  "give one of them another label, or remove it"});
    }
  }

  std::string_view line_text(size_t i) const {
    return std::string_view(text_).substr(lines_[i].first, lines_[i].second - lines_[i].first);
  }

  // The bytes that a block shows, of its lines.
  bool range(cmark_node* node, Leaf& leaf) const {
    auto first = static_cast<size_t>(cmark_node_get_start_line(node)),
         last = static_cast<size_t>(cmark_node_get_end_line(node));
    if (first < 1 || first > lines_.size()) return false;  // the paragraph that is not the source's
    last = std::clamp(last, first, lines_.size());
    const auto column = static_cast<size_t>(std::max(1, cmark_node_get_start_column(node)));
    --first, --last;
    if (leaf.type == CMARK_NODE_PARAGRAPH)  // definitions of links before its text are no part of it
      while (first < last && !reference(line_text(first)).first.empty()) ++first;
    leaf.begin = std::min(lines_[first].first + column - 1, lines_[first].second);
    if (leaf.type == CMARK_NODE_CODE_BLOCK) {
      const std::string_view start = line_text(first).substr(std::min(column - 1, line_text(first).size()));
      if (start.substr(0, 3) == "```" || start.substr(0, 3) == "~~~") {
        if (first + 1 > last) return false;
        leaf.begin = lines_[first + 1].first;
        const std::string_view end = line_text(last);
        const size_t ink = end.find_first_not_of(" \t>");
        if (ink != std::string_view::npos && (end.substr(ink, 3) == "```" || end.substr(ink, 3) == "~~~")) --last;
      }
    }
    if (leaf.type == CMARK_NODE_HEADING) {
      if (text_[leaf.begin] != '#')
        while (last > first && line_text(last).find_first_not_of("-= \t\r") == std::string_view::npos) --last;
      while (leaf.begin < lines_[first].second && (text_[leaf.begin] == '#' || is_blank(text_[leaf.begin])))
        ++leaf.begin;
    }
    size_t after = 0;
    if (leaf.note && leaf.begin - lines_[first].first <= 4 && !definition(line_text(first), &after).empty())
      leaf.begin = std::max(leaf.begin, lines_[first].first + after);
    leaf.end = std::max(leaf.begin, lines_[last].second);
    auto trailing = [&](char c) { return is_blank(c) || c == '\n'; };
    while (leaf.end > leaf.begin && trailing(text_[leaf.end - 1])) --leaf.end;
    if (leaf.type == CMARK_NODE_HEADING) {
      size_t end = leaf.end;
      while (end > leaf.begin && text_[end - 1] == '#') --end;
      if (end < leaf.end && end > leaf.begin && is_blank(text_[end - 1])) leaf.end = end;
      while (leaf.end > leaf.begin && trailing(text_[leaf.end - 1])) --leaf.end;
    }
    while (leaf.begin < leaf.end && trailing(text_[leaf.begin])) ++leaf.begin;
    return leaf.begin < leaf.end;
  }

  uint32_t open(const char* name, uint32_t offset, bool block = true) {
    Element e;
    e.file = file_;
    e.parent = open_.empty() ? kNone : open_.back();
    e.name = name;
    e.block = block;
    e.begin = {static_cast<uint32_t>(book_.paragraphs.size()), offset};
    book_.elements.push_back(std::move(e));
    open_.push_back(static_cast<uint32_t>(book_.elements.size() - 1));
    return open_.back();
  }

  // Closes the innermost element, at the end of the last paragraph or at `end`.
  void close(TextPoint end = {kNone, 0}) {
    Element& e = book_.elements[open_.back()];
    open_.pop_back();
    e.next = static_cast<uint32_t>(book_.elements.size());
    if (end.paragraph == kNone && !book_.paragraphs.empty() && e.begin.paragraph < book_.paragraphs.size())
      end = {static_cast<uint32_t>(book_.paragraphs.size() - 1),
             static_cast<uint32_t>(book_.paragraphs.back().text.size())};
    e.end = end.paragraph == kNone || end < e.begin ? e.begin : end;
  }

  void add(const Leaf& leaf) {
    const bool code = leaf.type == CMARK_NODE_CODE_BLOCK;
    const std::string_view text = std::string_view(text_).substr(leaf.begin, leaf.end - leaf.begin);
    const std::string heading = "h" + std::to_string(leaf.level);
    const auto here = static_cast<uint32_t>(book_.paragraphs.size());
    const size_t depth = open_.size();
    Paragraph p;
    p.file = file_;
    p.begin = static_cast<uint32_t>(leaf.begin);
    p.text = text;
    p.element = open(leaf.level ? heading.c_str() : code ? "pre" : leaf.cell ? leaf.cell : "p", 0);
    p.kind = leaf.level  ? ParagraphKind::heading
             : code      ? ParagraphKind::preformatted
             : leaf.cell ? ParagraphKind::cell
             : leaf.item ? ParagraphKind::list_item
                         : ParagraphKind::text;
    p.level = static_cast<uint8_t>(leaf.level);
    std::vector<MarkdownSpan> spans;
    if (!code) spans = markdown_spans(text, labels_, leaf.quote);
    std::vector<uint32_t> ends;  // of the open spans
    for (const MarkdownSpan& s : spans) {
      while (!ends.empty() && (ends.back() <= s.begin && !(s.begin == s.end && ends.back() == s.end)))
        close({here, ends.back()}), ends.pop_back();
      Element& e = book_.elements[open(s.name.c_str(), s.begin, false)];
      e.href = s.href;
      if (s.name == "img") e.src = s.href, e.alt = s.alt;
      if (!s.note.empty()) {
        // Notes in the text have ids that no source can have.
        const std::string id = s.note[0] == '^' ? "\x01" + std::to_string(here) + s.note : "fn-" + defined(s.note);
        e.epub_type = s.name == "a" ? "noteref" : "footnote";
        (s.name == "a" ? e.href : e.id) = s.name == "a" ? "#" + id : id;
      }
      ends.push_back(std::min<uint32_t>(s.end, ends.empty() ? s.end : std::max(ends.back(), s.begin)));
    }
    while (!ends.empty()) close({here, ends.back()}), ends.pop_back();
    book_.paragraphs.push_back(std::move(p));
    while (open_.size() > depth) close();
  }

  std::string defined(const std::string& label) const {
    const auto found = labels_.notes.find(markdown_label(label));
    return found == labels_.notes.end() ? label : found->second;
  }

  const std::string& text_;
  std::vector<std::pair<size_t, size_t>> lines_;
  uint32_t file_;
  Book& book_;
  MarkdownLabels labels_;
  std::vector<Leaf> leaves_;
  std::vector<uint32_t> open_;
};

}  // namespace

Result read_markdown(std::string bytes, const std::string& name, Book& book) {
  if (bytes.find('\0') != std::string::npos || !utf8_valid(bytes)) return read_plain_text(std::move(bytes), name, book);
  end_lines_with_lf(bytes);
  if (bytes.compare(0, 3, "\xEF\xBB\xBF") == 0) bytes.replace(0, 3, "   ");
  const auto index = static_cast<uint32_t>(book.files.size());
  SourceFile file;
  file.path = name;
  file.spine = index;
  file.first_paragraph = static_cast<uint32_t>(book.paragraphs.size());
  file.first_element = static_cast<uint32_t>(book.elements.size());
  if (Result r = Reader(bytes, index, book).run(); !r) return r;
  file.end_paragraph = static_cast<uint32_t>(book.paragraphs.size());
  file.end_element = static_cast<uint32_t>(book.elements.size());
  book.files.push_back(file);
  book.plain_text = true;
  for (uint32_t i = file.first_element; i < file.end_element; ++i)
    book.declares_notes |= book.elements[i].epub_type == "noteref";
  if (file.first_paragraph == file.end_paragraph)
    return {Code::corrupt, "the file has no text; was it exported completely?"};
  return {};
}

}  // namespace postil
