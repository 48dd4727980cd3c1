#include "packer/citations/citations.h"

#include <algorithm>
#include <regex>

#include "packer/notes/notes.h"

namespace postil {
namespace {

// "Author, Title (Place: Publisher, 1990)": the full form, up to its closing bracket.
const std::regex& full_form() {
  static const std::regex r(R"(([A-Z][^;()\n]{8,240}?)\(([^()]{2,60}:[^()]{2,60},\s*)?(1[5-9]|20)\d\d\))");
  return r;
}
const std::regex& ibid_form() {
  static const std::regex r(R"((^|[\s(;.])([Ii]bid(\.|\b)|[Ee]benda\b|[Ee]bd\.))");
  return r;
}

}  // namespace

CitationSet find_citations(const Book& book, const NoteSet& notes) {
  CitationSet set;
  set.notes.resize(notes.notes.size());
  uint32_t last_work = kNone, last_note = kNone;
  for (uint32_t i = 0; i < notes.notes.size(); ++i) {
    const Note& note = notes.notes[i];
    if (note.duplicate_of != kNone || note.truncated) continue;
    std::string text = note_body(book, note).text;
    if (text.size() > 4000) text.resize(4000);
    auto& row = set.notes[i];
    for (std::sregex_iterator m(text.begin(), text.end(), ibid_form()), end; m != end; ++m) {
      Citation c;
      c.form = CiteForm::ibid;
      c.begin = static_cast<uint32_t>(m->position(2));
      c.end = c.begin + static_cast<uint32_t>(m->length(2));
      row.push_back(c);
    }
    for (std::sregex_iterator m(text.begin(), text.end(), full_form()), end; m != end; ++m) {
      Citation c;
      c.begin = static_cast<uint32_t>(m->position(0));
      c.end = c.begin + static_cast<uint32_t>(m->length(0));
      Work w;
      w.reference = m->str(0);
      const size_t comma = w.reference.find(',');
      if (comma != std::string::npos) {
        w.authors.push_back(w.reference.substr(0, comma));
        w.title = w.reference.substr(comma + 1, w.reference.find('(') - comma - 1);
        while (!w.title.empty() && (w.title.front() == ' ')) w.title.erase(0, 1);
        while (!w.title.empty() && (w.title.back() == ' ' || w.title.back() == ',')) w.title.pop_back();
      }
      w.first_note = i;
      c.work = static_cast<uint32_t>(set.works.size());
      c.via = i;
      c.permille = 950;
      set.works.push_back(std::move(w));
      row.push_back(c);
    }
    std::sort(row.begin(), row.end(), [](const Citation& a, const Citation& b) { return a.begin < b.begin; });
    // A note follows the one before only where no label is missing between them.
    bool follows = i > 0 && last_note == i - 1 && notes.notes[i - 1].chapter == note.chapter;
    if (follows && std::all_of(note.label.begin(), note.label.end(), [](char c) { return c >= '0' && c <= '9'; }) && note.label.size() < 6 && notes.notes[i - 1].label.size() < 6 && !note.label.empty() &&
        !notes.notes[i - 1].label.empty() && std::all_of(notes.notes[i - 1].label.begin(), notes.notes[i - 1].label.end(), [](char c) { return c >= '0' && c <= '9'; }))
      follows = std::stoi(note.label) == std::stoi(notes.notes[i - 1].label) + 1;
    uint32_t work = follows ? last_work : kNone, via = i > 0 ? i - 1 : kNone;
    for (Citation& c : row) {
      if (c.form == CiteForm::ibid && work != kNone) {
        c.work = work;
        c.via = via;
        c.permille = 950;
      }
      if (c.form == CiteForm::full || c.work != kNone) work = c.work, via = i;
    }
    // A note that cites something this stage does not read ends the chain.
    last_work = row.empty() ? kNone : row.back().work;
    last_note = i;
    for (const Citation& c : row)
      if (c.work != kNone && (set.works[c.work].cited_by.empty() || set.works[c.work].cited_by.back() != i)) set.works[c.work].cited_by.push_back(i);
  }
  return set;
}

}  // namespace postil
