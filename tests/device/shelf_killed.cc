// shelf_killed PACK ROUNDS [SEED]: a program that writes notes, scans folders and merges journals is killed at a random moment, again and again.
// Each time the shelf must open, and hold every note that was acknowledged before, as it was written last.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "postil.h"

namespace fs = std::filesystem;

namespace {

uint64_t seed = 1;
unsigned chance(unsigned below) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return static_cast<unsigned>(seed >> 33) % below;
}

constexpr unsigned kNotes = 40;       // that are changed over and over
constexpr long kRoundsOfShelf = 100;  // then a new shelf begins

std::string id_of(unsigned note) {
  char id[17];
  std::snprintf(id, sizeof id, "%016x", note + 1);
  return id;
}

int32_t write_note(postil_shelf* shelf, unsigned note, unsigned version) {
  const std::string id = id_of(note), text = "version " + std::to_string(version) + std::string(version % 500, 'x');
  postil_field_note n{};
  n.id = {id.data(), 16};
  n.text = {text.data(), static_cast<uint32_t>(text.size())};
  n.book = {"urn:test", 8};
  n.pos = version;
  return postil_field_note_write(shelf, &n, nullptr);
}

// The mixed load, until it is killed. Acknowledged notes are told to `to`.
[[noreturn]] void load(const std::string& folder, int to, unsigned first) {
  postil_shelf* shelf = nullptr;
  if (postil_shelf_open((folder + "/s").c_str(), POSTIL_SHELF_CREATE, &shelf) != POSTIL_OK) {
    std::fprintf(stderr, "opening: %s\n", postil_shelf_message(nullptr));
    _exit(3);
  }
  for (unsigned version = first;; ++version) {
    const unsigned what = chance(10);
    uint32_t a = 0, b = 0;
    postil_shelf_scanned scanned{};
    int32_t code = POSTIL_OK;
    if (what == 0) {
      const std::string pack = folder + "/packs/" + std::to_string(chance(6)) + ".postil";
      std::error_code error;
      if (chance(2))
        fs::copy_file(folder + "/book.postil", pack, fs::copy_options::overwrite_existing, error);
      else
        fs::remove(pack, error);
      code = postil_shelf_scan(shelf, (folder + "/packs").c_str(), 100, &scanned);
    } else if (what == 1) {
      code = postil_shelf_merge(shelf, (folder + "/other.notes").c_str(), &a, &b);
    } else if (what == 2) {
      code = postil_shelf_set_reading(shelf, 1, version, version);
      if (code == POSTIL_ABSENT) code = POSTIL_OK;
    } else {
      const unsigned note = chance(kNotes);
      code = write_note(shelf, note, version);
      const unsigned told[2] = {note, version};
      if (code == POSTIL_OK && write(to, told, sizeof told) != sizeof told) _exit(3);
    }
    if (code != POSTIL_OK) {
      std::fprintf(stderr, "call %u gave %d: %s\n", what, static_cast<int>(code), postil_shelf_message(shelf));
      _exit(3);
    }
  }
}

// How many of the notes are not as they were acknowledged; negative: the shelf cannot be used.
int missing(const std::string& folder, std::map<unsigned, unsigned>& acknowledged) {
  postil_shelf* shelf = nullptr;
  if (postil_shelf_open((folder + "/s").c_str(), acknowledged.empty() ? POSTIL_SHELF_CREATE : 0, &shelf) != POSTIL_OK) {
    std::fprintf(stderr, "opening after the kill: %s\n", postil_shelf_message(nullptr));
    return -1;
  }
  int lost = 0;
  for (auto& [note, version] : acknowledged) {
    postil_field_notes* versions = nullptr;
    postil_field_note n{};
    const std::string id = id_of(note);
    if (postil_field_notes_history(shelf, id.data(), 16, &versions) != POSTIL_OK) {
      ++lost;
      continue;
    }
    bool found = false;
    for (uint32_t i = 0; postil_field_note_at(versions, i, &n) == POSTIL_OK; ++i) found |= n.pos == version;
    // The newest is that one, or a later one that was written and not told of.
    postil_field_note_at(versions, 0, &n);
    lost += !found || n.pos < version;
    postil_field_notes_free(versions);
  }
  postil_shelf_close(shelf);
  return lost;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  const long rounds = std::strtol(words[2], nullptr, 10);
  if (count > 3) seed = std::strtoull(words[3], nullptr, 10);
  const char* const temp = std::getenv("TMPDIR");
  const std::string folder = std::string(temp ? temp : "/tmp") + "/postil-shelf-killed-" + std::to_string(getpid());
  const auto begin = [&] {
    fs::remove_all(folder);
    fs::create_directories(folder + "/packs");
    fs::copy_file(words[1], folder + "/book.postil");
    postil_shelf* other = nullptr;
    if (postil_shelf_open((folder + "/other").c_str(), POSTIL_SHELF_CREATE, &other) != POSTIL_OK) return false;
    for (unsigned i = 0; i < 20; ++i) write_note(other, 1000 + i, i);
    postil_shelf_close(other);
    return true;
  };
  std::map<unsigned, unsigned> acknowledged;
  unsigned version = 1;
  unsigned long acknowledgements = 0, unopened = 0, lost = 0, checked = 0;
  for (long round = 0; round < rounds; ++round) {
    if (round % kRoundsOfShelf == 0) {
      if (!begin()) return 3;
      acknowledged.clear();
    }
    int ends[2];
    if (pipe(ends) != 0) return 3;
    const unsigned delay = 200 + chance(chance(2) ? 15000 : 150000);
    seed += 0x9E3779B97F4A7C15u;
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      load(folder, ends[1], version);
    }
    close(ends[1]);
    usleep(delay);
    kill(child, SIGKILL);
    unsigned told[2];
    while (read(ends[0], told, sizeof told) == sizeof told) {
      acknowledged[told[0]] = told[1];
      version = told[1] >= version ? told[1] + 1 : version;
      ++acknowledgements;
    }
    version += 1000;  // past what was written and not told of
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status)) {
      std::fprintf(stderr, "shelf_killed: round %ld: the load ended by itself\n", round);
      return 1;
    }
    const int result = missing(folder, acknowledged);
    unopened += result < 0;
    lost += result > 0 ? static_cast<unsigned>(result) : 0;
    if (round % 10 == 0) {
      postil_shelf_state state{};
      const int32_t code = postil_shelf_check((folder + "/s").c_str(), &state);
      checked += code == POSTIL_OK && state.store == POSTIL_OK && state.not_in_journal == 0;
      if (code != POSTIL_OK || state.store != POSTIL_OK || state.not_in_journal) {
        std::fprintf(stderr, "shelf_killed: round %ld: check found something: %s\n", round,
                     postil_shelf_message(nullptr));
        return 1;
      }
    }
  }
  fs::remove_all(folder);
  std::printf("killed %ld times: %lu notes acknowledged, %lu lost, %lu shelves that did not open, %lu checks\n", rounds,
              acknowledgements, lost, unopened, checked);
  return lost || unopened || acknowledgements < static_cast<unsigned long>(rounds) / 4 ? 1 : 0;
}
