// The book's people, places and things: found by rules, or curated.
#pragma once
#include <string>

#include "packer/book.h"
#include "schema/result.h"

namespace postil {

// Capitalised spans, typed by cues, surnames joined to the one full name that bears them. Everything dated by its place in the text.
EntitySet find_entities(const Book& book, const NoteSet& notes);

// A curated entity file ("postil": "entities/1"; JSON with // comments). Errors name line and column.
Result read_curated(const std::string& path, EntitySet& out);

// Adds curated entities to the found ones: those of the same name or alias are one, curated facts win; mentions of curated aliases are
// found by exact longest match in whatever script. Names that the book never uses are reported as findings.
void apply_curated(const Book& book, const NoteSet& notes, const EntitySet& curated, EntitySet& found);

// "Zhou Enlai" -> "zhou-enlai".
std::string stable_id(const std::string& name);

}  // namespace postil
