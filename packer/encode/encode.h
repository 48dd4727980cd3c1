// Compiled structs to one pack file.
#pragma once
#include <string>

#include "packer/book.h"
#include "schema/result.h"

namespace postil {

struct EncodeOptions {
  unsigned jobs = 1;  // threads that compress; the bytes do not depend on it
};

// Blocks, dictionary and index in memory. Deterministic.
Result encode_pack(const Compiled& compiled, const EncodeOptions& options, std::string& bytes);

// Writes beside the final name, syncs, renames. On failure nothing half-written stays and what was there is whole.
Result write_file(const std::string& path, const std::string& bytes);

Result write_pack(const Compiled& compiled, const EncodeOptions& options, const std::string& path);

}  // namespace postil
