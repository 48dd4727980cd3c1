#include "packer/notes/linked_extent.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "packer/notes/label.h"

namespace postil {
namespace {

bool has(std::string_view in, std::string_view what) {
  return in.find(what) != std::string_view::npos;
}
bool heading_name(const std::string& n) {
  return n.size() == 2 && n[0] == 'h' && n[1] >= '1' && n[1] <= '6';
}

class Extents {
 public:
  Extents(const LinkIndex& index, const std::vector<NoteLink>& marks) : x_(index), marks_(marks) {
    for (const NoteLink& m : marks_) mark_elements_.push_back(m.element);
  }

  std::vector<NoteExtent> run() {
    gather();
    for (NoteExtent& n : notes_) n.unit = unit_of(n);
    drop_containers();
    find_orphans();
    find_styles();
    find_flow();
    for (size_t i = 0; i < notes_.size(); ++i) end_of(i);
    for (size_t i = 0; i + 1 < notes_.size(); ++i) {
      NoteExtent& n = notes_[i];
      const NoteExtent& next = notes_[i + 1];
      // A nested note is cut out of the one around it later; others end where the next begins.
      if (next.begin < n.end && !(n.unit != kNone && next.unit != kNone && x_.contains(n.unit, next.unit)))
        n.end = before(next.begin);
      if (n.end < n.begin) n.end = n.begin;
    }
    find_astray();
    return std::move(notes_);
  }

 private:
  const Paragraph& paragraph(uint32_t p) const { return x_.book().paragraphs[p]; }
  uint32_t size_of(uint32_t p) const { return static_cast<uint32_t>(paragraph(p).text.size()); }

  TextPoint before(TextPoint p) const {
    if (p.offset > 0 || p.paragraph == 0) return p;
    return {p.paragraph - 1, size_of(p.paragraph - 1)};
  }

  // The first and one past the last of the marks whose links stand inside [from, to) of the elements.
  bool marks_between(uint32_t from, uint32_t to) const {
    const auto at = std::lower_bound(mark_elements_.begin(), mark_elements_.end(), from);
    return at != mark_elements_.end() && *at < to;
  }

  void gather() {
    std::map<std::pair<uint32_t, uint32_t>, size_t> rows;
    for (uint32_t m = 0; m < marks_.size(); ++m) {
      if (marks_[m].target == kNone) continue;
      const TextPoint begin = begin_of_note(x_, marks_[m].target, marks_[m].label);
      if (!x_.valid(begin)) continue;
      const auto [row, fresh] = rows.emplace(std::make_pair(begin.paragraph, begin.offset), notes_.size());
      if (fresh) {
        notes_.emplace_back();
        notes_.back().begin = begin;
        notes_.back().target = marks_[m].target;
        notes_.back().label = marks_[m].label;
      }
      NoteExtent& n = notes_[row->second];
      n.marks.push_back(m);
    }
    sort();
  }

  void sort() {
    std::stable_sort(notes_.begin(), notes_.end(),
                     [](const NoteExtent& a, const NoteExtent& b) { return a.begin < b.begin; });
    begins_.clear();
    for (const NoteExtent& n : notes_) begins_.push_back(n.begin);
  }

  // Does another note begin inside (begin, end of the element]?
  bool other_inside(uint32_t element, TextPoint begin) const {
    const auto next = std::upper_bound(begins_.begin(), begins_.end(), begin);
    return next != begins_.end() && *next < x_.at(element).end;
  }

  bool closed_name(uint32_t e) const {
    const std::string& n = x_.at(e).name;
    return n == "li" || n == "aside" || n == "dd" || n == "tr" || n == "section" || n == "article" || n == "dl" ||
           n == "blockquote" || n == "figure" || n == "note";
  }

  // The largest element that begins with the note and holds no other note, no heading after it and no mark of the body.
  uint32_t unit_of(const NoteExtent& n) const {
    uint32_t unit = paragraph(n.begin.paragraph).element;
    if (unit == kNone || x_.at(unit).begin != n.begin) return kNone;
    const Element& t = x_.at(n.target);
    const bool whole_file = t.name == "body";
    auto own = [&](uint32_t e) { return x_.contains(n.target, e) || n.target == e; };
    if (other_inside(unit, n.begin) && x_.at(unit).begin.paragraph == x_.at(unit).end.paragraph)
      return kNone;  // several notes in one paragraph
    while (x_.at(unit).parent != kNone) {
      const uint32_t up = x_.at(unit).parent;
      const Element& p = x_.at(up);
      if (p.name == "html" || (p.name == "body" && !whole_file) || p.begin != n.begin) break;
      const bool inside_target = own(up) && !t.name.empty() && t.block;
      if (other_inside(up, n.begin)) {
        // Notes inside the target are its own notes, when all their marks stand in it.
        if (!(inside_target && nested_only(up, n.begin))) break;
      } else if (!inside_target &&
                 (marks_between(x_.at(unit).next, p.next) || heading_after(unit, up) || many_labels(unit, up))) {
        break;
      }
      unit = up;
    }
    return unit;
  }

  bool heading_after(uint32_t unit, uint32_t up) const {
    for (uint32_t e = x_.at(unit).next; e < x_.at(up).next; ++e)
      if (heading_name(x_.at(e).name) || x_.at(e).name == "section") return true;
    return false;
  }

  // What follows in `up` are notes too, only that nothing links to them.
  bool many_labels(uint32_t unit, uint32_t up) const {
    const std::string& name = x_.at(up).name;
    if (name == "ol" || name == "ul" || name == "tbody" || name == "table") {
      uint32_t children = 0;
      for (uint32_t c = up + 1; c < x_.at(up).next; c = x_.at(c).next) children += !x_.empty(c);
      return children > 1 && name[0] != 't' ? true : children > 1 && printed(x_.at(unit).next) != "";
    }
    if (name == "dl") {
      uint32_t terms = 0;
      for (uint32_t c = up + 1; c < x_.at(up).next; c = x_.at(c).next) terms += x_.at(c).name == "dt";
      return terms > 1;
    }
    size_t size = 0;
    const std::string first = leading_label(x_.after(x_.at(unit).begin), &size);
    for (uint32_t c = x_.at(unit).next; c < x_.at(up).next; c = x_.at(c).next)
      if (follows(first, printed(c))) return true;
    return false;
  }

  std::string printed(uint32_t e) const {
    if (e >= x_.book().elements.size() || x_.empty(e)) return "";
    size_t size = 0;
    return leading_label(x_.after(x_.at(e).begin), &size);
  }

  static bool follows(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty() || a == b || b[0] < '0' || b[0] > '9' || a[0] < '0' || a[0] > '9') return false;
    return std::atol(b.c_str()) == std::atol(a.c_str()) + 1;
  }

  bool nested_only(uint32_t element, TextPoint begin) const {
    for (const NoteExtent& o : notes_) {
      if (!(begin < o.begin) || !(o.begin < x_.at(element).end)) continue;
      for (uint32_t m : o.marks)
        if (!x_.contains(element, marks_[m].element)) return false;
    }
    return true;
  }

  // A target that holds several notes is their container: which of them is meant, nobody said.
  void drop_containers() {
    auto container = [&](const NoteExtent& n) {
      if (n.target == kNone || !x_.at(n.target).block || x_.empty(n.target)) return false;
      if (!other_inside(n.target, n.begin) || nested_only(n.target, n.begin)) return false;
      return true;
    };
    std::vector<NoteExtent> kept;
    for (NoteExtent& n : notes_)
      if (!container(n)) kept.push_back(std::move(n));
    notes_ = std::move(kept);
    sort();
  }

  // Notes to which no mark links stand among the others, made like them.
  void find_orphans() {
    for (const NoteExtent& n : notes_)
      if (n.unit != kNone) units_.insert(n.unit);
    std::map<uint32_t, std::vector<size_t>> families;  // parent -> notes whose units are its children
    for (size_t i = 0; i < notes_.size(); ++i)
      if (notes_[i].unit != kNone && x_.at(notes_[i].unit).parent != kNone)
        families[x_.at(notes_[i].unit).parent].push_back(i);
    std::vector<NoteExtent> found;
    for (const auto& [parent, rows] : families) {
      const Element& model = x_.at(notes_[rows[0]].unit);
      const bool item = model.name == "li" || model.name == "aside" || model.name == "dl" || model.name == "dt" ||
                        model.name == "note";
      std::unordered_map<uint32_t, size_t> units;
      for (size_t r : rows) units.emplace(notes_[r].unit, r);
      const uint32_t first = notes_[rows[0]].unit;
      std::string last_label;
      bool between = false;
      for (uint32_t c = parent + 1; c < x_.at(parent).next; c = x_.at(c).next) {
        if (const auto note = units.find(c); note != units.end()) {
          between = true;
          size_t size = 0;
          const std::string own = leading_label(x_.after(x_.at(c).begin), &size);
          last_label = own.empty() ? notes_[note->second].label : own;
          continue;
        }
        const Element& e = x_.at(c);
        if (e.name != model.name || e.klass != model.klass || x_.empty(c) || (!between && !item && c < first)) continue;
        if (contains_note(c)) continue;
        const std::string label = printed(c);
        const bool like =
            item ||
            (!label.empty() && (follows(last_label, label) || (between && c + 1 < x_.at(c).next && led_by_link(c)))) ||
            (says_note(x_.names(c)) && !e.id.empty() && same_stem(e.id, model.id));
        if (!like || marks_body(c)) continue;
        NoteExtent n;
        n.begin = e.begin;
        n.unit = c;
        n.target = e.id.empty() ? kNone : c;
        for (uint32_t i = c + 1; i < e.next && n.target == kNone && x_.at(i).begin == e.begin; ++i)
          if (!x_.at(i).id.empty()) n.target = i;
        n.label = label;
        last_label = label.empty() ? last_label : label;
        found.push_back(std::move(n));
      }
    }
    // What the book itself calls a note.
    for (uint32_t i = 0; i < x_.book().elements.size(); ++i) {
      const Element& e = x_.at(i);
      if (!e.block || e.begin == e.end || !calls_itself_note(e)) continue;
      const auto known = std::lower_bound(begins_.begin(), begins_.end(), e.begin);
      if ((known != begins_.end() && *known < e.end) || covered(i)) continue;
      if (std::any_of(found.begin(), found.end(),
                      [&](const NoteExtent& f) { return !(f.begin < e.begin) && f.begin < e.end; }))
        continue;
      NoteExtent n;
      n.begin = e.begin;
      n.unit = i;
      n.target = e.id.empty() ? kNone : i;
      n.label = printed(i);
      found.push_back(std::move(n));
    }
    notes_.insert(notes_.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    sort();
  }

  static bool calls_itself_note(const Element& e) {
    const std::string words = " " + e.epub_type + " " + e.role + " ";
    return has(words, " footnote ") || has(words, " endnote ") || has(words, " rearnote ") ||
           has(words, " doc-footnote ") || has(words, " doc-endnote ");
  }
  // Inside a note already known.
  bool covered(uint32_t e) const {
    for (uint32_t up = x_.at(e).parent; up != kNone; up = x_.at(up).parent)
      if (units_.count(up) != 0) return true;
    return false;
  }

  bool contains_note(uint32_t e) const {
    const auto at = std::lower_bound(begins_.begin(), begins_.end(), x_.at(e).begin);
    return at != begins_.end() && *at < x_.at(e).end;
  }

  // A link stands at its start, with a label as its text.
  bool led_by_link(uint32_t e) const {
    for (uint32_t i = e + 1; i < x_.at(e).next && x_.at(i).begin.paragraph == x_.at(e).begin.paragraph &&
                             x_.at(i).begin.offset <= x_.at(e).begin.offset + 2;
         ++i)
      if (x_.at(i).name == "a" && !x_.at(i).href.empty() && !bare_label(x_.text(i)).empty()) return true;
    return false;
  }

  bool marks_body(uint32_t e) const {
    return marks_between(e, x_.at(e).next) && !says_note(x_.names(e)) && x_.at(e).name == "p";
  }

  static bool same_stem(const std::string& a, const std::string& b) {
    auto stem = [](const std::string& s) { return s.substr(0, s.find_first_of("0123456789")); };
    return !stem(a).empty() && stem(a) == stem(b);
  }

  static std::string signature(const Element& e) { return e.name + "." + e.klass; }

  // How paragraphs of the body look, and how those of notes do.
  void find_styles() {
    for (uint32_t e : mark_elements_) {
      const uint32_t p = x_.at(e).begin.paragraph;
      const auto next = std::upper_bound(begins_.begin(), begins_.end(), TextPoint{p, 0});
      if (next != begins_.end() && next->paragraph == p) continue;  // a mark in a note's first paragraph
      if (next != begins_.begin() && (next - 1)->paragraph == p) continue;
      if (x_.valid({p, 0})) ++body_[signature(x_.at(paragraph(p).element))];
    }
    for (const NoteExtent& n : notes_)
      if (n.unit != kNone) ++note_[signature(x_.at(n.unit))];
  }

  bool body_style(const Element& e) const {
    const auto b = body_.find(signature(e)), n = note_.find(signature(e));
    return b != body_.end() && (n == note_.end() || b->second * 4 > n->second);
  }

  uint32_t parent_of(const NoteExtent& n) const { return n.unit == kNone ? kNone : x_.at(n.unit).parent; }

  // Between the two notes stands nothing of the body: they are of one apparatus.
  bool together(size_t i, size_t k) const {
    const NoteExtent &a = notes_[i], &b = notes_[k];
    if (a.unit == kNone || b.unit == kNone || parent_of(a) != parent_of(b)) return false;
    // Marks between them stand in a note's own text, or in the body's: in the body if they mean the note that follows.
    for (uint32_t m : b.marks) {
      const uint32_t e = marks_[m].element;
      if (e > x_.at(a.unit).next && e < b.unit) return false;
    }
    for (uint32_t s = x_.at(a.unit).next; s < b.unit; s = x_.at(s).next)
      if (heading_name(x_.at(s).name)) return false;
    return true;
  }

  // Where notes and the body take turns anywhere in the book, no note goes on because what follows is near.
  void find_flow() {
    for (size_t i = 0; i + 1 < notes_.size(); ++i) {
      const NoteExtent &a = notes_[i], &b = notes_[i + 1];
      if (a.unit == kNone || b.unit == kNone || parent_of(a) != parent_of(b)) continue;
      for (uint32_t m : b.marks) {
        const uint32_t e = marks_[m].element;
        if (e > x_.at(a.unit).next && e < b.unit) flowing_ = true;
      }
    }
  }

  void end_of(size_t i) {
    NoteExtent& n = notes_[i];
    if (n.unit == kNone) {
      n.end = {n.begin.paragraph, size_of(n.begin.paragraph)};
      // A note inside a line of the body ends with its own element.
      const Element& t = x_.at(n.target);
      if (!t.block && t.begin == n.begin && n.begin.offset > 0 && says_note(x_.names(n.target)) && !x_.empty(n.target))
        n.end = t.end;
      if (i + 1 < notes_.size() && notes_[i + 1].begin < n.end) n.end = notes_[i + 1].begin;
      return;
    }
    const Element& u = x_.at(n.unit);
    n.end = u.end < n.begin ? n.begin : u.end;
    const uint32_t parent = u.parent;
    if (parent == kNone || u.name == "body") return;
    const bool several = u.begin.paragraph != u.end.paragraph;
    bool label_only = !several && label_alone(n);
    bool closed = (closed_name(n.unit) && !(u.name == "tr" && empty_first_cell(u.next, parent))) ||
                  (u.name == "div" && several) || has(x_.names(n.unit), "doc-footnote") ||
                  has(x_.names(n.unit), "doc-endnote") || has(u.epub_type, "note");
    if (u.name == "dl") closed = several || !label_only;
    if (closed && !label_only) return;
    const bool next_together = i + 1 < notes_.size() && together(i, i + 1);
    const bool last_together = i > 0 && !flowing_ && together(i - 1, i);
    const bool own = own_container(n, parent);
    const std::string look = signature(u);
    uint32_t stop = x_.at(parent).next;
    if (i + 1 < notes_.size() && notes_[i + 1].unit != kNone && x_.contains(parent, notes_[i + 1].unit))
      stop = std::min(stop, notes_[i + 1].unit);
    bool first = true;
    for (uint32_t s = u.next; s < stop; s = x_.at(s).next) {
      const Element& e = x_.at(s);
      if (e.name == "hr" || heading_name(e.name) || (e.name == "section" && !label_only)) break;
      if (x_.contains(s, stop) && stop < x_.at(parent).next) break;  // the next note begins in it
      if (i + 1 < notes_.size() && !(e.begin < notes_[i + 1].begin)) break;
      if (x_.empty(s)) continue;
      if (i + 1 < notes_.size() && subheading(s, u, restarts(n.label, notes_[i + 1].label))) break;
      const bool other = e.name == "table" || e.name == "ul" || e.name == "ol" || e.name == "blockquote" ||
                         e.name == "pre" || e.name == "figure" || (e.name == "dl" && u.name != "dl");
      const bool alike = signature(e) == look && (!body_style(e) || (!e.klass.empty() && !body_.count(look)));
      bool goes_on = false;
      if (u.name == "dt")
        goes_on = e.name == "dd";
      else if (u.name == "tr")
        goes_on = empty_first_cell(s, parent);
      else if (label_only && first)
        goes_on = true;
      else if (marks_between(s, e.next) && !says_note(x_.names(s)) && body_style(e))
        goes_on = false;
      else if (next_together)
        goes_on = true;
      else if (says_note(x_.names(s)) && !body_style(e))
        goes_on = true;
      else if (own || last_together)
        goes_on = own ? !distinct(e, u) || other
                      : alike || other || (e.klass == u.klass && !body_style(e)) ||
                            (last_together && ends_file(s) && signature(e) == look);
      else
        goes_on = (alike && !e.klass.empty()) || (other && expects_more(n.end));
      if (!goes_on) break;
      first = false;
      if (label_only && !several) label_only = false;
      n.end = e.end;
    }
  }

  static bool restarts(const std::string& a, const std::string& b) {
    const long x = std::atol(a.c_str()), y = std::atol(b.c_str());
    return y > 0 ? y <= x : b == "*" || b == "a" || b == "i";
  }

  // A paragraph that is a heading in all but name: a chapter's title between the notes of two chapters.
  bool subheading(uint32_t s, const Element& unit, bool restart) {
    const Element& e = x_.at(s);
    if (e.begin.paragraph != e.end.paragraph || (e.name != "p" && e.name != "div")) return false;
    const std::string text = lower_ascii(x_.text(s));
    if (text.empty() || text.size() > 100) return false;
    if (titles_.empty())
      for (const Chapter& c : x_.book().chapters) titles_.insert(lower_ascii(c.title));
    if (titles_.count(text) != 0) return true;
    for (std::string_view w : {"chapter ", "part ", "book ", "kapitel ", "teil ", "chapitre ", "partie ", "capítulo ",
                               "capitolo ", "глава "})
      if (text.compare(0, w.size(), w) == 0 && text.find('.') == std::string::npos) return true;
    return restart && e.klass != unit.klass && std::string_view(".!?;:,").find(text.back()) == std::string_view::npos;
  }

  // After an own rule or heading, or in a container that is called so, all that follows is of the notes.
  bool own_container(const NoteExtent& n, uint32_t parent) const {
    if (x_.at(parent).name != "body" && says_note(x_.names(parent))) return true;
    const Section s = x_.section(n.begin.paragraph);
    if (s == Section::notes || s == Section::translator || s == Section::editor || s == Section::glossary) return true;
    if (x_.at(parent).name != "body" && x_.at(parent).begin == n.begin) return true;
    // The rule stands before the first note of the run.
    for (uint32_t c = x_.at(parent).next > parent ? parent + 1 : parent; c < n.unit; c = x_.at(c).next)
      if (x_.at(c).name == "hr") return rule_before(parent, n.unit);
    return false;
  }

  bool rule_before(uint32_t parent, uint32_t unit) const {
    uint32_t rule = kNone;
    for (uint32_t c = parent + 1; c < unit; c = x_.at(c).next)
      if (x_.at(c).name == "hr") rule = c;
    if (rule == kNone) return false;
    const auto first = std::lower_bound(begins_.begin(), begins_.end(), x_.at(rule).begin);
    return first != begins_.end() && first->paragraph == x_.at(rule).begin.paragraph && !marks_between(rule, unit);
  }

  // A style that neither notes nor their continuations have.
  bool distinct(const Element& e, const Element& u) const { return e.klass != u.klass && body_style(e); }
  bool ends_file(uint32_t s) const {
    const SourceFile& f = x_.book().files[x_.at(s).file];
    return x_.at(s).begin.paragraph + 3 >= f.end_paragraph;
  }
  bool expects_more(TextPoint end) const {
    const std::string_view text = x_.before(end);
    return !text.empty() && (text.back() == ':' || text.back() == ',');
  }

  bool empty_first_cell(uint32_t s, uint32_t parent) const {
    if (s >= x_.at(parent).next || x_.at(s).name != "tr") return false;
    for (uint32_t c = s + 1; c < x_.at(s).next; c = x_.at(c).next)
      if (x_.at(c).name == "td" || x_.at(c).name == "th") return x_.empty(c) && !x_.empty(s);
    return false;
  }

  // The paragraph holds nothing but the label and ways back.
  bool label_alone(const NoteExtent& n) const {
    const std::string& text = paragraph(n.begin.paragraph).text;
    if (text.size() > 48) return false;
    size_t size = 0;
    const std::string label = leading_label(text, &size);
    const std::string_view rest = std::string_view(text).substr(size);
    if (!label.empty() && (rest.empty() || way_back(rest))) return true;
    return !bare_label(text).empty() || way_back(text);
  }

  // An empty note before text that belongs to no note: either neighbour may be its owner.
  void find_astray() {
    for (size_t i = 0; i < notes_.size(); ++i) {
      NoteExtent& n = notes_[i];
      if (n.target == kNone || !x_.at(n.target).block || !x_.empty(n.target)) continue;
      n.astray = true;
      if (i > 0 && notes_[i - 1].end.paragraph + 1 >= n.begin.paragraph) notes_[i - 1].astray = true;
    }
  }

  const LinkIndex& x_;
  const std::vector<NoteLink>& marks_;
  std::vector<uint32_t> mark_elements_;
  std::vector<NoteExtent> notes_;
  std::vector<TextPoint> begins_;
  std::map<std::string, int> body_, note_;
  bool flowing_ = false;
  std::unordered_set<std::string> titles_;  // of chapters, lower case
  std::unordered_set<uint32_t> units_;
};

}  // namespace

std::vector<NoteExtent> find_extents(const LinkIndex& index, const std::vector<NoteLink>& marks) {
  return Extents(index, marks).run();
}

}  // namespace postil
