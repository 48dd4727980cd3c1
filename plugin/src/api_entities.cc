// postil.h: looking names up, cards, mentions.
#include <algorithm>

#include "edits.h"
#include "handle.h"
#include "schema/fold.h"
#include "schema/position.h"
#include "schema/posting.h"
#include "schema/utf8.h"

using namespace postil;
using format::SectionKind;

namespace {

constexpr uint32_t kMaxCandidates = 512;   // entities looked at for one query
constexpr uint32_t kMaxFuzzyPages = 512;   // leaf pages read for one fuzzy query
constexpr uint32_t kMaxQuery = 1024;       // bytes of a selection that are looked at
constexpr uint32_t kMaxMentions = 1 << 22; // postings read for one entity

struct AliasRow {
  std::string text;
  uint32_t count, since, flags;
};
struct FactRow {
  uint32_t kind, origin, since, arg;
  std::string text;
};
struct EntityRow {
  uint32_t entity = 0, type = 0, since = 0;
  std::string id, name;
  std::vector<AliasRow> aliases;
  std::vector<FactRow> facts;
};

void read_row(const fb::Block& block, uint32_t i, uint32_t until, EntityRow& out) {
  const fb::Entities& r = *block.body_as_Entities();
  out.entity = block.first() + i;
  out.type = r.type()->Get(i);
  out.since = r.since()->Get(i);
  out.id = text_at(r.id(), i);
  out.name = text_at(r.name(), i);
  const fb::Aliases& a = *r.aliases();
  const Range aliases = range_at(a.ends(), i);
  for (uint32_t k = aliases.begin; k < aliases.end; ++k) {
    const std::string_view text = text_at(a.text(), k);
    out.aliases.push_back({text.empty() ? out.name : std::string(text), a.count()->Get(k), a.since()->Get(k), a.flags()->Get(k)});
  }
  const fb::Facts& f = *r.facts();
  const Range facts = range_at(f.ends(), i);
  for (uint32_t k = facts.begin; k < facts.end; ++k)
    if (f.since()->Get(k) <= until) out.facts.push_back({f.kind()->Get(k), f.origin()->Get(k), f.since()->Get(k), f.arg()->Get(k), std::string(text_at(f.text(), k))});
}

// The entity's postings up to `until`, one call of f each; absent lists are empty ones.
template <class F>
Code postings(Pack& pack, uint32_t entity, uint32_t until, F f) {
  const fb::Block* block = nullptr;
  uint32_t i = 0;
  const Code c = pack.block_of(SectionKind::mentions, entity, block, i);
  if (c == Code::absent) return Code::ok;
  if (c != Code::ok) return c;
  const fb::Mentions& r = *block->body_as_Mentions();
  const Range range = range_at(r.ends(), i);
  const std::string list(reinterpret_cast<const char*>(r.packed()->data()) + range.begin, range.end - range.begin);
  PostingReader reader(list);
  Posting p;
  for (uint32_t n = 0; n < kMaxMentions && reader.next(p); ++n) {
    if (p.pos >= until) break;
    if (Code code = f(p); code != Code::ok) return code;
  }
  return reader.corrupt() ? Code::corrupt : Code::ok;
}

struct Candidate {
  uint32_t block16, slot, kind, rank;
  std::string key;
};

uint32_t rank_of(uint32_t kind) {
  switch (kind) {
    case POSTIL_EXACT: return 0;
    case POSTIL_FOLDED: return 1;
    case POSTIL_VARIANT: return 2;
    case POSTIL_WITHIN: return 3;
    case POSTIL_PREFIX: return 4;
    default: return 5;
  }
}

class Lookup {
 public:
  Lookup(Pack& pack, uint32_t until) : pack_(pack), until_(until) {}

  // All entries whose key begins with (whole: is) `key`, in order, until `most` are found.
  Code scan(const std::string& folded, bool whole, uint32_t kind, size_t most) {
    if (pack_.leaves() == 0 || folded.empty()) return Code::ok;
    std::string key(1, static_cast<char>(format::KeySpace::alias));
    key += folded;
    if (whole) key = stored_key(key);
    uint32_t leaf = 0;
    if (Code c = pack_.leaf_of(key, leaf); c != Code::ok) return c;
    for (uint32_t pages = 0; leaf < pack_.leaves() && pages < 64; ++leaf, ++pages) {
      const uint8_t* page = nullptr;
      if (Code c = pack_.leaf(leaf, page); c != Code::ok) return c;
      PageCursor cursor(page);
      for (bool more = cursor.seek(key); more; more = cursor.next()) {
        const std::string_view at = cursor.key();
        if (whole ? at != key : at.substr(0, key.size()) != key) return cursor.corrupt() ? Code::corrupt : Code::ok;
        take(cursor, kind);
        if (found.size() >= most) return Code::ok;
      }
      if (cursor.corrupt()) return Code::corrupt;
    }
    return Code::ok;
  }

  // Every key one edit away. The names that share the first letter come first; the rest only where the index is small.
  Code fuzzy(const std::string& folded) {
    const std::vector<uint32_t> wanted = points(folded);
    if (wanted.size() < 3 || pack_.leaves() == 0) return Code::ok;
    std::string key(1, static_cast<char>(format::KeySpace::alias));
    utf8_append(key, wanted[0]);
    if (Code c = sweep(key, key, wanted); c != Code::ok) return c;
    if (!found.empty() || pack_.leaves() > kMaxFuzzyPages) return Code::ok;
    return sweep(std::string(1, static_cast<char>(format::KeySpace::alias)), std::string(1, static_cast<char>(format::KeySpace::alias)), wanted);
  }

  std::vector<Candidate> found;

 private:
  static std::vector<uint32_t> points(std::string_view text) {
    std::vector<uint32_t> out;
    for (const char *p = text.data(), *end = p + text.size(); p < end;) out.push_back(utf8_next(p, end));
    return out;
  }

  Code sweep(const std::string& from, const std::string& prefix, const std::vector<uint32_t>& wanted) {
    uint32_t leaf = 0;
    if (Code c = pack_.leaf_of(from, leaf); c != Code::ok) return c;
    for (uint32_t pages = 0; leaf < pack_.leaves() && pages < kMaxFuzzyPages; ++leaf, ++pages) {
      const uint8_t* page = nullptr;
      if (Code c = pack_.leaf(leaf, page); c != Code::ok) return c;
      PageCursor cursor(page);
      for (bool more = cursor.seek(from); more; more = cursor.next()) {
        const std::string_view at = cursor.key();
        if (at.substr(0, prefix.size()) != prefix) return Code::ok;
        if (at.size() > (wanted.size() + 1) * 4 + 1 || at.size() + 1 < wanted.size()) continue;
        const std::vector<uint32_t> here = points(at.substr(1));
        if (within_one_edit(wanted, here)) take(cursor, POSTIL_FUZZY);
        if (found.size() >= kMaxCandidates) return Code::ok;
      }
      if (cursor.corrupt()) return Code::corrupt;
    }
    return Code::ok;
  }

  void take(const PageCursor& cursor, uint32_t kind) {
    const LeafValue& v = cursor.value();
    if (v.since > until_) return;
    for (const Candidate& c : found)
      if (c.block16 == v.block16 && c.slot == v.slot) return;
    if (found.size() < kMaxCandidates) found.push_back({v.block16, v.slot, kind, rank_of(kind), std::string(cursor.key().substr(1))});
  }

  Pack& pack_;
  uint32_t until_;
};

struct Hit {
  uint32_t entity, kind, rank, type, mentions, nearness;
  std::string name, alias, role, description;
  const char* why;
  postil_place first;
};

}  // namespace

struct postil_hits {
  std::vector<Hit> rows;
};
struct postil_card {
  EntityRow row;
  uint32_t mentions = 0;
  postil_place first{};
};
struct postil_mentions {
  struct Row {
    postil_mention m;
    std::string snippet;
  };
  std::vector<Row> rows;
};

namespace {

constexpr postil_place kNoPlace = {POSTIL_NONE, 0, 0, 0, 0};

Code mention_place(Pack& pack, const Posting& p, const EntityRow& row, postil_place& place) {
  uint32_t paragraph = 0, offset = 0;
  if (Code c = point_of(pack, p.pos, paragraph, offset); c != Code::ok) return c;
  std::string text;
  if (Code c = paragraph_text(pack, paragraph, text); c != Code::ok) return c;
  if (p.alias >= row.aliases.size()) return Code::corrupt;
  const uint32_t ink = ink_count(row.aliases[p.alias].text);
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

// Fills the row's counts up to `until` from its postings.
Code count(Pack& pack, EntityRow& row, uint32_t until, uint32_t at, uint32_t& mentions, uint32_t& nearness, postil_place& first) {
  std::vector<uint32_t> counts(row.aliases.size(), 0);
  Posting head;
  mentions = 0;
  nearness = POSTIL_NONE;
  const Code code = postings(pack, row.entity, until, [&](const Posting& p) {
    if (p.alias >= counts.size()) return Code::corrupt;
    if (mentions++ == 0) head = p;
    ++counts[p.alias];
    if (at != POSTIL_NO_LIMIT) nearness = std::min(nearness, p.pos > at ? p.pos - at : at - p.pos);
    return Code::ok;
  });
  if (code != Code::ok) return code;
  if (pack.records(SectionKind::mentions) > 0)
    for (size_t i = 0; i < counts.size(); ++i) row.aliases[i].count = counts[i];
  row.aliases.erase(std::remove_if(row.aliases.begin(), row.aliases.end(), [&](const AliasRow& a) { return a.since > until; }), row.aliases.end());
  first = kNoPlace;
  if (mentions == 0) return Code::ok;
  EntityRow whole;
  const fb::Block* block = nullptr;
  uint32_t i = 0;
  if (Code c = pack.block_of(SectionKind::entities, row.entity, block, i); c != Code::ok) return c;
  read_row(*block, i, POSTIL_NO_LIMIT, whole);
  return mention_place(pack, head, whole, first);
}

const char* why_of(uint32_t kind) {
  switch (kind) {
    case POSTIL_EXACT: return "written so in the text";
    case POSTIL_FOLDED: return "the same but for case, accents or punctuation";
    case POSTIL_VARIANT: return "the same without article, possessive or hyphen";
    case POSTIL_PREFIX: return "begins so";
    case POSTIL_WITHIN: return "a name inside the selection";
    default: return "one letter differs";
  }
}

}  // namespace

int32_t postil_lookup(postil_pack* p, const char* query, uint32_t size, uint32_t modes, uint32_t limit, uint32_t at, uint32_t until, postil_hits** out) {
  return guarded(p, [&](Pack& pack) {
    if (!query || !out || limit == 0) return Code::invalid_argument;
    *out = nullptr;
    const std::string_view text(query, std::min(size, kMaxQuery));
    const std::string folded = fold(text);
    Lookup lookup(pack, until);
    if (modes & (POSTIL_EXACT | POSTIL_FOLDED))
      if (Code c = lookup.scan(folded, true, POSTIL_FOLDED, kMaxCandidates); c != Code::ok) return c;
    if (modes & POSTIL_VARIANT) {
      std::vector<std::string> variants;
      fold_variants(folded, variants);
      variants.push_back("the " + folded);
      for (const std::string& v : variants)
        if (Code c = lookup.scan(v, true, POSTIL_VARIANT, kMaxCandidates); c != Code::ok) return c;
    }
    if (lookup.found.empty() && (modes & POSTIL_WITHIN)) {
      // Longest runs of words first; a run inside one that matched is not tried again.
      std::vector<std::pair<size_t, size_t>> words;
      for (size_t i = 0; i < folded.size();) {
        const size_t end = std::min(folded.find(' ', i), folded.size());
        if (end > i) words.emplace_back(i, end);
        i = end + 1;
      }
      if (words.size() > 60) words.resize(60);
      for (size_t n = std::min<size_t>(words.size(), 6); n > 0 && lookup.found.empty(); --n)
        for (size_t i = 0; i + n <= words.size(); ++i) {
          std::string part = folded.substr(words[i].first, words[i + n - 1].second - words[i].first);
          if (Code c = lookup.scan(part, true, POSTIL_WITHIN, kMaxCandidates); c != Code::ok) return c;
          if (part.size() > 2 && part.compare(part.size() - 2, 2, "'s") == 0)
            if (Code c = lookup.scan(part.substr(0, part.size() - 2), true, POSTIL_WITHIN, kMaxCandidates); c != Code::ok) return c;
        }
    }
    if (modes & POSTIL_PREFIX)
      if (Code c = lookup.scan(folded, false, POSTIL_PREFIX, std::max<size_t>(limit * 4, 64)); c != Code::ok) return c;
    if (lookup.found.empty() && (modes & POSTIL_FUZZY))
      if (Code c = lookup.fuzzy(folded); c != Code::ok) return c;

    std::unique_ptr<postil_hits> hits(new postil_hits);
    for (const Candidate& c : lookup.found) {
      const fb::Block* block = nullptr;
      if (Code code = pack.block_at(SectionKind::entities, c.block16, block); code != Code::ok) return code;
      if (c.slot >= block->count()) return Code::corrupt;
      EntityRow row;
      read_row(*block, c.slot, until, row);
      if (row.since > until) continue;
      Hit h{};
      h.entity = row.entity;
      h.kind = c.kind;
      h.type = row.type;
      h.name = row.name;
      for (const AliasRow& a : row.aliases) {
        if (a.since > until || fold(a.text) != c.key) continue;
        if (h.alias.empty() || a.text == text) h.alias = a.text;
      }
      if (h.alias.empty()) h.alias = row.name;
      if (h.kind == POSTIL_FOLDED && h.alias == text) h.kind = POSTIL_EXACT;
      h.rank = rank_of(h.kind);
      for (const FactRow& f : row.facts) {
        if (f.kind == 1 && h.role.empty()) h.role = f.text;
        if (f.kind == 2 && h.description.empty()) h.description = f.text;
      }
      h.why = why_of(h.kind);
      if (Code code = count(pack, row, until, at, h.mentions, h.nearness, h.first); code != Code::ok) return code;
      hits->rows.push_back(std::move(h));
    }
    if (hits->rows.empty()) return Code::absent;
    std::stable_sort(hits->rows.begin(), hits->rows.end(), [](const Hit& a, const Hit& b) {
      if (a.rank != b.rank) return a.rank < b.rank;
      return a.mentions != b.mentions ? a.mentions > b.mentions : a.nearness < b.nearness;
    });
    if (hits->rows.size() > limit) hits->rows.resize(limit);
    *out = hits.release();
    return Code::ok;
  });
}

uint32_t postil_hits_count(const postil_hits* h) { return h ? static_cast<uint32_t>(h->rows.size()) : 0; }
void postil_hits_free(postil_hits* h) { delete h; }
int32_t postil_hit_at(const postil_hits* hits, uint32_t index, postil_hit* out) {
  if (!hits || !out) return POSTIL_INVALID_ARGUMENT;
  if (index >= hits->rows.size()) return POSTIL_ABSENT;
  const Hit& h = hits->rows[index];
  *out = {h.entity, h.kind, h.type, lend(h.name), lend(h.alias), lend(h.role), lend(h.description), lend(h.why), h.mentions, h.first};
  return POSTIL_OK;
}

int32_t postil_card_open(postil_pack* p, uint32_t entity, uint32_t until, postil_card** out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    *out = nullptr;
    const fb::Block* block = nullptr;
    uint32_t i = 0, nearness = 0;
    if (Code c = pack.block_of(SectionKind::entities, entity, block, i); c != Code::ok) return c;
    std::unique_ptr<postil_card> card(new postil_card);
    read_row(*block, i, until, card->row);
    if (card->row.since > until) return Code::absent;
    if (Code c = count(pack, card->row, until, POSTIL_NO_LIMIT, card->mentions, nearness, card->first); c != Code::ok) return c;
    *out = card.release();
    return Code::ok;
  });
}
void postil_card_free(postil_card* card) { delete card; }
int32_t postil_card_get(const postil_card* c, postil_card_info* out) {
  if (!c || !out) return POSTIL_INVALID_ARGUMENT;
  *out = {lend(c->row.id), lend(c->row.name), c->row.type, c->row.since, static_cast<uint32_t>(c->row.aliases.size()), static_cast<uint32_t>(c->row.facts.size()), c->mentions, c->first};
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

int32_t postil_mentions_open(postil_pack* p, uint32_t entity, uint32_t first, uint32_t count, uint32_t until, uint32_t snippet, postil_mentions** out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    *out = nullptr;
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::entities, entity, block, i); c != Code::ok) return c;
    EntityRow row;
    read_row(*block, i, POSTIL_NO_LIMIT, row);
    std::vector<Posting> list;
    uint32_t n = 0;
    const Code code = postings(pack, entity, until, [&](const Posting& posting) {
      if (n >= first && list.size() < count) list.push_back(posting);
      ++n;
      return Code::ok;
    });
    if (code != Code::ok) return code;
    std::unique_ptr<postil_mentions> result(new postil_mentions);
    for (const Posting& posting : list) {
      postil_mentions::Row r{};
      if (Code c = mention_place(pack, posting, row, r.m.place); c != Code::ok) return c;
      r.m.note = posting.note ? posting.note - 1 : POSTIL_NONE;
      r.m.alias = posting.alias;
      if (snippet > 0) {
        uint32_t paragraph = 0, offset = 0;
        std::string text;
        if (Code c = point_of(pack, posting.pos, paragraph, offset); c != Code::ok) return c;
        if (Code c = paragraph_text(pack, paragraph, text); c != Code::ok) return c;
        const uint32_t end = offset + (r.m.place.end - r.m.place.begin);
        const size_t from = utf8_floor(text, offset > snippet ? offset - snippet : 0), to = utf8_floor(text, std::min<size_t>(text.size(), size_t{end} + snippet));
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
uint32_t postil_mentions_count(const postil_mentions* m) { return m ? static_cast<uint32_t>(m->rows.size()) : 0; }
void postil_mentions_free(postil_mentions* m) { delete m; }
int32_t postil_mention_at(const postil_mentions* m, uint32_t index, postil_mention* out) {
  if (!m || !out) return POSTIL_INVALID_ARGUMENT;
  if (index >= m->rows.size()) return POSTIL_ABSENT;
  *out = m->rows[index].m;
  out->snippet = lend(m->rows[index].snippet);
  return POSTIL_OK;
}
