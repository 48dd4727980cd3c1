#include "packer/citations/citations.h"

#include <algorithm>

#include "packer/notes/notes.h"

namespace postil {
namespace {

struct Stretch {
  size_t begin, end;
};

bool digit(char c) { return c >= '0' && c <= '9'; }

// "Author, Title (Place: Publisher, 1990)": from the sentence's first capital to the bracket that ends with a year.
std::vector<Stretch> full_forms(const std::string& text) {
  std::vector<Stretch> out;
  size_t from = 0;
  for (size_t open = text.find('('); open != std::string::npos; open = text.find('(', open + 1)) {
    const size_t close = text.find(')', open);
    if (close == std::string::npos) break;
    const bool year = close >= open + 5 && digit(text[close - 1]) && digit(text[close - 2]) && digit(text[close - 3]) &&
                      (text[close - 4] == '1' || text[close - 4] == '2') && !digit(text[close - 5]);
    if (!year || close - open > 140) continue;
    size_t begin = open;
    while (begin > from && text[begin - 1] != ';' && text[begin - 1] != ')' && text[begin - 1] != '\n' && open - begin < 240) --begin;
    while (begin < open && !(text[begin] >= 'A' && text[begin] <= 'Z')) ++begin;
    if (open - begin >= 8) out.push_back({begin, close + 1});
    from = close + 1;
  }
  return out;
}

std::vector<Stretch> ibid_forms(const std::string& text) {
  std::vector<Stretch> out;
  for (const char* word : {"Ibid", "ibid", "Ebenda", "ebenda", "Ebd.", "ebd."}) {
    const std::string form = word;
    for (size_t at = text.find(form); at != std::string::npos; at = text.find(form, at + 1)) {
      const size_t end = at + form.size() + (at + form.size() < text.size() && text[at + form.size()] == '.' && form.back() != '.');
      const auto letter = [&](size_t i) { return i < text.size() && ((text[i] | 32) >= 'a' && (text[i] | 32) <= 'z'); };
      if ((at > 0 && letter(at - 1)) || letter(end)) continue;
      out.push_back({at, end});
    }
  }
  return out;
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
    for (const Stretch& m : ibid_forms(text)) {
      Citation c;
      c.form = CiteForm::ibid;
      c.begin = static_cast<uint32_t>(m.begin);
      c.end = static_cast<uint32_t>(m.end);
      row.push_back(c);
    }
    for (const Stretch& m : full_forms(text)) {
      Citation c;
      c.begin = static_cast<uint32_t>(m.begin);
      c.end = static_cast<uint32_t>(m.end);
      Work w;
      w.reference = text.substr(m.begin, m.end - m.begin);
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
