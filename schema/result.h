// One outcome type for both sides. Codes are pinned and append-only; plugin/include/postil.h gives them the same values.
#pragma once
#include <cstdint>
#include <string>
#include <utility>

namespace postil {

enum class Code : int32_t {
  ok = 0,
  absent = 10,            // nothing of that name is there; not an error of the file
  invalid_argument = 20,  // the caller's fault
  unsupported = 30,       // well-formed, made for a newer or different reader
  corrupt = 40,           // not what it claims to be
  io = 50,
  no_space = 51,
  permission = 52,
  no_memory = 60,
  limit = 61,  // a stated bound was reached
  suspended = 70,
  forked = 71,
  cancelled = 72,
  busy = 73,  // another process is writing
};

// `message` is "what is wrong; what to do about it", without the file's name, which the caller knows. `place`: where inside the
// file (an archive's entry, a line); empty where the whole file is meant. `file`: which one, where it is
// not the one that the caller named.
struct Result {
  Code code = Code::ok;
  std::string message;
  std::string place, file;
  Result() = default;
  Result(Code c, std::string m, std::string p = "") : code(c), message(std::move(m)), place(std::move(p)) {}
  explicit operator bool() const { return code == Code::ok; }
};

}  // namespace postil
