#include "mapping.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace postil {
namespace {

// A 32-bit process maps no file larger than this: address space is short.
constexpr uint64_t kMaxMap = sizeof(void*) == 4 ? 256u << 20 : uint64_t{1} << 40;

struct Guard {
  sigjmp_buf jump;
  const uint8_t *begin, *end;  // `end` is the last byte
};
thread_local Guard* volatile guard = nullptr;
struct Handler {
  struct sigaction old;
  bool installed = false;
};
Handler bus, segv;

void on_fault(int signal, siginfo_t* info, void* context) {
  const auto* at = static_cast<const uint8_t*>(info->si_addr);
  if (guard && at >= guard->begin && at <= guard->end) siglongjmp(guard->jump, 1);
  // Not ours: what was there before decides.
  Handler& handler = signal == SIGBUS ? bus : segv;
  if (handler.old.sa_flags & SA_SIGINFO) {
    handler.old.sa_sigaction(signal, info, context);
  } else if (handler.old.sa_handler == SIG_DFL) {
    sigaction(signal, &handler.old, nullptr);  // the fault comes again and ends the process as it should
    handler.installed = false;
  } else if (handler.old.sa_handler != SIG_IGN) {
    handler.old.sa_handler(signal);
  }
}

void install(int signal, Handler& handler) {
  struct sigaction now;
  if (handler.installed && sigaction(signal, nullptr, &now) == 0 && (now.sa_flags & SA_SIGINFO) &&
      now.sa_sigaction == on_fault)
    return;
  struct sigaction action;
  std::memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  struct sigaction before;
  if (sigaction(signal, &action, &before) != 0) return;
  // Where a host put its handler over ours and chained to us, chaining back to it would loop.
  if (!handler.installed) handler.old = before;
  handler.installed = true;
}

}  // namespace

Code Mapping::open(const char* path, bool map) {
  close();
  fd_ = ::open(path, O_RDONLY | O_CLOEXEC);
  if (fd_ < 0)
    return errno == ENOENT || errno == ENOTDIR ? Code::absent : errno == EACCES ? Code::permission : Code::io;
  struct stat st;
  if (fstat(fd_, &st) != 0 || !S_ISREG(st.st_mode)) {
    close();
    return Code::io;
  }
  size_ = static_cast<uint64_t>(st.st_size);
  if (map && size_ > 0 && size_ <= kMaxMap) {
    void* at = mmap(nullptr, static_cast<size_t>(size_), PROT_READ, MAP_SHARED, fd_, 0);
    if (at != MAP_FAILED) {
      map_ = static_cast<const uint8_t*>(at);
      madvise(at, static_cast<size_t>(size_), MADV_RANDOM);
      install(SIGBUS, bus);
    }
  }
  if (!map_) posix_fadvise(fd_, 0, 0, POSIX_FADV_RANDOM);
  return Code::ok;
}

void Mapping::close() {
  if (map_) munmap(const_cast<uint8_t*>(map_), static_cast<size_t>(size_));
  if (fd_ >= 0) ::close(fd_);
  map_ = nullptr;
  fd_ = -1;
  size_ = 0;
}

void Mapping::will_need(uint64_t offset, uint64_t size) const {
  if (fd_ < 0 || offset >= size_) return;
  if (size > size_ - offset) size = size_ - offset;
  posix_fadvise(fd_, static_cast<off_t>(offset), static_cast<off_t>(size), POSIX_FADV_WILLNEED);
}

Scratch::Scratch(size_t size) : data_(nullptr), size_(size) {
  void* const at = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at != MAP_FAILED) data_ = static_cast<uint8_t*>(at);
}

Scratch::~Scratch() {
  if (data_) munmap(data_, size_);
}

Code Mapping::copy(uint64_t offset, uint32_t size, void* to) const {
  if (fd_ < 0) return Code::suspended;
  if (size > size_ || offset > size_ - size) return Code::corrupt;
  if (map_) {
    Guard here;
    here.begin = map_;
    here.end = map_ + size_ - 1;
    if (sigsetjmp(here.jump, 0)) {
      guard = nullptr;
      return Code::io;
    }
    // Without the fences a compiler may move the copy, which is no volatile access, out from between the two stores.
    guard = &here;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    std::memcpy(to, map_ + offset, size);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    guard = nullptr;
    return Code::ok;
  }
  auto* out = static_cast<uint8_t*>(to);
  for (uint32_t have = 0; have < size;) {
    const ssize_t n = pread(fd_, out + have, size - have, static_cast<off_t>(offset + have));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return Code::io;
    have += static_cast<uint32_t>(n);
  }
  return Code::ok;
}

void install_guard() {
  install(SIGBUS, bus);
  install(SIGSEGV, segv);
}

bool under_guard(void (*f)(void*), void* argument) {
  Guard here;
  here.begin = nullptr;
  here.end = reinterpret_cast<const uint8_t*>(~uintptr_t{0});
  if (sigsetjmp(here.jump, 0)) {
    guard = nullptr;
    return false;
  }
  guard = &here;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  f(argument);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  guard = nullptr;
  return true;
}

void leave_guard() {
  if (guard) siglongjmp(guard->jump, 1);
  std::abort();
}

}  // namespace postil
