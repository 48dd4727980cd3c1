// StarDict 2.4.2 dictionaries (huzheng001/stardict-3, dict/doc/StarDictFileFormat): read by sdcv, GoldenDict and KOReader.
#pragma once
#include <string>

#include "packer/exchange/contents.h"
#include "schema/result.h"

namespace postil {

struct StarDict {
  std::string ifo, idx, dict, syn;  // files NAME.ifo, NAME.idx ...; syn may be empty
};

// One article (XHTML) for each entity, found under its name and every alias. Result::absent where the pack has no entities.
Result to_stardict(const Contents& contents, StarDict& out);

}  // namespace postil
