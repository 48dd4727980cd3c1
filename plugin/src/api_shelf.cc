// postil.h: the shelf.
#include <unistd.h>

#include <cstring>
#include <new>

#include "shelf/catalogue.h"
#include "shelf/repair.h"
#include "shelf/shelf_handle.h"

using namespace postil;
using namespace postil::shelf;

namespace {
std::string& last_message() {
  static thread_local std::string message;
  return message;
}
}  // namespace

int32_t postil_shelf_open(const char* path, uint32_t flags, postil_shelf** out) {
  if (!path || !*path || !out) return POSTIL_INVALID_ARGUMENT;
  *out = nullptr;
  auto* s = new (std::nothrow) postil_shelf;
  if (!s) return POSTIL_NO_MEMORY;
  s->owner = getpid();
  const int32_t code = guarded(s, [&](Shelf& shelf) {
    return shelf.open(path, (flags & POSTIL_SHELF_CREATE) != 0, (flags & POSTIL_SHELF_READ_ONLY) != 0);
  });
  if (code != POSTIL_OK) {
    last_message() = s->shelf.message;
    delete s;
    return code;
  }
  *out = s;
  return POSTIL_OK;
}

void postil_shelf_close(postil_shelf* s) {
  if (s) caught([&] { return s->flush_history(), Code::ok; });
  delete s;
}

const char* postil_shelf_message(const postil_shelf* s) {
  return s ? s->shelf.message.c_str() : last_message().c_str();
}

int32_t postil_shelf_suspend(postil_shelf* s) {
  return guarded(
      s,
      [&](Shelf& shelf) {
        s->flush_history();
        s->packs.clear();
        shelf.close();
        s->suspended = true;
        return Code::ok;
      },
      Needs::root);
}

int32_t postil_shelf_resume(postil_shelf* s) {
  return guarded(
      s,
      [&](Shelf& shelf) {
        const Code c = shelf.resume();
        s->suspended = c != Code::ok;
        return c;
      },
      Needs::root);
}

int32_t postil_shelf_check(const char* path, postil_shelf_state* state) {
  if (!path || !state) return POSTIL_INVALID_ARGUMENT;
  return caught([&] { return check_shelf(path, *state, last_message()); });
}

int32_t postil_shelf_repair(const char* path, postil_shelf_state* state) {
  if (!path || !state) return POSTIL_INVALID_ARGUMENT;
  return caught([&] { return repair_shelf(path, *state, last_message()); });
}

int32_t postil_shelf_add(postil_shelf* s, const char* path, uint32_t* number) {
  return guarded(
      s, [&](Shelf& shelf) { return path && number ? add_pack(shelf, path, *number) : Code::invalid_argument; });
}

int32_t postil_shelf_remove(postil_shelf* s, uint32_t number) {
  return guarded(s, [&](Shelf& shelf) { return remove_pack(shelf, number); });
}

int32_t postil_shelf_scan(postil_shelf* s, const char* folder, uint32_t most, postil_shelf_scanned* scanned) {
  return guarded(s, [&](Shelf& shelf) {
    s->packs.clear();  // what is gone shall not be asked
    return folder && scanned && most ? scan_folder(shelf, folder, most, *scanned) : Code::invalid_argument;
  });
}

int32_t postil_shelf_packs(postil_shelf* s, uint32_t* out, uint32_t capacity, uint32_t* count) {
  return guarded(s, [&](Shelf& shelf) {
    if (!count || (capacity && !out)) return Code::invalid_argument;
    uint32_t n = 0;
    const Code c = shelf.read([&] {
      return each_pack(shelf, [&](PackRecord& r) {
        if (r.copy_of) return true;
        if (n < capacity) out[n] = r.number;
        ++n;
        return true;
      });
    });
    if (c == Code::ok) *count = n;
    return c;
  });
}

int32_t postil_shelf_pack_at(postil_shelf* s, uint32_t number, postil_shelf_pack* out) {
  return guarded(s, [&](Shelf& shelf) {
    if (!out) return Code::invalid_argument;
    uint32_t signature = POSTIL_SIGNATURE_NOT_CHECKED;
    PackRecord& r = s->record;
    Code c = shelf.read([&] {
      const Code code = load_pack(shelf, number, r);
      return code == Code::ok ? load_signature(shelf, r, signature, s->id) : code;
    });
    uint32_t notes = 0;
    if (c == Code::ok) c = count_notes(shelf, r.books(), notes);
    if (c != Code::ok) return c;
    s->book = r.book();
    *out = {lend(r.path),
            lend(r.title),
            lend(r.creator),
            lend(r.language),
            lend(r.series),
            lend(r.series_index),
            lend(s->book),
            lend(r.pack_id),
            lend(r.partial_md5),
            r.number,
            r.kind,
            r.missing,
            signature,
            r.entities,
            r.names,
            notes,
            r.pos,
            r.until,
            lend(s->id)};
    return Code::ok;
  });
}

int32_t postil_shelf_find(postil_shelf* s, const uint8_t* partial_md5, const char* identifier, uint32_t size,
                          uint32_t* number) {
  return guarded(s, [&](Shelf& shelf) {
    if (!number || (size && !identifier)) return Code::invalid_argument;
    const std::string_view id(identifier ? identifier : "", size);
    uint32_t by_id = POSTIL_NONE, by_md5 = POSTIL_NONE;
    const Code c = shelf.read([&] {
      return each_pack(shelf, [&](PackRecord& r) {
        if (r.copy_of) return true;
        if (partial_md5 && r.partial_md5.size() == 16 && std::memcmp(r.partial_md5.data(), partial_md5, 16) == 0) {
          // Of several, one that is here.
          if (by_md5 == POSTIL_NONE || !r.missing) by_md5 = r.number;
          return r.missing != 0;
        }
        if (by_id == POSTIL_NONE && !id.empty())
          for (const std::string& b : r.books())
            if (b == id) by_id = r.number;
        return true;
      });
    });
    if (c != Code::ok) return c;
    *number = by_md5 != POSTIL_NONE ? by_md5 : by_id;
    return *number == POSTIL_NONE ? Code::absent : Code::ok;
  });
}

int32_t postil_shelf_set_reading(postil_shelf* s, uint32_t number, uint32_t pos, uint32_t until) {
  return guarded(s, [&](Shelf& shelf) {
    PackRecord& r = s->record;
    const Code c = shelf.read([&] { return load_pack(shelf, number, r); });
    return c == Code::ok ? save_reading(shelf, r, s->packs.get(r), pos, until) : c;
  });
}

int32_t postil_shelf_set_signature(postil_shelf* s, uint32_t number, uint32_t state, const char* key, uint32_t size) {
  return guarded(s, [&](Shelf& shelf) {
    if (state > POSTIL_SIGNATURE_BAD || (size && !key)) return Code::invalid_argument;
    return save_signature(shelf, number, state, {key ? key : "", size});
  });
}

int32_t postil_shelf_merge(postil_shelf* s, const char* journal, uint32_t* taken, uint32_t* damaged) {
  return guarded(s, [&](Shelf& shelf) {
    return journal && taken && damaged ? merge_journal(shelf, journal, *taken, *damaged) : Code::invalid_argument;
  });
}
