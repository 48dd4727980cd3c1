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

constexpr uint32_t kFactRelated = 5;  // `arg`: the other entity
constexpr uint32_t kFactWork = 9;     // `arg`: the work

// Kinds of facts that say how the row itself is to be read; hide_later() obeys and drops them.
enum HistoryFact : uint32_t { kFactName = 6, kFactType = 7, kFactSuperseded = 8 };

// The text has met the entity by then, and has not yet joined it to another.
bool is_shown(const EntityRow& row, uint32_t until);

// Row `slot` of a block of entities, whole.
void read_entity(const fb::Block& block, uint32_t slot, EntityRow& out);
// Drops facts and aliases that come after `until`; name and type are those that held then, without a history the commonest
// alias, and the id follows the name. Relations to entities that come later go too; of several to one entity the newest
// stays, the strongest twelve in all. Aliases of one text become one row.
Code hide_later(Pack& pack, uint32_t until, EntityRow& row);

struct MentionCounts {
  uint32_t mentions = 0;
  uint32_t nearest = POSTIL_NONE;  // ink between `at` and the nearest mention; 0: one begins there
  Posting first;
  std::vector<uint32_t> of_alias;
};
// Counts the mentions before `until` by aliases that are known by then; `at` may be POSTIL_NO_LIMIT.
Code count_mentions(Pack& pack, const EntityRow& row, uint32_t until, uint32_t at, MentionCounts& out);

// Where a mention stands; `alias` is the text that it mentions the entity by.
Code mention_place(Pack& pack, const Posting& p, const std::string& alias, postil_place& place);

// Whether a mention is known to a reader who has read up to `until`: one in a note from the note's first mark on.
Code is_read(Pack& pack, const Posting& p, uint32_t until, bool& read);

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
  // A copy: is_read() asks the pack.
  const std::string list(reinterpret_cast<const char*>(r.packed()->data()) + range.begin, range.end - range.begin);
  PostingReader reader(list);
  Posting p;
  for (uint32_t n = 0; n < kMaxPostings && reader.next(p); ++n) {
    if (p.pos >= until) {
      bool read = false;
      if (Code code = is_read(pack, p, until, read); code != Code::ok) return code;
      if (!read) continue;
    }
    if (Code code = f(p); code != Code::ok) return code;
  }
  return reader.corrupt() ? Code::corrupt : Code::ok;
}

}  // namespace postil
