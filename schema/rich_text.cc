#include "schema/rich_text.h"

#include <algorithm>

#include "schema/utf8.h"

namespace postil {
namespace {

bool is_block(SpanKind k) { return k >= SpanKind::quote; }

struct Tag {
  std::string_view open, close;
};
Tag tag_of(SpanKind k) {
  switch (k) {
    case SpanKind::emphasis: return {"<em>", "</em>"};
    case SpanKind::strong: return {"<strong>", "</strong>"};
    case SpanKind::small_caps: return {"<span style=\"font-variant: small-caps\">", "</span>"};
    case SpanKind::superscript: return {"<sup>", "</sup>"};
    case SpanKind::subscript: return {"<sub>", "</sub>"};
    case SpanKind::underline: return {"<u>", "</u>"};
    case SpanKind::strike: return {"<s>", "</s>"};
    case SpanKind::code: return {"<code>", "</code>"};
    case SpanKind::quote: return {"<blockquote><p>", "</p></blockquote>"};
    case SpanKind::verse: return {"<p class=\"verse\">", "</p>"};
    case SpanKind::list_item: return {"<ul><li>", "</li></ul>"};
    case SpanKind::row:
    case SpanKind::cell: return {"<p class=\"cell\">", "</p>"};
    case SpanKind::heading: return {"<h4>", "</h4>"};
    case SpanKind::preformatted: return {"<pre>", "</pre>"};
    default: return {"", ""};
  }
}

void open_inline(std::string& out, const RichText& rich, const Span& s) {
  const bool named = s.arg < rich.strings.size();
  if (s.kind == SpanKind::link && named) {
    out += "<a href=\"";
    append_escaped(out, rich.strings[s.arg]);
    out += "\">";
  } else if (s.kind == SpanKind::noteref) {
    out += "<a class=\"noteref\" href=\"#note-" + std::to_string(s.arg) + "\">";
  } else if (s.kind == SpanKind::image) {
    out += "<span class=\"image\"";
    if (named) {
      out += " title=\"";
      append_escaped(out, rich.strings[s.arg]);
      out += '"';
    }
    out += '>';
  } else {
    out += tag_of(s.kind).open;
  }
}

std::string_view close_inline(const RichText& rich, const Span& s) {
  if (s.kind == SpanKind::link) return s.arg < rich.strings.size() ? "</a>" : "";
  if (s.kind == SpanKind::noteref) return "</a>";
  if (s.kind == SpanKind::image) return "</span>";
  return tag_of(s.kind).close;
}

// One paragraph's inline content, [begin, end).
void append_inline(std::string& out, const RichText& rich, const std::vector<Span>& spans, uint32_t begin, uint32_t end) {
  std::vector<Span> here;
  for (Span s : spans) {
    if (is_block(s.kind) || s.begin >= end || s.end <= begin) continue;
    s.begin = std::max(s.begin, begin);
    s.end = std::min(s.end, end);
    here.push_back(s);
  }
  std::vector<uint32_t> edges{begin, end};
  for (const Span& s : here) edges.push_back(s.begin), edges.push_back(s.end);
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  std::vector<Span> open;
  auto close_to = [&](size_t depth) {
    for (; open.size() > depth; open.pop_back()) out += close_inline(rich, open.back());
  };
  size_t next = 0;
  for (size_t i = 0; i + 1 < edges.size(); ++i) {
    const uint32_t at = edges[i];
    size_t keep = 0;
    while (keep < open.size() && open[keep].end > at) ++keep;
    std::vector<Span> again;
    for (size_t k = keep; k < open.size(); ++k)
      if (open[k].end > at) again.push_back(open[k]);
    close_to(keep);
    auto enter = [&](const Span& s) {
      const bool nested_link = (s.kind == SpanKind::link || s.kind == SpanKind::noteref) &&
                               std::any_of(open.begin(), open.end(), [](const Span& o) {
                                 return o.kind == SpanKind::link || o.kind == SpanKind::noteref;
                               });
      if (open.size() >= kMaxSpanDepth || nested_link) return;
      open_inline(out, rich, s);
      open.push_back(s);
    };
    for (const Span& s : again) enter(s);
    bool broken = false;
    for (; next < here.size() && here[next].begin <= at; ++next) {
      if (here[next].kind == SpanKind::line_break)
        broken = true;
      else if (here[next].end > at)
        enter(here[next]);
    }
    if (broken) out += "<br/>";
    append_escaped(out, std::string_view(rich.text).substr(at, edges[i + 1] - at));
  }
  close_to(0);
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  const char* p = text.data();
  const char* end = p + text.size();
  while (p < end) {
    const uint32_t cp = utf8_next(p, end);
    switch (cp) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default:
        utf8_append(out, (cp < 0x20 && cp != 9 && cp != 10 && cp != 13) || cp == 0xFFFE || cp == 0xFFFF ? 0xFFFD : cp);
    }
  }
}

std::string to_xhtml(const RichText& rich) {
  std::vector<Span> spans = rich.spans;
  const auto size = static_cast<uint32_t>(rich.text.size());
  for (Span& s : spans) {
    s.end = static_cast<uint32_t>(utf8_floor(rich.text, std::min(s.end, size)));
    s.begin = static_cast<uint32_t>(utf8_floor(rich.text, std::min(s.begin, size)));
  }
  spans.erase(std::remove_if(spans.begin(), spans.end(), [](const Span& s) { return s.begin >= s.end; }), spans.end());
  std::stable_sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::string out;
  for (uint32_t begin = 0; begin <= size;) {
    const size_t lf = rich.text.find('\n', begin);
    const uint32_t end = lf == std::string::npos ? size : static_cast<uint32_t>(lf);
    Tag block{"<p>", "</p>"};
    for (const Span& s : spans)
      if (is_block(s.kind) && s.begin <= begin && s.end >= end && end > begin) block = tag_of(s.kind);
    out += block.open;
    append_inline(out, rich, spans, begin, end);
    out += block.close;
    begin = end + 1;
  }
  return out;
}

std::string display_text(const std::vector<Slice>& slices, std::vector<SlicePoint>* from) {
  std::string out;
  if (from) from->clear();
  SlicePoint last;
  for (uint32_t i = 0; i < slices.size(); ++i) {
    const Slice& slice = slices[i];
    bool first_line = out.empty(), space = false, written = false;
    size_t cut = 0;
    SlicePoint space_at;
    for (uint32_t k = 0; k < slice.text.size(); ++k) {
      while (cut < slice.cuts.size() && slice.cuts[cut].second <= k) ++cut;
      if (cut < slice.cuts.size() && k >= slice.cuts[cut].first) continue;
      const char c = slice.text[k];
      if (c == ' ' || (c >= 9 && c <= 13 && c != 11)) {
        if (!space) space_at = {i, k};
        space = true;
        continue;
      }
      if (!written && !first_line) {
        out += '\n';
        if (from) from->push_back({i, k});
      } else if (space && written) {
        out += ' ';
        if (from) from->push_back(space_at);
      }
      space = false;
      written = true;
      out += c;
      if (from) from->push_back({i, k});
      last = {i, k + 1};
    }
  }
  if (from) from->push_back(last);
  return out;
}

}  // namespace postil
