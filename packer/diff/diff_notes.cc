// Marks, notes and works of two packs.
#include <algorithm>
#include <map>

#include "packer/diff/match.h"
#include "schema/fold.h"

namespace postil {
namespace {

constexpr size_t kWordsBefore = 60;  // bytes of folded text before a mark that make it known

// The paragraph in which a place stands, or null.
class Paragraphs {
 public:
  explicit Paragraphs(const Contents& c) {
    for (const ContentsParagraph& p : c.paragraphs) rows_[{p.place.file, p.place.begin}] = &p;
  }
  const ContentsParagraph* at(const ContentsPlace& place) const {
    auto row = rows_.upper_bound({place.file, place.begin});
    if (row == rows_.begin() || (--row)->first.first != place.file) return nullptr;
    return row->second;
  }

 private:
  std::map<std::pair<uint32_t, uint32_t>, const ContentsParagraph*> rows_;
};

std::vector<std::string> mark_keys(const Contents& c) {
  const Paragraphs paragraphs(c);
  std::vector<std::string> out;
  for (const ContentsMark& mark : c.marks) {
    std::string before;
    if (const ContentsParagraph* p = paragraphs.at(mark.place)) {
      before = fold(p->text.substr(0, std::min<size_t>(mark.place.begin - p->place.begin, p->text.size())));
      if (before.size() > kWordsBefore) before.erase(0, before.size() - kWordsBefore);
    }
    out.push_back(mark.label + "\n" + before);
  }
  return out;
}

std::string chapter_title(const Contents& c, uint32_t chapter) {
  return chapter < c.chapters.size() ? c.chapters[chapter].title : "";
}

const std::string& note_text(const Contents& c, uint32_t note) {
  static const std::string none;
  return note < c.notes.size() ? c.notes[note].text : none;
}

}  // namespace

void diff_notes(const Contents& before, const Contents& after, std::vector<Change>& out) {
  std::vector<std::string> a, b;
  for (const ContentsNote& n : before.notes) a.push_back(n.text);
  for (const ContentsNote& n : after.notes) b.push_back(n.text);
  Matching notes = match(a, b);
  a.clear(), b.clear();
  for (const ContentsNote& n : before.notes) a.push_back(chapter_title(before, n.chapter) + "\n" + n.label);
  for (const ContentsNote& n : after.notes) b.push_back(chapter_title(after, n.chapter) + "\n" + n.label);
  match_rest(a, b, notes);

  const Matching marks = match(mark_keys(before), mark_keys(after));
  for (uint32_t i = 0; i < before.marks.size(); ++i) {
    const ContentsMark& mark = before.marks[i];
    const uint32_t row = marks.after[i];
    if (row == kNoRow) {
      out.push_back({"mark-lost", i, kNoRow, mark.label, note_text(before, mark.note), ""});
      continue;
    }
    const uint32_t note = after.marks[row].note;
    const uint32_t expected = mark.note < notes.after.size() ? notes.after[mark.note] : kNoRow;
    if (mark.note == kNoRow && note == kNoRow) continue;
    if (mark.note != kNoRow && note == expected && note != kNoRow) continue;
    const char* what = mark.note == kNoRow ? "mark-linked" : note == kNoRow ? "mark-unlinked" : "mark-relinked";
    out.push_back({what, i, row, mark.label, note_text(before, mark.note), note_text(after, note)});
  }
  for (uint32_t i = 0; i < after.marks.size(); ++i)
    if (marks.before[i] == kNoRow)
      out.push_back({"mark-added", kNoRow, i, after.marks[i].label, "", note_text(after, after.marks[i].note)});

  for (uint32_t i = 0; i < before.notes.size(); ++i) {
    const ContentsNote& note = before.notes[i];
    if (notes.after[i] == kNoRow)
      out.push_back({"note-lost", i, kNoRow, note.label, note.text, ""});
    else if (const ContentsNote& other = after.notes[notes.after[i]]; other.text != note.text)
      out.push_back({"note-changed", i, notes.after[i], note.label, note.text, other.text});
  }
  for (uint32_t i = 0; i < after.notes.size(); ++i)
    if (notes.before[i] == kNoRow)
      out.push_back({"note-added", kNoRow, i, after.notes[i].label, "", after.notes[i].text});

  a.clear(), b.clear();
  for (const ContentsWork& w : before.works) a.push_back(fold(w.reference));
  for (const ContentsWork& w : after.works) b.push_back(fold(w.reference));
  const Matching works = match(a, b);
  for (uint32_t i = 0; i < before.works.size(); ++i)
    if (works.after[i] == kNoRow) out.push_back({"work-lost", i, kNoRow, before.works[i].reference, "", ""});
  for (uint32_t i = 0; i < after.works.size(); ++i)
    if (works.before[i] == kNoRow) out.push_back({"work-added", kNoRow, i, after.works[i].reference, "", ""});
}

}  // namespace postil
