#include <algorithm>
#include <unordered_map>

#include "packer/notes/notes.h"

namespace postil {
namespace {

SpanKind inline_kind(const Element& e) {
  const std::string& n = e.name;
  if (n == "em" || n == "i" || n == "cite" || n == "dfn" || n == "var") return SpanKind::emphasis;
  if (n == "strong" || n == "b") return SpanKind::strong;
  if (n == "sup") return SpanKind::superscript;
  if (n == "sub") return SpanKind::subscript;
  if (n == "u" || n == "ins") return SpanKind::underline;
  if (n == "s" || n == "del" || n == "strike") return SpanKind::strike;
  if (n == "code" || n == "kbd" || n == "samp" || n == "tt") return SpanKind::code;
  if (n == "a" && !e.href.empty()) return SpanKind::link;
  if (n == "br") return SpanKind::line_break;
  if (n == "img" || n == "image") return SpanKind::image;
  if (n == "span") {
    if (e.style.find("italic") != std::string::npos || e.klass == "italic" || e.klass == "i") return SpanKind::emphasis;
    if (e.style.find("bold") != std::string::npos || e.klass == "bold") return SpanKind::strong;
    if (e.style.find("small-caps") != std::string::npos || e.klass.find("smallcaps") != std::string::npos || e.klass == "sc") return SpanKind::small_caps;
  }
  return SpanKind::other;
}

SpanKind block_kind(const Element& e) {
  if (e.name == "blockquote") return SpanKind::quote;
  if (e.name == "li") return SpanKind::list_item;
  if (e.name == "td" || e.name == "th") return SpanKind::cell;
  if (e.name == "pre") return SpanKind::preformatted;
  if (e.epub_type.find("z3998:verse") != std::string::npos || e.klass.find("verse") != std::string::npos || e.klass.find("poem") != std::string::npos)
    return SpanKind::verse;
  return SpanKind::other;
}

}  // namespace

RichText note_body(const Book& book, const Note& note, std::vector<TextPoint>* from) {
  RichText out;
  std::vector<Slice> slices;
  for (uint32_t p = note.begin.paragraph; p <= note.end.paragraph && p < book.paragraphs.size(); ++p) {
    const std::string& text = book.paragraphs[p].text;
    const auto size = static_cast<uint32_t>(text.size());
    const uint32_t begin = p == note.begin.paragraph ? std::min(note.begin.offset, size) : 0;
    const uint32_t end = p == note.end.paragraph ? std::min(note.end.offset, size) : size;
    Slice slice;
    if (begin < end && !book.paragraphs[p].junk) {
      slice.text = std::string_view(text).substr(begin, end - begin);
      for (const Cut& c : note.cuts) {
        if (c.begin.paragraph > p || c.end.paragraph < p) continue;
        const uint32_t cb = c.begin.paragraph < p ? begin : std::max(c.begin.offset, begin), ce = c.end.paragraph > p ? end : std::min(c.end.offset, end);
        if (cb < ce) slice.cuts.emplace_back(cb - begin, ce - begin);
      }
    }
    slices.push_back(std::move(slice));
  }
  std::vector<SlicePoint> map;
  out.text = display_text(slices, &map);
  auto point = [&](SlicePoint s) {
    return TextPoint{note.begin.paragraph + s.slice, s.offset + (s.slice == 0 ? note.begin.offset : 0)};
  };
  if (from) {
    from->clear();
    for (const SlicePoint& s : map) from->push_back(point(s));
  }
  if (book.elements.empty()) return out;
  // The first display offset at or after a point.
  auto shown = [&](TextPoint p) {
    return static_cast<uint32_t>(std::partition_point(map.begin(), map.end() - 1, [&](SlicePoint s) { return point(s) < p; }) - map.begin());
  };
  const auto first = std::lower_bound(book.elements.begin(), book.elements.end(), note.begin, [](const Element& e, TextPoint p) { return e.begin < p; });
  auto span_of = [&](const Element& e, SpanKind kind) {
    Span s;
    s.kind = kind;
    s.begin = shown(e.begin < note.begin ? note.begin : e.begin);
    s.end = shown(note.end < e.end ? note.end : e.end);
    if (kind == SpanKind::line_break) {
      if (s.begin == 0 || s.begin >= out.text.size()) return;
      s.end = s.begin + 1;
    }
    if (kind == SpanKind::link) {
      s.arg = static_cast<uint32_t>(out.strings.size());
      out.strings.push_back(e.href);
    }
    if (s.begin < s.end) out.spans.push_back(s);
  };
  for (auto e = first; e != book.elements.end() && e->begin < note.end; ++e) {
    if (const SpanKind kind = inline_kind(*e); kind == SpanKind::image) {
      out.strings.push_back(e->src);  // shown by the host from the book
    } else if (kind != SpanKind::other) {
      span_of(*e, kind);
    }
    if (const SpanKind kind = block_kind(*e); kind != SpanKind::other && e->block) span_of(*e, kind);
  }
  return out;
}

}  // namespace postil
