// What the tests of unlinked notes share.
#pragma once
#include <gtest/gtest.h>

#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace postil {

inline Book text_book(const std::string& text) {
  Book book;
  EXPECT_TRUE(read_plain_text(text, "t.txt", book));
  structure(book);
  return book;
}

inline std::string labels(const NoteSet& set) {
  std::string out;
  for (const Mark& m : set.marks) out += (out.empty() ? "" : " ") + m.label;
  return out;
}

// "label>label of its note" of each mark.
inline std::string links(const NoteSet& set) {
  std::string out;
  for (const Mark& m : set.marks)
    out += (out.empty() ? "" : " ") + m.label + ">" + (m.note == kNone ? "?" : set.notes[m.note].label);
  return out;
}

inline std::vector<Finding> findings(const NoteSet& set, const std::string& code) {
  std::vector<Finding> out;
  for (const Finding& f : set.findings)
    if (f.code == code) out.push_back(f);
  return out;
}

// A sentence, and a note that shares its two names and no other's.
inline const char* name(int i) {
  static const char* const kNames[] = {"Ardenne",  "Brixham", "Corvino",  "Dunmore", "Elswick", "Falmouth",
                                       "Gravina",  "Holland", "Iverson",  "Jarrow",  "Kendal",  "Lanark",
                                       "Montrose", "Norwich", "Osborne",  "Padstow", "Quimper", "Rostock",
                                       "Salcombe", "Tobruk",  "Ullapool", "Verona",  "Wexford", "Yarmouth"};
  return kNames[i % 24];
}
inline std::string sentence(int i) {
  return std::string("The harbour of ") + name(i) + " was deepened under its " + name(i + 12) + " charter.";
}
inline std::string note_text(int i) {
  return std::string("On ") + name(i) + " and the " + name(i + 12) + " charter see the port books.";
}

}  // namespace postil
