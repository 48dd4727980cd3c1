#include <fstream>
#include <iterator>
#include <map>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "packer/entities/entities.h"
#include "packer/structure/structure.h"
#include "schema/fold.h"
#include "schema/utf8.h"

namespace postil {
namespace {

using Json = nlohmann::json;

EntityType type_named(const std::string& s) {
  static const char* const kNames[] = {"other", "person", "place", "organization", "event", "work", "people", "term", "vessel"};
  for (int i = 0; i < 9; ++i)
    if (s == kNames[i]) return static_cast<EntityType>(i);
  return EntityType::other;
}

std::string text_of(const Json& j) { return j.is_string() ? j.get<std::string>() : j.is_object() && j.contains("text") && j["text"].is_string() ? j["text"].get<std::string>() : ""; }

Result bad(size_t row, const std::string& what) { return {Code::corrupt, what, "entities[" + std::to_string(row) + "]"}; }

}  // namespace

Result read_curated(const std::string& path, EntitySet& out) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return {Code::absent, "it cannot be opened; is the name right?"};
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  Json doc;
  try {
    doc = Json::parse(bytes, nullptr, true, true);
  } catch (const Json::parse_error& e) {
    size_t line = 1, column = 1;
    for (size_t i = 0; i + 1 < e.byte && i < bytes.size(); ++i) bytes[i] == '\n' ? (++line, column = 1) : ++column;
    return {Code::corrupt, "it is not JSON here; correct it", std::to_string(line) + ":" + std::to_string(column)};
  }
  if (!doc.is_object() || text_of(doc.value("postil", Json())) != "entities/1" || !doc.contains("entities") || !doc["entities"].is_array())
    return {Code::corrupt, "it is no entity file; it begins { \"postil\": \"entities/1\", \"entities\": [ ... ] }", "1:1"};
  size_t row = 0;
  for (const Json& j : doc["entities"]) {
    Entity e;
    if (!j.is_object()) return bad(row, "it is no object; write { \"name\": ... }");
    e.id = text_of(j.value("id", Json()));
    e.name = text_of(j.value("name", Json()));
    if (e.name.empty()) return bad(row, "it has no name; give it one");
    if (e.id.empty()) e.id = stable_id(e.name);
    e.type = type_named(text_of(j.value("type", Json())));
    e.aliases.push_back({e.name, 0, 0, false});
    for (const Json& a : j.value("aliases", Json::array()))
      if (const std::string text = text_of(a); !text.empty()) e.aliases.push_back({text, 0, 0, false});
    if (const std::string role = text_of(j.value("role", Json())); !role.empty()) e.facts.push_back({FactKind::role, FactOrigin::curated, 0, 0, role});
    if (const std::string text = text_of(j.value("description", Json())); !text.empty()) e.facts.push_back({FactKind::description, FactOrigin::curated, 0, 0, text});
    for (const Json& f : j.value("facts", Json::array()))
      if (const std::string text = text_of(f); !text.empty()) e.facts.push_back({FactKind::statement, FactOrigin::curated, 0, 0, text});
    const Json links = j.value("links", Json::object());
    if (links.is_object())
      for (const auto& [key, value] : links.items())
        if (value.is_string()) e.facts.push_back({FactKind::link, FactOrigin::curated, 0, 0, key + ":" + value.get<std::string>()});
    out.entities.push_back(std::move(e));
    ++row;
  }
  return {};
}

void apply_curated(const Book& book, const NoteSet& notes, const EntitySet& curated, EntitySet& found) {
  std::unordered_map<std::string, uint32_t> known;  // folded alias -> row
  for (uint32_t i = 0; i < found.entities.size(); ++i)
    for (const Alias& a : found.entities[i].aliases) known.emplace(fold(a.text), i);
  for (const Entity& c : curated.entities) {
    uint32_t row = kNone;
    for (const Alias& a : c.aliases)
      if (const auto at = known.find(fold(a.text)); at != known.end() && row == kNone) row = at->second;
    if (row == kNone) {
      row = static_cast<uint32_t>(found.entities.size());
      found.entities.emplace_back();
    }
    Entity& e = found.entities[row];
    e.id = c.id;
    e.name = c.name;
    e.type = c.type;
    for (const Alias& a : c.aliases) {
      bool there = false;
      for (const Alias& b : e.aliases) there |= a.text == b.text;
      if (there) continue;
      const auto alias = static_cast<uint32_t>(e.aliases.size());
      e.aliases.push_back(a);
      for (uint32_t p = 0; p < book.paragraphs.size(); ++p) {
        const std::string& text = book.paragraphs[p].text;
        for (size_t at = 0; (at = text.find(a.text, at)) != std::string::npos; at += a.text.size()) {
          bool taken = false;
          for (const Mention& m : e.mentions) taken |= m.paragraph == p && m.begin < at + a.text.size() && at < m.end;
          const auto ascii = [](char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z'); };
          if (taken || (at > 0 && ascii(text[at - 1]) && ascii(text[at])) || (at + a.text.size() < text.size() && ascii(text[at + a.text.size()]) && ascii(a.text.back()))) continue;
          Mention m;
          m.paragraph = p;
          m.begin = static_cast<uint32_t>(at);
          m.end = static_cast<uint32_t>(at + a.text.size());
          m.alias = alias;
          for (uint32_t n = 0; n < notes.notes.size(); ++n)
            if (!(TextPoint{p, m.begin} < notes.notes[n].begin) && TextPoint{p, m.begin} < notes.notes[n].end) m.note = n;
          e.mentions.push_back(m);
          ++e.aliases[alias].count;
        }
      }
    }
    std::stable_sort(e.mentions.begin(), e.mentions.end(), [](const Mention& a, const Mention& b) { return a.paragraph != b.paragraph ? a.paragraph < b.paragraph : a.begin < b.begin; });
    e.since = e.mentions.empty() ? 0 : pos_of(book, {e.mentions[0].paragraph, e.mentions[0].begin}) + 1;
    if (e.mentions.empty())
      found.findings.push_back({"C-UNUSED", Severity::note, {}, {}, 0, "the book never uses the curated name " + c.name, "check its spelling, or add the form that the text uses as an alias"});
    std::vector<Fact> facts = c.facts;
    for (Fact& f : facts) f.since = e.since;
    for (const Fact& f : e.facts) {
      bool overruled = false;
      for (const Fact& g : c.facts) overruled |= g.kind == f.kind && f.kind != FactKind::statement;
      if (!overruled) facts.push_back(f);
    }
    e.facts = std::move(facts);
  }
}

}  // namespace postil
