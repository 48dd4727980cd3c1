#include "entity.h"

#include "entity_rows.h"
#include "schema/position.h"
#include "schema/utf8.h"

namespace postil {

using format::SectionKind;

void read_entity(const fb::Block& block, uint32_t slot, EntityRow& out) {
  const fb::Entities& r = *block.body_as_Entities();
  out.entity = block.first() + slot;
  out.type = column(r.type(), slot);
  out.since = column(r.since(), slot);
  EntityRows rows(r);
  for (uint32_t i = 0; i <= slot; ++i) rows.next();
  std::string_view text;
  rows.string(text);
  out.id = text;
  rows.string(text);
  out.name = text;
  out.aliases.reserve(rows.aliases());
  for (uint32_t i = 0, k = rows.first_alias(); i < rows.aliases(); ++i, ++k) {
    rows.string(text);
    out.aliases.push_back({std::string(text.empty() ? std::string_view(out.name) : text), column(r.alias_count(), k),
                           column(r.alias_since(), k), column(r.alias_flags(), k)});
  }
  out.facts.reserve(rows.facts());
  for (uint32_t i = 0, k = rows.first_fact(); i < rows.facts(); ++i, ++k) {
    rows.string(text);
    out.facts.push_back({column(r.fact_kind(), k), column(r.fact_origin(), k), column(r.fact_since(), k),
                         column(r.fact_arg(), k), std::string(text)});
  }
}

Code hide_later(Pack& pack, uint32_t until, EntityRow& row) {
  if (until == POSTIL_NO_LIMIT) return Code::ok;
  const auto later = [&](const auto& x) { return x.since > until; };
  const bool named = std::none_of(row.aliases.begin(), row.aliases.end(),
                                  [&](const AliasRow& a) { return a.text == row.name && later(a); });
  row.aliases.erase(std::remove_if(row.aliases.begin(), row.aliases.end(), later), row.aliases.end());
  row.facts.erase(std::remove_if(row.facts.begin(), row.facts.end(), later), row.facts.end());
  if (!named) {
    row.id.clear();
    row.name.clear();
    uint32_t most = 0;
    for (const AliasRow& a : row.aliases)
      if (row.name.empty() || a.count > most) row.name = a.text, most = a.count;
  }
  for (size_t i = 0; i < row.facts.size();) {
    if (row.facts[i].kind != 5) {
      ++i;
      continue;
    }
    const fb::Block* block = nullptr;
    uint32_t slot = 0;
    if (Code c = pack.block_of(SectionKind::entities, row.facts[i].arg, block, slot); c != Code::ok)
      return c == Code::absent ? Code::corrupt : c;
    if (column(block->body_as_Entities()->since(), slot) > until)
      row.facts.erase(row.facts.begin() + static_cast<std::ptrdiff_t>(i));
    else
      ++i;
  }
  return Code::ok;
}

Code count_mentions(Pack& pack, uint32_t entity, size_t aliases, uint32_t until, uint32_t at, MentionCounts& out) {
  out.of_alias.assign(aliases, 0);
  return postings(pack, entity, until, [&](const Posting& p) {
    if (p.alias >= aliases) return Code::corrupt;
    if (out.mentions++ == 0) out.first = p;
    ++out.of_alias[p.alias];
    if (at != POSTIL_NO_LIMIT) out.nearest = std::min(out.nearest, p.pos > at ? p.pos - at : at - p.pos);
    return Code::ok;
  });
}

Code mention_place(Pack& pack, const Posting& p, const std::string& alias, postil_place& place) {
  uint32_t paragraph = 0, offset = 0;
  if (Code c = point_of(pack, p.pos, paragraph, offset); c != Code::ok) return c == Code::absent ? Code::corrupt : c;
  std::string text;
  if (Code c = paragraph_text(pack, paragraph, text); c != Code::ok) return c == Code::absent ? Code::corrupt : c;
  const uint32_t ink = ink_count(alias);
  const std::string_view rest = std::string_view(text).substr(std::min<size_t>(offset, text.size()));
  // Past the last ink of the name: white space after it is not part of it.
  size_t length = ink ? ink_offset(rest, ink - 1) : 0;
  if (length < rest.size()) {
    const char* at = rest.data() + length;
    utf8_next(at, rest.data() + rest.size());
    length = static_cast<size_t>(at - rest.data());
  }
  return place_of(pack, paragraph, offset, offset + static_cast<uint32_t>(length), place);
}

}  // namespace postil
