#include "packer/structure/structure.h"

#include <algorithm>
#include <unordered_map>

#include "schema/position.h"
#include "schema/utf8.h"

namespace postil {
namespace {

constexpr size_t kInkStride = 1024;

// The ink of the whole text. Positions are asked for by the thousand: long paragraphs get a table that bounds the
// counting.
uint32_t count_ink(Paragraph& p) {
  p.ink.clear();
  const std::string_view text = p.text;
  if (text.size() <= kInkStride) return ink_count(text);
  uint32_t ink = 0;
  size_t from = 0;
  for (size_t at = 0; at < text.size(); at += kInkStride) {
    const size_t here = utf8_floor(text, at);
    ink += ink_count(text.substr(from, here - from));
    from = here;
    p.ink.push_back(ink);
  }
  return ink + ink_count(text.substr(from));
}

uint32_t ink_before(const Paragraph& p, size_t offset) {
  const std::string_view text = p.text;
  offset = std::min(offset, text.size());
  const size_t k = offset / kInkStride;
  if (k >= p.ink.size()) return ink_count(text.substr(0, offset));
  const size_t from = utf8_floor(text, k * kInkStride);
  return p.ink[k] + ink_count(text.substr(from, offset - from));
}

void chapters_from_toc(Book& book) {
  std::unordered_map<std::string, uint32_t> anchors;  // "file#id" -> element
  for (uint32_t i = 0; i < book.elements.size(); ++i)
    if (!book.elements[i].id.empty())
      anchors.emplace(std::to_string(book.elements[i].file) + "#" + book.elements[i].id, i);
  for (const TocEntry& entry : book.toc) {
    if (entry.file >= book.files.size()) continue;
    const SourceFile& file = book.files[entry.file];
    TextPoint begin{file.first_paragraph, 0};
    if (!entry.anchor.empty()) {
      const auto found = anchors.find(std::to_string(entry.file) + "#" + entry.anchor);
      if (found != anchors.end()) begin = book.elements[found->second].begin;
    }
    if (begin.paragraph >= file.end_paragraph) continue;  // an entry without text
    book.chapters.push_back({entry.title, entry.level, begin});
  }
}

void chapters_from_headings(Book& book) {
  for (uint32_t i = 0; i < book.paragraphs.size(); ++i) {
    const Paragraph& p = book.paragraphs[i];
    if (p.kind == ParagraphKind::heading) book.chapters.push_back({p.text, static_cast<uint32_t>(p.level - 1), {i, 0}});
  }
}

}  // namespace

uint32_t structure(Book& book) {
  uint32_t pos = 0;
  for (Paragraph& p : book.paragraphs) {
    p.pos = pos;
    p.print = print_of(p.text);
    pos += count_ink(p);
  }
  chapters_from_toc(book);
  if (book.chapters.empty()) chapters_from_headings(book);
  if (book.chapters.empty())
    for (const SourceFile& file : book.files)
      if (file.first_paragraph < file.end_paragraph)
        book.chapters.push_back(
            {book.files.size() == 1 ? book.metadata.title : file.path, 0, {file.first_paragraph, 0}});
  std::stable_sort(book.chapters.begin(), book.chapters.end(),
                   [](const Chapter& a, const Chapter& b) { return a.begin < b.begin; });
  return pos;
}

uint32_t chapter_at(const Book& book, TextPoint at) {
  const auto after = std::upper_bound(book.chapters.begin(), book.chapters.end(), at,
                                      [](TextPoint a, const Chapter& c) { return a < c.begin; });
  return after == book.chapters.begin() ? 0 : static_cast<uint32_t>(after - book.chapters.begin()) - 1;
}

uint32_t pos_of(const Book& book, TextPoint at) {
  if (at.paragraph >= book.paragraphs.size())
    return book.paragraphs.empty() ? 0 : book.paragraphs.back().pos + ink_count(book.paragraphs.back().text);
  const Paragraph& p = book.paragraphs[at.paragraph];
  return p.pos + ink_before(p, at.offset);
}

}  // namespace postil
