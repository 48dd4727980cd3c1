// The one owner of zstd's compressor: dictionary and frames.
#pragma once
#include <string>
#include <vector>

#include "packer/encode/bodies.h"
#include "schema/result.h"

namespace postil {

// Compresses every block into a frame with header and padding (schema/block.h), in order. Chooses the dictionary that makes a sample
// of them smallest, itself included; empty where none helps.
Result compress_blocks(const std::vector<RawBlock>& blocks, unsigned jobs, std::string& dictionary,
                       std::vector<std::string>& frames);

// The frame as which a pack stores its dictionary.
Result compress_dictionary(const std::string& dictionary, std::string& frame);

}  // namespace postil
