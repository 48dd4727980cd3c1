#include "packer/notes/linked_marks.h"

#include <algorithm>
#include <map>

#include "packer/notes/label.h"

namespace postil {
namespace {

bool has(std::string_view in, std::string_view what) {
  return in.find(what) != std::string_view::npos;
}

// Points for and against; a link that reaches kEnough is a noteref.
constexpr int kEnough = 5;

struct Candidate : NoteLink {
  int score = 0;
  bool veto = false, label_there = false, starts = false, set_off = false;  // set_off: glued, bracketed or a symbol
  std::string signature;
};

class Finder {
 public:
  explicit Finder(const LinkIndex& index) : x_(index) {}

  std::vector<NoteLink> run() {
    collect();
    pair();
    for (Candidate& c : all_) judge(c);
    follow_company();
    std::vector<NoteLink> out;
    for (const Candidate& c : all_) {
      if (c.veto || !(c.explicit_mark || c.score >= kEnough)) continue;
      if (!out.empty() && continues(out.back(), c)) {
        out.back().label = bare_label(std::string(x_.text(out.back().element)) + std::string(x_.text(c.element)));
        out.back().last = c.element;
      } else {
        out.push_back(c);
      }
    }
    return out;
  }

 private:
  // Word processors cut one mark into two links: "1" and "2" of 12, side by side, to one place.
  bool continues(const NoteLink& a, const Candidate& b) const {
    const uint32_t last = a.last == kNone ? a.element : a.last;
    if (a.target == kNone || a.target != b.target || x_.at(last).end != x_.at(b.element).begin || x_.empty(b.element))
      return false;
    const std::string both = std::string(x_.text(a.element)) + std::string(x_.text(b.element));
    return a.last == kNone && bare_label(both).size() == a.label.size() + b.label.size();
  }

  struct Way {  // any link inside the book, by its place
    uint32_t element, target;
    bool back;
  };

  bool is_explicit(uint32_t e) const {
    // TEI: a reference that says so, or that leads to a <note>.
    if (x_.at(e).name == "ref" || x_.at(e).name == "ptr") {
      const uint32_t target = x_.resolve(e);
      return has(x_.at(e).tei_type, "note") || (target != kNone && x_.at(target).name == "note");
    }
    for (; e != kNone; e = x_.at(e).parent) {
      if (has(x_.at(e).epub_type, "noteref") || has(x_.at(e).role, "doc-noteref")) return true;
      if (x_.at(e).parent == kNone || x_.at(x_.at(e).parent).block) return false;  // a wrapper may say it
    }
    return false;
  }

  // An image as mark has no text; its alternative text may be a label.
  std::string image_label(uint32_t e, bool* image) const {
    for (uint32_t i = e + 1; i < x_.at(e).next; ++i)
      if (x_.at(i).name == "img" || x_.at(i).name == "image") {
        *image = true;
        return bare_label(x_.at(i).alt);
      }
    return "";
  }

  void collect() {
    for (uint32_t i = 0; i < x_.book().elements.size(); ++i) {
      const Element& e = x_.at(i);
      if (e.href.empty() || (e.name != "a" && e.name != "ref" && e.name != "ptr" && e.name != "area")) continue;
      const uint32_t target = x_.resolve(i);
      const bool back = says_backlink(x_.names(i)) || way_back(x_.text(i));
      if (target != kNone) ways_.push_back({i, target, back});
      if (back) continue;
      if (target == kNone && !x_.dangling(i)) continue;  // out of the book
      if (x_.any_above(i, [&](uint32_t a) {
            return x_.at(a).name == "nav" || has(x_.names(a), "doc-toc") || has(x_.names(a), "doc-index") ||
                   has(x_.names(a), " index ") || has(x_.names(a), " toc ");
          }))
        continue;
      Candidate c;
      c.element = i;
      c.target = target;
      c.explicit_mark = is_explicit(i);
      c.superscript = x_.superscript(i);
      const std::string_view text = x_.text(i);
      c.label = bare_label(text);
      bool image = false;
      if (text.empty()) {
        c.label = image_label(i, &image);
        if (c.label.empty() && target != kNone) c.label = x_.at(target).tei_n;
        if (!image && !c.explicit_mark) continue;
        if (image && !c.explicit_mark && !noted(i)) continue;
      } else if (const uint32_t sup = c.label.empty() ? raised_label(i) : kNone; sup != kNone) {
        c.shown = sup;
        c.label = bare_label(x_.text(sup));
        c.superscript = true;
      } else if (c.label.empty()) {
        c.label = std::string(text);
        // What is no label is a mark by its name, raised and short, or as a phrase that a note keys on.
        c.phrase = !(c.explicit_mark || (text.size() <= 16 && (c.superscript || noted(i))));
        if (c.phrase && (text.size() > 120 || x_.empty(i))) continue;
      }
      all_.push_back(std::move(c));
    }
  }

  // A link around a word and its raised number: the number is the mark.
  uint32_t raised_label(uint32_t link) const {
    for (uint32_t i = link + 1; i < x_.at(link).next; ++i)
      if (x_.at(i).name == "sup" && x_.at(i).end == x_.at(link).end && !bare_label(x_.text(i)).empty()) return i;
    return kNone;
  }

  bool noted(uint32_t e) const {
    return says_noteref(x_.names(e)) ||
           (x_.at(e).parent != kNone && !x_.at(x_.at(e).parent).block && says_noteref(x_.names(x_.at(e).parent)));
  }

  // Does `target` stand where the link stands: around it, in it, or just before it?
  bool near(uint32_t target, uint32_t link) const {
    const Element& t = x_.at(target);
    const Element& l = x_.at(link);
    if (x_.contains(link, target)) return true;
    if (x_.contains(target, link)) return !t.block || t.begin.paragraph == l.begin.paragraph;
    return t.begin.paragraph == l.begin.paragraph && t.begin.offset <= l.end.offset &&
           l.begin.offset - std::min(l.begin.offset, t.end.offset) <= 12;
  }

  bool line_start(uint32_t e) const {
    const TextPoint at = x_.at(e).begin;
    const TextPoint line = x_.line_start(at);
    const std::string_view before = x_.before(at).substr(std::min<size_t>(line.offset, at.offset));
    return before.empty() || (before.size() <= 12 && (before.find_first_not_of(" []().") == std::string_view::npos));
  }

  // The target opens a line, but for a label before it.
  bool opens_line(uint32_t target) const {
    const Element& t = x_.at(target);
    if (!x_.valid(t.begin)) return false;
    const TextPoint line = x_.line_start(t.begin);
    const std::string_view before = x_.before(t.begin).substr(std::min<size_t>(line.offset, t.begin.offset));
    if (before.find_first_not_of(" []().") == std::string_view::npos ||
        (before.size() <= 16 && !bare_label(before).empty()))
      return true;
    // An anchor at the end of its paragraph, or between two.
    return x_.empty(target) && t.begin.offset == x_.paragraph(t.begin.paragraph).size();
  }

  std::string_view line_at(uint32_t target) const {
    const Element& t = x_.at(target);
    if (!x_.valid(t.begin)) return {};
    if (x_.empty(target) && t.begin.offset > 0 && t.begin.offset == x_.paragraph(t.begin.paragraph).size() &&
        t.begin.paragraph + 1 < x_.book().paragraphs.size()) {
      const std::string_view own = x_.after(x_.line_start(t.begin));
      size_t size = 0;
      if (leading_label(own, &size).empty()) return x_.paragraph(t.begin.paragraph + 1);
      return own;
    }
    return x_.after(x_.line_start(t.begin));
  }

  // Links that answer each other: the note's leads back to where the mark's stands.
  void pair() {
    std::vector<TextPoint> targets;
    for (const Way& w : ways_) targets.push_back(x_.at(w.target).begin);
    std::sort(targets.begin(), targets.end());
    std::sort(ways_.begin(), ways_.end(), [](const Way& a, const Way& b) { return a.element < b.element; });
    for (Candidate& c : all_) {
      if (c.target == kNone) continue;
      c.starts = line_start(c.element);
      const Element& t = x_.at(c.target);
      const TextPoint begin = x_.valid(t.begin) && opens_line(c.target) ? x_.line_start(t.begin) : t.begin;
      // The note's region: to the next place that any link means, but not less than the target itself.
      const auto next = std::upper_bound(targets.begin(), targets.end(), t.begin);
      TextPoint end = next == targets.end() ? TextPoint{kNone, 0} : *next;
      if (end < t.end) end = t.end;
      if (end.paragraph - begin.paragraph > 30) end = {begin.paragraph + 30, 0};
      auto way = std::lower_bound(ways_.begin(), ways_.end(), x_.first_at(begin),
                                  [](const Way& w, uint32_t e) { return w.element < e; });
      for (; way != ways_.end() && x_.at(way->element).begin < end; ++way) {
        if (way->element == c.element || x_.at(way->element).file != t.file) continue;
        if (!near(way->target, c.element)) continue;
        if (x_.contains(c.target, c.element) && !way->back) continue;
        const bool other_starts = line_start(way->element);
        const bool mine = way->back || (c.explicit_mark != is_explicit(way->element) ? c.explicit_mark
                                        : c.starts != other_starts                   ? !c.starts
                                                                                     : c.element < way->element);
        if (mine)
          c.reciprocal = true;
        else
          c.veto = true;  // it is itself the way back
        break;
      }
      if (c.veto && c.reciprocal) c.veto = false;
    }
  }

  void judge(Candidate& c) {
    const Element& e = x_.at(c.element);
    c.signature = std::string(c.superscript ? "^" : "_") + (c.phrase ? "p" : "l") + e.klass + "|" +
                  (e.parent != kNone ? x_.at(e.parent).name + x_.at(e.parent).klass : "");
    if (c.veto) return;
    const std::string& names = x_.names(c.element);
    const bool named = noted(c.element);
    const std::string_view before = x_.before(e.begin), text = x_.text(c.element);
    const size_t hash = e.href.find('#');
    const std::string anchor = hash == std::string::npos ? "" : e.href.substr(hash + 1);
    if (has(names, "biblioref") || has(names, " bibr ") || has(names, "glossref") || has(names, "doc-pagebreak")) {
      c.explicit_mark = has(names, "glossref") && c.target != kNone;
      c.veto = !c.explicit_mark;
      return;
    }
    if (c.target == kNone) {  // nowhere: a broken noteref only if it is surely one
      if (!c.explicit_mark && !(!c.phrase && (named || note_anchor(anchor)) && (c.superscript || named))) c.veto = true;
      if (!c.explicit_mark && !c.veto) c.score = kEnough;
      return;
    }
    const Element& t = x_.at(c.target);
    const bool inline_note = !t.block && !x_.empty(c.target) && says_note(x_.names(c.target));
    if (!x_.valid(t.begin) || x_.contains(c.target, c.element) ||
        (t.begin.paragraph == e.begin.paragraph && !x_.contains(c.element, c.target) &&
         x_.line_start(t.begin) == x_.line_start(e.begin) && !c.explicit_mark && !inline_note)) {
      c.veto = true;
      return;
    }
    const uint32_t target_paragraph = t.begin.paragraph;
    const std::string& target_names = x_.names(c.target);
    const bool heading = x_.book().paragraphs[target_paragraph].kind == ParagraphKind::heading;
    const bool in_notes =
        x_.any_above(c.target, [&](uint32_t a) { return x_.at(a).name != "body" && says_note(x_.names(a)); });
    const Section section = x_.section(target_paragraph);
    const bool gloss =
        section == Section::glossary || x_.any_above(c.target, [&](uint32_t a) { return says_glossary(x_.names(a)); });
    c.label_there = !c.phrase && label_prefix(line_at(c.target), c.label) > 0;
    const bool opens =
        opens_line(c.target) || c.label_there || inline_note || (t.name == "a" && way_back(x_.text(c.target)));
    if (c.explicit_mark) {
      // Tools that call the way back a noteref too are caught by pair(); a page number is none whatever it is called.
      if (has(target_names, "pagebreak")) c.veto = true;
      return;
    }
    const bool biblio = x_.any_above(c.target, [&](uint32_t a) {
      return has(x_.names(a), "biblio") || has(x_.names(a), "csl-") || has(x_.names(a), " bib ");
    });
    if (biblio ||
        (heading && !(c.superscript && c.label_there && bare_label(x_.paragraph(target_paragraph)) == c.label)) ||
        x_.at(c.target).name == "figure" || x_.at(c.target).name == "table" || section == Section::index ||
        section == Section::contents ||
        x_.any_above(c.target,
                     [&](uint32_t a) {
                       return has(x_.names(a), "pagebreak") || x_.at(a).name == "nav" ||
                              x_.at(a).name == "figcaption" || x_.at(a).name == "caption";
                     }) ||
        x_.section(e.begin.paragraph) == Section::index || x_.section(e.begin.paragraph) == Section::contents) {
      c.veto = true;
      return;
    }
    if (says_not_a_note(target_names) && !in_notes) c.score -= 8;
    const bool symbol =
        !c.label.empty() && static_cast<uint8_t>(c.label[0]) != 0 && !c.phrase &&
        c.label.find_first_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
    const bool bracket = has(text, "[") || has(text, "［") || has(text, "〔") || has(text, "【") ||
                         (!before.empty() && before.back() == '[');
    const bool alone = !c.superscript && text.size() == x_.paragraph(e.begin.paragraph).size() && !text.empty();
    const std::string_view last = before.empty() ? std::string_view() : before.substr(before.size() - 1);
    const bool glued = !before.empty() && last != " " && last != "(" && last != "[" && !c.phrase;
    const bool numeric = glued && before.size() >= 2 &&
                         std::string_view(":.,-;/").find(last) != std::string_view::npos &&
                         before[before.size() - 2] >= '0' && before[before.size() - 2] <= '9' && !c.superscript;
    const bool container =
        t.name == "body" || t.name == "section" || t.name == "article" || t.name == "main" || t.name == "header";
    if (c.target != kNone && t.name == "body") {
      const SourceFile& f = x_.book().files[t.file];
      if (f.end_paragraph - f.first_paragraph > 20) c.score -= 8;  // a chapter, no note
    }
    if (c.phrase) {
      if (container) {
        c.veto = true;
        return;
      }
      // A phrase is a mark only where the place is surely a note's: it leads back, or is called so.
      if (alone || c.starts || announces_reference(before)) {
        c.veto = true;
        return;
      }
      if (c.reciprocal && opens)
        c.score += 3 + (in_notes || gloss || section == Section::notes ? 3 : 0);
      else if (opens &&
               (has(target_names, "footnote") || has(target_names, "endnote") || has(target_names, "rearnote") ||
                gloss) &&
               !says_not_a_note(target_names))
        c.score += gloss ? 5 : 6;
      if (c.score >= kEnough && other_anchor(t.id)) c.score -= 4;
      return;
    }
    c.set_off = (glued && !numeric) || bracket || symbol;
    // "see note 12": the word is part of the link.
    if (!c.superscript && !bracket && text.size() > c.label.size() + 2 &&
        announces_reference(text.substr(0, text.find(c.label))))
      c.score -= 5;
    if (named)
      c.score += 4;
    else if (note_anchor(anchor))
      c.score += 3;
    if (other_anchor(anchor)) c.score -= c.reciprocal ? 2 : 5;
    if (c.superscript) c.score += 4;
    if (symbol) c.score += 3;
    if (glued && !numeric) c.score += 2;
    if (bracket) c.score += 2;
    if (c.reciprocal) c.score += 6;
    if (c.label_there) c.score += 3;
    if (in_notes)
      c.score += 5;
    else if (section == Section::notes || section == Section::translator || section == Section::editor)
      c.score += 3;
    else if (gloss)
      c.score += 2;
    if (!c.superscript && announces_reference(before)) c.score -= 8;
    if (numeric) c.score -= 6;
    if (!c.superscript && !glued && !bracket && !symbol) c.score -= 3;
    if (!opens) c.score -= 6;
    if (alone && !c.reciprocal) c.score -= 6;
    if (alone && !bracket && !symbol && !named && !in_notes) c.score -= 6;
    if (c.starts && !c.superscript && !symbol && !named && !bracket) c.score -= 7;
    if (c.target < c.element && !c.reciprocal) c.score -= 2;
    if (section == Section::bibliography && !in_notes) c.score -= c.superscript ? 2 : 8;
    if (only_links(e.begin.paragraph) && !c.superscript) c.score -= 6;
  }

  // A row of links ("1 | 2 | 3"): a way through the book.
  bool only_links(uint32_t paragraph) const {
    const std::string_view text = x_.paragraph(paragraph);
    size_t linked = 0, links = 0;
    for (uint32_t i = x_.first_at({paragraph, 0});
         i < x_.book().elements.size() && x_.at(i).begin.paragraph == paragraph; ++i)
      if (x_.at(i).name == "a" && !x_.at(i).href.empty()) linked += x_.text(i).size(), ++links;
    size_t letters = 0;
    for (char c : text) letters += c != ' ' && c != '|' && c != ',' && c != '.';
    return links > 2 && linked * 10 >= letters * 7;
  }

  // Links of one make are of one kind: what most of them are decides the doubtful ones.
  void follow_company() {
    std::map<std::string, std::pair<int, int>> groups;  // of those judged alone: noterefs, others
    bool explicit_book = false;
    for (const Candidate& c : all_) {
      explicit_book |= c.explicit_mark && !c.veto;
      if (c.veto) continue;
      auto& g = groups[c.signature];
      (c.explicit_mark || c.score >= kEnough ? g.first : g.second)++;
    }
    for (Candidate& c : all_) {
      if (c.veto || c.explicit_mark || c.phrase || c.target == kNone) continue;
      const auto [yes, no] = groups[c.signature];
      const bool likely = yes >= 4 && yes >= 4 * no;
      if (c.score < kEnough && c.score >= 2 && likely) c.score = kEnough;
      if (c.score >= kEnough && !c.reciprocal && no > 3 * yes && !c.superscript) c.score = 0;
      // "see note 12" in a book that says which links are noterefs.
      if (explicit_book && !c.superscript && !noted(c.element) && !(c.reciprocal && c.set_off)) c.score = 0;
    }
  }

  const LinkIndex& x_;
  std::vector<Way> ways_;
  std::vector<Candidate> all_;
};

}  // namespace

std::vector<NoteLink> find_marks(const LinkIndex& index) {
  return Finder(index).run();
}

}  // namespace postil
