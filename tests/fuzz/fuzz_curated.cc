// A curated entity file, applied to a small book.
#include "packer/entities/curated.h"
#include "tests/fuzz/stages.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 65536) return 0;
  postil::CuratedSet set;
  if (!postil::parse_curated(std::string(reinterpret_cast<const char*>(data), size), set)) return 0;
  postil::Book book;
  if (!postil::read_plain_text("Captain Edmund Harrow came to Port Aldane.\n\nHarrow stayed.\n", "t.txt", book))
    std::abort();
  postil::structure(book);
  const postil::NoteSet notes = postil::find_notes(book);
  const postil::CitationSet citations = postil::find_citations(book, notes);
  postil::EntitySet found = postil::link_names(book, notes, citations, postil::find_names(book, notes, citations));
  postil::apply_curated(book, notes, set, found);
  postil::draft(book, found, set);
  return 0;
}
