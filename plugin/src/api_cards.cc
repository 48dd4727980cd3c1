// postil.h: cards, mentions.
#include <algorithm>

#include "entity.h"
#include "lookup.h"
#include "schema/fold.h"
#include "schema/utf8.h"

using namespace postil;
using format::SectionKind;

namespace {
constexpr uint32_t kMaxSnippet = 4096;
}

struct postil_card {
  EntityRow row;
  uint32_t mentions = 0;
  postil_place first = kNoPlace;
};
struct postil_mentions {
  struct Row {
    postil_mention m;
    std::string snippet;
  };
  std::vector<Row> rows;
};

int32_t postil_card_open(postil_pack* p, uint32_t entity, uint32_t until, postil_card** out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    *out = nullptr;
    until = limit_of(pack, until);
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::entities, entity, block, i); c != Code::ok) return c;
    std::unique_ptr<postil_card> card(new postil_card);
    read_entity(*block, i, card->row);
    if (!is_shown(card->row, until)) return Code::absent;
    if (card->row.id.empty()) card->row.id = stable_id(card->row.name);
    MentionCounts counts;
    if (Code c = count_mentions(pack, card->row, until, POSTIL_NO_LIMIT, counts); c != Code::ok) return c;
    card->mentions = counts.mentions;
    if (counts.mentions > 0)
      if (Code c = mention_place(pack, counts.first, card->row.aliases[counts.first.alias].text, card->first);
          c != Code::ok)
        return c;
    if (pack.records(SectionKind::mentions) > 0)
      for (size_t k = 0; k < card->row.aliases.size(); ++k) card->row.aliases[k].count = counts.of_alias[k];
    if (Code c = hide_later(pack, until, card->row); c != Code::ok) return c;
    if (until != POSTIL_NO_LIMIT)
      for (AliasRow& a : card->row.aliases)
        if (a.flags & format::kAliasAmbiguous) {
          // Whoever else is called so may not have come yet.
          Lookup lookup(pack, until);
          if (Code c = lookup.whole(fold(a.text), POSTIL_FOLDED); c != Code::ok) return c;
          if (lookup.found.size() < 2) a.flags &= ~uint32_t{format::kAliasAmbiguous};
        }
    *out = card.release();
    return Code::ok;
  });
}
void postil_card_free(postil_card* card) {
  delete card;
}
int32_t postil_card_get(const postil_card* c, postil_card_info* out) {
  if (!c || !out) return POSTIL_INVALID_ARGUMENT;
  *out = {lend(c->row.id),
          lend(c->row.name),
          c->row.type,
          c->row.since,
          static_cast<uint32_t>(c->row.aliases.size()),
          static_cast<uint32_t>(c->row.facts.size()),
          c->mentions,
          c->first};
  return POSTIL_OK;
}
int32_t postil_card_alias(const postil_card* c, uint32_t index, postil_alias* out) {
  if (!c || !out) return POSTIL_INVALID_ARGUMENT;
  if (index >= c->row.aliases.size()) return POSTIL_ABSENT;
  const AliasRow& a = c->row.aliases[index];
  *out = {lend(a.text), a.count, a.since, a.flags & format::kAliasAmbiguous};
  return POSTIL_OK;
}
int32_t postil_card_fact(const postil_card* c, uint32_t index, postil_fact* out) {
  if (!c || !out) return POSTIL_INVALID_ARGUMENT;
  if (index >= c->row.facts.size()) return POSTIL_ABSENT;
  const FactRow& f = c->row.facts[index];
  *out = {f.kind, f.origin, f.since, f.arg, lend(f.text)};
  return POSTIL_OK;
}

int32_t postil_mentions_open(postil_pack* p, uint32_t entity, uint32_t first, uint32_t count, uint32_t until,
                             uint32_t snippet, postil_mentions** out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    *out = nullptr;
    until = limit_of(pack, until);
    snippet = std::min(snippet, kMaxSnippet);
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::entities, entity, block, i); c != Code::ok) return c;
    EntityRow row;
    read_entity(*block, i, row);
    if (!is_shown(row, until)) return Code::absent;
    std::vector<Posting> list;
    uint32_t n = 0;
    const Code code = postings(pack, entity, until, [&](const Posting& posting) {
      if (posting.alias >= row.aliases.size()) return Code::corrupt;
      if (row.aliases[posting.alias].since > until) return Code::ok;
      if (n++ >= first && list.size() < count) list.push_back(posting);
      return Code::ok;
    });
    if (code != Code::ok) return code;
    std::unique_ptr<postil_mentions> result(new postil_mentions);
    result->rows.reserve(list.size());
    // Rows of aliases as the card with the same limit numbers them.
    std::vector<uint32_t> shown(row.aliases.size(), POSTIL_NONE);
    for (uint32_t k = 0, at = 0; k < row.aliases.size(); ++k)
      if (row.aliases[k].since <= until) {
        for (uint32_t j = 0; j < k && shown[k] == POSTIL_NONE; ++j)
          if (shown[j] != POSTIL_NONE && row.aliases[j].text == row.aliases[k].text) shown[k] = shown[j];
        if (shown[k] == POSTIL_NONE) shown[k] = at++;
      }
    for (const Posting& posting : list) {
      postil_mentions::Row r{};
      if (Code c = mention_place(pack, posting, row.aliases[posting.alias].text, r.m.place); c != Code::ok) return c;
      r.m.note = posting.note ? posting.note - 1 : POSTIL_NONE;
      r.m.alias = shown[posting.alias];
      if (snippet > 0) {
        uint32_t paragraph = 0, offset = 0;
        std::string text;
        if (Code c = point_of(pack, posting.pos, paragraph, offset); c != Code::ok) return c;
        if (Code c = paragraph_text(pack, paragraph, text); c != Code::ok) return c;
        const uint32_t end = offset + (r.m.place.end - r.m.place.begin);
        const size_t from = utf8_floor(text, offset > snippet ? offset - snippet : 0),
                     to = utf8_floor(text, std::min<size_t>(text.size(), size_t{end} + snippet));
        r.snippet = text.substr(from, to - from);
        r.m.begin = offset - static_cast<uint32_t>(from);
        r.m.end = end - static_cast<uint32_t>(from);
      }
      result->rows.push_back(std::move(r));
    }
    *out = result.release();
    return Code::ok;
  });
}
uint32_t postil_mentions_count(const postil_mentions* m) {
  return m ? static_cast<uint32_t>(m->rows.size()) : 0;
}
void postil_mentions_free(postil_mentions* m) {
  delete m;
}
int32_t postil_mention_at(const postil_mentions* m, uint32_t index, postil_mention* out) {
  if (!m || !out) return POSTIL_INVALID_ARGUMENT;
  if (index >= m->rows.size()) return POSTIL_ABSENT;
  *out = m->rows[index].m;
  out->snippet = lend(m->rows[index].snippet);
  return POSTIL_OK;
}
