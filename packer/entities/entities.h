// The book's people, places and things: found by rules, or curated.
#pragma once
#include <string>

#include "packer/book.h"
#include "schema/result.h"

namespace postil {

// Every place where the text names someone or something, in reading order, disjoint.
std::vector<NameSpan> find_names(const Book& book, const NoteSet& notes, const CitationSet& citations);

// Who is meant: surface forms joined to entities, with types and cards. Every fact is dated by its place in the text.
EntitySet link_names(const Book& book, const NoteSet& notes, const CitationSet& citations, const std::vector<NameSpan>& names);

// A curated entity file ("postil": "entities/1"; JSON with // comments). Errors name line and column.
Result read_curated(const std::string& path, EntitySet& out);

// Adds curated entities to the found ones: those of the same name or alias are one, curated facts win; mentions of curated aliases are
// found by exact longest match in whatever script. Names that the book never uses are reported as findings.
void apply_curated(const Book& book, const NoteSet& notes, const EntitySet& curated, EntitySet& found);

}  // namespace postil
