// What the tests of the shelf share: a folder of their own, and a handle that speaks strings.
#pragma once
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "postil.h"

namespace shelf_test {

namespace fs = std::filesystem;

inline std::string str(postil_text t) {
  return {t.data ? t.data : "", t.size};
}
inline postil_text text(const std::string& s) {
  return {s.data(), static_cast<uint32_t>(s.size())};
}
inline std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}
inline void spit(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

class ShelfTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string folder = (fs::temp_directory_path() / "postil-shelf-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string folder_;
};

class Shelf {
 public:
  explicit Shelf(const std::string& path, uint32_t flags = POSTIL_SHELF_CREATE) {
    code = postil_shelf_open(path.c_str(), flags, &handle);
    message = postil_shelf_message(nullptr);
  }
  ~Shelf() { postil_shelf_close(handle); }
  Shelf(const Shelf&) = delete;
  Shelf& operator=(const Shelf&) = delete;

  std::string write(const std::string& words, const std::string& id = "", const std::string& book = "",
                    uint32_t changed = 0) {
    postil_field_note n{};
    n.id = text(id);
    n.book = text(book);
    n.text = text(words);
    n.pos = POSTIL_NONE;
    n.changed = changed;
    postil_text out{};
    last = postil_field_note_write(handle, &n, &out);
    return last == POSTIL_OK ? str(out) : "";
  }
  // What a query gives: id, text and whether there is a conflict.
  std::vector<std::string> texts(const std::string& words = "", const std::string& book = "", uint32_t flags = 0) {
    postil_notes_query q{text(book), {}, text(words), flags, 0};
    postil_field_notes* notes = nullptr;
    last = postil_field_notes_open(handle, &q, &notes);
    std::vector<std::string> out;
    for (uint32_t i = 0; i < postil_field_notes_count(notes); ++i) {
      postil_field_note n{};
      postil_field_note_at(notes, i, &n);
      out.push_back(str(n.text) + (n.conflict ? " (conflict)" : "") + (n.removed ? " (removed)" : ""));
    }
    postil_field_notes_free(notes);
    std::sort(out.begin(), out.end());
    return out;
  }
  std::string markdown() {
    postil_notes_query q{{}, {}, {}, POSTIL_NOTES_REMOVED, 0};
    postil_field_notes* notes = nullptr;
    if (postil_field_notes_open(handle, &q, &notes) != POSTIL_OK) return "";
    postil_text out{};
    postil_field_notes_markdown(notes, &out);
    std::string s = str(out);
    postil_field_notes_free(notes);
    return s;
  }
  postil_shelf* handle = nullptr;
  int32_t code = 0, last = 0;
  std::string message;
};

using Texts = std::vector<std::string>;

}  // namespace shelf_test
