#include "packer/entities/tables.h"

#include <algorithm>

#include "packer/read/markup.h"
#include "schema/fold.h"

namespace postil {
namespace {

using Row = std::vector<std::string>;

Result rows_of(const std::string& bytes, char comma, std::vector<Row>& out) {
  Row row;
  std::string cell;
  bool quoted = false, was_quoted = false;
  size_t line = 1, opened = 0;
  const auto end_row = [&] {
    row.push_back(std::move(cell));
    cell.clear();
    if (row.size() > 1 || !row[0].empty()) out.push_back(std::move(row));
    row.clear();
    was_quoted = false;
  };
  for (size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (c == '\n') ++line;
    if (quoted) {
      if (c == '"' && i + 1 < bytes.size() && bytes[i + 1] == '"')
        cell += '"', ++i;
      else if (c == '"')
        quoted = false;
      else
        cell += c;
    } else if (c == '"' && cell.empty() && !was_quoted) {
      quoted = was_quoted = true;
      opened = line;
    } else if (c == comma) {
      row.push_back(std::move(cell));
      cell.clear();
      was_quoted = false;
    } else if (c == '\n' || c == '\r') {
      if (c == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n') continue;
      end_row();
    } else {
      cell += c;
    }
  }
  if (quoted)
    return {Code::corrupt, "a quotation mark is opened here and never closed; close it", std::to_string(opened) + ":1"};
  if (!cell.empty() || !row.empty()) end_row();
  return {};
}

// All text inside, white space runs as one space.
std::string content(const std::vector<XmlRow>& rows, uint32_t at) {
  std::string out;
  for (uint32_t i = at; i < rows.size() && (i == at || rows[i].depth > rows[at].depth); ++i) {
    if (!out.empty() && out.back() != ' ') out += ' ';
    for (const char c : rows[i].text) {
      const bool space = c == ' ' || (c >= 9 && c <= 13);
      if (!space)
        out += c;
      else if (!out.empty() && out.back() != ' ')
        out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool named(const XmlRow& row, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* n) { return row.name == n; });
}

void tei_item(const std::vector<XmlRow>& rows, uint32_t at, EntityType type, CuratedSet& out) {
  CuratedEntity e;
  e.type = type;
  e.id = rows[at].attribute("id");
  for (uint32_t i = at + 1; i < rows.size() && rows[i].depth > rows[at].depth; ++i) {
    if (rows[i].parent != at) continue;
    const std::string text = content(rows, i);
    if (text.empty()) continue;
    if (named(rows[i], {"persname", "placename", "orgname", "name", "settlement", "country", "geogname"})) {
      if (e.name.empty())
        e.name = text;
      else
        e.aliases.push_back({text, {}});
    } else if (named(rows[i], {"idno"})) {
      if (const std::string kind = fold(rows[i].attribute("type")); !kind.empty()) e.links.emplace_back(kind, text);
    } else if (named(rows[i], {"occupation", "rolename"})) {
      if (!e.role) e.role = CuratedText{text, {}};
    } else if (named(rows[i], {"note", "desc", "p"})) {
      if (!e.description) e.description = CuratedText{text, {}};
    }
  }
  if (!e.name.empty()) out.entities.push_back(std::move(e));
}

}  // namespace

std::vector<std::string> split_cell(const std::string& cell, char by) {
  std::vector<std::string> out;
  for (size_t i = 0; i <= cell.size();) {
    const size_t end = std::min(cell.find(by, i), cell.size());
    const size_t from = cell.find_first_not_of(" \t\r\n", i);
    if (from < end) out.push_back(cell.substr(from, cell.find_last_not_of(" \t\r\n", end - 1) + 1 - from));
    i = end + 1;
  }
  return out;
}

Result read_csv(const std::string& bytes, CuratedSet& out) {
  const std::string heading = bytes.substr(0, bytes.find('\n'));
  char comma = ',';
  for (const char c : {'\t', ';'})
    if (std::count(heading.begin(), heading.end(), c) > std::count(heading.begin(), heading.end(), comma)) comma = c;
  std::vector<Row> rows;
  if (Result r = rows_of(bytes, comma, rows); !r) return r;
  if (rows.empty()) return {Code::corrupt, "it is empty; CURATION.md shows what is in it", "1:1"};
  std::vector<std::string> columns;
  for (const std::string& c : rows[0]) columns.push_back(fold(c));
  if (std::find(columns.begin(), columns.end(), "name") == columns.end())
    return {Code::corrupt, "it is no entity file; a table has a heading row with a column \"name\"", "1:1"};
  for (size_t r = 1; r < rows.size(); ++r) {
    CuratedEntity e;
    for (size_t c = 0; c < rows[r].size() && c < columns.size(); ++c) {
      const std::string& cell = rows[r][c];
      if (cell.empty()) continue;
      if (columns[c] == "name")
        e.name = cell;
      else if (columns[c] == "id")
        e.id = cell;
      else if (columns[c] == "type") {
        bool known = false;
        e.type = type_named(cell, known);
        if (!known)
          return {Code::corrupt, "no such type: " + cell + "; CURATION.md lists them", "row " + std::to_string(r + 1)};
      } else if (columns[c] == "aliases" || columns[c] == "alias") {
        for (std::string& a : split_cell(cell, cell.find('|') != std::string::npos ? '|' : ';'))
          e.aliases.push_back({std::move(a), {}});
      } else if (columns[c] == "role")
        e.role = CuratedText{cell, {}};
      else if (columns[c] == "description")
        e.description = CuratedText{cell, {}};
      else if (columns[c] == "omit")
        e.omit = cell == "true" || cell == "yes" || cell == "1";
      else if (columns[c] == "wikidata" || columns[c] == "viaf" || columns[c] == "gnd" || columns[c] == "geonames")
        e.links.emplace_back(columns[c], cell);
    }
    if (e.name.empty()) return {Code::corrupt, "it has no name; give it one", "row " + std::to_string(r + 1)};
    out.entities.push_back(std::move(e));
  }
  return {};
}

Result read_tei_lists(const std::string& bytes, CuratedSet& out) {
  std::vector<XmlRow> rows;
  if (Result r = read_xml_rows(bytes, rows); !r) return r;
  const size_t before = out.entities.size();
  for (uint32_t i = 0; i < rows.size(); ++i) {
    if (rows[i].name == "person")
      tei_item(rows, i, EntityType::person, out);
    else if (rows[i].name == "place")
      tei_item(rows, i, EntityType::place, out);
    else if (rows[i].name == "org")
      tei_item(rows, i, EntityType::organization, out);
  }
  if (out.entities.size() == before)
    return {Code::corrupt, "it has no person, place or org with a name; CURATION.md lists what is read", "1:1"};
  return {};
}

}  // namespace postil
