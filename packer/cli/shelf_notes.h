// Field notes as the command line reads and writes them. Each format holds everything: what is exported and imported into an empty shelf
// gives the same answers.
#pragma once
#include <string>
#include <vector>

#include "plugin/include/postil.h"
#include "schema/result.h"

namespace postil::cli {

struct Note {
  std::string id, version, book, title, subject, quote, before, after, text, tags, attachments, author, place;
  uint32_t on = 0, task = 0, pos = POSTIL_NONE, created = 0, changed = 0;
  uint32_t versions = 1, conflict = 0, removed = 0;
};

Note note_of(const postil_field_note& n);
postil_field_note lent(const Note& n);

// "2026-11-25T01:02:03Z"; 0 where it is none.
std::string moment(uint32_t seconds);
uint32_t seconds_of(const std::string& moment);
const char* on_name(uint32_t on);
const char* task_name(uint32_t task);
uint32_t on_of(const std::string& name);
uint32_t task_of(const std::string& name);
std::vector<std::string> lines_of(const std::string& text);
std::string joined_lines(const std::vector<std::string>& lines);
// An id for what has one of another kind, the same each time.
std::string derived_id(const std::string& source);

std::string write_json_ld(const std::vector<Note>& notes);
std::string write_csv(const std::vector<Note>& notes);
Result read_json_ld(const std::string& bytes, std::vector<Note>& notes);
Result read_csv(const std::string& bytes, std::vector<Note>& notes);
Result read_markdown(const std::string& bytes, std::vector<Note>& notes);
// KOReader's metadata.*.lua: parsed as data, never run.
Result read_koreader(const std::string& bytes, std::vector<Note>& notes);

}  // namespace postil::cli
