// Entities as a reader at a position may see them: names, facts and mentions that the text has revealed by then.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "handle.h"
#include "schema/posting.h"

namespace postil {

constexpr postil_place kNoPlace = {POSTIL_NONE, 0, 0, 0, 0};
constexpr uint32_t kMaxPostings = 1 << 22;  // read for one entity

struct AliasRow {
  std::string text;
  uint32_t count, since, flags;
};
struct FactRow {
  uint32_t kind, origin, since, arg;
  std::string text;
};
// Row k of `aliases` is row k of the pack's: what is not yet revealed is there too, until hide_later().
struct EntityRow {
  uint32_t entity = 0, type = 0, since = 0;
  std::string id, name;
  std::vector<AliasRow> aliases;
  std::vector<FactRow> facts;
};

// The reading limit of a pack: a reference pack has no text that could reveal.
inline uint32_t limit_of(const Pack& pack, uint32_t until) {
  return pack.root().kind() == fb::PackKind::reference ? POSTIL_NO_LIMIT : until;
}

// Row `slot` of a block of entities, whole.
void read_entity(const fb::Block& block, uint32_t slot, EntityRow& out);
// Drops facts and aliases that come after `until`; a name that does is replaced by the commonest alias that does not,
// and the id with it. Relations to entities that come later go too.
Code hide_later(Pack& pack, uint32_t until, EntityRow& row);

struct MentionCounts {
  uint32_t mentions = 0;
  uint32_t nearest = POSTIL_NONE;  // ink between `at` and the nearest mention; 0: one begins there
  Posting first;
  std::vector<uint32_t> of_alias;
};
// Counts the mentions before `until`; `at` may be POSTIL_NO_LIMIT.
Code count_mentions(Pack& pack, uint32_t entity, size_t aliases, uint32_t until, uint32_t at, MentionCounts& out);

// Where a mention stands; `alias` is the text that it mentions the entity by.
Code mention_place(Pack& pack, const Posting& p, const std::string& alias, postil_place& place);

// The entity's postings before `until`, one call of f each; absent lists are empty ones. `f` may not ask the pack.
template <class F>
Code postings(Pack& pack, uint32_t entity, uint32_t until, F f) {
  const fb::Block* block = nullptr;
  uint32_t i = 0;
  const Code c = pack.block_of(format::SectionKind::mentions, entity, block, i);
  if (c == Code::absent) return Code::ok;
  if (c != Code::ok) return c;
  const fb::Mentions& r = *block->body_as_Mentions();
  const Range range = range_at(r.ends(), i);
  PostingReader reader({reinterpret_cast<const char*>(r.packed()->data()) + range.begin, range.end - range.begin});
  Posting p;
  for (uint32_t n = 0; n < kMaxPostings && reader.next(p); ++n) {
    if (p.pos >= until) break;
    if (Code code = f(p); code != Code::ok) return code;
  }
  return reader.corrupt() ? Code::corrupt : Code::ok;
}

}  // namespace postil
