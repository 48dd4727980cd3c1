// Notes and works, each with where it is used.
#include <algorithm>

#include "packer/proof/page.h"

namespace postil::proof {
namespace {

// Links to the marks of a note.
std::string marks_of(const Contents& c, const Places& places, const ContentsNote& note) {
  std::string out;
  for (uint32_t mark : note.marks) {
    if (mark >= c.marks.size()) continue;
    const ContentsMark& m = c.marks[mark];
    const std::string why = doubt(m);
    out += (out.empty() ? "" : ", ") + std::string("<a href=\"") + places.mark(mark) + "\">mark " + escaped(m.label) +
           "</a> (" + m.how + ", " + std::to_string(m.permille / 10) + "." + std::to_string(m.permille % 10) + " %" +
           (why.empty() ? "" : "; " + escaped(why)) + ")";
  }
  return out;
}

size_t pages_for(size_t rows, size_t on_page) {
  return std::max<size_t>(1, (rows + on_page - 1) / on_page);
}

}  // namespace

std::vector<ProofFile> note_files(const Contents& c, const Places& places) {
  std::vector<ProofFile> out;
  const std::vector<uint32_t>& order = places.note_order();
  const size_t pages = pages_for(order.size(), kNotesOnPage);
  for (size_t p = 0; p < pages; ++p) {
    std::string body =
        pager("notes", p + 1, pages) + "<p>" + counted(order.size(), "note") + "; those to look at come first.</p>\n";
    for (size_t i = p * kNotesOnPage; i < std::min(order.size(), (p + 1) * kNotesOnPage); ++i) {
      const ContentsNote& note = c.notes[order[i]];
      const std::string why = doubt(note),
                        chapter = note.chapter < c.chapters.size() ? c.chapters[note.chapter].title : "";
      body += "<section class=\"row" + std::string(why.empty() ? "" : " look") + "\" id=\"note-" +
              std::to_string(order[i]) + "\"><h2>" + escaped(note.label.empty() ? "Note" : note.label) +
              " <span class=\"kind\">" + escaped(note.kind) + (chapter.empty() ? "" : ", " + escaped(chapter)) +
              "</span></h2>";
      if (!why.empty()) body += "<p class=\"why\">To look at: " + escaped(why) + "</p>";
      body += "<div class=\"body\" lang=\"" + escaped(c.language.empty() ? "und" : c.language) + "\">" +
              note_body(c, places, note) + "</div>";
      if (const std::string marks = marks_of(c, places, note); !marks.empty())
        body += "<p class=\"from\">From " + marks + "</p>";
      std::string names;
      for (uint32_t e : note.entities)
        if (e < c.entities.size() && !places.name(e).empty())
          names += (names.empty() ? "" : ", ") + std::string("<a href=\"") + places.name(e) + "\">" +
                   escaped(c.entities[e].name) + "</a>";
      if (!names.empty()) body += "<p class=\"from\">Names: " + names + "</p>";
      body += "</section>\n";
    }
    body += pager("notes", p + 1, pages);
    out.push_back({"notes-" + std::to_string(p + 1) + ".html", page(c, "Notes", "Notes", body)});
  }
  return out;
}

std::vector<ProofFile> work_files(const Contents& c, const Places& places) {
  std::vector<ProofFile> out;
  const size_t pages = pages_for(c.works.size(), kWorksOnPage);
  for (size_t p = 0; p < pages; ++p) {
    std::string body =
        pager("works", p + 1, pages) + "<p>" + counted(c.works.size(), "work") + " cited in the notes.</p>\n";
    for (size_t i = p * kWorksOnPage; i < std::min(c.works.size(), (p + 1) * kWorksOnPage); ++i) {
      const ContentsWork& work = c.works[i];
      body += "<section class=\"row\" id=\"work-" + std::to_string(i) + "\"><h2>" +
              escaped(work.title.empty() ? work.reference : work.title) + "</h2><p>" + escaped(work.reference) +
              (work.first_note == kNoRow ? " <span class=\"why\">never given in full</span>" : "") +
              "</p><p class=\"from\">Cited in ";
      bool first = true;
      for (uint32_t note : work.cited_by) {
        if (note >= c.notes.size()) continue;
        body += (first ? "" : ", ") + std::string("<a href=\"") + places.note(note) + "\">note " +
                escaped(c.notes[note].label) + "</a>" + (note == work.first_note ? " (in full)" : "");
        first = false;
      }
      body += "</p></section>\n";
    }
    body += pager("works", p + 1, pages);
    out.push_back({"works-" + std::to_string(p + 1) + ".html", page(c, "Works cited", "Works", body)});
  }
  return out;
}

}  // namespace postil::proof
