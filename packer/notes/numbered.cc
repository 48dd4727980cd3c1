// Runs of numbered paragraphs, found as the best chain of rising labels, and how far each note reaches.
#include <algorithm>
#include <unordered_map>

#include "packer/notes/unlinked.h"
#include "schema/utf8.h"

namespace postil {
namespace {

constexpr uint32_t kLookback = 12;     // numbered paragraphs inside a note that a chain leaps over
constexpr size_t kLongestGap = 12000;  // bytes of unnumbered text between two labels: more is a chapter, not a note
constexpr size_t kFreeGap = 2000;      // bytes of unnumbered text that a note may well have
constexpr uint32_t kLongestLabel = 9999;
constexpr size_t kFragment = 16;  // bytes of a paragraph that begins as the one after it does: a broken-off print

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// Blanks, the no-break space included; bytes of the first one or 0.
size_t blank(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == ' ' || text[0] == '\t' || text[0] == '\n' || text[0] == '\r') return 1;
  return text.substr(0, 2) == "\xC2\xA0"                                              ? 2
         : text.substr(0, 3) == "\xE2\x80\x83" || text.substr(0, 3) == "\xE2\x80\x82" ? 3
                                                                                      : 0;
}

size_t blanks(std::string_view text) {
  size_t at = 0;
  while (const size_t step = blank(text.substr(at))) at += step;
  return at;
}

// A superscript digit's value and its bytes; -1 where there is none.
int superscript(std::string_view text, size_t& bytes) {
  if (text.substr(0, 2) == "\xC2\xB9") return bytes = 2, 1;
  if (text.substr(0, 2) == "\xC2\xB2") return bytes = 2, 2;
  if (text.substr(0, 2) == "\xC2\xB3") return bytes = 2, 3;
  if (text.size() >= 3 && text.substr(0, 2) == "\xE2\x81") {
    const auto last = static_cast<uint8_t>(text[2]);
    if (last == 0xB0 || (last >= 0xB4 && last <= 0xB9)) return bytes = 3, last - 0xB0;
  }
  return -1;
}

// Does the text end as a sentence does?
bool finished(std::string_view text) {
  while (!text.empty()) {
    const char c = text.back();
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '"' || c == '\'' || c == ')' || c == ']') {
      text.remove_suffix(1);
    } else if (text.size() >= 3 &&
               (text.substr(text.size() - 3) == "\xE2\x80\x9D" || text.substr(text.size() - 3) == "\xE2\x80\x99" ||
                text.substr(text.size() - 3) == "\xE2\x80\xBA")) {
      text.remove_suffix(3);
    } else if (text.size() >= 2 && text.substr(text.size() - 2) == "\xC2\xBB") {
      text.remove_suffix(2);
    } else {
      return c == '.' || c == '!' || c == '?' || (text.size() >= 3 && text.substr(text.size() - 3) == "\xE3\x80\x82");
    }
  }
  return false;
}

// A short line that opens a section: "Notes", "Chapter 2".
bool heading_like(const Paragraph& p) {
  if (p.kind == ParagraphKind::heading) return true;
  if (p.text.size() > 90 || p.text.empty()) return false;
  const char first = p.text[0], last = p.text.back();
  if (first >= 'a' && first <= 'z') return false;
  return last != '.' && last != ',' && last != ';' && last != ':' && last != '-' && !finished(p.text);
}

// A line that names a part of the book: "Chapter 2", "Appendix A".
bool part_name(const Paragraph& p) {
  if (p.kind == ParagraphKind::heading) return true;
  if (p.text.size() > 60) return false;
  std::string first;
  for (char c : p.text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (static_cast<uint8_t>(c) < 0x80 && !(c >= 'a' && c <= 'z')) break;
    first += c;
  }
  for (const char* word :
       {"chapter",  "part",     "book",       "section", "appendix",        "introduction", "preface",
        "prologue", "epilogue", "conclusion", "notes",   "endnotes",        "footnotes",    "volume",
        "kapitel",  "teil",     "chapitre",   "partie",  "cap\xC3\xADtulo", "capitolo",     "parte"})
    if (first == word) return true;
  return false;
}

// Does a number of the text, in plain or raised digits, end in the digits of `label`? A mark may be glued to a year.
bool has_number(std::string_view text, uint32_t label) {
  std::string plain;
  for (size_t at = 0, bytes = 1; at < text.size(); at += bytes) {
    const int raised = superscript(text.substr(at), bytes);
    if (raised >= 0) {
      plain += static_cast<char>('0' + raised);
    } else {
      plain += text[at];
      bytes = 1;
    }
  }
  const std::string digits = std::to_string(label);
  for (size_t at = plain.find(digits); at != std::string::npos; at = plain.find(digits, at + 1))
    if (at + digits.size() == plain.size() || !digit(plain[at + digits.size()])) return true;
  return false;
}

bool starts_small(const Paragraph& p) {
  return !p.text.empty() && p.text[0] >= 'a' && p.text[0] <= 'z';
}

class Runs {
 public:
  Runs(const Book& book, LabelStyle style, const std::vector<bool>* taken)
      : book_(book), style_(style), taken_(taken), items_(book.paragraphs.size()) {
    if (style == LabelStyle::item) number_items();
  }

  std::vector<NoteRun> run() {
    candidates();
    chain();
    split();
    for (NoteRun& r : runs_) extents(r);
    return std::move(runs_);
  }

 private:
  void candidates() {
    size_t row = 0;
    for (uint32_t i = 0; i < book_.paragraphs.size(); ++i) {
      const Paragraph& p = book_.paragraphs[i];
      if (p.junk) continue;
      NumberedParagraph n;
      LabelStyle style = LabelStyle::bare;
      if (!taken(i) &&
          (style_ == LabelStyle::item ? (n.label = items_[i]) > 0 : parse_label(p.text, n, style) && style == style_)) {
        n.paragraph = i;
        all_.push_back(n);
        row_.push_back(row);
        opens_.push_back(before_opens(i));
      }
      row += p.text.size();
    }
  }

  // Does a section open just before paragraph i? A broken-off print of the paragraph itself is no heading.
  bool before_opens(uint32_t i) const {
    const std::string& text = book_.paragraphs[i].text;
    for (uint32_t k = i; k-- > 0;) {
      if (book_.paragraphs[k].file != book_.paragraphs[i].file) return true;
      if (book_.paragraphs[k].junk) continue;
      const std::string& before = book_.paragraphs[k].text;
      return heading_like(book_.paragraphs[k]) &&
             (before.size() < kFragment || text.compare(0, before.size(), before) != 0);
    }
    return true;
  }

  // Tenths of a point: a step of one gains, leaps and gaps cost.
  void chain() {
    const auto n = static_cast<uint32_t>(all_.size());
    score_.assign(n, 0);
    back_.assign(n, kNone);
    restart_.assign(n, false);
    std::unordered_map<uint32_t, uint32_t> by_label;
    uint32_t top = kNone;
    for (uint32_t i = 0; i < n; ++i) {
      const uint32_t label = all_[i].label;
      score_[i] = label == 1 ? 10 : label <= 3 ? 0 : -10 * static_cast<int32_t>(std::min(label, 20u));
      auto from = [&](uint32_t j, bool fresh) {
        const int step = static_cast<int>(label) - static_cast<int>(all_[j].label);
        int32_t gain;
        if (fresh) {
          if (label > 2) return;
          gain = (opens_[i] ? 7 : -60) - (label == 2 ? 12 : 0);
        } else {
          if (label == 1 && opens_[i] && step <= 0) return;  // the next section's first
          switch (step) {
            case 1:
              gain = 20;
              break;
            case 0:
              gain = 6;
              break;
            case 2:
              gain = 12;
              break;
            case 3:
              gain = 2;
              break;
            case -1:
              gain = 3;
              break;
            case 4:
            case 5:
            case 6:
              gain = -10;
              break;
            default:
              return;
          }
          const size_t gap = row_[i] - row_[j] - book_.paragraphs[all_[j].paragraph].text.size();
          gain -= 7 * static_cast<int32_t>(std::min(i - j - 1, kLookback));
          gain -= gap > kFreeGap ? 6 * static_cast<int32_t>(std::min<size_t>((gap - kFreeGap) / 1000 + 1, 8)) : 0;
        }
        if (score_[j] + gain > score_[i]) score_[i] = score_[j] + gain, back_[i] = j, restart_[i] = fresh;
      };
      for (uint32_t j = i > kLookback ? i - kLookback : 0; j < i; ++j) from(j, false);
      for (uint32_t step = 1; step <= 3 && step < label; ++step)
        if (const auto found = by_label.find(label - step); found != by_label.end()) from(found->second, false);
      if (top != kNone) from(top, true);
      uint32_t& best = by_label.emplace(label, i).first->second;
      if (score_[i] >= score_[best]) best = i;
      if (top == kNone || score_[i] >= score_[top]) top = i;
    }
    for (uint32_t i = top; i != kNone; i = back_[i]) {
      all_[i].restart = restart_[i] || back_[i] == kNone;
      order_.push_back(i);
    }
    std::reverse(order_.begin(), order_.end());
  }

  void split() {
    for (uint32_t i : order_) {
      if (all_[i].restart) {
        runs_.emplace_back();
        runs_.back().opened = opens_[i];
      }
      NoteRun& run = runs_.back();
      run.notes.push_back(all_[i]);
      run.max_label = std::max(run.max_label, all_[i].label);
    }
  }

  void extents(NoteRun& run) {
    // Footnotes below their paragraphs have more text between them than a note's continuations make.
    // In them stand the marks of the notes to come.
    size_t inside = 0, between = 0, gaps = 0, marked = 0;
    for (size_t q = 0; q < run.notes.size(); ++q) {
      inside += book_.paragraphs[run.notes[q].paragraph].text.size();
      if (q + 1 == run.notes.size()) continue;
      bool any = false, mark = false;
      for (uint32_t k = run.notes[q].paragraph + 1; k < run.notes[q + 1].paragraph; ++k) {
        if (book_.paragraphs[k].junk) continue;
        between += book_.paragraphs[k].text.size();
        any = true;
        mark = mark || has_number(book_.paragraphs[k].text, run.notes[q + 1].label);
      }
      gaps += any;
      marked += any && mark;
    }
    run.in_flow = between > inside + 2000 && marked * 2 > gaps;
    for (size_t q = 0; q < run.notes.size(); ++q) {
      const uint32_t begin = run.notes[q].paragraph;
      const bool last = q + 1 == run.notes.size();
      const uint32_t next = last ? end_of_file(begin) : std::min(run.notes[q + 1].paragraph, end_of_file(begin));
      size_t gap = 0;
      for (uint32_t k = begin + 1; k < next; ++k)
        if (!book_.paragraphs[k].junk) gap += book_.paragraphs[k].text.size();
      const bool whole = !last && !run.in_flow && gap <= kLongestGap;
      uint32_t end = begin;
      uint32_t joined = 0;
      for (uint32_t k = begin + 1; k < next; ++k) {
        const Paragraph& p = book_.paragraphs[k];
        if (p.junk) continue;
        if (taken(k)) break;
        const bool done = finished(book_.paragraphs[end].text);
        if (whole ? k + 1 == next && part_name(p) : (done && !starts_small(p)) || heading_like(p) || ++joined > 3)
          break;
        end = k;
      }
      run.ends.push_back({end, static_cast<uint32_t>(book_.paragraphs[end].text.size())});
      run.end_paragraph = end + 1;
    }
    for (size_t q = 0; q < run.notes.size(); ++q) run.cuts.push_back(hyphens(run.notes[q], run.ends[q]));
  }

  uint32_t end_of_file(uint32_t paragraph) const { return book_.files[book_.paragraphs[paragraph].file].end_paragraph; }

  // A word broken at a line end: the hyphen and the line end are cut.
  std::vector<Cut> hyphens(const NumberedParagraph& note, TextPoint end) const {
    std::vector<Cut> out;
    if (!book_.plain_text) return out;
    for (uint32_t k = note.paragraph; k <= end.paragraph; ++k) {
      const Paragraph& p = book_.paragraphs[k];
      if (p.junk) continue;
      const uint32_t from = k == note.paragraph ? note.body : 0;
      for (size_t at = p.text.find("-\n", from); at != std::string::npos; at = p.text.find("-\n", at + 1)) {
        size_t next = at + 2;
        while (next < p.text.size() && (p.text[next] == ' ' || p.text[next] == '\t')) ++next;
        const bool before = at > 0 && p.text[at - 1] >= 'a' && p.text[at - 1] <= 'z';
        const bool after = next < p.text.size() && p.text[next] >= 'a' && p.text[next] <= 'z';
        if (before && after) out.push_back({{k, static_cast<uint32_t>(at)}, {k, static_cast<uint32_t>(next)}});
      }
    }
    return out;
  }

  bool taken(uint32_t paragraph) const { return taken_ && (*taken_)[paragraph]; }

  // The items of ordered lists: paragraph -> place in its list, for the first paragraph of each.
  void number_items() {
    for (uint32_t i = 0; i < book_.elements.size(); ++i) {
      const Element& list = book_.elements[i];
      if (list.name != "ol") continue;
      uint32_t place = 0;
      for (uint32_t k = i + 1; k < list.next; k = book_.elements[k].next) {
        const Element& e = book_.elements[k];
        if (e.name != "li") continue;
        ++place;
        NumberedParagraph printed;
        LabelStyle style = LabelStyle::bare;
        if (e.begin < e.end && e.begin.paragraph < items_.size() && e.begin.offset == 0 &&
            !parse_label(book_.paragraphs[e.begin.paragraph].text, printed, style))
          items_[e.begin.paragraph] = place;
      }
    }
  }

  const Book& book_;
  const LabelStyle style_;
  const std::vector<bool>* taken_;
  std::vector<uint32_t> items_;
  std::vector<NumberedParagraph> all_;
  std::vector<size_t> row_;  // of each: bytes of text before it, junk left out
  std::vector<bool> opens_, restart_;
  std::vector<int32_t> score_;
  std::vector<uint32_t> back_, order_;
  std::vector<NoteRun> runs_;
};

}  // namespace

bool parse_label(std::string_view text, NumberedParagraph& out, LabelStyle& style) {
  size_t at = blanks(text);
  const char open = at < text.size() ? text[at] : '\0';
  if (open == '[' || open == '(') ++at;
  uint32_t label = 0;
  size_t digits = 0, bytes = 0;
  bool raised = false;
  for (; at < text.size() && digits < 5; ++digits) {
    int value = -1;
    if (digit(text[at]) && !raised)
      value = text[at] - '0', bytes = 1;
    else if (open != '[' && open != '(' && (digits == 0 || raised))
      value = superscript(text.substr(at), bytes), raised = value >= 0;
    if (value < 0 || (digits == 0 && value == 0)) break;
    label = label * 10 + static_cast<uint32_t>(value);
    at += bytes;
  }
  if (digits == 0 || label > kLongestLabel) return false;
  if (open == '[' || open == '(') {
    if (at >= text.size() || text[at] != (open == '[' ? ']' : ')')) return false;
    ++at;
    style = open == '[' ? LabelStyle::bracket : LabelStyle::parentheses;
    if (at < text.size() && (text[at] == '.' || text[at] == ':'))
      ++at, style = open == '[' ? LabelStyle::bracket_stop : style;
  } else if (raised) {
    style = LabelStyle::superscript;
    if (at < text.size() && text[at] == '.') ++at;
  } else if (at < text.size() && (text[at] == '.' || text[at] == ':')) {
    ++at, style = LabelStyle::stop;
  } else if (at < text.size() && text[at] == ')') {
    ++at, style = LabelStyle::parenthesis;
  } else {
    style = LabelStyle::bare;
  }
  const size_t space = blanks(text.substr(at));
  if (space == 0 && !raised) {
    // "1.See", "1See": only a capital or a quotation mark may follow directly.
    if (at >= text.size()) return false;
    const char c = text[at];
    const bool opens = (c >= 'A' && c <= 'Z') || c == '"' || text.substr(at, 3) == "\xE2\x80\x9C" ||
                       text.substr(at, 3) == "\xE2\x80\x98";
    if (!opens) return false;
  }
  at += space;
  if (at >= text.size()) return false;
  out.label = label;
  out.body = static_cast<uint32_t>(at);
  return true;
}

NoteRun joined_runs(std::vector<NoteRun> runs) {
  NoteRun all;
  for (uint32_t r = 0; r < runs.size(); ++r) {
    for (NumberedParagraph& n : runs[r].notes) {
      n.run = r;
      all.notes.push_back(n);
    }
    all.ends.insert(all.ends.end(), runs[r].ends.begin(), runs[r].ends.end());
    for (auto& cuts : runs[r].cuts) all.cuts.push_back(std::move(cuts));
    all.max_label = std::max(all.max_label, runs[r].max_label);
    all.end_paragraph = std::max(all.end_paragraph, runs[r].end_paragraph);
  }
  return all;
}

std::vector<NoteRun> note_runs(const Book& book, LabelStyle style, const std::vector<bool>* taken) {
  return Runs(book, style, taken).run();
}

}  // namespace postil
