// postil shelf: the device's library from a desktop.
#include <algorithm>
#include <cstring>

#include "packer/cli/open_shelf.h"
#include "packer/sign/key_file.h"

namespace postil::cli {
namespace {

int add(const ShelfArgument& a) {
  OpenShelf shelf;
  int status = kDone;
  if (!shelf.open(a.shelf, true, status)) return status;
  for (const std::string& path : a.paths) {
    uint32_t number = 0;
    const int32_t code = postil_shelf_add(shelf.handle, path.c_str(), &number);
    if (code != POSTIL_OK)
      status = fail(status_of(code), path,
                    said(shelf.handle).find("check the shelf") == std::string::npos
                        ? said(shelf.handle)
                        : std::string(postil_shelf_message(shelf.handle)) + "; check the name");
    else if (a.json)
      print_line({{"number", number}, {"path", path}});
    else
      print_row({std::to_string(number), path});
  }
  return std::max(status, check_signatures(shelf, a.ring));
}

int scan(const ShelfArgument& a) {
  OpenShelf shelf;
  int status = kDone;
  if (!shelf.open(a.shelf, true, status)) return status;
  for (const std::string& folder : a.paths) {
    postil_shelf_scanned sum{}, s{};
    ProgressBar bar(a.json);
    int32_t code = POSTIL_OK;
    do {
      code = postil_shelf_scan(shelf.handle, folder.c_str(), 16, &s);
      sum.seen = s.seen, sum.missing = s.missing, sum.failed = s.failed;
      sum.added += s.added, sum.changed += s.changed, sum.moved += s.moved;
      bar.at("scan", sum.added + sum.changed + sum.moved, s.seen);
      if (code == POSTIL_LIMIT && s.failed >= 16) break;  // nothing but files that are no packs
    } while (code == POSTIL_LIMIT);
    if (code == POSTIL_LIMIT)
      code = postil_shelf_scan(shelf.handle, folder.c_str(), UINT32_MAX, &s), sum.failed = s.failed;
    if (code != POSTIL_OK) {
      status = fail(status_of(code), folder, std::string(postil_shelf_message(shelf.handle)) + "; check the name");
      continue;
    }
    if (sum.failed) status = kNotFound;
    if (a.json)
      print_line({{"folder", folder},
                  {"seen", sum.seen},
                  {"added", sum.added},
                  {"changed", sum.changed},
                  {"moved", sum.moved},
                  {"missing", sum.missing},
                  {"failed", sum.failed}});
    else
      std::printf("%s: %u packs: %u new, %u changed, %u moved, %u missing, %u that cannot be read\n",
                  shown(folder).c_str(), sum.seen, sum.added, sum.changed, sum.moved, sum.missing, sum.failed);
  }
  return std::max(status, check_signatures(shelf, a.ring));
}

int list(const ShelfArgument& a) {
  OpenShelf shelf;
  int status = kDone;
  if (!shelf.open(a.shelf, false, status)) return status;
  for (const uint32_t n : shelf.packs()) {
    postil_shelf_pack p{};
    if (postil_shelf_pack_at(shelf.handle, n, &p) != POSTIL_OK) continue;
    const auto pos = [](uint32_t v) { return v == POSTIL_NO_LIMIT ? Json(nullptr) : Json(v); };
    if (a.json)
      print_line({{"number", n},
                  {"path", str(p.path)},
                  {"title", str(p.title)},
                  {"creator", str(p.creator)},
                  {"language", str(p.language)},
                  {"series", str(p.series)},
                  {"series_index", str(p.series_index)},
                  {"book", str(p.book)},
                  {"pack_id", hex(str(p.pack_id))},
                  {"kind", p.kind ? "reference" : "book"},
                  {"missing", p.missing != 0},
                  {"signature", signature_state(p.signature)},
                  {"key", str(p.key)},
                  {"entities", p.entities},
                  {"names", p.names},
                  {"notes", p.notes},
                  {"reading", pos(p.reading)},
                  {"until", pos(p.until)}});
    else
      print_row({std::to_string(n), str(p.title), str(p.creator), str(p.path), p.missing ? "missing" : "",
                 p.signature ? "signature: " + std::string(signature_state(p.signature)) +
                                   (p.key.size ? " (" + str(p.key) + ")" : "")
                             : "",
                 p.notes ? std::to_string(p.notes) + " notes" : ""});
  }
  return kDone;
}

int remove(const ShelfArgument& a) {
  OpenShelf shelf;
  int status = kDone;
  if (!shelf.open(a.shelf, false, status)) return status;
  for (const std::string& name : a.paths) {
    postil_shelf_pack p{};
    if (!shelf.pack(name, p))
      status = kNotFound;
    else if (const int32_t code = postil_shelf_remove(shelf.handle, p.number); code != POSTIL_OK)
      return shelf.failed(code);
  }
  return status;
}

int lookup(const ShelfArgument& a) {
  static const char* const kRelations[] = {"", "here", "same", "perhaps"};
  OpenShelf shelf;
  int status = kDone;
  if (!shelf.open(a.shelf, false, status)) return status;
  std::string query;
  for (const std::string& w : a.words) query += (query.empty() ? "" : " ") + w;
  postil_shelf_pack open{};
  uint32_t number = POSTIL_NONE;
  if (!a.in.empty()) {
    if (!shelf.pack(a.in, open)) return kNotFound;
    number = open.number;
  }
  postil_shelf_hits* hits = nullptr;
  const int32_t code = postil_shelf_lookup(shelf.handle, query.data(), static_cast<uint32_t>(query.size()), a.limit,
                                           number, POSTIL_NO_LIMIT, &hits);
  if (code == POSTIL_ABSENT)
    return fail(kNotFound, query, "no book of the shelf tells of it; try a shorter form of the name");
  if (code != POSTIL_OK) return shelf.failed(code);
  postil_shelf_hit h{};
  std::vector<uint32_t> seen;  // groups that were told of in an earlier volume, the last one first
  for (uint32_t i = 0; postil_shelf_hit_at(hits, i, &h) == POSTIL_OK; ++i) {
    if (a.json) {
      print_line({{"pack", h.number},
                  {"title", str(h.title)},
                  {"series", str(h.series)},
                  {"series_index", str(h.series_index)},
                  {"entity", h.hit.entity},
                  {"id", str(h.id)},
                  {"name", str(h.hit.name)},
                  {"type", entity_type(h.hit.type)},
                  {"alias", str(h.hit.alias)},
                  {"why", str(h.hit.why)},
                  {"role", str(h.hit.role)},
                  {"description", str(h.hit.description)},
                  {"mentions", h.hit.mentions},
                  {"relation", kRelations[h.relation < 4 ? h.relation : 0]},
                  {"group", h.group},
                  {"earlier", h.earlier != 0}});
      continue;
    }
    std::string note = h.relation == POSTIL_RELATION_PERHAPS && i > 0 ? "perhaps the same" : "";
    if (h.earlier) {
      const bool last = std::find(seen.begin(), seen.end(), h.group) == seen.end();
      note += (note.empty() ? "" : ", ") + std::string(last ? "last seen in volume " : "seen in volume ") +
              str(h.series_index);
      seen.push_back(h.group);
    }
    print_row({str(h.hit.name), entity_type(h.hit.type), str(h.title), std::to_string(h.hit.mentions) + " mentions",
               str(h.hit.role), note});
  }
  postil_shelf_hits_free(hits);
  return kDone;
}

int merge(const ShelfArgument& a) {
  OpenShelf shelf;
  int status = kDone;
  if (!shelf.open(a.shelf, true, status)) return status;
  uint32_t taken = 0, damaged = 0;
  for (const std::string& other : a.paths) {
    uint32_t some = 0, bad = 0;
    const std::string journal = ends_with(other, ".notes") ? other : other + ".notes";
    if (const int32_t code = postil_shelf_merge(shelf.handle, journal.c_str(), &some, &bad); code != POSTIL_OK)
      return shelf.failed(code);
    taken += some, damaged += bad;
  }
  postil_shelf_state state{};
  postil_shelf_check(a.shelf.c_str(), &state);
  if (a.json)
    print_line({{"taken", taken}, {"damaged", damaged}, {"conflicts", state.conflicts}});
  else
    std::printf("%u versions taken in, %u damaged lines left out, %u notes in conflict\n", taken, damaged,
                state.conflicts);
  return damaged ? kNotFound : kDone;
}

int print_state(const ShelfArgument& a, const postil_shelf_state& s) {
  const bool well = s.store == POSTIL_OK && s.damaged == 0 && s.not_in_journal == 0;
  if (a.json)
    print_line({{"well", well},
                {"store", s.store},
                {"message", s.store == POSTIL_OK ? "" : postil_shelf_message(nullptr)},
                {"packs", s.packs},
                {"notes", s.notes},
                {"versions", s.versions},
                {"conflicts", s.conflicts},
                {"damaged", s.damaged},
                {"not_in_journal", s.not_in_journal},
                {"not_in_store", s.not_in_store}});
  else
    std::printf(
        "%s: %s; %u packs, %u notes in %u versions, %u in conflict, %u damaged lines, %u versions only in the "
        "database, %u only in the journal\n",
        shown(a.shelf).c_str(),
        s.store == POSTIL_OK ? "the database is well" : shown(postil_shelf_message(nullptr)).c_str(), s.packs, s.notes,
        s.versions, s.conflicts, s.damaged, s.not_in_journal, s.not_in_store);
  return well ? kDone : kNotFound;
}

int check(const ShelfArgument& a) {
  postil_shelf_state state{};
  const int32_t code = postil_shelf_check(a.shelf.c_str(), &state);
  return code == POSTIL_OK
             ? print_state(a, state)
             : fail(kInput, a.shelf, code == POSTIL_ABSENT ? "no shelf is there; check the name" : said(nullptr));
}

int repair(const ShelfArgument& a) {
  postil_shelf_state state{};
  if (postil_shelf_check(a.shelf.c_str(), &state) == POSTIL_ABSENT)
    return fail(kInput, a.shelf, "no shelf is there; check the name");
  const int32_t code = postil_shelf_repair(a.shelf.c_str(), &state);
  return code == POSTIL_OK ? print_state(a, state) : fail(status_of(code), a.shelf, said(nullptr));
}

}  // namespace

void add_shelf(CLI::App& app, int& status) {
  auto* shelf = app.add_subcommand("shelf", "The device's library: many packs, field notes");
  shelf->footer("Example: postil shelf scan books.shelf ~/Books");
  shelf->require_subcommand(1);
  auto a = std::make_shared<ShelfArgument>();
  const auto command = [&](const char* name, const char* what, const char* example, int (*run)(const ShelfArgument&)) {
    auto* c = shelf->add_subcommand(name, what);
    c->footer(std::string("Example: postil shelf ") + name + " books.shelf" + example);
    c->add_option("SHELF", a->shelf, "the shelf's file")->required();
    if (std::strcmp(name, "export") != 0) c->add_flag("--json", a->json, "JSON Lines");
    c->callback([a, run, &status] { status = run(*a); });
    return c;
  };
  const auto paths = [&](CLI::App* c, const char* name, const char* what) {
    c->add_option(name, a->paths, what)->required();
  };
  const auto keys = [&](CLI::App* c) {
    c->add_option("--keyring", a->ring, "a folder of public keys (default: $POSTIL_KEYS, else ~/.config/postil/keys)");
    return c;
  };
  a->ring = default_key_ring();
  paths(keys(command("add", "Take packs in, and check their signatures", " Gibbon.postil", add)), "PACK", "packs");
  paths(keys(command("scan", "Look for packs in folders, and check their signatures", " ~/Books", scan)), "FOLDER",
        "folders");
  command("list", "List the packs", "", list);
  paths(command("remove", "Forget packs; their files stay", " Gibbon.postil", remove), "PACK",
        "numbers, files or books");
  auto* c = command("lookup", "Look a name up in all books", " Zhou Enlai", lookup);
  c->add_option("QUERY", a->words, "a name")->required();
  c->add_option("--in", a->in, "the open book's pack: it comes first, and its series");
  c->add_option("--limit", a->limit, "at most so many books")->check(CLI::Range(1, 64));
  c = command("note", "Write, change or remove a field note", " --book Gibbon.postil --text 'check this page' --task",
              note);
  c->add_option("--text", a->text, "what it says, in Markdown");
  c->add_option("--book", a->book, "the pack it is about");
  c->add_option("--entity", a->entity, "the id of the entity it is about");
  c->add_option("--quote", a->quote, "the words of the passage it is about");
  c->add_option("--tag", a->tags, "a tag (repeatable)")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  c->add_option("--attachment", a->attachments, "a file or address (repeatable)")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  c->add_option("--author", a->author, "who writes");
  c->add_flag("--task", a->task, "it is to be done");
  c->add_flag("--done", a->done, "it is done");
  c->add_option("--id", a->id, "change this one");
  c->add_flag("--remove", a->remove, "remove the one of --id; its history stays");
  c = command("notes", "Find field notes", " zhou --tasks", notes);
  c->add_option("WORDS", a->words, "words that they all have");
  c->add_option("--book", a->book, "about this pack or book");
  c->add_option("--entity", a->entity, "about this entity or chapter");
  c->add_flag("--tasks", a->tasks, "open tasks alone");
  c->add_flag("--removed", a->removed, "removed ones too");
  c->add_option("--history", a->id, "all versions of the note with this id");
  c = command("export", "Write all field notes", " -o notes.md", export_notes);
  c->add_option("-o,--output", a->out, "the file (default: standard output)");
  c->add_option("--format", a->format, "the format (default: markdown); journal has the history too")
      ->check(CLI::IsMember({"markdown", "jsonld", "csv", "journal"}));
  c = command("import", "Take field notes in", " metadata.epub.lua", import_notes);
  paths(c, "FILE", "Markdown, JSON-LD, CSV, a journal, or KOReader's metadata");
  c->add_option("--format", a->format, "the format (default: by the file's name)")
      ->check(CLI::IsMember({"auto", "markdown", "jsonld", "csv", "journal", "koreader"}));
  paths(command("merge", "Take in another shelf's field notes", " friend.shelf", merge), "OTHER",
        "shelves or their journals");
  command("check", "Say what is wrong with a shelf", "", check);
  command("repair", "Make a damaged shelf usable; loses no field note", "", repair);
}

}  // namespace postil::cli
