// A ZIP archive made in memory, the same bytes every time.
#pragma once
#include <string>
#include <vector>

#include "schema/result.h"

namespace postil {

struct ZipEntry {
  std::string name, bytes;
  bool stored = false;  // not compressed
};

// In the order given, all of 1 January 1980. Names are UTF-8.
Result zip_bytes(const std::vector<ZipEntry>& entries, std::string& out);

}  // namespace postil
