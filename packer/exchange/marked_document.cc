#include "packer/exchange/marked_document.h"

#include <algorithm>

namespace postil {
namespace {

constexpr const char* kOps = "http://www.idpf.org/2007/ops";

bool has_word(const std::string& words, const std::string& word) {
  for (size_t at = 0; (at = words.find(word, at)) != std::string::npos; at += word.size())
    if ((at == 0 || words[at - 1] == ' ') && (at + word.size() == words.size() || words[at + word.size()] == ' '))
      return true;
  return false;
}

}  // namespace

Result MarkedDocument::open(std::string path, std::string bytes,
                            const std::vector<const ContentsParagraph*>& paragraphs) {
  path_ = std::move(path);
  bytes_ = std::move(bytes);
  if (Result r = scan_xhtml(bytes_, source_); !r) return r;
  const Result other(Code::unsupported, "its text is read differently than when the pack was made; correct its markup");
  if (paragraphs.size() != source_.book.paragraphs.size()) return other;
  for (size_t i = 0; i < paragraphs.size(); ++i)
    if (paragraphs[i]->text != source_.book.paragraphs[i].text) return other;
  const std::vector<Element>& elements = source_.book.elements;
  if (elements.empty() || elements[0].name != "html") return {Code::unsupported, "it is no XHTML; convert it"};
  if (const SourceAttribute* a = tag(0).attribute("xmlns:epub"); a && a->value != kOps)
    return {Code::unsupported, "it uses the prefix epub: for something else; rename that"};
  named_ = tag(0).attribute("xmlns:epub") != nullptr;
  for (uint32_t i = 0; i < elements.size(); ++i)
    if (const SourceAttribute* a = tag(i).attribute("id")) ids_.emplace(a->value, i);
  for (uint32_t i = 0; i < elements.size(); ++i)  // <a name="…">
    if (!elements[i].id.empty()) ids_.emplace(elements[i].id, i);
  return {};
}

TextPoint MarkedDocument::point_of(uint32_t byte) const {
  const std::vector<Paragraph>& all = source_.book.paragraphs;
  auto p =
      std::upper_bound(all.begin(), all.end(), byte, [](uint32_t at, const Paragraph& row) { return at < row.begin; });
  if (p == all.begin()) return {};
  --p;
  return {static_cast<uint32_t>(p - all.begin()), std::min(byte - p->begin, static_cast<uint32_t>(p->text.size()))};
}

uint32_t MarkedDocument::by_id(const std::string& id) const {
  const auto found = ids_.find(id);
  return found == ids_.end() ? kNone : found->second;
}

bool MarkedDocument::inside(uint32_t element, const char* name) const {
  for (; element != kNone; element = at(element).parent)
    if (at(element).name == name) return true;
  return false;
}

std::pair<uint32_t, uint32_t> MarkedDocument::siblings_around(uint32_t first, uint32_t last) const {
  if (last < first) return {kNone, kNone};
  // Up until the two have one parent; a row below `next` of an element is inside it.
  while (first != kNone && last < at(first).next && first != last) last = first;
  while (first != kNone && at(first).parent != kNone && last >= at(at(first).parent).next) first = at(first).parent;
  if (first == kNone || at(first).parent == kNone) return {kNone, kNone};
  const uint32_t parent = at(first).parent;
  while (last != kNone && at(last).parent != parent) last = at(last).parent;
  return last == kNone ? std::pair<uint32_t, uint32_t>{kNone, kNone} : std::pair<uint32_t, uint32_t>{first, last};
}

void MarkedDocument::name_space() {
  if (named_) return;
  named_ = true;
  marks_.insert(tag(0).open_end - 1, std::string(" xmlns:epub=\"") + kOps + "\"");
}

void MarkedDocument::declare(uint32_t element, const std::string& epub_type, const std::string& role) {
  const SourceTag& t = tag(element);
  const size_t end = t.open_end - (t.empty() ? 2 : 1);
  if (const SourceAttribute* a = t.attribute("epub:type")) {
    if (!epub_type.empty() && !has_word(a->value, epub_type))
      marks_.insert(a->value_end, (a->value.empty() ? "" : " ") + epub_type);
  } else if (!epub_type.empty()) {
    name_space();
    marks_.insert(end, " epub:type=\"" + epub_type + "\"");
  }
  if (!role.empty() && !t.attribute("role")) marks_.insert(end, " role=\"" + role + "\"");
}

void MarkedDocument::redirect(uint32_t element, const std::string& href) {
  const SourceAttribute* a = tag(element).attribute("href");
  if (a && a->value != href && !tag(element).attribute("data-postil-href"))
    marks_.insert(a->begin, "href=\"" + href + "\" data-postil-");
}

std::pair<size_t, size_t> MarkedDocument::bytes_of(TextPoint begin, TextPoint end) const {
  if (begin.paragraph != end.paragraph || !(begin < end)) return {};
  const auto first = source_.character_at(begin), last = source_.character_before(end);
  if (first.first == first.second || last.first == last.second) return {};
  uint32_t a = source_.element_at(begin), b = source_.element_at({end.paragraph, end.offset - 1});
  size_t from = first.first, to = last.second;
  const auto holds = [&](uint32_t outer, uint32_t inner) { return outer <= inner && inner < at(outer).next; };
  while (!holds(a, b)) {
    if (at(a).begin != begin || at(a).parent == kNone) return {};
    from = tag(a).open;
    a = at(a).parent;
  }
  while (b != a) {
    if (at(b).end != end) return {};
    to = tag(b).close_end;
    b = at(b).parent;
  }
  return {from, to};
}

}  // namespace postil
