// Names that the source itself marks as such (TEI).
#include <algorithm>

#include "packer/entities/entities.h"

namespace postil {
namespace {

EntityType type_of(const Element& e) {
  if (e.name == "persname") return EntityType::person;
  if (e.name == "placename" || e.name == "geogname") return EntityType::place;
  if (e.name == "orgname") return EntityType::organization;
  if (e.name == "term") return EntityType::term;
  if (e.name != "name" && e.name != "rs") return EntityType::other;
  if (e.tei_type == "person") return EntityType::person;
  if (e.tei_type == "place") return EntityType::place;
  if (e.tei_type == "org" || e.tei_type == "organization") return EntityType::organization;
  if (e.tei_type == "ship" || e.tei_type == "vessel") return EntityType::vessel;
  if (e.tei_type == "event") return EntityType::event;
  if (e.tei_type == "work" || e.tei_type == "title") return EntityType::work;
  return EntityType::other;
}

// "Washington, D.C.": the full stop is that of an initial.
bool abbreviated(std::string_view name) {
  const size_t n = name.size();
  return n >= 4 && name[n - 2] >= 'A' && name[n - 2] <= 'Z' && name[n - 3] == '.';
}

}  // namespace

std::vector<NameSpan> with_declared_names(const Book& book, const NoteSet& notes, std::vector<NameSpan> found) {
  std::vector<NameSpan> declared;
  uint32_t paragraph = 0, end = 0;  // where the last one ended: of nested names the outermost is taken
  for (const Element& e : book.elements) {
    NameSpan span;
    span.type = type_of(e);
    if (span.type == EntityType::other || e.begin == e.end || e.begin.paragraph != e.end.paragraph) continue;
    if (e.begin.paragraph == paragraph && e.begin.offset < end) continue;
    std::string_view text = std::string_view(book.paragraphs[e.begin.paragraph].text).substr(0, e.end.offset);
    span.paragraph = e.begin.paragraph;
    span.begin = e.begin.offset;
    while (text.size() > span.begin && (text.back() == ',' || text.back() == ' ' || text.back() == ';' ||
                                        (text.back() == '.' && !abbreviated(text.substr(span.begin)))))
      text.remove_suffix(1);  // "<placeName>Philadelphia.</placeName>"
    span.end = static_cast<uint32_t>(text.size());
    if (span.begin == span.end) continue;
    span.permille = 1000;
    const TextPoint at{span.paragraph, span.begin};
    const auto after = std::upper_bound(notes.notes.begin(), notes.notes.end(), at,
                                        [](TextPoint p, const Note& n) { return p < n.begin; });
    if (after != notes.notes.begin() && at < (after - 1)->end)
      span.note = static_cast<uint32_t>(after - notes.notes.begin()) - 1;
    paragraph = span.paragraph;
    end = span.end;
    declared.push_back(span);
  }
  if (declared.empty()) return found;
  // What was found gives way where it overlaps.
  std::vector<NameSpan> out;
  auto next = declared.begin();
  for (NameSpan& span : found) {
    auto before = [](const NameSpan& a, const NameSpan& b) {
      return a.paragraph != b.paragraph ? a.paragraph < b.paragraph : a.end <= b.begin;
    };
    while (next != declared.end() && before(*next, span)) out.push_back(*next++);
    if (next == declared.end() || before(span, *next)) out.push_back(span);
  }
  out.insert(out.end(), next, declared.end());
  return out;
}

}  // namespace postil
