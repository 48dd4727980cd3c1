// postil text: the book's text as the pack holds it, paragraph by paragraph.
#include "packer/cli/cli.h"

namespace postil::cli {
namespace {

struct TextArgument {
  std::string pack;
  bool json = false;
  int chapter = -1;
};

int text(const TextArgument& a) {
  static const char* const kKinds[] = {"text", "heading", "verse", "list-item", "cell", "preformatted"};
  OpenPack pack;
  if (!pack.open(a.pack)) return kInput;
  if (a.chapter >= 0 && static_cast<uint32_t>(a.chapter) >= pack.number(POSTIL_COUNT_CHAPTERS))
    return fail(kNotFound, std::to_string(a.chapter), "the book has no such chapter; postil info PACK counts them");
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_PARAGRAPHS); i < n; ++i) {
    postil_paragraph p{};
    if (const int32_t code = postil_paragraph_at(pack.handle, i, &p); code != POSTIL_OK) return pack.failed(code);
    if (a.chapter >= 0 && p.place.chapter != static_cast<uint32_t>(a.chapter)) continue;
    if (!a.json) {
      print_text(str(p.text) + "\n\n");
      continue;
    }
    const std::string words = str(p.text), path = str(p.path);
    Json out{{"paragraph", i}, {"kind", kKinds[p.kind < 6 ? p.kind : 0]}};
    if (p.kind == 1) out["level"] = p.level;
    out["text"] = words;
    if (!path.empty()) out["path"] = path;
    out["chapter"] = p.place.chapter;
    out["source"] = place(pack, p.place);
    print_line(out);
  }
  return kDone;
}

}  // namespace

void add_text(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("text", "Print the book's text as the pack holds it");
  c->footer("Example: postil text Gibbon.postil --chapter 15");
  auto a = std::make_shared<TextArgument>();
  c->add_option("PACK", a->pack, "a pack")->required();
  c->add_option("--chapter", a->chapter, "one chapter alone");
  c->add_flag("--json", a->json, "JSON Lines, with places");
  c->callback([a, &status] { status = text(*a); });
}

}  // namespace postil::cli
