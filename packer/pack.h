// The pipeline: the one place that sees every stage.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "packer/book.h"
#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "schema/result.h"

namespace postil {

struct PackOptions {
  NoteOptions notes;
  unsigned jobs = 1;                 // threads; what comes out does not depend on it
  Metadata metadata;                 // what is not empty overrides the book's
  std::vector<std::string> curated;  // entity files
  std::string tagger_weights;        // a weight file of the name tagger, in place of the one that ships
  bool reference = false;            // entities only, no book
  unsigned converter_seconds = 600;  // the time of a program that converts the book
  // Called as the work goes on: the stage's name, how many of its parts are done.
  std::function<void(const char* stage, size_t done, size_t total)> progress;
};

// Everything up to encoding. With `reference`, the inputs are curated entity files; else they are one book, in the
// order given.
Result compile_book(const std::vector<std::string>& inputs, const PackOptions& options, Compiled& out);
inline Result compile_book(const std::string& input, const PackOptions& options, Compiled& out) {
  return compile_book(std::vector<std::string>{input}, options, out);
}

}  // namespace postil
