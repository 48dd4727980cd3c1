// hostile PACK ROUNDS [SEED [emit]]: packs that a forger made: one part is changed at random and every checksum is
// right again. Whatever the library is asked, it must come back with an answer or a code, within bounds: no allocation
// over 4 MiB, no question without an end. With `emit` the packs are written to standard output instead, each behind its
// size (u32), for forged.c to ask on another processor.
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "schema/bytes.h"
#include "tests/support/surgery.h"

extern "C" {
#include "tests/support/ask_everything.h"
}

namespace {

using postil::load32;
using postil::store32;
using postil::format::SectionKind;
using postil::surgery::Patient;

uint64_t state;
uint32_t random32() {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return static_cast<uint32_t>(state >> 32);
}
uint32_t below(uint32_t n) {
  return n ? static_cast<uint32_t>(uint64_t{random32()} * n >> 32) : 0;
}

// What a forger would try: numbers at the edges, numbers near the right one, noise.
void spoil(uint8_t* bytes, size_t size) {
  if (size < 8) return;
  for (uint32_t times = 1 + below(3); times-- > 0;) {
    const size_t at = below(static_cast<uint32_t>(size - 3));
    switch (below(7)) {
      case 0:
        bytes[at] = static_cast<uint8_t>(random32());
        break;
      case 1:
        bytes[at] = static_cast<uint8_t>(bytes[at] ^ 1u << below(8));
        break;
      case 2:
        store32(bytes + at / 4 * 4, 0xFFFFFFFFu - below(3));
        break;
      case 3:
        store32(bytes + at / 4 * 4, below(3));
        break;
      case 4:
        store32(bytes + at / 4 * 4, load32(bytes + at / 4 * 4) + below(9) - 4);
        break;
      case 5:
        store32(bytes + at / 4 * 4, 0x7FFFFFFFu + below(3));
        break;
      default:
        store32(bytes + at / 4 * 4, static_cast<uint32_t>(below(static_cast<uint32_t>(size))));
        break;
    }
  }
}

constexpr SectionKind kDirectories[] = {SectionKind::paragraphs, SectionKind::marks,    SectionKind::notes,
                                        SectionKind::works,      SectionKind::entities, SectionKind::mentions,
                                        SectionKind::trace,      SectionKind::findings, SectionKind::images};

const char* forge(Patient& patient) {
  uint64_t offset, size;
  const SectionKind kind = kDirectories[below(9)];
  switch (below(12)) {
    case 0:
      spoil(patient.header() + 8, 48);
      return "header";
    case 1:
      spoil(patient.root(), patient.root_size());
      return "root";
    case 2:
      if (!patient.section(SectionKind::inner_pages, offset, size) || size == 0) return "none";
      {
        const uint32_t page = below(static_cast<uint32_t>(size / postil::format::kPageSize));
        spoil(patient.at(offset + uint64_t{page} * postil::format::kPageSize) + 4, 4092);
        patient.seal_page(SectionKind::inner_pages, page);
      }
      return "inner page";
    case 3:
    case 4:
      if (!patient.section(SectionKind::leaf_pages, offset, size) || size == 0) return "none";
      {
        const uint32_t page = below(static_cast<uint32_t>(size / postil::format::kPageSize));
        uint8_t* p = patient.at(offset + uint64_t{page} * postil::format::kPageSize);
        // Mostly where entries stand.
        spoil(p + 4, below(4) ? 16 + postil::load16(p + 10) % 4070 : 4092);
        patient.seal_page(SectionKind::leaf_pages, page);
      }
      return "leaf page";
    case 5:
      if (!patient.section(kind, offset, size) || size == 0) return "none";
      {
        const uint32_t page = below(static_cast<uint32_t>(size / postil::format::kPageSize));
        uint8_t* p = patient.at(offset + uint64_t{page} * postil::format::kPageSize);
        spoil(below(2) ? p : p + postil::format::kDirectoryCount - 8, below(2) ? 60 : 16);
        patient.seal_directory(kind, page);
      }
      return "directory";
    case 6:
      if (!patient.section(SectionKind::dictionary, offset, size) || size == 0) return "none";
      spoil(patient.at(offset), size);
      return "dictionary";
    default: {
      const auto blocks = patient.blocks_of(kind);
      if (blocks.empty()) return "none";
      const uint32_t block = blocks[below(static_cast<uint32_t>(blocks.size()))];
      std::string raw = patient.raw(block);
      if (raw.empty()) return "none";
      auto* bytes = reinterpret_cast<uint8_t*>(&raw[0]);
      spoil(bytes, below(3) ? raw.size() : std::min<size_t>(raw.size(), 256));
      if (below(50) == 0) raw.resize(below(static_cast<uint32_t>(raw.size())) + 1);
      patient.replace(kind, block, raw);
      return "block";
    }
  }
}

uint64_t round_now;
void too_long(int) {
  char line[100];
  const int n = std::snprintf(line, sizeof line, "hostile: round %llu does not end\n",
                              static_cast<unsigned long long>(round_now));
  if (write(2, line, static_cast<size_t>(n)) < 0) _exit(4);
  _exit(4);
}

}  // namespace

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
extern "C" {
void* __libc_malloc(size_t size);
static size_t largest = 0;
void* malloc(size_t size) {
  if (size > largest) largest = size;
  return __libc_malloc(size);
}
}
#else
static size_t largest = 0;
#endif

int main(int count, char** words) {
  if (count < 3) return 2;
  std::ifstream in(words[1], std::ios::binary);
  const std::string pack{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const uint64_t rounds = std::strtoull(words[2], nullptr, 10),
                 first = count > 3 ? std::strtoull(words[3], nullptr, 10) : 1;
  const bool emit = count > 4 && std::strcmp(words[4], "emit") == 0;
  if (pack.size() < 4096) return 2;
  signal(SIGALRM, too_long);
  std::map<std::string, std::map<int32_t, uint64_t>> seen;
  const int file = memfd_create("hostile", 0);
  const std::string path = "/proc/self/fd/" + std::to_string(file);
  for (round_now = first; round_now < first + rounds; ++round_now) {
    state = round_now * 0x9E3779B97F4A7C15u;
    random32();
    Patient patient(pack);
    std::string part = forge(patient);
    while (part == "none") part = forge(patient);  // the pack has no such part
    const std::string forged = patient.sealed();
    if (emit) {
      uint8_t size[4];
      store32(size, static_cast<uint32_t>(forged.size()));
      if (fwrite(size, 1, 4, stdout) != 4 || fwrite(forged.data(), 1, forged.size(), stdout) != forged.size()) return 3;
      continue;
    }
    if (ftruncate(file, static_cast<off_t>(forged.size())) != 0 ||
        pwrite(file, forged.data(), forged.size(), 0) != static_cast<ssize_t>(forged.size()))
      return 3;
    alarm(60);
    largest = 0;
    postil_pack* opened = nullptr;
    int32_t code = postil_open(path.c_str(), round_now % 2 ? POSTIL_MMAP : POSTIL_PREAD, 0, &opened);
    if (code == POSTIL_OK) {
      code = ask_everything(opened, 40, nullptr);
      if (round_now % 8 == 0) {
        const int32_t verified = postil_verify(opened);
        if (verified == POSTIL_OK && code != POSTIL_OK && code != POSTIL_INVALID_ARGUMENT)
          ++seen["asked wrong, verified right"][code];
      }
      postil_close(opened);
    }
    alarm(0);
    if (largest > 4u << 20) {
      std::fprintf(stderr, "hostile: round %llu (%s) made the library ask for %zu bytes at once\n",
                   static_cast<unsigned long long>(round_now), part.c_str(), largest);
      return 1;
    }
    if (code != POSTIL_OK && code != POSTIL_CORRUPT && code != POSTIL_UNSUPPORTED && code != POSTIL_LIMIT &&
        code != POSTIL_INVALID_ARGUMENT && code != POSTIL_NO_MEMORY) {
      std::fprintf(stderr, "hostile: round %llu (%s) gave code %d\n", static_cast<unsigned long long>(round_now),
                   part.c_str(), static_cast<int>(code));
      return 1;
    }
    ++seen[part][code];
  }
  if (emit) return fflush(stdout) == 0 ? 0 : 3;
  uint64_t refused = 0;
  for (const auto& [part, codes] : seen) {
    std::printf("%-28s", part.c_str());
    for (const auto& [code, n] : codes) {
      std::printf(" code %d x%llu", static_cast<int>(code), static_cast<unsigned long long>(n));
      if (code != POSTIL_OK) refused += n;
    }
    std::printf("\n");
  }
  return refused > 0 ? 0 : 1;
}
