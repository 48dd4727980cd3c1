// Books made at random in random conventions of notes: every note must come back exactly, and nothing else be linked.
#include <random>

#include "tests/support/markup_book.h"

namespace postil {
namespace {

using Lines = std::vector<std::string>;

// What one book does; the names say it in the words of the trade.
struct Convention {
  int label = 0;    // arabic, roman, letters, symbols
  int mark = 0;     // how the noteref is written
  int note = 0;     // how the note is written
  int back = 0;     // label links back, arrow at the end, none
  int place = 0;    // chapter's end, one file of notes, a file of notes a chapter, in the flow after the paragraph
  int opening = 0;  // heading, rule, a container called notes
  bool restart = true, wrapped = false, repeats = false, references = false, orphans = false, colophon = false;
  std::string body_class, note_class;
};

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {
    c_.label = pick(4);
    c_.mark = pick(8);
    c_.note = pick(9);
    c_.back = pick(3);
    c_.place = pick(4);
    c_.opening = pick(3);
    c_.wrapped = pick(3) == 0;
    c_.repeats = pick(4) == 0;
    c_.references = pick(3) == 0;
    c_.orphans = pick(3) == 0;
    c_.colophon = pick(3) == 0;
    if (pick(2) == 0) c_.body_class = " class=\"calibre2\"";
    if (pick(2) == 0) c_.note_class = pick(2) == 0 ? " class=\"calibre7\"" : " class=\"fn\"";
    c_.restart = c_.label >= 2 || c_.place != 1 || pick(2) == 0;
  }

  std::vector<std::pair<std::string, std::string>> files;
  Lines expected, orphans;

  void make() {
    const int chapters = 1 + pick(4);
    std::string contents = "<h1>Contents</h1><ul>";
    for (int ch = 1; ch <= chapters; ++ch)
      contents += "<li><a href=\"c" + std::to_string(ch) + ".xhtml#c\">" + std::to_string(ch) + "</a></li>";
    files.push_back({"toc.xhtml", contents + "</ul>"});
    std::string all;
    std::vector<std::pair<std::string, std::string>> note_files;
    for (int ch = 1; ch <= chapters; ++ch) {
      chapter_ = ch;
      file_ = "c" + std::to_string(ch) + ".xhtml";
      notes_file_ = c_.place == 0 || c_.place == 3 ? file_
                    : c_.place == 1                ? "notes.xhtml"
                                                   : "n" + std::to_string(ch) + ".xhtml";
      if (c_.restart) number_ = 0;
      std::vector<std::string> notes;
      std::string body = "<h2 id=\"c\">" + std::to_string(ch) + "</h2>";
      const int paragraphs = 2 + pick(4), most = c_.label == 3 ? 4 : c_.label == 2 ? 20 : 40;
      int made = 0;
      for (int p = 0; p < paragraphs; ++p) {
        body += "<p" + c_.body_class + ">" + words(3 + pick(12));
        std::string flow;
        for (int k = c_.place == 3 && p < 2 ? 1 + pick(3) : pick(4); k-- > 0 && made < most; ++made) {
          body += mark(notes_file_, number_) + " " + words(2 + pick(6));
          std::string made_note = note(number_++);
          if (c_.repeats && pick(5) == 0) {
            body += mark(notes_file_, number_ - 1) + " " + words(2);
            expected.push_back(expected.back());
          }
          if (c_.place == 3)
            flow += made_note;
          else
            notes.push_back(std::move(made_note));
          // A note that nothing links to, between others.
          if (c_.orphans && pick(6) == 0 && c_.label == 0 && c_.place != 3 && c_.note != 7 && c_.note != 8) {
            const Lines before = expected;
            notes.push_back(note(number_++));
            expected = before;
            orphans.push_back(orphan_);
          }
        }
        if (pick(3) == 0) body += " (see chapter <a href=\"c1.xhtml#c\">1</a>, page <a href=\"c1.xhtml#page_1\">1</a>)";
        if (pick(4) == 0) body += ", as in Figure <a href=\"c1.xhtml#fig1\">1</a>";
        body += ".</p>" + (flow.empty() ? "" : wrapped(flow));
      }
      if (ch == 1)
        body += "<p><span id=\"page_1\" epub:type=\"pagebreak\"></span>" + words(4) +
                ".</p><figure id=\"fig1\"><img src=\"a.png\" alt=\"\"/><figcaption>1. A river</figcaption></figure>";
      std::string list;
      for (const std::string& n : notes) list += n;
      if (!list.empty()) list = wrapped(list);
      if (c_.place == 0) body += opened(list);
      if (c_.place == 1) all += list.empty() ? "" : "<h3>Chapter " + std::to_string(ch) + "</h3>" + list;
      if (c_.place == 2) note_files.push_back({notes_file_, opened(list) + "<p></p>"});
      if (c_.colophon && c_.place == 0 && !list.empty()) body += "<hr/><p" + c_.body_class + ">" + words(5) + ".</p>";
      files.push_back({file_, c_.wrapped ? "<div class=\"calibre\">" + body + "</div>" : body});
    }
    if (c_.place == 1) files.push_back({"notes.xhtml", "<h1>Notes</h1>" + all});
    if (c_.place == 2) files.insert(files.end(), note_files.begin(), note_files.end());
    files.push_back(
        {"index.xhtml", "<h1>Index</h1><p>River, <a href=\"c1.xhtml#page_1\">1</a>, <a href=\"c1.xhtml#c\">2</a></p>"});
  }

  std::string description() const {
    return "label " + std::to_string(c_.label) + " mark " + std::to_string(c_.mark) + " note " +
           std::to_string(c_.note) + " back " + std::to_string(c_.back) + " place " + std::to_string(c_.place) +
           " opening " + std::to_string(c_.opening) + " body" + c_.body_class + " notes" + c_.note_class;
  }

 private:
  int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  std::string words(int n) {
    static const char* const kWords[] = {"river",  "rain",  "harbour", "winter",  "merchant", "survey", "lamp", "stone",
                                         "across", "under", "slowly",  "minutes", "northern", "the",    "and",  "of"};
    std::string out = "The";
    for (int i = 0; i < n; ++i) out += std::string(" ") + kWords[pick(16)];
    return out;
  }

  std::string label(int i) const {
    static const char* const kRoman[] = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"};
    static const char* const kSymbols[] = {"*", "†", "‡", "§"};
    if (c_.label == 1)
      return std::string(i >= 10 ? std::string(static_cast<size_t>(i / 10), 'x') : "") +
             kRoman[i % 10 == 9 ? 9 : i % 10];
    if (c_.label == 2) return std::string(1, static_cast<char>('a' + i % 26));
    if (c_.label == 3) return kSymbols[i % 4];
    return std::to_string(i + 1);
  }

  std::string id(const char* what, int i) const {
    return std::string(what) + std::to_string(chapter_) + "_" + std::to_string(i + 1);
  }

  std::string mark(const std::string& notes_file, int i) {
    const std::string href =
                          "href=\"" + (notes_file == file_ && pick(2) == 0 ? "" : notes_file) + "#" + id("n", i) + "\"",
                      own = " id=\"" + id("r", i) + "\"", l = label(i);
    switch (c_.mark) {
      case 0:
        return "<sup><a" + own + " " + href + ">" + l + "</a></sup>";
      case 1:
        return "<a" + own + " " + href + "><sup>" + l + "</sup></a>";
      case 2:
        return "<a epub:type=\"noteref\"" + own + " " + href + ">" + l + "</a>";
      case 3:
        return "<a role=\"doc-noteref\" class=\"noteref\"" + own + " " + href + ">[" + l + "]</a>";
      case 4:
        return "<span class=\"super\"" + own + "><a " + href + ">" + l + "</a></span>";
      case 5:
        return "<a" + own + "></a><a " + href + " class=\"fnanchor\">[" + l + "]</a>";
      case 6:
        return "<a" + own + " " + href + " style=\"vertical-align: super\">(" + l + ")</a>";
      default:
        return "<sup" + own + ">[<a " + href + ">" + l + "</a>]</sup>";
    }
  }

  // The note's blocks, [begin, end) tags of the first paragraph left to the caller; fills the expected line.
  std::string note(int i) {
    const std::string back_href = "href=\"" + file_ + "#" + id("r", i) + "\"", l = label(i),
                      nid = " id=\"" + id("n", i) + "\"";
    std::string first = words(3 + pick(9)) + (pick(3) == 0 ? " <i>" + words(2) + "</i> end" : "") + ".", plain = first;
    if (c_.references && i > 0 && pick(3) == 0 && c_.restart) {
      const bool page = pick(2) == 0;
      const std::string to = page ? "c1.xhtml#page_1" : "#" + id("n", i - 1), shown_label = page ? "1" : label(i - 1),
                        before = page ? " See page " : " See note ";
      first += before + "<a href=\"" + to + "\">" + shown_label + "</a>.";
      plain += before + shown_label + ".";
    }
    for (const char* tag : {"<i>", "</i>"})
      if (const size_t at = plain.find(tag); at != std::string::npos) plain.erase(at, std::string(tag).size());
    const bool row = c_.note == 4, lines = c_.note == 7,
               flow = c_.place == 3 && !(c_.note == 1 || c_.note == 2 || c_.note == 3 || c_.note == 8);
    std::string more;
    if (!lines && !row && !flow)
      for (int k = pick(4) == 0 ? 1 + pick(2) : 0; k-- > 0;) {
        const std::string a = words(3 + pick(5)), b = words(2);
        switch (pick(c_.note == 1 || c_.note == 2 || c_.note == 3 || c_.note == 8 ? 4 : 3)) {
          case 0:
            more += "<blockquote><p>" + a + "</p></blockquote>", plain += " / " + a;
            break;
          case 1:
            more += "<ul><li>" + a + "</li><li>" + b + "</li></ul>", plain += " / " + a + " / " + b;
            break;
          case 2:
            more += "<table><tr><td>" + a + "</td><td>" + b + "</td></tr></table>", plain += " / " + a + " / " + b;
            break;
          default:
            more += "<p>" + a + "</p>", plain += " / " + a;
        }
      }
    expected.push_back(l + ": " + plain);
    orphan_ = plain;
    const std::string arrow = c_.back == 1 ? " <a " + back_href + ">↩</a>" : "";
    const std::string lead = c_.back == 0                   ? "<a " + back_href + ">" + l + "</a>. "
                             : c_.back == 1 && c_.note != 1 ? l + ". "
                                                            : l + ". ";
    const std::string in_list = c_.back == 0 ? "<a " + back_href + ">" + l + "</a> " : "";
    switch (c_.note) {
      case 0:
        return "<p" + c_.note_class + nid + ">" + lead + first + arrow + "</p>" + more;
      case 1:
        return "<li" + nid + "><p>" + in_list + first + (more.empty() ? arrow : "") + "</p>" + more +
               (more.empty() ? "" : "<p>" + arrow + "</p>") + "</li>";
      case 2:
        return "<aside epub:type=\"footnote\"" + nid + "><p>" + in_list + first + arrow + "</p>" + more + "</aside>";
      case 3:
        return "<div class=\"footnote\"" + nid + "><p>" + lead + first + arrow + "</p>" + more + "</div>";
      case 4:
        return "<tr><td" + nid + ">" + (c_.back == 0 ? "<a " + back_href + ">" + l + "</a>" : l) + "</td><td>" + first +
               arrow + "</td></tr>";
      case 5:
        return "<p" + c_.note_class + "><a" + nid + "></a>" + lead + first + arrow + "</p>" + more;
      case 6:
        return "<a" + nid + "></a><p" + c_.note_class + ">" + lead + first + arrow + "</p>" + more;
      case 7:
        return "<a" + nid + "></a>" + lead + first + arrow + "<br/>";
      default:
        return "<dt" + nid + ">" + (c_.back == 0 ? "<a " + back_href + ">" + l + "</a>" : l) + "</dt><dd><p>" + first +
               arrow + "</p>" + more + "</dd>";
    }
  }

  std::string wrapped(const std::string& list) const {
    if (c_.note == 1) return "<ol>" + list + "</ol>";
    if (c_.note == 4) return "<table>" + list + "</table>";
    if (c_.note == 7) return "<p>" + list + "</p>";
    if (c_.note == 8) return "<dl>" + list + "</dl>";
    return list;
  }
  std::string opened(const std::string& list) const {
    if (list.empty()) return "";
    return c_.opening == 0   ? "<h3>Notes</h3>" + list
           : c_.opening == 1 ? "<hr/>" + list
                             : "<div class=\"footnotes\">" + list + "</div>";
  }

  std::mt19937 random_;
  Convention c_;
  int chapter_ = 0, number_ = 0;
  std::string file_, notes_file_, orphan_;
};

TEST(LinkedRandom, EveryNoteComesBackExactlyInAnyConvention) {
  int wrong = 0;
  for (unsigned seed = 1; seed <= 1200 && wrong < 3; ++seed) {
    Maker maker(seed);
    maker.make();
    const Book book = book_of(maker.files);
    const Lines found = shown(book, find_notes(book));
    if (found == maker.expected) continue;
    ++wrong;
    std::string all;
    for (const auto& [path, body] : maker.files) all += "== " + path + "\n" + body + "\n";
    EXPECT_EQ(found, maker.expected) << "seed " << seed << ": " << maker.description() << "\n" << all;
  }
}

}  // namespace
}  // namespace postil
