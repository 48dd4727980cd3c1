// postil_bench MODE DATA DIR [N]: Postil on the same work as other stores, through the C interface, as one line of
// figures a mode.
//   generate DATA      a small set, when there is no other
//   build DATA DIR     recs.bin and alias.bin as a curated entity file, packed by the packer's own pipeline
//   warm | cold | cold2 | one | calls DATA DIR [N | KEY]
// Files: recs.bin: u32 count, then u32 size + bytes each; alias.bin: u32 count, then u32 record, u16 size + bytes each;
// query.txt and fuzzy.txt: a key a line. A record's key is an alias, its text the description; every answer is compared
// with the record.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "plugin/include/postil.h"

namespace {

constexpr uint32_t kPrefixLimit = 20;

struct DataSet {
  std::vector<std::string> records;
  std::vector<std::pair<std::string, uint32_t>> aliases;
};

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::string> lines(const std::string& path) {
  std::ifstream in(path);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

DataSet load(const std::string& folder) {
  DataSet out;
  const std::string records = slurp(folder + "/recs.bin"), aliases = slurp(folder + "/alias.bin");
  if (records.size() < 4 || aliases.size() < 4) {
    std::fprintf(stderr, "postil_bench: %s holds no recs.bin and alias.bin\n", folder.c_str());
    std::exit(3);
  }
  const auto number = [](const char* p) {
    uint32_t n = 0;
    std::memcpy(&n, p, 4);
    return n;
  };
  const char* p = records.data();
  uint32_t n = number(p);
  for (p += 4; n--;) {
    const uint32_t size = number(p);
    out.records.emplace_back(p + 4, size);
    p += 4 + size;
  }
  p = aliases.data();
  n = number(p);
  for (p += 4; n--;) {
    uint16_t size = 0;
    std::memcpy(&size, p + 4, 2);
    out.aliases.emplace_back(std::string(p + 6, size), number(p));
    p += 6 + size;
  }
  return out;
}

double now_us() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}

long status_kb(const char* key) {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.compare(0, std::strlen(key), key) == 0) return std::atol(line.c_str() + std::strlen(key) + 1);
  return 0;
}

double percentile(std::vector<double> v, double p) {
  if (v.empty()) return -1;
  std::sort(v.begin(), v.end());
  return v[std::min(v.size() - 1, static_cast<size_t>(p * static_cast<double>(v.size())))];
}
double median(const std::vector<double>& v) {
  return percentile(v, 0.5);
}

std::string pack_path(const std::string& folder) {
  return folder + "/x.postil";
}

void evict(const std::string& path) {
  // What this process has mapped of it, first: mapped pages are not dropped.
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.find(path) == std::string::npos) continue;
    unsigned long begin = 0, end = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx", &begin, &end) == 2)
      madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
  const int fd = open(path.c_str(), O_RDONLY);
  fdatasync(fd);
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
    for (unsigned char c : in) n += c & 1;
  if (at != MAP_FAILED) munmap(at, size);
  close(fd);
  return static_cast<double>(n);
}

struct Store {
  postil_pack* pack = nullptr;

  void open(const std::string& folder) {
    // POSTIL_BENCH_PREAD measures the twin that does not map.
    const uint32_t flags = std::getenv("POSTIL_BENCH_PREAD") ? POSTIL_PREAD : POSTIL_MMAP;
    if (postil_open(pack_path(folder).c_str(), flags, 0, &pack) == POSTIL_OK) return;
    std::fprintf(stderr, "postil_bench: %s: %s\n", pack_path(folder).c_str(), postil_message(nullptr));
    std::exit(3);
  }
  bool get(const std::string& key, std::string& out) {
    postil_hits* hits = nullptr;
    if (postil_lookup(pack, key.data(), static_cast<uint32_t>(key.size()), POSTIL_EXACT, 1, POSTIL_NO_LIMIT,
                      POSTIL_NO_LIMIT, &hits) != POSTIL_OK)
      return false;
    postil_hit hit;
    const bool found = postil_hit_at(hits, 0, &hit) == POSTIL_OK;
    if (found) out.assign(hit.description.data, hit.description.size);
    postil_hits_free(hits);
    return found;
  }
  size_t prefix(const std::string& key, std::vector<std::string>& out) {
    postil_completions* found = nullptr;
    if (postil_completions_open(pack, key.data(), static_cast<uint32_t>(key.size()), kPrefixLimit, POSTIL_NO_LIMIT,
                                &found) != POSTIL_OK)
      return 0;
    postil_completion one;
    for (uint32_t i = 0; postil_completion_at(found, i, &one) == POSTIL_OK; ++i)
      out.emplace_back(one.key.data, one.key.size);
    postil_completions_free(found);
    return out.size();
  }
  size_t fuzzy(const std::string& key, std::vector<std::string>& out) {
    postil_hits* hits = nullptr;
    if (postil_lookup(pack, key.data(), static_cast<uint32_t>(key.size()), POSTIL_FUZZY, 8, POSTIL_NO_LIMIT,
                      POSTIL_NO_LIMIT, &hits) != POSTIL_OK)
      return 0;
    postil_hit hit;
    for (uint32_t i = 0; postil_hit_at(hits, i, &hit) == POSTIL_OK; ++i)
      out.emplace_back(hit.alias.data, hit.alias.size);
    postil_hits_free(hits);
    return out.size();
  }
};

int build(const std::string& data, const std::string& folder) {
  const DataSet set = load(data);
  std::vector<std::vector<const std::string*>> names(set.records.size());
  for (const auto& [alias, record] : set.aliases) names.at(record).push_back(&alias);
  mkdir(folder.c_str(), 0755);
  const double begin = now_us();
  const std::string curated = folder + ".entities.json";  // beside the folder: what stands in it is measured
  {
    std::ofstream out(curated, std::ios::binary);
    out << "{\"postil\":\"entities/1\",\"entities\":[\n";
    for (size_t i = 0, written = 0; i < names.size(); ++i) {
      if (names[i].empty()) continue;
      nlohmann::json one{{"name", *names[i][0]}, {"description", set.records[i]}};
      for (size_t k = 1; k < names[i].size(); ++k) one["aliases"].push_back(*names[i][k]);
      out << (written++ ? ",\n" : "") << one.dump();
    }
    out << "]}\n";
  }
  postil::PackOptions options;
  options.reference = true;
  postil::Compiled compiled;
  postil::Result r = postil::compile_book(curated, options, compiled);
  if (r) r = postil::write_pack(compiled, {2}, pack_path(folder));
  unlink(curated.c_str());
  if (!r) {
    std::fprintf(stderr, "postil_bench: %s\n", r.message.c_str());
    return 4;
  }
  struct stat st;
  stat(pack_path(folder).c_str(), &st);
  std::printf("postil build %.2f s size %ld\n", (now_us() - begin) / 1e6, static_cast<long>(st.st_size));
  return 0;
}

int warm(const std::string& data, const std::string& folder, size_t n) {
  const std::vector<std::string> queries = lines(data + "/query.txt"), typos = lines(data + "/fuzzy.txt");
  n = std::min(n, queries.size());
  std::vector<double> opens;
  Store store;
  const long before = status_kb("RssAnon:");
  for (int i = 0; i < 9; ++i) {  // the first one reads the file into memory
    postil_close(store.pack);
    const double begin = now_us();
    store.open(folder);
    opens.push_back(now_us() - begin);
  }
  std::string out;
  size_t bytes = 0, missing = 0, wrong = 0, found = 0;
  store.get(queries[0], out);
  for (size_t i = 0; i < n; ++i) missing += !store.get(queries[i], out), bytes += out.size();
  const long anonymous = status_kb("RssAnon:") - before, peak = status_kb("VmHWM:");
  std::vector<double> exact, cached, prefix, fuzzy;
  for (size_t i = 0; i < n; ++i) {
    double begin = now_us();
    store.get(queries[i], out);
    exact.push_back(now_us() - begin);
    begin = now_us();
    store.get(queries[i], out);
    cached.push_back(now_us() - begin);
  }
  std::vector<std::string> several;
  for (size_t i = 0; i < std::min<size_t>(n, 1000); ++i) {
    const std::string key = queries[i].substr(0, 4);
    if (static_cast<unsigned char>(key.back()) >= 0x80) continue;
    several.clear();
    const double begin = now_us();
    store.prefix(key, several);
    prefix.push_back(now_us() - begin);
  }
  for (const std::string& typo : typos) {
    several.clear();
    const double begin = now_us();
    found += store.fuzzy(typo, several) > 0;
    fuzzy.push_back(now_us() - begin);
  }
  const DataSet set = load(data);
  std::unordered_map<std::string, uint32_t> records(set.aliases.begin(), set.aliases.end());
  for (size_t i = 0; i < n; ++i) wrong += !store.get(queries[i], out) || out != set.records[records.at(queries[i])];
  std::printf(
      "postil open_us %.1f exact_med %.2f exact_p99 %.2f cached_med %.2f prefix_med %.2f prefix_p99 %.2f fuzzy_med "
      "%.1f fuzzy_p99 %.1f fuzzy_found %zu/%zu miss %zu "
      "wrong %zu hwm_kb %ld anon_kb %ld bytes %zu\n",
      median(opens), median(exact), percentile(exact, 0.99), median(cached), median(prefix), percentile(prefix, 0.99),
      median(fuzzy), percentile(fuzzy, 0.99), found, typos.size(), missing, wrong, peak, anonymous, bytes);
  postil_close(store.pack);
  return missing + wrong == 0 ? 0 : 1;
}

// Runs `f` in a fresh child n times and gathers the numbers that it gives.
template <size_t N, class F>
std::vector<std::vector<double>> in_children(size_t n, F f) {
  std::vector<std::vector<double>> out(N);
  for (size_t i = 0; i < n; ++i) {
    int pipes[2];
    if (pipe(pipes) != 0) std::exit(1);
    const pid_t child = fork();
    if (child == 0) {
      double row[N] = {};
      f(i, row);
      _exit(write(pipes[1], row, sizeof row) == static_cast<ssize_t>(sizeof row) ? 0 : 1);
    }
    double row[N] = {};
    close(pipes[1]);
    const bool whole = read(pipes[0], row, sizeof row) == static_cast<ssize_t>(sizeof row);
    close(pipes[0]);
    waitpid(child, nullptr, 0);
    if (!whole) std::exit(1);
    for (size_t k = 0; k < N; ++k) out[k].push_back(row[k]);
  }
  return out;
}

// A fresh child evicts the file, opens it and asks once. Faults that went to the disk, and pages that the page cache
// then holds.
int cold(const std::string& data, const std::string& folder, size_t n) {
  const std::vector<std::string> queries = lines(data + "/query.txt");
  const auto r = in_children<7>(n, [&](size_t i, double* row) {
    const std::string path = pack_path(folder);
    evict(path);
    Store store;
    std::string out;
    const long anonymous = status_kb("RssAnon:");
    rusage before, after;
    double begin = now_us();
    store.open(folder);
    row[0] = now_us() - begin;
    row[1] = pages_in_core(path);
    getrusage(RUSAGE_SELF, &before);
    begin = now_us();
    store.get(queries[i * 37 % queries.size()], out);
    row[2] = now_us() - begin;
    getrusage(RUSAGE_SELF, &after);
    row[3] = pages_in_core(path);
    row[4] = static_cast<double>(after.ru_majflt - before.ru_majflt);
    row[5] = static_cast<double>(status_kb("RssAnon:") - anonymous);
    row[6] = static_cast<double>(status_kb("VmHWM:"));
  });
  std::printf(
      "postil cold open_us %.0f get_us %.0f pages_after_open %.0f pages_total %.0f pages_p99 %.0f majflt %.0f hwm_kb "
      "%.0f anon_kb %.0f\n",
      median(r[0]), median(r[2]), median(r[1]), median(r[3]), percentile(r[3], 0.99), median(r[4]), median(r[6]),
      median(r[5]));
  return 0;
}

// A pack open and used once, its file then evicted: the pages of one more exact lookup, completion and fuzzy lookup.
int cold2(const std::string& data, const std::string& folder, size_t n) {
  const std::vector<std::string> queries = lines(data + "/query.txt"), typos = lines(data + "/fuzzy.txt");
  const auto r = in_children<3>(n, [&](size_t i, double* row) {
    const std::string path = pack_path(folder);
    Store store;
    std::string out;
    std::vector<std::string> several;
    store.open(folder);
    store.get(queries[7 % queries.size()], out);
    const auto pages = [&](auto ask) {
      evict(path);
      const double before = pages_in_core(path);
      ask();
      return pages_in_core(path) - before;
    };
    row[0] = pages([&] { store.get(queries[(100 + i * 37 % 5000) % queries.size()], out); });
    row[1] = pages([&] { store.prefix(queries[(200 + i) % queries.size()].substr(0, 4), several); });
    row[2] = pages([&] { store.fuzzy(typos[i % typos.size()], several); });
  });
  std::printf("postil cold2 pages: exact med %.0f max %.0f prefix20 med %.0f max %.0f fuzzy med %.0f max %.0f\n",
              median(r[0]), percentile(r[0], 1), median(r[1]), percentile(r[1], 1), median(r[2]), percentile(r[2], 1));
  return 0;
}

int one(const std::string& folder, const std::string& key) {
  Store store;
  store.open(folder);
  std::string out;
  const bool found = store.get(key, out);
  std::printf("%d %s\n", found, out.substr(0, 300).c_str());
  std::vector<std::string> several;
  std::printf("prefix %zu:", store.prefix(key, several));
  for (const std::string& s : several) std::printf(" [%s]", s.c_str());
  several.clear();
  std::printf("\nfuzzy %zu:", store.fuzzy(key, several));
  for (const std::string& s : several) std::printf(" [%s]", s.c_str());
  std::printf("\n");
  postil_close(store.pack);
  return found ? 0 : 1;
}

// Names of syllables and records of those names: a set of our own, the same every time.
int generate(const std::string& folder) {
  static const char* const kSyllables[] = {"ka",  "lo",  "mir", "ten", "sha", "vor", "él",  "quo",
                                           "bri", "zhu", "ан",  "娜",  "ost", "wen", "dar", "phi"};
  uint64_t state = 20240607;
  const auto next = [&](uint32_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<uint32_t>(state >> 33) % below;
  };
  const auto word = [&] {
    std::string w;
    for (uint32_t n = 2 + next(3); n--;) w += kSyllables[next(16)];
    return w;
  };
  const auto put32 = [](std::string& s, uint32_t v) { s.append(reinterpret_cast<const char*>(&v), 4); };
  constexpr uint32_t kRecords = 5000;
  std::vector<std::pair<std::string, uint32_t>> aliases;
  std::string recs, alias, query, fuzzy;
  put32(recs, kRecords);
  for (uint32_t i = 0; i < kRecords; ++i) {
    const std::string name = word() + " " + word() + " " + std::to_string(i);
    aliases.emplace_back(name, i);
    aliases.emplace_back("the " + name, i);
    std::string text = name + ":";
    for (uint32_t n = 20 + next(80); n--;) text += " " + word();
    put32(recs, static_cast<uint32_t>(text.size()));
    recs += text;
  }
  put32(alias, static_cast<uint32_t>(aliases.size()));
  for (const auto& [name, record] : aliases) {
    put32(alias, record);
    const auto size = static_cast<uint16_t>(name.size());
    alias.append(reinterpret_cast<const char*>(&size), 2);
    alias += name;
  }
  for (int i = 0; i < 20000; ++i) query += aliases[next(static_cast<uint32_t>(aliases.size()))].first + "\n";
  for (int i = 0; i < 500; ++i) {
    std::string name = aliases[next(static_cast<uint32_t>(aliases.size()))].first;
    name[name.size() - 1] = 'x';  // a digit: the names' letters stay whole
    fuzzy += name + "\n";
  }
  const std::string parent = folder.substr(0, folder.rfind('/'));
  mkdir(parent.c_str(), 0755);
  mkdir(folder.c_str(), 0755);
  for (const auto& [name, bytes] : {std::pair{"recs.bin", recs}, std::pair{"alias.bin", alias},
                                    std::pair{"query.txt", query}, std::pair{"fuzzy.txt", fuzzy}})
    std::ofstream(folder + "/" + name, std::ios::binary) << bytes;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "", data = argc > 2 ? argv[2] : "", folder = argc > 3 ? argv[3] : "";
  if (mode == "generate" && argc == 3) return generate(data);
  if (argc < 4) {
    std::fprintf(
        stderr,
        "usage: postil_bench generate DATA\n       postil_bench build|warm|cold|cold2|one|calls DATA DIR [N|KEY]\n");
    return 2;
  }
  const auto n = [&](size_t otherwise) { return argc > 4 ? static_cast<size_t>(std::atol(argv[4])) : otherwise; };
  if (mode == "build") return build(data, folder);
  if (mode == "warm") return warm(data, folder, n(20000));
  if (mode == "cold") return cold(data, folder, n(50));
  if (mode == "cold2") return cold2(data, folder, n(20));
  if (mode == "one" && argc > 4) return one(folder, argv[4]);
  if (mode == "calls") {  // for callgrind
    const std::vector<std::string> queries = lines(data + "/query.txt");
    Store store;
    store.open(folder);
    std::string out;
    for (size_t i = 0; i < n(1000); ++i) store.get(queries[i % queries.size()], out);
    postil_close(store.pack);
    return 0;
  }
  std::fprintf(stderr, "postil_bench: no mode %s\n", mode.c_str());
  return 2;
}
