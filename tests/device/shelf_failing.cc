// shelf_failing PACK [EVERY]: each write, sync, rename and truncation that a shelf's calls make fails in turn (every EVERY-th alone where that is
// given): with EIO, with a full card, after half of the bytes, or the power is cut before it, with what was not synced lost. Afterwards the shelf must
// open, or be repaired, and hold every note that was acknowledged.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>

#include "postil.h"

namespace fs = std::filesystem;

// ---- the card: these stand before libc's

namespace {

enum Fault { kNone, kIo, kFull, kShort, kCut, kFaults };
constexpr const char* kNames[] = {"none", "EIO", "full card", "half written", "power cut"};
Fault fault = kNone;
unsigned at = 0, calls = 0;  // the call that fails; of those counted so far
bool lasting = false;        // a full card stays full
char journal[4096];
off_t synced = 0;  // of the journal

template <class F>
F real(const char* name) {
  return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

// Is it this call's turn?
bool turn() {
  if (fault == kNone) return false;
  ++calls;
  if (lasting && calls > at) return true;
  if (calls != at) return false;
  if (fault == kCut) {
    // What was appended and not synced is lost.
    struct stat st;
    if (stat(journal, &st) == 0 && st.st_size > synced &&
        real<int (*)(const char*, off_t)>("truncate")(journal, synced) != 0)
      _exit(4);
    _exit(9);
  }
  lasting = fault == kFull;
  return true;
}
int error_of() {
  return fault == kFull ? ENOSPC : EIO;
}
void has_synced(int fd) {
  struct stat a, b;
  if (fstat(fd, &a) == 0 && stat(journal, &b) == 0 && a.st_ino == b.st_ino) synced = a.st_size;
}

}  // namespace

extern "C" {
ssize_t write(int fd, const void* bytes, size_t size) {
  static const auto call = real<ssize_t (*)(int, const void*, size_t)>("write");
  if (fd > 2 && turn()) {
    if (fault == kShort && size > 1) return call(fd, bytes, size / 2);
    return errno = error_of(), -1;
  }
  return call(fd, bytes, size);
}
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  static const auto call = real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  if (turn()) {
    if (fault == kShort && size > 1) return call(fd, bytes, size / 2, offset);
    return errno = error_of(), -1;
  }
  return call(fd, bytes, size, offset);
}
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
  return pwrite(fd, bytes, size, offset);
}
ssize_t pwritev(int fd, const iovec* parts, int count, off_t offset) {
  static const auto call = real<ssize_t (*)(int, const iovec*, int, off_t)>("pwritev");
  if (turn()) {
    if (fault == kShort && count > 1) return call(fd, parts, count / 2, offset);
    return errno = error_of(), -1;
  }
  return call(fd, parts, count, offset);
}
int fsync(int fd) {
  static const auto call = real<int (*)(int)>("fsync");
  if (turn()) return errno = error_of(), -1;
  const int result = call(fd);
  if (result == 0) has_synced(fd);
  return result;
}
int fdatasync(int fd) {
  static const auto call = real<int (*)(int)>("fdatasync");
  if (turn()) return errno = error_of(), -1;
  return call(fd);
}
int rename(const char* from, const char* to) {
  static const auto call = real<int (*)(const char*, const char*)>("rename");
  if (turn()) return errno = error_of(), -1;
  return call(from, to);
}
int ftruncate(int fd, off_t size) {
  static const auto call = real<int (*)(int, off_t)>("ftruncate");
  if (turn()) return errno = EIO, -1;
  const int result = call(fd, size);
  if (result == 0) has_synced(fd);
  return result;
}
}

namespace {

int32_t note(postil_shelf* shelf, unsigned number, unsigned version, int to) {
  char id[17];
  std::snprintf(id, sizeof id, "%016x", number + 1);
  const std::string text = "version " + std::to_string(version) + std::string(300, 'x');
  postil_field_note n{};
  n.id = {id, 16};
  n.text = {text.data(), static_cast<uint32_t>(text.size())};
  n.pos = version;
  const int32_t code = postil_field_note_write(shelf, &n, nullptr);
  const unsigned told[2] = {number, version};
  if (code == POSTIL_OK) {
    const Fault kept = fault;
    fault = kNone;
    if (write(to, told, sizeof told) != sizeof told) _exit(4);
    fault = kept;
  }
  return code;
}

// What a reader does in an afternoon. Calls may fail; it goes on.
void scenario(const std::string& folder, int to) {
  const std::string path = folder + "/s";
  postil_shelf* shelf = nullptr;
  for (int visit = 0; visit < 2; ++visit) {
    if (postil_shelf_open(path.c_str(), POSTIL_SHELF_CREATE, &shelf) != POSTIL_OK) continue;
    uint32_t number = 0, taken = 0, damaged = 0;
    postil_shelf_scanned scanned{};
    for (unsigned i = 0; i < 3; ++i) note(shelf, i, static_cast<unsigned>(visit) * 10 + 1, to);
    postil_shelf_add(shelf, (folder + "/book.postil").c_str(), &number);
    note(shelf, 1, static_cast<unsigned>(visit) * 10 + 2, to);
    postil_shelf_set_reading(shelf, 1, 3, 4);
    postil_shelf_merge(shelf, (folder + "/other.notes").c_str(), &taken, &damaged);
    postil_shelf_scan(shelf, folder.c_str(), 10, &scanned);
    note(shelf, 2, static_cast<unsigned>(visit) * 10 + 3, to);
    postil_shelf_close(shelf);
    if (visit == 0) {
      // A database that was lost is made anew.
      postil_shelf_state state{};
      const int fd = open(path.c_str(), O_WRONLY);
      if (fd >= 0) {
        static const char kNoise[64] = "damaged";
        static const auto call = real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
        for (int page = 0; page < 2; ++page)
          if (call(fd, kNoise, sizeof kNoise, page * 4096) < 0) _exit(4);
        close(fd);
      }
      postil_shelf_repair(path.c_str(), &state);
    }
  }
}

bool holds(const std::string& folder, const std::map<unsigned, unsigned>& acknowledged) {
  const std::string path = folder + "/s";
  postil_shelf* shelf = nullptr;
  if (postil_shelf_open(path.c_str(), POSTIL_SHELF_CREATE, &shelf) != POSTIL_OK) {
    postil_shelf_state state{};
    if (postil_shelf_repair(path.c_str(), &state) != POSTIL_OK ||
        postil_shelf_open(path.c_str(), 0, &shelf) != POSTIL_OK) {
      std::fprintf(stderr, "not even repaired: %s\n", postil_shelf_message(nullptr));
      return false;
    }
  }
  bool right = true;
  for (const auto& [number, version] : acknowledged) {
    char id[17];
    std::snprintf(id, sizeof id, "%016x", number + 1);
    postil_field_notes* versions = nullptr;
    postil_field_note n{};
    bool found = false;
    if (postil_field_notes_history(shelf, id, 16, &versions) == POSTIL_OK)
      for (uint32_t i = 0; postil_field_note_at(versions, i, &n) == POSTIL_OK; ++i) found |= n.pos == version;
    postil_field_notes_free(versions);
    if (!found) std::fprintf(stderr, "note %u version %u is lost\n", number, version);
    right &= found;
  }
  postil_shelf_close(shelf);
  return right;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) return 2;
  const unsigned every = count > 2 ? static_cast<unsigned>(std::strtoul(words[2], nullptr, 10)) : 1;
  const char* const temp = std::getenv("TMPDIR");
  const std::string folder = std::string(temp ? temp : "/tmp") + "/postil-shelf-failing-" + std::to_string(getpid());
  std::snprintf(journal, sizeof journal, "%s/s.notes", folder.c_str());
  unsigned total = 0, runs = 0, bad = 0;
  unsigned long acknowledgements = 0;
  for (unsigned kind = kNone; kind < kFaults; ++kind)
    for (unsigned call = kind == kNone ? ~0u : 1; kind == kNone || call <= total; call += every) {
      fs::remove_all(folder);
      fs::create_directories(folder);
      fs::copy_file(words[1], folder + "/book.postil");
      postil_shelf* other = nullptr;
      int ends[2];
      if (postil_shelf_open((folder + "/other").c_str(), POSTIL_SHELF_CREATE, &other) != POSTIL_OK || pipe(ends) != 0)
        return 3;
      note(other, 77, 7, ends[1]);
      unsigned told[2];
      if (read(ends[0], told, sizeof told) != sizeof told) return 3;
      postil_shelf_close(other);
      const pid_t child = fork();
      if (child == 0) {
        close(ends[0]);
        fault = kind == kNone ? kIo : static_cast<Fault>(kind);  // without a fault: only counted
        at = call;
        scenario(folder, ends[1]);
        fault = kNone;
        const unsigned last[2] = {~0u, calls};
        if (write(ends[1], last, sizeof last) != sizeof last) _exit(4);
        _exit(0);
      }
      close(ends[1]);
      std::map<unsigned, unsigned> acknowledged;
      while (read(ends[0], told, sizeof told) == sizeof told) {
        if (told[0] == ~0u) {
          if (kind == kNone) total = told[1];
          continue;
        }
        acknowledged[told[0]] = told[1];
        ++acknowledgements;
      }
      close(ends[0]);
      int status = 0;
      waitpid(child, &status, 0);
      ++runs;
      const bool ended = WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 9);
      if (!ended || !holds(folder, acknowledged)) {
        std::fprintf(stderr, "shelf_failing: %s at call %u of %u: status %d\n", kNames[kind], call, total, status);
        ++bad;
      }
      if (kind == kNone) {
        if (total == 0 || acknowledged.size() != 3) return 3;
        break;
      }
    }
  fs::remove_all(folder);
  std::printf("%u calls failed in turn in four ways: %u runs, %lu notes acknowledged, %u runs with a loss\n", total,
              runs, acknowledgements, bad);
  return bad ? 1 : 0;
}
