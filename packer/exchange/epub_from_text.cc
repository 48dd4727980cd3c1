// An EPUB 3 of a book that was none.
#include <algorithm>
#include <map>
#include <set>

#include "packer/exchange/epub.h"
#include "packer/exchange/zip_bytes.h"
#include "schema/rich_text.h"

namespace postil {
namespace {

// What of a paragraph may stand beside a note that fills it: its label, a way back.
constexpr uint32_t kBeside = 40;
constexpr const char* kStyle =
    "aside { font-size: 0.9em; margin: 0.5em 0 }\n.label { margin: 0 }\n.verse { margin-left: 2em }\npre { "
    "white-space: pre-wrap }\n";

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

// The XHTML of a note without images and without links into the book, whose places have other names here.
std::string without_inner_links(const std::string& xhtml) {
  std::string out;
  std::vector<bool> kept;
  for (size_t at = 0; at < xhtml.size();) {
    const size_t end = xhtml[at] == '<' ? xhtml.find('>', at) : std::string::npos;
    if (end == std::string::npos) {
      out += xhtml[at++];
      continue;
    }
    const std::string tag = xhtml.substr(at, end + 1 - at);
    at = end + 1;
    const auto value = [&](const std::string& name) {
      const size_t begin = tag.find(" " + name + "=\"");
      if (begin == std::string::npos) return std::string();
      const size_t from = begin + name.size() + 3;
      return tag.substr(from, tag.find('"', from) - from);
    };
    if (tag.compare(0, 3, "<a ") == 0) {
      const std::string href = value("href");
      kept.push_back(href.compare(0, 4, "http") == 0 || href.compare(0, 7, "mailto:") == 0);
      if (kept.back()) out += "<a href=\"" + href + "\">";
    } else if (tag == "</a>") {
      if (!kept.empty() && kept.back()) out += tag;
      if (!kept.empty()) kept.pop_back();
    } else if (tag.compare(0, 4, "<img") == 0) {
      out += value("alt");
    } else {
      out += tag;
    }
  }
  return out;
}

struct Page {
  std::string name, title, text;
  uint32_t pos = 0;  // where it begins, in ink
};

class FromText {
 public:
  FromText(const Contents& contents, EpubSummary& summary) : contents_(contents), summary_(summary) {}

  Result run(std::string& out) {
    if (contents_.paragraphs.empty()) return {Code::absent, "the pack has no text; only a book's pack makes an EPUB"};
    place_marks();
    pages();
    return zip_bytes(entries(), out);
  }

 private:
  void place_marks() {
    for (uint32_t n = 0; n < contents_.notes.size(); ++n) {
      const ContentsPlace& p = contents_.notes[n].place;
      notes_[p.file].emplace_back(p.begin, p.end);
    }
    for (uint32_t m = 0; m < contents_.marks.size(); ++m)
      marks_[contents_.marks[m].place.file][contents_.marks[m].place.begin] = m;
  }

  // All of the paragraph belongs to notes, but for a label or a way back.
  bool only_notes(const ContentsParagraph& p) const {
    const auto rows = notes_.find(p.place.file);
    if (rows == notes_.end()) return false;
    const auto begin = p.place.begin, end = static_cast<uint32_t>(begin + p.text.size());
    uint32_t covered = 0;
    for (const auto& [from, to] : rows->second)
      if (from < end && begin < to) covered += std::min(end, to) - std::max(begin, from);
    return covered > 0 && p.text.size() - std::min<size_t>(covered, p.text.size()) <= kBeside;
  }

  void pages() {
    std::vector<uint32_t> begins{0};
    std::vector<uint32_t> chapters{kNoRow};
    for (uint32_t c = 0; c < contents_.chapters.size(); ++c) {
      const uint32_t at = contents_.chapters[c].paragraph;
      if (at > begins.back() && at < contents_.paragraphs.size())
        begins.push_back(at), chapters.push_back(c);
      else if (at == begins.back() && chapters.back() == kNoRow)
        chapters.back() = c;
    }
    begins.push_back(static_cast<uint32_t>(contents_.paragraphs.size()));
    for (size_t i = 0; i + 1 < begins.size(); ++i) {
      Page page;
      page.name = "text-" + std::to_string(i + 1) + ".xhtml";
      if (chapters[i] != kNoRow) page.title = contents_.chapters[chapters[i]].title;
      page.pos = contents_.paragraphs[begins[i]].place.pos;
      if (page.title.empty()) page.title = contents_.title.empty() ? "Text" : contents_.title;
      called_.clear();
      for (uint32_t p = begins[i]; p < begins[i + 1]; ++p)
        if (!only_notes(contents_.paragraphs[p])) paragraph(contents_.paragraphs[p], page);
      for (const uint32_t n : called_) note(n, page);
      if (!page.text.empty()) pages_.push_back(std::move(page));
    }
  }

  void paragraph(const ContentsParagraph& p, Page& page) {
    std::string text;
    uint32_t from = 0;
    if (const auto marks = marks_.find(p.place.file); marks != marks_.end())
      for (auto m = marks->second.lower_bound(p.place.begin);
           m != marks->second.end() && m->first < p.place.begin + p.text.size(); ++m) {
        const ContentsMark& mark = contents_.marks[m->second];
        const uint32_t begin = mark.place.begin - p.place.begin,
                       end = std::min<uint32_t>(mark.place.end - p.place.begin, static_cast<uint32_t>(p.text.size()));
        if (mark.note >= contents_.notes.size() || begin < from || end < begin) continue;
        text += escaped(std::string_view(p.text).substr(from, begin - from));
        const bool first = called_set_.insert(mark.note).second;
        if (first) called_.push_back(mark.note), home_[mark.note] = {page.name, m->second};
        const std::string& home = home_[mark.note].first;
        std::string label = p.text.substr(begin, end - begin);
        if (label.empty()) label = mark.label.empty() ? "*" : mark.label;
        text += "<a epub:type=\"noteref\" role=\"doc-noteref\" id=\"ref-" + std::to_string(m->second) + "\" href=\"" +
                (home == page.name ? "" : home) + "#note-" + std::to_string(mark.note) + "\">" + escaped(label) +
                "</a>";
        ++summary_.noterefs;
        from = end;
      }
    text += escaped(std::string_view(p.text).substr(from));
    if (p.kind == "verse")
      for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 6) text.replace(at, 1, "<br/>\n");
    const bool heading = p.kind == "heading" && p.level >= 1 && p.level <= 6;
    const std::string name = heading ? "h" + std::to_string(p.level) : p.kind == "preformatted" ? "pre" : "p";
    page.text += "<" + name + (p.kind == "verse" ? " class=\"verse\"" : "") + ">" + text + "</" + name + ">\n";
  }

  void note(uint32_t n, Page& page) {
    const ContentsNote& row = contents_.notes[n];
    const uint32_t mark = home_[n].second;
    const std::string label = row.label.empty() ? contents_.marks[mark].label : row.label;
    page.text +=
        "<aside id=\"note-" + std::to_string(n) +
        "\" epub:type=\"footnote\" role=\"doc-footnote\">\n<p class=\"label\"><a role=\"doc-backlink\" href=\"#ref-" +
        std::to_string(mark) + "\">" + escaped(label.empty() ? "*" : label) + "</a></p>\n" +
        without_inner_links(row.xhtml) + "\n</aside>\n";
    ++summary_.notes;
  }

  static std::string document(const std::string& title, const std::string& language, const std::string& body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" "
           "xmlns:epub=\"http://www.idpf.org/2007/ops\"" +
           (language.empty() ? "" : " xml:lang=\"" + escaped(language) + "\" lang=\"" + escaped(language) + "\"") +
           ">\n<head><title>" + escaped(title) +
           "</title><link rel=\"stylesheet\" href=\"style.css\"/></head>\n<body>\n" + body + "</body>\n</html>\n";
  }

  std::vector<ZipEntry> entries() {
    std::vector<ZipEntry> out{{"mimetype", "application/epub+zip", true},
                              {"META-INF/container.xml",
                               "<?xml version=\"1.0\"?>\n<container version=\"1.0\" "
                               "xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>"
                               "<rootfile full-path=\"EPUB/book.opf\" "
                               "media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n"},
                              {"EPUB/book.opf", ""},
                              {"EPUB/style.css", kStyle}};
    const std::string glossary = epub_glossary(contents_, [&](const ContentsPlace& place) { return page_of(place); });
    std::string items, refs, toc;
    const auto add = [&](const std::string& name, const std::string& title, const std::string& text) {
      const std::string id = name.substr(0, name.find('.'));
      items += "<item id=\"" + id + "\" href=\"" + name + "\" media-type=\"application/xhtml+xml\"/>\n";
      refs += "<itemref idref=\"" + id + "\"/>";
      toc += "<li><a href=\"" + name + "\">" + escaped(title) + "</a></li>\n";
      out.push_back({"EPUB/" + name, text});
    };
    for (const Page& page : pages_) add(page.name, page.title, document(page.title, contents_.language, page.text));
    if (!glossary.empty()) add("names.xhtml", "Names", glossary);
    out.push_back({"EPUB/nav.xhtml", document("Contents", "en",
                                              "<nav epub:type=\"toc\" role=\"doc-toc\" aria-label=\"Contents\"><ol>\n" +
                                                  toc + "</ol></nav>\n")});
    out[2].bytes = package(items, refs);
    return out;
  }

  std::string page_of(const ContentsPlace& place) const {
    std::string name;
    for (const Page& page : pages_)
      if (page.pos <= place.pos) name = page.name;
    return name;
  }

  std::string package(const std::string& items, const std::string& refs) const {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" "
        "unique-identifier=\"id\">\n"
        "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<dc:identifier id=\"id\">urn:postil:" +
        contents_.pack_id + "</dc:identifier>\n";
    for (const std::string& id : contents_.identifiers) out += "<dc:identifier>" + escaped(id) + "</dc:identifier>\n";
    out += "<dc:title>" + escaped(contents_.title.empty() ? "Untitled" : contents_.title) +
           "</dc:title>\n<dc:language>" + escaped(contents_.language.empty() ? "und" : contents_.language) +
           "</dc:language>\n";
    for (const std::string& creator : contents_.creators) out += "<dc:creator>" + escaped(creator) + "</dc:creator>\n";
    // The same bytes every time: the date of the archive's entries.
    return out +
           "<meta property=\"dcterms:modified\">1980-01-01T00:00:00Z</meta>\n</metadata>\n<manifest>\n"
           "<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n"
           "<item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n" +
           items + "</manifest>\n<spine>" + refs + "</spine>\n</package>\n";
  }

  const Contents& contents_;
  EpubSummary& summary_;
  std::map<uint32_t, std::vector<std::pair<uint32_t, uint32_t>>> notes_;  // by file
  std::map<uint32_t, std::map<uint32_t, uint32_t>> marks_;                // by file and first byte
  std::vector<Page> pages_;
  std::vector<uint32_t> called_;  // notes called first on the page being made
  std::set<uint32_t> called_set_;
  std::map<uint32_t, std::pair<std::string, uint32_t>> home_;  // of a note: its page and the mark that calls it first
};

}  // namespace

Result to_epub(const Contents& contents, std::string& out, EpubSummary& summary) {
  return FromText(contents, summary).run(out);
}

}  // namespace postil
