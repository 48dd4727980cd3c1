#include "packer/report/rules.h"

#include <algorithm>
#include <string_view>
#include <utility>

__asm__(
    ".section .rodata\n"
    ".global postil_rules\npostil_rules:\n.incbin \"" POSTIL_RULES
    "\"\n.byte 0\n"
    ".previous\n");
extern "C" const char postil_rules[];

namespace postil {
namespace {

// Sections "## CODE" of the document; the ones that are no rule have blanks in their headings.
const std::vector<std::pair<std::string, std::string>>& pages() {
  static const auto all = [] {
    std::vector<std::pair<std::string, std::string>> out;
    const std::string_view text = postil_rules;
    for (size_t at = text.find("\n## "); at != std::string_view::npos;) {
      const size_t line = text.find('\n', at + 1), next = text.find("\n## ", at + 1);
      const std::string heading(text.substr(at + 4, line - at - 4));
      std::string page(text.substr(line + 1, next == std::string_view::npos ? next : next - line));
      while (!page.empty() && page.front() == '\n') page.erase(0, 1);
      while (page.size() > 1 && page[page.size() - 2] == '\n') page.pop_back();
      if (heading.find(' ') == std::string::npos) out.emplace_back(heading, std::move(page));
      at = next;
    }
    return out;
  }();
  return all;
}

}  // namespace

const std::vector<std::string>& rule_codes() {
  static const auto codes = [] {
    std::vector<std::string> out;
    for (const auto& [code, page] : pages()) out.push_back(code);
    return out;
  }();
  return codes;
}

std::string rule_page(const std::string& code) {
  for (const auto& [known, page] : pages())
    if (known == code) return page;
  return "";
}

std::string rule_summary(const std::string& code) {
  std::string page = rule_page(code);
  page.resize(std::min(page.find("\n\n"), page.size()));
  for (char& c : page)
    if (c == '\n') c = ' ';
  while (!page.empty() && page.back() == ' ') page.pop_back();
  return page;
}

}  // namespace postil
