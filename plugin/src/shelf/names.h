// The index of names over all packs: fingerprints of what a pack's own index is searched by, each with the slot of a pack that has it. A
// fingerprint only says where to look: the pack itself answers. SHELF.md tells why it is laid out so.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "pack.h"
#include "shelf/shelf.h"

namespace postil::shelf {

constexpr uint32_t kMaxSlot = (1u << 24) - 1;

struct Fingerprint {
  uint64_t hash;
  uint32_t slot;
};

// The hash of a key of a pack's index: names folded, ids and links as they are.
uint64_t hash_of_key(std::string_view key);
uint64_t hash_of_name(std::string_view folded);
uint64_t hash_of_external(std::string_view id);

// Hashes of all names, ids and links of a pack, ascending, each once; of a reference pack, which is searched directly, ids and links. No more
// than a quota.
Code names_of(Pack& pack, std::vector<uint64_t>& out);

// In a writing transaction: adds fingerprints of `packs` packs.
Code add_names(Shelf& shelf, std::vector<Fingerprint>& fingerprints, uint32_t packs);
// In a transaction: the numbers of the packs that may have it, in the order in which they were indexed.
Code packs_with(Shelf& shelf, uint64_t hash, std::vector<uint32_t>& numbers);
// The numbers of all reference packs.
Code each_reference(Shelf& shelf, std::vector<uint32_t>& numbers);

}  // namespace postil::shelf
