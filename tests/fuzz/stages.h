// What a fuzz target does with a book that was read: everything that follows, up to the bytes of a pack.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <string>

#include "packer/citations/citations.h"
#include "packer/encode/encode.h"
#include "packer/entities/entities.h"
#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace postil {

using ReadBytes = Result (*)(const std::string& bytes, Book& book);

// Bytes larger than 64 KiB are passed over: size is tested elsewhere.
inline int fuzz_book(const uint8_t* data, size_t size, ReadBytes read) {
  if (size > 65536) return 0;
  Compiled c;
  if (!read(std::string(reinterpret_cast<const char*>(data), size), c.book)) return 0;
  structure(c.book);
  c.notes = find_notes(c.book);
  c.citations = find_citations(c.book, c.notes);
  c.entities = link_names(c.book, c.notes, c.citations, find_names(c.book, c.notes, c.citations));
  std::string pack;
  if (encode_pack(c, {1}, pack) && pack.size() < 64) std::abort();
  return 0;
}

}  // namespace postil
