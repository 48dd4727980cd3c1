#include "packer/pack.h"

#include <algorithm>

#include "packer/citations/citations.h"
#include "packer/entities/entities.h"
#include "packer/read/read.h"
#include "packer/report/book_check.h"
#include "packer/structure/structure.h"

namespace postil {

Result compile_book(const std::string& input, const PackOptions& options, Compiled& out) {
  out.reference = options.reference;
  if (options.reference) {
    if (Result r = read_curated(input, out.entities); !r) return r;
    const std::string name = input.substr(input.rfind('/') + 1);
    out.book.metadata.title = options.title.empty() ? name.substr(0, name.rfind('.')) : options.title;
    return {};
  }
  if (Result r = read_book(input, out.book); !r) return r;
  if (!options.title.empty()) out.book.metadata.title = options.title;
  if (!options.language.empty()) out.book.metadata.language = options.language;
  structure(out.book);
  out.notes = find_notes(out.book, options.notes);
  check_book(out.book, out.notes);
  out.citations = find_citations(out.book, out.notes);
  out.entities = link_names(out.book, out.notes, out.citations, find_names(out.book, out.notes, out.citations));
  for (const std::string& path : options.curated) {
    EntitySet curated;
    if (Result r = read_curated(path, curated); !r) return {r.code, path + ": " + r.message};
    apply_curated(out.book, out.notes, curated, out.entities);
  }
  return {};
}

std::string summary(const Compiled& c) {
  const auto linked = std::count_if(c.notes.marks.begin(), c.notes.marks.end(), [](const Mark& m) { return m.note != kNone; });
  std::string out;
  if (!c.reference) {
    out = std::to_string(c.notes.marks.size()) + " noterefs: " + std::to_string(linked) + " linked, " + std::to_string(c.notes.marks.size() - static_cast<size_t>(linked)) +
          " unresolved; " + std::to_string(c.notes.notes.size()) + " notes; " + std::to_string(c.citations.works.size()) + " works; ";
  }
  out += std::to_string(c.entities.entities.size()) + " entities";
  if (!c.reference) out += "; " + std::to_string(c.book.chapters.size()) + " chapters";
  return out;
}

}  // namespace postil
