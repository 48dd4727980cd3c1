// The journal of field notes: a text file of lines (line.h) that is only ever appended to, PATH.notes. It is the truth about them; the database
// holds a copy. A line that is torn or damaged is stepped over and stays where it is.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "schema/result.h"

namespace postil::shelf {

class Journal {
 public:
  explicit Journal(std::string where) : path(std::move(where)) {}

  // 0 where there is none.
  Code size(uint64_t& bytes) const;
  // Appends whole lines, each with its line feed, and syncs. Where that fails nothing was appended, as far as the card can still be written.
  Code append(const std::string& lines);
  // The lines from byte `from` on, without line feeds; `after` is where the next one begins. False ends the walk. A line without a line feed is
  // torn: it is not given. Neither are lines larger than kMaxLine.
  Code each(uint64_t from, const std::function<bool(std::string_view line, uint64_t after)>& f) const;
  // A number for the bytes before `end`, at most 256: tells another file from the same one grown. 0 for end 0.
  Code tail(uint64_t end, uint64_t& sum) const;

  std::string path;
  mutable std::string message;

 private:
  Code fail(int error) const;
};

// Writes beside `path`, syncs, renames, syncs the folder.
Code replace_file(const std::string& path, std::string_view bytes);
Code sync_folder_of(const std::string& path);
Code code_of_error(int error);

}  // namespace postil::shelf
