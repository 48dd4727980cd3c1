#include "packer/exchange/card_html.h"

#include <algorithm>

#include "schema/rich_text.h"

namespace postil {

std::vector<std::string> headwords(const ContentsEntity& entity) {
  std::vector<std::string> out{entity.name};
  for (const ContentsAlias& alias : entity.aliases)
    if (!alias.text.empty() && std::find(out.begin(), out.end(), alias.text) == out.end()) out.push_back(alias.text);
  return out;
}

std::string card_html(const Contents& contents, const ContentsEntity& entity) {
  std::string out = "<p><b>";
  append_escaped(out, entity.name);
  out += "</b> <i>";
  append_escaped(out, entity.type == "other" ? "name" : entity.type);
  out += "</i>";
  if (!entity.role.empty()) {
    out += ", ";
    append_escaped(out, entity.role);
  }
  out += "</p>";
  auto paragraph = [&](const std::string& text) {
    out += "<p>";
    append_escaped(out, text);
    out += "</p>";
  };
  if (!entity.description.empty()) paragraph(entity.description);
  for (const std::string& statement : entity.statements)
    if (statement != entity.description) paragraph(statement);
  const std::vector<std::string> words = headwords(entity);
  if (words.size() > 1) {
    std::string names = "Also: ";
    for (size_t i = 1; i < words.size(); ++i) names += (i > 1 ? ", " : "") + words[i];
    paragraph(names);
  }
  if (!entity.mentions.empty()) {
    const size_t n = entity.mentions.size();
    std::string line = std::to_string(n) + (n == 1 ? " mention" : " mentions");
    const uint32_t chapter = entity.mentions[0].place.chapter;
    if (chapter < contents.chapters.size() && !contents.chapters[chapter].title.empty())
      line += ", first in: " + contents.chapters[chapter].title;
    paragraph(line);
  }
  return out;
}

}  // namespace postil
