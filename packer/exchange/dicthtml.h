// Kobo's own dictionaries, dicthtml-LOCALE.zip in .kobo/custom-dict (format as documented by pgaskin/dictutil, docs/dicthtml).
#pragma once
#include <string>

#include "packer/exchange/contents.h"
#include "schema/result.h"

namespace postil {

// The file in which Kobo looks for a word: two letters, "11" for anything else (dictutil, docs/dicthtml/prefixes.md).
std::string dicthtml_prefix(const std::string& word);

// The bytes of the archive: one definition for each entity under its name, its aliases as variants. Code::absent where the pack has no entities.
Result to_dicthtml(const Contents& contents, std::string& zip);

}  // namespace postil
