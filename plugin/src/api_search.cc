// postil.h: the whole text.
#include <algorithm>

#include "handle.h"
#include "schema/utf8.h"
#include "search.h"

using namespace postil;
using format::SectionKind;

namespace {
constexpr uint32_t kMaxText = 256;      // bytes of a query
constexpr uint32_t kMaxSnippet = 4096;  // bytes each side
}  // namespace

struct postil_search {
  postil_pack* pack;
  TextQuery query;
  uint32_t from, until, snippet;
  uint32_t paragraph = 0, offset = 0;  // where the search goes on
  uint32_t pos = 0;
  std::string text;
};

int32_t postil_search_open(postil_pack* p, const char* query, uint32_t size, uint32_t mode, uint32_t from,
                           uint32_t until, uint32_t snippet, postil_search** out) {
  return guarded(p, [&](Pack& pack) {
    if (!query || !out || size > kMaxText || (mode != POSTIL_PHRASE && mode != POSTIL_NEAR))
      return Code::invalid_argument;
    *out = nullptr;
    std::unique_ptr<postil_search> s(new postil_search{p, TextQuery({query, size}, mode == POSTIL_NEAR), from, until,
                                                       std::min(snippet, kMaxSnippet), 0, 0, 0, ""});
    if (!s->query.usable()) return Code::invalid_argument;
    if (from > 0) {
      const Code c = point_of(pack, from, s->paragraph, s->offset);
      if (c != Code::ok && c != Code::absent) return c;
      s->pos = from;
    }
    *out = s.release();
    return Code::ok;
  });
}

int32_t postil_search_next(postil_search* s, uint32_t blocks, postil_passage* out) {
  if (!s) return POSTIL_INVALID_ARGUMENT;
  return guarded(s->pack, [&](Pack& pack) {
    if (!out || blocks == 0) return Code::invalid_argument;
    for (uint32_t n = 0; n < blocks; ++n) {
      const fb::Block* block = nullptr;
      uint32_t slot = 0;
      if (Code c = pack.block_of(SectionKind::paragraphs, s->paragraph, block, slot); c != Code::ok) return c;
      const fb::Paragraphs& rows = *block->body_as_Paragraphs();
      uint32_t pos = rows.pos();
      for (uint32_t i = 0; i < slot; ++i) pos += rows.ink()->Get(i);
      for (; slot < block->count(); pos += rows.ink()->Get(slot), ++slot, ++s->paragraph, s->offset = 0) {
        s->pos = std::max(s->pos, pos);
        if (pos >= s->until) return Code::absent;
        const std::string_view text = text_at(rows.text(), slot);
        Found found{};
        if (!s->query.possible(text) || !s->query.next(text, s->offset, found)) continue;
        const size_t from = utf8_floor(text, found.begin > s->snippet ? found.begin - s->snippet : 0),
                     to = utf8_floor(text, std::min<size_t>(text.size(), size_t{found.end} + s->snippet));
        s->text.assign(text.substr(from, to - from));
        postil_passage match{};
        match.paragraph = s->paragraph;
        if (Code c = place_of(pack, s->paragraph, found.begin, found.end, match.place); c != Code::ok) return c;
        s->pos = match.place.pos;
        if (match.place.pos >= s->until) return Code::absent;
        s->offset = found.end;
        match.snippet = lend(s->text);
        match.begin = found.begin - static_cast<uint32_t>(from);
        match.end = found.end - static_cast<uint32_t>(from);
        *out = match;
        return Code::ok;
      }
    }
    return s->paragraph < pack.records(SectionKind::paragraphs) ? Code::limit : Code::absent;
  });
}

uint32_t postil_search_pos(const postil_search* s) {
  return s ? s->pos : 0;
}
void postil_search_free(postil_search* s) {
  delete s;
}
