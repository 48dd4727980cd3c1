#include "entity.h"

#include <iterator>

#include "entity_rows.h"
#include "schema/position.h"
#include "schema/stable_sort.h"
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

bool is_shown(const EntityRow& row, uint32_t until) {
  return row.since <= until && std::none_of(row.facts.begin(), row.facts.end(), [&](const FactRow& f) {
           return f.kind == kFactSuperseded && f.since <= until;
         });
}

namespace {

constexpr size_t kMaxRelated = 12;

uint32_t weight_of(const FactRow& f) {
  // "0.412", as the packer writes it
  uint32_t out = 0;
  for (const char c : f.text)
    if (c >= '0' && c <= '9' && out < 100000) out = out * 10 + static_cast<uint32_t>(c - '0');
  return out;
}

void keep_strongest(std::vector<FactRow>& facts) {
  std::vector<FactRow> related, rest;
  for (FactRow& f : facts) {
    if (f.kind != kFactRelated) {
      rest.push_back(std::move(f));
      continue;
    }
    const auto same = std::find_if(related.begin(), related.end(), [&](const FactRow& r) { return r.arg == f.arg; });
    if (same == related.end())
      related.push_back(std::move(f));
    else if (f.since > same->since)
      *same = std::move(f);
  }
  stable_sort(related, [](const FactRow& a, const FactRow& b) { return weight_of(a) > weight_of(b); });
  if (related.size() > kMaxRelated) related.resize(kMaxRelated);
  std::move(related.begin(), related.end(), std::back_inserter(rest));
  facts = std::move(rest);
}

void join_aliases(std::vector<AliasRow>& aliases) {
  std::vector<AliasRow> out;
  for (AliasRow& a : aliases) {
    const auto same = std::find_if(out.begin(), out.end(), [&](const AliasRow& b) { return b.text == a.text; });
    if (same == out.end()) {
      out.push_back(std::move(a));
      continue;
    }
    same->count += a.count;
    same->since = std::min(same->since, a.since);
    same->flags |= a.flags;
  }
  aliases = std::move(out);
}

}  // namespace

Code hide_later(Pack& pack, uint32_t until, EntityRow& row) {
  const auto later = [&](const auto& x) { return x.since > until; };
  if (until != POSTIL_NO_LIMIT) {
    bool named = std::none_of(row.aliases.begin(), row.aliases.end(),
                              [&](const AliasRow& a) { return a.text == row.name && later(a); });
    row.aliases.erase(std::remove_if(row.aliases.begin(), row.aliases.end(), later), row.aliases.end());
    row.facts.erase(std::remove_if(row.facts.begin(), row.facts.end(), later), row.facts.end());
    const auto first = [&](uint32_t kind) {
      return std::find_if(row.facts.begin(), row.facts.end(), [&](const FactRow& f) { return f.kind == kind; });
    };
    if (const auto name = first(kFactName); name != row.facts.end()) {
      if (name->text != row.name) row.id.clear();
      row.name = name->text;
    } else if (!named) {
      row.id.clear();
      row.name.clear();
      uint32_t most = 0;
      for (const AliasRow& a : row.aliases)
        if (row.name.empty() || a.count > most) row.name = a.text, most = a.count;
    }
    if (const auto type = first(kFactType); type != row.facts.end()) row.type = type->arg;
    for (size_t i = 0; i < row.facts.size();) {
      if (row.facts[i].kind != kFactRelated) {
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
  }
  const auto history = [](const FactRow& f) { return f.kind >= kFactName && f.kind <= kFactSuperseded; };
  row.facts.erase(std::remove_if(row.facts.begin(), row.facts.end(), history), row.facts.end());
  keep_strongest(row.facts);
  join_aliases(row.aliases);
  return Code::ok;
}

Code is_read(Pack& pack, const Posting& p, uint32_t until, bool& read) {
  read = p.pos < until;
  if (read || p.note == 0) return Code::ok;
  const fb::Block* block = nullptr;
  uint32_t slot = 0;
  if (Code c = pack.block_of(SectionKind::notes, p.note - 1, block, slot); c != Code::ok)
    return c == Code::absent ? Code::corrupt : c;
  read = column(block->body_as_Notes()->since(), slot) <= until;
  return Code::ok;
}

Code count_mentions(Pack& pack, const EntityRow& row, uint32_t until, uint32_t at, MentionCounts& out) {
  out.of_alias.assign(row.aliases.size(), 0);
  return postings(pack, row.entity, until, [&](const Posting& p) {
    if (p.alias >= row.aliases.size()) return Code::corrupt;
    if (row.aliases[p.alias].since > until) return Code::ok;
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
