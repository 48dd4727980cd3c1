#include "shelf/shelf.h"

#include "schema/bytes.h"
#include "schema/checksum.h"
#include "schema/fold.h"

namespace postil::shelf {
namespace {

constexpr char kMark[] = "postil shelf";
constexpr size_t kMarkSize = sizeof kMark - 1;
constexpr size_t kMetaSize = kMarkSize + 4 * 8 + 8 * 2;

void append_be(std::string& out, uint64_t v, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(v >> shift);
}

uint64_t load_be(const char* p) {
  uint64_t v = 0;
  for (int i = 0; i < 8; ++i) v = v << 8 | static_cast<uint8_t>(p[i]);
  return v;
}

}  // namespace

std::string key_of(Space space, uint64_t a) {
  std::string out(1, static_cast<char>(space));
  append_be(out, a, 8);
  return out;
}
std::string key_of(Space space, uint64_t a, uint64_t b) {
  std::string out = key_of(space, a);
  append_be(out, b, 8);
  return out;
}
std::string key_of(Space space, uint32_t a) {
  std::string out(1, static_cast<char>(space));
  append_be(out, a, 4);
  return out;
}

Code Shelf::fail(Code code) {
  if (code == Code::ok || code == Code::absent || !message.empty()) return code;
  message = !store.message.empty() ? store.message : journal.message;
  return code;
}

Code Shelf::open(const std::string& where, bool create, bool read_only) {
  path = where;
  journal.path = where + ".notes";
  if (Code c = store.open(path, create, read_only); c != Code::ok) return message = store.message, c;
  Code code = store.begin(Store::Access::read);
  if (code == Code::ok) {
    code = load_meta();
    store.abort();
  }
  if (code == Code::absent) {
    code = Code::corrupt;
    message = "the database is no shelf; repair makes one";
    if (!store.read_only()) {
      message.clear();
      // New, or left before its first commit: nothing may be in it.
      bool empty = true;
      if (code = store.begin(Store::Access::write); code == Code::ok) {
        code = store.each("", "", [&](std::string_view, const std::string&) { return empty = false; });
        meta = {};
        meta.fold_version = kFoldVersion;
        if (code == Code::ok && !empty)
          code = Code::corrupt, message = "the database is something else's; choose another name";
        if (code == Code::ok) code = save_meta();
        if (code == Code::ok)
          code = store.commit();
        else
          store.abort();
      }
      if (code == Code::ok) code = sync_folder_of(path);
    }
  }
  if (code == Code::ok && (meta.format != kFormat || meta.fold_version != kFoldVersion)) {
    const bool newer = meta.format > kFormat || meta.fold_version > kFoldVersion;
    message = newer ? "made by a newer version of Postil; update Postil"
                    : "made by an older version of Postil; repair takes it over";
    code = Code::unsupported;
  }
  if (code == Code::ok && !store.read_only()) {
    // Also restores what the database or the journal has lost. What cannot be written now is `pending` in each reading.
    code = write([] { return Code::ok; });
    if (code == Code::no_space || code == Code::permission) code = Code::ok;
  }
  if (code != Code::ok) store.close();
  return fail(code);
}

Code Shelf::resume() {
  return store.is_open() ? Code::ok : open(path, false, false);
}

Code Shelf::load_meta() {
  std::string value;
  if (Code c = store.get(std::string(1, static_cast<char>(Space::meta)), value); c != Code::ok) return c;
  if (value.size() < kMarkSize + 4 || value.compare(0, kMarkSize, kMark) != 0) return Code::absent;
  const char* at = value.data() + kMarkSize;
  meta = {};
  meta.format = load32(at);
  if (meta.format != kFormat) return Code::ok;
  if (value.size() < kMetaSize) return Code::corrupt;
  meta.fold_version = load32(at + 4);
  meta.clock = load32(at + 8);
  meta.next_pack = load32(at + 12);
  meta.keeps_history = load32(at + 16);
  meta.next_history = load32(at + 20);
  meta.merge_at = load32(at + 24);
  meta.next_slot = load32(at + 28);
  meta.applied = load64(at + 32);
  meta.applied_tail = load64(at + 40);
  return Code::ok;
}

Code Shelf::save_meta() {
  std::string value(kMetaSize, 0);
  value.replace(0, kMarkSize, kMark);
  char* at = value.data() + kMarkSize;
  store32(at, meta.format);
  store32(at + 4, meta.fold_version);
  store32(at + 8, meta.clock);
  store32(at + 12, meta.next_pack);
  store32(at + 16, meta.keeps_history);
  store32(at + 20, meta.next_history);
  store32(at + 24, meta.merge_at);
  store32(at + 28, meta.next_slot);
  store64(at + 32, meta.applied);
  store64(at + 40, meta.applied_tail);
  const std::string key(1, static_cast<char>(Space::meta));
  std::string old;
  if (Code c = store.get(key, old); c == Code::ok && old == value) return c;
  return store.put(key, value);
}

Code Shelf::apply(std::string_view line, const FieldNote& note) {
  const std::string key = key_of(Space::note, note.id, note.version);
  uint32_t size = 0;
  Code c = store.size_of(key, size);
  if (c != Code::absent) return c;
  if (c = store.put(key, line); c != Code::ok) return c;
  if (note.clock > meta.clock) meta.clock = note.clock;
  return note.book.empty()
             ? Code::ok
             : store.put(key_of(Space::about, checksum64(note.book.data(), note.book.size()), note.id), "");
}

Code Shelf::catch_up() {
  uint64_t size = 0, tail = 0;
  if (Code c = journal.size(size); c != Code::ok) return c;
  if (size == meta.applied || size == torn_) return Code::ok;
  uint64_t from = meta.applied;
  const bool other = size < from || journal.tail(from, tail) != Code::ok || tail != meta.applied_tail;
  if (other) from = 0;
  Code code = Code::ok;
  uint64_t end = from;
  FieldNote note;
  Code c = journal.each(from, [&](std::string_view line, uint64_t after) {
    end = after;
    if (read_line(line, note)) code = apply(line, note);
    return code == Code::ok;
  });
  if (c == Code::ok) c = code;
  // Another journal than the one that the database was made from: what only the database has goes into it.
  if (c == Code::ok && other) {
    if (c = restore_journal(); c != Code::ok) return c;
    if (c = journal.size(end); c != Code::ok) return c;
  }
  if (c == Code::ok) c = journal.tail(end, meta.applied_tail);
  if (c == Code::ok) meta.applied = end, torn_ = size > end ? size : ~uint64_t{0};
  return c;
}

Code Shelf::restore_journal() {
  std::map<std::pair<uint64_t, uint64_t>, bool> known;
  FieldNote note;
  if (Code c = journal.each(0,
                            [&](std::string_view line, uint64_t) {
                              if (read_line(line, note)) known[{note.id, note.version}] = true;
                              return true;
                            });
      c != Code::ok)
    return c;
  std::string lost;
  const std::string prefix(1, static_cast<char>(Space::note));
  if (Code c = store.each(prefix, prefix,
                          [&](std::string_view, const std::string& line) {
                            if (read_line(line, note) && !known.count({note.id, note.version})) lost += line + '\n';
                            return true;
                          });
      c != Code::ok)
    return c;
  return lost.empty() ? Code::ok : journal.append(lost);
}

Code Shelf::begin_reading() {
  message.clear();
  pending.clear();
  if (Code c = store.begin(Store::Access::read); c != Code::ok) return c;
  Code code = load_meta();
  uint64_t size = 0;
  if (code == Code::ok) code = journal.size(size);
  if (code != Code::ok) return store.abort(), code;
  if (size == meta.applied || size == torn_) return Code::ok;
  // Behind: caught up where it can be written.
  store.abort();
  if (!store.read_only()) code = write([] { return Code::ok; });
  message.clear();
  if (code = store.begin(Store::Access::read); code != Code::ok) return code;
  if (code = load_meta(); code != Code::ok) return store.abort(), code;
  if (code = journal.size(size); code == Code::ok && (size == meta.applied || size == torn_)) return code;
  uint64_t tail = 0;
  const bool other = size < meta.applied || journal.tail(meta.applied, tail) != Code::ok || tail != meta.applied_tail;
  FieldNote note;
  code = journal.each(other ? 0 : meta.applied, [&](std::string_view line, uint64_t) {
    if (read_line(line, note)) pending[note.id].push_back(note);
    return true;
  });
  if (code != Code::ok) store.abort();
  return code;
}

namespace {
void add_pending(const std::vector<FieldNote>& pending, std::vector<FieldNote>& out) {
  for (const FieldNote& p : pending) {
    bool known = false;
    for (const FieldNote& o : out) known |= o.version == p.version;
    if (!known) out.push_back(p);
  }
}
}  // namespace

Code Shelf::versions(uint64_t id, std::vector<FieldNote>& out) {
  out.clear();
  FieldNote note;
  const Code c = store.each(key_of(Space::note, id), "", [&](std::string_view, const std::string& line) {
    if (read_line(line, note)) out.push_back(note);
    return true;
  });
  if (const auto more = pending.find(id); more != pending.end()) add_pending(more->second, out);
  return c;
}

Code Shelf::each_note(const std::function<bool(std::vector<FieldNote>&)>& f) {
  std::vector<FieldNote> group;
  FieldNote note;
  std::vector<uint64_t> seen;
  bool more = true;
  const auto flush = [&] {
    if (group.empty()) return true;
    const uint64_t id = group[0].id;
    if (const auto p = pending.find(id); p != pending.end()) add_pending(p->second, group), seen.push_back(id);
    more = f(group);
    group.clear();
    return more;
  };
  const std::string prefix(1, static_cast<char>(Space::note));
  const Code c = store.each(prefix, prefix, [&](std::string_view key, const std::string& line) {
    if (key.size() != 17) return true;
    if (!group.empty() && load_be(key.data() + 1) != group[0].id && !flush()) return false;
    if (read_line(line, note)) group.push_back(note);
    return true;
  });
  if (c != Code::ok || !more || !flush()) return c;
  for (auto& [id, list] : pending) {
    bool known = false;
    for (const uint64_t s : seen) known |= s == id;
    if (known) continue;
    add_pending(list, group);
    if (!f(group)) break;
    group.clear();
  }
  return Code::ok;
}

}  // namespace postil::shelf
