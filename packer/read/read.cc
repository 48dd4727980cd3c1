#include "packer/read/read.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "packer/read/converters.h"

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
  if (fd < 0)
    return {Code::io, std::string("it cannot be opened (") + std::strerror(errno) + "); check the file and its disk"};
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
  return have == size ? Result{} : Result{Code::io, "it cannot be read to its end; check the file and its disk"};
}

constexpr const char* kUnknown =
    "it is neither text nor a book that Postil knows; EPUB, XHTML, HTML, plain text, Markdown and TEI are read, DOCX, "
    "ODT, FB2, "
    "MOBI and others through pandoc or calibre";

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

Result looked_at(const std::string& path, uint64_t& size, std::string& head) {
  struct stat st;
  if (stat(path.c_str(), &st) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return {Code::absent, "no such file; check the name"};
    if (errno == EACCES) return {Code::permission, "you may not look into its folder; change the permissions"};
    return {Code::io, std::string("it cannot be looked at (") + std::strerror(errno) + "); check the name"};
  }
  if (S_ISDIR(st.st_mode))
    return {Code::corrupt, "it is a folder; name a book's file (an unpacked EPUB must be zipped first)"};
  if (!S_ISREG(st.st_mode)) return {Code::corrupt, "it is not an ordinary file; save the book to one"};
  if (access(path.c_str(), R_OK) != 0) return {Code::permission, "you may not read it; change its permissions"};
  size = static_cast<uint64_t>(st.st_size);
  if (size == 0) return {Code::corrupt, "the file is empty; download or export it again"};
  return slurp(path, std::min<uint64_t>(size, 4096), head);
}

bool is_epub(const std::string& head, const std::string& extension) {
  return head.compare(0, 4, "PK\x03\x04") == 0 || extension == "epub" || extension == "kepub";
}

bool is_text(const std::string& head) {
  return std::none_of(head.begin(), head.end(), [](char c) { return (c >= 0 && c < 9) || (c > 13 && c < 32); });
}

bool is_utf16(const std::string& head) {
  return head.compare(0, 2, "\xFF\xFE") == 0 || head.compare(0, 2, "\xFE\xFF") == 0;
}

enum class Kind { text, markdown, html, tei };

Kind kind_of(const std::string& head, const std::string& extension) {
  if (extension == "xhtml" || extension == "html" || extension == "htm") return Kind::html;
  if (extension == "md" || extension == "markdown") return Kind::markdown;
  if (extension == "txt") return Kind::text;
  if (extension == "tei") return Kind::tei;
  const size_t start = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (start == std::string::npos || head[start] != '<') return Kind::text;
  const std::string_view lead = std::string_view(head).substr(start);
  if (lead.find("<TEI") != std::string_view::npos || lead.find("tei-c.org/ns/1.0") != std::string_view::npos)
    return Kind::tei;
  return lead.find("<html") != std::string_view::npos || lead.find("<HTML") != std::string_view::npos ? Kind::html
                                                                                                      : Kind::text;
}

Result read_epub_file(const std::string& path, uint64_t size, bool alone, const ReadOptions& options, Book& book,
                      ImageFiles& images) {
  if (!alone) return {Code::invalid_argument, "an EPUB is a whole book; pack it alone"};
  images.epub = path;
  if (size > kMaxSourceBytes) return {Code::limit, "the file is larger than 1 GiB; shrink its images or split it"};
  return read_epub(path, options, book);
}

// Whether a document of that kind can follow those that the book has.
Result fits(const std::string& name, bool plain_text, const Book& book) {
  if (!book.files.empty() && book.plain_text != plain_text)
    return {Code::invalid_argument, "plain text and marked-up text do not make one book; convert one of them"};
  for (const SourceFile& file : book.files)
    if (file.path == name)
      return {Code::invalid_argument, "two inputs have this name, by which places are told; rename one"};
  return {};
}

Result read_converted(const std::string& path, const std::string& format, bool alone, const ReadOptions& options,
                      Book& book, ImageFiles& images) {
  const std::string name = base_name(path);
  if (Result r = fits(name, false, book); !r) return r;
  images.converted = std::make_shared<Converted>();
  Converted& converted = *images.converted;
  if (Result r = convert(path, format, {options.converter_seconds, kMaxTextBytes}, converted); !r) return r;
  struct stat st;
  if (stat(converted.file.c_str(), &st) != 0) return {Code::io, "what the converter wrote is gone; try again"};
  const auto size = static_cast<uint64_t>(st.st_size);
  if (converted.epub) return read_epub_file(converted.file, size, alone, options, book, images);
  std::string bytes;
  if (Result r = slurp(converted.file, size, bytes); !r) return r;
  return read_html(bytes, name, book);
}

// One file, read to the end of the book.
Result read_source(const std::string& path, bool alone, const ReadOptions& options, Book& book, ImageFiles& images) {
  uint64_t size = 0;
  std::string head;
  if (Result r = looked_at(path, size, head); !r) return r;
  const std::string name = base_name(path), extension = lower_extension(path);
  if (const std::string format = foreign_format(head, extension); !format.empty()) {
    if (size > kMaxSourceBytes) return {Code::limit, "the file is larger than 1 GiB; shrink its images or split it"};
    return read_converted(path, format, alone, options, book, images);
  }
  if (extension == "epub" && is_text(head))
    return {Code::corrupt, "it is called .epub but is text; name it .txt, .md or .html, or export the book again"};
  if (is_epub(head, extension)) return read_epub_file(path, size, alone, options, book, images);
  // Noise is told by its first bytes, before the whole of it is in memory.
  const Kind kind = kind_of(head, extension);
  const bool markup = kind == Kind::html || kind == Kind::tei;
  if (!is_utf16(head) && head.find('\0') != std::string::npos) return {Code::corrupt, kUnknown};
  if (size > kMaxTextBytes) return {Code::limit, "the file is larger than 256 MiB, too much for one text; split it"};
  if (Result r = fits(name, !markup, book); !r) return r;
  images.inputs.push_back(path);
  std::string bytes;
  if (Result r = slurp(path, size, bytes); !r) return r;
  switch (kind) {
    case Kind::html:
      return read_html(bytes, name, book);
    case Kind::tei:
      return read_tei(bytes, name, book);
    case Kind::markdown:
      return read_markdown(std::move(bytes), name, book);
    case Kind::text:
      break;
  }
  return read_plain_text(std::move(bytes), name, book);
}

}  // namespace

Result read_book(const std::vector<std::string>& paths, const ReadOptions& options, Book& book, ImageFiles* images) {
  ImageFiles unwanted;
  for (size_t i = 0; i < paths.size(); ++i) {
    if (Result r = read_source(paths[i], paths.size() == 1, options, book, images ? *images : unwanted); !r) {
      r.file = paths[i];
      return r;
    }
    if (options.progress && paths.size() > 1) options.progress(i + 1, paths.size());
  }
  if (book.metadata.title.empty()) {
    const std::string name = base_name(paths[0]), extension = lower_extension(paths[0]);
    book.metadata.title = name.substr(0, name.size() - (extension.empty() ? 0 : extension.size() + 1));
  }
  return digest_files(paths, book.metadata.source_sha256, book.metadata.partial_md5);
}

}  // namespace postil
