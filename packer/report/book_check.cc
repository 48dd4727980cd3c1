#include "packer/report/book_check.h"

#include <algorithm>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "packer/notes/images.h"
#include "packer/notes/linked_index.h"

namespace postil {
namespace {

constexpr size_t kMostOfOneCode = 200;  // a broken converter makes thousands of one kind; the first ones show it

Place place_of(const Book& book, const Element& e) {
  if (e.begin.paragraph >= book.paragraphs.size()) return {};
  const Paragraph& p = book.paragraphs[e.begin.paragraph];
  if (p.file != e.file) return {e.file, 0, 0};
  const uint32_t end = e.end.paragraph == e.begin.paragraph ? e.end.offset : static_cast<uint32_t>(p.text.size());
  return {p.file, p.begin + e.begin.offset, p.begin + end};
}

class Check {
 public:
  Check(Book& book, const NoteSet& notes) : book_(book), notes_(notes) {}

  void run() {
    if (book_.elements.empty()) return;
    links();
    ids();
    images();
    bool epub = false;
    for (const SourceFile& f : book_.files) epub |= f.spine_cfi_step != 0;
    if (!epub) return;
    if (book_.toc.empty())
      add("E-CONTENTS", Severity::warning, {}, "the book has no table of contents",
          "add a navigation document, so that readers and chapters can be found");
    for (const TocEntry& t : book_.toc)
      if (t.file == kNone)
        add("E-CONTENTS", Severity::warning, {},
            "the table of contents' entry \"" + t.title + "\" leads to no document of the book", "correct the entry");
      else if (!t.anchor.empty() && known_.count(std::to_string(t.file) + "#" + t.anchor) == 0)
        add("E-CONTENTS", Severity::warning, {t.file, 0, 0},
            "the table of contents' entry \"" + t.title + "\" leads to the id " + t.anchor +
                ", which its document lacks",
            "correct the entry");
    if (book_.metadata.language.empty())
      add("E-LANGUAGE", Severity::warning, {}, "the book does not say its language",
          "add dc:language to the package document");
  }

 private:
  void add(const char* code, Severity severity, Place where, std::string message, std::string hint) {
    const size_t n = ++count_[code];
    if (n > kMostOfOneCode) return;
    if (n == kMostOfOneCode) message += " (more of this code are not listed)";
    book_.findings.push_back({code, severity, where, {}, 0, std::move(message), std::move(hint)});
  }

  void links() {
    std::set<std::pair<uint32_t, uint32_t>> told;
    for (const Finding& f : notes_.findings) told.emplace(f.where.file, f.where.begin);
    const LinkIndex index(book_);
    for (uint32_t i = 0; i < book_.elements.size(); ++i) {
      const Element& e = book_.elements[i];
      if (e.name != "a" || !index.dangling(i)) continue;
      const Place where = place_of(book_, e);
      if (told.count({where.file, where.begin})) continue;
      add("E-LINK", Severity::warning, where, "the link to " + e.href + " leads nowhere in the book",
          "correct the link, or give its target that id");
    }
  }

  void ids() {
    std::unordered_map<std::string, uint32_t> first;
    uint32_t file = kNone;
    std::set<std::string> doubled;
    for (const Element& e : book_.elements) {
      if (e.file != file) first.clear(), doubled.clear(), file = e.file;
      if (e.id.empty()) continue;
      known_.insert(std::to_string(e.file) + "#" + e.id);
      const auto [known, fresh] = first.emplace(e.id, 0);
      if (!fresh && doubled.insert(e.id).second)
        add("E-ID", Severity::warning, place_of(book_, e),
            "the id " + e.id + " is borne by another element of this document too",
            "give each element an id of its own");
    }
  }

  // A popup shows of an image what its alternative text says.
  void images() {
    const auto& notes = notes_.notes;
    for (const Element& e : book_.elements) {
      if ((e.name != "img" && e.name != "image") || !e.alt.empty() || e.src.empty()) continue;
      const auto after =
          std::upper_bound(notes.begin(), notes.end(), e.begin, [](TextPoint p, const Note& n) { return p < n.begin; });
      if (after == notes.begin() || !(e.begin < (after - 1)->end)) continue;
      add("E-IMAGE", Severity::note, place_of(book_, e),
          "the image " + image_reference(book_, e) + " in a note has no alternative text",
          "say in alt= what it shows, or leave out an ornament");
    }
  }

  Book& book_;
  const NoteSet& notes_;
  std::unordered_map<std::string, size_t> count_;
  std::unordered_set<std::string> known_;  // "file#id"
};

}  // namespace

void check_book(Book& book, const NoteSet& notes) {
  Check(book, notes).run();
}

}  // namespace postil
