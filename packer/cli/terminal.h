// What reaches a terminal: text that cannot steer it, a progress bar, colour.
#pragma once
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

namespace postil::cli {

// `text` without what steers a terminal or turns the direction of what follows: control characters (LF stays where
// `lines`), bidi controls, bytes that are no UTF-8. Each becomes U+FFFD. Names in packs are hostile.
std::string shown(std::string_view text, bool lines = false);

// JSON text in which such characters are escaped as \uXXXX, so that its value stays what it was.
std::string shown_json(const std::string& json);

// Is colour wanted on this stream? Terminals only, and never with NO_COLOR set (no-color.org) or TERM=dumb.
bool colour(FILE* stream);

// A bar on standard error, drawn only where that is a terminal; gone when it goes out of scope.
class ProgressBar {
 public:
  explicit ProgressBar(bool quiet);
  ~ProgressBar();
  void at(const char* stage, size_t done, size_t total);
  void clear();  // before a message

 private:
  bool shown_ = false, drawn_ = false;
  std::string last_;
};

// For compile_book: shows its stages, one after the other, on a bar that outlives what is returned; kStages and one for
// what follows them are the whole.
constexpr size_t kStages = 4;
std::function<void(const char* stage, size_t done, size_t total)> stages_on(ProgressBar& bar);

}  // namespace postil::cli
