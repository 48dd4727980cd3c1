#include "shelf/catalogue.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "handle.h"
#include "schema/bytes.h"
#include "shelf/names.h"
#include "shelf/reading.h"

namespace postil::shelf {
namespace {

constexpr int kDepth = 16;             // of folders in folders
constexpr uint32_t kTogether = 4;      // packs that one commit takes in
constexpr size_t kMaxText = 4096;      // bytes of a title and the like that are kept
constexpr uint32_t kIdentifiers = 16;  // of one pack that are kept

struct FileState {
  uint64_t size = 0, time = 0;
};

bool state_of(int fd, FileState& out) {
  struct stat st;
  if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) return false;
  out.size = static_cast<uint64_t>(st.st_size);
  out.time = static_cast<uint64_t>(st.st_mtim.tv_sec) * 1000000000u + static_cast<uint64_t>(st.st_mtim.tv_nsec);
  return true;
}

bool file_state(const std::string& path, FileState& out) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return false;
  const bool right = state_of(fd, out);
  ::close(fd);
  return right;
}

// The packs in a folder and below, in the order of their names. Links to folders are not followed.
void walk(const std::string& folder, int depth, std::vector<std::string>& out) {
  DIR* const open = opendir(folder.c_str());
  if (!open) return;
  std::vector<std::string> names;
  while (const dirent* entry = readdir(open))
    if (entry->d_name[0] != '.' &&
        (entry->d_type == DT_DIR || entry->d_type == DT_REG || entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN))
      names.push_back(std::string(1, entry->d_type == DT_DIR       ? 'd'
                                     : entry->d_type == DT_UNKNOWN ? '?'
                                                                   : 'f') +
                      entry->d_name);
  closedir(open);
  std::sort(names.begin(), names.end(),
            [](const std::string& a, const std::string& b) { return a.compare(1, a.npos, b, 1, b.npos) < 0; });
  for (const std::string& n : names) {
    const std::string path = folder + '/' + n.substr(1);
    constexpr std::string_view kEnd = ".postil";
    if (n[0] != 'd' && n.size() > kEnd.size() && n.compare(n.size() - kEnd.size(), kEnd.size(), kEnd) == 0)
      out.push_back(path);
    else if (n[0] != 'f' && depth > 0)
      walk(path, depth - 1, out);
  }
}

std::string text_of(postil_pack* pack, int32_t field, uint32_t index = 0) {
  postil_text t{};
  if (postil_info_text(pack, field, index, &t) != POSTIL_OK) return {};
  return {t.data, std::min<size_t>(t.size, kMaxText)};
}

uint32_t number_of(postil_pack* pack, int32_t field) {
  uint32_t v = 0;
  return postil_info_number(pack, field, &v) == POSTIL_OK ? v : 0;
}

struct NewPack {
  PackRecord record;
  std::vector<uint64_t> names;
};

// Reads what the shelf keeps of a pack. Not in a transaction: it takes long. `before`: what stood in its place, or null.
Code read_pack(Shelf& shelf, const std::string& path, const FileState& state, const PackRecord* before, NewPack& out) {
  postil_pack* pack = nullptr;
  if (const int32_t code = postil_open(path.c_str(), POSTIL_PREAD, 0, &pack); code != POSTIL_OK) {
    shelf.message = postil_message(nullptr);
    return static_cast<Code>(code);
  }
  PackRecord& r = out.record;
  r.path = path;
  r.size = state.size;
  r.time = state.time;
  r.title = text_of(pack, POSTIL_TITLE);
  r.creator = text_of(pack, POSTIL_CREATOR);
  r.language = text_of(pack, POSTIL_LANGUAGE);
  r.series = text_of(pack, POSTIL_SERIES);
  r.series_index = text_of(pack, POSTIL_SERIES_INDEX);
  r.pack_id = text_of(pack, POSTIL_PACK_ID);
  r.partial_md5 = text_of(pack, POSTIL_PARTIAL_MD5);
  r.source_sha256 = text_of(pack, POSTIL_SOURCE_SHA256);
  for (uint32_t i = 0; i < kIdentifiers; ++i) {
    std::string id = text_of(pack, POSTIL_IDENTIFIER, i);
    if (id.empty()) break;
    std::replace(id.begin(), id.end(), '\n', ' ');
    r.identifiers += (r.identifiers.empty() ? "" : "\n") + id;
  }
  r.kind = number_of(pack, POSTIL_KIND);
  r.entities = number_of(pack, POSTIL_COUNT_ENTITIES);
  r.end_pos = number_of(pack, POSTIL_END_POS);
  Code code = names_of(pack->pack, out.names);
  if (code == Code::ok)
    code = carry_reading(shelf, pack, before, r);
  else
    shelf.message = pack->pack.message.empty() ? "its index is damaged; pack the book again" : pack->pack.message;
  r.names = static_cast<uint32_t>(out.names.size());
  postil_close(pack);
  return code;
}

// Puts a pack under `number`, or a new one where that is 0.
Code put_pack(Shelf& shelf, NewPack& pack, uint32_t number) {
  PackRecord& r = pack.record;
  if (number) {
    PackRecord old;
    const Code c = load_pack(shelf, number, old);
    if (c != Code::ok && c != Code::absent) return c;
    if (c == Code::ok && old.slot) shelf.store.remove(key_of(Space::slot, old.slot));
  }
  r.number = number ? number : shelf.meta.next_pack++;
  const std::string reference = key_of(Space::reference, r.number);
  const Code referenced = r.kind == 1 && !r.copy_of ? shelf.store.put(reference, "") : shelf.store.remove(reference);
  if (referenced != Code::ok && referenced != Code::absent) return referenced;
  r.slot = 0;
  if (!pack.names.empty() && !r.copy_of) {
    if (shelf.meta.next_slot >= kMaxSlot)
      return shelf.message = "the shelf's index is full; repair the shelf", Code::limit;
    r.slot = shelf.meta.next_slot++;
    std::string value(4, 0);
    store32(value.data(), r.number);
    if (Code c = shelf.store.put(key_of(Space::slot, r.slot), value); c != Code::ok) return c;
  }
  return save_record(shelf, r);
}

std::string absolute(const std::string& path) {
  std::string out = path;
  if (out.empty() || out[0] != '/') {
    char here[4096];
    if (getcwd(here, sizeof here)) out = std::string(here) + '/' + path;
  }
  // "a/./b" and "a//b" are "a/b"; ".." stays: it may lead through a link.
  for (size_t at; (at = out.find("/./")) != std::string::npos;) out.erase(at, 2);
  for (size_t at; (at = out.find("//")) != std::string::npos;) out.erase(at, 1);
  while (out.size() > 1 && (out.back() == '/' || (out.size() > 2 && out.compare(out.size() - 2, 2, "/.") == 0)))
    out.pop_back();
  return out;
}

// The catalogue in memory, while packs are taken in.
struct Catalogue {
  std::vector<PackRecord> records;
  std::map<std::string, size_t> by_path;
  std::map<std::string, size_t> by_id, by_book;

  Code load(Shelf& shelf) {
    return shelf.read([&] {
      return each_pack(shelf, [&](PackRecord& r) {
        add(r);
        return true;
      });
    });
  }
  void add(const PackRecord& r) {
    by_path[r.path] = records.size();
    if (!r.copy_of) {
      by_id.emplace(r.pack_id, records.size());
      for (std::string& book : r.books()) by_book.emplace(std::move(book), records.size());
    }
    records.push_back(r);
  }
  const PackRecord* at(const std::string& path) const {
    const auto found = by_path.find(path);
    return found == by_path.end() ? nullptr : &records[found->second];
  }
};

// What a file that is new or other means for the catalogue: a new edition in its old place, a pack that has moved, a copy, or a new pack.
uint32_t place_for(Catalogue& catalogue, NewPack& pack, postil_shelf_scanned& scanned) {
  PackRecord& r = pack.record;
  const auto same_path = catalogue.by_path.find(r.path);
  const auto same_id = catalogue.by_id.find(r.pack_id);
  if (same_path != catalogue.by_path.end()) {
    ++scanned.changed;
    return catalogue.records[same_path->second].number;
  }
  if (same_id != catalogue.by_id.end()) {
    FileState state;
    const PackRecord& other = catalogue.records[same_id->second];
    if (!file_state(other.path, state)) {
      ++scanned.moved;
      return other.number;
    }
    r.copy_of = other.number;
    return 0;
  }
  // Another edition, or the same book packed anew, whose old file is gone.
  for (const std::string& book : r.books()) {
    FileState state;
    const auto same_book = catalogue.by_book.find(book);
    if (same_book == catalogue.by_book.end() || file_state(catalogue.records[same_book->second].path, state)) continue;
    ++scanned.changed;
    return catalogue.records[same_book->second].number;
  }
  ++scanned.added;
  return 0;
}

Code take_in(Shelf& shelf, std::vector<NewPack>& packs, std::vector<uint32_t>& numbers) {
  const std::vector<uint32_t> wanted = numbers;
  const Code c = shelf.write([&]() -> Code {
    std::vector<Fingerprint> fingerprints;
    for (size_t i = 0; i < packs.size(); ++i) {
      if (Code code = put_pack(shelf, packs[i], wanted[i]); code != Code::ok) return code;
      numbers[i] = packs[i].record.number;
      if (packs[i].record.slot)
        for (const uint64_t n : packs[i].names) fingerprints.push_back({n, packs[i].record.slot});
    }
    return add_names(shelf, fingerprints, static_cast<uint32_t>(packs.size()));
  });
  packs.clear();
  return c;
}

}  // namespace

Code save_record(Shelf& shelf, const PackRecord& r) {
  return shelf.store.put(key_of(Space::pack, r.number), write_record(r));
}

Code load_pack(Shelf& shelf, uint32_t number, PackRecord& out) {
  std::string value;
  if (Code c = shelf.store.get(key_of(Space::pack, number), value); c != Code::ok) return c;
  return read_record(value, number, out) ? Code::ok : Code::corrupt;
}

Code each_pack(Shelf& shelf, const std::function<bool(PackRecord&)>& f) {
  const std::string prefix(1, static_cast<char>(Space::pack));
  PackRecord record;
  return shelf.store.each(prefix, prefix, [&](std::string_view key, const std::string& value) {
    uint32_t number = 0;
    for (size_t i = 1; i < key.size(); ++i) number = number << 8 | static_cast<uint8_t>(key[i]);
    return !read_record(value, number, record) || f(record);
  });
}

Code add_pack(Shelf& shelf, const std::string& file, uint32_t& number) {
  const std::string path = absolute(file);
  FileState state;
  if (!file_state(path, state)) return shelf.message = "no such file", Code::absent;
  Catalogue catalogue;
  if (Code c = catalogue.load(shelf); c != Code::ok) return c;
  std::vector<NewPack> packs(1);
  if (Code c = read_pack(shelf, path, state, catalogue.at(path), packs[0]); c != Code::ok) return c;
  postil_shelf_scanned scanned{};
  std::vector<uint32_t> numbers{place_for(catalogue, packs[0], scanned)};
  if (packs[0].record.copy_of) {
    number = packs[0].record.copy_of;
    numbers[0] = 0;
    return take_in(shelf, packs, numbers);
  }
  const Code c = take_in(shelf, packs, numbers);
  if (c == Code::ok) number = numbers[0];
  return c;
}

Code read_again(Shelf& shelf, const PackRecord& record) {
  FileState state;
  if (!file_state(record.path, state)) return Code::absent;
  std::vector<NewPack> packs(1);
  if (Code c = read_pack(shelf, record.path, state, &record, packs[0]); c != Code::ok) return c;
  packs[0].record.copy_of = record.copy_of;
  std::vector<uint32_t> numbers{record.number};
  return take_in(shelf, packs, numbers);
}

Code remove_pack(Shelf& shelf, uint32_t number) {
  return shelf.write([&]() -> Code {
    PackRecord r;
    if (Code c = load_pack(shelf, number, r); c != Code::ok) return c;
    std::vector<uint32_t> copies;
    if (Code c = each_pack(shelf,
                           [&](PackRecord& other) {
                             if (other.copy_of == number) copies.push_back(other.number);
                             return true;
                           });
        c != Code::ok)
      return c;
    for (const uint32_t copy : copies) shelf.store.remove(key_of(Space::pack, copy));
    if (r.slot) shelf.store.remove(key_of(Space::slot, r.slot));
    shelf.store.remove(key_of(Space::reference, number));
    return shelf.store.remove(key_of(Space::pack, number));
  });
}

Code scan_folder(Shelf& shelf, const std::string& where, uint32_t most, postil_shelf_scanned& scanned) {
  scanned = {};
  const std::string folder = absolute(where);
  DIR* const there = opendir(folder.c_str());
  if (!there) return shelf.message = "no such folder", Code::absent;
  closedir(there);
  Catalogue catalogue;
  if (Code c = catalogue.load(shelf); c != Code::ok) return c;
  std::vector<std::string> paths;
  walk(folder, kDepth, paths);
  std::vector<bool> seen(catalogue.records.size());
  std::vector<NewPack> packs;
  std::vector<uint32_t> numbers;
  uint32_t read = 0;
  bool more = false;
  const auto flush = [&]() -> Code {
    if (packs.empty()) return Code::ok;
    std::vector<NewPack> now = packs;
    if (Code c = take_in(shelf, packs, numbers); c != Code::ok) return c;
    for (size_t i = 0; i < now.size(); ++i) {
      now[i].record.number = numbers[i];
      size_t at = 0;
      while (at < catalogue.records.size() && catalogue.records[at].number != numbers[i]) ++at;
      if (at == catalogue.records.size()) {
        catalogue.add(now[i].record);
        seen.push_back(true);
      } else {
        catalogue.records[at] = now[i].record;
        catalogue.by_path[now[i].record.path] = at;
      }
    }
    numbers.clear();
    return Code::ok;
  };
  for (const std::string& path : paths) {
    FileState state;
    if (!file_state(path, state)) continue;
    ++scanned.seen;
    const auto known = catalogue.by_path.find(path);
    if (known != catalogue.by_path.end()) {
      seen[known->second] = true;
      const PackRecord& r = catalogue.records[known->second];
      if (r.size == state.size && r.time == state.time) continue;
    }
    if (read == most) {
      more = true;
      continue;
    }
    ++read;
    NewPack pack;
    if (read_pack(shelf, path, state, catalogue.at(path), pack) != Code::ok) {
      ++scanned.failed;
      continue;
    }
    // Two files of one pack in one batch: the second is a copy of the first.
    if (std::any_of(packs.begin(), packs.end(),
                    [&](const NewPack& p) { return p.record.pack_id == pack.record.pack_id; }))
      if (Code c = flush(); c != Code::ok) return c;
    const uint32_t number = place_for(catalogue, pack, scanned);
    for (size_t i = 0; number && i < seen.size(); ++i)
      if (catalogue.records[i].number == number) seen[i] = true;
    numbers.push_back(number);
    packs.push_back(std::move(pack));
    if (packs.size() == kTogether)
      if (Code c = flush(); c != Code::ok) return c;
  }
  if (Code c = flush(); c != Code::ok) return c;

  // What is gone from here, and what has come back. A copy takes the place of an original that is gone.
  std::vector<PackRecord> changed;
  std::vector<uint32_t> dropped;
  for (size_t i = 0; i < seen.size(); ++i) {
    PackRecord r = catalogue.records[i];
    const bool here = r.path.size() > folder.size() && r.path.compare(0, folder.size(), folder) == 0 &&
                      (folder == "/" || r.path[folder.size()] == '/');
    if (!here) continue;
    if (r.copy_of) {
      if (!seen[i]) dropped.push_back(r.number);
      continue;
    }
    const bool was_missing = r.missing != 0;
    r.missing = !seen[i];
    for (size_t k = 0; r.missing && k < seen.size(); ++k) {
      const PackRecord& copy = catalogue.records[k];
      if (copy.copy_of != r.number || !seen[k]) continue;
      r.path = copy.path, r.size = copy.size, r.time = copy.time, r.missing = 0;
      dropped.push_back(copy.number);
      ++scanned.moved;
    }
    scanned.missing += r.missing;
    if (was_missing != (r.missing != 0) || r.path != catalogue.records[i].path) changed.push_back(r);
  }
  if (!changed.empty() || !dropped.empty()) {
    const Code c = shelf.write([&]() -> Code {
      for (const PackRecord& now : changed) {
        PackRecord r;
        const Code code = load_pack(shelf, now.number, r);
        if (code == Code::absent) continue;
        if (code != Code::ok) return code;
        // As it was taken in just now, where it was.
        if (now.path != r.path) r.path = now.path, r.size = now.size, r.time = now.time;
        r.missing = now.missing;
        if (Code put = save_record(shelf, r); put != Code::ok) return put;
      }
      for (const uint32_t number : dropped)
        if (Code code = shelf.store.remove(key_of(Space::pack, number)); code != Code::ok && code != Code::absent)
          return code;
      return Code::ok;
    });
    if (c != Code::ok) return c;
  }
  return more ? Code::limit : Code::ok;
}

}  // namespace postil::shelf
