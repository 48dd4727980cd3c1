// Encoding: the same bytes whatever the number of threads, the dictionary that pays, files written whole or not at all.
#include "packer/encode/encode.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "packer/encode/compress.h"
#include "packer/pack.h"

namespace postil {
namespace {

namespace fs = std::filesystem;

// Blocks of prose: the sample chapter's words in ever other orders.
std::vector<RawBlock> prose(size_t blocks) {
  std::ifstream in(POSTIL_TEST_DATA "/sarne/chapter.txt");
  const std::vector<std::string> words((std::istream_iterator<std::string>(in)), {});
  std::vector<RawBlock> out;
  uint32_t random = 1;
  for (size_t i = 0; i < blocks; ++i) {
    RawBlock block;
    block.first = static_cast<uint32_t>(i);
    block.count = 1;
    while (block.bytes.size() < 4000) {
      random = random * 1664525u + 1013904223u;
      const size_t from = (random >> 8) % (words.size() - 6);
      for (size_t k = 0; k < 6; ++k) block.bytes += words[from + k] + " ";
    }
    out.push_back(std::move(block));
  }
  return out;
}

size_t total(const std::vector<std::string>& frames) {
  size_t n = 0;
  for (const std::string& f : frames) n += f.size();
  return n;
}

TEST(Encode, TheBytesDoNotDependOnTheNumberOfThreads) {
  const auto blocks = prose(60);
  std::string dictionary;
  std::vector<std::string> frames;
  ASSERT_TRUE(compress_blocks(blocks, 1, dictionary, frames));
  ASSERT_EQ(frames.size(), blocks.size());
  for (unsigned jobs : {2u, 5u}) {
    std::string other;
    std::vector<std::string> others;
    ASSERT_TRUE(compress_blocks(blocks, jobs, other, others));
    EXPECT_EQ(other, dictionary) << jobs;
    EXPECT_EQ(others, frames) << jobs;
  }
}

TEST(Encode, ADictionaryIsTakenWhereItPaysAndOnlyThere) {
  std::string dictionary;
  std::vector<std::string> frames;
  ASSERT_TRUE(compress_blocks(prose(120), 2, dictionary, frames));
  EXPECT_GE(dictionary.size(), 4096u);
  const size_t with = dictionary.size() + total(frames);
  // The same blocks one at a time: too little for any dictionary.
  size_t without = 0;
  for (const RawBlock& block : prose(120)) {
    std::string none;
    ASSERT_TRUE(compress_blocks({block}, 1, none, frames));
    EXPECT_EQ(none, "");
    without += total(frames);
  }
  EXPECT_LT(with, without);
  // Noise: nothing is gained, nothing is taken.
  auto noise = prose(60);
  uint32_t random = 9;
  for (RawBlock& block : noise)
    for (char& c : block.bytes) c = static_cast<char>((random = random * 1664525u + 1013904223u) >> 24);
  ASSERT_TRUE(compress_blocks(noise, 1, dictionary, frames));
  EXPECT_EQ(dictionary, "");
}

TEST(Encode, ARecordLargerThanABlockMayBeIsALimit) {
  std::vector<RawBlock> blocks(1);
  blocks[0].bytes.assign(format::kMaxRawBlock + 1, 'x');
  std::string dictionary;
  std::vector<std::string> frames;
  EXPECT_EQ(compress_blocks(blocks, 1, dictionary, frames).code, Code::limit);
}

// ---- files

class WriteFile : public testing::Test {
 protected:
  WriteFile() : folder(testing::TempDir() + "write-file-" + std::to_string(getpid())) { fs::create_directory(folder); }
  ~WriteFile() override { fs::remove_all(folder); }
  size_t files() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
  }
  static std::string content(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {(std::istreambuf_iterator<char>(in)), {}};
  }
  const std::string folder;
};

TEST_F(WriteFile, ReplacesTheFileAndLeavesNothingBeside) {
  const std::string path = folder + "/a.postil";
  ASSERT_TRUE(write_file(path, "old"));
  ASSERT_TRUE(write_file(path, std::string(100000, 'n')));
  EXPECT_EQ(content(path), std::string(100000, 'n'));
  EXPECT_EQ(files(), 1u);
  const mode_t mask = umask(0);
  umask(mask);
  EXPECT_EQ(static_cast<mode_t>(fs::status(path).permissions()), 0666 & ~mask);
}

TEST_F(WriteFile, AFullDiskLeavesTheOldFileWhole) {
  const std::string path = folder + "/a.postil";
  ASSERT_TRUE(write_file(path, "old"));
  const pid_t child = fork();
  if (child == 0) {  // a limit on the size of files stands for the disk
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{5000, 5000};
    setrlimit(RLIMIT_FSIZE, &limit);
    _exit(write_file(path, std::string(100000, 'n')).code == Code::no_space ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(content(path), "old");
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(write_file("/dev/full", "x").code, Code::no_space);
}

TEST_F(WriteFile, WhatCannotBeWrittenIsSaid) {
  EXPECT_EQ(write_file(folder + "/no/such/folder.postil", "x").code, Code::io);
  EXPECT_EQ(write_file(folder, "x").code, Code::io);
  fs::create_symlink(folder + "/loop", folder + "/loop");
  EXPECT_TRUE(write_file(folder + "/loop", "x")) << "a link that leads nowhere is replaced";
  EXPECT_EQ(files(), 1u);
  if (geteuid() != 0) {
    fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ(write_file(folder + "/b", "x").code, Code::permission);
    fs::permissions(folder, fs::perms::owner_all);
  }
}

TEST_F(WriteFile, AnInterruptComesAfterTheFileIsWhole) {
  const std::string path = folder + "/a.postil";
  const std::string bytes(8u << 20, 'n');
  for (int round = 0; round < 5; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      for (;;) write_file(path, bytes);
    }
    usleep(3000 + 4000 * static_cast<useconds_t>(round));
    kill(child, SIGTERM);
    waitpid(child, nullptr, 0);
    EXPECT_LE(files(), 1u) << "half a file is left beside";
    if (files() == 1) {
      EXPECT_EQ(content(path).size(), bytes.size());
    }
  }
}

}  // namespace
}  // namespace postil
