// postil.h: field notes.
#include <algorithm>

#include "shelf/markdown.h"
#include "shelf/shelf_handle.h"

using namespace postil;
using namespace postil::shelf;

struct postil_field_notes {
  struct Row {
    NoteRow row;
    std::string id, version;
  };
  std::vector<Row> rows;
  std::string markdown;
};

namespace {

bool take(const postil_text& from, std::string& to) {
  if (from.size > kMaxString || (from.size && !from.data)) return false;
  to.assign(from.data ? from.data : "", from.size);
  return true;
}

std::string_view view(const postil_text& t) {
  return {t.data ? t.data : "", t.size};
}

postil_field_notes* lend_rows(std::vector<NoteRow>& rows) {
  auto* out = new postil_field_notes;
  out->rows.reserve(rows.size());
  for (NoteRow& r : rows) {
    std::string id = hex64(r.note.id), version = hex64(r.note.version);
    out->rows.push_back({std::move(r), std::move(id), std::move(version)});
  }
  return out;
}

}  // namespace

int32_t postil_field_note_write(postil_shelf* s, const postil_field_note* n, postil_text* id) {
  return guarded(s, [&](Shelf& shelf) {
    FieldNote note;
    if (!n || n->on > POSTIL_ON_NOTE || n->task > POSTIL_TASK_DONE || !take(n->book, note.book) ||
        !take(n->title, note.title) || !take(n->subject, note.subject) || !take(n->quote, note.quote) ||
        !take(n->before, note.before) || !take(n->after, note.after) || !take(n->text, note.text) ||
        !take(n->tags, note.tags) || !take(n->attachments, note.attachments) || !take(n->author, note.author) ||
        !take(n->place, note.place) || (n->id.size && !parse_hex64(view(n->id), note.id)) ||
        (n->version.size && !parse_hex64(view(n->version), note.version)))
      return Code::invalid_argument;
    note.on = n->on;
    note.task = n->task;
    note.pos = n->pos;
    note.created = n->created;
    note.changed = n->changed;
    note.removed = n->removed != 0;
    const Code c = write_note(shelf, note);
    if (c != Code::ok) return c;
    s->id = hex64(note.id);
    if (id) *id = lend(s->id);
    return c;
  });
}

int32_t postil_field_note_remove(postil_shelf* s, const char* id, uint32_t size) {
  return guarded(s, [&](Shelf& shelf) {
    uint64_t number = 0;
    return id && parse_hex64({id, size}, number) ? remove_note(shelf, number) : Code::invalid_argument;
  });
}

int32_t postil_field_notes_open(postil_shelf* s, const postil_notes_query* q, postil_field_notes** out) {
  return guarded(s, [&](Shelf& shelf) {
    NotesQuery query;
    std::string book;
    if (!q || !out || !take(q->book, book) || !take(q->subject, query.subject) || !take(q->words, query.words))
      return Code::invalid_argument;
    *out = nullptr;
    query.open_tasks = (q->flags & POSTIL_NOTES_OPEN_TASKS) != 0;
    query.removed = (q->flags & POSTIL_NOTES_REMOVED) != 0;
    if (!book.empty()) {
      // A book has several names where its pack is here.
      query.books.push_back(book);
      const Code c = shelf.read([&] {
        return each_pack(shelf, [&](PackRecord& r) {
          const std::vector<std::string> names = r.books();
          if (std::find(names.begin(), names.end(), book) != names.end())
            query.books.insert(query.books.end(), names.begin(), names.end());
          return true;
        });
      });
      if (c != Code::ok) return c;
    }
    std::vector<NoteRow> rows;
    const Code c = find_notes(shelf, query, rows);
    if (c != Code::ok) return c;
    if (q->limit && rows.size() > q->limit) rows.resize(q->limit);
    *out = lend_rows(rows);
    return Code::ok;
  });
}

int32_t postil_field_notes_history(postil_shelf* s, const char* id, uint32_t size, postil_field_notes** out) {
  return guarded(s, [&](Shelf& shelf) {
    uint64_t number = 0;
    if (!id || !out || !parse_hex64({id, size}, number)) return Code::invalid_argument;
    *out = nullptr;
    std::vector<NoteRow> rows;
    const Code c = history_of(shelf, number, rows);
    if (c == Code::ok) *out = lend_rows(rows);
    return c;
  });
}

uint32_t postil_field_notes_count(const postil_field_notes* notes) {
  return notes ? static_cast<uint32_t>(notes->rows.size()) : 0;
}

int32_t postil_field_note_at(const postil_field_notes* notes, uint32_t index, postil_field_note* out) {
  if (!notes || !out) return POSTIL_INVALID_ARGUMENT;
  if (index >= notes->rows.size()) return POSTIL_ABSENT;
  const postil_field_notes::Row& r = notes->rows[index];
  const FieldNote& n = r.row.note;
  *out = {lend(r.id),
          lend(r.version),
          lend(n.book),
          lend(n.title),
          lend(n.subject),
          lend(n.quote),
          lend(n.before),
          lend(n.after),
          lend(n.text),
          lend(n.tags),
          lend(n.attachments),
          lend(n.author),
          lend(n.place),
          n.on,
          n.task,
          n.pos,
          n.created,
          n.changed,
          r.row.versions,
          r.row.conflict,
          n.removed};
  return POSTIL_OK;
}

int32_t postil_field_notes_markdown(postil_field_notes* notes, postil_text* out) {
  if (!notes || !out) return POSTIL_INVALID_ARGUMENT;
  return caught([&] {
    notes->markdown.clear();
    for (const postil_field_notes::Row& r : notes->rows) append_markdown(notes->markdown, r.row);
    *out = lend(notes->markdown);
    return Code::ok;
  });
}

void postil_field_notes_free(postil_field_notes* notes) {
  delete notes;
}
