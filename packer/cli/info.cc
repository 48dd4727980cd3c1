// postil info.
#include <cstdio>
#include <fstream>

#include "packer/cli/rows.h"

namespace postil::cli {
namespace {

int info(const std::string& path, bool json) {
  OpenPack pack;
  if (!pack.open(path)) return kInput;
  const Json out = info_json(pack);
  if (json) {
    print_line(out);
  } else {
    for (const auto& [key, value] : out.items())
      print_text(key + std::string(key.size() < 15 ? 15 - key.size() : 1, ' ') +
                 shown(value.is_string() ? value.get<std::string>()
                                         : value.dump(-1, ' ', false, Json::error_handler_t::replace)) +
                 "\n");
  }
  return kDone;
}

}  // namespace

Json info_json(OpenPack& pack) {
  Json creators = Json::array(), identifiers = Json::array();
  for (uint32_t i = 0; !pack.text(POSTIL_CREATOR, i).empty(); ++i) creators.push_back(pack.text(POSTIL_CREATOR, i));
  for (uint32_t i = 0; !pack.text(POSTIL_IDENTIFIER, i).empty(); ++i)
    identifiers.push_back(pack.text(POSTIL_IDENTIFIER, i));
  std::ifstream file(pack.path, std::ios::binary | std::ios::ate);
  return {{"title", pack.text(POSTIL_TITLE)},
          {"creators", creators},
          {"language", pack.text(POSTIL_LANGUAGE)},
          {"identifiers", identifiers},
          {"kind", pack.number(POSTIL_KIND) ? "reference" : "book"},
          {"files", pack.number(POSTIL_COUNT_FILES)},
          {"chapters", pack.number(POSTIL_COUNT_CHAPTERS)},
          {"paragraphs", pack.number(POSTIL_COUNT_PARAGRAPHS)},
          {"noterefs", pack.number(POSTIL_COUNT_MARKS)},
          {"notes", pack.number(POSTIL_COUNT_NOTES)},
          {"works", pack.number(POSTIL_COUNT_WORKS)},
          {"entities", pack.number(POSTIL_COUNT_ENTITIES)},
          {"findings", pack.number(POSTIL_COUNT_FINDINGS)},
          {"images", pack.number(POSTIL_COUNT_IMAGES)},
          {"size", static_cast<uint64_t>(file.tellg())},
          {"pack_id", hex(pack.text(POSTIL_PACK_ID))},
          {"source_sha256", hex(pack.text(POSTIL_SOURCE_SHA256))},
          {"partial_md5", hex(pack.text(POSTIL_PARTIAL_MD5))},
          {"format",
           std::to_string(pack.number(POSTIL_FORMAT_MAJOR)) + "." + std::to_string(pack.number(POSTIL_FORMAT_MINOR))},
          {"packer", pack.text(POSTIL_PACKER)},
          {"libraries", pack.text(POSTIL_LIBRARIES)}};
}

void add_info(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("info", "What a pack is and holds");
  c->footer("Example: postil info Gibbon.postil");
  auto pack = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  c->add_option("PACK", *pack, "a pack")->required();
  c->add_flag("--json", *json, "JSON");
  c->callback([pack, json, &status] { status = info(*pack, *json); });
}

}  // namespace postil::cli
