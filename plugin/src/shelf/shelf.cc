#include "shelf/shelf.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "postil.h"
#include "schema/bytes.h"
#include "schema/checksum.h"
#include "schema/fold.h"
#include "shelf/pages.h"
#include "shelf/time.h"

namespace postil::shelf {
namespace {

constexpr char kMark[] = "postil shelf";
constexpr size_t kMarkSize = sizeof kMark - 1;
constexpr size_t kMetaSize = kMarkSize + 4 * 9 + 8 * 4;
constexpr uint64_t kCompactAt = 64 << 10;  // bytes that the state file grows by before it is looked at

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

uint64_t state_id(State kind, std::string_view of) {
  return checksum64(of.data(), of.size()) + kind;
}

std::string database_of(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return path;
  const bool other = of_other_word(fd);
  ::close(fd);
  return other ? path + (sizeof(void*) == 8 ? ".64" : ".32") : path;
}

Code Shelf::fail(Code code) {
  if (code == Code::ok || code == Code::absent || !message.empty()) return code;
  message = !store.message.empty() ? store.message : !journal.message.empty() ? journal.message : state.message;
  return code;
}

Code Shelf::open(const std::string& where, bool create, bool read_only) {
  path = where;
  journal.path = where + ".notes";
  state.path = where + ".state";
  const std::string database = database_of(path);
  const bool own = database == path;
  if (Code c = store.open(database, create || (!own && !read_only), read_only); c != Code::ok) {
    message = store.message;
    if (own || c != Code::absent) return c;
    message = "the database was made on another kind of machine, and this one may not make its own beside it";
    return Code::unsupported;
  }
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
  bool notes = false, any = false;
  if (code == Code::ok) code = behind(notes, any);
  if (code == Code::ok && any && !store.read_only()) {
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
  uint32_t* const numbers[] = {&meta.fold_version, &meta.clock,    &meta.next_pack, &meta.keeps_history,
                               &meta.asked,        &meta.merge_at, &meta.next_slot, &meta.forgotten};
  uint64_t* const sizes[] = {&meta.applied, &meta.applied_tail, &meta.told, &meta.told_tail};
  for (uint32_t* n : numbers) *n = load32(at += 4);
  at += 4;
  for (uint64_t* n : sizes) *n = load64(at), at += 8;
  return Code::ok;
}

Code Shelf::save_meta() {
  std::string value(kMetaSize, 0);
  value.replace(0, kMarkSize, kMark);
  char* at = value.data() + kMarkSize;
  for (const uint32_t n : {meta.format, meta.fold_version, meta.clock, meta.next_pack, meta.keeps_history, meta.asked,
                           meta.merge_at, meta.next_slot, meta.forgotten})
    store32(at, n), at += 4;
  for (const uint64_t n : {meta.applied, meta.applied_tail, meta.told, meta.told_tail}) store64(at, n), at += 8;
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

Code Shelf::follow(Journal& file, uint64_t& applied, uint64_t& tail, uint64_t& torn,
                   Code (Shelf::*take)(std::string_view, const FieldNote&), Code (Shelf::*restore)()) {
  uint64_t size = 0, sum = 0;
  if (Code c = file.size(size); c != Code::ok) return c;
  if (size == applied || size == torn) return Code::ok;
  uint64_t from = applied;
  const bool other = size < from || file.tail(from, sum) != Code::ok || sum != tail;
  if (other) from = 0;
  Code code = Code::ok;
  uint64_t end = from;
  FieldNote note;
  Code c = file.each(from, [&](std::string_view line, uint64_t after) {
    end = after;
    if (read_line(line, note)) code = (this->*take)(line, note);
    return code == Code::ok;
  });
  if (c == Code::ok) c = code;
  // Another file than the one that the database was made from: what only the database has goes into it.
  if (c == Code::ok && other) {
    if (c = (this->*restore)(); c != Code::ok) return c;
    if (c = file.size(end); c != Code::ok) return c;
  }
  if (c == Code::ok) c = file.tail(end, tail);
  if (c == Code::ok) applied = end, torn = size > end ? size : ~uint64_t{0};
  return c;
}

Code Shelf::catch_up() {
  Code c = follow(journal, meta.applied, meta.applied_tail, torn_, &Shelf::apply, &Shelf::restore_journal);
  if (c == Code::ok) c = follow(state, meta.told, meta.told_tail, torn_state_, &Shelf::apply_state, &Shelf::compact);
  if (c == Code::ok && moved_) c = take_readings(*this);
  moved_ = false;
  return c;
}

Code Shelf::behind(bool& notes, bool& any) {
  uint64_t size = 0;
  if (Code c = journal.size(size); c != Code::ok) return c;
  notes = any = size != meta.applied && size != torn_;
  if (Code c = state.size(size); c != Code::ok) return c;
  any |= size != meta.told && size != torn_state_;
  return Code::ok;
}

// What was asked up to `forgotten` goes, and what is more than is kept.
Code Shelf::forget() {
  const std::string prefix(1, static_cast<char>(Space::history));
  std::vector<std::string> gone;
  uint32_t count = 0;
  const std::string last = key_of(Space::history, meta.forgotten);
  if (Code c = store.each(prefix, prefix,
                          [&](std::string_view key, const std::string&) {
                            ++count;
                            if (key <= last || count + kMaxHistory <= meta.asked) gone.emplace_back(key);
                            return true;
                          });
      c != Code::ok)
    return c;
  for (const std::string& key : gone)
    if (Code c = store.remove(key); c != Code::ok) return c;
  meta.asked = count - static_cast<uint32_t>(gone.size());
  return Code::ok;
}

Code Shelf::apply_state(std::string_view line, const FieldNote& note) {
  if (note.clock > meta.clock) meta.clock = note.clock;
  if (note.state == kAsked) {
    std::string old;
    const std::string key = key_of(Space::history, note.clock);
    const Code c = note.clock <= meta.forgotten ? Code::ok : store.get(key, old);
    if (c != Code::absent) return c;
    ++meta.asked;
    return store.put(key, line);
  }
  // A book's line stands under each of its names.
  std::vector<uint64_t> ids{note.id};
  for (size_t at = 0; note.state == kReading && at < note.tags.size();) {
    const size_t end = std::min(note.tags.find('\n', at), note.tags.size());
    ids.push_back(state_id(kReading, std::string_view(note.tags).substr(at, end - at)));
    at = end + 1;
  }
  bool newest = false;
  for (const uint64_t id : ids) {
    FieldNote old;
    const Code c = told(id, old);
    if (c != Code::ok && c != Code::absent) return c;
    if (c == Code::ok && old.clock >= note.clock) continue;
    newest = true;
    if (Code put = store.put(key_of(Space::state, id), line); put != Code::ok) return put;
  }
  moved_ |= newest && note.state == kReading;
  if (!newest || note.state != kHistory) return Code::ok;
  meta.keeps_history = note.task;
  meta.forgotten = note.pos == POSTIL_NONE ? 0 : note.pos;
  return forget();
}

Code Shelf::told(uint64_t id, FieldNote& out) {
  std::string line;
  const Code c = store.get(key_of(Space::state, id), line);
  return c == Code::ok && !read_line(line, out) ? Code::absent : c;
}

Code Shelf::tell(FieldNote* lines, size_t count) {
  std::string all;
  uint32_t clock = meta.clock;
  for (; count; --count, ++lines) {
    FieldNote& n = *lines;
    n.clock = clock == UINT32_MAX ? clock : ++clock;
    if (n.changed == 0) n.changed = now();
    const std::string line = write_line(n);
    if (line.size() > kMaxLine) return Code::invalid_argument;
    all.append(line) += '\n';
  }
  const uint64_t before = meta.told;
  if (Code c = state.append(all); c != Code::ok) return message = state.message, c;
  if (Code c = follow(state, meta.told, meta.told_tail, torn_state_, &Shelf::apply_state, &Shelf::compact);
      c != Code::ok)
    return c;
  moved_ = false;
  if (meta.asked > kMaxHistory + 200)
    if (Code c = forget(); c != Code::ok) return c;
  return before / kCompactAt == meta.told / kCompactAt ? Code::ok : compact();
}

Code Shelf::compact() {
  std::string all;
  FieldNote note;
  for (const Space space : {Space::state, Space::history}) {
    const std::string prefix(1, static_cast<char>(space));
    if (Code c =
            store.each(prefix, prefix,
                       [&](std::string_view key, const std::string& line) {
                         if (space == Space::history || (read_line(line, note) && key == key_of(Space::state, note.id)))
                           all.append(line) += '\n';
                         return true;
                       });
        c != Code::ok)
      return c;
  }
  if (Code c = replace_file(state.path, all); c != Code::ok) return c;
  meta.told = all.size();
  return state.tail(meta.told, meta.told_tail);
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
  bool notes = false, any = false;
  if (code == Code::ok) code = behind(notes, any);
  if (code != Code::ok) return store.abort(), code;
  if (!any || (!notes && store.read_only())) return Code::ok;
  // Behind: caught up where it can be written.
  store.abort();
  if (!store.read_only()) code = write([] { return Code::ok; });
  message.clear();
  if (code = store.begin(Store::Access::read); code != Code::ok) return code;
  if (code = load_meta(); code != Code::ok) return store.abort(), code;
  if (code = behind(notes, any); code == Code::ok && !notes) return code;
  uint64_t size = 0, tail = 0;
  if (code == Code::ok) code = journal.size(size);
  if (code != Code::ok) return store.abort(), code;
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
