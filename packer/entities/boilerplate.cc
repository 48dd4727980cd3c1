#include "packer/entities/boilerplate.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "schema/fold.h"

namespace postil {
namespace {

constexpr size_t kFewParagraphs = 60;  // a page that is called "Colophon" and goes on for longer is a chapter

bool has_word(std::string_view list, std::string_view word) {
  for (size_t at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1))
    if ((at == 0 || list[at - 1] == ' ') && (at + word.size() == list.size() || list[at + word.size()] == ' '))
      return true;
  return false;
}

bool is_boilerplate(const Element& e) {
  for (const char* type : {"imprint", "copyright-page", "colophon", "toc", "landmarks", "page-list"})
    if (has_word(e.epub_type, type)) return true;
  return e.role == "doc-colophon" || e.role == "doc-toc" || e.role == "doc-pagelist" ||
         has_word(e.klass, "pg-boilerplate") || e.id == "pg-header" || e.id == "pg-footer";
}

bool titles_boilerplate(const std::string& title) {
  const std::string f = fold(title);
  for (const char* name : {"colophon", "imprint", "uncopyright", "copyright", "copyright page", "copyright information",
                           "table of contents", "the full project gutenberg license", "impressum"})
    if (f == name) return true;
  return false;
}

// "*** START OF THE PROJECT GUTENBERG EBOOK ..." and "*** END OF ...".
enum class Line { other, start, end };
Line line_of(const std::string& text) {
  const std::string_view head = std::string_view(text).substr(0, 200);
  const size_t at = head.find("PROJECT GUTENBERG");
  if (at == std::string_view::npos || head.substr(0, 3) != "***") return Line::other;
  const std::string_view before = head.substr(0, at);
  if (before.find("START") != std::string_view::npos) return Line::start;
  return before.find("END") != std::string_view::npos ? Line::end : Line::other;
}

}  // namespace

std::vector<std::pair<uint32_t, uint32_t>> boilerplate_ranges(const Book& book) {
  std::vector<std::pair<uint32_t, uint32_t>> found;
  const auto size = static_cast<uint32_t>(book.paragraphs.size());
  for (const Element& e : book.elements)
    if (e.begin != e.end && is_boilerplate(e))
      found.emplace_back(e.begin.paragraph, e.end.offset > 0 ? e.end.paragraph + 1 : e.end.paragraph);
  for (size_t i = 0; i < book.chapters.size(); ++i) {
    const uint32_t begin = book.chapters[i].begin.paragraph,
                   end = i + 1 < book.chapters.size() ? book.chapters[i + 1].begin.paragraph : size;
    if (end <= begin + kFewParagraphs && titles_boilerplate(book.chapters[i].title)) found.emplace_back(begin, end);
  }
  uint32_t start = kNone, end = kNone;
  for (uint32_t p = 0; p < size; ++p) {
    const Line line = line_of(book.paragraphs[p].text);
    if (line == Line::start && start == kNone) start = p;
    if (line == Line::end && end == kNone && p > 0) end = p;
  }
  if (start != kNone && (end == kNone || start < end)) found.emplace_back(0, start + 1);
  if (end != kNone) found.emplace_back(end, size);
  std::sort(found.begin(), found.end());
  std::vector<std::pair<uint32_t, uint32_t>> out;
  for (const auto& range : found) {
    if (!out.empty() && range.first <= out.back().second)
      out.back().second = std::max(out.back().second, range.second);
    else
      out.push_back(range);
  }
  return out;
}

}  // namespace postil
