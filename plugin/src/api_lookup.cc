// postil.h: looking names up, completing them.
#include <algorithm>

#include "entity.h"
#include "lookup.h"
#include "schema/fold.h"
#include "schema/squeezed.h"
#include "schema/stable_sort.h"

using namespace postil;

namespace {

constexpr uint32_t kMaxRead = 128;  // entities that one lookup reads

struct Hit {
  uint32_t entity = 0, kind = 0, edits = 0, length = 0, type = 0, mentions = 0, nearest = POSTIL_NONE;
  std::string name, alias, role, description;
  const char* why = "";
  bool literal = false;  // written just as it was asked, white space too
  postil_place first = kNoPlace;
};

uint32_t rank_of(uint32_t kind) {
  switch (kind) {
    case POSTIL_EXACT:
      return 0;
    case POSTIL_FOLDED:
      return 1;
    case POSTIL_VARIANT:
      return 2;
    case POSTIL_WITHIN:
      return 3;
    case POSTIL_PREFIX:
      return 4;
    default:
      return 5;
  }
}

const char* why_of(const Hit& h) {
  // Where several are called so, the place decides.
  const bool here = h.nearest == 0;
  switch (h.kind) {
    case POSTIL_EXACT:
      return here ? "written so in the text, and meant here" : "written so in the text";
    case POSTIL_FOLDED:
      return here ? "the same but for case, accents or punctuation, and meant here"
                  : "the same but for case, accents or punctuation";
    case POSTIL_VARIANT:
      return "the same without article, possessive or hyphen";
    case POSTIL_PREFIX:
      return "begins so";
    case POSTIL_WITHIN:
      return "a name inside the selection";
    default:
      return h.edits > 1 ? "two letters differ" : "one letter differs";
  }
}

bool better(const Hit& a, const Hit& b) {
  if (a.kind != b.kind) return rank_of(a.kind) < rank_of(b.kind);
  if (a.edits != b.edits) return a.edits < b.edits;
  if (a.kind == POSTIL_WITHIN && a.length != b.length) return a.length > b.length;
  if (a.nearest != b.nearest && a.kind != POSTIL_PREFIX && a.kind != POSTIL_FUZZY) return a.nearest < b.nearest;
  if (a.mentions != b.mentions) return a.mentions > b.mentions;
  return a.literal != b.literal ? a.literal : a.entity < b.entity;
}

// The surface form that a candidate was found by: the query itself where the entity is called so.
const AliasRow* alias_of(const EntityRow& row, const std::string& text, const std::string& key, uint32_t until) {
  for (const AliasRow& a : row.aliases)
    if (a.since <= until && (a.text == text || squeezed(a.text) == text)) return &a;
  for (const AliasRow& a : row.aliases)
    if (a.since <= until && fold(a.text) == key) return &a;
  return nullptr;
}

Code fill(Pack& pack, const Candidate& c, std::string_view query, const std::string& text, uint32_t at, uint32_t until,
          bool& shown, Hit& h) {
  shown = false;
  const fb::Block* block = nullptr;
  if (Code code = pack.block_at(format::SectionKind::entities, c.block4, block); code != Code::ok) return code;
  if (c.slot >= block->count()) return Code::corrupt;
  EntityRow row;
  read_entity(*block, c.slot, row);
  if (!is_shown(row, until)) return Code::ok;
  const AliasRow* alias = alias_of(row, text, c.key, until);
  h.entity = row.entity;
  h.kind = c.kind == POSTIL_FOLDED && alias && (alias->text == text || squeezed(alias->text) == text) ? POSTIL_EXACT
                                                                                                      : c.kind;
  h.literal = alias && alias->text == query;
  h.edits = c.edits;
  h.length = c.length;
  if (alias) h.alias = alias->text;
  MentionCounts counts;
  if (Code code = count_mentions(pack, row, until, at, counts); code != Code::ok) return code;
  h.mentions = counts.mentions;
  h.nearest = counts.nearest;
  if (counts.mentions > 0)
    if (Code code = mention_place(pack, counts.first, row.aliases[counts.first.alias].text, h.first); code != Code::ok)
      return code;
  if (Code code = hide_later(pack, until, row); code != Code::ok) return code;
  h.type = row.type;
  h.name = std::move(row.name);
  if (h.alias.empty()) h.alias = h.name;
  for (FactRow& f : row.facts) {
    if (f.kind == 1 && h.role.empty()) h.role = std::move(f.text);
    if (f.kind == 2 && h.description.empty()) h.description = std::move(f.text);
  }
  h.why = why_of(h);
  shown = true;
  return Code::ok;
}

}  // namespace

struct postil_hits {
  std::vector<Hit> rows;
};
struct postil_completions {
  std::vector<std::pair<std::string, uint32_t>> rows;
};

int32_t postil_lookup(postil_pack* p, const char* query, uint32_t size, uint32_t modes, uint32_t limit, uint32_t at,
                      uint32_t until, postil_hits** out) {
  return guarded(p, [&](Pack& pack) {
    if (!query || !out || limit == 0) return Code::invalid_argument;
    *out = nullptr;
    until = limit_of(pack, until);
    const std::string_view whole(query, std::min(size, kMaxQuery));
    const std::string text = squeezed(whole);
    const std::string folded = fold(text);
    Lookup lookup(pack, until);
    if (modes & (POSTIL_EXACT | POSTIL_FOLDED))
      if (Code c = lookup.whole(folded, POSTIL_FOLDED); c != Code::ok) return c;
    if (lookup.found.empty() && (modes & POSTIL_VARIANT))
      if (Code c = lookup.variants(folded); c != Code::ok) return c;
    if (lookup.found.empty() && (modes & POSTIL_WITHIN))
      if (Code c = lookup.within(folded); c != Code::ok) return c;
    if (modes & POSTIL_PREFIX)
      if (Code c = lookup.prefix(folded); c != Code::ok && c != Code::limit) return c;
    if (lookup.found.empty() && (modes & POSTIL_FUZZY))
      if (Code c = lookup.fuzzy(folded); c != Code::ok) return c;

    // The index knows how often a name occurs: the commonest are read. With a limit that would tell of later pages.
    if (until == POSTIL_NO_LIMIT)
      stable_sort(lookup.found, [](const Candidate& a, const Candidate& b) {
        if (a.kind != b.kind) return rank_of(a.kind) < rank_of(b.kind);
        return a.edits != b.edits ? a.edits < b.edits : a.weight > b.weight;
      });
    if (lookup.found.size() > kMaxRead) lookup.found.resize(kMaxRead);
    std::unique_ptr<postil_hits> hits(new postil_hits);
    hits->rows.reserve(lookup.found.size());
    for (const Candidate& c : lookup.found) {
      Hit h;
      bool shown = false;
      if (Code code = fill(pack, c, whole, text, at, until, shown, h); code != Code::ok) return code;
      if (!shown || (h.kind == POSTIL_FOLDED && !(modes & (POSTIL_FOLDED | POSTIL_FUZZY)))) continue;
      hits->rows.push_back(std::move(h));
    }
    if (hits->rows.empty()) return Code::absent;
    stable_sort(hits->rows, better);
    if (hits->rows.size() > limit) hits->rows.resize(limit);
    *out = hits.release();
    return Code::ok;
  });
}

uint32_t postil_hits_count(const postil_hits* h) {
  return h ? static_cast<uint32_t>(h->rows.size()) : 0;
}
void postil_hits_free(postil_hits* h) {
  delete h;
}
int32_t postil_hit_at(const postil_hits* hits, uint32_t index, postil_hit* out) {
  if (!hits || !out) return POSTIL_INVALID_ARGUMENT;
  if (index >= hits->rows.size()) return POSTIL_ABSENT;
  const Hit& h = hits->rows[index];
  *out = {h.entity,    h.kind,     h.type, lend(h.name), lend(h.alias), lend(h.role), lend(h.description),
          lend(h.why), h.mentions, h.first};
  return POSTIL_OK;
}

int32_t postil_completions_open(postil_pack* p, const char* typed, uint32_t size, uint32_t limit, uint32_t until,
                                postil_completions** out) {
  return guarded(p, [&](Pack& pack) {
    if (!typed || !out || limit == 0) return Code::invalid_argument;
    *out = nullptr;
    std::unique_ptr<postil_completions> found(new postil_completions);
    Lookup lookup(pack, limit_of(pack, until));
    const Code c =
        lookup.complete(fold({typed, std::min(size, kMaxQuery)}), std::min(limit, kMaxCandidates), found->rows);
    if (c != Code::ok && !(c == Code::limit && !found->rows.empty())) return c;
    if (found->rows.empty()) return Code::absent;
    if (until != POSTIL_NO_LIMIT)
      for (auto& row : found->rows) row.second = 0;
    *out = found.release();
    return Code::ok;
  });
}
uint32_t postil_completions_count(const postil_completions* c) {
  return c ? static_cast<uint32_t>(c->rows.size()) : 0;
}
void postil_completions_free(postil_completions* c) {
  delete c;
}
int32_t postil_completion_at(const postil_completions* c, uint32_t index, postil_completion* out) {
  if (!c || !out) return POSTIL_INVALID_ARGUMENT;
  if (index >= c->rows.size()) return POSTIL_ABSENT;
  *out = {lend(c->rows[index].first), c->rows[index].second};
  return POSTIL_OK;
}
