// What the commands of postil shelf share.
#pragma once
#include "packer/cli/cli.h"
#include "packer/cli/shelf_notes.h"

namespace postil::cli {

struct ShelfArgument {
  std::string shelf, out, format = "auto", in, book, entity, quote, text, id, until, author, ring;
  std::vector<std::string> paths, words, tags, attachments;
  bool json = false, task = false, done = false, remove = false, history = false, removed = false, tasks = false;
  uint32_t limit = 20;
};

// What the last failure was, and what to do about it.
std::string said(const postil_shelf* shelf);
int status_of(int32_t code);  // the exit status for a failed call
bool ends_with(const std::string& s, const char* end);

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

// shelf_signatures.cc
const char* signature_state(uint32_t state);
// Checks the signatures that were not checked yet, those of changed files too, against the keys of a folder. The exit status.
int check_signatures(const OpenShelf& shelf, const std::string& ring);

// shelf_field_notes.cc
int note(const ShelfArgument& a);
int notes(const ShelfArgument& a);
int export_notes(const ShelfArgument& a);
int import_notes(const ShelfArgument& a);

}  // namespace postil::cli
