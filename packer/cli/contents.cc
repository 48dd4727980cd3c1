#include "packer/cli/contents.h"

namespace postil::cli {
namespace {

ContentsPlace place_of(const postil_place& p) {
  return {p.file, p.begin, p.end, p.pos, p.chapter};
}

std::vector<uint32_t> rows(OpenPack& pack, uint32_t of, NumbersOf ask) {
  uint32_t count = 0;
  if (ask(pack.handle, of, POSTIL_NO_LIMIT, nullptr, 0, &count) != POSTIL_OK) return {};
  std::vector<uint32_t> out(count);
  return ask(pack.handle, of, POSTIL_NO_LIMIT, out.data(), count, &count) == POSTIL_OK ? out : std::vector<uint32_t>();
}

template <typename... Names>
const char* name_of(uint32_t value, Names... names) {
  const char* const all[] = {names...};
  return all[value < sizeof...(names) ? value : 0];
}

void read_head(OpenPack& pack, Contents& out) {
  out.title = pack.text(POSTIL_TITLE);
  out.language = pack.text(POSTIL_LANGUAGE);
  out.publisher = pack.text(POSTIL_PUBLISHER);
  out.date = pack.text(POSTIL_DATE);
  out.series = pack.text(POSTIL_SERIES);
  out.pack_id = hex(pack.text(POSTIL_PACK_ID));
  out.source_sha256 = hex(pack.text(POSTIL_SOURCE_SHA256));
  for (std::string s; !(s = pack.text(POSTIL_CREATOR, static_cast<uint32_t>(out.creators.size()))).empty();)
    out.creators.push_back(s);
  for (std::string s; !(s = pack.text(POSTIL_IDENTIFIER, static_cast<uint32_t>(out.identifiers.size()))).empty();)
    out.identifiers.push_back(s);
  out.reference = pack.number(POSTIL_KIND) == 1;
  out.plain_text = pack.number(POSTIL_PLAIN_TEXT) != 0;
  out.end_pos = pack.number(POSTIL_END_POS);
}

int32_t read_text(OpenPack& pack, Contents& out) {
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_FILES); i < n; ++i) {
    postil_text path{};
    uint32_t spine = 0;
    if (const int32_t code = postil_file(pack.handle, i, &path, &spine); code != POSTIL_OK) return code;
    out.files.push_back({str(path)});
  }
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_CHAPTERS); i < n; ++i) {
    postil_chapter c{};
    if (const int32_t code = postil_chapter_at(pack.handle, i, &c); code != POSTIL_OK) return code;
    out.chapters.push_back({str(c.title), c.level, c.paragraph, c.pos});
  }
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_PARAGRAPHS); i < n; ++i) {
    postil_paragraph p{};
    if (const int32_t code = postil_paragraph_at(pack.handle, i, &p); code != POSTIL_OK) return code;
    out.paragraphs.push_back({str(p.text), str(p.path),
                              name_of(p.kind, "text", "heading", "verse", "list-item", "cell", "preformatted"), p.level,
                              place_of(p.place)});
  }
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_MARKS); i < n; ++i) {
    postil_mark m{};
    if (const int32_t code = postil_mark_at(pack.handle, i, &m); code != POSTIL_OK) return code;
    ContentsMark mark{str(m.label),
                      str(m.anchor),
                      name_of(m.how, "none", "href", "label", "aligned"),
                      place_of(m.place),
                      m.note,
                      m.inside,
                      m.permille,
                      {}};
    for (uint32_t bit = 0; bit < 6; ++bit)
      if (m.problems >> bit & 1)
        mark.problems.push_back(name_of(bit, "shifted", "missing", "duplicate", "broken", "ambiguous", "inserted"));
    out.marks.push_back(std::move(mark));
  }
  return POSTIL_OK;
}

int32_t read_notes(OpenPack& pack, Contents& out) {
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_NOTES); i < n; ++i) {
    postil_note* handle = nullptr;
    if (const int32_t code = postil_note_open(pack.handle, i, &handle); code != POSTIL_OK) return code;
    postil_note_info info{};
    postil_note_get(handle, &info);
    ContentsNote note;
    note.label = str(info.label), note.anchor = str(info.anchor), note.text = str(info.text);
    note.xhtml = str(info.xhtml);
    note.kind =
        name_of(info.kind, "other", "footnote", "endnote", "gloss", "translator", "editor", "margin", "rearnote");
    note.place = place_of(info.place);
    note.chapter = info.chapter, note.duplicate_of = info.duplicate_of, note.truncated = info.truncated != 0;
    for (uint32_t k = 0, mark = 0; postil_note_mark(handle, k, &mark) == POSTIL_OK; ++k) note.marks.push_back(mark);
    postil_citation c{};
    for (uint32_t k = 0; postil_note_citation(handle, k, &c) == POSTIL_OK; ++k)
      note.citations.push_back({c.begin, c.end, c.work, c.via,
                                name_of(c.form, "full", "short", "ibid", "opcit", "document", "author"), str(c.locator),
                                str(c.reference)});
    postil_note_image_info image{};
    for (uint32_t k = 0; postil_note_image(handle, k, &image) == POSTIL_OK; ++k) {
      postil_image file{};
      const int32_t code = postil_image_by_reference(pack.handle, image.reference.data, image.reference.size, &file);
      if (code == POSTIL_OK)
        note.images.push_back(
            {str(image.reference), str(file.media), {reinterpret_cast<const char*>(file.bytes), file.size}});
    }
    postil_note_free(handle);
    note.entities = rows(pack, i, postil_note_entities);
    out.notes.push_back(std::move(note));
  }
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_WORKS); i < n; ++i) {
    postil_work w{};
    if (const int32_t code = postil_work_at(pack.handle, i, &w); code != POSTIL_OK) return code;
    ContentsWork work{str(w.reference), str(w.title), {}, w.first_note, {}};
    const uint32_t authors = w.authors, citing = w.cited_by;
    for (uint32_t k = 0; k < authors; ++k)
      if (postil_text t{}; postil_work_author(pack.handle, i, k, &t) == POSTIL_OK) work.authors.push_back(str(t));
    for (uint32_t k = 0; k < citing; ++k)
      if (uint32_t note = 0; postil_work_cited_by(pack.handle, i, k, &note) == POSTIL_OK) work.cited_by.push_back(note);
    out.works.push_back(std::move(work));
  }
  return POSTIL_OK;
}

void read_facts(const postil_card* card, ContentsEntity& out) {
  postil_fact fact{};
  for (uint32_t k = 0; postil_card_fact(card, k, &fact) == POSTIL_OK; ++k) {
    const std::string text = str(fact.text);
    if (fact.kind == 1 && out.role.empty()) out.role = text;
    if (fact.kind == 2 && out.description.empty()) {
      out.description = text;
      out.description_source = name_of(fact.origin, "text", "curated", "glossary", "note", "index");
    }
    if (fact.kind == 3) out.statements.push_back(text);
    if (fact.kind == 4) out.links.push_back(text);
    if (fact.kind == 5) out.related.push_back({fact.arg, text});
    if (fact.kind == 9) out.works.push_back({fact.arg, text == "author"});
  }
}

int32_t read_entities(OpenPack& pack, Contents& out) {
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_ENTITIES); i < n; ++i) {
    ContentsEntity entity;
    postil_card* card = nullptr;
    const int32_t code = postil_card_open(pack.handle, i, POSTIL_NO_LIMIT, &card);
    if (code != POSTIL_OK && code != POSTIL_ABSENT) return code;
    if (code == POSTIL_OK) {
      postil_card_info info{};
      postil_card_get(card, &info);
      entity.id = str(info.id), entity.name = str(info.name), entity.type = entity_type(info.type);
      postil_alias alias{};
      for (uint32_t k = 0; postil_card_alias(card, k, &alias) == POSTIL_OK; ++k)
        entity.aliases.push_back({str(alias.text), alias.count, alias.ambiguous != 0});
      read_facts(card, entity);
      postil_card_free(card);
      postil_mentions* mentions = nullptr;
      if (const int32_t failed = postil_mentions_open(pack.handle, i, 0, POSTIL_NONE, POSTIL_NO_LIMIT, 0, &mentions);
          failed != POSTIL_OK)
        return failed;
      postil_mention m{};
      for (uint32_t k = 0; postil_mention_at(mentions, k, &m) == POSTIL_OK; ++k)
        entity.mentions.push_back({place_of(m.place), m.note, m.alias});
      postil_mentions_free(mentions);
      entity.notes = rows(pack, i, postil_entity_notes);
    }
    out.entities.push_back(std::move(entity));
  }
  return POSTIL_OK;
}

int32_t read_findings(OpenPack& pack, Contents& out) {
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_FINDINGS); i < n; ++i) {
    postil_finding f{};
    if (const int32_t code = postil_finding_at(pack.handle, i, &f); code != POSTIL_OK) return code;
    ContentsFinding finding;
    finding.code = str(f.code), finding.message = str(f.message), finding.hint = str(f.hint);
    finding.severity = name_of(f.severity, "note", "warning", "error");
    finding.place.file = f.file, finding.place.begin = f.begin, finding.place.end = f.end;
    finding.last.file = f.last_file, finding.last.begin = f.last_begin, finding.last.end = f.last_end;
    finding.delta = f.delta;
    out.findings.push_back(std::move(finding));
  }
  return POSTIL_OK;
}

}  // namespace

bool read_contents(OpenPack& pack, Contents& out) {
  read_head(pack, out);
  for (auto part : {read_text, read_notes, read_entities, read_findings})
    if (const int32_t code = part(pack, out); code != POSTIL_OK) {
      pack.failed(code);
      return false;
    }
  return true;
}

}  // namespace postil::cli
