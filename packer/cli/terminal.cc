#include "packer/cli/terminal.h"

#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "schema/utf8.h"

namespace postil::cli {
namespace {

bool steers(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

}  // namespace

std::string shown(std::string_view text, bool lines) {
  std::string out;
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const uint32_t c = utf8_next(p, end);
    if (lines && c == '\n')
      out += '\n';
    else
      utf8_append(out, steers(c) ? 0xFFFD : c);
  }
  return out;
}

std::string shown_json(const std::string& json) {
  std::string out;
  out.reserve(json.size());
  for (const char *p = json.data(), *end = p + json.size(); p < end;) {
    const char* at = p;
    const uint32_t c = utf8_next(p, end);
    if (steers(c) && c != '\n') {
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4)
        out += "0123456789abcdef"[c >> shift & 15];  // all of them are below U+10000
    } else {
      out.append(at, static_cast<size_t>(p - at));
    }
  }
  return out;
}

bool colour(FILE* stream) {
  const char *no = std::getenv("NO_COLOR"), *term = std::getenv("TERM");
  return isatty(fileno(stream)) && !(no && *no) && !(term && !std::strcmp(term, "dumb"));
}

ProgressBar::ProgressBar(bool quiet) : shown_(!quiet && isatty(STDERR_FILENO)) {}

ProgressBar::~ProgressBar() {
  clear();
}

void ProgressBar::clear() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
  last_.clear();
}

std::function<void(const char*, size_t, size_t)> stages_on(ProgressBar& bar) {
  return [&bar, stage = size_t{0}, last = static_cast<const char*>(nullptr)](const char* name, size_t done,
                                                                             size_t total) mutable {
    if (last != name) last = name, ++stage;
    bar.at(name, (stage - 1) * 100 + (total ? 100 * done / total : 0), (kStages + 1) * 100);
  };
}

void ProgressBar::at(const char* stage, size_t done, size_t total) {
  if (!shown_) return;
  constexpr size_t kWidth = 30;
  const size_t filled = total ? kWidth * done / total : 0;
  std::string line = "[" + std::string(filled, '#') + std::string(kWidth - filled, '.') + "] " + stage;
  if (line == last_) return;
  std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
  std::fflush(stderr);
  last_ = std::move(line);
  drawn_ = true;
}

}  // namespace postil::cli
