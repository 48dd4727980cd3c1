// The shelf's database: one ordered map of bytes in one LMDB file. Only store.cc includes LMDB; builds without it have store_absent.cc.
//
// LMDB's own lock file holds mutexes that a killed process leaves locked, and whose layout is the machine's. It is not used (MDB_NOLOCK): flock
// on PATH.lock is shared by readers and exclusive for the one writer, and the kernel drops it when a process ends.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "schema/result.h"

typedef struct MDB_env MDB_env;
typedef struct MDB_txn MDB_txn;
typedef struct MDB_cursor MDB_cursor;

namespace postil::shelf {

class Store {
 public:
  enum class Access { read, write };

  Store() = default;
  ~Store() { close(); }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // `create`: make it where there is none. A file that cannot be written is opened for reading.
  Code open(const std::string& path, bool create, bool read_only);
  void close();
  bool is_open() const { return env_ != nullptr; }
  bool read_only() const { return read_only_; }

  // One transaction at a time. commit() and abort() end it and let the lock go. A commit that does not succeed has changed nothing.
  Code begin(Access access);
  Code commit();
  void abort();
  // After limit: the map was full. Makes it larger; outside of transactions.
  Code grow();

  Code get(std::string_view key, std::string& value);
  Code put(std::string_view key, std::string_view value);
  Code remove(std::string_view key);  // absent: was not there
  // The pairs whose keys begin with `prefix`, in order, from `from` on. `f` may not write; false ends the walk.
  Code each(std::string_view prefix, std::string_view from,
            const std::function<bool(std::string_view key, const std::string& value)>& f);
  // Of a large value: its size, and a part of it.
  Code size_of(std::string_view key, uint32_t& size);
  Code part(uint32_t offset, uint32_t size, void* to);  // of the value that size_of() or get() found last

  std::string message;
  // What the stamp of a clean close says is believed, as far as reading goes. Otherwise all pages are checked at opening.
  bool trusts_stamp = true;

 private:
  template <class F>
  Code run(F f);
  Code fail(int error);
  Code lock(Access access);
  void unlock();
  Code same_file();
  Code look(bool& same);
  Code check(int fd);
  void remember();
  void write_stamp();
  Code open_environment();

  std::string path_;
  bool read_only_ = false;
  int lock_ = -1;
  int32_t owner_ = 0;  // the process that opened it
  bool locked_ = false;
  bool left_ = false;     // a guard has left LMDB in its middle
  bool checked_ = false;  // all pages were found good, not only stamped so
  // Device, inode, size, time of the database when its pages were last known to be good.
  std::array<int64_t, 5> stamp_{};
  MDB_env* env_ = nullptr;
  MDB_txn* txn_ = nullptr;
  MDB_cursor* cursor_ = nullptr;
  uint32_t dbi_ = 0;
  const uint8_t* found_ = nullptr;
  uint32_t found_size_ = 0;
};

}  // namespace postil::shelf
