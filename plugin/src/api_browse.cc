// postil.h: who and what stands where.
#include "entity.h"

using namespace postil;
using format::SectionKind;

int32_t postil_mention_positions(postil_pack* p, uint32_t entity, uint32_t until, uint32_t* out, uint32_t capacity,
                                 uint32_t* count) {
  return guarded(p, [&](Pack& pack) {
    if (!count || (!out && capacity > 0)) return Code::invalid_argument;
    const uint32_t limit = limit_of(pack, until);
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::entities, entity, block, i); c != Code::ok) return c;
    EntityRow row;
    read_entity(*block, i, row);
    if (!is_shown(row, limit)) return Code::absent;
    uint32_t found = 0;
    const Code code = postings(pack, entity, limit, [&](const Posting& posting) {
      if (found < capacity) out[found] = posting.pos;
      ++found;
      return Code::ok;
    });
    if (code == Code::ok) *count = found;
    return code;
  });
}

int32_t postil_entities_between(postil_pack* p, uint32_t begin, uint32_t end, uint32_t until, uint32_t* out,
                                uint32_t capacity, uint32_t* count) {
  return guarded(p, [&](Pack& pack) {
    if (!count || (!out && capacity > 0)) return Code::invalid_argument;
    const uint32_t limit = limit_of(pack, until);
    struct Found {
      uint32_t first, entity, mentions;
    };
    std::vector<Found> found;
    for (uint32_t entity = 0; entity < pack.records(SectionKind::entities); ++entity) {
      Found f{POSTIL_NONE, entity, 0};
      const Code code = postings(pack, entity, limit, [&](const Posting& posting) {
        if (posting.pos < begin || posting.pos >= end) return Code::ok;
        f.first = std::min(f.first, posting.pos);
        ++f.mentions;
        return Code::ok;
      });
      if (code != Code::ok) return code;
      if (f.mentions == 0) continue;
      const fb::Block* block = nullptr;
      uint32_t i = 0;
      if (Code c = pack.block_of(SectionKind::entities, entity, block, i); c != Code::ok)
        return c == Code::absent ? Code::corrupt : c;
      EntityRow row;
      read_entity(*block, i, row);
      if (is_shown(row, limit)) found.push_back(f);
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
      return a.first != b.first ? a.first < b.first : a.entity < b.entity;
    });
    std::vector<uint32_t> numbers;
    for (const Found& f : found) numbers.insert(numbers.end(), {f.entity, f.mentions});
    std::copy_n(numbers.begin(), std::min<size_t>(numbers.size(), capacity), out);
    *count = static_cast<uint32_t>(numbers.size());
    return Code::ok;
  });
}
