/* What today's headers and static runtime ask of glibc and old readers' glibc does not have, by means that it has. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#define LOCAL __attribute__((visibility("hidden")))

/* fstat and stat have been functions of their own since 2.33; before, they were these calls with the version of struct
 * stat. */
#if defined(__x86_64__)
#define STAT_VERSION 1
#elif defined(__aarch64__)
#define STAT_VERSION 0
#else
#define STAT_VERSION 3
#endif
extern int __fxstat64(int version, int fd, void* out);
LOCAL int fstat(int fd, void* out) {
  return __fxstat64(STAT_VERSION, fd, out);
}
LOCAL int fstat64(int fd, void* out) {
  return __fxstat64(STAT_VERSION, fd, out);
}
extern int __xstat64(int version, const char* path, void* out);
LOCAL int stat(const char* path, void* out) {
  return __xstat64(STAT_VERSION, path, out);
}
LOCAL int stat64(const char* path, void* out) {
  return __xstat64(STAT_VERSION, path, out);
}

/* Since 2.28; before, fcntl took the commands with large offsets too. Every command that is used here has one argument
 * of a pointer's size, or ignores it. */
extern int fcntl(int fd, int command, ...);
LOCAL int fcntl64(int fd, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void* const argument = va_arg(arguments, void*);
  va_end(arguments);
  return fcntl(fd, command, argument);
}

/* Since 2.32; false is the safe answer: atomics are used. */
LOCAL char __libc_single_threaded = 0;

/* Since 2.18. The one destructor that the C++ runtime registers frees an exception that is still in flight when its
 * thread ends: there is none, since no exception leaves the library. */
LOCAL int __cxa_thread_atexit_impl(void (*destructor)(void*), void* object, void* dso) {
  (void)destructor, (void)object, (void)dso;
  return 0;
}

/* libm is not among what the library may need. From 2^52 on every number is whole. */
LOCAL double floor(double x) {
  if (!(x > -4503599627370496.0 && x < 4503599627370496.0)) return x;
  const double whole = (double)(int64_t)x;
  return whole > x ? whole - 1 : whole;
}

#if defined(__x86_64__) || defined(__aarch64__)
/* Since 2.35: where the unwinder finds a code address's frame table. Before, it asked every loaded object in turn, as
 * here. */
struct wanted {
  uintptr_t pc;
  struct dl_find_object* out;
};

static int look_in(struct dl_phdr_info* object, size_t size, void* data) {
  struct wanted* wanted = data;
  const void* frames = NULL;
  int inside = 0;
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const uintptr_t begin = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
    if (object->dlpi_phdr[i].p_type == PT_LOAD && wanted->pc - begin < object->dlpi_phdr[i].p_memsz) {
      inside = 1;
      wanted->out->dlfo_map_start = (void*)begin;
      wanted->out->dlfo_map_end = (void*)(begin + object->dlpi_phdr[i].p_memsz);
    }
    if (object->dlpi_phdr[i].p_type == PT_GNU_EH_FRAME) frames = (const void*)begin;
  }
  wanted->out->dlfo_eh_frame = (void*)frames;
  (void)size;
  return inside && frames;
}

LOCAL int _dl_find_object(void* pc, struct dl_find_object* out) {
  struct wanted wanted = {(uintptr_t)pc, out};
  return dl_iterate_phdr(look_in, &wanted) ? 0 : -1;
}
#endif
