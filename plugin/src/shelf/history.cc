#include "shelf/history.h"

#include <algorithm>

namespace postil::shelf {
namespace {

Code set_history(Shelf& shelf, bool on, uint32_t forgotten) {
  FieldNote line;
  line.state = kHistory;
  line.id = state_id(kHistory, "");
  line.task = on ? POSTIL_TASK_OPEN : POSTIL_TASK_NONE;
  line.pos = forgotten;
  return shelf.tell(&line, 1);
}

}  // namespace

Code keep_history(Shelf& shelf, bool on) {
  return shelf.write([&]() -> Code {
    return (shelf.meta.keeps_history != 0) == on ? Code::ok : set_history(shelf, on, shelf.meta.forgotten);
  });
}

Code clear_history(Shelf& shelf) {
  return shelf.write([&]() -> Code {
    if (shelf.meta.asked == 0) return Code::ok;
    if (Code c = set_history(shelf, shelf.meta.keeps_history != 0, shelf.meta.clock); c != Code::ok) return c;
    return shelf.compact();  // nothing of it stays in the file
  });
}

Code add_history(Shelf& shelf, const std::vector<Asked>& asked) {
  bool written = false;
  return shelf.write([&]() -> Code {
    if (written || !shelf.meta.keeps_history) return Code::ok;
    std::vector<FieldNote> lines;
    PackRecord record;
    for (const Asked& a : asked) {
      FieldNote line;
      line.state = kAsked;
      line.text = a.query;
      line.changed = a.time;
      if (a.number != POSTIL_NONE && load_pack(shelf, a.number, record) == Code::ok) line.book = record.book();
      lines.push_back(std::move(line));
    }
    const Code c = shelf.tell(lines.data(), lines.size());
    written = c == Code::ok || c == Code::limit;  // again, in a larger map: catch_up() takes them in
    return c;
  });
}

Code load_history(Shelf& shelf, std::vector<Asked>& out) {
  out.clear();
  return shelf.read([&]() -> Code {
    std::vector<std::string> books;
    const std::string prefix(1, static_cast<char>(Space::history));
    FieldNote line;
    Code c = shelf.store.each(prefix, prefix, [&](std::string_view, const std::string& value) {
      if (!read_line(value, line)) return true;
      out.push_back({line.text, POSTIL_NONE, line.changed});
      books.push_back(line.book);
      return true;
    });
    if (c == Code::ok && !out.empty())
      c = each_pack(shelf, [&](PackRecord& r) {
        const std::string book = r.book();
        for (size_t i = 0; i < books.size() && !r.copy_of; ++i)
          if (books[i] == book) out[i].number = r.number;
        return true;
      });
    std::reverse(out.begin(), out.end());
    return c;
  });
}

}  // namespace postil::shelf
