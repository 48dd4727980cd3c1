#include <algorithm>

#include "packer/exchange/card_html.h"
#include "packer/exchange/epub.h"
#include "schema/fold.h"
#include "schema/rich_text.h"

namespace postil {
namespace {

// A name that is met once and of which nothing is told needs no entry.
bool worth_an_entry(const ContentsEntity& e) {
  return !e.name.empty() && (e.mentions.size() > 1 || !e.role.empty() || !e.description.empty());
}

std::string escaped(const std::string& text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

}  // namespace

std::string epub_glossary(const Contents& contents, const std::function<std::string(const ContentsPlace&)>& place_of) {
  std::vector<std::pair<std::string, uint32_t>> order;
  for (uint32_t i = 0; i < contents.entities.size(); ++i)
    if (worth_an_entry(contents.entities[i])) order.emplace_back(fold(contents.entities[i].name), i);
  if (order.empty()) return "";
  std::sort(order.begin(), order.end());
  const std::string language = contents.language.empty() ? ""
                                                         : " xml:lang=\"" + escaped(contents.language) + "\" lang=\"" +
                                                               escaped(contents.language) + "\"";
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" "
      "xmlns:epub=\"http://www.idpf.org/2007/ops\" xml:lang=\"en\" "
      "lang=\"en\">\n<head><title>Names</title></head>\n<body>\n"
      "<section epub:type=\"glossary\" role=\"doc-glossary\" aria-labelledby=\"names\">\n<h1 id=\"names\">Names</h1>\n"
      "<dl epub:type=\"glossary\">\n";
  for (const auto& [key, row] : order) {
    const ContentsEntity& e = contents.entities[row];
    out += "<dt epub:type=\"glossterm\" id=\"name-" + std::to_string(row) + "\"><dfn" + language + ">" +
           escaped(e.name) + "</dfn></dt>\n<dd epub:type=\"glossdef\">";
    std::string head = e.type == "other" ? "" : e.type;
    if (!e.role.empty()) head += (head.empty() ? "" : ", ") + e.role;
    if (!head.empty()) out += "<p>" + escaped(head) + "</p>";
    if (!e.description.empty()) out += "<p" + language + ">" + escaped(e.description) + "</p>";
    const std::vector<std::string> words = headwords(e);
    if (words.size() > 1) {
      std::string names;
      for (size_t i = 1; i < words.size(); ++i) names += (i > 1 ? ", " : "") + words[i];
      out += "<p>Also <span" + language + ">" + escaped(names) + "</span></p>";
    }
    if (!e.mentions.empty()) {
      const ContentsPlace& first = e.mentions[0].place;
      const std::string href = place_of(first);
      std::string where = first.chapter < contents.chapters.size() ? contents.chapters[first.chapter].title : "";
      if (where.empty()) where = "the text";
      out += "<p>" + std::to_string(e.mentions.size()) + (e.mentions.size() == 1 ? " mention" : " mentions") +
             ", first in ";
      out += href.empty() ? escaped(where) : "<a href=\"" + href + "\">" + escaped(where) + "</a>";
      out += "</p>";
    } else if (head.empty() && e.description.empty() && words.size() < 2) {
      out += "<p>not met in the text</p>";
    }
    out += "</dd>\n";
  }
  return out + "</dl>\n</section>\n</body>\n</html>\n";
}

}  // namespace postil
