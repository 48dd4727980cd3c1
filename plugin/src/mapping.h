// The pack's bytes. copy() is the one function that touches the map, under a guard that turns SIGBUS into Code::io;
// pread is its twin.
#pragma once
#include <cstdint>
#include <string>

#include "schema/result.h"

namespace postil {

class Mapping {
 public:
  Mapping() = default;
  ~Mapping() { close(); }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  Code open(const char* path, bool map);
  void close();
  bool is_open() const { return fd_ >= 0; }
  uint64_t size() const { return size_; }
  // Copies [offset, offset + size) to `to`. Outside the file: corrupt. A file that has shrunk or cannot be read: io.
  Code copy(uint64_t offset, uint32_t size, void* to) const;
  // Asks for [offset, offset + size) in one read, ahead of copy(): page by page a mapped stretch would take a read
  // each.
  void will_need(uint64_t offset, uint64_t size) const;

 private:
  int fd_ = -1;
  const uint8_t* map_ = nullptr;
  uint64_t size_ = 0;
};

// Runs `f(argument)` for a library that maps files itself. False where a fault (SIGBUS, SIGSEGV) or leave_guard() ended it in
// its middle: what it had on its stack is not destroyed.
bool under_guard(void (*f)(void*), void* argument);
void install_guard();  // before, and again where a host may have changed handlers
[[noreturn]] void leave_guard();

// Zeroed memory that the system takes back at the end of its scope. data() is null where there is none.
class Scratch {
 public:
  explicit Scratch(size_t size);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  uint8_t* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  uint8_t* data_;
  size_t size_;
};

}  // namespace postil
