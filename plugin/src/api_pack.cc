// postil.h: opening, what the pack is, places.
#include <cstring>

#include "handle.h"
#include "schema/bytes.h"
#include "schema/position.h"

using namespace postil;
using format::SectionKind;

namespace postil {

uint32_t chapter_of(const Pack& pack, uint32_t paragraph, uint32_t offset) {
  const fb::Chapters* ch = pack.root().chapters();
  uint32_t low = 0, high = ch->paragraph()->size();
  while (low < high) {
    const uint32_t middle = (low + high) / 2, p = ch->paragraph()->Get(middle);
    if (p < paragraph || (p == paragraph && ch->offset()->Get(middle) <= offset))
      low = middle + 1;
    else
      high = middle;
  }
  return low ? low - 1 : 0;
}

Code place_of(Pack& pack, uint32_t paragraph, uint32_t begin, uint32_t end, postil_place& out) {
  const fb::Block* block = nullptr;
  uint32_t slot = 0;
  if (Code c = pack.block_of(SectionKind::paragraphs, paragraph, block, slot); c != Code::ok)
    return c == Code::absent ? Code::corrupt : c;
  const fb::Paragraphs& rows = *block->body_as_Paragraphs();
  uint32_t at = rows.begin(), pos = rows.pos();
  for (uint32_t i = 0; i < slot; ++i) at += rows.step()->Get(i), pos += rows.ink()->Get(i);
  const std::string_view text = text_at(rows.text(), slot);
  if (begin > text.size()) return Code::corrupt;
  out.file = rows.file();
  out.begin = at + begin;
  out.end = at + (end < begin ? begin : end);
  out.pos = pos + ink_count(text.substr(0, begin));
  out.chapter = chapter_of(pack, paragraph, begin);
  return Code::ok;
}

Code point_of(Pack& pack, uint32_t pos, uint32_t& paragraph, uint32_t& offset) {
  const fb::Block* block = nullptr;
  if (Code c = pack.block_at_pos(SectionKind::paragraphs, pos, block); c != Code::ok) return c;
  const fb::Paragraphs& rows = *block->body_as_Paragraphs();
  uint32_t at = rows.pos(), slot = 0;
  while (slot + 1 < block->count() && pos - at >= rows.ink()->Get(slot)) at += rows.ink()->Get(slot++);
  paragraph = block->first() + slot;
  offset = static_cast<uint32_t>(ink_offset(text_at(rows.text(), slot), pos - at));
  return Code::ok;
}

Code paragraph_text(Pack& pack, uint32_t paragraph, std::string& text) {
  const fb::Block* block = nullptr;
  uint32_t slot = 0;
  if (Code c = pack.block_of(SectionKind::paragraphs, paragraph, block, slot); c != Code::ok) return c;
  text = text_at(block->body_as_Paragraphs()->text(), slot);
  return Code::ok;
}

}  // namespace postil

namespace {
std::string& open_message() {
  static thread_local std::string message;
  return message;
}
}  // namespace

int32_t postil_open(const char* path, uint32_t flags, uint32_t cache_bytes, postil_pack** out) {
  if (!path || !out) return POSTIL_INVALID_ARGUMENT;
  *out = nullptr;
  auto* p = new (std::nothrow) postil_pack;
  if (!p) return POSTIL_NO_MEMORY;
  p->owner = getpid();
  const int32_t code = guarded(
      p, [&](Pack& pack) { return pack.open(path, !(flags & POSTIL_PREAD), cache_bytes); }, Needs::root);
  if (code != POSTIL_OK) {
    open_message() = p->pack.message;
    delete p;
    return code;
  }
  *out = p;
  return POSTIL_OK;
}

void postil_close(postil_pack* p) {
  delete p;
}
int32_t postil_suspend(postil_pack* p) {
  return guarded(
      p, [](Pack& pack) { return pack.suspend(); }, Needs::root);
}
int32_t postil_resume(postil_pack* p) {
  return guarded(
      p, [](Pack& pack) { return pack.resume(); }, Needs::root);
}
const char* postil_message(const postil_pack* p) {
  return p ? p->pack.message.c_str() : open_message().c_str();
}

int32_t postil_info_text(postil_pack* p, int32_t field, uint32_t index, postil_text* out) {
  return guarded(
      p,
      [&](Pack& pack) {
        if (!out) return Code::invalid_argument;
        const fb::Root& r = pack.root();
        auto one = [&](const flatbuffers::String* s) {
          if (index > 0 || !s || s->size() == 0) return Code::absent;
          *out = {s->c_str(), s->size()};
          return Code::ok;
        };
        auto nth = [&](const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>* v) {
          if (!v || index >= v->size()) return Code::absent;
          *out = {v->Get(index)->c_str(), v->Get(index)->size()};
          return Code::ok;
        };
        auto bytes = [&](const flatbuffers::Vector<uint8_t>* v) {
          if (index > 0 || !v || v->size() == 0) return Code::absent;
          *out = {reinterpret_cast<const char*>(v->data()), v->size()};
          return Code::ok;
        };
        switch (field) {
          case POSTIL_TITLE:
            return one(r.title());
          case POSTIL_LANGUAGE:
            return one(r.language());
          case POSTIL_CREATOR:
            return nth(r.creators());
          case POSTIL_IDENTIFIER:
            return nth(r.identifiers());
          case POSTIL_PUBLISHER:
            return one(r.publisher());
          case POSTIL_DATE:
            return one(r.date());
          case POSTIL_SERIES:
            return one(r.series());
          case POSTIL_SERIES_INDEX:
            return one(r.series_index());
          case POSTIL_PACKER:
            return one(r.packer());
          case POSTIL_LIBRARIES:
            return one(r.libraries());
          case POSTIL_PACK_ID:
            *out = {reinterpret_cast<const char*>(pack.header()) + format::kHeaderPackId, 16};
            return index ? Code::absent : Code::ok;
          case POSTIL_SOURCE_SHA256:
            return bytes(r.source_sha256());
          case POSTIL_PARTIAL_MD5:
            return bytes(r.partial_md5());
          default:
            return Code::invalid_argument;
        }
      },
      Needs::root);
}

int32_t postil_info_number(postil_pack* p, int32_t field, uint32_t* out) {
  return guarded(
      p,
      [&](Pack& pack) {
        if (!out) return Code::invalid_argument;
        const fb::Root& r = pack.root();
        switch (field) {
          case POSTIL_COUNT_FILES:
            *out = r.spine()->size();
            break;
          case POSTIL_COUNT_CHAPTERS:
            *out = r.chapters()->pos()->size();
            break;
          case POSTIL_COUNT_PARAGRAPHS:
            *out = pack.records(SectionKind::paragraphs);
            break;
          case POSTIL_COUNT_MARKS:
            *out = pack.records(SectionKind::marks);
            break;
          case POSTIL_COUNT_NOTES:
            *out = pack.records(SectionKind::notes);
            break;
          case POSTIL_COUNT_WORKS:
            *out = pack.records(SectionKind::works);
            break;
          case POSTIL_COUNT_ENTITIES:
            *out = pack.records(SectionKind::entities);
            break;
          case POSTIL_COUNT_FINDINGS:
            *out = pack.records(SectionKind::findings);
            break;
          case POSTIL_COUNT_IMAGES:
            *out = pack.records(SectionKind::images);
            break;
          case POSTIL_END_POS:
            *out = r.end_pos();
            break;
          case POSTIL_KIND:
            *out = static_cast<uint32_t>(r.kind());
            break;
          case POSTIL_PLAIN_TEXT:
            *out = r.plain_text();
            break;
          case POSTIL_FOLD_VERSION:
            *out = r.fold_version();
            break;
          case POSTIL_FORMAT_MAJOR:
            *out = load16(pack.header() + format::kHeaderMajor);
            break;
          case POSTIL_FORMAT_MINOR:
            *out = load16(pack.header() + format::kHeaderMinor);
            break;
          default:
            return Code::invalid_argument;
        }
        return Code::ok;
      },
      Needs::root);
}

int32_t postil_file(postil_pack* p, uint32_t file, postil_text* path, uint32_t* spine) {
  return guarded(
      p,
      [&](Pack& pack) {
        if (!path || !spine) return Code::invalid_argument;
        if (file >= pack.root().spine()->size()) return Code::absent;
        *path = lend(text_at(pack.root().files(), file));
        *spine = pack.root().spine()->Get(file);
        return Code::ok;
      },
      Needs::root);
}

int32_t postil_chapter_at(postil_pack* p, uint32_t chapter, postil_chapter* out) {
  return guarded(
      p,
      [&](Pack& pack) {
        if (!out) return Code::invalid_argument;
        const fb::Chapters& ch = *pack.root().chapters();
        if (chapter >= ch.pos()->size()) return Code::absent;
        *out = {lend(text_at(ch.title(), chapter)), ch.level()->Get(chapter), ch.paragraph()->Get(chapter),
                ch.pos()->Get(chapter)};
        return Code::ok;
      },
      Needs::root);
}

int32_t postil_paragraph_at(postil_pack* p, uint32_t paragraph, postil_paragraph* out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    const fb::Block* block = nullptr;
    uint32_t slot = 0;
    if (Code c = pack.block_of(SectionKind::paragraphs, paragraph, block, slot); c != Code::ok) return c;
    const fb::Paragraphs& rows = *block->body_as_Paragraphs();
    p->scratch[0] = text_at(rows.text(), slot);
    p->scratch[1] = text_at(rows.path(), slot);
    out->kind = rows.kind()->Get(slot) & 15;
    out->level = rows.kind()->Get(slot) >> 4;
    out->print = rows.print()->Get(slot);
    if (Code c = place_of(pack, paragraph, 0, static_cast<uint32_t>(p->scratch[0].size()), out->place); c != Code::ok)
      return c;
    out->text = lend(p->scratch[0]);
    out->path = lend(p->scratch[1]);
    return Code::ok;
  });
}

int32_t postil_pos_of_byte(postil_pack* p, uint32_t file, uint32_t byte, uint32_t* pos) {
  return guarded(p, [&](Pack& pack) {
    if (!pos) return Code::invalid_argument;
    const auto& firsts = *pack.root().file_paragraph();
    if (file >= firsts.size()) return Code::absent;
    uint32_t low = firsts.Get(file),
             high = file + 1 < firsts.size() ? firsts.Get(file + 1) : pack.records(SectionKind::paragraphs);
    if (low >= high) return Code::absent;
    const uint32_t end = high;
    postil_place place{};
    while (high - low > 1) {
      const uint32_t middle = low + (high - low) / 2;
      if (Code c = place_of(pack, middle, 0, 0, place); c != Code::ok) return c;
      if (place.begin <= byte)
        low = middle;
      else
        high = middle;
    }
    if (Code c = place_of(pack, low, 0, 0, place); c != Code::ok) return c;
    std::string text;
    if (Code c = paragraph_text(pack, low, text); c != Code::ok) return c;
    const uint32_t in = byte < place.begin ? 0 : byte - place.begin;
    // Plain text may end in blank lines, of which the pack knows nothing.
    if (in > text.size() && low + 1 == end && !pack.root().plain_text()) return Code::absent;
    *pos = place.pos + ink_count(std::string_view(text).substr(0, in));
    return Code::ok;
  });
}

int32_t postil_paragraph_of_pos(postil_pack* p, uint32_t pos, uint32_t* paragraph) {
  return guarded(p, [&](Pack& pack) {
    uint32_t offset = 0;
    return paragraph ? point_of(pack, pos, *paragraph, offset) : Code::invalid_argument;
  });
}

int32_t postil_finding_at(postil_pack* p, uint32_t finding, postil_finding* out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    const fb::Block* block = nullptr;
    uint32_t i = 0;
    if (Code c = pack.block_of(SectionKind::findings, finding, block, i); c != Code::ok) return c;
    const fb::Findings& r = *block->body_as_Findings();
    *out = {lend(text_at(r.code(), i)),
            lend(text_at(r.message(), i)),
            lend(text_at(r.hint(), i)),
            r.severity()->Get(i),
            r.file()->Get(i),
            r.begin()->Get(i),
            r.end()->Get(i),
            r.last_file()->Get(i),
            r.last_begin()->Get(i),
            r.last_end()->Get(i),
            r.delta()->Get(i),
            lend(text_at(r.anchor(), i))};
    return Code::ok;
  });
}
