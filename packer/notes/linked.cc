// Linked notes by structure: a short label that links to a place which looks like a note, whatever the markup calls it.
#include <algorithm>
#include <unordered_set>

#include "packer/notes/label.h"
#include "packer/notes/linked_extent.h"
#include "packer/notes/linked_faults.h"
#include "packer/notes/linked_phrases.h"
#include "packer/notes/linked_trim.h"
#include "packer/notes/notes.h"

namespace postil {
namespace {

class Linked {
 public:
  Linked(const Book& book, NoteSet& set) : x_(book), set_(set) {}

  void run() {
    links_ = find_marks(x_);
    if (!links_.empty()) link();
    add_notes_in_place();
    find_phrase_notes(x_, set_);
  }

 private:
  // TEI's <note> stands where its mark would: the mark is a point, the note the element.
  void add_notes_in_place() {
    std::unordered_set<uint32_t> meant;
    for (const NoteLink& l : links_) meant.insert(l.target);
    const auto base = static_cast<uint32_t>(set_.notes.size());
    for (uint32_t i = 0; i < x_.book().elements.size(); ++i) {
      const Element& e = x_.at(i);
      if (e.name != "note" || x_.empty(i) || meant.count(i) != 0 || !x_.valid(e.begin)) continue;
      Mark mark;
      mark.paragraph = e.begin.paragraph;
      mark.begin = mark.end = e.begin.offset;
      // A note in blocks of its own belongs to the text before it.
      if (e.begin.offset == 0 && mark.paragraph > x_.book().files[e.file].first_paragraph) {
        --mark.paragraph;
        mark.begin = mark.end = static_cast<uint32_t>(x_.paragraph(mark.paragraph).size());
      }
      mark.label = e.tei_n;
      mark.anchor = e.id;
      mark.element = i;
      mark.note = static_cast<uint32_t>(set_.notes.size());
      mark.how = How::href;
      mark.permille = 1000;
      Note note;
      note.label = e.tei_n;
      note.anchor = e.id;
      note.begin = e.begin;
      note.end = e.end;
      note.kind = kind_of_note(x_, i, note);
      if (note.kind == NoteKind::other) note.kind = tei_kind(e.tei_type);
      note.marks.push_back(static_cast<uint32_t>(set_.marks.size()));
      set_.marks.push_back(std::move(mark));
      set_.notes.push_back(std::move(note));
    }
    cut_nested(base, false);
  }

  static NoteKind tei_kind(const std::string& type) {
    if (type.find("gloss") != std::string::npos) return NoteKind::gloss;
    if (type.find("transl") != std::string::npos) return NoteKind::translator;
    if (type.find("edit") != std::string::npos) return NoteKind::editor;
    return NoteKind::footnote;
  }

  void link() {
    for (const NoteLink& l : links_) {
      if (l.phrase) continue;  // its words are words of the note in which they stand
      mark_elements_.insert(l.shown == kNone ? l.element : l.shown);
      if (l.last != kNone) mark_elements_.insert(l.last);
    }
    const std::vector<NoteExtent> extents = find_extents(x_, links_);
    note_of_.assign(links_.size(), kNone);
    const auto base = static_cast<uint32_t>(set_.notes.size());
    for (size_t i = 0; i < extents.size(); ++i)
      for (uint32_t m : extents[i].marks) note_of_[m] = static_cast<uint32_t>(i);
    for (const NoteExtent& e : extents) set_.notes.push_back(note_of(e));
    for (uint32_t m = 0; m < links_.size(); ++m) add_mark(m, base, extents);
    find_printed(extents);
    for (size_t i = 0; i < extents.size(); ++i) finish(base + static_cast<uint32_t>(i), extents[i]);
    cut_nested(base, true);
    find_unlinked_marks(x_, base, set_);
  }

  Place place_of(TextPoint begin, TextPoint end) const {
    if (!x_.valid(begin)) return {};
    const Paragraph& p = x_.book().paragraphs[begin.paragraph];
    const uint32_t last = end.paragraph == begin.paragraph ? end.offset : static_cast<uint32_t>(p.text.size());
    return {p.file, p.begin + begin.offset, p.begin + std::max(begin.offset, last)};
  }
  void find(const char* code, Severity severity, Place where, std::string message, std::string hint) {
    set_.findings.push_back({code, severity, where, {}, 0, std::move(message), std::move(hint)});
  }

  Note note_of(const NoteExtent& e) const {
    Note n;
    n.begin = e.begin;
    n.end = e.end;
    n.label = e.label;
    n.anchor = e.target == kNone ? "" : x_.at(e.target).id;
    return n;
  }

  void add_mark(uint32_t row, uint32_t base, const std::vector<NoteExtent>& extents) {
    const NoteLink& l = links_[row];
    const Element& e = x_.at(l.shown == kNone ? l.element : l.shown);
    Mark mark;
    mark.paragraph = e.begin.paragraph;
    mark.begin = e.begin.offset;
    mark.end = e.end.paragraph == mark.paragraph ? e.end.offset : mark.begin;
    if (!x_.valid(e.begin))
      mark.paragraph = static_cast<uint32_t>(x_.book().paragraphs.size() - 1),
      mark.begin = mark.end = static_cast<uint32_t>(x_.paragraph(mark.paragraph).size());
    if (l.last != kNone) mark.end = x_.at(l.last).end.offset;
    mark.label = l.label;
    mark.element = l.element;
    mark.anchor = e.id;
    for (uint32_t up = e.parent; mark.anchor.empty() && up != kNone && !x_.at(up).block; up = x_.at(up).parent)
      mark.anchor = x_.at(up).id;
    const Place where = place_of({mark.paragraph, mark.begin}, {mark.paragraph, mark.end});
    if (l.target == kNone) {
      mark.problems = kProblemBroken;
      find("N-LINK", Severity::error, where,
           "noteref " + mark.label + " links to " + x_.at(l.element).href + ", which is nowhere in the book",
           "correct the link or add the note");
      set_.marks.push_back(std::move(mark));
      return;
    }
    const uint32_t extent = note_of_[row];
    const bool doubled = x_.doubled(l.target);
    if (extent == kNone || doubled || extents[extent].astray) {
      mark.problems |= kProblemAmbiguous;
      if (doubled)
        find("N-ID", Severity::error, where,
             "noteref " + mark.label + " links to the id " + x_.at(l.target).id + ", which two elements bear",
             "give each note an id of its own");
      else if (extent == kNone)
        find("N-WIDE", Severity::error, where,
             "noteref " + mark.label + " links to " + x_.at(l.element).href + ", which holds several notes",
             "link to the one note that is meant");
      else
        find("N-STRAY", Severity::error, where,
             "text stands outside any note next to the empty note of " + x_.at(l.target).id,
             "move the text into the note it belongs to");
      set_.marks.push_back(std::move(mark));
      return;
    }
    mark.note = base + extent;
    mark.how = How::href;
    mark.permille = l.explicit_mark || l.reciprocal ? 995 : 980;
    Note& note = set_.notes[mark.note];
    if (mark.label.empty()) {
      size_t size = 0;
      mark.label = leading_label(x_.after(note.begin), &size);
    }
    if (note.marks.empty() && !mark.label.empty() && !l.phrase) note.label = mark.label;
    note.marks.push_back(static_cast<uint32_t>(set_.marks.size()));
    set_.marks.push_back(std::move(mark));
  }

  std::string printed_label(const NoteExtent& e) const {
    size_t size = 0;
    return leading_label(x_.after(e.begin), &size);
  }

  // Do the notes of this book print their labels?
  void find_printed(const std::vector<NoteExtent>& extents) {
    size_t same = 0, all = 0;
    for (const NoteExtent& e : extents) {
      if (e.marks.empty()) continue;
      ++all;
      same += printed_label(e) == links_[e.marks[0]].label;
    }
    labels_printed_ = all >= 3 && same * 10 >= all * 7;
  }

  void finish(uint32_t row, const NoteExtent& extent) {
    Note& note = set_.notes[row];
    std::vector<TextPoint> near;
    for (uint32_t m : extent.marks) near.push_back(x_.at(links_[m].element).begin);
    const Place where = place_of(note.begin, note.end);
    const uint32_t back = broken_backlink(x_, near, note);
    const std::string printed = labels_printed_ ? printed_label(extent) : "";
    if (!printed.empty() && !note.marks.empty() && printed != note.label && is_number(printed) &&
        is_number(note.label)) {
      const Mark& mark = set_.marks[note.marks[0]];
      find("N-LABEL", Severity::warning, place_of({mark.paragraph, mark.begin}, {mark.paragraph, mark.end}),
           "noteref " + mark.label + " links to the note that prints " + printed,
           "renumber the one or the other, or correct the link");
      note.label = printed;
    }
    trim_note(x_, near, mark_elements_, note);
    note.kind = kind_of_note(x_, extent.target, note);
    if (extent.marks.empty() && note.kind == NoteKind::gloss) return;  // few glossaries are linked whole
    if (extent.marks.empty()) {
      find("N-ORPHAN", Severity::warning, where,
           "no noteref links to note " + (note.label.empty() ? note.anchor : note.label),
           "link a noteref to it, or remove the note");
    } else if (back != kNone) {
      const Element& b = x_.at(back);
      find("N-BACK", Severity::warning, place_of(b.begin, b.end),
           "the way back of note " + note.label + " leads to " + b.href +
               (x_.dangling(back) ? ", which is nowhere in the book" : ", where its noteref is not"),
           "link it to the id of the noteref");
    }
    if (!(note.begin < note.end) && !extent.astray && !has_image(extent))
      find("N-EMPTY", Severity::warning, where, "note " + note.label + " has no text",
           "add the note's text, or remove its noteref");
  }

  // A note inside another is no text of the outer one; nor is its label, where `whole` paragraphs are cut.
  void cut_nested(uint32_t base, bool whole) {
    for (uint32_t i = base; i < set_.notes.size(); ++i)
      for (uint32_t k = i + 1; k < set_.notes.size() && set_.notes[k].begin < set_.notes[i].end; ++k) {
        Note& outer = set_.notes[i];
        const Note& inner = set_.notes[k];
        if (!(outer.begin < inner.begin) || outer.end < inner.end) continue;
        outer.cuts.push_back({whole ? TextPoint{inner.begin.paragraph, 0} : inner.begin, inner.end});
        std::sort(outer.cuts.begin(), outer.cuts.end(), [](const Cut& a, const Cut& b) { return a.begin < b.begin; });
      }
  }

  bool has_image(const NoteExtent& e) const {
    for (uint32_t i = e.unit; i != kNone && i < x_.at(e.unit).next; ++i)
      if (x_.at(i).name == "img" || x_.at(i).name == "image") return true;
    return false;
  }
  static bool is_number(const std::string& label) {
    return !label.empty() && label.find_first_not_of("0123456789") == std::string::npos;
  }

  LinkIndex x_;
  NoteSet& set_;
  std::vector<NoteLink> links_;
  std::vector<uint32_t> note_of_;  // by link: row of its extent
  std::unordered_set<uint32_t> mark_elements_;
  bool labels_printed_ = false;
};

}  // namespace

void find_linked_notes(const Book& book, NoteSet& set) {
  if (!book.elements.empty() && !book.paragraphs.empty()) Linked(book, set).run();
}

}  // namespace postil
