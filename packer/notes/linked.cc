// Linked notes by structure: a short label that links to a place which looks like a note, whatever the markup calls it.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "packer/notes/label.h"
#include "packer/notes/notes.h"
#include "packer/structure/href.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

bool has(const std::string& in, const char* word) { return in.find(word) != std::string::npos; }

struct Link {
  uint32_t element = 0, target = 0;
  std::string label;
  bool explicit_mark = false;
};

size_t utf8_length(const std::string& text) {
  size_t n = 0;
  for (char c : text) n += (static_cast<uint8_t>(c) & 0xC0) != 0x80;
  return n;
}

class Linked {
 public:
  Linked(const Book& book, NoteSet& set) : book_(book), set_(set) {}

  void run() {
    index();
    candidates();
    choose();
    build();
  }

 private:
  const Element& at(uint32_t e) const { return book_.elements[e]; }

  void index() {
    for (uint32_t f = 0; f < book_.files.size(); ++f) file_of_.emplace(book_.files[f].path, f);
    for (uint32_t i = 0; i < book_.elements.size(); ++i)
      if (!at(i).id.empty() && !ids_.emplace(std::to_string(at(i).file) + "#" + at(i).id, i).second) doubled_.insert(ids_[std::to_string(at(i).file) + "#" + at(i).id]);
  }

  uint32_t resolve(const Element& e) const {
    const Target t = resolve_href(book_.files[e.file].path, e.href);
    if (t.external || t.anchor.empty()) return kNone;
    const auto file = file_of_.find(t.path);
    if (file == file_of_.end()) return kNone;
    const auto found = ids_.find(std::to_string(file->second) + "#" + t.anchor);
    return found == ids_.end() ? kNone : found->second;
  }

  std::string text_of(const Element& e) const {
    if (e.begin.paragraph != e.end.paragraph || e.begin.paragraph >= book_.paragraphs.size()) return "";
    return book_.paragraphs[e.begin.paragraph].text.substr(e.begin.offset, e.end.offset - e.begin.offset);
  }

  uint32_t block_of(uint32_t e) const {
    while (!at(e).block && at(e).parent != kNone) e = at(e).parent;
    return e;
  }

  template <class F>
  bool any_ancestor(uint32_t e, F f) const {
    for (; e != kNone; e = at(e).parent)
      if (f(at(e))) return true;
    return false;
  }

  bool note_like_container(uint32_t e) const {
    return any_ancestor(e, [](const Element& a) {
      return has(a.epub_type, "footnote") || has(a.epub_type, "endnote") || has(a.epub_type, "rearnote") || has(a.role, "doc-footnote") ||
             has(a.role, "doc-endnote") || has(a.klass, "footnote") || has(a.klass, "endnote") || has(a.klass, "Footnote") || has(a.klass, "Endnote");
    });
  }

  bool backlink_by_name(const Element& e) const {
    return has(e.epub_type, "backlink") || has(e.epub_type, "referrer") || has(e.role, "doc-backlink") || has(e.rel, "footnote-back") ||
           has(e.klass, "footnote-back") || has(e.klass, "backlink");
  }

  void candidates() {
    for (uint32_t i = 0; i < book_.elements.size(); ++i) {
      const Element& e = at(i);
      if (e.name != "a" || e.href.empty() || backlink_by_name(e)) continue;
      if (any_ancestor(i, [](const Element& a) { return a.name == "nav" || has(a.role, "doc-toc") || has(a.role, "doc-index"); })) continue;
      Link link;
      link.element = i;
      link.target = resolve(e);
      link.explicit_mark = has(e.epub_type, "noteref") || has(e.role, "doc-noteref");
      link.label = bare_label(text_of(e));
      if (link.label.empty() && link.explicit_mark) link.label = text_of(e);
      if (link.label.empty()) continue;
      explicit_ |= link.explicit_mark;
      if (link.target == kNone) {
        if (link.explicit_mark) broken_.push_back(link);
        continue;
      }
      links_.push_back(std::move(link));
    }
  }

  // Does nothing but brackets (for a target: or a label) stand between the block's start and the element?
  bool at_block_start(uint32_t e, bool after_label = false) const {
    const TextPoint p = at(e).begin;
    if (p.paragraph >= book_.paragraphs.size()) return false;
    const Paragraph& paragraph = book_.paragraphs[p.paragraph];
    if (p.offset == 0) return true;
    const std::string_view before = std::string_view(paragraph.text).substr(0, p.offset);
    return p.offset <= 12 && (before.find_first_not_of(" []().") == std::string_view::npos || (after_label && !bare_label(before).empty()));
  }

  bool starts_with_label(uint32_t e, const std::string& label) const {
    const TextPoint p = at(block_of(e)).begin, q = at(e).begin;
    for (TextPoint point : {p, q}) {
      if (point.paragraph >= book_.paragraphs.size()) continue;
      if (label_prefix(std::string_view(book_.paragraphs[point.paragraph].text).substr(std::min<size_t>(point.offset, book_.paragraphs[point.paragraph].text.size())), label) > 0) return true;
    }
    return false;
  }

  bool in_superscript(uint32_t e) const {
    if (any_ancestor(e, [](const Element& a) { return a.name == "sup" || has(a.style, "super"); })) return true;
    for (uint32_t i = e + 1; i < at(e).next; ++i)
      if (at(i).name == "sup") return true;
    return false;
  }

  // Marks are links that lead to note-like places and are not the way back from one.
  void choose() {
    std::unordered_map<uint64_t, size_t> by_way;  // (source paragraph, target paragraph)
    auto way = [](uint32_t from, uint32_t to) { return static_cast<uint64_t>(from) << 32 | to; };
    for (size_t i = 0; i < links_.size(); ++i) by_way.emplace(way(at(links_[i].element).begin.paragraph, at(links_[i].target).begin.paragraph), i);
    for (Link& link : links_) {
      const uint32_t source = at(link.element).begin.paragraph, target = at(link.target).begin.paragraph;
      if (at(link.element).begin == at(link.element).end) continue;
      bool mark = link.explicit_mark;
      if (!mark) {
        // "see note 12" in a book that marks its noterefs is a cross-reference.
        if (explicit_ && !in_superscript(link.element)) continue;
        if (source == target && at(link.target).next > link.element && link.target <= link.element) continue;  // to itself
        const auto back = by_way.find(way(target, source));
        const bool reciprocal = back != by_way.end() && source != target;
        const bool starts_here = at_block_start(link.element), starts_there = at_block_start(link.target, true);
        if (reciprocal) {
          const Link& other = links_[back->second];
          const bool other_starts = at_block_start(other.element);
          mark = !other.explicit_mark && (starts_here != other_starts ? !starts_here : link.element < other.element);
        } else {
          const bool heading = target < book_.paragraphs.size() && book_.paragraphs[target].kind == ParagraphKind::heading;
          mark = !heading && starts_there && (starts_with_label(link.target, link.label) || note_like_container(link.target)) &&
                 !(note_like_container(link.element) && starts_here && link.target < link.element);
          if (mark && starts_here && !in_superscript(link.element) && text_of(at(link.element)).size() == book_.paragraphs[source].text.size()) mark = false;
          if (!mark && !heading && in_superscript(link.element) && !starts_here && starts_there) mark = true;
        }
      }
      if (mark) marks_.push_back(link), mark_elements_.insert(link.element);
    }
  }

  NoteKind kind_of(uint32_t e) const {
    for (uint32_t a = e; a != kNone; a = at(a).parent) {
      const std::string words = at(a).epub_type + " " + at(a).role + " " + at(a).klass;
      if (has(words, "endnote")) return NoteKind::endnote;
      if (has(words, "rearnote")) return NoteKind::rearnote;
      if (has(words, "footnote")) return NoteKind::footnote;
      if (has(words, "translator")) return NoteKind::translator;
      if (has(words, "glossary") || has(words, "glossdef")) return NoteKind::gloss;
    }
    return NoteKind::other;
  }

  // The element whose extent a note is at least: the target if it is a block, else the block around it; a cell's row, a term's definition.
  uint32_t unit_of(uint32_t target) const {
    uint32_t unit = block_of(target);
    if (at(unit).name == "td" || at(unit).name == "th")
      for (uint32_t up = unit; up != kNone; up = at(up).parent)
        if (at(up).name == "tr") return up;
    return unit;
  }

  void build() {
    std::sort(marks_.begin(), marks_.end(), [](const Link& a, const Link& b) { return a.element < b.element; });
    // Distinct units in document order; several targets in one unit stay apart when they stand in different paragraphs.
    struct Start {
      TextPoint begin;
      uint32_t target, unit;
    };
    std::vector<Start> starts;
    for (const Link& m : marks_) {
      const uint32_t unit = unit_of(m.target);
      TextPoint begin = at(m.target).begin;
      if (at_block_start(m.target, true) || at(unit).begin.paragraph != begin.paragraph) begin = at(unit).begin.paragraph == begin.paragraph ? at(unit).begin : TextPoint{begin.paragraph, 0};
      starts.push_back({begin, m.target, unit});
      note_units_.insert(unit);
    }
    std::sort(starts.begin(), starts.end(), [](const Start& a, const Start& b) { return a.begin != b.begin ? a.begin < b.begin : a.target < b.target; });
    std::vector<Start> kept;
    for (const Start& s : starts)
      if (kept.empty() || kept.back().begin != s.begin) kept.push_back(s);
    const auto base = static_cast<uint32_t>(set_.notes.size());
    for (size_t i = 0; i < kept.size(); ++i) {
      Note note;
      note.anchor = at(kept[i].target).id;
      note.kind = kind_of(kept[i].target);
      note.begin = kept[i].begin;
      note.end = extent(kept[i].unit, kept[i].begin, i + 1 < kept.size() ? kept[i + 1].begin : TextPoint{kNone, 0});
      // An empty note before text that belongs to no note: either neighbour may be its owner.
      if (at(kept[i].unit).begin == at(kept[i].unit).end) {
        const auto here = base + static_cast<uint32_t>(i);
        astray_.insert(here);
        if (i > 0) astray_.insert(here - 1);
      }
      set_.notes.push_back(std::move(note));
    }
    for (const Link& m : marks_) {
      Mark mark = mark_of(m);
      const uint32_t unit = unit_of(m.target);
      TextPoint begin = at(m.target).begin;
      if (at_block_start(m.target, true) || at(unit).begin.paragraph != begin.paragraph) begin = at(unit).begin.paragraph == begin.paragraph ? at(unit).begin : TextPoint{begin.paragraph, 0};
      const auto found = std::lower_bound(kept.begin(), kept.end(), begin, [](const Start& s, TextPoint p) { return s.begin < p; });
      mark.note = base + static_cast<uint32_t>(found - kept.begin());
      if (doubled_.count(m.target) || astray_.count(mark.note)) {
        const uint32_t where = book_.paragraphs[mark.paragraph].begin;
        const bool doubled = doubled_.count(m.target) != 0;
        set_.findings.push_back({doubled ? "N-ID" : "N-STRAY", Severity::error, {at(m.element).file, where + mark.begin, where + mark.end}, {}, 0,
                                 doubled ? "noteref " + mark.label + " links to the id " + at(m.target).id + ", which two elements bear"
                                         : "text stands outside any note next to the empty note of " + at(m.target).id,
                                 doubled ? "give each note an id of its own" : "move the text into the note it belongs to"});
        mark.note = kNone;
        mark.problems |= kProblemAmbiguous;
        set_.marks.push_back(std::move(mark));
        continue;
      }
      mark.how = How::href;
      mark.permille = 990;
      if (set_.notes[mark.note].label.empty()) set_.notes[mark.note].label = mark.label;
      set_.notes[mark.note].marks.push_back(static_cast<uint32_t>(set_.marks.size()));
      set_.marks.push_back(std::move(mark));
    }
    for (const Link& m : broken_) {
      Mark mark = mark_of(m);
      mark.problems = kProblemBroken;
      const uint32_t where = book_.paragraphs[mark.paragraph].begin;
      set_.findings.push_back({"N-LINK", Severity::error, {at(m.element).file, where + mark.begin, where + mark.end}, {}, 0,
                               "noteref " + mark.label + " links to " + at(m.element).href + ", which is nowhere in the book", "correct the link or add the note"});
      set_.marks.push_back(std::move(mark));
    }
    for (uint32_t i = base; i < set_.notes.size(); ++i) trim(set_.notes[i]);
  }

  Mark mark_of(const Link& m) const {
    Mark mark;
    mark.paragraph = at(m.element).begin.paragraph;
    mark.begin = at(m.element).begin.offset;
    mark.end = at(m.element).end.paragraph == mark.paragraph ? at(m.element).end.offset : mark.begin;
    mark.label = m.label;
    mark.element = m.element;
    mark.anchor = at(m.element).id;
    if (mark.anchor.empty() && at(m.element).parent != kNone && at(at(m.element).parent).name == "sup") mark.anchor = at(at(m.element).parent).id;
    return mark;
  }

  // A note ends where its unit does; a unit that is a bare paragraph goes on over what follows it, up to the next note, a heading or a rule.
  TextPoint extent(uint32_t unit, TextPoint begin, TextPoint next) const {
    TextPoint end = at(unit).end;
    const std::string& name = at(unit).name;
    const bool closed = name == "li" || name == "aside" || name == "section" || name == "article" || name == "tr" || name == "dd" ||
                        ((name == "div" || name == "blockquote") && at(unit).begin == begin && at(unit).end.paragraph >= begin.paragraph);
    if (!closed && at(unit).parent != kNone) {
      const uint32_t parent = at(unit).parent;
      // Notes that stand in the flow of the text are one paragraph, unless what follows is styled like them.
      uint32_t children = 0, starts = 0;
      for (uint32_t c = parent + 1; c < at(parent).next; c = at(c).next) ++children, starts += note_units_.count(c);
      const bool container = starts * 3 >= children;
      // Only what stands between two notes of one container, or in a container of its own, certainly goes on.
      const bool between = container && next.paragraph != kNone && !(at(parent).end < next) && at(parent).begin < next;
      const bool own = container && (at(parent).name == "aside" || at(parent).name == "li" || at(parent).name == "dd" || at(parent).name == "section" || at(parent).name == "div");
      for (uint32_t sibling = at(unit).next; sibling < at(parent).next; sibling = at(sibling).next) {
        const Element& s = at(sibling);
        if (s.name == "hr" || (s.name.size() == 2 && s.name[0] == 'h' && s.name[1] >= '1' && s.name[1] <= '6') || s.name == "section") break;
        if (s.name == "dt" && name == "dt") break;
        if (next.paragraph != kNone && !(s.begin < next)) break;
        const bool alike = (s.klass == at(unit).klass && (container || !s.klass.empty())) || has(s.klass, "note") || has(s.klass, "Note") || name == "dt";
        if (!(between || (own && note_like_container(parent)) || alike)) break;
        if (!between && at(parent).name == "body" && !alike) break;
        end = s.end;
      }
    }
    if (next.paragraph != kNone && next < end && begin < next) {
      end = next;
      if (end.offset == 0 && end.paragraph > 0) end = {end.paragraph - 1, static_cast<uint32_t>(book_.paragraphs[end.paragraph - 1].text.size())};
    }
    return end < begin ? begin : end;
  }

  // Takes label and backlinks off: outside the range at its ends, as cuts inside.
  void trim(Note& note) {
    std::vector<Cut> cuts;
    for (uint32_t i = first_element_at(note.begin); i < book_.elements.size() && at(i).begin < note.end; ++i) {
      const Element& e = at(i);
      if (e.name != "a" || e.begin == e.end || e.href.empty() || note.end < e.end || e.begin < note.begin) continue;
      bool back = backlink_by_name(e);
      const uint32_t target = resolve(e);
      for (uint32_t m : note.marks)
        if (target != kNone && at(target).begin.paragraph == set_.marks[m].paragraph && target != set_.marks[m].note) back = true;
      const std::string text = text_of(e);
      if (!back && (text == "↩" || text == "↩︎" || text == "↑" || text == "^" || text == "⤴" || text == "↵")) back = true;
      // A mark inside the note is known by its place (Mark::inside); its label is no word of the note.
      if (back || mark_elements_.count(i)) cuts.push_back({e.begin, e.end});
    }
    if (note.begin.offset == 0 && note.begin.paragraph < note.end.paragraph) {
      const std::string& first = book_.paragraphs[note.begin.paragraph].text;
      if (utf8_length(first) <= 1) note.begin = {note.begin.paragraph + 1, 0};  // what is left of a label
    }
    bool again = true;
    while (again) {
      again = false;
      if (note.begin.paragraph >= book_.paragraphs.size()) break;
      const std::string& text = book_.paragraphs[note.begin.paragraph].text;
      if (note.begin.offset >= text.size() && note.begin.paragraph < note.end.paragraph) {
        note.begin = {note.begin.paragraph + 1, 0};
        again = true;
        continue;
      }
      for (const Cut& c : cuts)
        if (c.begin.paragraph == note.begin.paragraph && !(note.begin < c.begin) && note.begin < c.end) note.begin = c.end, again = true;
      if (again) continue;
      const std::string_view rest = std::string_view(text).substr(std::min<size_t>(note.begin.offset, text.size()));
      size_t skip = stripped_ ? 0 : label_prefix(rest, note.label);
      if (skip > 0) stripped_ = true;
      if (skip == 0) {
        skip = std::min(rest.find_first_not_of(" ].):"), rest.size());
        if (note.begin.offset == 0 || rest[0] == '(') skip = 0;
        if (rest.size() > 1 && rest[0] == '[' && !cuts.empty() && cuts[0].begin.offset == note.begin.offset + 1) skip = 1;
      }
      if (skip > 0) note.begin.offset += static_cast<uint32_t>(skip), again = true;
    }
    stripped_ = false;
    for (bool more = true; more;) {
      more = false;
      const std::string& text = book_.paragraphs[std::min<size_t>(note.end.paragraph, book_.paragraphs.size() - 1)].text;
      while (note.end.offset > 0 && note.end.offset <= text.size() && text[note.end.offset - 1] == ' ' && note.begin < note.end) --note.end.offset;
      for (const Cut& c : cuts)
        if (c.end == note.end && note.begin < c.begin) note.end = c.begin, more = true;
      if (note.end.offset == 0 && note.end.paragraph > note.begin.paragraph) {
        note.end = {note.end.paragraph - 1, static_cast<uint32_t>(book_.paragraphs[note.end.paragraph - 1].text.size())};
        more = true;
      }
    }
    for (const Cut& c : cuts)
      if (!(c.begin < note.begin) && !(note.end < c.end)) note.cuts.push_back(c);
  }

  uint32_t first_element_at(TextPoint p) const {
    return static_cast<uint32_t>(std::lower_bound(book_.elements.begin(), book_.elements.end(), p, [](const Element& e, TextPoint q) { return e.begin < q; }) -
                                 book_.elements.begin());
  }

  const Book& book_;
  NoteSet& set_;
  std::unordered_map<std::string, uint32_t> file_of_, ids_;
  std::unordered_set<uint32_t> astray_;   // notes whose extent is in doubt
  std::unordered_set<uint32_t> doubled_;  // elements whose id stands again later in the file
  std::vector<Link> links_, marks_, broken_;
  bool explicit_ = false;                 // the book says itself what a noteref is
  std::unordered_set<uint32_t> note_units_, mark_elements_;
  bool stripped_ = false;
};

}  // namespace

void find_linked_notes(const Book& book, NoteSet& set) {
  if (!book.elements.empty()) Linked(book, set).run();
}

}  // namespace postil
