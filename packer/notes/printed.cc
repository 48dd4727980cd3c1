#include "packer/notes/printed.h"

#include <algorithm>
#include <map>

#include "packer/notes/linked_words.h"

namespace postil {
namespace {

constexpr size_t kLongestNote = 40;                    // paragraphs in a bracket
constexpr uint32_t kFarthest = 30;                     // paragraphs between a symbol and its note
constexpr uint16_t kBracketed = 980, kBySymbol = 950;  // permille

constexpr std::string_view kSymbols[] = {"***", "**", "*", "††", "†", "‡‡", "‡", "§", "¶", "‖"};
constexpr std::string_view kWords[] = {"footnote", "fussnote", "fußnote", "voetnoot", "note", "nota"};

bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool blank(char c) {
  return c == ' ' || (c >= 9 && c <= 13);
}
bool starts(std::string_view text, std::string_view with, size_t at = 0) {
  return text.substr(std::min(at, text.size()), with.size()) == with;
}

std::string_view symbol_at(std::string_view text, size_t at) {
  for (const std::string_view s : kSymbols)
    if (starts(text, s, at)) return s;
  return {};
}

// What stands between "[Footnote" and ":"; `body` is the offset after it. Empty where the text is no such note.
std::string bracketed_label(std::string_view text, size_t at, uint32_t& body) {
  if (!starts(text, "[", at)) return "";
  const std::string lower = lower_ascii(text.substr(at + 1, 12));
  for (const std::string_view word : kWords) {
    if (!starts(lower, word)) continue;
    size_t from = at + 1 + word.size();
    if (from >= text.size() || text[from] != ' ') continue;
    while (from < text.size() && text[from] == ' ') ++from;
    const size_t colon = text.find(':', from);
    if (colon == std::string_view::npos || colon == from || colon - from > 6) return "";
    std::string label(text.substr(from, colon - from));
    const bool number = label.size() <= 4 && label.find_first_not_of("0123456789") == std::string::npos;
    if (!number && symbol_at(label, 0) != label && !(label.size() == 1 && letter(label[0]))) return "";
    body = static_cast<uint32_t>(colon + 1);
    while (body < text.size() && blank(text[body])) ++body;
    return label;
  }
  return "";
}

class Printed {
 public:
  Printed(const Book& book, NoteSet& set, std::vector<bool>& taken) : book_(book), set_(set), taken_(taken) {
    taken_.resize(book.paragraphs.size());
    bracketed_.resize(book.paragraphs.size());
  }

  void run() {
    find_bracketed();
    if (!notes_.empty()) {
      find_bracketed_marks();
      pair(kBracketed, true);
    }
    tokens_.clear();
    notes_.clear();
    marks_.clear();
    find_symbols();
    pair(kBySymbol, false);
  }

 private:
  struct Token {
    TextPoint at;
    uint32_t row = 0;  // of notes_ or marks_
    bool note = false;
  };

  const std::string& text(uint32_t p) const { return book_.paragraphs[p].text; }

  // The bracket that closes the one at `from`, which may stand paragraphs further on.
  bool close_of(TextPoint from, TextPoint& close) const {
    int depth = 0;
    const uint32_t end = std::min<uint32_t>(book_.files[book_.paragraphs[from.paragraph].file].end_paragraph,
                                            from.paragraph + kLongestNote);
    for (uint32_t p = from.paragraph; p < end; ++p)
      for (uint32_t k = p == from.paragraph ? from.offset : 0; k < text(p).size(); ++k) {
        if (text(p)[k] == '[') ++depth;
        if (text(p)[k] == ']' && --depth == 0) {
          close = {p, k};
          return true;
        }
      }
    return false;
  }

  void add_note(const std::string& label, TextPoint begin, TextPoint end) {
    Note note;
    note.label = label;
    note.kind = NoteKind::footnote;
    note.begin = begin;
    note.end = end;
    tokens_[label].push_back({begin, static_cast<uint32_t>(notes_.size()), true});
    notes_.push_back(std::move(note));
  }
  void add_mark(const std::string& label, uint32_t p, size_t begin, size_t end) {
    Mark mark;
    mark.paragraph = p;
    mark.begin = static_cast<uint32_t>(begin);
    mark.end = static_cast<uint32_t>(end);
    mark.label = label;
    tokens_[label].push_back({{p, mark.begin}, static_cast<uint32_t>(marks_.size()), false});
    marks_.push_back(std::move(mark));
  }

  void find_bracketed() {
    TextPoint after;  // the bracket before
    for (uint32_t p = 0; p < book_.paragraphs.size(); ++p) {
      if (p < after.paragraph) continue;
      size_t at = text(p).find_first_not_of(" \t\r\n", p == after.paragraph ? after.offset : 0);
      while (at != std::string::npos) {
        uint32_t body = 0;
        TextPoint close;
        const std::string label = bracketed_label(text(p), at, body);
        if (label.empty() || !close_of({p, static_cast<uint32_t>(at)}, close)) break;
        add_note(label, {p, body}, close);
        for (uint32_t k = p; k <= close.paragraph; ++k) bracketed_[k] = true;
        after = {close.paragraph, close.offset + 1};
        at = close.paragraph == p ? text(p).find_first_not_of(" \t\r\n", after.offset) : std::string::npos;
        if (close.paragraph != p) p = close.paragraph - 1;  // what follows the bracket there
      }
    }
  }

  void find_bracketed_marks() {
    const std::map<std::string, std::vector<Token>> noted = tokens_;
    for (uint32_t p = 0; p < book_.paragraphs.size(); ++p) {
      if (bracketed_[p] || book_.paragraphs[p].junk) continue;
      const std::string& t = text(p);
      for (size_t at = 0; at < t.size(); ++at) {
        if (t[at] == '[') {
          const size_t close = t.find(']', at);
          if (close == std::string::npos || close - at > 8) continue;
          const std::string label = t.substr(at + 1, close - at - 1);
          if (noted.count(label)) add_mark(label, p, at, close + 1);
          at = close;
        } else if (const std::string_view s = glued_symbol(t, at); !s.empty()) {
          if (noted.count(std::string(s))) add_mark(std::string(s), p, at, at + s.size());
          at += s.size() - 1;
        }
      }
    }
    for (auto& [label, tokens] : tokens_)
      std::stable_sort(tokens.begin(), tokens.end(), [](const Token& a, const Token& b) { return a.at < b.at; });
  }

  // A symbol right after a word or stop and before a blank, a stop or the end; not the end of *such* emphasis.
  static std::string_view glued_symbol(std::string_view t, size_t at) {
    const std::string_view s = at > 0 ? symbol_at(t, at) : std::string_view();
    if (s.empty() || blank(t[at - 1]) || t[at - 1] == '(' || t[at - 1] == '*') return {};
    const size_t end = at + s.size();
    if (end < t.size() && !blank(t[end]) && std::string_view(".,;:!?)]\"'").find(t[end]) == std::string_view::npos &&
        !starts(t, "\u2019", end) && !starts(t, "\u201D", end) && !starts(t, "\u2014", end))
      return {};
    if (s[0] == '*') {
      const size_t open = t.rfind('*', at - 1);
      if (open != std::string_view::npos && open + 1 < t.size() && !blank(t[open + 1]) &&
          (open == 0 || blank(t[open - 1]) || t[open - 1] == '('))
        return {};
    }
    return s;
  }

  // A note begins a paragraph, or a line of one that begins with a note.
  void find_symbols() {
    for (uint32_t p = 0; p < book_.paragraphs.size(); ++p) {
      if (taken_[p] || book_.paragraphs[p].junk) continue;
      const std::string& t = text(p);
      std::vector<std::pair<size_t, std::string_view>> lines;
      for (size_t at = t.find_first_not_of(" \t"); at != std::string::npos;) {
        const std::string_view s = symbol_at(t, at);
        size_t body = at + s.size();
        while (body < t.size() && (t[body] == ' ' || t[body] == '\t')) ++body;
        const bool begins =
            !s.empty() && body < t.size() && symbol_at(t, body).empty() && !starts(t, "\n", body) &&
            (letter(t[body]) || std::string_view("\"'([0123456789").find(t[body]) != std::string_view::npos);
        if (begins) lines.emplace_back(at, s);
        if (lines.empty()) break;
        at = t.find('\n', at);
        if (at != std::string::npos) at = t.find_first_not_of(" \t\r\n", at);
      }
      for (size_t i = 0; i < lines.size(); ++i) {
        size_t body = lines[i].first + lines[i].second.size();
        while (body < t.size() && blank(t[body])) ++body;
        const size_t end = i + 1 < lines.size() ? lines[i + 1].first : t.size();
        add_note(std::string(lines[i].second), {p, static_cast<uint32_t>(body)}, {p, static_cast<uint32_t>(end)});
      }
      if (!lines.empty()) continue;
      for (size_t at = 1; at < t.size(); ++at) {
        const std::string_view s = glued_symbol(t, at);
        if (s.empty()) continue;
        add_mark(std::string(s), p, at, at + s.size());
        at += s.size() - 1;
      }
    }
  }

  void link(const Token& mark, const Token& note, uint16_t permille) {
    marks_[mark.row].note = note.row;
    marks_[mark.row].how = How::label;
    marks_[mark.row].permille = permille;
  }

  // A note means the one mark since the note of that label before it. `all`: a chapter's or a book's notes may also stand together, in the
  // order of their marks, and what is not linked is kept.
  void pair(uint16_t permille, bool all) {
    for (auto& [label, tokens] : tokens_) {
      const size_t notes =
          static_cast<size_t>(std::count_if(tokens.begin(), tokens.end(), [](const Token& t) { return t.note; }));
      const bool apart = all && notes * 2 == tokens.size() &&
                         std::none_of(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(notes),
                                      [](const Token& t) { return t.note; });
      for (size_t i = 0; i < tokens.size(); ++i) {
        if (!tokens[i].note) continue;
        if (apart) {
          link(tokens[i - notes], tokens[i], permille);
          continue;
        }
        const bool one = i > 0 && !tokens[i - 1].note && (i == 1 || tokens[i - 2].note);
        if (one && (all || near(tokens[i - 1].at, tokens[i].at))) link(tokens[i - 1], tokens[i], permille);
      }
    }
    if (std::none_of(marks_.begin(), marks_.end(), [](const Mark& m) { return m.note != kNone; })) return;
    std::vector<uint32_t> row(notes_.size(), kNone);
    std::vector<bool> meant(notes_.size(), all);
    for (const Mark& m : marks_)
      if (m.note != kNone) meant[m.note] = true;
    for (size_t i = 0; i < notes_.size(); ++i) {
      if (!meant[i]) continue;
      row[i] = static_cast<uint32_t>(set_.notes.size());
      for (uint32_t k = notes_[i].begin.paragraph; k <= notes_[i].end.paragraph; ++k) taken_[k] = true;
      set_.notes.push_back(notes_[i]);
    }
    for (Mark& m : marks_) {
      if (m.note == kNone && !all) continue;
      if (m.note != kNone) {
        m.note = row[m.note];
        set_.notes[m.note].marks.push_back(static_cast<uint32_t>(set_.marks.size()));
      }
      set_.marks.push_back(std::move(m));
    }
  }

  // Of one chapter or page: not far off, no heading between.
  bool near(TextPoint mark, TextPoint note) const {
    if (book_.paragraphs[mark.paragraph].file != book_.paragraphs[note.paragraph].file ||
        note.paragraph - mark.paragraph > kFarthest)
      return false;
    for (uint32_t k = mark.paragraph + 1; k < note.paragraph; ++k)
      if (book_.paragraphs[k].kind == ParagraphKind::heading) return false;
    return true;
  }

  const Book& book_;
  NoteSet& set_;
  std::vector<bool>& taken_;
  std::vector<bool> bracketed_;                       // paragraphs that hold a note in brackets
  std::map<std::string, std::vector<Token>> tokens_;  // by label
  std::vector<Note> notes_;
  std::vector<Mark> marks_;
};

}  // namespace

void find_printed_notes(const Book& book, NoteSet& set, std::vector<bool>& taken) {
  Printed(book, set, taken).run();
}

}  // namespace postil
