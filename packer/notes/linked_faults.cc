#include "packer/notes/linked_faults.h"

#include <algorithm>
#include <map>

#include "packer/notes/label.h"
#include "packer/notes/unlinked.h"

namespace postil {
namespace {

// The label as a number, 0 for what is none.
uint32_t number_of(const std::string& label) {
  if (label.empty() || label.size() > 4 || label.find_first_not_of("0123456789") != std::string::npos) return 0;
  return static_cast<uint32_t>(std::stoul(label));
}

TextPoint point_of(const Mark& m) {
  return {m.paragraph, m.begin};
}

Place place_of(const Book& book, const Mark& m) {
  const Paragraph& p = book.paragraphs[m.paragraph];
  return {p.file, p.begin + m.begin, p.begin + m.end};
}

// The unused note of this label between two others; kNone where there is none or more than one.
uint32_t unused_note(const NoteSet& set, uint32_t base, uint32_t after, uint32_t before, const std::string& label) {
  uint32_t found = kNone;
  for (uint32_t i = base; i < set.notes.size(); ++i) {
    const Note& n = set.notes[i];
    if (!n.marks.empty() || n.label != label) continue;
    if (after != kNone && !(set.notes[after].begin < n.begin)) continue;
    if (before != kNone && !(n.begin < set.notes[before].begin)) continue;
    if (found != kNone) return kNone;
    found = i;
  }
  return found;
}

}  // namespace

void find_unlinked_marks(const LinkIndex& x, uint32_t base, NoteSet& set) {
  std::vector<const Mark*> linked;
  for (const Mark& m : set.marks)
    if (m.how == How::href) linked.push_back(&m);
  std::stable_sort(linked.begin(), linked.end(),
                   [](const Mark* a, const Mark* b) { return point_of(*a) < point_of(*b); });
  std::vector<Mark> found;
  for (uint32_t i = 0; i < x.book().elements.size(); ++i) {
    const Element& e = x.at(i);
    if (e.name != "sup" || x.empty(i)) continue;
    const std::string label = bare_label(x.text(i));
    const uint32_t number = number_of(label);
    if (number < 2 || is_exponent(x.before(e.begin))) continue;
    const auto next = std::upper_bound(linked.begin(), linked.end(), e.begin,
                                       [](TextPoint p, const Mark* m) { return p < point_of(*m); });
    if (next == linked.begin() || next == linked.end()) continue;
    const Mark &before = **(next - 1), &after = **next;
    const auto file = [&](const Mark& m) { return x.book().paragraphs[m.paragraph].file; };
    if (number_of(before.label) + 1 != number || number_of(after.label) != number + 1 || file(before) != e.file ||
        file(after) != e.file)
      continue;
    bool link = x.any_above(i, [&](uint32_t a) { return !x.at(a).href.empty(); });
    for (uint32_t k = i + 1; k < e.next; ++k) link |= !x.at(k).href.empty();
    if (link) continue;
    Mark mark;
    mark.paragraph = e.begin.paragraph;
    mark.begin = e.begin.offset;
    mark.end = e.end.offset;
    mark.label = label;
    mark.anchor = e.id;
    mark.note = unused_note(set, base, before.note, after.note, label);
    found.push_back(std::move(mark));
  }
  for (Mark& mark : found) {
    const std::string what = "noteref " + mark.label + " is no link, though those before and after it are";
    if (mark.note != kNone) {
      mark.how = How::label;
      mark.permille = 970;
      set.notes[mark.note].marks.push_back(static_cast<uint32_t>(set.marks.size()));
      // It is no orphan any more.
      const Note& n = set.notes[mark.note];
      const Paragraph& p = x.book().paragraphs[n.begin.paragraph];
      set.findings.erase(std::remove_if(set.findings.begin(), set.findings.end(),
                                        [&](const Finding& f) {
                                          return f.code == "N-ORPHAN" && f.where.file == p.file &&
                                                 f.where.begin <= p.begin + n.begin.offset &&
                                                 p.begin + n.begin.offset <= f.where.end;
                                        }),
                         set.findings.end());
    }
    set.findings.push_back(
        {"N-UNLINKED",
         Severity::warning,
         place_of(x.book(), mark),
         {},
         0,
         what,
         mark.note == kNone ? "link it, and add its note where that is missing" : "link it to its note"});
    set.marks.push_back(std::move(mark));
  }
}

void find_label_faults(const Book& book, NoteSet& set) {
  std::map<uint32_t, uint32_t> called;  // of this chapter: label -> note
  uint32_t chapter = kNone, last = 0;
  for (const Mark& m : set.marks) {
    const uint32_t number = number_of(m.label);
    if (m.note == kNone || m.how != How::href || number == 0 || m.inside != kNone) continue;
    const uint32_t here = set.notes[m.note].chapter;
    if (here != chapter) called.clear(), chapter = here, last = 0;
    // Numbering that begins anew (each page, each section) repeats labels rightly.
    if (number == 1) called.clear();
    const auto [known, fresh] = called.emplace(number, m.note);
    if (!fresh && known->second != m.note && number != last + 1) {
      const Note& other = set.notes[known->second];
      const Paragraph& p = book.paragraphs[std::min<size_t>(other.begin.paragraph, book.paragraphs.size() - 1)];
      set.findings.push_back({"N-LABEL",
                              Severity::warning,
                              place_of(book, m),
                              {p.file, p.begin + other.begin.offset, p.begin + other.begin.offset},
                              0,
                              "another note of this chapter is called " + m.label + " too",
                              "number the notes of a chapter without repeats"});
    }
    last = number;
  }
}

}  // namespace postil
