// Field notes: writing, finding, merging. A note is a set of versions that only grows; those that no other one follows are current.
#pragma once
#include <string>
#include <vector>

#include "shelf/shelf.h"

namespace postil::shelf {

struct NoteRow {
  FieldNote note;
  uint32_t versions = 1;
  bool conflict = false;  // it is current beside another one
};

// Writes a version that follows all current ones, or `note.version` alone where that is not 0. `note.id` 0: a new note. `note.changed` 0: now. What
// says nothing new is not written.
Code write_note(Shelf& shelf, FieldNote& note);
Code remove_note(Shelf& shelf, uint64_t id);

struct NotesQuery {
  std::vector<std::string> books;  // any of these; none: all
  std::string subject, words;
  bool open_tasks = false, removed = false;
};
Code find_notes(Shelf& shelf, const NotesQuery& query, std::vector<NoteRow>& out);
Code history_of(Shelf& shelf, uint64_t id, std::vector<NoteRow>& out);
// Notes that are not removed and are about one of these books.
Code count_notes(Shelf& shelf, const std::vector<std::string>& books, uint32_t& count);

// Takes in the versions of another journal that are not known here.
Code merge_journal(Shelf& shelf, const std::string& path, uint32_t& taken, uint32_t& damaged);

// The current versions, the best first: not removed, then the latest by clock, time, version.
std::vector<size_t> current(const std::vector<FieldNote>& versions);

}  // namespace postil::shelf
