// postil entities, lookup.
#include <optional>

#include "packer/cli/rows.h"
#include "packer/encode/encode.h"
#include "packer/entities/curated.h"
#include "packer/pack.h"

namespace postil::cli {
namespace {

Json text_or_null(const std::string& s) {
  return s.empty() ? Json(nullptr) : Json(s);
}

int entities(const std::string& path, bool json, const std::string& limit) {
  OpenPack pack;
  if (!pack.open(path)) return kInput;
  uint32_t until = POSTIL_NO_LIMIT;
  if (!limit.empty() && !parse_place(pack, limit, until)) return kUsage;
  int status = kDone;
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_ENTITIES); i < n; ++i) {
    const Json entity = entity_json(pack, i, until, status);
    if (status != kDone) break;
    if (entity.is_null()) continue;
    if (json)
      print_line(entity);
    else
      print_row({std::to_string(i), entity["type"], entity["name"], std::to_string(entity["mentions"].size())});
  }
  return status;
}

struct EntitiesArgument {
  std::string input, until, out;
  std::vector<std::string> curated;
  bool json = false, draft = false, quiet = false;
};

int write_draft(const EntitiesArgument& a) {
  PackOptions options;
  options.curated = a.curated;
  Compiled compiled;
  {
    ProgressBar bar(a.quiet);
    options.progress = stages_on(bar);
    if (Result r = compile_book(a.input, options, compiled); !r) return bar.clear(), fail(kInput, a.input, r);
  }
  CuratedSet known;
  for (const std::string& file : a.curated)
    if (Result r = read_curated(file, known); !r) return fail(kInput, file, r);
  const std::string text = draft(compiled.book, compiled.entities, known);
  if (a.out.empty()) return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? kDone : kOutput;
  if (Result r = write_file(a.out, text); !r) return fail(kOutput, a.out, r.message);
  return kDone;
}

struct LookupArgument {
  std::string pack, query;
  std::optional<std::string> at, until;
  bool json = false, prefix = false, fuzzy = false;
  uint32_t limit = 20;
};

const char* kind_name(uint32_t kind) {
  switch (kind) {
    case POSTIL_EXACT:
      return "exact";
    case POSTIL_FOLDED:
      return "folded";
    case POSTIL_VARIANT:
      return "variant";
    case POSTIL_PREFIX:
      return "prefix";
    case POSTIL_WITHIN:
      return "within";
    default:
      return "fuzzy";
  }
}

int lookup(const LookupArgument& a) {
  OpenPack pack;
  if (!pack.open(a.pack)) return kInput;
  uint32_t at = POSTIL_NO_LIMIT, until = POSTIL_NO_LIMIT;
  if (a.at && !parse_place(pack, *a.at, at)) return kUsage;
  if (a.until && !parse_place(pack, *a.until, until)) return kUsage;
  const uint32_t modes =
      POSTIL_SELECTED | POSTIL_WITHIN | (a.prefix ? POSTIL_PREFIX : 0) | (a.fuzzy ? POSTIL_FUZZY : 0);
  postil_hits* hits = nullptr;
  const int32_t code = postil_lookup(pack.handle, a.query.data(), static_cast<uint32_t>(a.query.size()), modes, a.limit,
                                     at, until, &hits);
  if (code == POSTIL_ABSENT)
    return fail(kNotFound, a.query,
                a.fuzzy ? "the pack knows no such name"
                        : "the pack knows no such name; --fuzzy allows one wrong letter, --prefix finds beginnings");
  if (code != POSTIL_OK) return pack.failed(code);
  postil_hit h{};
  for (uint32_t i = 0; postil_hit_at(hits, i, &h) == POSTIL_OK; ++i) {
    if (!a.json) {
      print_text(shown(str(h.name)) + " (" + entity_type(h.type) + (h.role.size ? ", " : "") + shown(str(h.role)) +
                 ")" + (h.description.size ? "\n   " : "") + shown(str(h.description)) + "\n   " +
                 std::to_string(h.mentions) + (h.mentions == 1 ? " mention" : " mentions") + "; matched as \"" +
                 shown(str(h.alias)) + "\": " + shown(str(h.why)) + "\n");
      continue;
    }
    print_line({{"entity", h.entity},
                {"name", str(h.name)},
                {"type", entity_type(h.type)},
                {"alias", str(h.alias)},
                {"kind", kind_name(h.kind)},
                {"why", str(h.why)},
                {"role", text_or_null(str(h.role))},
                {"description", text_or_null(str(h.description))},
                {"mentions", h.mentions},
                {"first", place(pack, h.first)}});
  }
  postil_hits_free(hits);
  return kDone;
}

}  // namespace

void add_entities(CLI::App& app, int& status) {
  auto* c = app.add_subcommand(
      "entities", "List the people, places and things of a pack, or draft a file to curate those of a book");
  c->footer("Example: postil entities Gibbon.epub --draft -o Gibbon.entities.json");
  auto a = std::make_shared<EntitiesArgument>();
  c->add_option("INPUT", a->input, "a pack; with --draft a book")->required();
  c->add_flag("--json", a->json, "JSON Lines");
  c->add_option("--until", a->until, "as a reader sees them who has read up to this place");
  c->add_flag("--draft", a->draft, "write what is found in the book as a curated file, ready to edit");
  c->add_option("--entities", a->curated, "with --draft: curated files; what they name is left out (repeatable)");
  c->add_option("-o,--output", a->out, "with --draft: the file to write (default: standard output)");
  c->add_flag("--quiet", a->quiet, "no progress bar");
  c->callback([a, &status] { status = a->draft ? write_draft(*a) : entities(a->input, a->json, a->until); });
}

void add_lookup(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("lookup", "What the device answers for a selected text");
  c->footer("Example: postil lookup Gibbon.postil \"Constantine\" --until chapter:12");
  auto a = std::make_shared<LookupArgument>();
  c->add_option("PACK", a->pack, "a pack")->required();
  c->add_option("QUERY", a->query, "the selected text")->required();
  c->add_flag("--json", a->json, "JSON Lines");
  c->add_flag("--prefix", a->prefix, "names that begin so, too");
  c->add_flag("--fuzzy", a->fuzzy, "one wrong letter, where nothing else is found");
  c->add_option("--limit", a->limit, "at most so many")->check(CLI::Range(1, 10000));
  c->add_option("--at", a->at, "the reader's place, to choose between homonyms");
  c->add_option("--until", a->until, "nothing past this place");
  c->callback([a, &status] { status = lookup(*a); });
}

}  // namespace postil::cli
