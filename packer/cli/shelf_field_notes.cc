// postil shelf note, notes, export, import.
#include <fstream>
#include <iterator>

#include "packer/cli/open_shelf.h"
#include "packer/encode/encode.h"

namespace postil::cli {
namespace {

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

}  // namespace

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

}  // namespace postil::cli
