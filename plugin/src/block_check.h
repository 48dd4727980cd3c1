// What a block must mean, besides being a well-formed FlatBuffer: lengths equal counts, ends rise within what they
// index, text is UTF-8. Ids that point to other blocks are checked where they are followed.
#pragma once
#include "schema/format.h"
#include "schema/pack_generated.h"

namespace postil {

bool block_means(const fb::Block& block, format::SectionKind kind);

}  // namespace postil
