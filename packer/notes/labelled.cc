// Unlinked noterefs in plain text: found, and linked by label only when asked. Printed labels are often wrong: on its own, equality
// of numbers proves nothing, so that the default leaves these marks unresolved.
#include <algorithm>
#include <map>

#include "packer/notes/label.h"
#include "packer/notes/notes.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

struct Candidate {
  uint32_t paragraph, begin, end, label;
};

bool digit(char c) { return c >= '0' && c <= '9'; }

// Digits glued to the end of a word or sentence, and superscript digits.
void candidates_in(const std::string& text, uint32_t paragraph, std::vector<Candidate>& out) {
  for (uint32_t i = 0; i < text.size();) {
    uint32_t end = i;
    std::string label;
    const auto b = static_cast<uint8_t>(text[i]);
    if (b == 0xC2 || b == 0xE2) {
      while (end + 1 < text.size()) {
        const size_t step = static_cast<uint8_t>(text[end]) == 0xC2 ? 2 : static_cast<uint8_t>(text[end]) == 0xE2 ? 3 : 0;
        const std::string one = step ? bare_label(std::string_view(text).substr(end, step)) : "";
        if (one.size() != 1 || !digit(one[0])) break;
        label += one;
        end += static_cast<uint32_t>(step);
      }
    } else if (digit(text[i]) && i > 0 && !digit(text[i - 1])) {
      const char before = text[i - 1];
      const bool glued = std::string_view(".,;:!?)]\"'").find(before) != std::string_view::npos || (before >= 'a' && before <= 'z') ||
                         (static_cast<uint8_t>(before) >= 0x80);
      // A year may end a sentence ("in 1951.8"); any other digit before the stop makes a decimal, a time or a thousand.
      const auto year_before = [&] {
        return i > 4 && digit(text[i - 2]) && digit(text[i - 3]) && digit(text[i - 4]) && digit(text[i - 5]) && (i == 5 || !digit(text[i - 6]));
      };
      const bool decimal = (before == '.' || before == ',' || before == ':') && i > 1 && digit(text[i - 2]) && !year_before();
      // A stray space between sentence and mark ("for good.” 25 As one"): the next sentence must follow.
      const auto spaced = [&] {
        if (before != ' ' || i < 2) return false;
        const char stop = text[i - 2];
        const bool sentence = stop == '.' || stop == '!' || stop == '?' || stop == '"' || (i >= 4 && text.compare(i - 4, 3, "\xE2\x80\x9D") == 0);
        uint32_t next = i;
        while (next < text.size() && digit(text[next])) ++next;
        return sentence && (next == text.size() || (next + 1 < text.size() && text[next] == ' ' && text[next + 1] >= 'A' && text[next + 1] <= 'Z'));
      };
      if ((glued && !decimal) || spaced())
        while (end < text.size() && digit(text[end])) label += text[end++];
      const char after = end < text.size() ? text[end] : ' ';
      if (end > i && !(after == ' ' || after == '\n' || after == '\r' || after == ')' || (after >= 'A' && after <= 'Z') || static_cast<uint8_t>(after) >= 0x80)) label.clear();
    }
    if (!label.empty() && label.size() <= 3 && label[0] != '0') out.push_back({paragraph, i, end, static_cast<uint32_t>(std::stoul(label))});
    i = std::max(end, i + 1);
  }
}

// The best chain of rising labels: each step of one is worth a point, gaps cost.
template <class T, class L>
std::vector<T> best_chain(const std::vector<T>& all, L label_of) {
  struct Best {
    int score = 0;
    uint32_t at = kNone;
  };
  std::map<uint32_t, Best> by_label;
  std::vector<uint32_t> before(all.size(), kNone);
  std::vector<int> score(all.size());
  uint32_t top = kNone;
  for (uint32_t i = 0; i < all.size(); ++i) {
    const uint32_t label = label_of(all[i]);
    score[i] = label <= 3 ? 10 - 2 * static_cast<int>(label) : -20;
    for (uint32_t gap = 1; gap <= 6 && gap < label; ++gap) {
      const auto found = by_label.find(label - gap);
      const int with = found == by_label.end() ? -1000 : found->second.score + 10 - 3 * static_cast<int>(gap - 1);
      if (with > score[i]) score[i] = with, before[i] = found->second.at;
    }
    Best& best = by_label[label];
    if (best.at == kNone || score[i] > best.score) best = {score[i], i};
    if (top == kNone || score[i] > score[top]) top = i;
  }
  std::vector<T> chain;
  for (uint32_t i = top; i != kNone; i = before[i]) chain.push_back(all[i]);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

}  // namespace

void find_labelled_notes(const Book& book, const NoteOptions& options, NoteSet& set) {
  if (options.unlinked == UnlinkedNotes::off || !book.plain_text) return;
  // Numbered paragraphs from the back: the notes are the last chain of them.
  struct Numbered {
    uint32_t paragraph, label, body;
  };
  std::vector<Numbered> numbered;
  for (uint32_t i = 0; i < book.paragraphs.size(); ++i) {
    const std::string& text = book.paragraphs[i].text;
    uint32_t end = 0;
    while (end < text.size() && end < 4 && digit(text[end])) ++end;
    if (end == 0 || end > 3 || text[0] == '0' || end == text.size() || !(text[end] == '.' || text[end] == ' ' || text[end] == ')' || text[end] == '\t')) continue;
    const uint32_t label = static_cast<uint32_t>(std::stoul(text.substr(0, end)));
    numbered.push_back({i, label, static_cast<uint32_t>(label_prefix(text, text.substr(0, end)))});
  }
  const auto notes = best_chain(numbered, [](const Numbered& n) { return n.label; });
  if (notes.size() < 3) return;
  const uint32_t notes_begin = notes.front().paragraph;
  std::vector<Candidate> candidates;
  for (uint32_t i = 0; i < notes_begin; ++i) candidates_in(book.paragraphs[i].text, i, candidates);
  const auto marks = best_chain(candidates, [](const Candidate& c) { return c.label; });
  if (marks.size() < 3) return;
  std::map<uint32_t, uint32_t> by_label;
  for (const Numbered& n : notes) {
    Note note;
    note.label = std::to_string(n.label);
    note.kind = NoteKind::endnote;
    note.begin = {n.paragraph, n.body};
    note.end = {n.paragraph, static_cast<uint32_t>(book.paragraphs[n.paragraph].text.size())};
    by_label.emplace(n.label, static_cast<uint32_t>(set.notes.size()));
    set.notes.push_back(std::move(note));
  }
  for (const Candidate& c : marks) {
    Mark mark;
    mark.paragraph = c.paragraph;
    mark.begin = c.begin;
    mark.end = c.end;
    mark.label = std::to_string(c.label);
    mark.problems = kProblemAmbiguous;
    if (options.unlinked == UnlinkedNotes::label) {
      const auto found = by_label.find(c.label);
      if (found != by_label.end()) {
        mark.note = found->second;
        mark.how = How::label;
        mark.permille = 250;  // on faulty numbering three of four are wrong
        mark.problems = 0;
        set.notes[found->second].marks.push_back(static_cast<uint32_t>(set.marks.size()));
      }
    }
    set.marks.push_back(std::move(mark));
  }
}

}  // namespace postil
