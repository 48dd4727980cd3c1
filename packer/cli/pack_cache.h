// Packs that were made before, found by what they are made from.
#pragma once
#include <string>
#include <vector>

#include "packer/pack.h"
#include "schema/result.h"

namespace postil::cli {

struct CachedPack {
  std::string pack;     // the file's bytes
  std::string summary;  // the line that pack ends with
  std::string report;   // as pack_report writes it, whatever its "inputs" and "pack" say
};

// One folder, one file an entry: written beside its name and renamed, checked when it is read. Any number of processes may use it
// at once. Entries belong to one build of the program.
class PackCache {
 public:
  explicit PackCache(std::string folder) : folder_(std::move(folder)) {}

  // Names the entry by the SHA-256 of this program, the inputs' and entity files' bytes and base names, the weights and
  // the options. False where a pack depends on more than that (a converter) or an input cannot be read.
  bool find(const std::vector<std::string>& inputs, const PackOptions& options);
  // False where there is none. A damaged entry is removed.
  bool read(CachedPack& out) const;
  Result write(const CachedPack& entry) const;

 private:
  std::string folder_, path_;
};

// The entries of a folder: their number and size; those that were used longest ago are removed until at most `limit` bytes are
// left.
struct CacheUse {
  size_t entries = 0, removed = 0;
  uint64_t bytes = 0;
};
Result use_of_cache(const std::string& folder, uint64_t limit, CacheUse& use);

}  // namespace postil::cli
