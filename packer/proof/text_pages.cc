// The book's text with its marks and names, the notes of each page beneath it.
#include <openssl/evp.h>

#include <algorithm>

#include "packer/proof/page.h"

namespace postil::proof {
namespace {

// An element over bytes of a paragraph's text.
struct Link {
  uint32_t begin, end;
  std::string open;
  const char* close;
};

std::vector<std::vector<Link>> links_of_paragraphs(const Contents& c, const Places& places) {
  std::vector<std::vector<Link>> out(c.paragraphs.size());
  auto add = [&](const ContentsPlace& place, const std::string& open, const char* close = "</a>") {
    const uint32_t row = places.paragraph(place);
    if (row == kNoRow) return;
    const ContentsParagraph& p = c.paragraphs[row];
    const uint32_t begin = place.begin - p.place.begin, end = place.end - p.place.begin;
    if (begin < end && end <= p.text.size()) out[row].push_back({begin, end, open, close});
  };
  for (uint32_t i = 0; i < c.marks.size(); ++i) {
    const ContentsMark& mark = c.marks[i];
    const std::string why = doubt(mark), id = "id=\"mark-" + std::to_string(i) + "\"";
    if (mark.note == kNoRow)
      add(mark.place, "<span class=\"mark none\" " + id + " title=\"" + escaped(why) + "\">", "</span>");
    else
      add(mark.place, std::string("<a class=\"mark") + (why.empty() ? "" : " unsure") + "\" " + id + " href=\"#n-" +
                          std::to_string(mark.note) + "\" data-note=\"" + std::to_string(mark.note) + "\"" +
                          (why.empty() ? "" : " title=\"" + escaped(why) + "\"") + ">");
  }
  for (uint32_t i = 0; i < c.entities.size(); ++i)
    for (const ContentsMention& m : c.entities[i].mentions)
      add(m.place, "<a class=\"name\" href=\"" + places.name(i) + "\">");
  for (std::vector<Link>& links : out)
    std::stable_sort(links.begin(), links.end(), [](const Link& a, const Link& b) { return a.begin < b.begin; });
  return out;
}

std::string paragraph_html(const ContentsParagraph& p, uint32_t row, const std::vector<Link>& links) {
  std::string text;
  size_t at = 0;
  for (const Link& link : links) {
    if (link.begin < at) continue;  // over another
    text += escaped(p.text.substr(at, link.begin - at)) + link.open +
            escaped(p.text.substr(link.begin, link.end - link.begin)) + link.close;
    at = link.end;
  }
  text += escaped(p.text.substr(at));
  const std::string id = " id=\"p-" + std::to_string(row) + "\"";
  if (p.kind == "heading") return "<h2" + id + ">" + text + "</h2>\n";
  if (p.kind == "preformatted") return "<pre" + id + ">" + text + "</pre>\n";
  return "<p" + id + (p.kind == "text" ? "" : " class=\"" + p.kind + "\"") + ">" + text + "</p>\n";
}

std::string title_of(const Contents& c, const TextPage& page) {
  const bool named = page.chapter < c.chapters.size() && !c.chapters[page.chapter].title.empty();
  return named ? c.chapters[page.chapter].title : "Chapter " + std::to_string(page.chapter);
}

}  // namespace

namespace {

// A page of the proof stands alone: what the pack has of the images is in it.
std::string with_images(const ContentsNote& note) {
  std::string out = note.xhtml;
  for (const ContentsImage& image : note.images) {
    if (image.media.empty()) continue;
    std::string base64(image.bytes.size() / 3 * 4 + 5, '\0');
    base64.resize(static_cast<size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(&base64[0]),
                                                      reinterpret_cast<const unsigned char*>(image.bytes.data()),
                                                      static_cast<int>(image.bytes.size()))));
    const std::string from = "<img src=\"" + escaped(image.reference) + "\"",
                      to = "<img src=\"data:" + image.media + ";base64," + base64 + "\"";
    for (size_t at = 0; (at = out.find(from, at)) != std::string::npos; at += to.size())
      out.replace(at, from.size(), to);
  }
  return out;
}

}  // namespace

std::string note_body(const Contents& c, const Places& places, const ContentsNote& note) {
  std::string out = with_images(note), rows;
  for (const ContentsCitation& cite : note.citations) {
    if (cite.form == "full" || cite.reference.empty() || cite.begin > cite.end || cite.end > note.text.size()) continue;
    rows += "<dt>" + escaped(note.text.substr(cite.begin, cite.end - cite.begin)) + "</dt><dd>";
    rows += cite.work < c.works.size()
                ? "<a href=\"" + places.work(cite.work) + "\">" + escaped(cite.reference) + "</a>"
                : escaped(cite.reference);
    if (cite.via == kNoRow) rows += " (the book never gives it in full)";
    rows += "</dd>";
  }
  return rows.empty() ? out : out + "<dl class=\"cited\">" + rows + "</dl>";
}

std::vector<ProofFile> text_files(const Contents& c, const Places& places) {
  const std::vector<TextPage>& pages = places.text_pages();
  const std::vector<std::vector<Link>> links = links_of_paragraphs(c, places);
  std::vector<std::vector<uint32_t>> notes(pages.size());
  for (const ContentsMark& mark : c.marks) {
    const uint32_t row = places.paragraph(mark.place);
    if (row == kNoRow || mark.note >= c.notes.size()) continue;
    std::vector<uint32_t>& here = notes[places.page_of_paragraph(row) - 1];
    if (std::find(here.begin(), here.end(), mark.note) == here.end()) here.push_back(mark.note);
  }
  std::vector<ProofFile> out;
  for (size_t i = 0; i < pages.size(); ++i) {
    std::string body = pager("text", i + 1, pages.size()) + "<article lang=\"" +
                       escaped(c.language.empty() ? "und" : c.language) + "\" class=\"text\">\n";
    for (uint32_t row = pages[i].first; row < pages[i].last; ++row)
      body += paragraph_html(c.paragraphs[row], row, links[row]);
    body += "</article>\n";
    if (!notes[i].empty()) {
      body += "<section class=\"notes\" aria-labelledby=\"notes-here\"><h2 id=\"notes-here\">Notes of this page</h2>\n";
      for (uint32_t note : notes[i])
        body += "<div class=\"note\" id=\"n-" + std::to_string(note) + "\"><p class=\"label\"><a href=\"" +
                places.note(note) + "\">" + escaped(c.notes[note].label.empty() ? "note" : c.notes[note].label) +
                "</a></p><div class=\"body\">" + note_body(c, places, c.notes[note]) + "</div></div>\n";
      body += "</section>\n";
    }
    body += pager("text", i + 1, pages.size());
    out.push_back({"text-" + std::to_string(i + 1) + ".html", page(c, title_of(c, pages[i]), "Text", body)});
  }
  if (out.empty())
    out.push_back({"text-1.html", page(c, "Text", "Text", "<p>The pack has no text: it holds names alone.</p>")});
  return out;
}

}  // namespace postil::proof
