#include "packer/notes/linked_pages.h"

#include <algorithm>

namespace postil {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool roman(char c) {
  return std::string_view("ivxlcIVXLC").find(c) != std::string_view::npos;
}

// The number at the end of "Page 12", "page_12", "pg-xiv", "12" or "[Pg 12]"; empty where there is none.
std::string number_in(std::string_view text) {
  while (!text.empty() && std::string_view(" ]).").find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  size_t from = text.size();
  const bool digits = !text.empty() && digit(text.back());
  while (from > 0 && (digits ? digit(text[from - 1]) : roman(text[from - 1]))) --from;
  const size_t size = text.size() - from;
  if (size == 0 || size > 6) return "";
  // Letters run into it: a word, not a roman number.
  if (!digits && from > 0 && std::string_view(" _-[(").find(text[from - 1]) == std::string_view::npos) return "";
  std::string label = lower_ascii(text.substr(from));
  if (digits) label.erase(0, std::min(label.find_first_not_of('0'), label.size() - 1));
  return label;
}

}  // namespace

PrintPages::PrintPages(const LinkIndex& x) {
  end_ = {static_cast<uint32_t>(x.book().paragraphs.size()), 0};
  for (uint32_t i = 0; i < x.book().elements.size(); ++i) {
    const Element& e = x.at(i);
    const std::string& names = x.names(i);
    bool page = false;
    for (const char* word : {"pagebreak", " pagenum ", " page-number ", " pageno "})
      page |= names.find(word) != std::string::npos;
    if (!page || !x.valid(e.begin)) continue;
    std::string label;
    for (std::string_view from : {std::string_view(e.title), x.text(i), std::string_view(e.id)})
      if (label.empty()) label = number_in(from);
    for (uint32_t k = i + 1; k < e.next && label.empty(); ++k) label = number_in(x.at(k).id);
    if (label.empty() || (!begins_.empty() && !(begins_.back() < e.begin))) continue;
    const auto [known, fresh] = rows_.emplace(label, count());
    if (!fresh) known->second = kNone;
    begins_.push_back(e.begin);
  }
}

uint32_t PrintPages::find(std::string_view label) const {
  const auto known = rows_.find(lower_ascii(label));
  return known == rows_.end() ? kNone : known->second;
}

uint32_t PrintPages::at(TextPoint point) const {
  const auto found = std::lower_bound(begins_.begin(), begins_.end(), point);
  return found != begins_.end() && *found == point ? static_cast<uint32_t>(found - begins_.begin()) : kNone;
}

std::string leading_page(std::string_view text, size_t* size) {
  size_t at = 0;
  for (std::string_view word : {"Pages ", "pages ", "Page ", "page ", "pp. ", "Pp. ", "p. ", "P. ", "S. "})
    if (text.substr(0, word.size()) == word) {
      at = word.size();
      break;
    }
  const size_t from = at;
  const bool digits = at < text.size() && digit(text[at]);
  while (at < text.size() && (digits ? digit(text[at]) : roman(text[at]))) ++at;
  if (at == from || at - from > (digits ? 4 : 6)) return "";
  const std::string label = lower_ascii(text.substr(from, at - from));
  // "12-13", "12–3": the first page counts.
  for (std::string_view dash : {"-", "–"})
    if (text.substr(at, dash.size()) == dash && at + dash.size() < text.size() && digit(text[at + dash.size()])) {
      at += dash.size();
      while (at < text.size() && digit(text[at])) ++at;
    }
  const size_t stop = at;
  while (at < text.size() && std::string_view(" .:,\t").find(text[at]) != std::string_view::npos) ++at;
  if (at == stop) return "";
  *size = at;
  return label;
}

}  // namespace postil
