// Every record of a pack, asked as a host would ask: what is called clean answers clean.
#include "entity.h"

namespace postil {
namespace {

// What is absent is no fault: a book without a CFI, an entity without mentions.
bool wrong(Code& code) {
  if (code == Code::absent) code = Code::ok;
  return code != Code::ok;
}

Code verify_entity(Pack& pack, uint32_t entity) {
  const fb::Block* block = nullptr;
  uint32_t slot = 0;
  if (Code c = pack.block_of(format::SectionKind::entities, entity, block, slot); c != Code::ok) return c;
  EntityRow row;
  read_entity(*block, slot, row);
  for (const FactRow& f : row.facts)
    if ((f.kind == kFactRelated || f.kind == kFactSuperseded) && f.arg >= pack.records(format::SectionKind::entities))
      return Code::corrupt;
    else if (f.kind == kFactWork && f.arg >= pack.records(format::SectionKind::works))
      return Code::corrupt;
  std::vector<Posting> all;
  Code code = postings(pack, entity, POSTIL_NO_LIMIT, [&](const Posting& p) {
    if (p.alias >= row.aliases.size() || p.note > pack.records(format::SectionKind::notes)) return Code::corrupt;
    all.push_back(p);
    return Code::ok;
  });
  if (wrong(code)) return code;
  for (const Posting& p : all) {
    postil_place place;
    if (Code c = mention_place(pack, p, row.aliases[p.alias].text, place); c != Code::ok) return c;
  }
  return Code::ok;
}

// Asks `ask` for each of `count` records.
template <class Ask>
int32_t each(uint32_t count, Ask ask) {
  for (uint32_t i = 0; i < count; ++i)
    if (const int32_t code = ask(i); code != POSTIL_OK && code != POSTIL_ABSENT) return code;
  return POSTIL_OK;
}

int32_t verify_paragraph(postil_pack* p, uint32_t i) {
  postil_paragraph paragraph;
  if (const int32_t code = postil_paragraph_at(p, i, &paragraph); code != POSTIL_OK) return code;
  const postil_place place = paragraph.place;
  uint32_t found = 0;
  postil_view view;
  postil_text cfi;
  int32_t code = postil_paragraph_of_pos(p, place.pos, &found);
  if (code == POSTIL_OK) code = postil_pos_of_byte(p, place.file, place.begin, &found);
  if (code == POSTIL_OK) code = postil_view_of_pos(p, place.pos, &view);
  if (code == POSTIL_OK) code = postil_cfi_of_pos(p, place.pos, &cfi);
  return code;
}

int32_t verify_mark(postil_pack* p, uint32_t i, uint32_t notes) {
  postil_mark mark;
  if (const int32_t code = postil_mark_at(p, i, &mark); code != POSTIL_OK) return code;
  if ((mark.note != POSTIL_NONE && mark.note >= notes) || (mark.inside != POSTIL_NONE && mark.inside >= notes))
    return POSTIL_CORRUPT;
  return postil_mark_from(p, mark.place.pos, &i);
}

int32_t verify_note(postil_pack* p, uint32_t i) {
  postil_note* note = nullptr;
  uint32_t count = 0;
  int32_t code = postil_note_open(p, i, &note);
  postil_note_free(note);
  return code == POSTIL_OK ? postil_note_entities(p, i, POSTIL_NO_LIMIT, nullptr, 0, &count) : code;
}

int32_t verify_work(postil_pack* p, uint32_t i, uint32_t notes) {
  postil_work work;
  if (const int32_t code = postil_work_at(p, i, &work); code != POSTIL_OK) return code;
  if (work.first_note != POSTIL_NONE && work.first_note >= notes) return POSTIL_CORRUPT;
  return each(work.cited_by, [&](uint32_t k) {
    uint32_t note = 0;
    const int32_t code = postil_work_cited_by(p, i, k, &note);
    return code == POSTIL_OK && note >= notes ? POSTIL_CORRUPT : code;
  });
}

int32_t verify_card(postil_pack* p, uint32_t i) {
  int32_t code = guarded(p, [&](Pack& pack) { return verify_entity(pack, i); });
  postil_card* card = nullptr;
  if (code == POSTIL_OK) code = postil_card_open(p, i, POSTIL_NO_LIMIT, &card);
  postil_card_free(card);
  uint32_t count = 0;
  return code == POSTIL_OK ? postil_entity_notes(p, i, POSTIL_NO_LIMIT, nullptr, 0, &count) : code;
}

}  // namespace
}  // namespace postil

int32_t postil_verify(postil_pack* p) {
  using postil::each;
  using postil::format::SectionKind;
  int32_t code = postil::guarded(p, [](postil::Pack& pack) { return pack.verify(); });
  if (code != POSTIL_OK) return code;
  const auto records = [&](SectionKind kind) { return p->pack.records(kind); };
  const uint32_t notes = records(SectionKind::notes);
  code = each(records(SectionKind::paragraphs), [&](uint32_t i) { return postil::verify_paragraph(p, i); });
  if (code == POSTIL_OK)
    code = each(records(SectionKind::marks), [&](uint32_t i) { return postil::verify_mark(p, i, notes); });
  if (code == POSTIL_OK) code = each(notes, [&](uint32_t i) { return postil::verify_note(p, i); });
  if (code == POSTIL_OK)
    code = each(records(SectionKind::works), [&](uint32_t i) { return postil::verify_work(p, i, notes); });
  if (code == POSTIL_OK)
    code = each(records(SectionKind::entities), [&](uint32_t i) { return postil::verify_card(p, i); });
  if (code == POSTIL_OK)
    code = each(records(SectionKind::findings), [&](uint32_t i) {
      postil_finding finding;
      return postil_finding_at(p, i, &finding);
    });
  if (p->pack.message.empty() && code != POSTIL_OK)
    p->pack.message = postil::message_of(static_cast<postil::Code>(code));
  return code;
}
