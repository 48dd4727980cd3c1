#include "packer/notes/linked_phrases.h"

#include <algorithm>

#include "packer/notes/label.h"
#include "packer/notes/linked_pages.h"

namespace postil {
namespace {

constexpr uint32_t kPageBytes = 8000;  // how far behind the page's start a phrase is sought
constexpr size_t kLeastPhrase = 4;

struct Row {
  uint32_t paragraph = 0;
  uint32_t text_begin = 0;  // past the page number
  std::string page, phrase;
  uint32_t print = kNone;  // the page, of those that page breaks mark
  bool inherits = false;   // it says no page: that of the row before
  TextPoint from;          // where the page or the place that it links to begins
  TextPoint at;            // where the phrase stands; paragraph kNone: nowhere, or in several places of its page
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
  Phrases(const LinkIndex& index, NoteSet& set) : x_(index), set_(set), pages_(index) {}

  void run() {
    mark_taken();
    for (uint32_t p = 0; p < x_.book().paragraphs.size(); ++p)
      if (x_.section(p) == Section::notes && !taken_[p] && x_.book().paragraphs[p].kind != ParagraphKind::heading)
        read(p);
    size_t found = 0;
    for (Row& r : rows_) {
      r.print == kNone ? seek(r) : seek_on_page(r);
      found += r.at.paragraph != kNone;
    }
    // What opens with some words but no page is a note only where its page has them; else it goes on with the one before.
    rows_.erase(
        std::remove_if(rows_.begin(), rows_.end(), [](const Row& r) { return r.inherits && r.at.paragraph == kNone; }),
        rows_.end());
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

  void read(uint32_t p) {
    if (!read_linked(p)) read_numbered(p);
  }

  // The words that a note speaks of, at byte `from` of paragraph `p`: set off by type or quotes, else by the colon that
  // ends them.
  std::string phrase_at(uint32_t p, uint32_t from, bool by_colon) const {
    for (uint32_t i = x_.first_at({p, from});
         i < x_.book().elements.size() && x_.at(i).begin.paragraph == p && x_.at(i).begin.offset <= from + 4; ++i) {
      const std::string& n = x_.at(i).name;
      if (n == "i" || n == "em" || n == "b" || n == "strong" || n == "span" || n == "q")
        if (const std::string_view words = core(x_.text(i)); !words.empty()) return std::string(words);
    }
    const std::string_view rest = x_.paragraph(p).substr(from);
    const size_t colon = rest.find(':'), quote = rest.find("”");
    if (rest.substr(0, 8).find("“") != std::string_view::npos && quote != std::string_view::npos && quote < 160)
      return std::string(core(rest.substr(0, quote)));
    return by_colon && colon != std::string_view::npos && colon < 120 ? std::string(core(rest.substr(0, colon))) : "";
  }

  // A paragraph of notes that begins with the number of a page whose break the text marks, or that speaks of another
  // phrase of the page before.
  void read_numbered(uint32_t p) {
    if (pages_.count() == 0) return;
    Row r;
    r.paragraph = p;
    size_t size = 0;
    r.page = leading_page(x_.paragraph(p), &size);
    if (!r.page.empty()) r.print = pages_.find(r.page);
    if (r.print == kNone) {
      if (rows_.empty() || rows_.back().print == kNone || x_.book().paragraphs[p].file != last_file_) return;
      r.inherits = true;
      r.print = rows_.back().print;
      r.page = rows_.back().page;
      size = 0;
    }
    r.from = pages_.begin(r.print);
    if (!(r.from < TextPoint{p, 0}) || x_.section(r.from.paragraph) != Section::none) return;
    r.text_begin = static_cast<uint32_t>(size);
    r.phrase = phrase_at(p, r.text_begin, !r.inherits);
    keep(std::move(r));
  }

  void keep(Row&& r) {
    if (r.phrase.size() < kLeastPhrase || r.phrase.size() > 160) return;
    last_file_ = x_.book().paragraphs[r.paragraph].file;
    rows_.push_back(std::move(r));
  }

  // A paragraph of notes that begins with a link to the text before it.
  bool read_linked(uint32_t p) {
    uint32_t link = kNone;
    for (uint32_t i = x_.first_at({p, 0});
         i < x_.book().elements.size() && x_.at(i).begin.paragraph == p && x_.at(i).begin.offset <= 2; ++i)
      if (x_.at(i).name == "a" && !x_.at(i).href.empty() && !x_.empty(i)) link = i;
    if (link == kNone || x_.at(link).end.paragraph != p) return false;
    const uint32_t target = x_.resolve(link);
    if (target == kNone || !x_.names_a_place(link) || !(x_.at(target).begin < TextPoint{p, 0}) ||
        x_.section(x_.at(target).begin.paragraph) != Section::none)
      return false;
    Row r;
    r.paragraph = p;
    r.from = x_.at(target).begin;
    r.print = pages_.at(r.from);
    const std::string_view text = x_.text(link);
    const uint32_t end = x_.at(link).end.offset;
    if (has_letters(text) && bare_label(text).empty()) {
      const size_t letters = text.find_first_not_of("0123456789 ,.–-");
      r.phrase = std::string(core(text.substr(letters == std::string_view::npos ? 0 : letters)));
    } else {
      r.page = std::string(text);
      r.text_begin = end;
      r.phrase = phrase_at(p, end, true);
    }
    keep(std::move(r));
    return true;
  }

  // Where a phrase stands as words of their own in a text, its first letter large or small; npos where it does not.
  static size_t find_words(std::string_view text, std::string phrase, size_t from) {
    auto letter = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             static_cast<unsigned char>(c) >= 0xC0;
    };
    const char other = static_cast<char>(phrase[0] ^ 32);
    size_t found = std::string_view::npos;
    for (int round = 0; round < 2; ++round) {
      for (size_t at = from; (at = text.find(phrase, at)) != std::string_view::npos; ++at) {
        const size_t end = at + phrase.size();
        if ((at > 0 && letter(text[at - 1]) && letter(phrase[0])) ||
            (end < text.size() && letter(text[end]) && letter(phrase.back())))
          continue;
        found = std::min(found, at);
        break;
      }
      if (!((phrase[0] >= 'a' && phrase[0] <= 'z') || (phrase[0] >= 'A' && phrase[0] <= 'Z'))) break;
      phrase[0] = other;
    }
    return found;
  }

  bool title_of(uint32_t p, const Row& r) const {
    return x_.paragraph(p).size() <= r.phrase.size() + 8 || x_.book().paragraphs[p].kind == ParagraphKind::heading;
  }

  // The one place on the page; where the page has none, the one on the pages beside it. A page that is cited may be a
  // page off, two places of one phrase never are one.
  void seek_on_page(Row& r) const {
    r.size = static_cast<uint32_t>(r.phrase.size());
    for (uint32_t around = 0; around < 2; ++around) {
      const TextPoint from = pages_.begin(r.print < around ? 0 : r.print - around),
                      end = pages_.begin(std::min(pages_.count(), r.print + 1 + around));
      r.at = {kNone, 0};
      size_t places = 0, read = 0;
      for (uint32_t p = from.paragraph; p < x_.book().paragraphs.size() && p <= end.paragraph && places < 2; ++p) {
        // Breaks that are this far apart mark no pages.
        if ((read += x_.paragraph(p).size()) > size_t{8} * kPageBytes) {
          places = 2;
          break;
        }
        if (title_of(p, r) || x_.section(p) != Section::none) continue;
        const std::string_view text = x_.paragraph(p);
        // A phrase may begin on the page and end on the next.
        for (size_t at = p == from.paragraph ? from.offset : 0;
             (at = find_words(text, r.phrase, at)) != std::string_view::npos &&
             TextPoint{p, static_cast<uint32_t>(at)} < end;
             ++at)
          if (++places == 1) r.at = {p, static_cast<uint32_t>(at)};
      }
      if (places == 1) return;
      r.at = {kNone, 0};
      if (places > 1) return;
    }
  }

  void seek(Row& r) const {
    r.at = {kNone, 0};
    const uint32_t file = x_.book().paragraphs[r.from.paragraph].file;
    uint32_t read = 0;
    for (uint32_t p = r.from.paragraph;
         p < x_.book().paragraphs.size() && read < kPageBytes && x_.book().paragraphs[p].file == file; ++p) {
      const std::string_view text = x_.paragraph(p);
      const uint32_t from = p == r.from.paragraph ? r.from.offset : 0;
      if (const size_t at = find_words(text, r.phrase, from); at != std::string_view::npos && !title_of(p, r)) {
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
           "the phrase \"" + r.phrase + "\" of this note does not stand on its page, or stands there more than once",
           "correct the phrase or the page, or quote more words"});
    }
    set_.notes.push_back(std::move(note));
  }

  const LinkIndex& x_;
  NoteSet& set_;
  const PrintPages pages_;
  uint32_t last_file_ = kNone;  // of the last row
  std::vector<bool> taken_;
  std::vector<Row> rows_;
};

}  // namespace

void find_phrase_notes(const LinkIndex& index, NoteSet& set) {
  Phrases(index, set).run();
}

}  // namespace postil
