// What a pack holds, read back as plain structs: what exports, proofs and comparisons are made from. Rows are numbered as in the pack.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace postil {

constexpr uint32_t kNoRow = 0xFFFFFFFF;

// Bytes [begin, end) of a file's extracted text; `pos` in ink. `file` is kNoRow where there is no place.
struct ContentsPlace {
  uint32_t file = kNoRow, begin = 0, end = 0, pos = 0, chapter = 0;
};

struct ContentsFile {
  std::string path;
};

struct ContentsChapter {
  std::string title;
  uint32_t level = 0, paragraph = 0, pos = 0;
};

struct ContentsParagraph {
  std::string text, path, kind;  // kind: text, heading, verse, list-item, cell, preformatted
  uint32_t level = 0;            // of a heading
  ContentsPlace place;
};

struct ContentsMark {
  std::string label, anchor, how;  // how: href, label, aligned, none
  ContentsPlace place;
  uint32_t note = kNoRow, inside = kNoRow;
  uint32_t permille = 0;
  std::vector<std::string> problems;
};

struct ContentsCitation {
  uint32_t begin = 0, end = 0;  // bytes of the note's text
  uint32_t work = kNoRow, via = kNoRow;
  std::string form, locator, reference;
};

// An image file that the pack has.
struct ContentsImage {
  std::string reference, media, bytes;
};

struct ContentsNote {
  std::string label, anchor, kind, text, xhtml;
  std::vector<ContentsImage> images;
  ContentsPlace place;
  uint32_t chapter = 0, duplicate_of = kNoRow;
  bool truncated = false;
  std::vector<uint32_t> marks, entities;
  std::vector<ContentsCitation> citations;
};

struct ContentsWork {
  std::string reference, title;
  std::vector<std::string> authors;
  uint32_t first_note = kNoRow;
  std::vector<uint32_t> cited_by;
};

struct ContentsAlias {
  std::string text;
  uint32_t count = 0;
  bool ambiguous = false;
};

struct ContentsMention {
  ContentsPlace place;
  uint32_t note = kNoRow, alias = 0;
};

struct ContentsRelated {
  uint32_t entity = 0;
  std::string weight;
};

struct ContentsConcerned {
  uint32_t work = 0;
  bool author = false;  // the entity wrote it; else it is about the entity
};

struct ContentsEntity {
  std::string id, name, type, role, description, description_source;
  std::vector<ContentsAlias> aliases;
  std::vector<std::string> statements, links;  // links: "wikidata:Q42"
  std::vector<ContentsRelated> related;
  std::vector<ContentsConcerned> works;
  std::vector<ContentsMention> mentions;
  std::vector<uint32_t> notes;
};

struct ContentsFinding {
  std::string code, severity, message, hint;
  ContentsPlace place, last;
  int32_t delta = 0;
};

struct Contents {
  std::string title, language, publisher, date, series, pack_id, source_sha256;  // the last two in hexadecimal
  std::vector<std::string> creators, identifiers;
  bool reference = false, plain_text = false;
  uint32_t end_pos = 0;
  std::vector<ContentsFile> files;
  std::vector<ContentsChapter> chapters;
  std::vector<ContentsParagraph> paragraphs;
  std::vector<ContentsMark> marks;
  std::vector<ContentsNote> notes;
  std::vector<ContentsWork> works;
  std::vector<ContentsEntity> entities;  // a row that another one has taken over has an empty name
  std::vector<ContentsFinding> findings;
};

}  // namespace postil
