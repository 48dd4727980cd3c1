// What is wrong with a run of notes: doubled and truncated prints, and labels that say nothing.
#include <algorithm>
#include <string>

#include "packer/notes/unlinked.h"

namespace postil {
namespace {

constexpr size_t kShortest = 24;  // bytes of a fragment that proves anything

// Text for comparison: quotation marks and dashes made one, a hyphen at a line end closed up, white space runs one
// space.
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
    if (three == "\xE2\x80\x93" || three == "\xE2\x80\x94" || three == "\xE2\x80\x91")
      out += '-', i += 3;
    else if (three == "\xE2\x80\x98" || three == "\xE2\x80\x99")
      out += '\'', i += 3;
    else if (three == "\xE2\x80\x9C" || three == "\xE2\x80\x9D")
      out += '"', i += 3;
    else if (rest.substr(0, 2) == "\xC2\xA0" || raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\r' || raw[i] == '\t') {
      if (!out.empty() && out.back() != ' ') out += ' ';
      i += rest[0] == '\xC2' ? 2 : 1;
    } else {
      out += raw[i++];
    }
    // "per- manently"
    const size_t n = out.size();
    if (n >= 4 && out[n - 1] >= 'a' && out[n - 1] <= 'z' && out[n - 2] == ' ' && out[n - 3] == '-' &&
        out[n - 4] >= 'a' && out[n - 4] <= 'z')
      out.erase(n - 3, 2);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool ends_sentence(std::string_view text) {
  while (!text.empty() && (text.back() == '"' || text.back() == '\'' || text.back() == ')' || text.back() == ']'))
    text.remove_suffix(1);
  return !text.empty() && (text.back() == '.' || text.back() == '!' || text.back() == '?');
}

// Does the text end in the middle: without a stop, or with that of a short abbreviation ("tom. ii.", "Vol.")?
bool breaks_off(std::string_view text) {
  if (!ends_sentence(text)) return true;
  if (text.back() != '.') return false;
  size_t letters = 0;
  for (size_t i = text.size() - 1; i-- > 0;) {
    const char c = text[i];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
      ++letters;
    else
      return letters > 0 && letters <= 3 && (c == ' ' || c == '.');
  }
  return false;
}

// Is `a` the beginning of `b`? A few letters may differ, as two scans of one text do, but no digit: "1915" and "1916"
// are two references.
Duplicate fragment(const std::string& a, const std::string& b, bool same_label, uint32_t of) {
  if (a.size() < kShortest || a.size() > b.size() || (a.size() == b.size() && !same_label)) return {};
  size_t differ = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    if ((a[i] >= '0' && a[i] <= '9') || (b[i] >= '0' && b[i] <= '9')) return {};
    ++differ;
  }
  if (differ > 0 && (a.size() <= 60 || differ > std::max<size_t>(2, a.size() / 33))) return {};
  const bool sure = breaks_off(a) || (same_label && a.size() >= 60);
  return sure || a.size() >= 60 ? Duplicate{of, sure} : Duplicate{};
}

}  // namespace

std::vector<Duplicate> duplicates(const Book& book, const NoteRun& run) {
  const auto n = static_cast<uint32_t>(run.notes.size());
  std::vector<Duplicate> out(n);
  constexpr size_t kMost = 16384;
  std::string before, here, after = n > 0 ? plain_form(book, run, 0, kMost) : "";
  for (uint32_t j = 0; j < n; ++j) {
    before = std::move(here);
    here = std::move(after);
    after = j + 1 < n ? plain_form(book, run, j + 1, kMost) : "";
    const auto& notes = run.notes;
    if (j + 1 < n && !notes[j + 1].restart) out[j] = fragment(here, after, notes[j].label == notes[j + 1].label, j + 1);
    if (out[j].of == kNone && j > 0 && !notes[j].restart && out[j - 1].of == kNone)
      out[j] = fragment(here, before, notes[j].label == notes[j - 1].label, j - 1);
  }
  return out;
}

bool labels_speak(const NoteRun& run, const std::vector<Duplicate>& duplicates) {
  uint32_t faults = 0, same = 0, counted = 0;
  const auto& notes = run.notes;
  for (size_t q = 0; q + 1 < notes.size(); ++q)
    faults += !notes[q + 1].restart && notes[q + 1].label != notes[q].label + 1;
  for (size_t q = 0; q < notes.size(); ++q) {
    const uint32_t of = duplicates[q].of;
    if (of == kNone || !duplicates[q].sure) continue;
    same += notes[of].label == notes[q].label;
    counted += notes[of].label != notes[q].label;
  }
  if (same != counted) return same > counted;
  return faults > 0;
}

}  // namespace postil
