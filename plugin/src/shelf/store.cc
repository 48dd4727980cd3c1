#include "shelf/store.h"

#include <fcntl.h>
#include <lmdb.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "mapping.h"
#include "shelf/pages.h"

namespace postil::shelf {
namespace {

constexpr size_t kFirstMap = 8u << 20;
constexpr size_t kMaxMap = sizeof(void*) == 4 ? size_t{512} << 20 : size_t{4} << 30;
constexpr int kLockTries = 500, kLockWait = 10'000'000;  // five seconds, in nanoseconds each

MDB_val val(std::string_view s) {
  return {s.size(), const_cast<char*>(s.data())};
}

std::array<int64_t, 5> stamp_of(const struct stat& st) {
  return {static_cast<int64_t>(st.st_dev), static_cast<int64_t>(st.st_ino), static_cast<int64_t>(st.st_size),
          static_cast<int64_t>(st.st_mtim.tv_sec), static_cast<int64_t>(st.st_mtim.tv_nsec)};
}

void on_assert(MDB_env*, const char*) {
  leave_guard();
}

}  // namespace

// Runs `f`, which is LMDB's and copies out of its map only, so that a card that is pulled, a file cut short or a damaged page come back as a code.
template <class F>
Code Store::run(F f) {
  int error = 0;
  auto call = [&] { error = f(); };
  if (!under_guard([](void* c) { (*static_cast<decltype(call)*>(c))(); }, &call)) {
    // What LMDB was doing stands half done in memory: it is left there, and the file opened anew by the next begin().
    txn_ = nullptr;
    cursor_ = nullptr;
    env_ = nullptr;
    left_ = true;
    unlock();
    message = "the shelf's database is damaged, or its card was taken out; repair the shelf";
    return Code::corrupt;
  }
  return fail(error);
}

Code Store::fail(int error) {
  switch (error) {
    case 0:
      return Code::ok;
    case MDB_NOTFOUND:
      return Code::absent;
    case MDB_MAP_FULL:
    case MDB_TXN_FULL:
      message = "the database's map is full";
      return Code::limit;
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
      message =
          "the database was made on another kind of machine, or is none; repair makes a new one with the field notes";
      return Code::unsupported;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_PANIC:
    case MDB_BAD_TXN:
      message = "the database is damaged; repair the shelf";
      return Code::corrupt;
    case ENOENT:
    case ENOTDIR:
      message = "no shelf is there";
      return Code::absent;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      message = "the card is full; free some space";
      return Code::no_space;
    case EACCES:
    case EPERM:
    case EROFS:
      message = "the shelf cannot be written here";
      return Code::permission;
    case EISDIR:
      message = "it is a folder; name a file in it";
      return Code::invalid_argument;
    case ENOMEM:
      return Code::no_memory;
    default:
      message = "the card cannot be read or written";
      return Code::io;
  }
}

Code Store::open(const std::string& path, bool create, bool read_only) {
  close();
  path_ = path;
  read_only_ = read_only;
  owner_ = getpid();
  int fd = ::open(path.c_str(), (read_only ? O_RDONLY : O_RDWR) | O_CLOEXEC);
  if (fd < 0 && !read_only && (errno == EROFS || errno == EACCES)) {
    read_only_ = true;
    fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  }
  if (fd < 0 && (errno != ENOENT || !create)) return fail(errno);
  if (fd >= 0) {
    struct stat st;
    const bool regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    // LMDB makes an empty file a new database; one that was cut to nothing is no shelf.
    const bool empty = regular && st.st_size == 0 && !create;
    ::close(fd);
    if (!regular || empty) {
      message = empty ? "the database is empty; repair the shelf" : "it is no file";
      return empty ? Code::corrupt : Code::invalid_argument;
    }
  }
  const std::string lock = path + ".lock";
  lock_ = ::open(lock.c_str(), read_only_ ? O_RDONLY | O_CLOEXEC : O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock_ < 0 && !read_only_) {
    const Code code = fail(errno);
    message += errno == ENOENT ? "" : " (its lock file)";
    return code;
  }
  // Nobody may be making the file while it is opened.
  if (Code c = this->lock(read_only_ ? Access::read : Access::write); c != Code::ok) return close(), c;
  const Code code = open_environment();
  unlock();
  if (code != Code::ok) close();
  return code;
}

Code Store::open_environment() {
  found_ = nullptr;
  const unsigned flags = MDB_NOSUBDIR | MDB_NOLOCK | MDB_NORDAHEAD | MDB_NOTLS | (read_only_ ? MDB_RDONLY : 0u);
  MDB_env* env = nullptr;
  bool same = false;
  left_ = false;
  stamp_ = {};
  checked_ = true;  // where there is none yet
  if (Code c = look(same); c != Code::ok && c != Code::absent) return c;
  install_guard();
  Code c = run([&] {
    if (const int error = mdb_env_create(&env)) return error;
    mdb_env_set_assert(env, on_assert);
    mdb_env_set_mapsize(env, kFirstMap);
    if (const int error = mdb_env_open(env, path_.c_str(), flags, 0644)) return error;
    MDB_txn* txn = nullptr;
    MDB_dbi dbi = 0;
    if (const int error = mdb_txn_begin(env, nullptr, MDB_RDONLY, &txn)) return error;
    const int error = mdb_dbi_open(txn, nullptr, 0, &dbi);
    dbi_ = dbi;
    mdb_txn_abort(txn);
    return error;
  });
  if (c != Code::ok) {
    if (env && !left_) mdb_env_close(env);
    return c;
  }
  env_ = env;
  remember();
  return Code::ok;
}

// Under the lock, after opening and after a commit.
void Store::remember() {
  mdb_filehandle_t fd;
  struct stat st;
  mdb_env_get_fd(env_, &fd);
  if (fstat(fd, &st) == 0) stamp_ = stamp_of(st);
}

Code Store::check(int fd) {
  const Code c = read_pages(fd);
  if (c == Code::corrupt) fail(MDB_CORRUPTED);
  if (c == Code::unsupported) fail(MDB_INVALID);
  if (c == Code::io) fail(EIO);
  checked_ = c == Code::ok;
  return c;
}

// The lock file holds the sum of the database that was last found good, or was committed after it had been. What LMDB reads of other pages may be wrong,
// or end in a fault that the guard catches; it never writes. So the stamp is enough for reading, and all pages are checked before the first writing.
void Store::write_stamp() {
  mdb_filehandle_t fd;
  struct stat st;
  uint64_t old = 0;
  mdb_env_get_fd(env_, &fd);
  // A child of fork() has its parent's lock.
  if (!checked_ || read_only_ || lock_ < 0 || owner_ != getpid() || flock(lock_, LOCK_EX | LOCK_NB) != 0) return;
  locked_ = true;
  if (fstat(fd, &st) == 0 && stamp_of(st) == stamp_) {
    const uint64_t sum = meta_sum(fd);
    // Not synced: without it all pages are checked.
    if ((pread(lock_, &old, sizeof old, 0) != sizeof old || old != sum) &&
        pwrite(lock_, &sum, sizeof sum, 0) != sizeof sum && ftruncate(lock_, 0) != 0)
      message.clear();
  }
  unlock();
}

// Under the lock: whether the path has the open file. Where anything about it is not as remembered, LMDB is kept from it until all pages are good,
// or were so when the shelf was last closed.
Code Store::look(bool& same) {
  const int fd = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat st;
  Code c = fd < 0 || fstat(fd, &st) != 0 ? fail(errno) : Code::ok;
  if (c == Code::ok) {
    const auto stamp = stamp_of(st);
    same = stamp[0] == stamp_[0] && stamp[1] == stamp_[1];
    // An empty file is one that LMDB has not begun.
    if (stamp != stamp_ && st.st_size > 0) {
      uint64_t sum = 0;
      checked_ = false;
      if (!trusts_stamp || lock_ < 0 || pread(lock_, &sum, sizeof sum, 0) != sizeof sum || sum == 0 ||
          sum != meta_sum(fd))
        c = check(fd);
      if (c == Code::ok && same) stamp_ = stamp;
    }
  }
  if (fd >= 0) ::close(fd);
  return c;
}

void Store::close() {
  abort();
  if (env_) {
    write_stamp();
    MDB_env* env = env_;
    env_ = nullptr;
    auto call = [env] { mdb_env_close(env); };
    under_guard([](void* c) { (*static_cast<decltype(call)*>(c))(); }, &call);
  }
  if (lock_ >= 0) ::close(lock_);
  lock_ = -1;
}

Code Store::lock(Access access) {
  if (lock_ < 0) return Code::ok;  // a card that nobody writes
  for (int i = 0; i < kLockTries; ++i) {
    if (flock(lock_, (access == Access::write ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) {
      locked_ = true;
      return Code::ok;
    }
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return Code::ok;  // a file system without locks
    const timespec wait = {0, kLockWait};
    nanosleep(&wait, nullptr);
  }
  message = "another program is using the shelf; try again";
  return Code::busy;
}

void Store::unlock() {
  if (locked_) flock(lock_, LOCK_UN);
  locked_ = false;
}

// Opens the database again where a guard left it, or another program's repair put a new one in its place.
Code Store::same_file() {
  if (env_) {
    bool same = false;
    const Code c = look(same);
    if (c == Code::ok && same) return c;
    if (c != Code::ok && c != Code::corrupt) return c;
    mdb_env_close(env_);
    env_ = nullptr;
    if (c != Code::ok) return c;
  }
  return open_environment();
}

Code Store::begin(Access access) {
  if (txn_ || path_.empty()) return Code::invalid_argument;
  if (access == Access::write && read_only_) {
    message = "the shelf cannot be written here";
    return Code::permission;
  }
  if (Code c = lock(access); c != Code::ok) return c;
  install_guard();
  Code c = same_file();
  if (c == Code::ok && access == Access::write && !checked_) {
    mdb_filehandle_t fd;
    mdb_env_get_fd(env_, &fd);
    c = check(fd);
  }
  if (c == Code::ok)
    c = run([&] {
      const unsigned flags = access == Access::read ? MDB_RDONLY : 0u;
      int error = mdb_txn_begin(env_, nullptr, flags, &txn_);
      if (error == MDB_MAP_RESIZED) {
        mdb_env_set_mapsize(env_, 0);
        error = mdb_txn_begin(env_, nullptr, flags, &txn_);
      }
      if (!error && (error = mdb_cursor_open(txn_, dbi_, &cursor_)) != 0) mdb_txn_abort(txn_);
      if (error) txn_ = nullptr, cursor_ = nullptr;
      return error;
    });
  if (c != Code::ok) unlock();
  return c;
}

Code Store::commit() {
  if (!txn_) return Code::invalid_argument;
  found_ = nullptr;
  const Code c = run([&] {
    mdb_cursor_close(cursor_);
    cursor_ = nullptr;
    MDB_txn* txn = txn_;
    txn_ = nullptr;
    return mdb_txn_commit(txn);
  });
  if (c == Code::ok) remember();
  unlock();
  return c;
}

void Store::abort() {
  found_ = nullptr;
  if (txn_)
    run([&] {
      if (cursor_) mdb_cursor_close(cursor_);
      cursor_ = nullptr;
      mdb_txn_abort(txn_);
      txn_ = nullptr;
      return 0;
    });
  unlock();
}

Code Store::grow() {
  if (txn_ || !env_) return Code::invalid_argument;
  MDB_envinfo info;
  mdb_env_info(env_, &info);
  if (info.me_mapsize >= kMaxMap) {
    message = "the shelf is as large as it may be; remove packs";
    return Code::limit;
  }
  if (Code c = lock(Access::write); c != Code::ok) return c;
  const Code c = run([&] { return mdb_env_set_mapsize(env_, info.me_mapsize * 2); });
  unlock();
  return c;
}

Code Store::get(std::string_view key, std::string& value) {
  uint32_t size = 0;
  if (Code c = size_of(key, size); c != Code::ok) return c;
  value.resize(size);
  return part(0, size, value.data());
}

Code Store::size_of(std::string_view key, uint32_t& size) {
  if (!txn_) return Code::invalid_argument;
  MDB_val k = val(key), v{0, nullptr};
  if (Code c = run([&] { return mdb_get(txn_, dbi_, &k, &v); }); c != Code::ok) return c;
  if (!checked_ && v.mv_size > static_cast<uint64_t>(stamp_[2])) return fail(MDB_CORRUPTED);
  found_ = static_cast<const uint8_t*>(v.mv_data);
  size = found_size_ = static_cast<uint32_t>(v.mv_size);
  return Code::ok;
}

Code Store::part(uint32_t offset, uint32_t size, void* to) {
  if (!txn_ || !found_ || offset > found_size_ || size > found_size_ - offset) return Code::corrupt;
  return run([&] {
    if (size) std::memcpy(to, found_ + offset, size);
    return 0;
  });
}

Code Store::put(std::string_view key, std::string_view value) {
  if (!txn_) return Code::invalid_argument;
  MDB_val k = val(key), v = val(value);
  return run([&] { return mdb_put(txn_, dbi_, &k, &v, 0); });
}

Code Store::remove(std::string_view key) {
  if (!txn_) return Code::invalid_argument;
  MDB_val k = val(key);
  return run([&] { return mdb_del(txn_, dbi_, &k, nullptr); });
}

Code Store::each(std::string_view prefix, std::string_view from,
                 const std::function<bool(std::string_view, const std::string&)>& f) {
  if (!txn_) return Code::invalid_argument;
  const std::string start(from.size() ? from : prefix);
  MDB_val k = val(start), v{0, nullptr};
  char key[512];
  std::string value, last;
  for (MDB_cursor_op op = start.empty() ? MDB_FIRST : MDB_SET_RANGE;; op = MDB_NEXT) {
    Code c = run([&] {
      const int error = mdb_cursor_get(cursor_, &k, &v, op);
      if (!error) std::memcpy(key, k.mv_data, k.mv_size < sizeof key ? k.mv_size : sizeof key);
      return error;
    });
    if (c == Code::absent) return Code::ok;
    if (c != Code::ok) return c;
    const std::string_view at(key, k.mv_size < sizeof key ? k.mv_size : sizeof key);
    if (at.substr(0, prefix.size()) != prefix) return Code::ok;
    // A damaged tree may lead in circles.
    if ((!checked_ && v.mv_size > static_cast<uint64_t>(stamp_[2])) ||
        (op == MDB_NEXT && at <= std::string_view(last))) {
      return fail(MDB_CORRUPTED);
    }
    last.assign(at);
    value.resize(v.mv_size);
    c = run([&] {
      std::memcpy(value.data(), v.mv_data, v.mv_size);
      return 0;
    });
    if (c != Code::ok) return c;
    if (!f(at, value)) return Code::ok;
  }
}

}  // namespace postil::shelf
