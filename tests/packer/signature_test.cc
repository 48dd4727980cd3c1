#include "packer/sign/signature.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "packer/sign/key_file.h"
#include "schema/bytes.h"
#include "schema/format.h"

namespace postil {
namespace {

// Only what signing looks at: the magic and the size.
std::string pack_of(size_t size) {
  std::string out(size, 'x');
  std::memcpy(out.data(), format::kMagic, 8);
  std::memset(out.data() + 8, 0, format::kHeaderSize - 8);
  store64(out.data() + format::kHeaderFileSize, size);
  return out;
}

SecretKey fixed(const char* name, uint8_t first) {
  SecretKey key;
  key.name = name;
  for (size_t i = 0; i < key.seed.size(); ++i) key.seed[i] = static_cast<uint8_t>(first + i);
  return key;
}

TEST(Signature, IsTheSameEachTimeAndLeavesThePackAlone) {
  const std::string pack = pack_of(500);
  std::string one, two;
  ASSERT_TRUE(sign(pack, fixed("A", 1), one));
  ASSERT_TRUE(sign(pack, fixed("A", 1), two));
  EXPECT_EQ(one, two);
  EXPECT_EQ(one.size(), pack.size() + 112);
  EXPECT_EQ(one.substr(0, pack.size()), pack);
  Signature s;
  ASSERT_TRUE(read_signature(one, s));
  EXPECT_TRUE(s.right);
  EXPECT_EQ(s.by, public_key(fixed("A", 1)));
}

TEST(Signature, EveryChangedByteIsSeen) {
  std::string bytes;
  ASSERT_TRUE(sign(pack_of(200), fixed("A", 1), bytes));
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    Signature s;
    const Result r = read_signature(changed, s);
    EXPECT_FALSE(r && s.right) << i;
  }
}

TEST(Signature, SigningAgainReplaces) {
  std::string one, two;
  ASSERT_TRUE(sign(pack_of(300), fixed("A", 1), one));
  ASSERT_TRUE(sign(one, fixed("B", 99), two));
  EXPECT_EQ(two.size(), one.size());
  Signature s;
  ASSERT_TRUE(read_signature(two, s));
  EXPECT_TRUE(s.right);
  EXPECT_EQ(s.by, public_key(fixed("B", 99)));
}

TEST(Signature, AbsentCorruptAndUnsupportedAreThreeAnswers) {
  Signature s;
  const std::string pack = pack_of(300);
  EXPECT_EQ(read_signature(pack, s).code, Code::absent);
  EXPECT_EQ(read_signature(pack + "x", s).code, Code::corrupt);
  EXPECT_EQ(read_signature(pack.substr(0, 299), s).code, Code::corrupt);
  EXPECT_EQ(read_signature("nothing", s).code, Code::corrupt);
  std::string bytes;
  ASSERT_TRUE(sign(pack, fixed("A", 1), bytes));
  EXPECT_EQ(read_signature(bytes + "x", s).code, Code::corrupt);
  EXPECT_EQ(read_signature(bytes.substr(0, bytes.size() - 1), s).code, Code::corrupt);
  bytes[308] = 2;
  EXPECT_EQ(read_signature(bytes, s).code, Code::unsupported);
  std::string out;
  EXPECT_EQ(sign("nothing", fixed("A", 1), out).code, Code::corrupt);
}

TEST(Signature, KeyFilesGoRoundAndStayPrivate) {
  char folder[] = "/tmp/postil_keysXXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  const std::string path = std::string(folder) + "/a.postil-key", open = std::string(folder) + "/a.postil-pub";
  const SecretKey key = new_key("Quay Press é");
  ASSERT_TRUE(write_secret_key(path, key));
  EXPECT_EQ(write_secret_key(path, fixed("B", 3)).code, Code::invalid_argument);
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  SecretKey back;
  ASSERT_TRUE(read_secret_key(path, back));
  EXPECT_EQ(back.seed, key.seed);
  EXPECT_EQ(back.name, key.name);
  chmod(path.c_str(), 0640);
  EXPECT_EQ(read_secret_key(path, back).code, Code::permission);
  FILE* file = fopen(open.c_str(), "w");
  const std::string text = public_key_text({"Quay Press é", public_key(key)});
  fwrite(text.data(), 1, text.size(), file);
  fclose(file);
  NamedKey read;
  ASSERT_TRUE(read_public_key(open, read));
  EXPECT_EQ(read.key, public_key(key));
  EXPECT_EQ(read_public_key(path, read).code, Code::corrupt);  // a secret one is not given away by mistake
  std::vector<NamedKey> ring;
  ASSERT_TRUE(read_key_ring(folder, ring));
  EXPECT_EQ(ring.size(), 1u);
  EXPECT_TRUE(read_key_ring(std::string(folder) + "/absent", ring));
  unlink(path.c_str()), unlink(open.c_str()), rmdir(folder);
}

TEST(Signature, NamesOfKeysAreNamesOfFiles) {
  for (const char* good : {"a", "Quay Press", "x@y.org", "版元"}) EXPECT_TRUE(right_key_name(good)) << good;
  for (const char* bad : {"", ".hidden", "-x", "a/b", "a\nb", "a ", "../x"}) EXPECT_FALSE(right_key_name(bad)) << bad;
  EXPECT_FALSE(right_key_name(std::string(65, 'a')));
}

}  // namespace
}  // namespace postil
