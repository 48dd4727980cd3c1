// Lists of entities in other people's formats.
#pragma once
#include <string>
#include <vector>

#include "packer/entities/curated.h"

namespace postil {

// Comma-, semicolon- or tab-separated values with a heading row: name, and any of id, type, aliases (separated by | or ;), role, description,
// omit; a column "wikidata", "viaf" or another "...:" prefix becomes a link. Quoting as in RFC 4180.
Result read_csv(const std::string& bytes, CuratedSet& out);

// TEI P5: person, place, org, nym and category-free items of listPerson, listPlace, listOrg, with their names, idno, note and occupation.
Result read_tei_lists(const std::string& bytes, CuratedSet& out);

// Trimmed, without empty ones.
std::vector<std::string> split_cell(const std::string& cell, char by);

}  // namespace postil
