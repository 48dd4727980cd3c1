#include "packer/read/read.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace postil {
namespace {

std::string lower_extension(const std::string& path) {
  const size_t dot = path.rfind('.'), slash = path.rfind('/');
  if (dot == std::string::npos || (slash != std::string::npos && dot < slash)) return "";
  std::string out = path.substr(dot + 1);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

Result slurp(const std::string& path, uint64_t size, std::string& out) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {Code::io, std::strerror(errno)};
  out.resize(size);
  size_t have = 0;
  while (have < size) {
    const ssize_t n = read(fd, &out[have], size - have);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    have += static_cast<size_t>(n);
  }
  close(fd);
  out.resize(have);
  return have == size ? Result{} : Result{Code::io, "it cannot be read to its end"};
}

}  // namespace

Result read_book(const std::string& path, Book& book) {
  struct stat st;
  if (stat(path.c_str(), &st) != 0) {
    if (errno == ENOENT) return {Code::absent, "no such file"};
    return {errno == EACCES ? Code::permission : Code::io, std::string("it cannot be looked at (") + std::strerror(errno) + ")"};
  }
  if (S_ISDIR(st.st_mode)) return {Code::corrupt, "it is a folder; name a book's file (an unpacked EPUB must be zipped first)"};
  if (!S_ISREG(st.st_mode)) return {Code::corrupt, "it is not an ordinary file"};
  if (access(path.c_str(), R_OK) != 0) return {Code::permission, "you may not read it; change its permissions"};
  const auto size = static_cast<uint64_t>(st.st_size);
  if (size == 0) return {Code::corrupt, "the file is empty"};
  std::string head;
  if (Result r = slurp(path, std::min<uint64_t>(size, 4096), head); !r) return r;
  const std::string name = path.substr(path.rfind('/') + 1), extension = lower_extension(path);
  Result done;
  if (head.compare(0, 4, "PK\x03\x04") == 0 || extension == "epub" || extension == "kepub") {
    if (size > kMaxSourceBytes) return {Code::limit, "the file is larger than 1 GiB"};
    done = read_epub(path, book);
  } else {
    if (size > kMaxTextBytes) return {Code::limit, "the file is larger than 256 MiB, too much for one text"};
    // Noise is told by its first bytes, before the whole of it is in memory.
    const bool utf16 = head.compare(0, 2, "\xFF\xFE") == 0 || head.compare(0, 2, "\xFE\xFF") == 0;
    if (!utf16 && head.find('\0') != std::string::npos)
      return {Code::corrupt, "it is neither text nor a book that Postil knows; EPUB, XHTML, HTML and plain text are read"};
    std::string bytes;
    if (Result r = slurp(path, size, bytes); !r) return r;
    const size_t start = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const std::string_view lead = start == std::string::npos ? std::string_view() : std::string_view(head).substr(start);
    const bool markup = extension == "xhtml" || extension == "html" || extension == "htm" ||
                        ((extension != "txt" && extension != "md") && !lead.empty() && lead[0] == '<' &&
                         (lead.substr(0, 1024).find("<html") != std::string_view::npos || lead.substr(0, 1024).find("<HTML") != std::string_view::npos));
    done = markup ? read_html(bytes, name, book) : read_plain_text(std::move(bytes), name, book);
  }
  if (!done) return done;
  if (book.metadata.title.empty()) book.metadata.title = name.substr(0, name.size() - (extension.empty() ? 0 : extension.size() + 1));
  return digest_file(path, book.metadata.source_sha256, book.metadata.partial_md5);
}

}  // namespace postil
