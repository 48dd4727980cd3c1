#include "shelf/names.h"

#include <algorithm>

#include "schema/bytes.h"
#include "schema/checksum.h"

namespace postil::shelf {
namespace {

constexpr uint32_t kPartitions = 64;    // by the highest six bits of the hash
constexpr uint32_t kEntry = 7;          // u32 of the hash, u24 slot; ascending
constexpr uint32_t kMaxNames = 200000;  // of one pack
constexpr uint32_t kMaxSlots = 4096;    // that one name is looked for in
constexpr uint32_t kWindow = 64;        // entries that are read at once where the search has come near

uint32_t partition_of(uint64_t hash) {
  return static_cast<uint32_t>(hash >> 58);
}
uint32_t rest_of(uint64_t hash) {
  return static_cast<uint32_t>(hash >> 26);
}

struct Entry {
  uint32_t rest, slot;
  bool operator<(const Entry& o) const { return rest != o.rest ? rest < o.rest : slot < o.slot; }
};

Entry load_entry(const char* p) {
  return {load32(p), load32(p + 3) >> 8};
}
void append_entry(std::string& out, const Entry& e) {
  char bytes[8];
  store32(bytes, e.rest);
  store32(bytes + 4, e.slot);
  out.append(bytes, kEntry);
}

// `packed` and `more`, both ascending, in one; entries of slots that are gone are left out where `live` is given.
std::string merged(const std::string& packed, const std::vector<Entry>& more, const std::vector<bool>* live) {
  std::string out;
  out.reserve(packed.size() + more.size() * kEntry);
  const auto put = [&](const Entry& e) {
    if (!live || (e.slot < live->size() && (*live)[e.slot])) append_entry(out, e);
  };
  size_t at = 0;
  const size_t end = packed.size() / kEntry * kEntry;
  for (const Entry& e : more) {
    for (; at < end; at += kEntry) {
      const Entry old = load_entry(packed.data() + at);
      if (e < old) break;
      put(old);
    }
    put(e);
  }
  for (; at < end; at += kEntry) put(load_entry(packed.data() + at));
  return out;
}

Code get_or_empty(Store& store, const std::string& key, std::string& value) {
  const Code c = store.get(key, value);
  if (c != Code::absent) return c;
  value.clear();
  return Code::ok;
}

// The fresh fingerprints of one partition go to the others.
Code settle(Shelf& shelf, uint32_t partition, const std::vector<bool>& live) {
  std::string fresh, names;
  if (Code c = get_or_empty(shelf.store, key_of(Space::fresh, partition), fresh); c != Code::ok) return c;
  if (fresh.empty()) return Code::ok;
  if (Code c = get_or_empty(shelf.store, key_of(Space::names, partition), names); c != Code::ok) return c;
  std::vector<Entry> entries;
  entries.reserve(fresh.size() / kEntry);
  for (size_t at = 0; at + kEntry <= fresh.size(); at += kEntry) entries.push_back(load_entry(fresh.data() + at));
  const std::string all = merged(names, entries, &live);
  if (Code c = shelf.store.put(key_of(Space::names, partition), all); c != Code::ok) return c;
  return shelf.store.remove(key_of(Space::fresh, partition));
}

// The slots of the entries of `rest` in one value, found by where its hash must stand: hashes are spread evenly. Where they are not, by halves.
Code slots_in(Store& store, const std::string& key, uint32_t rest, std::vector<uint32_t>& slots) {
  uint32_t size = 0;
  const Code found = store.size_of(key, size);
  if (found == Code::absent) return Code::ok;
  if (found != Code::ok) return found;
  uint32_t low = 0, high = size / kEntry;  // the first entry not below `rest` is in [low, high]
  uint64_t low_rest = 0, high_rest = uint64_t{1} << 32;
  char bytes[kWindow * kEntry];
  for (int step = 0; high - low > kWindow; ++step) {
    uint32_t middle = low + (high - low) / 2;
    if (step % 4 != 3) middle = low + static_cast<uint32_t>((rest - low_rest) * (high - low) / (high_rest - low_rest));
    middle = std::min(std::max(middle, low), high - 1);
    if (Code c = store.part(middle * kEntry, kEntry, bytes); c != Code::ok) return c;
    const uint32_t there = load32(bytes);
    if (there < rest)
      low = middle + 1, low_rest = there;
    else
      high = middle, high_rest = uint64_t{there} + 1;
    if (low_rest > rest || high_rest <= low_rest) return Code::corrupt;
  }
  for (const uint32_t count = size / kEntry; low < count;) {
    const uint32_t n = std::min(kWindow, count - low);
    if (Code c = store.part(low * kEntry, n * kEntry, bytes); c != Code::ok) return c;
    for (uint32_t i = 0; i < n; ++i, ++low) {
      const Entry e = load_entry(bytes + i * kEntry);
      if (e.rest > rest || slots.size() >= kMaxSlots) return Code::ok;
      if (e.rest == rest) slots.push_back(e.slot);
    }
  }
  return Code::ok;
}

}  // namespace

uint64_t hash_of_key(std::string_view key) {
  return checksum64(key.data(), key.size());
}
uint64_t hash_of_name(std::string_view folded) {
  return hash_of_key(stored_key(std::string(1, static_cast<char>(format::KeySpace::alias)).append(folded)));
}
uint64_t hash_of_external(std::string_view id) {
  return hash_of_key(stored_key(std::string(1, static_cast<char>(format::KeySpace::external_id)).append(id)));
}

Code names_of(Pack& pack, std::vector<uint64_t>& out) {
  out.clear();
  const bool reference = pack.root().kind() == fb::PackKind::reference;
  for (const format::KeySpace space : {format::KeySpace::alias, format::KeySpace::external_id}) {
    if (pack.leaves() == 0 || (reference && space == format::KeySpace::alias)) continue;
    const std::string first(1, static_cast<char>(space));
    uint32_t leaf = 0;
    if (Code c = pack.leaf_of(first, leaf); c != Code::ok) return c;
    for (bool more = true; more && leaf < pack.leaves(); ++leaf) {
      const uint8_t* page = nullptr;
      if (Code c = pack.leaf(leaf, page); c != Code::ok) return c;
      PageCursor cursor(page);
      for (bool at = cursor.seek(first); at; at = cursor.next()) {
        if (cursor.key()[0] != first[0]) {
          more = false;
          break;
        }
        const uint64_t hash = hash_of_key(cursor.key());
        if (out.empty() || out.back() != hash) out.push_back(hash);
        if (out.size() >= kMaxNames) {
          more = false;
          break;
        }
      }
      if (cursor.corrupt()) return Code::corrupt;
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return Code::ok;
}

Code add_names(Shelf& shelf, std::vector<Fingerprint>& fingerprints, uint32_t packs) {
  std::sort(fingerprints.begin(), fingerprints.end(), [](const Fingerprint& a, const Fingerprint& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.slot < b.slot;
  });
  std::vector<Entry> entries;
  for (size_t i = 0; i < fingerprints.size();) {
    const uint32_t partition = partition_of(fingerprints[i].hash);
    entries.clear();
    for (; i < fingerprints.size() && partition_of(fingerprints[i].hash) == partition; ++i)
      entries.push_back({rest_of(fingerprints[i].hash), fingerprints[i].slot});
    std::sort(entries.begin(), entries.end());
    const std::string key = key_of(Space::fresh, partition);
    std::string fresh;
    if (Code c = get_or_empty(shelf.store, key, fresh); c != Code::ok) return c;
    if (Code c = shelf.store.put(key, merged(fresh, entries, nullptr)); c != Code::ok) return c;
  }
  // With each pack one partition is settled: all have their turn, and no commit is larger than another.
  std::vector<bool> live;
  const std::string prefix(1, static_cast<char>(Space::slot));
  if (Code c = shelf.store.each(prefix, prefix,
                                [&](std::string_view key, const std::string&) {
                                  uint32_t slot = 0;
                                  for (size_t i = 1; i < key.size(); ++i)
                                    slot = slot << 8 | static_cast<uint8_t>(key[i]);
                                  if (slot > kMaxSlot) return true;
                                  if (live.size() <= slot) live.resize(slot + 1);
                                  live[slot] = true;
                                  return true;
                                });
      c != Code::ok)
    return c;
  for (uint32_t i = 0; i < std::min(packs, kPartitions); ++i) {
    if (Code c = settle(shelf, shelf.meta.merge_at % kPartitions, live); c != Code::ok) return c;
    shelf.meta.merge_at = (shelf.meta.merge_at + 1) % kPartitions;
  }
  return Code::ok;
}

Code each_reference(Shelf& shelf, std::vector<uint32_t>& numbers) {
  const std::string prefix(1, static_cast<char>(Space::reference));
  return shelf.store.each(prefix, prefix, [&](std::string_view key, const std::string&) {
    uint32_t number = 0;
    for (size_t i = 1; i < key.size(); ++i) number = number << 8 | static_cast<uint8_t>(key[i]);
    numbers.push_back(number);
    return true;
  });
}

Code packs_with(Shelf& shelf, uint64_t hash, std::vector<uint32_t>& numbers) {
  std::vector<uint32_t> slots;
  for (const Space space : {Space::names, Space::fresh})
    if (Code c = slots_in(shelf.store, key_of(space, partition_of(hash)), rest_of(hash), slots); c != Code::ok)
      return c;
  std::sort(slots.begin(), slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  for (const uint32_t slot : slots) {
    std::string value;
    const Code c = shelf.store.get(key_of(Space::slot, slot), value);
    if (c == Code::absent) continue;  // of an edition that was replaced
    if (c != Code::ok) return c;
    if (value.size() != 4) return Code::corrupt;
    numbers.push_back(load32(value.data()));
  }
  return Code::ok;
}

}  // namespace postil::shelf
