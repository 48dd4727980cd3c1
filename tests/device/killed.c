/* killed PACK ROUNDS: what happens to a file while it is open. Each round another process truncates, overwrites, grows,
 * replaces or removes the file at a random moment while this one asks; then the file is as it was, the pack is resumed,
 * and the answers must be the first ones again. Reads fail in turn too: EIO, short reads, EINTR. Works on a copy of
 * PACK in $TMPDIR. The host survives or the exit status tells. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ask_everything.h"

static unsigned long long seed = 88172645463325252ull;
static unsigned chance(unsigned below) {
  seed = seed * 6364136223846793005ull + 1442695040888963407ull;
  return (unsigned)(seed >> 17) % below;
}

/* ---- reads that fail: this program's pread64 stands before libc's */

static int fault_every = 0; /* 0: none */
static unsigned reads = 0;
static unsigned long long bytes_asked = 0;
typedef ssize_t (*pread_function)(int, void*, size_t, off64_t);

ssize_t pread64(int fd, void* to, size_t size, off64_t offset) {
  static pread_function real;
  if (!real) *(void**)&real = dlsym(RTLD_NEXT, "pread64");
  bytes_asked += size;
  if (fault_every > 0) {
    const unsigned kind = ++reads % (unsigned)fault_every;
    if (kind == 0) {
      errno = EIO;
      return -1;
    }
    if (kind % 3 == 1) {
      errno = EINTR;
      if (reads % 2) return -1;
    }
    if (kind % 3 == 2 && size > 1) return real(fd, to, size / 2, offset);
  }
  return real(fd, to, size, offset);
}

#if defined(__LP64__)
/* The same call by its other name, which a 64-bit build of the library uses. */
ssize_t pread(int fd, void* to, size_t size, off_t offset) {
  return pread64(fd, to, size, offset);
}
#endif

/* ---- the attacker */

static char path[4096], beside[4200];
static unsigned char* original;
static size_t original_size;

static void restore(void) {
  const int fd = open(path, O_RDWR | O_CREAT, 0644);
  if (fd < 0 || ftruncate(fd, (off_t)original_size) != 0 ||
      pwrite(fd, original, original_size, 0) != (ssize_t)original_size) {
    perror("killed: restoring");
    _exit(3);
  }
  close(fd);
}

static void attack(unsigned kind) {
  const int fd = open(path, O_RDWR);
  unsigned char noise[4096];
  unsigned i, n;
  if (fd < 0) return;
  for (i = 0; i < sizeof noise; ++i) noise[i] = (unsigned char)chance(256);
  switch (kind) {
    case 0:
      if (ftruncate(fd, (off_t)chance((unsigned)original_size)) != 0) _exit(3);
      break;
    case 1:
      if (ftruncate(fd, 0) != 0) _exit(3);
      break;
    case 2:
      for (n = 0; n < 16; ++n)
        if (pwrite(fd, noise, 1 + chance(sizeof noise), (off_t)chance((unsigned)original_size)) < 0) _exit(3);
      break;
    case 3:
      for (n = 0; n < 64; ++n)
        if (pwrite(fd, noise + n, 1, (off_t)chance((unsigned)original_size)) < 0) _exit(3);
      break;
    case 4:
      if (ftruncate(fd, (off_t)original_size + (off_t)chance(100000)) != 0) _exit(3);
      break;
    default: /* hole: the pages are gone, zeros stand there */
      if (ftruncate(fd, (off_t)chance((unsigned)original_size)) != 0 || ftruncate(fd, (off_t)original_size) != 0)
        _exit(3);
  }
  close(fd);
}

/* ---- the host's own handler must still be called for faults that are not the library's */

static volatile sig_atomic_t host_faults = 0;
static unsigned char* own_page;
static void on_host_fault(int signal, siginfo_t* info, void* context) {
  (void)signal, (void)info, (void)context;
  if (!own_page || ++host_faults > 1000) _exit(5); /* a fault of the library came here */
  mmap(own_page, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0); /* mends it: the read goes on */
}

static int host_handler_is_called(void) {
  char name[4200];
  volatile unsigned char byte;
  int fd;
  const int before = host_faults;
  snprintf(name, sizeof name, "%s.own", path);
  fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (fd < 0 || ftruncate(fd, 4096) != 0) return 0;
  own_page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
  if (own_page == MAP_FAILED || ftruncate(fd, 0) != 0) return 0;
  byte = own_page[0];
  (void)byte;
  munmap(own_page, 4096);
  own_page = NULL;
  close(fd);
  unlink(name);
  return host_faults == before + 1;
}

static char* answers(postil_pack* pack, size_t* size) {
  char* text = NULL;
  FILE* out = open_memstream(&text, size);
  const int32_t code = ask_everything(pack, POSTIL_NONE, out);
  fclose(out);
  if (code != POSTIL_OK) {
    free(text);
    return NULL;
  }
  return text;
}

int main(int count, char** words) {
  struct sigaction action;
  postil_pack* pack;
  char *first = NULL, *again;
  size_t first_size, again_size;
  long round, rounds, failed_calls = 0, codes[128] = {0};
  int32_t code;
  int fd, status;
  struct stat st;
  if (count < 3) return 2;
  rounds = strtol(words[2], NULL, 10);
  fd = open(words[1], O_RDONLY);
  if (fd < 0 || fstat(fd, &st) != 0) return 2;
  original_size = (size_t)st.st_size;
  original = malloc(original_size);
  if (pread(fd, original, original_size, 0) != (ssize_t)original_size) return 2;
  close(fd);
  snprintf(path, sizeof path, "%s/postil-killed-%ld", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", (long)getpid());
  snprintf(beside, sizeof beside, "%s.new", path);
  restore();

  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_host_fault;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGBUS, &action, NULL);
  bytes_asked = 0;
  if (postil_open(path, POSTIL_PREAD, 0, &pack) != POSTIL_OK) return 1;
  postil_close(pack);
  if (bytes_asked == 0 || bytes_asked > 128 * 1024) {
    fprintf(stderr, "killed: opening read %llu bytes; 128 KiB are promised at most\n", bytes_asked);
    return 1;
  }
  printf("opening read %llu bytes\n", bytes_asked);
  for (round = 0; round < rounds; ++round) {
    const int mode = round % 2 ? POSTIL_PREAD : POSTIL_MMAP;
    if (round < 2 || round % 50 < 2) {
      if (round > 0) postil_close(pack);
      if (postil_open(path, (uint32_t)mode, 0, &pack) != POSTIL_OK) {
        fprintf(stderr, "killed: round %ld: %s\n", round, postil_message(NULL));
        return 1;
      }
      if (round == 0 && !(first = answers(pack, &first_size))) return 1;
    }
    const unsigned kind = chance(6), delay = chance(3000), again_seed = chance(1u << 30);
    const pid_t attacker = fork();
    if (attacker == 0) {
      seed += again_seed;
      usleep(delay);
      attack(kind);
      _exit(0);
    }
    for (int asked = 0; asked < 1000; ++asked) {
      code = ask_everything(pack, 20, NULL);
      ++codes[code & 127];
      failed_calls += code != POSTIL_OK;
      if (waitpid(attacker, &status, asked > 200 ? 0 : WNOHANG) == attacker) break;
    }
    code = ask_everything(pack, POSTIL_NONE, NULL);
    ++codes[code & 127];
    failed_calls += code != POSTIL_OK;
    if (WEXITSTATUS(status) != 0) return 3;
    restore();
    postil_suspend(pack);
    code = postil_resume(pack);
    if (code != POSTIL_OK) {
      fprintf(stderr, "killed: round %ld: resume gave code %d: %s\n", round, (int)code, postil_message(pack));
      return 1;
    }
    if (round % 10 == 0) {
      again = answers(pack, &again_size);
      if (!again || again_size != first_size || memcmp(first, again, first_size) != 0) {
        fprintf(stderr, "killed: round %ld: other answers after the file was mended\n", round);
        return 1;
      }
      free(again);
    }
    if (round % 100 == 0 && !host_handler_is_called()) {
      fprintf(stderr, "killed: round %ld: a fault of the host's own did not reach its handler\n", round);
      return 1;
    }
  }
  postil_close(pack);

  if (postil_open(path, POSTIL_PREAD, 0, &pack) != POSTIL_OK) return 1;
  for (fault_every = 1; fault_every < 60; ++fault_every) {
    code = ask_everything(pack, 20, NULL);
    ++codes[code & 127];
    if (code != POSTIL_OK && code != POSTIL_IO) {
      fprintf(stderr, "killed: a failing read gave code %d\n", (int)code);
      return 1;
    }
  }
  fault_every = 0;
  again = answers(pack, &again_size);
  if (!again || again_size != first_size || memcmp(first, again, first_size) != 0) {
    fprintf(stderr, "killed: other answers after reads failed\n");
    return 1;
  }
  free(again);
  free(first);
  postil_close(pack);
  unlink(path);
  printf("%ld attacks survived, %ld rounds of questions failed with a code:", rounds, failed_calls);
  for (int i = 1; i < 128; ++i)
    if (codes[i]) printf(" %d x%ld", i, codes[i]);
  printf("\n");
  return failed_calls > rounds / 4 ? 0 : 1; /* fewer: the attacks did not reach it */
}
