// Entities that a publisher names: CURATION.md tells the file, curated.schema.json its shape.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "packer/book.h"
#include "schema/result.h"

namespace postil {

// From where on a curated fact is shown.
struct CuratedSince {
  enum Kind : uint8_t { first_mention, beginning, quote, anchor } kind = first_mention;
  std::string file, text;  // text: the quote, or the id
};
struct CuratedText {
  std::string text;
  CuratedSince since;
};
struct CuratedEntity {
  std::string id, name;
  std::optional<EntityType> type;  // absent: what the book says
  std::vector<CuratedText> aliases, facts;
  std::optional<CuratedText> role, description;
  std::vector<std::string> merge, split;  // ids or names of found entities; forms that are not this one
  std::vector<std::pair<std::string, std::string>> links;
  bool omit = false;
  FactOrigin origin = FactOrigin::curated;
};
struct CuratedSet {
  std::string path, book;
  std::vector<CuratedEntity> entities;
};

// A curated file, a table (CSV), a TEI list (listPerson, listPlace, listOrg), or WordDumb's custom X-Ray: told apart by their content.
// Errors name line and column.
Result read_curated(const std::string& path, CuratedSet& out);
Result parse_curated(const std::string& bytes, CuratedSet& out);

// Adds curated entities to the found ones: those of the same id, name or alias are one, curated facts win, and what was found is kept where
// nothing is said. Mentions of curated names are found by exact longest match in whatever script. What matches nothing is a finding.
void apply_curated(const Book& book, const NoteSet& notes, const CuratedSet& curated, EntitySet& found);

// The same without a book: for a reference pack.
EntitySet reference_entities(const CuratedSet& curated);

// What the book itself lists: glossary (dl), list of persons, back-of-book index, TEI lists. To be applied like a curated set.
CuratedSet book_lists(const Book& book);
// The paragraphs of its back-of-book indexes as [first, end): what stands there is no mention.
std::vector<std::pair<uint32_t, uint32_t>> index_ranges(const Book& book);

// The found entities as a curated file to edit, without those that `known` already names.
std::string draft(const Book& book, const EntitySet& found, const CuratedSet& known);

EntityType type_named(const std::string& name, bool& known);
const char* type_name(EntityType type);

}  // namespace postil
