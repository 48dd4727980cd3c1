#include "packer/notes/linked_index.h"

#include <algorithm>

#include "packer/structure/href.h"

namespace postil {
namespace {

std::string key(uint32_t file, std::string_view id) {
  return std::to_string(file) + "#" + std::string(id);
}

}  // namespace

LinkIndex::LinkIndex(const Book& book) : book_(book) {
  for (uint32_t f = 0; f < book.files.size(); ++f) files_.emplace(book.files[f].path, f);
  names_.reserve(book.elements.size());
  for (uint32_t i = 0; i < book.elements.size(); ++i) {
    const Element& e = at(i);
    if (!e.id.empty()) {
      const auto [first, fresh] = ids_.emplace(key(e.file, e.id), i);
      if (!fresh) doubled_.insert(first->second);
    }
    if (e.name == "br") breaks_.push_back(e.begin);
    if (e.name == "hr") rules_.push_back(e.begin);
    std::string names;
    for (const std::string* s : {&e.klass, &e.epub_type, &e.role, &e.rel})
      if (!s->empty()) names += " " + lower_ascii(*s) + " ";
    names_.push_back(std::move(names));
  }
  find_sections();
}

void LinkIndex::find_sections() {
  sections_.assign(book_.paragraphs.size(), Section::none);
  headings_.assign(book_.paragraphs.size(), kNone);
  Section levels[7] = {};
  uint32_t called[7] = {};
  uint32_t file = kNone;
  for (uint32_t i = 0; i < book_.paragraphs.size(); ++i) {
    const Paragraph& p = book_.paragraphs[i];
    if (p.file != file) std::fill(levels, levels + 7, Section::none), file = p.file;
    unsigned level = p.kind == ParagraphKind::heading ? p.level : 0;
    // A heading that is only a styled paragraph.
    if (level == 0 && p.text.size() <= 30 && section_of_heading(p.text) != Section::none) level = 6;
    if (level > 0 && level <= 6) {
      levels[level] = section_of_heading(p.text);
      called[level] = i;
      std::fill(levels + level + 1, levels + 7, Section::none);
    }
    for (int l = 0; l < 7; ++l)
      if (levels[l] != Section::none) sections_[i] = levels[l], headings_[i] = called[l];
  }
}

uint32_t LinkIndex::resolve(uint32_t element) const {
  const Element& e = at(element);
  const Target t = resolve_href(book_.files[e.file].path, e.href);
  if (t.external) return kNone;
  const auto file = files_.find(t.path);
  if (file == files_.end()) return kNone;
  if (t.anchor.empty()) {
    const SourceFile& f = book_.files[file->second];
    for (uint32_t i = f.first_element; i < f.end_element; ++i)
      if (at(i).name == "body") return i;
    return kNone;
  }
  const auto found = ids_.find(key(file->second, t.anchor));
  return found == ids_.end() ? kNone : found->second;
}

bool LinkIndex::dangling(uint32_t element) const {
  const Element& e = at(element);
  if (e.href.empty()) return false;
  const Target t = resolve_href(book_.files[e.file].path, e.href);
  return !t.external && (!t.anchor.empty() || files_.count(t.path) == 0) && resolve(element) == kNone;
}

std::string_view LinkIndex::text(uint32_t element) const {
  const Element& e = at(element);
  if (e.begin.paragraph != e.end.paragraph || !valid(e.begin)) return {};
  return paragraph(e.begin.paragraph).substr(e.begin.offset, e.end.offset - e.begin.offset);
}

std::string_view LinkIndex::before(TextPoint point) const {
  if (!valid(point)) return {};
  return paragraph(point.paragraph).substr(0, point.offset);
}

std::string_view LinkIndex::after(TextPoint point) const {
  if (!valid(point)) return {};
  const std::string_view text = paragraph(point.paragraph);
  return text.substr(std::min<size_t>(point.offset, text.size()));
}

uint32_t LinkIndex::block(uint32_t element) const {
  while (!at(element).block && at(element).parent != kNone) element = at(element).parent;
  return element;
}

uint32_t LinkIndex::first_at(TextPoint point) const {
  const auto& all = book_.elements;
  const auto found =
      std::lower_bound(all.begin(), all.end(), point, [](const Element& e, TextPoint p) { return e.begin < p; });
  return static_cast<uint32_t>(found - all.begin());
}

TextPoint LinkIndex::line_start(TextPoint point) const {
  const auto later = std::upper_bound(breaks_.begin(), breaks_.end(), point);
  if (later != breaks_.begin() && (later - 1)->paragraph == point.paragraph) return *(later - 1);
  return {point.paragraph, 0};
}

bool LinkIndex::ruled(TextPoint point) const {
  return std::binary_search(rules_.begin(), rules_.end(), point);
}

bool LinkIndex::superscript(uint32_t element) const {
  auto raised = [&](uint32_t e) {
    const Element& x = at(e);
    if (x.name == "sup" || x.style.find("super") != std::string::npos || x.style.find("text-top") != std::string::npos)
      return true;
    for (const char* word : {"superscript", " super ", " sup ", "footnotereference", "endnotereference"})
      if (names_[e].find(word) != std::string::npos) return true;
    return false;
  };
  for (uint32_t e = element; e != kNone && (e == element || !at(e).block); e = at(e).parent)
    if (raised(e)) return true;
  // Inside the link, where it raises all of the text.
  for (uint32_t i = element + 1; i < at(element).next; ++i)
    if (raised(i) && at(i).end.offset - at(i).begin.offset + 2 >= at(element).end.offset - at(element).begin.offset)
      return true;
  return false;
}

}  // namespace postil
