// postil noterefs, notes, works, note.
#include "packer/cli/rows.h"
#include "packer/structure/href.h"
#include "schema/rich_text.h"

namespace postil::cli {
namespace {

struct PackArgument {
  std::string pack;
  bool json = false;
};

std::shared_ptr<PackArgument> arguments(CLI::App* c) {
  auto a = std::make_shared<PackArgument>();
  c->add_option("PACK", a->pack, "a pack")->required();
  c->add_flag("--json", a->json, "JSON Lines");
  return a;
}

int noterefs(const PackArgument& a) {
  OpenPack pack;
  if (!pack.open(a.pack)) return kInput;
  int status = kDone;
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_MARKS); i < n; ++i) {
    const Json mark = noteref_json(pack, i, status);
    if (status != kDone) break;
    if (a.json)
      print_line(mark);
    else
      print_row({std::to_string(i), mark["label"],
                 mark["note"].is_null() ? "unresolved" : std::to_string(mark["note"].get<uint32_t>())});
  }
  return status;
}

int notes(const PackArgument& a) {
  OpenPack pack;
  if (!pack.open(a.pack)) return kInput;
  int status = kDone;
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_NOTES); i < n && status == kDone; ++i) {
    const Json note = note_json(pack, i, false, status);
    if (status != kDone) break;
    if (a.json)
      print_line(note);
    else
      print_row({std::to_string(i), note["label"], note["text"]});
  }
  return status;
}

// "4<tab>Reference", then where it is given and cited, by the notes' rows.
void print_work(const Json& work) {
  std::string notes;
  for (const Json& n : work["cited_by"]) notes += (notes.empty() ? "" : ", ") + std::to_string(n.get<uint32_t>());
  const std::string given = work["first_note"].is_null()
                                ? "never given in full"
                                : "given in note " + std::to_string(work["first_note"].get<uint32_t>());
  print_row({std::to_string(work["work"].get<uint32_t>()), work["reference"]});
  print_row({"", given + "; cited in " + notes});
}

int works(const PackArgument& a) {
  OpenPack pack;
  if (!pack.open(a.pack)) return kInput;
  int status = kDone;
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_WORKS); i < n; ++i) {
    const Json work = work_json(pack, i, status);
    if (status != kDone) break;
    if (a.json)
      print_line(work);
    else
      print_work(work);
  }
  return status;
}

struct NoteArgument : PackArgument {
  std::string reference;
  int chapter = -1;
  bool html = false;
};

int note(const NoteArgument& a) {
  OpenPack pack;
  if (!pack.open(a.pack)) return kInput;
  std::vector<uint32_t> found;
  uint32_t number = 0;
  const size_t hash = a.reference.find('#');
  if (hash != std::string::npos) {
    const Target target = resolve_href("", a.reference);
    for (uint32_t f = 0, n = pack.number(POSTIL_COUNT_FILES); f < n; ++f) {
      postil_text path{};
      uint32_t spine = 0;
      postil_file(pack.handle, f, &path, &spine);
      const std::string file = str(path);
      const bool same = hash == 0 || file == target.path ||
                        (file.size() > target.path.size() &&
                         file.compare(file.size() - target.path.size() - 1, std::string::npos, "/" + target.path) == 0);
      if (same && postil_note_by_anchor(pack.handle, f, target.anchor.data(),
                                        static_cast<uint32_t>(target.anchor.size()), &number) == POSTIL_OK)
        found.push_back(number);
    }
  } else {
    for (uint32_t ch = 0, n = std::max(1u, pack.number(POSTIL_COUNT_CHAPTERS)); ch < n; ++ch)
      if ((a.chapter < 0 || static_cast<uint32_t>(a.chapter) == ch) &&
          postil_note_by_label(pack.handle, ch, a.reference.data(), static_cast<uint32_t>(a.reference.size()),
                               &number) == POSTIL_OK)
        found.push_back(number);
  }
  if (found.empty()) return fail(kNotFound, a.reference, "the pack has no such note; postil notes PACK lists them");
  if (found.size() > 1 && !a.json)
    fail(kDone, a.reference,
         std::to_string(found.size()) + " chapters have such a note, the first is shown; choose one with --chapter N");
  int status = kDone;
  const Json out = note_json(pack, found[0], true, status);
  if (status != kDone) return status;
  if (a.json) {
    print_line(out);
  } else {
    // Beneath the author's own words: what each short citation means.
    std::string html = out["html"],
                text = out["label"].get<std::string>() + ". " + out["text"].get<std::string>() + "\n", rows;
    for (const Json& c : out["citations"]) {
      const std::string reference = c["reference"];
      if (c["form"] == "full" || reference.empty()) continue;
      const std::string words =
          out["text"].get<std::string>().substr(c["start"], c["end"].get<size_t>() - c["start"].get<size_t>());
      const char* const never = c["note"].is_null() ? " (the book never gives it in full)" : "";
      text += "   " + words + " = " + reference + never + "\n";
      rows += "<dt>";
      append_escaped(rows, words);
      rows += "</dt><dd>";
      append_escaped(rows, reference + never);
      rows += "</dd>";
    }
    if (!rows.empty()) html += "<dl>" + rows + "</dl>";
    print_text(a.html ? html + "\n" : text);
  }
  return kDone;
}

}  // namespace

void add_noterefs(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("noterefs", "List the noterefs of a pack with the notes they mean");
  c->footer("Example: postil noterefs Keynes.postil --json");
  auto a = arguments(c);
  c->callback([a, &status] { status = noterefs(*a); });
}
void add_notes(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("notes", "List the notes of a pack");
  c->footer("Example: postil notes Keynes.postil --json");
  auto a = arguments(c);
  c->callback([a, &status] { status = notes(*a); });
}
void add_works(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("works", "List the works that the notes cite");
  c->footer("Example: postil works Stueck.postil --json");
  auto a = arguments(c);
  c->callback([a, &status] { status = works(*a); });
}
void add_note(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("note", "Show what the popup shows");
  c->footer("Example: postil note Keynes.postil 12 --chapter 3");
  auto a = std::make_shared<NoteArgument>();
  c->add_option("PACK", a->pack, "a pack")->required();
  c->add_option("REF", a->reference, "a label, #anchor or href")->required();
  c->add_option("--chapter", a->chapter, "the chapter of a label");
  c->add_flag("--json", a->json, "JSON");
  c->add_flag("--html", a->html, "XHTML");
  c->callback([a, &status] { status = note(*a); });
}

}  // namespace postil::cli
