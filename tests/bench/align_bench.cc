// postil_align_bench [FILE]: finding and aligning unlinked notes. Without a file, a made-up book of 1,000 notes and of
// two, four and eight times as many, which shows that the cost grows with the marks. JSON Lines on standard output.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <string>

#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace {

// Sentences of a few made-up names among common words, a mark after each, and notes that take some of the names up.
std::string made_book(uint32_t notes) {
  uint64_t state = 1;
  auto below = [&](uint32_t n) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<uint32_t>((state >> 33) % n);
  };
  auto word = [&](uint32_t n, bool capital) {
    std::string out;
    for (uint32_t k = 0; k < 3; ++k, n /= 24) out += {static_cast<char>('b' + n % 24), "aeiou"[n % 5]};
    if (capital) out[0] = static_cast<char>(out[0] - 32);
    return out;
  };
  std::string text, end;
  for (uint32_t i = 1; i <= notes; ++i) {
    const uint32_t name = below(9000);
    std::string sentence = "The ", note = std::to_string(i) + ". On ";
    for (uint32_t k = 0; k < 60; ++k) sentence += word(below(600), false) + " ";
    for (uint32_t k = 0; k < 40; ++k) note += word(k % 5 ? below(600) : below(9000), k % 5 == 0) + " ";
    text += sentence + word(name, true) + "." + std::to_string(i) + (i % 6 ? " " : "\n\n");
    end += note + "in " + word(name, true) + ".\n\n";
  }
  return text + "\n\nNotes\n\n" + end;
}

int measure(postil::Book& book, const std::string& set) {
  using Clock = std::chrono::steady_clock;
  postil::structure(book);
  const auto begin = Clock::now();
  const postil::NoteSet found = postil::find_notes(book);
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  uint32_t linked = 0;
  for (const postil::Mark& m : found.marks) linked += m.note != postil::kNone;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf(
      "{\"bench\":\"align\",\"set\":\"%s\",\"store\":\"postil\",\"marks\":%zu,\"linked\":%u,\"seconds\":%.3f,\"peak_"
      "kb\":%ld}\n",
      set.c_str(), found.marks.size(), linked, seconds, usage.ru_maxrss);
  return found.marks.empty() ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  int status = 0;
  if (argc > 1) {
    postil::Book book;
    if (const auto read = postil::read_book(argv[1], book); !read) {
      std::fprintf(stderr, "postil_align_bench: %s: it cannot be read\n", argv[1]);
      return 3;
    }
    return measure(book, argv[1]);
  }
  for (uint32_t times : {1u, 2u, 4u, 8u}) {
    postil::Book book;
    if (!postil::read_plain_text(made_book(1000 * times), "made.txt", book)) return 3;
    status |= measure(book, std::to_string(times) + "x");
  }
  return status;
}
