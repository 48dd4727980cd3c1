#include "packer/cli/rows.h"

namespace postil::cli {
namespace {

Json id(uint32_t v) {
  return v == POSTIL_NONE ? Json(nullptr) : Json(v);
}

// The text around a mark, about 60 bytes each side.
std::string context(OpenPack& pack, const postil_mark& mark) {
  uint32_t row = 0;
  postil_paragraph p{};
  if (postil_paragraph_of_pos(pack.handle, mark.place.pos, &row) != POSTIL_OK ||
      postil_paragraph_at(pack.handle, row, &p) != POSTIL_OK)
    return "";
  const std::string text = str(p.text);
  if (mark.place.begin < p.place.begin || mark.place.end - p.place.begin > text.size()) return "";
  size_t from = mark.place.begin - p.place.begin, to = mark.place.end - p.place.begin;
  from = from > 60 ? from - 60 : 0;
  to = std::min(text.size(), to + 20);
  while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) --from;
  while (to < text.size() && (static_cast<unsigned char>(text[to]) & 0xC0) == 0x80) ++to;
  return text.substr(from, to - from);
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json chapter_json(OpenPack& pack, uint32_t row) {
  postil_chapter c{};
  if (postil_chapter_at(pack.handle, row, &c) != POSTIL_OK) return nullptr;
  return {{"chapter", row}, {"title", str(c.title)}, {"level", c.level}, {"paragraph", c.paragraph}};
}

}  // namespace

Json noteref_json(OpenPack& pack, uint32_t row, int& status) {
  static const char* const kHow[] = {"none", "href", "label", "aligned"};
  static const char* const kProblems[] = {"shifted", "missing", "duplicate", "broken", "ambiguous", "inserted"};
  postil_mark m{};
  if (const int32_t code = postil_mark_at(pack.handle, row, &m); code != POSTIL_OK) {
    status = pack.failed(code);
    return nullptr;
  }
  const std::string label = str(m.label), anchor = str(m.anchor);
  Json problems = Json::array();
  for (int bit = 0; bit < 6; ++bit)
    if (m.problems >> bit & 1) problems.push_back(kProblems[bit]);
  Json out{{"noteref", row},
           {"label", label},
           {"source", place(pack, m.place, anchor)},
           {"chapter", m.place.chapter},
           {"note", id(m.note)},
           {"how", kHow[m.how < 4 ? m.how : 0]},
           {"confidence", m.permille / 1000.0}};
  out["context"] = context(pack, m);
  out["problems"] = problems;
  if (m.inside != POSTIL_NONE) out["inside"] = m.inside;
  return out;
}

Json note_json(OpenPack& pack, uint32_t number, bool reference, int& status) {
  static const char* const kKinds[] = {"other",      "footnote", "endnote", "gloss",
                                       "translator", "editor",   "margin",  "rearnote"};
  static const char* const kForms[] = {"full", "short", "ibid", "opcit", "document", "author"};
  postil_note* note = nullptr;
  if (const int32_t code = postil_note_open(pack.handle, number, &note); code != POSTIL_OK) {
    status = pack.failed(code);
    return nullptr;
  }
  postil_note_info info{};
  postil_note_get(note, &info);
  Json out{{"note", number},         {"label", str(info.label)}, {"kind", kKinds[info.kind < 8 ? info.kind : 0]},
           {"text", str(info.text)}, {"html", str(info.xhtml)},  {"source", place(pack, info.place, str(info.anchor))},
           {"chapter", info.chapter}};
  Json marks = Json::array(), citations = Json::array();
  for (uint32_t i = 0, mark = 0; postil_note_mark(note, i, &mark) == POSTIL_OK; ++i) marks.push_back(mark);
  postil_citation c{};
  for (uint32_t i = 0; postil_note_citation(note, i, &c) == POSTIL_OK; ++i) {
    Json one{{"start", c.begin},
             {"end", c.end},
             {"work", id(c.work)},
             {"note", id(c.via)},
             {"form", kForms[c.form < 6 ? c.form : 0]},
             {"locator", str(c.locator)},
             {"confidence", c.permille / 1000.0}};
    if (reference) one["reference"] = str(c.reference);
    citations.push_back(std::move(one));
  }
  out["noterefs"] = marks;
  out["duplicate_of"] = id(info.duplicate_of);
  out["truncated"] = info.truncated != 0;
  out["citations"] = citations;
  out["entities"] = numbers(pack, number, postil_note_entities);
  out["images"] = Json::array();
  postil_note_image_info image{};
  for (uint32_t i = 0; postil_note_image(note, i, &image) == POSTIL_OK; ++i) {
    Json one{{"src", str(image.reference)}, {"alt", str(image.alt)}, {"start", image.begin}, {"media", nullptr}};
    postil_image bytes{};
    const int32_t code = postil_image_by_reference(pack.handle, image.reference.data, image.reference.size, &bytes);
    if (code == POSTIL_OK) one["media"] = str(bytes.media), one["bytes"] = bytes.size;
    if (code != POSTIL_OK && code != POSTIL_ABSENT) status = pack.failed(code);
    out["images"].push_back(std::move(one));
  }
  postil_note_free(note);
  return out;
}

Json work_json(OpenPack& pack, uint32_t row, int& status) {
  postil_work w{};
  if (const int32_t code = postil_work_at(pack.handle, row, &w); code != POSTIL_OK) {
    status = pack.failed(code);
    return nullptr;
  }
  Json out{{"work", row},           {"reference", str(w.reference)},  {"authors", Json::array()},
           {"title", str(w.title)}, {"first_note", id(w.first_note)}, {"cited_by", Json::array()}};
  for (uint32_t k = 0; k < w.authors; ++k) {
    postil_text t{};
    if (postil_work_author(pack.handle, row, k, &t) == POSTIL_OK) out["authors"].push_back(str(t));
  }
  for (uint32_t k = 0; k < w.cited_by; ++k) {
    uint32_t note = 0;
    if (postil_work_cited_by(pack.handle, row, k, &note) == POSTIL_OK) out["cited_by"].push_back(note);
  }
  return out;
}

Json entity_json(OpenPack& pack, uint32_t row, uint32_t until, int& status) {
  static const char* const kOrigins[] = {"text", "curated", "glossary", "note", "index"};
  postil_card* card = nullptr;
  if (const int32_t code = postil_card_open(pack.handle, row, until, &card); code != POSTIL_OK) {
    if (code != POSTIL_ABSENT) status = pack.failed(code);
    return nullptr;
  }
  postil_card_info info{};
  postil_card_get(card, &info);
  Json out{{"entity", row},   {"name", str(info.name)}, {"type", entity_type(info.type)}, {"aliases", Json::array()},
           {"role", nullptr}, {"description", nullptr}};
  postil_alias alias{};
  for (uint32_t k = 0; postil_card_alias(card, k, &alias) == POSTIL_OK; ++k)
    out["aliases"].push_back({{"text", str(alias.text)}, {"count", alias.count}, {"ambiguous", alias.ambiguous != 0}});
  postil_fact fact{};
  Json related = Json::array(), links = Json::object(), works = Json::array();
  out["description_source"] = nullptr;
  for (uint32_t k = 0; postil_card_fact(card, k, &fact) == POSTIL_OK; ++k) {
    const std::string text = str(fact.text);
    if (fact.kind == 1 && out["role"].is_null()) out["role"] = text;
    if (fact.kind == 2 && out["description"].is_null())
      out["description"] = text, out["description_source"] = kOrigins[fact.origin < 5 ? fact.origin : 0];
    if (fact.kind == 4) links[text.substr(0, text.find(':'))] = text.substr(text.find(':') + 1);
    if (fact.kind == 5) related.push_back({{"entity", fact.arg}, {"weight", std::atof(text.c_str())}});
    if (fact.kind == 9) works.push_back({{"work", fact.arg}, {"author", text == "author"}});
  }
  const std::string stable = str(info.id);
  postil_card_free(card);
  postil_mentions* mentions = nullptr;
  if (const int32_t code = postil_mentions_open(pack.handle, row, 0, POSTIL_NONE, until, 0, &mentions);
      code != POSTIL_OK) {
    status = pack.failed(code);
    return nullptr;
  }
  out["mentions"] = Json::array();
  postil_mention m{};
  for (uint32_t k = 0; postil_mention_at(mentions, k, &m) == POSTIL_OK; ++k)
    out["mentions"].push_back({{"source", place(pack, m.place)},
                               {"in", m.note == POSTIL_NONE ? "body" : "note"},
                               {"note", m.note == POSTIL_NONE ? Json(nullptr) : Json(m.note)}});
  postil_mentions_free(mentions);
  out["notes"] = numbers(pack, row, postil_entity_notes);
  out["works"] = works;
  out["related"] = related;
  out["links"] = links;
  if (!stable.empty()) out["id"] = stable;
  return out;
}

bool export_json(OpenPack& pack, std::string& out) {
  int status = kDone;
  out = "{\"pack\":" + dumped(info_json(pack));
  auto section = [&](const char* name, int32_t count, auto row) {
    out += std::string(",\n\"") + name + "\":[";
    bool first = true;
    for (uint32_t i = 0, n = pack.number(count); i < n && status == kDone; ++i) {
      const Json json = row(i);
      if (status != kDone || json.is_null()) continue;
      out += (first ? "\n" : ",\n") + dumped(json);
      first = false;
    }
    out += "]";
  };
  section("chapters", POSTIL_COUNT_CHAPTERS, [&](uint32_t i) { return chapter_json(pack, i); });
  section("noterefs", POSTIL_COUNT_MARKS, [&](uint32_t i) { return noteref_json(pack, i, status); });
  section("notes", POSTIL_COUNT_NOTES, [&](uint32_t i) { return note_json(pack, i, true, status); });
  section("works", POSTIL_COUNT_WORKS, [&](uint32_t i) { return work_json(pack, i, status); });
  section("entities", POSTIL_COUNT_ENTITIES, [&](uint32_t i) { return entity_json(pack, i, POSTIL_NO_LIMIT, status); });
  out += "}\n";
  return status == kDone;
}

}  // namespace postil::cli
