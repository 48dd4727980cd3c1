// An EPUB: archive, package, contents and documents.
#include <sys/mman.h>
#include <unistd.h>

#include "tests/fuzz/stages.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return postil::fuzz_book(data, size, [](const std::string& bytes, postil::Book& book) {
    static const int file = memfd_create("epub", 0);
    if (ftruncate(file, 0) != 0 || pwrite(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
      return postil::Result{postil::Code::io, "no file in memory"};
    return postil::read_epub("/proc/self/fd/" + std::to_string(file), {}, book);
  });
}
