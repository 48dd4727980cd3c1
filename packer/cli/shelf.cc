// postil shelf: the device's library from a desktop.
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>

#include "packer/cli/cli.h"
#include "packer/cli/shelf_notes.h"
#include "packer/encode/encode.h"

namespace postil::cli {
namespace {

struct ShelfArgument {
  std::string shelf, out, format = "auto", in, book, entity, quote, text, id, until, author;
  std::vector<std::string> paths, words, tags, attachments;
  bool json = false, task = false, done = false, remove = false, history = false, removed = false, tasks = false;
  uint32_t limit = 20;
};

std::string said(const postil_shelf* shelf) {
  std::string what = postil_shelf_message(shelf);
  return what.find("; ") == std::string::npos ? what + "; check the shelf with postil shelf check" : what;
}

int status_of(int32_t code) {
  return code == POSTIL_PERMISSION || code == POSTIL_NO_SPACE || code == POSTIL_IO ? kOutput
         : code == POSTIL_INVALID_ARGUMENT                                         ? kUsage
                                                                                   : kInput;
}

class OpenShelf {
 public:
  ~OpenShelf() { postil_shelf_close(handle); }
  // False after having said why; `status` is what the command ends with.
  bool open(const std::string& file, bool create, int& status) {
    path = file;
    const int32_t code = postil_shelf_open(file.c_str(), create ? POSTIL_SHELF_CREATE : 0, &handle);
    if (code == POSTIL_OK) return true;
    std::string what = said(nullptr);
    if (code == POSTIL_ABSENT) what = "no shelf is there; postil shelf add and scan make one";
    status = fail(status_of(code), file, what);
    return false;
  }
  int failed(int32_t code) const { return fail(status_of(code), path, said(handle)); }
  std::vector<uint32_t> packs() const {
    uint32_t count = 0;
    if (postil_shelf_packs(handle, nullptr, 0, &count) != POSTIL_OK) return {};
    std::vector<uint32_t> out(count);
    postil_shelf_packs(handle, out.data(), count, &count);
    out.resize(std::min<size_t>(out.size(), count));
    return out;
  }
  // A pack by number, path, the name of its file, or its book. False after having said so.
  bool pack(const std::string& name, postil_shelf_pack& out) const {
    for (const uint32_t n : packs()) {
      if (postil_shelf_pack_at(handle, n, &out) != POSTIL_OK) continue;
      const std::string file = str(out.path);
      if (name == std::to_string(n) || file == name || file.substr(file.rfind('/') + 1) == name ||
          str(out.book) == name)
        return true;
    }
    fail(kNotFound, name, "the shelf has no such pack; postil shelf list shows what it has");
    return false;
  }
  std::vector<Note> notes(const postil_notes_query& query, int32_t& code) const {
    postil_field_notes* list = nullptr;
    code = postil_field_notes_open(handle, &query, &list);
    return taken(list);
  }
  static std::vector<Note> taken(postil_field_notes* list) {
    std::vector<Note> out;
    postil_field_note n{};
    for (uint32_t i = 0; postil_field_note_at(list, i, &n) == POSTIL_OK; ++i) out.push_back(note_of(n));
    postil_field_notes_free(list);
    return out;
  }
  postil_shelf* handle = nullptr;
  std::string path;
};

postil_text lend(const std::string& s) {
  return {s.data(), static_cast<uint32_t>(s.size())};
}

bool read_file(const std::string& path, std::string& bytes) {
  std::ifstream in(path, std::ios::binary);
  bytes.assign(std::istreambuf_iterator<char>(in), {});
  if (in && !in.bad()) return true;
  fail(kInput, path, "it cannot be read; check the name");
  return false;
}

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
  return status;
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
  return status;
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
                  {"entities", p.entities},
                  {"names", p.names},
                  {"notes", p.notes},
                  {"reading", pos(p.reading)},
                  {"until", pos(p.until)}});
    else
      print_row({std::to_string(n), str(p.title), str(p.creator), str(p.path), p.missing ? "missing" : "",
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
    if (h.earlier) note += (note.empty() ? "" : ", ") + std::string("seen in volume ") + str(h.series_index);
    print_row({str(h.hit.name), entity_type(h.hit.type), str(h.title), std::to_string(h.hit.mentions) + " mentions",
               str(h.hit.role), note});
  }
  postil_shelf_hits_free(hits);
  return kDone;
}

void print_note(const Note& n, bool json) {
  if (json) {
    Json tags = lines_of(n.tags), attachments = lines_of(n.attachments);
    print_line({{"id", n.id},
                {"version", n.version},
                {"on", on_name(n.on)},
                {"book", n.book},
                {"title", n.title},
                {"subject", n.subject},
                {"pos", n.pos == POSTIL_NONE ? Json(nullptr) : Json(n.pos)},
                {"place", n.place},
                {"before", n.before},
                {"quote", n.quote},
                {"after", n.after},
                {"text", n.text},
                {"tags", tags},
                {"task", task_name(n.task)},
                {"attachments", attachments},
                {"author", n.author},
                {"created", moment(n.created)},
                {"changed", moment(n.changed)},
                {"versions", n.versions},
                {"conflict", n.conflict != 0},
                {"removed", n.removed != 0}});
    return;
  }
  std::string text = n.text.empty() ? n.quote : n.text;
  for (char& c : text)
    if (c == '\n') c = ' ';
  print_row({n.id, moment(n.changed), n.title.empty() ? n.book : n.title, n.subject, text,
             n.task ? task_name(n.task) : "", n.conflict ? "conflict" : "", n.removed ? "removed" : ""});
}

int note(const ShelfArgument& a) {
  OpenShelf shelf;
  int status = kDone;
  if (!shelf.open(a.shelf, true, status)) return status;
  if (a.remove) {
    const int32_t code = postil_field_note_remove(shelf.handle, a.id.data(), static_cast<uint32_t>(a.id.size()));
    if (code == POSTIL_ABSENT || code == POSTIL_INVALID_ARGUMENT)
      return fail(kNotFound, a.id.empty() ? "--remove" : a.id, "no note has this id; postil shelf notes shows them");
    return code == POSTIL_OK ? kDone : shelf.failed(code);
  }
  Note n;
  if (!a.id.empty()) {
    postil_field_notes* history = nullptr;
    if (postil_field_notes_history(shelf.handle, a.id.data(), static_cast<uint32_t>(a.id.size()), &history) !=
        POSTIL_OK)
      return fail(kNotFound, a.id, "no note has this id; postil shelf notes shows them");
    n = OpenShelf::taken(history)[0];
    n.removed = 0;
    n.changed = 0;
    n.version.clear();
  }
  if (!a.book.empty()) {
    postil_shelf_pack p{};
    if (!shelf.pack(a.book, p)) return kNotFound;
    n.book = str(p.book);
    n.title = str(p.title);
    if (n.on == POSTIL_ON_NOTHING) n.on = POSTIL_ON_BOOK;
  }
  if (!a.entity.empty()) n.subject = a.entity, n.on = POSTIL_ON_ENTITY;
  if (!a.quote.empty()) n.quote = a.quote, n.on = POSTIL_ON_PASSAGE;
  if (!a.text.empty()) n.text = a.text;
  if (!a.tags.empty()) n.tags = joined_lines(a.tags);
  if (!a.attachments.empty()) n.attachments = joined_lines(a.attachments);
  if (!a.author.empty()) n.author = a.author;
  if (a.task) n.task = POSTIL_TASK_OPEN;
  if (a.done) n.task = POSTIL_TASK_DONE;
  if (n.text.empty() && n.quote.empty()) return fail(kUsage, a.shelf, "the note says nothing; give --text or --quote");
  const postil_field_note lent_note = lent(n);
  postil_text id{};
  const int32_t code = postil_field_note_write(shelf.handle, &lent_note, &id);
  if (code != POSTIL_OK) return shelf.failed(code);
  if (a.json)
    print_line({{"id", str(id)}});
  else
    print_row({str(id)});
  return kDone;
}

int notes(const ShelfArgument& a) {
  OpenShelf shelf;
  int status = kDone;
  if (!shelf.open(a.shelf, false, status)) return status;
  std::vector<Note> found;
  int32_t code = POSTIL_OK;
  if (!a.id.empty()) {
    postil_field_notes* history = nullptr;
    code = postil_field_notes_history(shelf.handle, a.id.data(), static_cast<uint32_t>(a.id.size()), &history);
    if (code == POSTIL_OK) found = OpenShelf::taken(history);
    if (code == POSTIL_INVALID_ARGUMENT) code = POSTIL_ABSENT;
  } else {
    std::string words, book = a.book;
    for (const std::string& w : a.words) words += (words.empty() ? "" : " ") + w;
    postil_shelf_pack p{};
    if (!book.empty() && book.find(':') == std::string::npos) {
      if (!shelf.pack(book, p)) return kNotFound;
      book = str(p.book);
    }
    const postil_notes_query q{lend(book), lend(a.entity), lend(words),
                               (a.tasks ? POSTIL_NOTES_OPEN_TASKS : 0) | (a.removed ? POSTIL_NOTES_REMOVED : 0), 0};
    found = shelf.notes(q, code);
  }
  if (code == POSTIL_ABSENT) return fail(kNotFound, a.shelf, "there is no such note; postil shelf note writes one");
  if (code != POSTIL_OK) return shelf.failed(code);
  for (const Note& n : found) print_note(n, a.json);
  return kDone;
}

int export_notes(const ShelfArgument& a) {
  OpenShelf shelf;
  int status = kDone;
  if (!shelf.open(a.shelf, false, status)) return status;
  const postil_notes_query q{{}, {}, {}, POSTIL_NOTES_REMOVED, 0};
  std::string bytes;
  if (a.format == "journal") {
    if (!read_file(a.shelf + ".notes", bytes)) return kInput;
  } else if (a.format == "markdown" || a.format == "auto") {
    postil_field_notes* list = nullptr;
    const int32_t code = postil_field_notes_open(shelf.handle, &q, &list);
    postil_text out{};
    if (code == POSTIL_OK && postil_field_notes_markdown(list, &out) == POSTIL_OK) bytes = str(out);
    postil_field_notes_free(list);
    if (code != POSTIL_OK && code != POSTIL_ABSENT) return shelf.failed(code);
  } else {
    int32_t code = POSTIL_OK;
    const std::vector<Note> all = shelf.notes(q, code);
    if (code != POSTIL_OK && code != POSTIL_ABSENT) return shelf.failed(code);
    bytes = a.format == "csv" ? write_csv(all) : write_json_ld(all);
  }
  if (a.out.empty()) {
    std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    return kDone;
  }
  const Result r = write_file(a.out, bytes);
  return r ? kDone : fail(exit_code(r), a.out, r);
}

bool ends_with(const std::string& s, const char* end) {
  const size_t n = std::strlen(end);
  return s.size() >= n && s.compare(s.size() - n, n, end) == 0;
}

int import_notes(const ShelfArgument& a) {
  OpenShelf shelf;
  int status = kDone;
  if (!shelf.open(a.shelf, true, status)) return status;
  uint32_t count = 0;
  for (const std::string& path : a.paths) {
    std::string bytes, format = a.format;
    if (!read_file(path, bytes)) return kInput;
    if (format == "auto")
      format = ends_with(path, ".lua")                                  ? "koreader"
               : ends_with(path, ".csv")                                ? "csv"
               : ends_with(path, ".notes")                              ? "journal"
               : ends_with(path, ".json") || ends_with(path, ".jsonld") ? "jsonld"
                                                                        : "markdown";
    if (format == "journal") {
      uint32_t taken = 0, damaged = 0;
      if (const int32_t code = postil_shelf_merge(shelf.handle, path.c_str(), &taken, &damaged); code != POSTIL_OK)
        return shelf.failed(code);
      count += taken;
      if (damaged) status = kNotFound;
      continue;
    }
    std::vector<Note> found;
    const Result r = format == "koreader" ? read_koreader(bytes, found)
                     : format == "csv"    ? read_csv(bytes, found)
                     : format == "jsonld" ? read_json_ld(bytes, found)
                                          : read_markdown(bytes, found);
    if (!r) return fail(kInput, path, r);
    // The oldest first: where two versions of a note are in it the newest is current.
    std::reverse(found.begin(), found.end());
    for (const Note& n : found) {
      const postil_field_note lent_note = lent(n);
      const int32_t code = postil_field_note_write(shelf.handle, &lent_note, nullptr);
      if (code == POSTIL_INVALID_ARGUMENT)
        status = fail(kInput, path, "a note is too long, or its id is wrong; shorten it");
      else if (code != POSTIL_OK)
        return shelf.failed(code);
      else
        ++count;
    }
  }
  if (a.json)
    print_line({{"notes", count}});
  else
    std::printf("%u notes\n", count);
  return status;
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
  paths(command("add", "Take packs in", " Gibbon.postil", add), "PACK", "packs");
  paths(command("scan", "Look for packs in folders", " ~/Books", scan), "FOLDER", "folders");
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
