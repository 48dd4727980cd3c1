#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "packer/entities/curated.h"
#include "packer/entities/tables.h"
#include "schema/fold.h"
#include "schema/utf8.h"

namespace postil {
namespace {

using Json = nlohmann::json;

constexpr const char* kTypeNames[] = {"other", "person", "place", "organization", "event",
                                      "work",  "people", "term",  "vessel"};
constexpr size_t kMaxFile = 256u << 20, kMaxText = 64u << 10;

class Reader {
 public:
  explicit Reader(CuratedSet& out) : out_(out) {}

  Result read(const Json& doc) {
    if (!doc.is_object() || !doc.contains("postil") || doc["postil"] != "entities/1" || !doc.contains("entities") ||
        !doc["entities"].is_array())
      return {Code::corrupt, "it is no entity file; it begins { \"postil\": \"entities/1\", \"entities\": [ ... ] }",
              "1:1"};
    if (doc.contains("book") && doc["book"].is_string()) out_.book = doc["book"].get<std::string>();
    for (const Json& j : doc["entities"]) {
      if (!entity(j)) return {Code::corrupt, error_, "entities[" + std::to_string(row_) + "]" + where_};
      ++row_;
    }
    return {};
  }

 private:
  bool fail(const std::string& where, const std::string& what) {
    where_ = where.empty() ? "" : "." + where;
    error_ = what.find(';') == std::string::npos ? what + "; CURATION.md describes the file" : what;
    return false;
  }

  bool entity(const Json& j) {
    static constexpr const char* kKnown[] = {"id",    "name",  "type", "aliases", "role",  "description",
                                             "facts", "merge", "not",  "omit",    "links", "comment"};
    if (!j.is_object()) return fail("", "it is no object; write { \"name\": ... }");
    for (const auto& [key, value] : j.items())
      if (std::find(std::begin(kKnown), std::end(kKnown), key) == std::end(kKnown))
        return fail(key, "no such field; see CURATION.md");
    CuratedEntity e;
    if (!plain(j, "id", e.id) || !plain(j, "name", e.name)) return false;
    if (e.id.empty() && e.name.empty()) return fail("", "it has no name; give it one, or an id");
    if (j.contains("type")) {
      std::string name;
      bool known = false;
      if (!plain(j, "type", name)) return false;
      e.type = type_named(name, known);
      if (!known)
        return fail("type",
                    "no such type; one of other, person, place, organization, event, work, people, term, vessel");
    }
    if (j.contains("omit")) {
      if (!j["omit"].is_boolean()) return fail("omit", "it is true or false");
      e.omit = j["omit"].get<bool>();
    }
    if (!texts(j, "aliases", e.aliases) || !texts(j, "facts", e.facts) || !strings(j, "merge", e.merge) ||
        !strings(j, "not", e.split))
      return false;
    for (const auto& [key, to] :
         {std::pair<const char*, std::optional<CuratedText>*>{"role", &e.role}, {"description", &e.description}})
      if (j.contains(key)) {
        CuratedText t;
        if (!text(j[key], key, t)) return false;
        *to = t;
      }
    if (j.contains("links")) {
      if (!j["links"].is_object()) return fail("links", "it is an object of names and ids");
      for (const auto& [key, value] : j["links"].items()) {
        if (!value.is_string()) return fail("links", "the id is no text");
        e.links.emplace_back(key, value.get<std::string>());
      }
    }
    out_.entities.push_back(std::move(e));
    return true;
  }

  bool plain(const Json& j, const char* key, std::string& out) {
    if (!j.contains(key)) return true;
    if (!j[key].is_string()) return fail(key, "it is no text");
    out = j[key].get<std::string>();
    return out.size() <= kMaxText || fail(key, "it is longer than 64 KiB");
  }
  bool strings(const Json& j, const char* key, std::vector<std::string>& out) {
    if (!j.contains(key)) return true;
    if (!j[key].is_array()) return fail(key, "it is no list");
    for (const Json& s : j[key]) {
      if (!s.is_string()) return fail(key, "it is a list of texts");
      out.push_back(s.get<std::string>());
    }
    return true;
  }
  bool texts(const Json& j, const char* key, std::vector<CuratedText>& out) {
    if (!j.contains(key)) return true;
    if (!j[key].is_array()) return fail(key, "it is no list");
    for (const Json& s : j[key]) {
      CuratedText t;
      if (!text(s, key, t)) return false;
      out.push_back(std::move(t));
    }
    return true;
  }
  bool text(const Json& j, const char* key, CuratedText& out) {
    if (j.is_string()) {
      out.text = j.get<std::string>();
    } else if (j.is_object() && j.contains("text") && j["text"].is_string()) {
      out.text = j["text"].get<std::string>();
      if (j.contains("since") && !since(j["since"], key, out.since)) return false;
    } else {
      return fail(key, "it is a text, or { \"text\": ..., \"since\": ... }");
    }
    if (out.text.empty() || out.text.size() > kMaxText) return fail(key, "its text is empty or longer than 64 KiB");
    return true;
  }
  bool since(const Json& j, const char* key, CuratedSince& out) {
    if (j == "first-mention") return true;
    if (j == "beginning") return out.kind = CuratedSince::beginning, true;
    const bool placed = j.is_object() && j.contains("file") && j["file"].is_string();
    for (const auto& [field, kind] :
         {std::pair<const char*, CuratedSince::Kind>{"quote", CuratedSince::quote}, {"anchor", CuratedSince::anchor}})
      if (placed && j.contains(field) && j[field].is_string()) {
        out = {kind, j["file"].get<std::string>(), j[field].get<std::string>()};
        return !out.text.empty() || fail(std::string(key) + ".since", "it is empty");
      }
    return fail(std::string(key) + ".since",
                "it is \"first-mention\", \"beginning\", { \"file\", \"quote\" } or { \"file\", \"anchor\" }");
  }

  CuratedSet& out_;
  size_t row_ = 0;
  std::string where_, error_;
};

}  // namespace

EntityType type_named(const std::string& name, bool& known) {
  for (size_t i = 0; i < std::size(kTypeNames); ++i)
    if (name == kTypeNames[i]) return known = true, static_cast<EntityType>(i);
  return known = false, EntityType::other;
}

const char* type_name(EntityType type) {
  return kTypeNames[static_cast<size_t>(type)];
}

Result parse_curated(const std::string& raw, CuratedSet& out) {
  const std::string bytes = raw.compare(0, 3, "\xEF\xBB\xBF") == 0 ? raw.substr(3) : raw;
  if (!utf8_valid(bytes)) return {Code::corrupt, "it is not UTF-8; save it as UTF-8", "1:1"};
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {Code::corrupt, "it is empty; CURATION.md shows what is in it", "1:1"};
  if (bytes[first] == '<') return read_tei_lists(bytes, out);
  if (bytes[first] != '{' && bytes[first] != '[' && bytes.compare(first, 2, "//") != 0 &&
      bytes.compare(first, 2, "/*") != 0)
    return read_csv(bytes, out);
  Json doc;
  try {
    doc = Json::parse(bytes, nullptr, true, true);
  } catch (const Json::parse_error& e) {
    size_t line = 1, column = 1;
    for (size_t i = 0; i + 1 < e.byte && i < bytes.size(); ++i) bytes[i] == '\n' ? (++line, column = 1) : ++column;
    return {Code::corrupt, "it is not JSON here; correct it", std::to_string(line) + ":" + std::to_string(column)};
  } catch (const Json::out_of_range&) {
    return {Code::corrupt, "a number in it is too large; correct it", "1:1"};
  }
  if (doc.is_array()) {
    // WordDumb's custom X-Ray: rows of name, label, aliases, description, source, omit.
    static const std::pair<const char*, EntityType> kLabels[] = {
        {"PERSON", EntityType::person}, {"GPE", EntityType::place},        {"LOC", EntityType::place},
        {"FAC", EntityType::place},     {"ORG", EntityType::organization}, {"EVENT", EntityType::event},
        {"LAW", EntityType::work},      {"NORP", EntityType::people},      {"PRODUCT", EntityType::other}};
    for (const Json& row : doc) {
      const auto cell = [&](size_t i) {
        return row.is_array() && i < row.size() && row[i].is_string() ? row[i].get<std::string>() : std::string();
      };
      if (cell(0).empty())
        return {Code::corrupt, "it is no row of a custom X-Ray; write name, label, aliases, description, source",
                "row " + std::to_string(out.entities.size() + 1)};
      CuratedEntity e;
      e.name = cell(0);
      for (const auto& [label, type] : kLabels)
        if (cell(1) == label) e.type = type;
      for (std::string& alias : split_cell(cell(2), ',')) e.aliases.push_back({std::move(alias), {}});
      if (!cell(3).empty()) e.description = CuratedText{cell(3), {}};
      e.omit = row.size() > 5 && row[5].is_boolean() && row[5].get<bool>();
      out.entities.push_back(std::move(e));
    }
    return {};
  }
  return Reader(out).read(doc);
}

Result read_curated(const std::string& path, CuratedSet& out) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return {Code::absent, "it cannot be opened; is the name right?"};
  in.seekg(0, std::ios::end);
  if (const auto size = in.tellg(); size > static_cast<std::streamoff>(kMaxFile))
    return {Code::limit, "it is larger than 256 MiB; divide it"};
  in.seekg(0);
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  out.path = path;
  return parse_curated(bytes, out);
}

EntitySet reference_entities(const CuratedSet& curated) {
  EntitySet set;
  for (const CuratedEntity& c : curated.entities) {
    if (c.omit || c.name.empty()) continue;
    Entity e;
    e.id = c.id.empty() ? stable_id(c.name) : c.id;
    e.name = c.name;
    e.type = c.type.value_or(EntityType::other);
    e.aliases.push_back({c.name, 0, 0, false});
    for (const CuratedText& a : c.aliases) e.aliases.push_back({a.text, 0, 0, false});
    if (c.role) e.facts.push_back({FactKind::role, c.origin, 0, 0, c.role->text});
    if (c.description) e.facts.push_back({FactKind::description, c.origin, 0, 0, c.description->text});
    for (const CuratedText& f : c.facts) e.facts.push_back({FactKind::statement, c.origin, 0, 0, f.text});
    for (const auto& [key, value] : c.links) e.facts.push_back({FactKind::link, c.origin, 0, 0, key + ":" + value});
    set.entities.push_back(std::move(e));
  }
  return set;
}

}  // namespace postil
