// Notes of sources that say themselves what a note is and where it belongs (Markdown, TEI): nothing has to be guessed.
#include <unordered_map>

#include "packer/notes/notes.h"

namespace postil {
namespace {

NoteKind kind_of(const Element& e) {
  auto has = [&](const char* word) { return e.klass.find(word) != std::string::npos; };
  if (has("translator")) return NoteKind::translator;
  if (has("editor")) return NoteKind::editor;
  if (has("gloss")) return NoteKind::gloss;
  if (has("margin")) return NoteKind::margin;
  return e.epub_type.find("endnote") != std::string::npos ? NoteKind::endnote : NoteKind::footnote;
}

// Ids that a reader made up begin with a character that no source can have.
std::string own_id(const std::string& id) {
  return !id.empty() && id[0] == '\x01' ? "" : id;
}

// Cuts the markup that stands in the text (Markdown's), noterefs and notes inside the note; moves its begin past them.
void trim(const Book& book, uint32_t element, Note& note) {
  for (uint32_t i = element + 1; i < book.elements[element].next; ++i) {
    const Element& e = book.elements[i];
    if ((e.name != "#markup" && e.name != "aside" && e.epub_type != "noteref") || e.begin == e.end) continue;
    if (e.begin == note.begin)
      note.begin = e.end;
    else
      note.cuts.push_back({e.begin, e.end});
    i = e.next - 1;  // what stands in it goes with it
  }
}

}  // namespace

void find_declared_notes(const Book& book, NoteSet& set) {
  struct Known {
    uint32_t note = kNone;
    bool doubled = false;
  };
  std::unordered_map<std::string, Known> by_id;  // "file#id"
  auto key = [](uint32_t file, const std::string& id) { return std::to_string(file) + "#" + id; };
  for (uint32_t i = 0; i < book.elements.size(); ++i) {
    const Element& e = book.elements[i];
    if (e.name != "aside" || e.begin == e.end) continue;
    Note note;
    note.label = e.tei_n;
    note.anchor = own_id(e.id);
    note.kind = kind_of(e);
    note.begin = e.begin;
    note.end = e.end;
    trim(book, i, note);
    const auto [at, fresh] = by_id.emplace(key(e.file, e.id), Known{static_cast<uint32_t>(set.notes.size()), false});
    if (!fresh) at->second.doubled = true;
    set.notes.push_back(std::move(note));
  }
  for (uint32_t i = 0; i < book.elements.size(); ++i) {
    const Element& e = book.elements[i];
    if (e.name != "a" || e.epub_type != "noteref" || e.begin.paragraph >= book.paragraphs.size()) continue;
    const Paragraph& p = book.paragraphs[e.begin.paragraph];
    Mark mark;
    mark.paragraph = e.begin.paragraph;
    mark.begin = e.begin.offset;
    mark.end = e.end.paragraph == mark.paragraph ? e.end.offset : mark.begin;
    mark.label = mark.begin < mark.end ? p.text.substr(mark.begin, mark.end - mark.begin) : e.tei_n;
    mark.anchor = own_id(e.id);
    mark.element = i;
    const auto found = by_id.find(key(e.file, e.href.substr(std::min<size_t>(1, e.href.size()))));
    const Place here{p.file, p.begin + mark.begin, p.begin + mark.end};
    if (found == by_id.end()) {
      mark.problems = kProblemBroken;
      set.findings.push_back({"N-LINK",
                              Severity::error,
                              here,
                              {},
                              0,
                              "noteref " + mark.label + " names a note that is nowhere in the book",
                              "correct the label or add the note"});
    } else if (found->second.doubled) {
      mark.problems = kProblemAmbiguous;
      set.findings.push_back({"N-ID",
                              Severity::error,
                              here,
                              {},
                              0,
                              "noteref " + mark.label + " names two notes",
                              "give each note a label of its own"});
    } else {
      mark.note = found->second.note;
      mark.how = How::href;
      mark.permille = 999;
      Note& note = set.notes[mark.note];
      if (note.label.empty()) note.label = mark.label;
      note.marks.push_back(static_cast<uint32_t>(set.marks.size()));
    }
    set.marks.push_back(std::move(mark));
  }
  for (const Note& note : set.notes) {
    if (!note.marks.empty()) continue;
    const Paragraph& p = book.paragraphs[note.begin.paragraph];
    set.findings.push_back({"N-ORPHAN",
                            Severity::warning,
                            {p.file, p.begin + note.begin.offset, p.begin + note.begin.offset},
                            {},
                            0,
                            "no noteref leads to note " + (note.label.empty() ? note.anchor : note.label),
                            "add its noteref to the text or remove the note"});
  }
}

}  // namespace postil
