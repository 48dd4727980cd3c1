/* no_memory PACK: makes each allocation of the library fail in turn. The library must answer with a code each time,
 * give back all that it took, and answer rightly again once memory is back. Prints how many allocations were failed. */
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>

#include "ask_everything.h"

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* memory, size_t size);
extern void __libc_free(void* memory);

static long countdown = -1; /* allocations until one fails; below 0: none fails */
static long held;

static int refused(void) {
  if (countdown < 0) return 0;
  return countdown-- == 0;
}

void* malloc(size_t size) {
  if (refused()) return NULL;
  ++held;
  return __libc_malloc(size);
}
void* calloc(size_t count, size_t size) {
  if (refused()) return NULL;
  ++held;
  return __libc_calloc(count, size);
}
void* realloc(void* memory, size_t size) {
  if (refused()) return NULL;
  if (!memory) ++held;
  return __libc_realloc(memory, size);
}
void free(void* memory) {
  if (memory) --held;
  __libc_free(memory);
}

static int32_t try_once(const char* path, int* failed) {
  postil_pack* pack = NULL;
  int32_t code = postil_open(path, POSTIL_MMAP, 0, &pack);
  *failed = code != POSTIL_OK;
  if (code != POSTIL_OK) return code;
  code = ask_everything(pack, 3, NULL);
  postil_close(pack);
  return code;
}

int main(int count, char** words) {
  long n, before;
  int32_t code;
  int failed;
  if (count < 2) return 2;
  code = try_once(words[1], &failed); /* the exception machinery's own memory is taken once */
  if (code != POSTIL_OK) {
    fprintf(stderr, "no_memory: code %d with all the memory there is\n", (int)code);
    return 1;
  }
  for (n = 0;; ++n) {
    before = held;
    countdown = n;
    code = try_once(words[1], &failed);
    if (countdown >= 0) break; /* no allocation was left to fail */
    if (code != POSTIL_NO_MEMORY && code != POSTIL_OK) {
      fprintf(stderr, "no_memory: allocation %ld failed and the answer was code %d\n", n, (int)code);
      return 1;
    }
    if (held != before) {
      fprintf(stderr, "no_memory: allocation %ld failed and %ld pieces were not given back\n", n, held - before);
      return 1;
    }
  }
  countdown = -1;
  code = try_once(words[1], &failed);
  printf("%ld allocations failed in turn, code %d afterwards\n", n, (int)code);
  return code == POSTIL_OK && n > 10 ? 0 : 1;
}
