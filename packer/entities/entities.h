// The book's people, places and things: found by rules, or curated.
#pragma once
#include <string>

#include "packer/book.h"

namespace postil {

struct Tagger;
struct NameOptions {
  unsigned jobs = 1;               // threads; the names do not depend on it
  const Tagger* tagger = nullptr;  // the weights that ship where null
};

// Every place where the text names someone or something, in reading order, disjoint.
std::vector<NameSpan> find_names(const Book& book, const NoteSet& notes, const CitationSet& citations,
                                 const NameOptions& options = {});

// The names that the source marks as such (TEI's persName and the like), and of those found the ones that do not overlap them.
std::vector<NameSpan> with_declared_names(const Book& book, const NoteSet& notes, std::vector<NameSpan> found);

// Who is meant: surface forms joined to entities, with types and cards. Every fact is dated by its place in the text.
EntitySet link_names(const Book& book, const NoteSet& notes, const CitationSet& citations,
                     const std::vector<NameSpan>& names);

// Leaves out who is named once, in one note, which says all that is known of him; whoever is named so at first is known from the
// second mention on, or from the first in the body. What is curated stays. After link_names and all curation.
void leave_out_passing(const Book& book, const NoteSet& notes, EntitySet& set);

// Gives each entity the cited works that concern it (FactKind::work), dated by their full citation. After everything else.
void add_works(const Book& book, const NoteSet& notes, const CitationSet& citations, EntitySet& set);

}  // namespace postil
