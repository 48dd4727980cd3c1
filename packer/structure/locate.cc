#include "packer/structure/locate.h"

#include <algorithm>

#include "packer/structure/structure.h"
#include "schema/position.h"

namespace postil {
namespace {

// False where the file has no such byte.
bool point_of(const Book& book, uint32_t file, uint32_t byte, TextPoint& out) {
  if (file >= book.files.size()) return false;
  const auto first = book.paragraphs.begin() + book.files[file].first_paragraph,
             end = book.paragraphs.begin() + book.files[file].end_paragraph;
  auto at = std::upper_bound(first, end, byte, [](uint32_t b, const Paragraph& p) { return b < p.begin; });
  if (first == end) return false;
  if (at != first) --at;
  const uint32_t in = byte < at->begin ? 0 : byte - at->begin, size = static_cast<uint32_t>(at->text.size());
  if (in > size && at + 1 == end && !book.plain_text) return false;
  out = {static_cast<uint32_t>(at - book.paragraphs.begin()), std::min(in, size)};
  return true;
}

}  // namespace

std::vector<TraceRun> trace_runs(const Book& book, const Paragraph& p) {
  std::vector<TraceRun> out;
  if (book.files[p.file].cfi_step == 0) return out;
  for (const Run& run : p.runs) {
    TraceRun t;
    t.offset = run.offset;
    t.chunk = run.chunk / 2;
    t.units = run.chunk_offset;
    for (uint32_t e = run.element; book.elements[e].parent != kNone; e = book.elements[e].parent)
      t.way.push_back(book.elements[e].step / 2);
    std::reverse(t.way.begin(), t.way.end());
    out.push_back(std::move(t));
  }
  return out;
}

std::string cfi_of(const Book& book, uint32_t file, uint32_t byte) {
  TextPoint at;
  if (!point_of(book, file, byte, at)) return "";
  // A place between two paragraphs is the beginning of the next, as positions in ink have it.
  const uint32_t pos = pos_of(book, at);
  const auto after = std::upper_bound(book.paragraphs.begin(), book.paragraphs.end(), pos,
                                      [](uint32_t p, const Paragraph& row) { return p < row.pos; });
  if (after == book.paragraphs.begin()) return "";
  const Paragraph& p = *(after - 1);
  const std::vector<TraceRun> runs = trace_runs(book, p);
  if (runs.empty()) return "";
  const SourceFile& document = book.files[p.file];
  return "epubcfi(/" + std::to_string(book.files[0].spine_cfi_step) + "/" + std::to_string(document.cfi_step) + "!" +
         cfi_path(p.text, runs, static_cast<uint32_t>(ink_offset(p.text, pos - p.pos))) + ")";
}

std::string anchor_of(const Book& book, const NoteSet& notes, const Place& place) {
  TextPoint at;
  if (!point_of(book, place.file, place.begin, at)) return "";
  const auto mark = std::lower_bound(notes.marks.begin(), notes.marks.end(), at, [](const Mark& m, TextPoint p) {
    return TextPoint{m.paragraph, m.begin} < p;
  });
  if (mark != notes.marks.end() && mark->paragraph == at.paragraph && mark->begin == at.offset && !mark->anchor.empty())
    return mark->anchor;
  const auto element = std::lower_bound(book.elements.begin(), book.elements.end(), at,
                                        [](const Element& e, TextPoint p) { return e.begin < p; });
  std::string out;
  for (auto e = element; e != book.elements.end() && e->begin == at; ++e)
    if (!e->id.empty() && e->file == place.file) out = e->id;
  if (!out.empty()) return out;
  const auto note = std::upper_bound(notes.notes.begin(), notes.notes.end(), at,
                                     [](TextPoint p, const Note& n) { return p < n.begin; });
  return note != notes.notes.begin() && !((note - 1)->end < at) ? (note - 1)->anchor : "";
}

}  // namespace postil
