// Bytes to Book: what every kind of source becomes.
#pragma once
#include <string>

#include "packer/book.h"
#include "schema/result.h"

namespace postil {

constexpr uint64_t kMaxSourceBytes = 1u << 30;  // of an EPUB
constexpr uint64_t kMaxTextBytes = 256u << 20;  // of a text or markup file

// Reads the book at `path`, told by its content first and its extension second. Fills metadata (digests included), files,
// elements, paragraphs without pos and print, and toc. Messages begin with the place inside the book where one is meant.
Result read_book(const std::string& path, Book& book);

// What read_book is made from; `bytes` is the whole file.
Result read_epub(const std::string& path, Book& book);
Result read_html(std::string_view bytes, const std::string& name, Book& book);
Result read_plain_text(std::string bytes, const std::string& name, Book& book);

// The file's SHA-256 (32 bytes) and KOReader's partial MD5 (16 bytes; 1 KiB samples at 0 and at 1024 << 2i, i = 0..10).
Result digest_file(const std::string& path, std::string& sha256, std::string& partial_md5);

}  // namespace postil
