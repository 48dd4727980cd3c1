// What is wrong with a run of notes: doubled and truncated prints, and labels that say nothing.
#include <algorithm>
#include <string>

#include "packer/notes/unlinked.h"

namespace postil {
namespace {

constexpr size_t kShortest = 24;  // bytes of a fragment that proves anything

// Text for comparison: quotation marks and dashes made one, a hyphen at a line end closed up, white space runs one space.
std::string plain_form(const Book& book, const NoteRun& run, size_t q, size_t most) {
  std::string raw;
  for (uint32_t k = run.notes[q].paragraph; k <= run.ends[q].paragraph && raw.size() < most; ++k) {
    if (book.paragraphs[k].junk) continue;
    raw += raw.empty() ? "" : " ";
    raw += std::string_view(book.paragraphs[k].text).substr(k == run.notes[q].paragraph ? run.notes[q].body : 0, most);
  }
  std::string out;
  for (size_t i = 0; i < raw.size() && out.size() < most;) {
    const std::string_view rest = std::string_view(raw).substr(i);
    const auto three = rest.substr(0, 3);
    if (three == "\xE2\x80\x93" || three == "\xE2\x80\x94" || three == "\xE2\x80\x91") out += '-', i += 3;
    else if (three == "\xE2\x80\x98" || three == "\xE2\x80\x99") out += '\'', i += 3;
    else if (three == "\xE2\x80\x9C" || three == "\xE2\x80\x9D") out += '"', i += 3;
    else if (rest.substr(0, 2) == "\xC2\xA0" || raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\r' || raw[i] == '\t') {
      if (!out.empty() && out.back() != ' ') out += ' ';
      i += rest[0] == '\xC2' ? 2 : 1;
    } else {
      out += raw[i++];
    }
    // "per- manently"
    const size_t n = out.size();
    if (n >= 4 && out[n - 1] >= 'a' && out[n - 1] <= 'z' && out[n - 2] == ' ' && out[n - 3] == '-' && out[n - 4] >= 'a' && out[n - 4] <= 'z')
      out.erase(n - 3, 2);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool ends_sentence(std::string_view text) {
  while (!text.empty() && (text.back() == '"' || text.back() == '\'' || text.back() == ')' || text.back() == ']')) text.remove_suffix(1);
  return !text.empty() && (text.back() == '.' || text.back() == '!' || text.back() == '?');
}

// Is `a` the beginning of `b`? A few bytes may differ, as two scans of one text do.
bool fragment(const std::string& a, const std::string& b) {
  if (a.size() < kShortest || a.size() >= b.size()) return false;
  size_t differ = 0;
  for (size_t i = 0; i < a.size(); ++i) differ += a[i] != b[i];
  if (differ > 0 && (a.size() <= 60 || differ > std::max<size_t>(2, a.size() / 33))) return false;
  return a.size() >= 60 || !ends_sentence(a);
}

}  // namespace

std::vector<uint32_t> duplicates(const Book& book, const NoteRun& run) {
  const auto n = static_cast<uint32_t>(run.notes.size());
  std::vector<uint32_t> out(n, kNone);
  constexpr size_t kMost = 16384;
  std::string before, here, after = n > 0 ? plain_form(book, run, 0, kMost) : "";
  for (uint32_t j = 0; j < n; ++j) {
    before = std::move(here);
    here = std::move(after);
    after = j + 1 < n ? plain_form(book, run, j + 1, kMost) : "";
    const bool last = j + 1 == n || run.notes[j + 1].restart;
    if (!last && (fragment(here, after) || (here == after && here.size() >= 60 && run.notes[j].label == run.notes[j + 1].label))) out[j] = j + 1;
    else if (j > 0 && !run.notes[j].restart && out[j - 1] == kNone && fragment(here, before)) out[j] = j - 1;
  }
  return out;
}

bool labels_speak(const NoteRun& run, const std::vector<uint32_t>& duplicate_of) {
  uint32_t faults = 0, same = 0, counted = 0;
  const auto& notes = run.notes;
  for (size_t q = 0; q + 1 < notes.size(); ++q) faults += !notes[q + 1].restart && notes[q + 1].label != notes[q].label + 1;
  for (size_t q = 0; q < notes.size(); ++q) {
    const uint32_t of = duplicate_of[q];
    if (of == kNone) continue;
    same += notes[of].label == notes[q].label;
    counted += notes[of].label != notes[q].label;
  }
  if (same != counted) return same > counted;
  return faults > 0;
}

}  // namespace postil
