// postil_stages_bench FILE [--share]: what each stage of the packer costs for a book, the same for its text written two and four times over (the
// cost of a stage should double with it), and what names add to the pack. JSON Lines on standard output.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "packer/citations/citations.h"
#include "packer/encode/encode.h"
#include "packer/entities/curated.h"
#include "packer/entities/entities.h"
#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "packer/report/book_check.h"
#include "packer/structure/structure.h"

namespace {

using namespace postil;
constexpr unsigned kJobs = 2;

struct Stage {
  const char* name;
  double seconds;
};

class Clock {
 public:
  template <class F>
  void stage(const char* name, F work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    stages_.push_back({name, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()});
  }
  void print(const std::string& set) const {
    double sum = 0;
    for (const Stage& s : stages_) sum += s.seconds;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    for (const Stage& s : stages_)
      std::printf("{\"bench\":\"stages\",\"set\":\"%s\",\"stage\":\"%s\",\"seconds\":%.3f,\"share\":%.1f}\n",
                  set.c_str(), s.name, s.seconds, 100 * s.seconds / sum);
    std::printf("{\"bench\":\"stages\",\"set\":\"%s\",\"stage\":\"all\",\"seconds\":%.3f,\"peak_kb\":%ld}\n",
                set.c_str(), sum, usage.ru_maxrss);
  }

 private:
  std::vector<Stage> stages_;
};

template <class Read>
int compile(const std::string& set, Read read, Compiled& c, size_t& bytes) {
  Clock clock;
  bool fine = true;
  clock.stage("read", [&] { fine = static_cast<bool>(read(c.book)); });
  if (!fine) {
    std::fprintf(stderr, "postil_stages_bench: %s: it cannot be read\n", set.c_str());
    return 3;
  }
  clock.stage("structure", [&] { structure(c.book); });
  clock.stage("notes", [&] { c.notes = find_notes(c.book, {}); });
  clock.stage("check", [&] { check_book(c.book, c.notes); });
  clock.stage("citations", [&] { c.citations = find_citations(c.book, c.notes); });
  std::vector<NameSpan> names;
  clock.stage("names", [&] {
    names = with_declared_names(c.book, c.notes, find_names(c.book, c.notes, c.citations, {kJobs, nullptr}));
  });
  clock.stage("linking", [&] { c.entities = link_names(c.book, c.notes, c.citations, names); });
  clock.stage("lists", [&] {
    apply_curated(c.book, c.notes, book_lists(c.book), c.entities);
    leave_out_passing(c.book, c.notes, c.entities);
    add_works(c.book, c.notes, c.citations, c.entities);
  });
  std::string pack;
  clock.stage("encode", [&] { fine = static_cast<bool>(encode_pack(c, {kJobs}, pack)); });
  bytes = pack.size();
  clock.print(set);
  return fine ? 0 : 4;
}

size_t encoded(const Compiled& c) {
  std::string pack;
  return encode_pack(c, {kJobs}, pack) ? pack.size() : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const bool share_only = argc == 3 && std::string(argv[2]) == "--share";
  if (argc != 2 && !share_only) {
    std::fprintf(stderr, "usage: postil_stages_bench FILE [--share]\n");
    return 2;
  }
  const std::string path = argv[1], name = path.substr(path.rfind('/') + 1);
  ReadOptions reading;
  reading.jobs = kJobs;
  Compiled c;
  size_t whole = 0;
  if (const int status = compile(
          name, [&](Book& book) { return read_book({path}, reading, book); }, c, whole))
    return status;
  // What names add: aliases and mentions alone, then all that cards say.
  Compiled bare = c;
  for (Entity& e : bare.entities.entities) e.facts.clear();
  const size_t named = encoded(bare);
  for (Entity& e : bare.entities.entities) e.mentions.clear();
  const size_t unmentioned = encoded(bare);
  bare.entities = {};
  const size_t none = encoded(bare);
  std::printf(
      "{\"bench\":\"share\",\"set\":\"%s\",\"without_names\":%zu,\"aliases_and_mentions\":%zu,\"mentions\":%zu,"
      "\"percent\":%.1f,\"all\":%zu}\n",
      name.c_str(), none, named - none, named - unmentioned,
      100.0 * static_cast<double>(named - none) / static_cast<double>(none), whole - none);
  if (share_only) return 0;
  std::string text;
  for (const Paragraph& p : c.book.paragraphs) text += p.text + "\n\n";
  for (const int times : {1, 2, 4}) {
    std::string many;
    for (int k = 0; k < times; ++k) many += text;
    Compiled copy;
    size_t bytes = 0;
    if (const int status = compile(
            "text " + std::to_string(times) + "x", [&](Book& book) { return read_plain_text(many, "text.txt", book); },
            copy, bytes))
      return status;
  }
  return 0;
}
