#pragma once
#include "packer/cli/cli.h"
#include "packer/exchange/contents.h"

namespace postil::cli {

// Reads all that a pack holds through libpostil. False after having said why.
bool read_contents(OpenPack& pack, Contents& out);

}  // namespace postil::cli
