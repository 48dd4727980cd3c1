#include "packer/report/popup_check.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "packer/notes/linked_index.h"

namespace postil {
namespace {

constexpr uint32_t kLongMark = 24;          // bytes of a noteref's text
constexpr uint32_t kLongDocument = 300000;  // bytes of a document's text

bool has_any(const std::string& names, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* w) { return names.find(std::string(" ") + w + " ") != std::string::npos; });
}

class Check {
 public:
  Check(Book& book, const NoteSet& notes) : book_(book), notes_(notes), x_(book) {}

  void run() {
    for (const Mark& m : notes_.marks)
      if (m.element != kNone && m.how == How::href) noteref(m);
    for (uint32_t n = 0; n < notes_.notes.size(); ++n) find_target(n);
    for (uint32_t n = 0; n < notes_.notes.size(); ++n)
      if (targets_[n] != kNone) note(n);
    for (const SourceFile& f : book_.files) {
      if (f.first_paragraph >= f.end_paragraph) continue;
      const Paragraph& last = book_.paragraphs[f.end_paragraph - 1];
      const size_t size = last.begin + last.text.size();
      if (size > kLongDocument)
        add("E-LARGE", Severity::note, {static_cast<uint32_t>(&f - book_.files.data()), 0, 0},
            "the document has " + std::to_string(size / 1000) + " kB of text", "split it at its chapters");
    }
    tell();
  }

 private:
  Place place(TextPoint begin, TextPoint end) const {
    if (!x_.valid(begin)) return {};
    const Paragraph& p = book_.paragraphs[begin.paragraph];
    const uint32_t to = end.paragraph == begin.paragraph ? end.offset : static_cast<uint32_t>(p.text.size());
    return {p.file, p.begin + begin.offset, p.begin + std::max(begin.offset, to)};
  }
  Place place(const Mark& m) const { return place({m.paragraph, m.begin}, {m.paragraph, m.end}); }
  Place place(const Note& n) const { return place(n.begin, n.end); }
  static std::string called(const std::string& label) { return label.empty() ? "without a label" : label; }

  void add(const char* code, Severity severity, Place where, std::string message, std::string hint) {
    book_.findings.push_back({code, severity, where, {}, 0, std::move(message), std::move(hint)});
  }
  // One more of what a document has throughout.
  void count(const char* code, Place where) {
    if (where.file == kNone) return;
    Group& group = groups_[{code, where.file}];
    if (group.count++ == 0) group.first = where;
    group.last = where;
  }

  void noteref(const Mark& m) {
    const Element& link = x_.at(m.element);
    const std::string& names = x_.names(m.element);
    if (link.epub_type.find("noteref") == std::string::npos) count("P-NOTEREF", place(m));
    if (m.begin == m.end) {
      bool image = false, named = false;
      for (uint32_t i = m.element; i < link.next; ++i) {
        const Element& e = x_.at(i);
        if (e.name == "img" || e.name == "image" || e.name == "svg") image = true, named |= !e.alt.empty();
      }
      if (image && !named)
        add("P-IMAGE", Severity::warning, place(m),
            "noteref " + called(m.label) + " is a picture without alternative text",
            "say in alt= what it is: the note's number");
      if (!image)
        add("P-MARK", Severity::warning, place(m), "a noteref to " + link.href + " has no text",
            "put the note's number into it");
    } else if (m.end - m.begin > kLongMark && !has_any(names, {"backlink", "doc-backlink"})) {
      add("P-MARK", Severity::note, place(m), "a noteref's text is " + std::to_string(m.end - m.begin) + " bytes long",
          "link a number or a sign instead of the words");
    }
    if (!x_.names_a_place(m.element))
      add("P-WHOLE", Severity::warning, place(m),
          "noteref " + called(m.label) + " links to a document, not to a note in it",
          "give the note an id and link to that");
  }

  void find_target(uint32_t n) {
    targets_.resize(notes_.notes.size(), kNone);
    for (const uint32_t m : notes_.notes[n].marks) {
      const Mark& mark = notes_.marks[m];
      if (mark.element == kNone || mark.how != How::href || !x_.names_a_place(mark.element)) continue;
      targets_[n] = x_.resolve(mark.element);
      if (targets_[n] == kNone) continue;
      note_of_.emplace(targets_[n], n);
      return;
    }
  }

  void note(uint32_t n) {
    const Note& row = notes_.notes[n];
    const uint32_t target = targets_[n];
    const Element& e = x_.at(target);
    if (e.name == "body" || e.name == "html" || !(row.begin < row.end)) return;
    const Place where = place(row);
    if (book_.files[e.file].spine == kNone) count("P-SPINE", where);
    if (!has_any(x_.names(target), {"footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"}))
      count("P-TYPE", where);
    if (!(row.begin < e.end))
      count("P-ANCHOR", where);
    else if (e.end < row.end)
      count("P-PART", where);
    if (n + 1 < notes_.notes.size() && targets_[n + 1] != kNone) {
      const Note& next = notes_.notes[n + 1];
      if (next.begin < next.end && next.begin.paragraph == row.begin.paragraph && row.begin < next.begin &&
          x_.at(targets_[n + 1]).begin < next.begin)
        count("P-SEVERAL", place(next));
    }
    for (uint32_t up = e.parent; up != kNone; up = x_.at(up).parent)
      if (const auto outer = note_of_.find(up); outer != note_of_.end() && outer->second != n) {
        add("P-NESTED", Severity::warning, where,
            "note " + called(row.label) + " stands inside note " + called(notes_.notes[outer->second].label),
            "put it after that note");
        break;
      }
    if (x_.any_above(target, [&](uint32_t up) {
          return x_.at(up).style.find("display: none") != std::string::npos ||
                 x_.at(up).style.find("display:none") != std::string::npos;
        }))
      count("P-HIDDEN", where);
    if (!has_way_back(row, e)) count("P-RETURN", where);
  }

  bool has_way_back(const Note& row, const Element& target) const {
    const TextPoint from = target.begin < row.begin ? target.begin : TextPoint{row.begin.paragraph, 0};
    const uint32_t last = row.end.paragraph;
    for (uint32_t i = x_.first_at({from.paragraph, 0}); i < book_.elements.size(); ++i) {
      const Element& e = x_.at(i);
      if (e.begin.paragraph > last) break;
      if (e.name != "a" || e.href.empty()) continue;
      const uint32_t to = x_.resolve(i);
      if (to == kNone) continue;
      for (const uint32_t m : row.marks) {
        const Mark& mark = notes_.marks[m];
        if (x_.at(to).begin.paragraph == mark.paragraph || x_.contains(to, mark.element)) return true;
      }
    }
    return false;
  }

  void tell() {
    struct Text {
      const char* code;
      Severity severity;
      const char *one, *many, *hint;
    };
    static const Text kTexts[] = {
        {"P-NOTEREF", Severity::note, "noteref is not declared as one", "noterefs are not declared as such",
         "add epub:type=\"noteref\" and role=\"doc-noteref\" to the links"},
        {"P-TYPE", Severity::note, "note is not declared as one", "notes are not declared as such",
         "add epub:type=\"footnote\" or \"endnote\" to the element that bears the id"},
        {"P-ANCHOR", Severity::warning, "note has its id on an element before its text",
         "notes have their ids on elements before their text", "give the id to the element that holds the note"},
        {"P-PART", Severity::warning, "note is longer than the element that bears its id",
         "notes are longer than the elements that bear their ids",
         "put an <aside> or <div> with the id around the whole note"},
        {"P-SEVERAL", Severity::warning, "note shares a paragraph with the note before it",
         "notes share a paragraph with the note before them", "give each note a block of its own"},
        {"P-SPINE", Severity::warning, "note stands in a document outside the spine",
         "notes stand in a document outside the spine",
         "add the document to the spine, with linear=\"no\" if it is not to be read through"},
        {"P-HIDDEN", Severity::warning, "note is hidden by the style sheet", "notes are hidden by the style sheet",
         "leave hiding to the reading program: <aside epub:type=\"footnote\">"},
        {"P-RETURN", Severity::note, "note has no way back", "notes have no way back",
         "link each note back to its noteref"},
    };
    for (const Text& t : kTexts)
      for (const auto& [key, group] : groups_) {
        if (key.first != t.code) continue;
        Finding f{t.code, t.severity, group.first,
                  {},     0,          std::to_string(group.count) + " " + (group.count == 1 ? t.one : t.many),
                  t.hint};
        if (group.count > 1) f.last = group.last;
        book_.findings.push_back(std::move(f));
      }
  }

  struct Group {
    size_t count = 0;
    Place first, last;
  };
  Book& book_;
  const NoteSet& notes_;
  const LinkIndex x_;
  std::map<std::pair<std::string, uint32_t>, Group> groups_;  // by code and file
  std::vector<uint32_t> targets_;                             // by note
  std::unordered_map<uint32_t, uint32_t> note_of_;            // by target
};

}  // namespace

void check_popups(Book& book, const NoteSet& notes) {
  bool epub = false;
  for (const SourceFile& f : book.files) epub |= f.spine_cfi_step != 0;
  if (epub && !book.elements.empty()) Check(book, notes).run();
}

}  // namespace postil
