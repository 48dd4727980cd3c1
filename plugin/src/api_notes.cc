// postil.h: noterefs, notes, citations, works.
#include <algorithm>

#include "handle.h"
#include "schema/rich_text.h"

using namespace postil;
using format::SectionKind;

namespace {

constexpr uint32_t kMaxNoteParagraphs = 2000;

struct NoteCitation {
  uint32_t begin, end, form, work, via, permille;
  std::string locator, reference;
};

// The first record of a kind to which a key leads.
Code find_record(Pack& pack, SectionKind kind, format::KeySpace space, const std::string& rest, const fb::Block*& block,
                 uint32_t& slot) {
  const std::string key = stored_key(std::string(1, static_cast<char>(space)) + rest);
  uint32_t leaf = 0;
  if (pack.leaves() == 0) return Code::absent;
  if (Code c = pack.leaf_of(key, leaf); c != Code::ok) return c;
  for (int step = 0; step < 2 && leaf < pack.leaves(); ++step, ++leaf) {
    const uint8_t* page = nullptr;
    if (Code c = pack.leaf(leaf, page); c != Code::ok) return c;
    PageCursor cursor(page);
    const bool found = cursor.seek(key);
    if (cursor.corrupt()) return Code::corrupt;
    if (!found) continue;
    if (cursor.key() != key) return Code::absent;
    const LeafValue value = cursor.value();
    if (Code c = pack.block_at(kind, value.block4, block); c != Code::ok) return c;
    slot = value.slot;
    return slot < block->count() ? Code::ok : Code::corrupt;
  }
  return Code::absent;
}

Code find_note(Pack& pack, format::KeySpace space, const std::string& rest, uint32_t& note) {
  const fb::Block* block = nullptr;
  uint32_t slot = 0;
  if (Code c = find_record(pack, SectionKind::notes, space, rest, block, slot); c != Code::ok) return c;
  note = block->first() + slot;
  return Code::ok;
}

std::string be16(uint32_t v) {
  return {static_cast<char>(v >> 8), static_cast<char>(v)};
}

}  // namespace

struct postil_note {
  RichText body;
  std::string label, anchor, xhtml;
  postil_note_info info{};
  std::vector<uint32_t> marks;
  std::vector<NoteCitation> citations;
};

int32_t postil_mark_at(postil_pack* p, uint32_t mark, postil_mark* out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::marks, mark, block, i); c != Code::ok) return c;
    const fb::Marks& r = *block->body_as_Marks();
    p->scratch[0] = text_at(r.label(), i);
    p->scratch[1] = text_at(r.anchor(), i);
    postil_mark m{};
    m.note = r.note()->Get(i);
    m.inside = r.inside()->Get(i);
    m.how = r.how()->Get(i);
    m.permille = r.permille()->Get(i);
    m.problems = r.problems()->Get(i);
    const uint32_t notes = pack.records(SectionKind::notes), paragraph = r.paragraph()->Get(i),
                   begin = r.begin()->Get(i), end = r.end()->Get(i);
    if ((m.note != POSTIL_NONE && m.note >= notes) || (m.inside != POSTIL_NONE && m.inside >= notes))
      return Code::corrupt;
    if (Code c = place_of(pack, paragraph, begin, end, m.place); c != Code::ok) return c;
    m.label = lend(p->scratch[0]);
    m.anchor = lend(p->scratch[1]);
    *out = m;
    return Code::ok;
  });
}

int32_t postil_mark_from(postil_pack* p, uint32_t pos, uint32_t* mark) {
  return guarded(p, [&](Pack& pack) {
    if (!mark) return Code::invalid_argument;
    const fb::Block* block = nullptr;
    if (Code c = pack.block_at_pos(SectionKind::marks, pos, block); c != Code::ok) return c;
    const auto& at = *block->body_as_Marks()->pos();
    uint32_t i = 0;
    while (i < at.size() && at.Get(i) < pos) ++i;
    *mark = block->first() + i;
    return *mark < pack.records(SectionKind::marks) ? Code::ok : Code::absent;
  });
}

int32_t postil_note_by_anchor(postil_pack* p, uint32_t file, const char* id, uint32_t size, uint32_t* note) {
  return guarded(p, [&](Pack& pack) {
    if (!id || !note) return Code::invalid_argument;
    return find_note(pack, format::KeySpace::anchor, be16(file) + std::string(id, size), *note);
  });
}

int32_t postil_note_by_label(postil_pack* p, uint32_t chapter, const char* label, uint32_t size, uint32_t* note) {
  return guarded(p, [&](Pack& pack) {
    if (!label || !note) return Code::invalid_argument;
    return find_note(pack, format::KeySpace::label, be16(chapter) + std::string(label, size), *note);
  });
}

int32_t postil_note_open(postil_pack* p, uint32_t note, postil_note** out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    *out = nullptr;
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::notes, note, block, i); c != Code::ok) return c;
    const fb::Notes& r = *block->body_as_Notes();
    std::unique_ptr<postil_note> n(new postil_note);
    n->label = text_at(r.label(), i);
    n->anchor = text_at(r.anchor(), i);
    const uint32_t first = r.first()->Get(i), begin = r.begin()->Get(i), last = r.last()->Get(i), end = r.end()->Get(i);
    n->info.kind = r.kind()->Get(i);
    n->info.chapter = r.chapter()->Get(i);
    n->info.since = r.since()->Get(i);
    n->info.duplicate_of = r.duplicate_of()->Get(i);
    n->info.truncated = r.flags()->Get(i) & format::kNoteTruncated;
    if (n->info.duplicate_of != POSTIL_NONE && n->info.duplicate_of >= pack.records(SectionKind::notes))
      return Code::corrupt;
    const Range marks = range_at(r.mark_ends(), i), cuts = range_at(r.cut_ends(), i),
                spans = range_at(r.spans()->ends(), i), cites = range_at(r.cites()->ends(), i);
    for (uint32_t k = marks.begin; k < marks.end; ++k) n->marks.push_back(r.marks()->Get(k));
    std::vector<uint32_t> cut(r.cuts()->begin() + cuts.begin, r.cuts()->begin() + cuts.end);
    const fb::Spans& s = *r.spans();
    for (uint32_t k = spans.begin; k < spans.end; ++k)
      n->body.spans.push_back(
          {static_cast<SpanKind>(s.kind()->Get(k)), s.begin()->Get(k), s.end()->Get(k), s.arg()->Get(k)});
    const Range strings = range_at(s.strings_ends(), i);
    for (uint32_t k = strings.begin; k < strings.end; ++k) n->body.strings.emplace_back(text_at(s.strings(), k));
    for (Span& span : n->body.spans)
      if (has_string(span.kind)) span.arg = span.arg < strings.begin ? POSTIL_NONE : span.arg - strings.begin;
    const fb::Cites& c = *r.cites();
    for (uint32_t k = cites.begin; k < cites.end; ++k)
      n->citations.push_back({c.begin()->Get(k), c.end()->Get(k), c.form()->Get(k), c.work()->Get(k), c.via()->Get(k),
                              c.permille()->Get(k), std::string(text_at(c.locator(), k)), ""});
    // The block is let go of here: paragraphs are read next.
    if (last < first || last - first > kMaxNoteParagraphs) return Code::corrupt;
    std::vector<std::string> texts(last - first + 1);
    std::vector<Slice> slices;
    for (uint32_t k = first; k <= last; ++k) {
      std::string& text = texts[k - first];
      if (Code code = paragraph_text(pack, k, text); code != Code::ok)
        return code == Code::absent ? Code::corrupt : code;
      const uint32_t size = static_cast<uint32_t>(text.size()), from = k == first ? std::min(begin, size) : 0,
                     to = k == last ? std::min(end, size) : size;
      Slice slice;
      if (from < to) {
        slice.text = std::string_view(text).substr(from, to - from);
        for (size_t q = 0; q + 3 < cut.size(); q += 4) {
          if (cut[q] > k || cut[q + 2] < k) continue;
          const uint32_t cb = cut[q] < k ? from : std::max(cut[q + 1], from),
                         ce = cut[q + 2] > k ? to : std::min(cut[q + 3], to);
          if (cb < ce) slice.cuts.emplace_back(cb - from, ce - from);
          slice.joined |= cut[q] < k && cut[q + 2] == k;
        }
      }
      slices.push_back(std::move(slice));
    }
    n->body.text = display_text(slices);
    for (const Span& span : n->body.spans)
      if (span.begin > span.end || span.end > n->body.text.size()) return Code::corrupt;
    for (const NoteCitation& k : n->citations)
      if (k.begin > k.end || k.end > n->body.text.size()) return Code::corrupt;
    n->xhtml = to_xhtml(n->body);
    postil_place place{}, tail{};
    if (Code code = place_of(pack, first, begin, begin, place); code != Code::ok) return code;
    if (Code code = place_of(pack, last, std::min<uint32_t>(end, static_cast<uint32_t>(texts.back().size())), 0, tail);
        code != Code::ok)
      return code;
    place.end = std::max(place.begin, tail.begin);
    place.chapter = n->info.chapter;
    n->info.place = place;
    for (NoteCitation& k : n->citations) {
      if (k.work == POSTIL_NONE) continue;
      const fb::Block* b = nullptr;
      uint32_t slot = 0;
      if (Code code = pack.block_of(SectionKind::works, k.work, b, slot); code != Code::ok)
        return code == Code::absent ? Code::corrupt : code;
      k.reference = text_at(b->body_as_Works()->reference(), slot);
    }
    if (n->info.duplicate_of != POSTIL_NONE) {  // of a note, never of another duplicate: who follows it comes to an end
      const fb::Block* b = nullptr;
      uint32_t slot = 0;
      if (Code code = pack.block_of(SectionKind::notes, n->info.duplicate_of, b, slot); code != Code::ok) return code;
      if (b->body_as_Notes()->duplicate_of()->Get(slot) != POSTIL_NONE) return Code::corrupt;
    }
    *out = n.release();
    return Code::ok;
  });
}

void postil_note_free(postil_note* note) {
  delete note;
}

int32_t postil_note_get(const postil_note* n, postil_note_info* out) {
  if (!n || !out) return POSTIL_INVALID_ARGUMENT;
  *out = n->info;
  out->label = lend(n->label);
  out->anchor = lend(n->anchor);
  out->text = lend(n->body.text);
  out->xhtml = lend(n->xhtml);
  out->marks = static_cast<uint32_t>(n->marks.size());
  out->citations = static_cast<uint32_t>(n->citations.size());
  return POSTIL_OK;
}

int32_t postil_note_mark(const postil_note* n, uint32_t index, uint32_t* mark) {
  if (!n || !mark) return POSTIL_INVALID_ARGUMENT;
  if (index >= n->marks.size()) return POSTIL_ABSENT;
  *mark = n->marks[index];
  return POSTIL_OK;
}

int32_t postil_note_citation(const postil_note* n, uint32_t index, postil_citation* out) {
  if (!n || !out) return POSTIL_INVALID_ARGUMENT;
  if (index >= n->citations.size()) return POSTIL_ABSENT;
  const NoteCitation& c = n->citations[index];
  *out = {c.begin, c.end, c.form, c.work, c.via, c.permille, lend(c.locator), lend(c.reference)};
  return POSTIL_OK;
}

int32_t postil_note_image(const postil_note* n, uint32_t index, postil_note_image_info* out) {
  if (!n || !out) return POSTIL_INVALID_ARGUMENT;
  const std::vector<std::string>& strings = n->body.strings;
  for (const Span& span : n->body.spans) {
    if (span.kind != SpanKind::image || span.arg >= strings.size() || index-- != 0) continue;
    *out = {lend(strings[span.arg]), span.arg + 1 < strings.size() ? lend(strings[span.arg + 1]) : lend({}),
            span.begin};
    return POSTIL_OK;
  }
  return POSTIL_ABSENT;
}

int32_t postil_image_by_reference(postil_pack* p, const char* reference, uint32_t size, postil_image* out) {
  static const char* const kMedia[] = {"", "image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/webp"};
  return guarded(p, [&](Pack& pack) {
    if (!reference || !out) return Code::invalid_argument;
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c =
            find_record(pack, SectionKind::images, format::KeySpace::image, std::string(reference, size), block, i);
        c != Code::ok)
      return c;
    const fb::Images& r = *block->body_as_Images();
    const Range range = range_at(r.ends(), i);
    const uint8_t kind = r.kind()->Get(i);
    *out = {lend(kMedia[kind < 6 ? kind : 0]), r.bytes()->data() + range.begin, range.end - range.begin};
    return Code::ok;
  });
}

int32_t postil_work_at(postil_pack* p, uint32_t work, postil_work* out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::works, work, block, i); c != Code::ok) return c;
    const fb::Works& r = *block->body_as_Works();
    const Range authors = range_at(r.author_ends(), i), cited = range_at(r.cited_ends(), i);
    *out = {lend(text_at(r.reference(), i)), lend(text_at(r.title(), i)), r.first_note()->Get(i),
            authors.end - authors.begin, cited.end - cited.begin};
    return Code::ok;
  });
}

int32_t postil_work_author(postil_pack* p, uint32_t work, uint32_t index, postil_text* out) {
  return guarded(p, [&](Pack& pack) {
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::works, work, block, i); c != Code::ok) return c;
    const fb::Works& r = *block->body_as_Works();
    const Range authors = range_at(r.author_ends(), i);
    if (!out || index >= authors.end - authors.begin) return out ? Code::absent : Code::invalid_argument;
    *out = lend(text_at(r.authors(), authors.begin + index));
    return Code::ok;
  });
}

int32_t postil_work_cited_by(postil_pack* p, uint32_t work, uint32_t index, uint32_t* note) {
  return guarded(p, [&](Pack& pack) {
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::works, work, block, i); c != Code::ok) return c;
    const fb::Works& r = *block->body_as_Works();
    const Range cited = range_at(r.cited_ends(), i);
    if (!note || index >= cited.end - cited.begin) return note ? Code::absent : Code::invalid_argument;
    *note = r.cited_by()->Get(cited.begin + index);
    return Code::ok;
  });
}
