// Rows of a pack as the JSON that other programs rely on: one object for each noteref, note, work, entity.
#pragma once
#include "packer/cli/cli.h"

namespace postil::cli {

// Null, with `status` set and the reason said, where the pack cannot answer.
Json noteref_json(OpenPack& pack, uint32_t mark, int& status);
Json note_json(OpenPack& pack, uint32_t note, bool reference, int& status);
Json work_json(OpenPack& pack, uint32_t work, int& status);
// Null with `status` as it was where another row has the entity, or where it is not met before `until`.
Json entity_json(OpenPack& pack, uint32_t entity, uint32_t until, int& status);
Json info_json(OpenPack& pack);

// The whole pack as one JSON document, as packer/exchange/pack.schema.json describes it. False after having said why.
bool export_json(OpenPack& pack, std::string& out);

}  // namespace postil::cli
