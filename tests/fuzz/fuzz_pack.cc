// A pack, opened and asked for everything through postil.h.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" {
#include "tests/support/ask_everything.h"
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const int file = memfd_create("pack", 0);
  if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) return 0;
  const std::string path = "/proc/self/fd/" + std::to_string(file);
  for (const uint32_t mode : {POSTIL_MMAP, POSTIL_PREAD}) {
    postil_pack* pack = nullptr;
    if (postil_open(path.c_str(), mode, 0, &pack) != POSTIL_OK) continue;
    ask_everything(pack, 40, nullptr);
    postil_verify(pack);
    postil_close(pack);
  }
  return 0;
}
