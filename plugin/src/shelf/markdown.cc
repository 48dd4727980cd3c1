#include "shelf/markdown.h"

#include "postil.h"
#include "shelf/json.h"
#include "shelf/time.h"

namespace postil::shelf {
namespace {

// YAML reads JSON strings as they are.
void field(std::string& out, const char* name, std::string_view text) {
  if (text.empty()) return;
  out += name;
  out += ": ";
  append_json(out, text);
  out += '\n';
}

void list(std::string& out, const char* name, std::string_view lines) {
  if (lines.empty()) return;
  out += name;
  out += ": [";
  for (bool first = true; !lines.empty(); first = false) {
    const size_t end = lines.find('\n');
    if (!first) out += ", ";
    append_json(out, lines.substr(0, end));
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
  out += "]\n";
}

}  // namespace

void append_markdown(std::string& out, const NoteRow& row) {
  static const char* const kOn[] = {"nothing", "book", "passage", "entity", "note"};
  const FieldNote& n = row.note;
  out += "---\npostil: \"note/1\"\n";
  field(out, "id", hex64(n.id));
  field(out, "version", hex64(n.version));
  field(out, "created", utc(n.created));
  field(out, "changed", utc(n.changed));
  field(out, "author", n.author);
  field(out, "on", kOn[n.on]);
  field(out, "book", n.book);
  field(out, "title", n.title);
  field(out, "subject", n.subject);
  if (n.pos != POSTIL_NONE) out += "pos: " + std::to_string(n.pos) + '\n';
  field(out, "place", n.place);
  field(out, "before", n.before);
  field(out, "quote", n.quote);
  field(out, "after", n.after);
  list(out, "tags", n.tags);
  if (n.task) field(out, "task", n.task == POSTIL_TASK_DONE ? "done" : "open");
  list(out, "attachments", n.attachments);
  if (n.removed) out += "removed: true\n";
  if (row.conflict) out += "conflict: true\n";
  // The words end where the next note's front matter begins: their size says where, whatever they hold.
  out += "bytes: " + std::to_string(n.text.size()) + "\n---\n" + n.text + "\n\n";
}

}  // namespace postil::shelf
