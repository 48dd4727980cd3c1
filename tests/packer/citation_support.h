// A book whose notes are the given texts: for tests of citations.
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "packer/citations/citations.h"
#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace postil {

using Texts = std::vector<std::string>;
using Chapters = std::vector<Texts>;

// Notes in XHTML: "<em>" marks titles. One chapter for each list.
struct CitedBook {
  Book book;
  NoteSet notes;
  CitationSet set;
  std::vector<std::string> texts;

  explicit CitedBook(const Texts& notes_of_one) : CitedBook(Chapters{notes_of_one}, true) {}
  CitedBook(const Texts& notes_of_one, const std::string& behind) : CitedBook(Chapters{notes_of_one}, true, behind) {}
  CitedBook(const Chapters& chapters, bool restart, const std::string& behind = "") {
    std::string body;
    size_t label = 0, id = 0;
    for (const auto& chapter : chapters) {
      body += "<section><h2>A chapter</h2>";
      if (restart) label = 0;
      std::string asides;
      for (const std::string& note : chapter) {
        const std::string l = std::to_string(++label), anchor = "n" + std::to_string(++id);
        body += "<p>A statement.<a epub:type=\"noteref\" href=\"#" + anchor + "\">" + l + "</a></p>";
        asides += "<aside epub:type=\"footnote\" id=\"" + anchor + "\"><p>" + note + "</p></aside>";
      }
      body += asides + "</section>";
    }
    EXPECT_TRUE(
        read_html("<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><body>" +
                      body + behind + "</body></html>",
                  "t.xhtml", book));
    structure(book);
    notes = find_notes(book);
    cite();
  }
  void cite() {
    set = find_citations(book, notes);
    texts.clear();
    for (const Note& n : notes.notes) texts.push_back(note_body(book, n).text);
  }

  // "form|words|locator|note" of each citation of a note; the note is 1-based, "out" where the book never gives the
  // work, "?" unresolved.
  std::vector<std::string> cites(size_t note) const {
    static const char* const kForms[] = {"full", "short", "ibid", "opcit", "document", "author"};
    std::vector<std::string> out;
    for (const Citation& c : set.notes.at(note - 1)) {
      std::string s = kForms[static_cast<size_t>(c.form)];
      s += "|" + texts[note - 1].substr(c.begin, c.end - c.begin) + "|" + c.locator + "|";
      s += c.work == kNone ? "?" : c.via == kNone ? "out" : std::to_string(c.via + 1);
      out.push_back(s);
    }
    return out;
  }
  const Work& work(size_t note, size_t row) const { return set.works.at(set.notes.at(note - 1).at(row).work); }
};

using Cites = std::vector<std::string>;

}  // namespace postil
