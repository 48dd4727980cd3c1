// postil cache: what a folder of packs made before takes, and cleaning it.
#include <cstdlib>
#include <limits>

#include "packer/cli/cli.h"
#include "packer/cli/pack_cache.h"

namespace postil::cli {

void add_cache(CLI::App& app, int& status) {
  struct Options {
    std::string folder;
    uint64_t limit = std::numeric_limits<uint64_t>::max();
    bool json = false;
  };
  auto o = std::make_shared<Options>();
  auto* c = app.add_subcommand("cache", "What the cache of packs takes; with --limit, clean it");
  c->footer(
      "pack --cache FOLDER (or POSTIL_CACHE) keeps each pack under the SHA-256 of all it is made from.\n"
      "Example: postil cache ~/.cache/postil --limit 2GB");
  c->add_option("FOLDER", o->folder, "the folder (default: POSTIL_CACHE)");
  c->add_option("--limit", o->limit, "remove what was used longest ago until this much is left: 500MB, 2GB")
      ->transform(CLI::AsSizeValue(true));
  c->add_flag("--json", o->json, "JSON Lines");
  c->callback([o, &status] {
    if (o->folder.empty())
      if (const char* named = std::getenv("POSTIL_CACHE")) o->folder = named;
    CacheUse use;
    if (o->folder.empty()) {
      status = fail(kUsage, "cache", "no folder is named; give FOLDER, or set POSTIL_CACHE");
    } else if (Result r = use_of_cache(o->folder, o->limit, use); !r) {
      status = fail(kInput, o->folder, r);
    } else {
      if (o->json)
        print_line({{"entries", use.entries}, {"bytes", use.bytes}, {"removed", use.removed}});
      else
        print_text(std::to_string(use.entries) + (use.entries == 1 ? " pack, " : " packs, ") +
                   std::to_string(use.bytes) + " bytes" +
                   (use.removed ? "; " + std::to_string(use.removed) + " removed" : "") + "\n");
      status = kDone;
    }
  });
}

}  // namespace postil::cli
