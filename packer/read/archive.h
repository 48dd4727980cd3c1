// A ZIP archive, read with limits: archives are hostile until checked.
#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "schema/result.h"

namespace postil {

struct ArchiveLimits {
  uint64_t entries = 20000;
  uint64_t entry_bytes = 64u << 20;   // decompressed, of an entry that is read
  uint64_t total_bytes = 512u << 20;  // decompressed, of all entries that are read
  uint64_t ratio = 200;               // decompressed to compressed, of entries over 1 MiB
};

class Archive {
 public:
  Archive();
  ~Archive();
  // Names are checked: no "..", no absolute ones, none twice.
  Result open(const std::string& path, const ArchiveLimits& limits = {});
  const std::vector<std::string>& names() const { return names_; }
  bool has(const std::string& name) const;
  // The name as the archive spells it where the two differ in the case of ASCII letters only and one entry alone has it;
  // else the name itself. Books made where file names have no case are read that way by most readers.
  std::string spelled(const std::string& name) const;
  Result read(const std::string& name, std::string& out);  // absent when it is not there

 private:
  struct Zip;
  std::unique_ptr<Zip> zip_;
  ArchiveLimits limits_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, uint32_t> folded_;  // lower case -> row of names_; kSeveral: of no one entry
  uint64_t total_ = 0;
};

}  // namespace postil
