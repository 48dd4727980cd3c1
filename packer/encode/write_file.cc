// Files written beside their final name, synced, then renamed.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "packer/encode/encode.h"

namespace postil {
namespace {

Result not_written(int error) {
  if (error == ENOSPC || error == EDQUOT || error == EFBIG)
    return {Code::no_space, "there is no room to write it; free some space"};
  if (error == EACCES || error == EROFS || error == EPERM)
    return {Code::permission, "you may not write there; choose another place with -o"};
  if (error == ENOENT || error == ENOTDIR) return {Code::io, "its folder does not exist; create it"};
  if (error == ENAMETOOLONG) return {Code::io, "its name is too long; choose a shorter one with -o"};
  return {Code::io, std::string("it cannot be written (") + std::strerror(error) + "); choose another place with -o"};
}

int write_all(int fd, const std::string& bytes) {
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t n = write(fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno != EINTR) return errno;
    if (n == 0) return ENOSPC;
    if (n > 0) done += static_cast<size_t>(n);
  }
  return 0;
}

// Gives the unnamed file `fd` a name beside `path` that nothing else has.
int give_name(int fd, const std::string& path, std::string& temp) {
  const std::string self = "/proc/self/fd/" + std::to_string(fd);
  for (unsigned i = 0;; ++i) {
    temp = path + ".new" + std::to_string(i);
    if (linkat(AT_FDCWD, self.c_str(), AT_FDCWD, temp.c_str(), AT_SYMLINK_FOLLOW) == 0) return 0;
    if (errno != EEXIST || i > 1000) return errno;
  }
}

// While it lives, what would end the program waits: a file that has a name is whole, and soon has its final one.
class Uninterrupted {
 public:
  Uninterrupted() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
    pthread_sigmask(SIG_BLOCK, &set, &before_);
  }
  ~Uninterrupted() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Uninterrupted(const Uninterrupted&) = delete;
  Uninterrupted& operator=(const Uninterrupted&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

Result write_file(const std::string& path, const std::string& bytes) {
  struct stat st;
  if (stat(path.c_str(), &st) == 0 && !S_ISREG(st.st_mode)) {
    if (S_ISDIR(st.st_mode)) return {Code::io, "it is a folder; name a file"};
    const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);  // a device or pipe is written as it is
    if (fd < 0) return not_written(errno);
    const int error = write_all(fd, bytes);
    return close(fd) == 0 && !error ? Result{} : not_written(error ? error : errno);
  }
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  // A file without a name, where the file system has such: however the program ends, nothing half-written stays.
  const Uninterrupted until_renamed;
  std::string temp;
  int fd = open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
  const bool unnamed = fd >= 0;
  if (!unnamed) {
    temp = path + ".XXXXXX";
    fd = mkostemp(temp.data(), O_CLOEXEC);
  }
  if (fd < 0) return not_written(errno);
  int error = write_all(fd, bytes);
  const mode_t mask = umask(0);
  umask(mask);
  if (!error && fchmod(fd, 0666 & ~mask) != 0) error = errno;
  if (!error && fsync(fd) != 0) error = errno;
  if (!error && unnamed) error = give_name(fd, path, temp);
  if (close(fd) != 0 && !error) error = errno;
  if (!error && rename(temp.c_str(), path.c_str()) != 0) error = errno;
  if (error) {
    if (!temp.empty()) unlink(temp.c_str());
    return not_written(error);
  }
  const int dir = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir >= 0) {
    fsync(dir);
    close(dir);
  }
  return {};
}

}  // namespace postil
