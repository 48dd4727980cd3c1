#include "packer/notes/linked_phrases.h"

#include <algorithm>

#include "packer/notes/label.h"

namespace postil {
namespace {

constexpr uint32_t kPageBytes = 8000;  // how far behind the page's start a phrase is sought
constexpr size_t kLeastPhrase = 4;

struct Row {
  uint32_t paragraph = 0;
  uint32_t text_begin = 0;  // past the page number
  std::string page, phrase;
  TextPoint from;  // where the page begins
  TextPoint at;    // where the phrase stands; paragraph kNone: nowhere
  uint32_t size = 0;
};

bool has_letters(std::string_view t) {
  return std::any_of(t.begin(), t.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<uint8_t>(c) >= 0x80;
  });
}

// Without quotation marks, blanks and stops around it; of a phrase with an ellipsis the first piece.
std::string_view core(std::string_view t) {
  for (std::string_view dots : {"…", "...", ". . ."})
    if (const size_t at = t.find(dots); at != std::string_view::npos && at >= kLeastPhrase) t = t.substr(0, at);
  constexpr std::string_view kAround[] = {" ", "\"", "'", "“",        "”", "‘", "’", "«", "»", ":",
                                          ".", ",",  ";", "\xC2\xA0", "(", ")", "[", "]", "…"};
  for (bool more = true; more;) {
    more = false;
    for (std::string_view s : kAround) {
      if (t.size() >= s.size() && t.substr(0, s.size()) == s) t.remove_prefix(s.size()), more = true;
      if (t.size() >= s.size() && t.substr(t.size() - s.size()) == s) t.remove_suffix(s.size()), more = true;
    }
  }
  return t;
}

class Phrases {
 public:
  Phrases(const LinkIndex& index, NoteSet& set) : x_(index), set_(set) {}

  void run() {
    mark_taken();
    for (uint32_t p = 0; p < x_.book().paragraphs.size(); ++p)
      if (x_.section(p) == Section::notes && !taken_[p] && x_.book().paragraphs[p].kind != ParagraphKind::heading)
        read(p);
    size_t found = 0;
    for (Row& r : rows_) {
      seek(r);
      found += r.at.paragraph != kNone;
    }
    if (found < 3 || found * 10 < rows_.size() * 6 || !in_order()) return;
    for (size_t i = 0; i < rows_.size(); ++i) add(i);
  }

 private:
  void mark_taken() {
    taken_.assign(x_.book().paragraphs.size(), false);
    for (const Note& n : set_.notes)
      for (uint32_t p = n.begin.paragraph; p <= n.end.paragraph && p < taken_.size(); ++p) taken_[p] = true;
  }

  // Such notes follow the text: their pages rise, and no two are about one place.
  bool in_order() const {
    size_t back = 0, last = rows_.size();
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i].at.paragraph == kNone) continue;
      if (last < rows_.size() && !(rows_[last].at < rows_[i].at)) ++back;
      last = i;
    }
    return back * 10 <= rows_.size();
  }

  // A paragraph of notes that begins with a link to the text before it.
  void read(uint32_t p) {
    uint32_t link = kNone;
    for (uint32_t i = x_.first_at({p, 0});
         i < x_.book().elements.size() && x_.at(i).begin.paragraph == p && x_.at(i).begin.offset <= 2; ++i)
      if (x_.at(i).name == "a" && !x_.at(i).href.empty() && !x_.empty(i)) link = i;
    if (link == kNone || x_.at(link).end.paragraph != p) return;
    const uint32_t target = x_.resolve(link);
    if (target == kNone || !x_.names_a_place(link) || !(x_.at(target).begin < TextPoint{p, 0}) ||
        x_.section(x_.at(target).begin.paragraph) != Section::none)
      return;
    Row r;
    r.paragraph = p;
    r.from = x_.at(target).begin;
    const std::string_view text = x_.text(link), whole = x_.paragraph(p);
    const uint32_t end = x_.at(link).end.offset;
    if (has_letters(text) && bare_label(text).empty()) {
      const size_t letters = text.find_first_not_of("0123456789 ,.–-");
      r.phrase = std::string(core(text.substr(letters == std::string_view::npos ? 0 : letters)));
    } else {
      r.page = std::string(text);
      r.text_begin = end;
      // The phrase is set off by type or quotes, else by the colon that ends it.
      for (uint32_t i = link + 1; i < x_.book().elements.size() && x_.at(i).begin.paragraph == p &&
                                  x_.at(i).begin.offset <= end + 4 && r.phrase.empty();
           ++i) {
        const std::string& n = x_.at(i).name;
        if (x_.at(i).begin.offset >= end &&
            (n == "i" || n == "em" || n == "b" || n == "strong" || n == "span" || n == "q"))
          r.phrase = std::string(core(x_.text(i)));
      }
      if (r.phrase.empty()) {
        const std::string_view rest = whole.substr(end);
        const size_t colon = rest.find(':'), quote = rest.find("”");
        if (rest.substr(0, 8).find("“") != std::string_view::npos && quote != std::string_view::npos && quote < 160)
          r.phrase = std::string(core(rest.substr(0, quote)));
        else if (colon != std::string_view::npos && colon < 120)
          r.phrase = std::string(core(rest.substr(0, colon)));
      }
    }
    if (r.phrase.size() >= kLeastPhrase && r.phrase.size() <= 160) rows_.push_back(std::move(r));
  }

  void seek(Row& r) const {
    r.at = {kNone, 0};
    const uint32_t file = x_.book().paragraphs[r.from.paragraph].file;
    uint32_t read = 0;
    for (uint32_t p = r.from.paragraph;
         p < x_.book().paragraphs.size() && read < kPageBytes && x_.book().paragraphs[p].file == file; ++p) {
      const std::string_view text = x_.paragraph(p);
      const uint32_t from = p == r.from.paragraph ? r.from.offset : 0;
      const bool title = text.size() <= r.phrase.size() + 8 || x_.book().paragraphs[p].kind == ParagraphKind::heading;
      if (const size_t at = text.find(r.phrase, from); at != std::string_view::npos && !title) {
        r.at = {p, static_cast<uint32_t>(at)};
        r.size = static_cast<uint32_t>(r.phrase.size());
        return;
      }
      read += static_cast<uint32_t>(text.size()) - from;
    }
  }

  void add(size_t i) {
    const Row& r = rows_[i];
    Note note;
    note.begin = {r.paragraph, r.text_begin};
    const std::string_view text = x_.paragraph(r.paragraph);
    while (note.begin.offset < text.size() &&
           std::string_view(" .:,").find(text[note.begin.offset]) != std::string_view::npos)
      ++note.begin.offset;
    uint32_t last = r.paragraph;
    const uint32_t file = x_.book().paragraphs[last].file;
    while (last + 1 < taken_.size() && (i + 1 == rows_.size() || last + 1 < rows_[i + 1].paragraph) &&
           !taken_[last + 1] && i + 1 < rows_.size() && x_.book().paragraphs[last + 1].file == file &&
           x_.book().paragraphs[last + 1].kind != ParagraphKind::heading)
      ++last;
    note.end = {last, static_cast<uint32_t>(x_.paragraph(last).size())};
    note.kind = NoteKind::endnote;
    note.label = r.page;
    const uint32_t element = x_.book().paragraphs[r.paragraph].element;
    if (element != kNone) note.anchor = x_.at(element).id;
    if (r.at.paragraph != kNone) {
      Mark mark;
      mark.paragraph = r.at.paragraph;
      mark.begin = r.at.offset;
      mark.end = r.at.offset + r.size;
      mark.label = r.phrase;
      mark.note = static_cast<uint32_t>(set_.notes.size());
      mark.how = How::aligned;
      mark.permille = 950;
      note.marks.push_back(static_cast<uint32_t>(set_.marks.size()));
      set_.marks.push_back(std::move(mark));
    } else {
      const Paragraph& p = x_.book().paragraphs[r.paragraph];
      set_.findings.push_back(
          {"N-ORPHAN",
           Severity::warning,
           {p.file, p.begin, p.begin + static_cast<uint32_t>(p.text.size())},
           {},
           0,
           "the phrase \"" + r.phrase + "\" of this note does not stand on the page to which it leads",
           "correct the phrase or the link to the page"});
    }
    set_.notes.push_back(std::move(note));
  }

  const LinkIndex& x_;
  NoteSet& set_;
  std::vector<bool> taken_;
  std::vector<Row> rows_;
};

}  // namespace

void find_phrase_notes(const LinkIndex& index, NoteSet& set) {
  Phrases(index, set).run();
}

}  // namespace postil
