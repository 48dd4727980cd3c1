// postil.h: names in all books, and what was looked up.
#include "lookup.h"
#include "schema/utf8.h"
#include "shelf/shelf_handle.h"
#include "shelf/time.h"

using namespace postil;
using namespace postil::shelf;

struct postil_shelf_hits {
  std::vector<BookHit> rows;
};

namespace {
constexpr size_t kAskedTogether = 32;  // look-ups that one commit takes in
constexpr size_t kMaxAsked = 200;      // bytes of one
}  // namespace

int32_t postil_shelf_lookup(postil_shelf* s, const char* query, uint32_t size, uint32_t limit, uint32_t number,
                            uint32_t at, postil_shelf_hits** out) {
  return guarded(s, [&](Shelf& shelf) {
    if (!query || !out || limit == 0) return Code::invalid_argument;
    *out = nullptr;
    std::unique_ptr<postil_shelf_hits> hits(new postil_shelf_hits);
    const std::string_view text(query, std::min(size, kMaxQuery));
    const Code c = find_in_books(shelf, s->packs, {text, std::min(limit, 64u), number, at}, hits->rows);
    if ((c == Code::ok || c == Code::absent) && shelf.meta.keeps_history && !shelf.store.read_only()) {
      s->asked.push_back({std::string(text.substr(0, utf8_floor(text, kMaxAsked))), number, now()});
      if (s->asked.size() >= kAskedTogether) s->flush_history();
    }
    if (c == Code::ok) *out = hits.release();
    return c;
  });
}

uint32_t postil_shelf_hits_count(const postil_shelf_hits* hits) {
  return hits ? static_cast<uint32_t>(hits->rows.size()) : 0;
}

int32_t postil_shelf_hit_at(const postil_shelf_hits* hits, uint32_t index, postil_shelf_hit* out) {
  if (!hits || !out) return POSTIL_INVALID_ARGUMENT;
  if (index >= hits->rows.size()) return POSTIL_ABSENT;
  const BookHit& h = hits->rows[index];
  const PackRecord& r = h.record;
  *out = {{h.entity, h.kind, h.type, lend(h.name), lend(h.alias), lend(h.role), lend(h.description), lend(h.why),
           h.mentions, h.first},
          lend(r.title),
          lend(r.path),
          lend(r.series),
          lend(r.series_index),
          lend(h.id),
          r.number,
          h.relation,
          h.group,
          h.earlier};
  return POSTIL_OK;
}

void postil_shelf_hits_free(postil_shelf_hits* hits) {
  delete hits;
}

int32_t postil_shelf_keep_history(postil_shelf* s, uint32_t on) {
  return guarded(s, [&](Shelf& shelf) {
    s->asked.clear();
    return keep_history(shelf, on != 0);
  });
}

int32_t postil_shelf_clear_history(postil_shelf* s) {
  return guarded(s, [&](Shelf& shelf) {
    s->asked.clear();
    return clear_history(shelf);
  });
}

int32_t postil_shelf_asked_at(postil_shelf* s, uint32_t index, postil_asked* out) {
  return guarded(s, [&](Shelf& shelf) {
    if (!out) return Code::invalid_argument;
    s->flush_history();
    if (index == 0)
      if (Code c = load_history(shelf, s->history); c != Code::ok) return c;
    if (index >= s->history.size()) return Code::absent;
    const Asked& asked = s->history[index];
    *out = {lend(asked.query), asked.number, asked.time};
    return Code::ok;
  });
}
