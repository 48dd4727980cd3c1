// Formats that Postil does not read itself, made into one that it does by programs of the system: pandoc (to HTML) and calibre's
// ebook-convert (to EPUB). They are looked for on PATH and run without a shell, in a private folder, with limits.
#pragma once
#include <string>
#include <string_view>

#include "schema/result.h"

namespace postil {

// The format that another program must convert, told by the first bytes (`head`, up to 4 KiB) and, where they do not tell, by the
// extension in lower case; empty for what Postil reads itself. Old Word files and the like are formats too: convert() refuses them.
std::string foreign_format(std::string_view head, const std::string& extension);

struct ConverterOptions {
  unsigned seconds = 600;                // a converter that runs longer is killed
  uint64_t output_bytes = 256ull << 20;  // the largest file that it may write
};

// What a conversion gave: a file in a private folder, which goes with the object.
class Converted {
 public:
  Converted() = default;
  Converted(const Converted&) = delete;
  Converted& operator=(const Converted&) = delete;
  ~Converted();
  std::string folder, file;
  bool epub = false;  // else HTML
};

// Converts the file at `path`, which may be as hostile as any. Code::unsupported: no program that reads the format is installed;
// Code::corrupt: the program failed, its last words in the message; Code::limit: it took too long or wrote too much.
Result convert(const std::string& path, const std::string& format, const ConverterOptions& options, Converted& out);

}  // namespace postil
