// The first page: what to look at, then what there is.
#include <algorithm>

#include "packer/proof/page.h"

namespace postil::proof {
namespace {

constexpr size_t kWorklist = 300;  // rows of one list; the rest is counted

std::string findings(const Contents& c, const Places& places) {
  std::vector<const ContentsFinding*> order;
  for (const ContentsFinding& f : c.findings) order.push_back(&f);
  auto rank = [](const ContentsFinding* f) { return f->severity == "error" ? 0 : f->severity == "warning" ? 1 : 2; };
  std::stable_sort(order.begin(), order.end(), [&](auto* a, auto* b) { return rank(a) < rank(b); });
  std::string out;
  for (size_t i = 0; i < std::min(kWorklist, order.size()); ++i) {
    const ContentsFinding& f = *order[i];
    const std::string href = places.text(f.place);
    out += "<li class=\"" + f.severity + "\"><span class=\"severity\">" + f.severity + "</span> <code>" +
           escaped(f.code) + "</code> " +
           (href.empty() ? escaped(f.message) : "<a href=\"" + href + "\">" + escaped(f.message) + "</a>") +
           (f.hint.empty() ? "" : " <span class=\"hint\">" + escaped(f.hint) + "</span>") + "</li>\n";
  }
  if (order.size() > kWorklist)
    out += "<li>and " + std::to_string(order.size() - kWorklist) +
           " more: <code>postil check</code> lists them all</li>\n";
  return out.empty() ? "<p>Nothing was found that needs a look.</p>\n" : "<ol class=\"worklist\">\n" + out + "</ol>\n";
}

std::string doubtful_marks(const Contents& c, const Places& places) {
  std::string out;
  size_t n = 0;
  for (uint32_t i = 0; i < c.marks.size(); ++i) {
    const std::string why = doubt(c.marks[i]);
    if (why.empty() || ++n > kWorklist) continue;
    const uint32_t chapter = c.marks[i].place.chapter;
    out += "<li><a href=\"" + places.mark(i) + "\">mark " + escaped(c.marks[i].label) + "</a>" +
           (chapter < c.chapters.size() ? ", " + escaped(c.chapters[chapter].title) : "") + ": " + escaped(why) +
           "</li>\n";
  }
  if (n > kWorklist) out += "<li>and " + std::to_string(n - kWorklist) + " more</li>\n";
  return out.empty() ? "<p>Every mark has its note.</p>\n" : "<ol class=\"worklist\">\n" + out + "</ol>\n";
}

}  // namespace

std::string overview(const Contents& c, const Places& places, const ProofOptions& options) {
  size_t linked = 0, doubtful_notes = 0;
  for (const ContentsMark& m : c.marks) linked += m.note != kNoRow;
  for (const ContentsNote& n : c.notes) doubtful_notes += !doubt(n).empty();
  std::string authors;
  for (const std::string& a : c.creators) authors += (authors.empty() ? "" : ", ") + a;
  std::string body;
  if (!authors.empty()) body += "<p>" + escaped(authors) + "</p>\n";
  body += "<dl class=\"numbers\">";
  auto number = [&](const std::string& what, const std::string& href, const std::string& value) {
    body += "<div><dt><a href=\"" + href + "\">" + what + "</a></dt><dd>" + value + "</dd></div>";
  };
  number("Marks", "text-1.html", std::to_string(linked) + " of " + std::to_string(c.marks.size()) + " with a note");
  number(
      "Notes", "notes-1.html",
      std::to_string(c.notes.size()) + (doubtful_notes ? ", " + std::to_string(doubtful_notes) + " to look at" : ""));
  number("Works cited", "works-1.html", std::to_string(c.works.size()));
  number("Names", "names-1.html", std::to_string(places.name_order().size()));
  body += "</dl>\n<section><h2>What to look at</h2>\n" + findings(c, places) +
          "</section>\n<section><h2>Marks in doubt</h2>\n" + doubtful_marks(c, places) + "</section>\n";
  if (!options.curated.empty())
    body += "<p>" + counted(options.curated.size(), "entry", "entries") +
            " of the entity files are shown beside their names.</p>\n";
  body +=
      "<section><h2>Chapters</h2>\n<table class=\"chapters\"><thead><tr><th scope=\"col\">Chapter</th><th "
      "scope=\"col\">Marks</th><th "
      "scope=\"col\">without a note</th></tr></thead><tbody>\n";
  std::vector<std::pair<size_t, size_t>> marks(std::max<size_t>(1, c.chapters.size()));
  for (const ContentsMark& m : c.marks)
    if (m.place.chapter < marks.size())
      ++marks[m.place.chapter].first, marks[m.place.chapter].second += m.note == kNoRow;
  std::vector<size_t> first(marks.size());
  for (size_t i = places.text_pages().size(); i-- > 0;)
    if (places.text_pages()[i].chapter < first.size()) first[places.text_pages()[i].chapter] = i + 1;
  for (size_t i = 0; i < c.chapters.size(); ++i) {
    const std::string title =
        escaped(c.chapters[i].title.empty() ? "Chapter " + std::to_string(i) : c.chapters[i].title);
    body += "<tr><th scope=\"row\" class=\"level-" + std::to_string(std::min(3u, c.chapters[i].level)) + "\">" +
            (first[i] ? "<a href=\"text-" + std::to_string(first[i]) + ".html\">" + title + "</a>" : title) +
            "</th><td>" + std::to_string(marks[i].first) + "</td><td>" +
            (marks[i].second ? std::to_string(marks[i].second) : "") + "</td></tr>\n";
  }
  body += "</tbody></table></section>\n<p class=\"from\">Pack " + c.pack_id +
          (c.source_sha256.empty() ? "" : ", made from the file with SHA-256 " + c.source_sha256) + ".</p>\n";
  return page(c, c.title.empty() ? "Proof" : c.title, "Overview", body);
}

}  // namespace postil::proof
