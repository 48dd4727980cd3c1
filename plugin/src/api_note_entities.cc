// postil.h: notes about entities.
#include "entity.h"

using namespace postil;
using format::SectionKind;

namespace {

void answer(const std::vector<uint32_t>& found, uint32_t* out, uint32_t capacity, uint32_t* count) {
  std::copy_n(found.begin(), std::min<size_t>(found.size(), out ? capacity : 0), out);
  *count = static_cast<uint32_t>(found.size());
}

Code note_since(Pack& pack, uint32_t note, uint32_t& since) {
  const fb::Block* block = nullptr;
  uint32_t i = 0;
  if (Code c = pack.block_of(SectionKind::notes, note, block, i); c != Code::ok) return c;
  since = block->body_as_Notes()->since()->Get(i);
  return Code::ok;
}

}  // namespace

int32_t postil_note_entities(postil_pack* p, uint32_t note, uint32_t until, uint32_t* out, uint32_t capacity,
                             uint32_t* count) {
  return guarded(p, [&](Pack& pack) {
    if (!count || (!out && capacity > 0)) return Code::invalid_argument;
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::notes, note, block, i); c != Code::ok) return c;
    const fb::Notes& r = *block->body_as_Notes();
    if (r.since()->Get(i) > until) return Code::absent;
    std::vector<uint32_t> named;
    if (r.entities()) {
      const Range range = range_at(r.entity_ends(), i);
      const uint8_t *at = r.entities()->data() + range.begin, *end = r.entities()->data() + range.end;
      for (uint32_t entity = 0; at < end; named.push_back(entity))
        if (!read_varint(at, end, entity)) return Code::corrupt;
    }
    // The note's block may be let go of from here.
    std::vector<uint32_t> found;
    for (uint32_t entity : named) {
      if (Code c = pack.block_of(SectionKind::entities, entity, block, i); c != Code::ok)
        return c == Code::absent ? Code::corrupt : c;
      EntityRow row;
      read_entity(*block, i, row);
      if (row.since <= until) found.push_back(entity);
    }
    answer(found, out, capacity, count);
    return Code::ok;
  });
}

int32_t postil_entity_notes(postil_pack* p, uint32_t entity, uint32_t until, uint32_t* out, uint32_t capacity,
                            uint32_t* count) {
  return guarded(p, [&](Pack& pack) {
    if (!count || (!out && capacity > 0)) return Code::invalid_argument;
    const uint32_t limit = limit_of(pack, until);
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::entities, entity, block, i); c != Code::ok) return c;
    EntityRow row;
    read_entity(*block, i, row);
    if (row.since > limit) return Code::absent;
    // Endnotes stand after all text: what dates them is their noteref, not their place.
    std::vector<uint32_t> notes;
    const Code code = postings(pack, entity, POSTIL_NO_LIMIT, [&](const Posting& posting) {
      if (posting.note > 0) notes.push_back(posting.note - 1);
      return Code::ok;
    });
    if (code != Code::ok) return code;
    std::sort(notes.begin(), notes.end());
    notes.erase(std::unique(notes.begin(), notes.end()), notes.end());
    std::vector<uint32_t> found;
    for (uint32_t note : notes) {
      uint32_t since = 0;
      if (limit != POSTIL_NO_LIMIT)
        if (Code c = note_since(pack, note, since); c != Code::ok) return c == Code::absent ? Code::corrupt : c;
      if (since <= limit) found.push_back(note);
    }
    answer(found, out, capacity, count);
    return Code::ok;
  });
}
