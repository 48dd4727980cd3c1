// One real pack cut short at every byte, and flipped at every byte of its header, root and first index pages: always a
// code.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "plugin/include/postil.h"
#include "tests/support/pack_editor.h"

namespace postil {
namespace {

using format::SectionKind;

// A pack in a file that can be changed in place.
class PackFile {
 public:
  PackFile() : path_(testing::TempDir() + "every-byte-" + std::to_string(getpid()) + ".postil") {
    Compiled compiled;
    EXPECT_TRUE(compile_book(POSTIL_TEST_DATA "/strait.xhtml", {}, compiled));
    EXPECT_TRUE(encode_pack(compiled, {1}, bytes_));
    fd_ = open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
    EXPECT_EQ(pwrite(fd_, bytes_.data(), bytes_.size(), 0), static_cast<ssize_t>(bytes_.size()));
  }
  ~PackFile() {
    close(fd_);
    unlink(path_.c_str());
  }
  void cut(size_t size) { ASSERT_EQ(ftruncate(fd_, static_cast<off_t>(size)), 0); }
  void put(size_t at, char byte) { ASSERT_EQ(pwrite(fd_, &byte, 1, static_cast<off_t>(at)), 1); }
  const std::string& path() const { return path_; }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string path_, bytes_;
  int fd_ = -1;
};

// Opens, verifies and asks; the first code that is not POSTIL_OK or POSTIL_ABSENT.
int32_t ask(const std::string& path, uint32_t flags) {
  postil_pack* pack = nullptr;
  int32_t worst = postil_open(path.c_str(), flags, 0, &pack);
  if (worst != POSTIL_OK) return worst;
  const auto see = [&](int32_t code) {
    if (worst == POSTIL_OK && code != POSTIL_ABSENT) worst = code;
  };
  postil_hits* hits = nullptr;
  see(postil_lookup(pack, "harrow", 6, POSTIL_SELECTED | POSTIL_PREFIX | POSTIL_FUZZY | POSTIL_WITHIN, 10, 0,
                    POSTIL_NO_LIMIT, &hits));
  postil_hits_free(hits);
  postil_note* note = nullptr;
  see(postil_note_open(pack, 0, &note));
  postil_note_free(note);
  see(postil_verify(pack));
  postil_close(pack);
  return worst;
}

TEST(EveryByte, CutShortIsCorrupt) {
  PackFile file;
  ASSERT_EQ(ask(file.path(), POSTIL_MMAP), POSTIL_OK);
  for (size_t n = file.bytes().size(); n-- > 0;) {
    file.cut(n);
    ASSERT_EQ(ask(file.path(), n % 2 ? POSTIL_PREAD : POSTIL_MMAP), POSTIL_CORRUPT) << n;
  }
}

TEST(EveryByte, FlippedInFrontIsACode) {
  PackFile file;
  PackEditor pack(file.bytes());
  ASSERT_GT(pack.size(SectionKind::leaf_pages), 0u);
  const auto flip = [&](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i) {
      file.put(i, static_cast<char>(file.bytes()[i] ^ (1 << i % 8)));
      const int32_t code = ask(file.path(), i % 2 ? POSTIL_PREAD : POSTIL_MMAP);
      ASSERT_TRUE(code == POSTIL_CORRUPT || (code == POSTIL_UNSUPPORTED && i < format::kHeaderMinor))
          << i << " gives " << code;
      file.put(i, file.bytes()[i]);
    }
  };
  flip(0, format::kHeaderSize + pack.root_size());
  const uint64_t inner = pack.offset(SectionKind::inner_pages), leaf = pack.offset(SectionKind::leaf_pages);
  flip(inner, inner + std::min<uint64_t>(pack.size(SectionKind::inner_pages), format::kPageSize));
  flip(leaf, leaf + format::kPageSize);
  EXPECT_EQ(ask(file.path(), POSTIL_MMAP), POSTIL_OK);
}

}  // namespace
}  // namespace postil
