// shelf_bench FOLDER [PACKS [ALIASES]]: a shelf of many generated packs: adding, scanning again, looking names up warm and cold, its size and memory; beside it
// SQLite on the same names, as a plain index and as FTS5, where it is installed. One figure a line, as in bench.jsonl.
#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#ifdef POSTIL_BENCH_SQLITE
#include <sqlite3.h>
#endif

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "plugin/include/postil.h"

namespace fs = std::filesystem;

// ---- what is allocated, whoever asks: glibc's own functions stand behind these

extern "C" {
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);
void __libc_free(void*);
}
namespace {
std::atomic<size_t> in_use{0}, most_in_use{0};
void* counted(void* p) {
  if (!p) return p;
  const size_t now = in_use += malloc_usable_size(p);
  if (now > most_in_use) most_in_use = now;
  return p;
}
}  // namespace
extern "C" {
void* malloc(size_t size) {
  return counted(__libc_malloc(size));
}
void* calloc(size_t count, size_t size) {
  return counted(__libc_calloc(count, size));
}
void* realloc(void* p, size_t size) {
  if (p) in_use -= malloc_usable_size(p);
  return counted(__libc_realloc(p, size));
}
int posix_memalign(void** out, size_t align, size_t size) {
  *out = counted(__libc_memalign(align, size));
  return *out ? 0 : 12;
}
void* memalign(size_t align, size_t size) {
  return counted(__libc_memalign(align, size));
}
void* aligned_alloc(size_t align, size_t size) {
  return counted(__libc_memalign(align, size));
}
void free(void* p) {
  if (p) in_use -= malloc_usable_size(p);
  __libc_free(p);
}
}

namespace {

uint64_t seed = 20260101;
uint32_t next(uint32_t below) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return static_cast<uint32_t>(seed >> 33) % below;
}
double now_us() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}
double percentile(std::vector<double> v, double p) {
  if (v.empty()) return -1;
  std::sort(v.begin(), v.end());
  return v[std::min(v.size() - 1, static_cast<size_t>(p * static_cast<double>(v.size())))];
}
void figure(const char* store, const char* name, double median, double p99, double most) {
  std::printf(
      "{\"bench\":\"shelf\",\"set\":\"generated\",\"store\":\"%s\",\"figure\":\"%s\",\"median\":%.1f,\"p99\":%.1f,"
      "\"max\":%.1f}\n",
      store, name, median, p99, most);
  std::fflush(stdout);
}
void figure(const char* store, const char* name, const std::vector<double>& v) {
  figure(store, name, percentile(v, 0.5), percentile(v, 0.99), percentile(v, 1));
}

std::string word(uint32_t n) {
  static const char* const kSyllables[] = {"ka", "ro",  "min", "tel", "va",  "shu", "or",  "den",
                                           "li", "gra", "po",  "yan", "wes", "ti",  "bel", "quo"};
  std::string w;
  do w += kSyllables[n & 15];
  while (n >>= 4);
  w[0] = static_cast<char>(w[0] - 32);
  return w;
}

// Of a book's names most are its own; some are those of many books, and a few stand in nearly all.
std::string name_in(uint32_t book) {
  const uint32_t kind = next(10);
  if (kind == 0) {
    const uint32_t n = next(2000);
    return word(n * n / 2000 + 16);  // the first ones the commonest
  }
  if (kind < 4) return word(next(2000) + 5000) + " " + word(next(100) + 300);
  return word(next(65536) + 4096) + " " + word(book + 70000) + "-" + word(next(4096));
}

struct Generated {
  std::vector<std::string> packs;
  std::vector<std::vector<std::string>> names;
};

Generated generate(const std::string& folder, uint32_t packs, uint32_t aliases) {
  Generated out;
  fs::create_directories(folder);
  const std::string source = folder + "/source.txt";
  std::ofstream(source) << "Chapter 1\n\nThe harbour was quiet, and nobody came.\n";
  postil::Compiled compiled;
  if (!postil::compile_book(source, {}, compiled)) std::exit(3);
  for (uint32_t b = 0; b < packs; ++b) {
    std::set<std::string> mine;
    while (mine.size() < aliases) mine.insert(name_in(b));
    std::vector<std::string> names(mine.begin(), mine.end());
    for (size_t i = names.size(); i > 1; --i) std::swap(names[i - 1], names[next(static_cast<uint32_t>(i))]);
    compiled.entities = {};
    for (size_t i = 0; i < names.size();) {
      postil::Entity e;
      e.name = names[i];
      e.type = static_cast<postil::EntityType>(1 + next(4));
      e.id = "e" + std::to_string(b) + "-" + std::to_string(i);
      for (uint32_t n = 1 + next(4); n && i < names.size(); --n, ++i) e.aliases.push_back({names[i], 0, 1, false});
      compiled.entities.entities.push_back(std::move(e));
    }
    compiled.book.metadata.title = "Book " + std::to_string(b);
    compiled.book.metadata.identifiers = {"urn:bench:" + std::to_string(b)};
    const std::string path = folder + "/" + std::to_string(b) + ".postil";
    if (!fs::exists(path) && !postil::write_pack(compiled, {}, path)) std::exit(4);
    out.packs.push_back(path);
    out.names.push_back(std::move(names));
  }
  return out;
}

void evict(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY);
  fsync(fd);
  posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  close(fd);
}
double pages_in_core(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR);
  struct stat st;
  if (fd < 0 || fstat(fd, &st) != 0 || st.st_size == 0) return 0;
  const auto size = static_cast<size_t>(st.st_size);
  void* at = mmap(nullptr, size, PROT_READ, MAP_SHARED, fd, 0);
  std::vector<unsigned char> in((size + 4095) / 4096);
  long n = 0;
  if (at != MAP_FAILED && mincore(at, size, in.data()) == 0)
    for (const unsigned char c : in) n += c & 1;
  if (at != MAP_FAILED) munmap(at, size);
  close(fd);
  return static_cast<double>(n);
}

bool ask(postil_shelf* shelf, const std::string& name, uint32_t limit) {
  postil_shelf_hits* hits = nullptr;
  const bool found = postil_shelf_lookup(shelf, name.data(), static_cast<uint32_t>(name.size()), limit, POSTIL_NONE,
                                         POSTIL_NO_LIMIT, &hits) == POSTIL_OK;
  postil_shelf_hits_free(hits);
  return found;
}

postil_shelf* open_shelf(const std::string& path, uint32_t flags) {
  postil_shelf* shelf = nullptr;
  if (postil_shelf_open(path.c_str(), flags, &shelf) != POSTIL_OK) {
    std::fprintf(stderr, "shelf_bench: %s: %s\n", path.c_str(), postil_shelf_message(nullptr));
    std::exit(3);
  }
  return shelf;
}

#ifdef POSTIL_BENCH_SQLITE
void sqlite(const std::string& path, const Generated& g, const std::vector<std::string>& queries, bool fts) {
  const char* const store = fts ? "sqlite-fts5" : "sqlite-index";
  fs::remove(path);
  sqlite3* db = nullptr;
  sqlite3_open(path.c_str(), &db);
  sqlite3_exec(
      db,
      fts ? "create virtual table names using fts5(alias, pack unindexed, tokenize='unicode61 remove_diacritics 2')"
          : "create table names(alias text, pack int); create index by_alias on names(alias collate nocase)",
      nullptr, nullptr, nullptr);
  sqlite3_stmt* put = nullptr;
  sqlite3_prepare_v2(db, "insert into names(alias, pack) values(?,?)", -1, &put, nullptr);
  std::vector<double> add;
  for (size_t b = 0; b < g.names.size(); ++b) {
    const double begin = now_us();
    sqlite3_exec(db, "begin", nullptr, nullptr, nullptr);
    for (const std::string& n : g.names[b]) {
      sqlite3_bind_text(put, 1, n.data(), static_cast<int>(n.size()), SQLITE_STATIC);
      sqlite3_bind_int(put, 2, static_cast<int>(b));
      sqlite3_step(put);
      sqlite3_reset(put);
    }
    sqlite3_exec(db, "commit", nullptr, nullptr, nullptr);
    add.push_back((now_us() - begin) / 1000);
  }
  sqlite3_finalize(put);
  figure(store, "add_ms", add);
  sqlite3_stmt* get = nullptr;
  sqlite3_prepare_v2(db,
                     fts ? "select pack from names where names match ? limit 8"
                         : "select pack from names where alias = ? collate nocase limit 8",
                     -1, &get, nullptr);
  std::vector<double> warm;
  for (int pass = 0; pass < 2; ++pass) {
    warm.clear();
    for (const std::string& q : queries) {
      const std::string text = fts ? "alias:\"" + q + "\"" : q;
      const double begin = now_us();
      sqlite3_bind_text(get, 1, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
      int rows = 0;
      while (sqlite3_step(get) == SQLITE_ROW) ++rows;
      sqlite3_reset(get);
      warm.push_back(now_us() - begin);
      if (rows == 0) std::fprintf(stderr, "shelf_bench: %s does not find %s\n", store, q.c_str());
    }
  }
  sqlite3_finalize(get);
  sqlite3_close(db);
  figure(store, "warm_us", warm);
  double aliases = 0;
  for (const auto& n : g.names) aliases += static_cast<double>(n.size());
  const double bytes = static_cast<double>(fs::file_size(path)) / aliases;
  figure(store, "bytes_per_alias", bytes, bytes, bytes);
}
#endif

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string folder = argv[1], path = folder + "/shelf";
  const auto packs = argc > 2 ? static_cast<uint32_t>(std::atol(argv[2])) : 1000u,
             aliases = argc > 3 ? static_cast<uint32_t>(std::atol(argv[3])) : 5000u;
  const Generated g = generate(folder + "/packs", packs, aliases);
  for (const char* end : {"", ".lock", ".notes"}) fs::remove(path + end);

  std::vector<double> add;
  size_t most = 0;
  {
    postil_shelf* shelf = open_shelf(path, POSTIL_SHELF_CREATE);
    for (const std::string& pack : g.packs) {
      uint32_t number = 0;
      const size_t before = in_use;
      most_in_use = before;
      const double begin = now_us();
      if (postil_shelf_add(shelf, pack.c_str(), &number) != POSTIL_OK) {
        std::fprintf(stderr, "shelf_bench: %s: %s\n", pack.c_str(), postil_shelf_message(shelf));
        return 3;
      }
      add.push_back((now_us() - begin) / 1000);
      most = std::max(most, most_in_use - before);
    }
    postil_shelf_close(shelf);
  }
  figure("postil", "add_ms", add);
  figure("postil", "add_peak_kb", static_cast<double>(most) / 1024, static_cast<double>(most) / 1024,
         static_cast<double>(most) / 1024);
  double all = 0;
  for (const auto& n : g.names) all += static_cast<double>(n.size());
  const double bytes = static_cast<double>(fs::file_size(path)) / all;
  figure("postil", "bytes_per_alias", bytes, bytes, bytes);

  postil_shelf* shelf = open_shelf(path, 0);
  std::vector<double> scan;
  for (int i = 0; i < 5; ++i) {
    postil_shelf_scanned s{};
    const double begin = now_us();
    if (postil_shelf_scan(shelf, (folder + "/packs").c_str(), 1000, &s) != POSTIL_OK || s.added || s.changed ||
        s.seen != packs)
      return 3;
    scan.push_back((now_us() - begin) / 1000);
  }
  figure("postil", "scan_unchanged_ms", scan);

  std::vector<std::string> queries;
  for (int i = 0; i < 3000; ++i) {
    const auto& names = g.names[next(packs)];
    queries.push_back(names[next(static_cast<uint32_t>(names.size()))]);
  }
  for (const uint32_t limit : {1u, 8u}) {
    std::vector<double> warm;
    for (int pass = 0; pass < 2; ++pass) {
      warm.clear();
      for (const std::string& q : queries) {
        const double begin = now_us();
        if (!ask(shelf, q, limit)) std::fprintf(stderr, "shelf_bench: not found: %s\n", q.c_str());
        warm.push_back(now_us() - begin);
      }
    }
    figure("postil", limit == 1 ? "warm_first_book_us" : "warm_eight_books_us", warm);
  }
  postil_shelf_close(shelf);

  std::vector<double> opened, looked, in_packs;
  for (int i = 0; i < 25; ++i) {
    // In a process of its own: what this one has mapped is not dropped.
    int ends[2];
    if (pipe(ends) != 0) return 3;
    const pid_t child = fork();
    if (child == 0) {
      double out[3];
      evict(path);
      for (const std::string& p : g.packs) evict(p);
      postil_shelf* cold = open_shelf(path, 0);
      out[0] = pages_in_core(path);
      ask(cold, queries[static_cast<size_t>(i) * 7], 1);
      out[1] = pages_in_core(path);
      out[2] = 0;
      for (const std::string& p : g.packs) out[2] += pages_in_core(p);
      if (write(ends[1], out, sizeof out) != sizeof out) _exit(1);
      _exit(0);
    }
    double out[3];
    if (read(ends[0], out, sizeof out) != sizeof out) return 3;
    waitpid(child, nullptr, 0);
    close(ends[0]);
    close(ends[1]);
    opened.push_back(out[0]);
    looked.push_back(out[1]);
    in_packs.push_back(out[2]);
  }
  figure("postil", "cold_open_pages", opened);
  figure("postil", "cold_open_and_lookup_pages", looked);
  figure("postil", "cold_pages_in_packs", in_packs);
#ifdef POSTIL_BENCH_SQLITE
  sqlite(folder + "/plain.sqlite", g, queries, false);
  sqlite(folder + "/fts.sqlite", g, queries, true);
#endif
  return 0;
}
