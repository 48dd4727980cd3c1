// Rich text to XHTML. Block spans become a path of elements over each paragraph; what two neighbours share stays open.
#include <algorithm>

#include "schema/rich_text.h"
#include "schema/stable_sort.h"
#include "schema/utf8.h"

namespace postil {
namespace {

bool is_block(SpanKind k) {
  return k >= SpanKind::quote;
}
bool has_no_length(SpanKind k) {
  return k == SpanKind::noteref || k == SpanKind::image;
}

struct Tag {
  std::string_view open, close;
};
Tag inline_tag(SpanKind k) {
  switch (k) {
    case SpanKind::emphasis:
      return {"<em>", "</em>"};
    case SpanKind::strong:
      return {"<strong>", "</strong>"};
    case SpanKind::small_caps:
      return {"<span style=\"font-variant: small-caps\">", "</span>"};
    case SpanKind::superscript:
      return {"<sup>", "</sup>"};
    case SpanKind::subscript:
      return {"<sub>", "</sub>"};
    case SpanKind::underline:
      return {"<u>", "</u>"};
    case SpanKind::strike:
      return {"<s>", "</s>"};
    case SpanKind::code:
      return {"<code>", "</code>"};
    default:
      return {"", ""};
  }
}

// A place inside the book, or one of the schemes that lead out of it; the rest ("javascript:") is no link.
bool safe_href(std::string_view href) {
  const size_t end = href.find_first_of(":/?#");
  if (end == std::string_view::npos || href[end] != ':') return true;
  std::string scheme(href.substr(0, end));
  for (char& c : scheme)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return scheme == "http" || scheme == "https" || scheme == "mailto";
}

class Writer {
 public:
  explicit Writer(const RichText& rich) : rich_(rich), size_(static_cast<uint32_t>(rich.text.size())) {
    for (size_t i = 0; i < rich.spans.size() && i < kMaxSpans; ++i) {
      Span s = rich.spans[i];
      s.end = floor(s.end);
      s.begin = floor(s.begin);
      if (has_no_length(s.kind)) s.end = s.begin;
      if (s.begin >= s.end && !has_no_length(s.kind)) continue;
      (is_block(s.kind) ? blocks_ : inlines_).push_back(s);
    }
    const auto outer_first = [](const Span& a, const Span& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    };
    stable_sort(blocks_, outer_first);
    stable_sort(inlines_, [](const Span& a, const Span& b) { return a.begin < b.begin; });
  }

  std::string run() {
    for (uint32_t begin = 0; begin <= size_;) {
      const size_t lf = rich_.text.find('\n', begin);
      const uint32_t end = lf == std::string::npos ? size_ : static_cast<uint32_t>(lf);
      paragraph(begin, end);
      begin = end + 1;
    }
    close_to(0);
    return std::move(out_);
  }

 private:
  // An element of the path over a paragraph: a span's, or one that its place demands (a row's table).
  struct Node {
    SpanKind kind = SpanKind::other;
    uint32_t span = kImplied;  // row in blocks_
    uint32_t arg = 0;
  };
  static constexpr uint32_t kImplied = 0xFFFFFFFFu;

  uint32_t floor(uint32_t at) const { return static_cast<uint32_t>(utf8_floor(rich_.text, std::min(at, size_))); }

  std::vector<Node> path_over(uint32_t begin, uint32_t end) const {
    std::vector<Node> path;
    auto imply = [&](SpanKind k) { path.push_back({k, kImplied, 0}); };
    auto inside = [&] { return path.empty() ? SpanKind::other : path.back().kind; };
    // Where running text or another block stands, no list, table or row can be the parent.
    auto make_room = [&] {
      if (inside() == SpanKind::list) imply(SpanKind::list_item);
      if (inside() == SpanKind::table) imply(SpanKind::row);
      if (inside() == SpanKind::row) imply(SpanKind::cell);
    };
    size_t spans = 0;
    for (uint32_t i = 0; i < blocks_.size() && blocks_[i].begin <= begin; ++i) {
      const Span& s = blocks_[i];
      if (s.end < end || end == begin || spans == kMaxSpanDepth) continue;
      if (s.kind == SpanKind::heading || s.kind == SpanKind::preformatted || s.kind == SpanKind::verse)
        continue;  // the paragraph's own element
      if (s.kind > SpanKind::list) continue;
      ++spans;
      if (s.kind == SpanKind::list_item) {
        if (inside() != SpanKind::list) make_room(), imply(SpanKind::list);
      } else if (s.kind == SpanKind::row) {
        if (inside() != SpanKind::table) make_room(), imply(SpanKind::table);
      } else if (s.kind == SpanKind::cell) {
        if (inside() == SpanKind::table) imply(SpanKind::row);
        if (inside() != SpanKind::row) make_room(), imply(SpanKind::table), imply(SpanKind::row);
      } else {
        make_room();
      }
      path.push_back({s.kind, i, s.arg});
    }
    make_room();
    return path;
  }

  void open(const Node& n) {
    switch (n.kind) {
      case SpanKind::quote:
        out_ += "<blockquote>";
        break;
      case SpanKind::list:
        out_ += n.arg == 0 ? "<ul>" : n.arg == 1 ? "<ol>" : "<ol start=\"" + std::to_string(n.arg) + "\">";
        break;
      case SpanKind::list_item:
        out_ += "<li>";
        break;
      case SpanKind::table:
        out_ += "<table>";
        break;
      case SpanKind::row:
        out_ += "<tr>";
        break;
      case SpanKind::cell:
        out_ += n.arg == 1 ? "<th>" : "<td>";
        break;
      default:
        break;
    }
  }
  void close(const Node& n) {
    switch (n.kind) {
      case SpanKind::quote:
        out_ += "</blockquote>";
        break;
      case SpanKind::list:
        out_ += n.arg == 0 ? "</ul>" : "</ol>";
        break;
      case SpanKind::list_item:
        out_ += "</li>";
        break;
      case SpanKind::table:
        out_ += "</table>";
        break;
      case SpanKind::row:
        out_ += "</tr>";
        break;
      case SpanKind::cell:
        out_ += n.arg == 1 ? "</th>" : "</td>";
        break;
      default:
        break;
    }
  }
  void close_to(size_t depth) {
    for (; open_.size() > depth; open_.pop_back()) close(open_.back());
  }

  void paragraph(uint32_t begin, uint32_t end) {
    const std::vector<Node> path = path_over(begin, end);
    size_t same = 0;
    while (same < path.size() && same < open_.size() && path[same].kind == open_[same].kind &&
           path[same].span == open_[same].span)
      ++same;
    // An implied item or cell holds one paragraph; implied lists, tables and rows go on.
    while (same > 0 && path[same - 1].span == kImplied &&
           (path[same - 1].kind == SpanKind::list_item || path[same - 1].kind == SpanKind::cell))
      --same;
    close_to(same);
    for (size_t i = same; i < path.size(); ++i) open(path[i]), open_.push_back(path[i]);
    Tag tag{"<p>", "</p>"};
    // A cell or item that is this paragraph alone needs none inside.
    if (!path.empty() && (path.back().kind == SpanKind::cell || path.back().kind == SpanKind::list_item) &&
        (path.back().span == kImplied ||
         (blocks_[path.back().span].begin == begin && blocks_[path.back().span].end == end)))
      tag = {"", ""};
    for (const Span& s : blocks_) {
      if (s.begin > begin || s.end < end || end == begin) continue;
      if (s.kind == SpanKind::heading) tag = {"<h4>", "</h4>"};
      if (s.kind == SpanKind::preformatted) tag = {"<pre>", "</pre>"};
      if (s.kind == SpanKind::verse) tag = {"<p class=\"verse\">", "</p>"};
    }
    out_ += tag.open;
    inline_content(begin, end);
    out_ += tag.close;
  }

  const std::string* string(uint32_t row) const { return row < rich_.strings.size() ? &rich_.strings[row] : nullptr; }

  bool is_link(const Span& s) const {
    const std::string* href = s.kind == SpanKind::link ? string(s.arg) : nullptr;
    return href && safe_href(*href);
  }

  void open_inline(const Span& s) {
    if (s.kind != SpanKind::link) {
      out_ += inline_tag(s.kind).open;
    } else if (is_link(s)) {
      out_ += "<a href=\"";
      append_escaped(out_, *string(s.arg));
      out_ += "\">";
    }
  }
  void close_inline(const Span& s) {
    if (s.kind != SpanKind::link)
      out_ += inline_tag(s.kind).close;
    else if (is_link(s))
      out_ += "</a>";
  }

  void lengthless(const Span& s, bool in_link) {
    const std::string *first = string(s.arg), *second = s.arg == 0xFFFFFFFFu ? nullptr : string(s.arg + 1);
    if (s.kind == SpanKind::image && first) {
      out_ += "<img src=\"";
      append_escaped(out_, *first);
      out_ += "\" alt=\"";
      if (second) append_escaped(out_, *second);
      out_ += "\"/>";
    } else if (s.kind == SpanKind::noteref && first) {
      const bool link = second && safe_href(*second) && !in_link;
      if (link) {
        out_ += "<a class=\"noteref\" href=\"";
        append_escaped(out_, *second);
        out_ += "\">";
      }
      out_ += "<sup>";
      append_escaped(out_, *first);
      out_ += link ? "</sup></a>" : "</sup>";
    }
  }

  // One paragraph's inline content, [begin, end).
  void inline_content(uint32_t begin, uint32_t end) {
    std::vector<Span> here, marks;
    for (Span s : inlines_) {
      if (has_no_length(s.kind)) {
        // At the end of the text a lengthless span belongs to the paragraph that ends there.
        if (s.begin >= begin && (s.begin < end || (s.begin == end && (end == size_ || rich_.text[end] == '\n'))))
          marks.push_back(s);
        continue;
      }
      if (s.begin >= end || s.end <= begin) continue;
      s.begin = std::max(s.begin, begin);
      s.end = std::min(s.end, end);
      here.push_back(s);
    }
    stable_sort(here,
                [](const Span& a, const Span& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
    std::vector<uint32_t> edges{begin, end};
    for (const Span& s : here) edges.push_back(s.begin), edges.push_back(s.end);
    for (const Span& s : marks) edges.push_back(s.begin);
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    std::vector<Span> open;
    auto close_down = [&](size_t depth) {
      for (; open.size() > depth; open.pop_back()) close_inline(open.back());
    };
    size_t next = 0, mark = 0;
    auto in_link = [&] { return std::any_of(open.begin(), open.end(), [&](const Span& o) { return is_link(o); }); };
    for (size_t i = 0; i < edges.size(); ++i) {
      const uint32_t at = edges[i];
      size_t keep = 0;
      while (keep < open.size() && open[keep].end > at) ++keep;
      std::vector<Span> again;
      for (size_t k = keep; k < open.size(); ++k)
        if (open[k].end > at) again.push_back(open[k]);
      close_down(keep);
      auto enter = [&](const Span& s) {
        const bool nested_link = s.kind == SpanKind::link && in_link();
        const bool twice = std::any_of(open.begin(), open.end(),
                                       [&](const Span& o) { return o.kind == s.kind && s.kind != SpanKind::link; });
        if (open.size() >= kMaxSpanDepth || nested_link || twice || s.kind == SpanKind::other ||
            s.kind > SpanKind::line_break)
          return;
        open_inline(s);
        open.push_back(s);
      };
      for (const Span& s : again) enter(s);
      for (; mark < marks.size() && marks[mark].begin <= at; ++mark) lengthless(marks[mark], in_link());
      bool broken = false;
      for (; next < here.size() && here[next].begin <= at; ++next) {
        if (here[next].kind == SpanKind::line_break)
          broken = true;
        else if (here[next].end > at)
          enter(here[next]);
      }
      if (i + 1 == edges.size()) break;
      std::string_view text = std::string_view(rich_.text).substr(at, edges[i + 1] - at);
      if (broken) {
        out_ += "<br/>";
        if (!text.empty() && text[0] == ' ') text.remove_prefix(1);
      }
      append_escaped(out_, text);
    }
    close_down(0);
  }

  const RichText& rich_;
  const uint32_t size_;
  std::vector<Span> blocks_, inlines_;
  std::vector<Node> open_;
  std::string out_;
};

}  // namespace

std::string to_xhtml(const RichText& rich) {
  return Writer(rich).run();
}

}  // namespace postil
