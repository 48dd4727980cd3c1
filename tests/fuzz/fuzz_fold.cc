// Folding must take any bytes, give valid UTF-8, and change nothing when done twice.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "schema/fold.h"
#include "schema/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string once = postil::fold(text);
  if (!postil::utf8_valid(once)) std::abort();
  if (postil::fold(once) != once) std::abort();
  std::vector<std::string> variants;
  postil::fold_variants(once, variants);
  for (const std::string& variant : variants)
    if (!postil::utf8_valid(variant)) std::abort();
  return 0;
}
