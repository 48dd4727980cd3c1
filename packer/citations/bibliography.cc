// The list of works at the end of a book: full references for what its notes give in short form only.
#include <algorithm>

#include "packer/citations/works.h"
#include "packer/notes/notes.h"
#include "schema/fold.h"

namespace postil {
namespace {

constexpr size_t kMaxEntry = 2000;  // bytes of a paragraph that is an entry

bool lists_works(const std::string& title) {
  static const char* const kTitles[] = {"bibliography",
                                        "select bibliography",
                                        "selected bibliography",
                                        "works cited",
                                        "references",
                                        "list of references",
                                        "literature cited",
                                        "sources cited",
                                        "literaturverzeichnis",
                                        "literatur",
                                        "quellen und literaturverzeichnis",
                                        "quellen- und literaturverzeichnis",
                                        "bibliographie",
                                        "bibliografia",
                                        "obras citadas",
                                        "opere citate",
                                        "ouvrages cites"};
  const std::string folded = fold(title);
  return std::any_of(std::begin(kTitles), std::end(kTitles), [&](const char* t) { return folded == t; });
}

class EntryReader {
 public:
  EntryReader(const CiteText& t, const Vocabulary& words)
      : t_(t), k_(t.tokens), words_(words), size_(static_cast<uint32_t>(t.tokens.size())) {}

  // "Nevins, Allan. Hamilton Fish. New York: Dodd, 1936.", "Vogt, Karl: Zünfte, Göttingen 1985."
  bool read(const Names& before, Cite& c) const {
    if (size_ < 6) return false;
    uint32_t title = 0;
    if (k_[0].mark == '-') {
      while (title < size_ && !is_word(k_[title]) && k_[title].mark != '"') ++title;
      c.authors = before;
    } else if (!authors(c, title)) {
      return false;
    }
    uint32_t year = kNoToken;
    for (uint32_t i = title; i < size_; ++i)
      if (year_of(t_, i) != 0) year = i;
    if (year == kNoToken || title >= size_) return false;
    // author, year, title
    if (year_of(t_, title) != 0) {
      c.year = year_of(t_, title);
      for (++title; title < size_ && !is_word(k_[title]) && k_[title].mark != '"'; ++title) {
      }
    } else {
      c.year = year_of(t_, year);
    }
    if (title >= size_) return false;
    if (k_[title].mark == '"' && k_[title].match != kNoToken && k_[title].match > title) {
      c.quoted = true;
      c.title = {title + 1, k_[title].match};
    } else {
      uint32_t end = title;
      const bool italic = k_[title].italic;
      while (end < size_ && !(italic && is_word(k_[end]) && !k_[end].italic) && k_[end].mark != '(' && !stop(end) &&
             !(k_[end].mark == ',' && places(end)))
        ++end;
      c.title = {title, end};
    }
    while (!c.title.empty() && !is_word(k_[c.title.last - 1])) --c.title.last;
    c.span = {0, size_};
    c.extent = size_;
    c.fullness = Fullness::complete;
    return !c.title.empty() && c.title.last < size_;
  }

 private:
  bool stop(uint32_t i) const {
    return k_[i].mark == '.' && (i + 1 >= size_ || k_[i + 1].space) && i > 0 && !is_letter(k_[i - 1]) &&
           !has(k_[i - 1], kWordAbbreviation);
  }

  // ", München 1974": the comma before a place and year.
  bool places(uint32_t comma) const {
    for (uint32_t i = comma + 1; i < size_ && i < comma + 5; ++i) {
      if (year_of(t_, i) != 0) return true;
      if (!is_word(k_[i]) || !k_[i].capital) return false;
    }
    return false;
  }

  // Surname, given names; further authors in their natural order. `title` gets the token after them.
  bool authors(Cite& c, uint32_t& title) const {
    PersonName first;
    uint32_t end = 0;
    if (!read_person(t_, words_, 0, size_, first, end)) return false;
    if (end < size_ && k_[end].mark == ',') {
      PersonName given;
      uint32_t after = end + 1;
      const bool named = read_person(t_, words_, end + 1, size_, given, after);
      uint32_t i = end + 1;
      if (named) {
        // the surname stays the surname: it goes to the back
        std::vector<uint32_t> words = given.words;
        words.insert(words.end(), first.words.begin(), first.words.end());
        first.words = std::move(words);
        first.initials = given.initials;
        i = after;
      } else {
        // initials alone: "Heath, J. T."
        while (i + 1 < size_ && is_letter(k_[i]) && k_[i + 1].mark == '.') {
          first.initials.push_back(words_.text(k_[i].word).empty() ? ' ' : words_.text(k_[i].word)[0]);
          i += 2;
        }
      }
      first.end = k_[i - 1].end;
      end = i;
    }
    c.authors.people.push_back(first);
    for (uint32_t steps = 0; steps < 6 && end < size_; ++steps) {
      uint32_t at = end;
      if (k_[at].mark == ',') ++at;
      if (at < size_ && (has(k_[at], kWordAnd) || k_[at].mark == '&')) ++at;
      PersonName next;
      uint32_t after = at;
      if (at == end || !read_person(t_, words_, at, size_, next, after)) break;
      c.authors.people.push_back(next);
      end = after;
    }
    if (const uint32_t editor = skip_editor(t_, end, size_); editor != end) {
      c.authors.editor = true;
      end = editor;
    }
    if (end < size_ && (k_[end].mark == '.' || k_[end].mark == ':' || k_[end].mark == ',' || k_[end].mark == '('))
      ++end;
    while (end < size_ && !is_word(k_[end]) && k_[end].mark != '"') ++end;
    title = end;
    const Token& before = k_[end > 0 ? end - 1 : 0];
    return before.mark == '.' || before.mark == ':' || before.mark == '(' || before.mark == ')';
  }

  const CiteText& t_;
  const std::vector<Token>& k_;
  const Vocabulary& words_;
  uint32_t size_;
};

}  // namespace

void read_bibliography(const Book& book, Vocabulary& words, WorkIndex& works) {
  for (size_t ch = 0; ch < book.chapters.size(); ++ch) {
    if (!lists_works(book.chapters[ch].title)) continue;
    const uint32_t first = book.chapters[ch].begin.paragraph;
    size_t next = ch + 1;
    while (next < book.chapters.size() && book.chapters[next].level > book.chapters[ch].level) ++next;
    const auto last = next < book.chapters.size() ? book.chapters[next].begin.paragraph
                                                  : static_cast<uint32_t>(book.paragraphs.size());
    Names before;
    for (uint32_t p = first; p < last; ++p) {
      const Paragraph& paragraph = book.paragraphs[p];
      if (paragraph.kind == ParagraphKind::heading || paragraph.junk || paragraph.text.size() > kMaxEntry ||
          paragraph.text.size() < 20)
        continue;
      Note entry;
      entry.begin = {p, 0};
      entry.end = {p, static_cast<uint32_t>(paragraph.text.size())};
      const CiteText t = cite_text(note_body(book, entry), words);
      Cite c;
      if (!EntryReader(t, words).read(before, c)) continue;
      const bool repeated = t.tokens[0].mark == '-';
      if (!repeated) before = c.authors;
      works.add_listed(t, c, repeated);
    }
  }
}

}  // namespace postil
