#include "packer/proof/page.h"

#include <algorithm>
#include <numeric>

#include "schema/rich_text.h"

namespace postil::proof {

std::string escaped(const std::string& text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

std::string counted(size_t n, const std::string& one, const std::string& many) {
  return std::to_string(n) + " " + (n == 1 ? one : many.empty() ? one + "s" : many);
}

std::string page(const Contents& contents, const std::string& title, const std::string& here, const std::string& body) {
  const std::pair<const char*, const char*> ways[] = {{"index.html", "Overview"}, {"text-1.html", "Text"},
                                                      {"notes-1.html", "Notes"},  {"works-1.html", "Works"},
                                                      {"names-1.html", "Names"},  {"who.html", "Who and when"}};
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><title>" +
      escaped(title) + " – " + escaped(contents.title) +
      "</title><link rel=\"stylesheet\" href=\"proof.css\"><script src=\"proof.js\" defer></script></head>\n<body>"
      "<a class=\"skip\" href=\"#main\">To the content</a><header><p class=\"book\">" +
      escaped(contents.title) + "</p><nav aria-label=\"Proof\"><ul>";
  for (const auto& [href, name] : ways)
    out += std::string("<li><a href=\"") + href + "\"" + (here == name ? " aria-current=\"page\"" : "") + ">" + name +
           "</a></li>";
  return out + "</ul></nav></header>\n<main id=\"main\" tabindex=\"-1\"><h1>" + escaped(title) + "</h1>\n" + body +
         "</main>\n</body></html>\n";
}

std::string pager(const std::string& name, size_t current, size_t pages) {
  if (pages < 2) return "";
  std::string out = "<nav class=\"pager\" aria-label=\"Pages\"><ol>";
  for (size_t i = 1; i <= pages; ++i) {
    const bool shown = i <= 2 || i + 1 >= pages || (i + 3 > current && i < current + 3);
    if (!shown) {
      if (i == 3 || i == current + 3) out += "<li aria-hidden=\"true\">…</li>";
      continue;
    }
    out += "<li><a href=\"" + name + "-" + std::to_string(i) + ".html\"" +
           (i == current ? " aria-current=\"page\"" : "") + "><span class=\"unseen\">Page </span>" + std::to_string(i) +
           "</a></li>";
  }
  return out + "</ol></nav>\n";
}

Places::Places(const Contents& contents) : contents_(contents) {
  size_t bytes = 0;
  for (uint32_t i = 0; i < contents.paragraphs.size(); ++i) {
    const ContentsParagraph& p = contents.paragraphs[i];
    paragraphs_[{p.place.file, p.place.begin}] = i;
    if (pages_.empty() || p.place.chapter != pages_.back().chapter || bytes > kTextOnPage) {
      pages_.push_back({p.place.chapter, i, i});
      bytes = 0;
    }
    pages_.back().last = i + 1;
    bytes += p.text.size();
  }
  auto ranks = [](const std::vector<uint32_t>& order, size_t size) {
    std::vector<uint32_t> out(size, kNoRow);
    for (uint32_t i = 0; i < order.size(); ++i) out[order[i]] = i;
    return out;
  };
  note_order_.resize(contents.notes.size());
  std::iota(note_order_.begin(), note_order_.end(), 0u);
  std::stable_partition(note_order_.begin(), note_order_.end(),
                        [&](uint32_t i) { return !doubt(contents.notes[i]).empty(); });
  note_rank_ = ranks(note_order_, contents.notes.size());
  for (uint32_t i = 0; i < contents.entities.size(); ++i)
    if (!contents.entities[i].name.empty()) name_order_.push_back(i);
  std::stable_sort(name_order_.begin(), name_order_.end(), [&](uint32_t a, uint32_t b) {
    return contents.entities[a].mentions.size() > contents.entities[b].mentions.size();
  });
  name_rank_ = ranks(name_order_, contents.entities.size());
}

uint32_t Places::paragraph(const ContentsPlace& place) const {
  auto row = paragraphs_.upper_bound({place.file, place.begin});
  if (row == paragraphs_.begin() || (--row)->first.first != place.file) return kNoRow;
  return row->second;
}

size_t Places::page_of_paragraph(uint32_t paragraph) const {
  const auto after = std::upper_bound(pages_.begin(), pages_.end(), paragraph,
                                      [](uint32_t row, const TextPage& p) { return row < p.first; });
  return static_cast<size_t>(after - pages_.begin());
}

std::string Places::text(const ContentsPlace& place) const {
  const uint32_t row = paragraph(place);
  return row == kNoRow ? "" : "text-" + std::to_string(page_of_paragraph(row)) + ".html#p-" + std::to_string(row);
}

std::string Places::mark(uint32_t mark) const {
  if (mark >= contents_.marks.size()) return "";
  const uint32_t row = paragraph(contents_.marks[mark].place);
  return row == kNoRow ? "" : "text-" + std::to_string(page_of_paragraph(row)) + ".html#mark-" + std::to_string(mark);
}

std::string Places::note(uint32_t note) const {
  if (note >= note_rank_.size()) return "";
  return "notes-" + std::to_string(note_rank_[note] / kNotesOnPage + 1) + ".html#note-" + std::to_string(note);
}

std::string Places::work(uint32_t work) const {
  return "works-" + std::to_string(work / kWorksOnPage + 1) + ".html#work-" + std::to_string(work);
}

std::string Places::name(uint32_t entity) const {
  if (entity >= name_rank_.size() || name_rank_[entity] == kNoRow) return "";
  return "names-" + std::to_string(name_rank_[entity] / kNamesOnPage + 1) + ".html#name-" + std::to_string(entity);
}

std::string doubt(const ContentsNote& note) {
  std::string out;
  auto add = [&](const std::string& why) { out += (out.empty() ? "" : "; ") + why; };
  if (note.duplicate_of != kNoRow) add("the same as another note");
  if (note.truncated) add("it breaks off");
  if (note.marks.empty()) add("no mark leads to it");
  return out;
}

std::string doubt(const ContentsMark& mark) {
  std::string out;
  auto add = [&](const std::string& why) { out += (out.empty() ? "" : "; ") + why; };
  if (mark.note == kNoRow) add("no note is safe to show");
  for (const std::string& problem : mark.problems) add(problem);
  if (mark.note != kNoRow && mark.permille < kSurePermille)
    add("only " + std::to_string(mark.permille / 10) + " % sure");
  return out;
}

}  // namespace postil::proof
