// TEI through every stage.
#include "tests/fuzz/stages.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return postil::fuzz_book(
      data, size, [](const std::string& bytes, postil::Book& book) { return postil::read_tei(bytes, "t.xml", book); });
}
