// What packer and device share, on untrusted bytes: index pages, posting lists, prints and positions, hrefs.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "packer/structure/href.h"
#include "schema/bytes.h"
#include "schema/checksum.h"
#include "schema/page.h"
#include "schema/position.h"
#include "schema/posting.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace postil;
  const std::string text(reinterpret_cast<const char*>(data), size);
  PostingReader postings(text);
  Posting posting;
  uint32_t last = 0;
  while (postings.next(posting)) {
    if (posting.pos < last) std::abort();
    last = posting.pos;
  }
  std::vector<uint8_t> page(format::kPageSize, 0);
  std::copy(data, data + std::min(size, page.size() - 4), page.begin() + 4);
  store32(page.data(), checksum32(page.data() + 4, page.size() - 4));
  if (page_valid(page.data(), page[4], load32(page.data() + 12))) {
    PageCursor cursor(page.data());
    for (bool more = cursor.first(); more; more = cursor.next())
      if (cursor.key().size() > format::kMaxKey) std::abort();
    cursor.seek(text.substr(0, 20));
    uint32_t child;
    child_of(page.data(), text.substr(0, 20), child);
  }
  if (ink_offset(text, ink_count(text)) != text.size()) std::abort();
  print_of(text);
  const size_t half = size / 2;
  resolve_href(text.substr(0, half), text.substr(half));
  return 0;
}
