// A version of a field note, and the line of JSON that carries it in the journal, in the database, and from one shelf to another.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postil::shelf {

struct FieldNote {
  uint64_t id = 0, version = 0;
  std::vector<uint64_t> parents;      // the versions that this one follows
  uint32_t clock = 0;                 // larger than that of everything its writer had seen
  uint32_t created = 0, changed = 0;  // seconds since 1970
  uint32_t on = 0, task = 0;          // POSTIL_ON_..., POSTIL_TASK_...
  uint32_t state = 0;                 // a line of the state file (shelf.h), no note
  uint32_t pos = 0xFFFFFFFFu;
  bool removed = false;
  std::string book, title, subject, quote, before, after, text, author, place;
  std::string tags, attachments;  // one a line
};

constexpr size_t kMaxLine = 1 << 20;
constexpr size_t kMaxString = 64 << 10;

// {"v":"<version>", ... }  without a line feed. The version is XXH64 of every byte after the comma behind it: it names the version, and tells
// whether the line is what was written. Fields that a later Postil adds are kept, because lines are copied and never written again.
std::string write_line(const FieldNote& note);
// False: not what was written. Strings in it are valid UTF-8.
bool read_line(std::string_view line, FieldNote& note);

std::string hex64(uint64_t v);
bool parse_hex64(std::string_view text, uint64_t& v);

}  // namespace postil::shelf
