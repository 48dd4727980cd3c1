// From a query to the index entries that it may mean. Only index pages are read here, and no more than a stated number
// of them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "near.h"
#include "pack.h"

namespace postil {

constexpr uint32_t kMaxCandidates = 512;  // entries that one lookup gathers
constexpr uint32_t kMaxLeafPages = 1024;  // leaf pages that one lookup reads
constexpr uint32_t kMaxQuery = 1024;      // bytes of a query that are looked at

struct Candidate {
  uint32_t block4 = 0, slot = 0;
  uint32_t kind = 0;    // POSTIL_EXACT ...
  uint32_t edits = 0;   // of a fuzzy match
  uint32_t length = 0;  // bytes of the folded key
  uint32_t weight = 0;  // log2 of the entity's mentions under this name, in the whole book
  std::string key;      // folded
};

// Keys under which a folded query may stand, most likely first: fold_variants(), and those that the text may have and the query not.
void variant_keys(const std::string& folded, std::vector<std::string>& keys);

class Lookup {
 public:
  // Names that the text reveals only after `until` are as good as absent.
  Lookup(Pack& pack, uint32_t until) : pack_(pack), until_(until) {}

  Code whole(const std::string& folded, uint32_t kind);
  Code variants(const std::string& folded);
  // The longest names that stand in a longer selection; of overlapping ones the longest.
  Code within(const std::string& folded);
  Code prefix(const std::string& folded);
  // Within one edit; within two where the word is long and nothing is nearer. The first letter is trusted first.
  Code fuzzy(const std::string& folded);
  // Distinct folded keys that begin so, in order.
  Code complete(const std::string& folded, uint32_t limit, std::vector<std::pair<std::string, uint32_t>>& out);

  std::vector<Candidate> found;

 private:
  Code at_or_after(std::string_view key, uint32_t& leaf, const uint8_t*& page);
  Code load(uint32_t leaf, const uint8_t*& page);
  // The alias keys that begin with `key`, in order; `f(cursor)` says whether to go on.
  template <class F>
  Code each(const std::string& key, F f);
  Code longest_from(const std::string& folded, const std::vector<std::pair<uint32_t, uint32_t>>& tokens, size_t first,
                    uint32_t& end);
  Code near(NearWord& word, const std::string& base);
  void take(const PageCursor& cursor, uint32_t kind, uint32_t edits);

  Pack& pack_;
  uint32_t until_, pages_ = 0;
};

}  // namespace postil
