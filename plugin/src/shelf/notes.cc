#include "shelf/notes.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "postil.h"
#include "schema/checksum.h"
#include "schema/fold.h"
#include "schema/utf8.h"
#include "shelf/time.h"

namespace postil::shelf {
namespace {

constexpr size_t kMergeBatch = 256 << 10;  // bytes that one commit takes in

bool newer(const FieldNote& a, const FieldNote& b) {
  if (a.removed != b.removed) return b.removed;
  if (a.clock != b.clock) return a.clock > b.clock;
  return a.changed != b.changed ? a.changed > b.changed : a.version > b.version;
}

bool same_content(const FieldNote& a, const FieldNote& b) {
  return a.on == b.on && a.task == b.task && a.pos == b.pos && a.removed == b.removed && a.book == b.book &&
         a.title == b.title && a.subject == b.subject && a.quote == b.quote && a.before == b.before &&
         a.after == b.after && a.text == b.text && a.author == b.author && a.place == b.place && a.tags == b.tags &&
         a.attachments == b.attachments;
}

// A number that no other note has. Where the system has no random numbers, what this process and moment are.
uint64_t new_id(const FieldNote& note) {
  uint64_t id = 0;
  const int fd = ::open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    if (::read(fd, &id, sizeof id) != static_cast<ssize_t>(sizeof id)) id = 0;
    ::close(fd);
  }
  if (id == 0) {
    static uint32_t serial = 0;
    const std::string seed = note.text + '\0' + std::to_string(now()) + '\0' + std::to_string(getpid()) + '\0' +
                             std::to_string(++serial) + '\0' + std::to_string(reinterpret_cast<uintptr_t>(&note));
    id = checksum64(seed.data(), seed.size());
  }
  return id ? id : 1;
}

bool matches(const FieldNote& n, const NotesQuery& q, const std::vector<std::string>& words) {
  if (n.removed && !q.removed) return false;
  if (q.open_tasks && n.task != POSTIL_TASK_OPEN) return false;
  if (!q.subject.empty() && n.subject != q.subject) return false;
  if (!q.books.empty() && std::find(q.books.begin(), q.books.end(), n.book) == q.books.end()) return false;
  if (words.empty()) return true;
  std::string all;
  for (const std::string* s : {&n.text, &n.quote, &n.tags, &n.title, &n.subject, &n.author}) all += *s + '\n';
  all = fold(all);
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& w) { return all.find(w) != std::string::npos; });
}

// The newest first: by their writers' watches, or, of one note, as they follow each other.
void sort_rows(std::vector<NoteRow>& rows, bool of_one) {
  std::sort(rows.begin(), rows.end(), [of_one](const NoteRow& x, const NoteRow& y) {
    const FieldNote &a = x.note, &b = y.note;
    if (a.clock != b.clock && (of_one || a.changed == b.changed)) return a.clock > b.clock;
    if (a.changed != b.changed) return a.changed > b.changed;
    if (of_one) return a.version > b.version;
    return a.id != b.id ? a.id < b.id : a.version < b.version;
  });
}

std::vector<std::string> words_of(const std::string& text) {
  const std::string folded = fold(text);
  std::vector<std::string> out;
  for (size_t at = 0; at < folded.size();) {
    const size_t end = std::min(folded.find(' ', at), folded.size());
    if (end > at) out.push_back(folded.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

std::vector<size_t> current(const std::vector<FieldNote>& versions) {
  std::vector<size_t> out;
  for (size_t i = 0; i < versions.size(); ++i) {
    const bool followed = std::any_of(versions.begin(), versions.end(), [&](const FieldNote& other) {
      return other.version != versions[i].version &&
             std::find(other.parents.begin(), other.parents.end(), versions[i].version) != other.parents.end();
    });
    if (!followed) out.push_back(i);
  }
  std::sort(out.begin(), out.end(), [&](size_t a, size_t b) { return newer(versions[a], versions[b]); });
  return out;
}

Code write_note(Shelf& shelf, FieldNote& note) {
  bool written = false;
  const bool fresh = note.id == 0;
  const uint64_t base = note.version;
  if (fresh) note.id = new_id(note);
  if (note.changed == 0) note.changed = now();
  const Code code = shelf.write([&]() -> Code {
    if (written) return Code::ok;  // again, in a larger map: catch_up() has taken it in
    std::vector<FieldNote> all;
    if (Code c = shelf.versions(note.id, all); c != Code::ok) return c;
    const std::vector<size_t> heads = current(all);
    for (size_t i = 0; i < all.size(); ++i) {
      // Said already: by the one current version, or, where it is another's that comes in, by any.
      if (same_content(all[i], note) && (base || (heads.size() == 1 && heads[0] == i))) {
        note = all[i];
        return Code::ok;
      }
    }
    note.parents.clear();
    for (const size_t h : heads)
      if (!base) note.parents.push_back(all[h].version);
    for (const FieldNote& v : all)
      if (base && v.version == base) note.parents.push_back(base);
    std::sort(note.parents.begin(), note.parents.end());
    note.created = heads.empty() ? (note.created ? note.created : note.changed) : all[heads[0]].created;
    note.clock = shelf.meta.clock == UINT32_MAX ? UINT32_MAX : shelf.meta.clock + 1;
    const std::string line = write_line(note);
    if (line.size() > kMaxLine) return Code::invalid_argument;
    if (Code c = shelf.journal.append(line + '\n'); c != Code::ok) return shelf.message = shelf.journal.message, c;
    read_line(line, note);
    written = true;
    return shelf.catch_up();
  });
  // The journal has it: that the database could not take it in does not undo that.
  return written ? Code::ok : code;
}

Code remove_note(Shelf& shelf, uint64_t id) {
  FieldNote last;
  bool found = false;
  const Code c = shelf.read([&]() -> Code {
    std::vector<FieldNote> all;
    if (Code code = shelf.versions(id, all); code != Code::ok) return code;
    if (all.empty()) return Code::absent;
    last = all[current(all)[0]];
    found = true;
    return Code::ok;
  });
  if (!found) return c;
  last.removed = true;
  last.changed = 0;
  last.version = 0;
  return write_note(shelf, last);
}

Code find_notes(Shelf& shelf, const NotesQuery& query, std::vector<NoteRow>& out) {
  out.clear();
  const std::vector<std::string> words = words_of(query.words);
  const auto take = [&](std::vector<FieldNote>& versions) {
    const std::vector<size_t> heads = current(versions);
    for (const size_t h : heads)
      if (matches(versions[h], query, words))
        out.push_back({versions[h], static_cast<uint32_t>(versions.size()), heads.size() > 1});
    return true;
  };
  const Code code = shelf.read([&]() -> Code {
    if (query.books.empty() || !shelf.pending.empty()) return shelf.each_note(take);
    std::set<uint64_t> ids;
    for (const std::string& book : query.books) {
      const Code c = shelf.store.each(key_of(Space::about, checksum64(book.data(), book.size())), "",
                                      [&](std::string_view key, const std::string&) {
                                        uint64_t id = 0;
                                        for (size_t i = 9; i < key.size(); ++i)
                                          id = id << 8 | static_cast<uint8_t>(key[i]);
                                        ids.insert(id);
                                        return true;
                                      });
      if (c != Code::ok) return c;
    }
    std::vector<FieldNote> versions;
    for (const uint64_t id : ids) {
      if (Code c = shelf.versions(id, versions); c != Code::ok) return c;
      take(versions);
    }
    return Code::ok;
  });
  sort_rows(out, false);
  return code == Code::ok && out.empty() ? Code::absent : code;
}

Code history_of(Shelf& shelf, uint64_t id, std::vector<NoteRow>& out) {
  out.clear();
  return shelf.read([&]() -> Code {
    std::vector<FieldNote> all;
    if (Code c = shelf.versions(id, all); c != Code::ok) return c;
    if (all.empty()) return Code::absent;
    const std::vector<size_t> heads = current(all);
    for (size_t i = 0; i < all.size(); ++i)
      out.push_back({all[i], static_cast<uint32_t>(all.size()),
                     heads.size() > 1 && std::find(heads.begin(), heads.end(), i) != heads.end()});
    sort_rows(out, true);
    return Code::ok;
  });
}

Code count_notes(Shelf& shelf, const std::vector<std::string>& books, uint32_t& count) {
  NotesQuery query;
  query.books = books;
  std::vector<NoteRow> rows;
  const Code c = find_notes(shelf, query, rows);
  std::set<uint64_t> ids;
  for (const NoteRow& r : rows) ids.insert(r.note.id);
  count = static_cast<uint32_t>(ids.size());
  return c == Code::absent ? Code::ok : c;
}

Code merge_journal(Shelf& shelf, const std::string& path, uint32_t& taken, uint32_t& damaged) {
  taken = damaged = 0;
  const Journal other(path);
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    shelf.message = "the other shelf's journal is not there; name the file that ends in .notes";
    return Code::absent;
  }
  ::close(fd);
  uint64_t from = 0;
  for (bool more = true; more;) {
    bool written = false;
    more = false;
    uint32_t new_here = 0, damaged_here = 0;
    uint64_t end = from;
    const Code code = shelf.write([&]() -> Code {
      if (written) return Code::ok;
      std::string batch;
      std::set<std::pair<uint64_t, uint64_t>> in_batch;
      FieldNote note;
      Code failed = Code::ok;
      new_here = damaged_here = 0;
      more = false;
      const Code read = other.each(from, [&](std::string_view line, uint64_t after) {
        end = after;
        if (!read_line(line, note)) {
          damaged_here += !line.empty();
          return true;
        }
        uint32_t size = 0;
        const Code c = shelf.store.size_of(key_of(Space::note, note.id, note.version), size);
        if (c != Code::ok && c != Code::absent) return failed = c, false;
        if (c == Code::absent && in_batch.insert({note.id, note.version}).second) {
          batch.append(line) += '\n';
          ++new_here;
        }
        more = batch.size() >= kMergeBatch;
        return !more;
      });
      if (read != Code::ok || failed != Code::ok)
        return read != Code::ok ? (shelf.message = other.message, read) : failed;
      if (batch.empty()) return Code::ok;
      if (Code c = shelf.journal.append(batch); c != Code::ok) return shelf.message = shelf.journal.message, c;
      written = true;
      return shelf.catch_up();
    });
    if (code != Code::ok && !written) return code;
    taken += new_here;
    damaged += damaged_here;
    from = end;
  }
  return Code::ok;
}

}  // namespace postil::shelf
