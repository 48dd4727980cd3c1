#include "shelf/journal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "schema/checksum.h"
#include "shelf/line.h"

namespace postil::shelf {
namespace {

constexpr size_t kChunk = 64 << 10;
constexpr uint64_t kTail = 256;

class File {
 public:
  File(const std::string& path, int flags) : fd(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~File() {
    if (fd >= 0) ::close(fd);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool size(uint64_t& bytes) const {
    struct stat st;
    if (fstat(fd, &st) != 0) return false;
    bytes = static_cast<uint64_t>(st.st_size);
    return true;
  }
  int write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return n < 0 ? errno : ENOSPC;
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return 0;
  }
  // Bytes read; less than asked at the end of the file; negative: errno tells.
  ssize_t read(uint64_t offset, char* to, size_t bytes) const {
    size_t have = 0;
    while (have < bytes) {
      const ssize_t n = pread(fd, to + have, bytes - have, static_cast<off_t>(offset + have));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return -1;
      if (n == 0) break;
      have += static_cast<size_t>(n);
    }
    return static_cast<ssize_t>(have);
  }
  const int fd;
};

}  // namespace

Code code_of_error(int error) {
  switch (error) {
    case 0:
      return Code::ok;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return Code::no_space;
    case EACCES:
    case EPERM:
    case EROFS:
      return Code::permission;
    case ENOENT:
    case ENOTDIR:
      return Code::absent;
    default:
      return Code::io;
  }
}

Code Journal::fail(int error) const {
  const Code code = code_of_error(error);
  message = code == Code::no_space     ? "the card is full: the note is not written; free some space"
            : code == Code::permission ? "the journal of field notes cannot be written here"
            : code == Code::absent     ? "the journal of field notes is not there"
                                       : "the journal of field notes cannot be read or written";
  return code;
}

Code Journal::size(uint64_t& bytes) const {
  bytes = 0;
  const File file(path, O_RDONLY);
  if (file.fd < 0) return errno == ENOENT ? Code::ok : fail(errno);
  return file.size(bytes) ? Code::ok : fail(errno);
}

Code Journal::append(const std::string& lines) {
  File file(path, O_RDWR | O_APPEND | O_CREAT);
  uint64_t before = 0;
  if (file.fd < 0 || !file.size(before)) return fail(errno);
  char last = '\n';
  if (before > 0 && file.read(before - 1, &last, 1) != 1) return fail(EIO);
  // Also where it exists: whoever made it may have been stopped before the folder was synced.
  if (before == 0)
    if (Code c = sync_folder_of(path); c != Code::ok) return fail(EIO);
  // What a torn line left is closed, in the same write.
  int error = file.write(last == '\n' ? lines : "\n" + lines);
  if (!error && fsync(file.fd) != 0) error = errno;
  if (!error) return Code::ok;
  if (ftruncate(file.fd, static_cast<off_t>(before)) == 0) fsync(file.fd);
  return fail(error);
}

Code Journal::each(uint64_t from, const std::function<bool(std::string_view, uint64_t)>& f) const {
  const File file(path, O_RDONLY);
  if (file.fd < 0) return errno == ENOENT ? Code::ok : fail(errno);
  std::string held;       // the beginning of a line
  bool too_long = false;  // its beginning is dropped already
  std::string chunk(kChunk, 0);
  for (uint64_t at = from;;) {
    const ssize_t n = file.read(at, chunk.data(), chunk.size());
    if (n < 0) return fail(errno);
    if (n == 0) return Code::ok;
    std::string_view rest(chunk.data(), static_cast<size_t>(n));
    at += static_cast<size_t>(n);
    for (size_t end; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1)) {
      const uint64_t after = at - rest.size() + end + 1;
      bool more = true;
      if (!too_long && held.empty())
        more = f(rest.substr(0, end), after);
      else if (!too_long && held.size() + end <= kMaxLine)
        more = f(held.append(rest.substr(0, end)), after);
      else
        more = f({}, after);
      held.clear();
      too_long = false;
      if (!more) return Code::ok;
    }
    if (held.size() + rest.size() > kMaxLine) held.clear(), too_long = true;
    if (!too_long) held.append(rest);
  }
}

Code Journal::tail(uint64_t end, uint64_t& sum) const {
  sum = 0;
  if (end == 0) return Code::ok;
  const File file(path, O_RDONLY);
  if (file.fd < 0) return fail(errno);
  char bytes[kTail];
  const uint64_t size = std::min(end, kTail);
  if (file.read(end - size, bytes, static_cast<size_t>(size)) != static_cast<ssize_t>(size)) return fail(EIO);
  sum = checksum64(bytes, static_cast<size_t>(size));
  return Code::ok;
}

Code sync_folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  const File folder(slash == std::string::npos ? "." : path.substr(0, slash + 1), O_RDONLY | O_DIRECTORY);
  if (folder.fd < 0) return code_of_error(errno);
  // Some file systems have nothing to sync there and say so.
  if (fsync(folder.fd) != 0 && errno != EINVAL && errno != ENOTSUP) return code_of_error(errno);
  return Code::ok;
}

Code replace_file(const std::string& path, std::string_view bytes) {
  const std::string temp = path + ".new";
  int error = 0;
  {
    const File file(temp, O_WRONLY | O_CREAT | O_TRUNC);
    if (file.fd < 0) return code_of_error(errno);
    error = file.write(bytes);
    if (!error && fsync(file.fd) != 0) error = errno;
  }
  if (!error && ::rename(temp.c_str(), path.c_str()) != 0) error = errno;
  if (error) {
    ::unlink(temp.c_str());
    return code_of_error(error);
  }
  return sync_folder_of(path);
}

}  // namespace postil::shelf
