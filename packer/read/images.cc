#include "packer/read/images.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "packer/read/archive.h"
#include "packer/read/converters.h"

namespace postil {
namespace {

bool begins(const std::string& bytes, std::string_view with, size_t at = 0) {
  return bytes.compare(at, with.size(), with) == 0;
}

// Past white space, comments, processing instructions and the document type stands the root.
bool is_svg(const std::string& bytes) {
  if (bytes.find("<!ENTITY") != std::string::npos || bytes.find('\0') != std::string::npos) return false;
  size_t at = begins(bytes, "\xEF\xBB\xBF") ? 3 : 0;
  for (;;) {
    at = bytes.find_first_not_of(" \t\r\n", at);
    if (at == std::string::npos) return false;
    const char* end = begins(bytes, "<!--", at) ? "-->" : begins(bytes, "<?", at) ? "?>" : nullptr;
    if (!end && begins(bytes, "<!DOCTYPE", at)) end = ">";
    if (!end) return begins(bytes, "<svg", at) || begins(bytes, "<svg:svg", at);
    const size_t close = bytes.find(end, at);
    if (close == std::string::npos) return false;
    at = close + std::string_view(end).size();
  }
}

int hex_digit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escaped =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    out += escaped ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
    if (escaped) i += 2;
  }
  return out;
}

bool base64_decoded(const std::string& text, std::string& out) {
  std::string digits;
  for (const char c : text)
    if (c != ' ' && (c < 9 || c > 13) && c != '=') digits += c;
  const size_t padding = (4 - digits.size() % 4) % 4;
  digits.append(padding, '=');
  out.resize(digits.size() / 4 * 3);
  const int n = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(&out[0]),
                                reinterpret_cast<const unsigned char*>(digits.data()), static_cast<int>(digits.size()));
  if (n < 0 || padding == 3 || static_cast<size_t>(n) < padding) return false;
  out.resize(static_cast<size_t>(n) - padding);
  return true;
}

std::string real_path(const std::string& path) {
  char* whole = realpath(path.c_str(), nullptr);
  const std::string out = whole ? whole : "";
  std::free(whole);
  return out;
}

// An ordinary file, at most kMaxImageBytes.
bool read_small(const std::string& path, std::string& out) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return false;
  struct stat st;
  bool good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
              static_cast<uint64_t>(st.st_size) <= kMaxImageBytes;
  if (good) {
    out.resize(static_cast<size_t>(st.st_size));
    good = read(fd, &out[0], out.size()) == st.st_size;
  }
  close(fd);
  return good;
}

}  // namespace

ImageKind image_kind(const std::string& bytes) {
  if (begins(bytes, "\x89PNG\r\n\x1A\n")) return ImageKind::png;
  if (begins(bytes, "\xFF\xD8\xFF")) return ImageKind::jpeg;
  if (begins(bytes, "GIF87a") || begins(bytes, "GIF89a")) return ImageKind::gif;
  if (bytes.size() > 12 && begins(bytes, "RIFF") && begins(bytes, "WEBP", 8)) return ImageKind::webp;
  return is_svg(bytes) ? ImageKind::svg : ImageKind::other;
}

bool data_of_uri(const std::string& uri, std::string& bytes) {
  bytes.clear();
  const size_t comma = uri.find(',');
  if (comma == std::string::npos || uri.size() - comma > kMaxImageBytes * 4) return false;
  std::string head = uri.substr(0, comma);
  for (char& c : head)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  if (head.compare(0, 5, "data:") != 0) return false;
  const std::string rest = percent_decoded(std::string_view(uri).substr(comma + 1));
  if (head.size() < 7 || head.compare(head.size() - 7, 7, ";base64") != 0) {
    bytes = rest;
    return true;
  }
  return base64_decoded(rest, bytes);
}

struct ImageReader::State {
  Archive archive;
  bool open = false;
  std::string folder;  // empty: no files are read
};

ImageReader::ImageReader(const ImageFiles& files) : state_(new State) {
  if (!files.epub.empty()) {
    ArchiveLimits limits;
    limits.entry_bytes = kMaxImageBytes;
    state_->open = static_cast<bool>(state_->archive.open(files.epub, limits));
    return;
  }
  // Of inputs in several folders it is not known in which one a name is meant.
  for (const std::string& input : files.inputs) {
    const size_t slash = input.rfind('/');
    const std::string folder = real_path(slash == std::string::npos ? "." : input.substr(0, slash + 1));
    if (folder.empty() || (!state_->folder.empty() && folder != state_->folder)) {
      state_->folder.clear();
      return;
    }
    state_->folder = folder;
  }
}

ImageReader::~ImageReader() = default;

bool ImageReader::read_bytes(const std::string& reference, std::string& bytes) {
  const std::string path = reference.substr(0, reference.find('#'));
  if (state_->open) return static_cast<bool>(state_->archive.read(state_->archive.spelled(path), bytes));
  if (state_->folder.empty() || path.find(':') != std::string::npos) return false;
  // Links in the file system may lead out of the folder, a book may not.
  const std::string whole = real_path(state_->folder + "/" + path), inside = state_->folder + "/";
  return whole.compare(0, inside.size(), inside) == 0 && read_small(whole, bytes);
}

bool ImageReader::read(const std::string& reference, const std::string& uri, std::string& bytes, ImageKind& kind) {
  if (uri.empty() ? !read_bytes(reference, bytes) : !data_of_uri(uri, bytes)) return false;
  if (bytes.empty() || bytes.size() > kMaxImageBytes) return false;
  kind = image_kind(bytes);
  return kind != ImageKind::other;
}

}  // namespace postil
