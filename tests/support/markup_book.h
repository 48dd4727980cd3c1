// Books from markup written in a test, without archives.
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "packer/notes/notes.h"
#include "packer/read/markup.h"
#include "packer/structure/structure.h"

namespace postil {

// Each pair is a file's path and the inside of its <body>.
inline Book book_of(const std::vector<std::pair<std::string, std::string>>& files) {
  Book book;
  for (const auto& [path, body] : files) {
    SourceFile file;
    file.path = path;
    file.spine = static_cast<uint32_t>(book.files.size());
    file.first_paragraph = static_cast<uint32_t>(book.paragraphs.size());
    file.first_element = static_cast<uint32_t>(book.elements.size());
    const std::string bytes =
        "<html xmlns=\"http://www.w3.org/1999/xhtml\" "
        "xmlns:epub=\"http://www.idpf.org/2007/ops\"><head><title>T</title></head><body>" +
        body + "</body></html>";
    EXPECT_TRUE(parse_markup(bytes, Dialect::xhtml, static_cast<uint32_t>(book.files.size()), book)) << path;
    file.end_paragraph = static_cast<uint32_t>(book.paragraphs.size());
    file.end_element = static_cast<uint32_t>(book.elements.size());
    book.files.push_back(file);
  }
  structure(book);
  return book;
}

// What a reader gets: each noteref's label and its note's text ("-": unresolved), paragraphs joined by " / ".
inline std::vector<std::string> shown(const Book& book, const NoteSet& set) {
  std::vector<std::string> out;
  for (const Mark& m : set.marks) {
    std::string text = m.note == kNone ? "-" : note_body(book, set.notes[m.note]).text;
    for (size_t at; (at = text.find('\n')) != std::string::npos;) text.replace(at, 1, " / ");
    out.push_back(m.label + ": " + text);
  }
  return out;
}

}  // namespace postil
