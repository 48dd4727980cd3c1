#include "shelf/repair.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <map>
#include <set>

#include "schema/fold.h"
#include "shelf/catalogue.h"
#include "shelf/notes.h"
#include "shelf/pages.h"

namespace postil::shelf {
namespace {

using Version = std::pair<uint64_t, uint64_t>;

// Everything of a shelf that can be read, whatever its state.
struct Salvage {
  Code store = Code::ok;
  bool current = false;  // the database can go on being used
  std::string message;
  std::map<Version, FieldNote> journal;  // without the words
  std::map<Version, std::string> only_in_store;
  std::set<Version> in_store;
  std::string damaged;  // lines of the journal
  uint32_t damaged_lines = 0;
  std::string told;  // lines of the state file
  std::vector<PackRecord> packs;
  uint32_t next_pack = 1;
};

Code read_journal(const Journal& journal, Salvage& out) {
  FieldNote note;
  uint64_t end = 0, size = 0;
  const Code c = journal.each(0, [&](std::string_view line, uint64_t after) {
    end = after;
    if (read_line(line, note)) {
      FieldNote slim;
      slim.id = note.id, slim.version = note.version, slim.parents = note.parents;
      out.journal[{note.id, note.version}] = slim;
    } else if (!line.empty()) {
      out.damaged.append(line) += '\n';
      ++out.damaged_lines;
    }
    return true;
  });
  if (c != Code::ok) return c;
  if (Code code = journal.size(size); code != Code::ok) return code;
  if (size > end) ++out.damaged_lines;  // torn; the next note closes it
  return Code::ok;
}

void take_pair(std::string_view key, std::string_view value, Salvage& out) {
  const Space space = key.empty() ? Space::meta : static_cast<Space>(key[0]);
  if (space == Space::note) {
    FieldNote note;
    if (!read_line(value, note)) {
      out.store = Code::corrupt;
      return;
    }
    out.in_store.insert({note.id, note.version});
    if (!out.journal.count({note.id, note.version})) out.only_in_store[{note.id, note.version}] = value;
  } else if (space == Space::pack) {
    PackRecord record;
    uint32_t number = 0;
    for (size_t i = 1; i < key.size(); ++i) number = number << 8 | static_cast<uint8_t>(key[i]);
    if (!read_record(value, number, record)) {
      out.store = Code::corrupt;
      return;
    }
    if (number >= out.next_pack) out.next_pack = number + 1;
    out.packs.push_back(record);
  } else if (space == Space::state || space == Space::history) {
    out.told.append(value) += '\n';
  }
}

void read_store(const std::string& path, Salvage& out) {
  Shelf shelf;
  shelf.store.trusts_stamp = false;
  Code meta = Code::ok;
  Code c = shelf.store.open(path, false, true);
  if (c == Code::ok) c = shelf.store.begin(Store::Access::read);
  if (c == Code::ok) {
    meta = shelf.load_meta();
    c = shelf.store.each("", "", [&](std::string_view key, const std::string& value) {
      take_pair(key, value, out);
      return true;
    });
    shelf.store.abort();
  } else if (c == Code::corrupt) {
    // LMDB is kept from it; its good pages are read all the same.
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd >= 0) read_pages(fd, [&](std::string_view key, std::string_view value) { take_pair(key, value, out); });
    if (fd >= 0) ::close(fd);
  }
  if (c == Code::ok) c = meta == Code::absent ? Code::corrupt : meta;
  if (c == Code::ok && (shelf.meta.format > kFormat || shelf.meta.fold_version > kFoldVersion)) c = Code::unsupported;
  if (out.store == Code::ok) out.store = c;
  out.current = out.store == Code::ok && shelf.meta.format == kFormat && shelf.meta.fold_version == kFoldVersion;
  if (out.store != Code::ok)
    out.message = !shelf.store.message.empty()     ? shelf.store.message
                  : out.store == Code::unsupported ? "made by a newer version of Postil; update Postil"
                                                   : "the database is damaged; repair the shelf";
}

void describe(const Salvage& s, postil_shelf_state& state) {
  std::map<uint64_t, std::vector<FieldNote>> notes;
  for (const auto& [version, note] : s.journal) notes[version.first].push_back(note);
  state = {};
  state.store = static_cast<int32_t>(s.store);
  for (const PackRecord& r : s.packs) state.packs += !r.copy_of;
  state.notes = static_cast<uint32_t>(notes.size());
  state.versions = static_cast<uint32_t>(s.journal.size());
  for (const auto& [id, versions] : notes) state.conflicts += current(versions).size() > 1;
  state.damaged = s.damaged_lines;
  state.not_in_journal = static_cast<uint32_t>(s.only_in_store.size());
  for (const auto& [version, note] : s.journal)
    state.not_in_store += s.store != Code::absent && !s.in_store.count(version);
}

bool exists(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd >= 0) ::close(fd);
  return fd >= 0 || errno != ENOENT;
}

std::string free_name(const std::string& base) {
  for (unsigned i = 1;; ++i) {
    std::string name = base + ".damaged-" + std::to_string(i);
    if (!exists(name)) return name;
  }
}

// The journal with every version that anything still has, and nothing else.
Code mend_journal(Journal& journal, const Salvage& s) {
  std::string lost;
  for (const auto& [version, line] : s.only_in_store) lost += line + '\n';
  if (!s.damaged.empty()) {
    std::string good;
    FieldNote note;
    if (Code c = journal.each(0,
                              [&](std::string_view line, uint64_t) {
                                if (read_line(line, note)) good.append(line) += '\n';
                                return true;
                              });
        c != Code::ok)
      return c;
    if (Code c = replace_file(free_name(journal.path), s.damaged); c != Code::ok) return c;
    return replace_file(journal.path, good + lost);
  }
  return lost.empty() ? Code::ok : journal.append(lost);
}

// A new database in the place of the old one, which is kept under another name.
Code make_anew(const std::string& path, const Salvage& s) {
  const std::string beside = path + ".new";
  unlink(beside.c_str());
  {
    Shelf shelf;
    Store& store = shelf.store;
    if (Code c = store.open(beside, true, false); c != Code::ok) return c;
    shelf.meta.fold_version = kFoldVersion;
    shelf.meta.next_pack = s.next_pack;
    Code c = store.begin(Store::Access::write);
    if (c == Code::ok) c = shelf.save_meta();
    for (size_t i = 0; c == Code::ok && i < s.packs.size(); ++i) {
      PackRecord r = s.packs[i];
      r.slot = 0, r.size = 0, r.time = 0, r.missing = 1;
      c = store.put(key_of(Space::pack, r.number), write_record(r));
    }
    if (c == Code::ok)
      c = store.commit();
    else
      store.abort();
    if (c != Code::ok) return c;
  }
  unlink((beside + ".lock").c_str());
  if (exists(path) && rename(path.c_str(), free_name(path).c_str()) != 0) return code_of_error(errno);
  if (rename(beside.c_str(), path.c_str()) != 0) return code_of_error(errno);
  return sync_folder_of(path);
}

}  // namespace

Code check_shelf(const std::string& path, postil_shelf_state& state, std::string& message) {
  Salvage s;
  const Journal journal(path + ".notes");
  uint64_t size = 0;
  if (Code c = read_journal(journal, s); c != Code::ok) return message = journal.message, c;
  const std::string database = database_of(path);
  read_store(database, s);
  if (s.store == Code::absent && database != path)
    s.message = "the database was made on another kind of machine; opening the shelf makes this one's beside it";
  message = s.message;
  describe(s, state);
  if (s.store == Code::absent && database == path && journal.size(size) == Code::ok && size == 0) {
    message = "no shelf is there";
    return Code::absent;
  }
  return Code::ok;
}

Code repair_shelf(const std::string& path, postil_shelf_state& state, std::string& message) {
  const std::string database = database_of(path);
  const int lock = ::open((database + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock < 0) return message = "the shelf cannot be written here", code_of_error(errno);
  if (flock(lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(lock);
    return message = "another program is using the shelf; close it first", Code::busy;
  }
  Salvage s;
  Journal journal(path + ".notes");
  Code c = read_journal(journal, s);
  // Reading takes the lock of its own: this one is let go of, and nothing has been changed yet.
  flock(lock, LOCK_UN);
  if (c == Code::ok) read_store(database, s);
  if (c == Code::ok && s.store == Code::unsupported && s.message.find("newer") != std::string::npos)
    c = Code::unsupported;
  if (c == Code::ok && flock(lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) c = Code::busy;
  if (c == Code::ok) c = mend_journal(journal, s);
  // Also what the state file has already: of each thing the newest line counts.
  if (c == Code::ok && !s.current && !s.told.empty()) c = Journal(path + ".state").append(s.told);
  if (c == Code::ok && !s.current) c = make_anew(database, s);
  ::close(lock);
  if (c != Code::ok) {
    message = c == Code::unsupported     ? s.message
              : !journal.message.empty() ? journal.message
                                         : "the shelf cannot be written here";
    return c;
  }
  Shelf shelf;
  if (c = shelf.open(path, true, false); c != Code::ok) return message = shelf.message, c;
  if (!s.current) {
    // The index is made from the packs; those that are not here are read by the scan that finds them again.
    for (const PackRecord& r : s.packs)
      if (c == Code::ok && !r.copy_of) read_again(shelf, r);
  }
  shelf.close();
  return c == Code::ok ? check_shelf(path, state, message) : (message = shelf.message, c);
}

}  // namespace postil::shelf
