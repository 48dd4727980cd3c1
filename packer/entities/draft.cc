#include <unordered_set>

#include <nlohmann/json.hpp>

#include "packer/entities/curated.h"
#include "schema/fold.h"

namespace postil {
namespace {

using Json = nlohmann::ordered_json;

std::string quoted(const std::string& s) {
  return Json(s).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string draft(const Book& book, const EntitySet& found, const CuratedSet& known) {
  std::unordered_set<std::string> named;
  for (const CuratedEntity& c : known.entities) {
    named.insert(c.id);
    named.insert(fold(c.name));
    for (const CuratedText& a : c.aliases) named.insert(fold(a.text));
    for (const std::string& m : c.merge) named.insert(m), named.insert(fold(m));
  }
  std::string out = "{ \"postil\": \"entities/1\",\n";
  if (!book.metadata.identifiers.empty()) out += "  \"book\": " + quoted(book.metadata.identifiers[0]) + ",\n";
  out +=
      "  // Found by Postil. Keep what you want to decide, change it, take out the rest: what is not named here is "
      "found again.\n  \"entities\": [";
  std::vector<std::pair<std::string, size_t>> rows;  // text, mentions
  for (const Entity& e : found.entities) {
    bool skip = named.count(e.id) || named.count(fold(e.name));
    for (const Fact& f : e.facts) skip |= f.kind == FactKind::superseded;
    if (skip) continue;
    std::string row =
        "    { \"id\": " + quoted(e.id) + ", \"name\": " + quoted(e.name) + ", \"type\": " + quoted(type_name(e.type));
    std::string aliases;
    std::unordered_set<std::string> seen{e.name};
    for (const Alias& a : e.aliases)
      if (seen.insert(a.text).second) aliases += (aliases.empty() ? "" : ", ") + quoted(a.text);
    if (!aliases.empty()) row += ",\n      \"aliases\": [" + aliases + "]";
    const auto fact = [&](FactKind kind, const char* key) {
      for (const Fact& f : e.facts)
        if (f.kind == kind) {
          row += std::string(",\n      \"") + key + "\": " + quoted(f.text);
          return;
        }
    };
    fact(FactKind::role, "role");
    fact(FactKind::description, "description");
    Json links = Json::object();
    for (const Fact& f : e.facts)
      if (f.kind == FactKind::link) links[f.text.substr(0, f.text.find(':'))] = f.text.substr(f.text.find(':') + 1);
    if (!links.empty()) row += ",\n      \"links\": " + links.dump(-1, ' ', false, Json::error_handler_t::replace);
    rows.emplace_back(row + " }", e.mentions.size());
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    const size_t n = rows[i].second;
    out += "\n" + rows[i].first + (i + 1 < rows.size() ? "," : "") + "  // " + std::to_string(n) +
           (n == 1 ? " mention" : " mentions");
  }
  return out + "\n  ] }\n";
}

}  // namespace postil
