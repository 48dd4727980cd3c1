// Bytes to Book: what every kind of source becomes.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "packer/book.h"
#include "packer/read/images.h"
#include "schema/result.h"

namespace postil {

constexpr uint64_t kMaxSourceBytes = 1u << 30;  // of an EPUB
constexpr uint64_t kMaxTextBytes = 256u << 20;  // of a text or markup file

struct ReadOptions {
  unsigned jobs = 1;                                        // threads; the Book does not depend on it
  unsigned converter_seconds = 600;                         // the time of another program (converters.h)
  std::function<void(size_t done, size_t total)> progress;  // documents read
};

// Reads one book: an EPUB, or the files that make it up, in order; each is told by its content first and its extension
// second; what Postil does not read itself goes through a converter (converters.h). Fills metadata (digests included; of several files the SHA-256 is that of their bytes one after the other,
// the partial MD5 the first one's), files, elements, paragraphs without pos and print, and toc. `images`, where given: where its images lie.
Result read_book(const std::vector<std::string>& paths, const ReadOptions& options, Book& book,
                 ImageFiles* images = nullptr);
inline Result read_book(const std::string& path, Book& book) {
  return read_book(std::vector<std::string>{path}, {}, book);
}

// What read_book is made from; `bytes` is the whole file. Each appends its documents to the book.
Result read_epub(const std::string& path, const ReadOptions& options, Book& book);
Result read_html(std::string_view bytes, const std::string& name, Book& book);
Result read_tei(std::string_view bytes, const std::string& name, Book& book);
Result read_markdown(std::string bytes, const std::string& name, Book& book);
Result read_plain_text(std::string bytes, const std::string& name, Book& book);

// The files' SHA-256 (32 bytes) and KOReader's partial MD5 of the first (16 bytes; 1 KiB samples at 0 and at 1024 <<
// 2i, i = 0..10).
Result digest_files(const std::vector<std::string>& paths, std::string& sha256, std::string& partial_md5);

// The SHA-256 (32 bytes) of bytes in memory.
bool sha256(std::string_view bytes, std::string& out);

}  // namespace postil
