#include "packer/exchange/csv.h"

namespace postil {
namespace {

std::string cell(const std::string& value) {
  std::string text = value;
  if (!text.empty() && std::string("=+-@\t\r").find(text[0]) != std::string::npos) text.insert(text.begin(), '\'');
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

void row(std::string& out, std::initializer_list<std::string> cells) {
  bool first = true;
  for (const std::string& one : cells) {
    if (!first) out += ',';
    first = false;
    out += cell(one);
  }
  out += "\r\n";
}

std::string number(uint32_t value) {
  return value == kNoRow ? "" : std::to_string(value);
}

template <typename List, typename Text>
std::string joined(const List& list, Text text) {
  std::string out;
  for (const auto& one : list) out += (out.empty() ? "" : "; ") + text(one);
  return out;
}

}  // namespace

std::vector<CsvFile> to_csv(const Contents& contents) {
  auto file = [&](const ContentsPlace& p) { return p.file < contents.files.size() ? contents.files[p.file].path : ""; };
  std::string entities, mentions, notes, noterefs, works;
  row(entities,
      {"entity", "id", "name", "type", "role", "description", "description_source", "aliases", "mentions", "links"});
  row(mentions, {"entity", "file", "start", "end", "chapter", "note"});
  for (uint32_t i = 0; i < contents.entities.size(); ++i) {
    const ContentsEntity& e = contents.entities[i];
    if (e.name.empty()) continue;
    row(entities, {number(i), e.id, e.name, e.type, e.role, e.description, e.description_source,
                   joined(e.aliases, [](const ContentsAlias& a) { return a.text; }), std::to_string(e.mentions.size()),
                   joined(e.links, [](const std::string& s) { return s; })});
    for (const ContentsMention& m : e.mentions)
      row(mentions, {number(i), file(m.place), number(m.place.begin), number(m.place.end), number(m.place.chapter),
                     number(m.note)});
  }
  row(notes, {"note", "label", "kind", "chapter", "file", "start", "end", "anchor", "noterefs", "text"});
  for (uint32_t i = 0; i < contents.notes.size(); ++i) {
    const ContentsNote& n = contents.notes[i];
    row(notes, {number(i), n.label, n.kind, number(n.chapter), file(n.place), number(n.place.begin),
                number(n.place.end), n.anchor, joined(n.marks, number), n.text});
  }
  row(noterefs,
      {"noteref", "label", "file", "start", "end", "anchor", "chapter", "note", "how", "confidence", "problems"});
  for (uint32_t i = 0; i < contents.marks.size(); ++i) {
    const ContentsMark& m = contents.marks[i];
    const std::string thousandths = std::to_string(1000 + m.permille % 1000).substr(1);
    row(noterefs,
        {number(i), m.label, file(m.place), number(m.place.begin), number(m.place.end), m.anchor,
         number(m.place.chapter), number(m.note), m.how, std::to_string(m.permille / 1000) + "." + thousandths,
         joined(m.problems, [](const std::string& s) { return s; })});
  }
  row(works, {"work", "reference", "authors", "title", "first_note", "cited_by"});
  for (uint32_t i = 0; i < contents.works.size(); ++i) {
    const ContentsWork& w = contents.works[i];
    row(works, {number(i), w.reference, joined(w.authors, [](const std::string& s) { return s; }), w.title,
                number(w.first_note), joined(w.cited_by, number)});
  }
  return {{"entities.csv", entities},
          {"mentions.csv", mentions},
          {"notes.csv", notes},
          {"noterefs.csv", noterefs},
          {"works.csv", works}};
}

}  // namespace postil
