// A note's display text and what its markup says of it.
#include <algorithm>

#include "packer/notes/images.h"
#include "packer/notes/notes.h"
#include "packer/structure/href.h"

namespace postil {
namespace {

bool has(const std::string& in, std::string_view word) {
  return in.find(word) != std::string::npos;
}

// `property` of a style attribute is given and contains `value`.
bool styled(const std::string& style, std::string_view property, std::string_view value) {
  for (size_t at = style.find(property); at != std::string::npos; at = style.find(property, at + 1)) {
    const size_t end = std::min(style.find(';', at), style.size());
    const size_t colon = at + property.size();
    if (at > 0 && style[at - 1] == '-') continue;
    if (colon < end && (style[colon] == ':' || style[colon] == ' ') &&
        style.substr(colon, end - colon).find(value) != std::string::npos)
      return true;
  }
  return false;
}

void kinds_of_style(const Element& e, std::vector<SpanKind>& out) {
  const std::string& s = e.style;
  if (styled(s, "font-style", "italic") || styled(s, "font-style", "oblique")) out.push_back(SpanKind::emphasis);
  if (styled(s, "font-weight", "bold") || styled(s, "font-weight", "700")) out.push_back(SpanKind::strong);
  if (styled(s, "font-variant", "small-caps")) out.push_back(SpanKind::small_caps);
  if (styled(s, "vertical-align", "super") || styled(s, "vertical-align", "text-top"))
    out.push_back(SpanKind::superscript);
  if (styled(s, "vertical-align", "sub") && !styled(s, "vertical-align", "super")) out.push_back(SpanKind::subscript);
  if (styled(s, "text-decoration", "underline") && e.name != "a") out.push_back(SpanKind::underline);
  if (styled(s, "text-decoration", "line-through")) out.push_back(SpanKind::strike);
}

// Class names that say how a span looks, where no style sheet does.
void kinds_of_class(const Element& e, std::vector<SpanKind>& out) {
  std::string k = " " + e.klass + " ";
  for (char& c : k)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  if (has(k, "italic") || has(k, " i ") || has(k, " em ") || has(k, "emphasis")) out.push_back(SpanKind::emphasis);
  if (has(k, "bold") || has(k, " b ") || has(k, " strong ")) out.push_back(SpanKind::strong);
  if (has(k, "smallcap") || has(k, "small-cap") || has(k, " sc ") || has(k, " smcap "))
    out.push_back(SpanKind::small_caps);
  if (has(k, "superscript") || has(k, " sup ")) out.push_back(SpanKind::superscript);
  if (has(k, "subscript") || has(k, " sub ")) out.push_back(SpanKind::subscript);
  if (has(k, "underline")) out.push_back(SpanKind::underline);
}

std::vector<SpanKind> inline_kinds(const Element& e) {
  std::vector<SpanKind> out;
  const std::string& n = e.name;
  const bool upright = styled(e.style, "font-style", "normal");
  if ((n == "em" || n == "i" || n == "cite" || n == "dfn" || n == "var" || n == "emph" || n == "foreign") && !upright)
    out.push_back(SpanKind::emphasis);
  if (n == "strong" || n == "b") out.push_back(SpanKind::strong);
  if (n == "sup") out.push_back(SpanKind::superscript);
  if (n == "sub") out.push_back(SpanKind::subscript);
  if (n == "u" || n == "ins") out.push_back(SpanKind::underline);
  if (n == "s" || n == "del" || n == "strike") out.push_back(SpanKind::strike);
  if (n == "code" || n == "kbd" || n == "samp" || n == "tt") out.push_back(SpanKind::code);
  if ((n == "a" || n == "ref") && !e.href.empty()) out.push_back(SpanKind::link);
  if (n == "br" || n == "lb") out.push_back(SpanKind::line_break);
  if (!e.block || n == "p" || n == "div") kinds_of_style(e, out);
  if (out.empty() && (n == "span" || n == "font" || n == "hi")) kinds_of_class(e, out);
  return out;
}

bool is_list(const Element& e) {
  return e.name == "ol" || e.name == "ul" || e.name == "list";
}

SpanKind block_kind(const Element& e) {
  const std::string& n = e.name;
  if (n == "blockquote") return SpanKind::quote;
  if (n == "li" || n == "item") return SpanKind::list_item;
  if (is_list(e)) return SpanKind::list;
  if (n == "table") return SpanKind::table;
  if (n == "tr" || n == "row") return SpanKind::row;
  if (n == "td" || n == "th" || n == "cell") return SpanKind::cell;
  if (n == "pre") return SpanKind::preformatted;
  if (n.size() == 2 && n[0] == 'h' && n[1] >= '1' && n[1] <= '6') return SpanKind::heading;
  if (has(e.epub_type, "z3998:verse") || has(e.epub_type, "z3998:poem") || has(e.epub_type, "z3998:song") ||
      has(e.klass, "verse") || has(e.klass, "poem") || has(e.klass, "stanza") || n == "lg" || n == "l")
    return SpanKind::verse;
  return SpanKind::other;
}

class Body {
 public:
  Body(const Book& book, const Note& note) : book_(book), note_(note) {}

  RichText run(std::vector<TextPoint>* from) {
    make_text();
    if (from) {
      from->clear();
      for (const SlicePoint& s : map_) from->push_back(point(s));
    }
    if (!book_.elements.empty()) make_spans();
    return std::move(out_);
  }

 private:
  TextPoint point(SlicePoint s) const {
    return {note_.begin.paragraph + s.slice, s.offset + (s.slice == 0 ? note_.begin.offset : 0)};
  }

  // The first display offset at or after a point.
  uint32_t shown(TextPoint p) const {
    return static_cast<uint32_t>(
        std::partition_point(map_.begin(), map_.end() - 1, [&](SlicePoint s) { return point(s) < p; }) - map_.begin());
  }

  void make_text() {
    std::vector<Slice> slices;
    for (uint32_t p = note_.begin.paragraph; p <= note_.end.paragraph && p < book_.paragraphs.size(); ++p) {
      const std::string& text = book_.paragraphs[p].text;
      const auto size = static_cast<uint32_t>(text.size());
      const uint32_t begin = p == note_.begin.paragraph ? std::min(note_.begin.offset, size) : 0;
      const uint32_t end = p == note_.end.paragraph ? std::min(note_.end.offset, size) : size;
      Slice slice;
      if (begin < end && !book_.paragraphs[p].junk) {
        slice.text = std::string_view(text).substr(begin, end - begin);
        for (const Cut& c : note_.cuts) {
          if (c.begin.paragraph > p || c.end.paragraph < p) continue;
          const uint32_t cb = c.begin.paragraph < p ? begin : std::max(c.begin.offset, begin),
                         ce = c.end.paragraph > p ? end : std::min(c.end.offset, end);
          if (cb < ce) slice.cuts.emplace_back(cb - begin, ce - begin);
          slice.joined |= c.begin.paragraph < p && c.end.paragraph == p;
        }
      }
      slices.push_back(std::move(slice));
    }
    out_.text = display_text(slices, &map_);
  }

  // Wholly inside the note: not the item, row or cell that the note itself is.
  bool inside(const Element& e) const {
    return e.begin.paragraph >= note_.begin.paragraph && !(note_.end < e.end) &&
           (note_.begin.offset == 0 || !(e.begin < note_.begin)) &&
           !(e.begin.paragraph == note_.begin.paragraph && e.end.paragraph >= note_.end.paragraph &&
             !(e.end < note_.end) && e.begin.offset == 0 && e.name != "table");
  }
  bool parent_inside(const Element& e, bool (*is)(const Element&)) const {
    for (uint32_t up = e.parent; up != kNone; up = book_.elements[up].parent)
      if (is(book_.elements[up])) return inside(book_.elements[up]);
    return false;
  }

  uint32_t string(const std::string& a, const std::string* b = nullptr) {
    out_.strings.push_back(a);
    if (b) out_.strings.push_back(*b);
    return static_cast<uint32_t>(out_.strings.size() - (b ? 2 : 1));
  }

  std::string path_of(const Element& e, const std::string& href) const {
    const Target t = resolve_href(book_.files[e.file].path, href);
    return t.external ? href : t.path + (t.anchor.empty() ? "" : "#" + t.anchor);
  }

  static uint32_t first_number(const Element& e) { return e.name == "ol" ? 1 : 0; }

  void add(const Element& e, SpanKind kind) {
    Span s;
    s.kind = kind;
    s.begin = shown(e.begin < note_.begin ? note_.begin : e.begin);
    s.end = shown(note_.end < e.end ? note_.end : e.end);
    // An element that begins with a paragraph begins after the LF before it, one that ends with it before the LF after
    // it.
    while (s.begin < s.end && out_.text[s.begin] == '\n') ++s.begin;
    while (s.begin < s.end && out_.text[s.end - 1] == '\n') --s.end;
    if (kind == SpanKind::line_break) {
      // The space that the break became: the one before the first character of the new line.
      if (s.begin == 0 || s.begin > out_.text.size() || out_.text[s.begin - 1] != ' ') return;
      s = {kind, s.begin - 1, s.begin, 0};
    }
    if (kind == SpanKind::link) s.arg = string(path_of(e, e.href));
    if (kind == SpanKind::list) s.arg = first_number(e);
    if (kind == SpanKind::cell) s.arg = e.name == "th";
    if (s.begin < s.end) out_.spans.push_back(s);
  }

  void make_spans() {
    const TextPoint from{note_.begin.paragraph, 0};
    auto first = std::lower_bound(book_.elements.begin(), book_.elements.end(), from,
                                  [](const Element& e, TextPoint p) { return e.begin < p; });
    // Images at the note's end may stand at the start of the next paragraph.
    const TextPoint last = std::max(note_.end, TextPoint{note_.end.paragraph + 1, 0});
    for (auto e = first; e != book_.elements.end() && !(last < e->begin); ++e) {
      const auto row = static_cast<uint32_t>(e - book_.elements.begin());
      if (e->name == "img" || e->name == "image") {
        image(*e);
        continue;
      }
      if (std::find(note_.noterefs.begin(), note_.noterefs.end(), row) != note_.noterefs.end()) {
        noteref(*e);
        continue;
      }
      if (!(note_.begin < e->end) || !(e->begin < note_.end) || cut(*e)) continue;
      for (SpanKind kind : inline_kinds(*e)) add(*e, kind);
      if (!e->block || !inside(*e)) continue;
      const SpanKind kind = block_kind(*e);
      if (kind == SpanKind::other) continue;
      if (kind == SpanKind::list_item && !parent_inside(*e, is_list)) continue;
      if ((kind == SpanKind::row || kind == SpanKind::cell) &&
          !parent_inside(*e, [](const Element& t) { return t.name == "table"; }))
        continue;
      add(*e, kind);
    }
  }

  bool cut(const Element& e) const {
    for (const Cut& c : note_.cuts)
      if (!(e.begin < c.begin) && !(c.end < e.end) && e.begin != e.end) return true;
    return false;
  }

  // At the note's two ends an image may stand beside the text: it is the note's if its paragraph is.
  void image(const Element& e) {
    if (e.begin < note_.begin || cut(e)) return;
    // A paragraph of nothing but an image has no text of its own: what it stands in says before or behind which text it is.
    bool within = false;
    for (uint32_t up = e.parent; up != kNone; up = book_.elements[up].parent) {
      const Element& around = book_.elements[up];
      if (around.begin < note_.begin && !(note_.begin < around.end)) return;
      within |= !(around.begin < note_.begin) && around.begin < around.end && !(note_.end < around.end);
    }
    if (!within && (note_.end < e.begin || (e.begin == note_.end && e.begin.offset == 0))) return;
    // An image inside a way back or a noteref is its picture.
    for (uint32_t up = e.parent; up != kNone && !book_.elements[up].block; up = book_.elements[up].parent)
      if (book_.elements[up].name == "a" && book_.elements[up].begin == book_.elements[up].end) return;
    const uint32_t at = shown(e.begin);
    const uint32_t arg = string(image_reference(book_, e), &e.alt);
    out_.spans.push_back({SpanKind::image, at, at, arg});
  }

  void noteref(const Element& e) {
    if (e.begin < note_.begin || note_.end < e.begin) return;
    const uint32_t at = shown(e.begin);
    const std::string label =
        e.begin.paragraph == e.end.paragraph && e.begin.paragraph < book_.paragraphs.size()
            ? book_.paragraphs[e.begin.paragraph].text.substr(e.begin.offset, e.end.offset - e.begin.offset)
            : "";
    uint32_t link = static_cast<uint32_t>(&e - book_.elements.data());
    while (book_.elements[link].href.empty() && book_.elements[link].parent != kNone)
      link = book_.elements[link].parent;
    const std::string path = path_of(e, book_.elements[link].href);
    const uint32_t arg = string(label, &path);
    out_.spans.push_back({SpanKind::noteref, at, at, arg});
  }

  const Book& book_;
  const Note& note_;
  RichText out_;
  std::vector<SlicePoint> map_;
};

}  // namespace

RichText note_body(const Book& book, const Note& note, std::vector<TextPoint>* from) {
  return Body(book, note).run(from);
}

}  // namespace postil
