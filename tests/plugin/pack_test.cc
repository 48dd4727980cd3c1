// A small book packed, opened through postil.h and asked.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "plugin/include/postil.h"
#include "schema/format.h"

namespace postil {
namespace {

std::string str(postil_text t) {
  return {t.data, t.size};
}

std::string temp_name(const char* what) {
  return testing::TempDir() + "postil-" + std::to_string(getpid()) + "-" + what;
}

const std::string& sample() {
  static const std::string bytes = [] {
    PackOptions options;
    options.curated = {POSTIL_TEST_DATA "/strait.entities.json"};
    Compiled compiled;
    const Result r = compile_book(POSTIL_TEST_DATA "/strait.xhtml", options, compiled);
    EXPECT_TRUE(r) << r.message;
    std::string out, again;
    EXPECT_TRUE(encode_pack(compiled, {1}, out));
    EXPECT_TRUE(encode_pack(compiled, {4}, again));
    EXPECT_EQ(out, again) << "the bytes depend on the number of threads";
    return out;
  }();
  return bytes;
}

void put(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

TEST(Pack, AnswersWhatTheBookSays) {
  const std::string path = temp_name("a.postil");
  put(path, sample());
  for (uint32_t flags : {POSTIL_MMAP, POSTIL_PREAD}) {
    postil_pack* pack = nullptr;
    ASSERT_EQ(postil_open(path.c_str(), flags, 0, &pack), POSTIL_OK) << postil_message(nullptr);
    uint32_t note = 0;
    ASSERT_EQ(postil_note_by_label(pack, 0, "2", 1, &note), POSTIL_OK);
    postil_note* handle = nullptr;
    ASSERT_EQ(postil_note_open(pack, note, &handle), POSTIL_OK);
    postil_note_info info{};
    postil_note_get(handle, &info);
    EXPECT_EQ(str(info.text), "Ibid., 14–16.");
    ASSERT_EQ(info.citations, 1u);
    postil_citation cite{};
    postil_note_citation(handle, 0, &cite);
    EXPECT_EQ(cite.form, 2u);
    EXPECT_NE(str(cite.reference).find("Soundings: A History"), std::string::npos);
    postil_note_free(handle);
    ASSERT_EQ(postil_note_by_label(pack, 0, "4", 1, &note), POSTIL_OK);
    ASSERT_EQ(postil_note_open(pack, note, &handle), POSTIL_OK);
    postil_note_citation(handle, 0, &cite);
    EXPECT_EQ(str(cite.reference), "Minutes of the Harbour Commission, 3 December 1871");
    postil_note_free(handle);
    EXPECT_EQ(postil_note_by_label(pack, 0, "77", 2, &note), POSTIL_ABSENT);
    postil_hits* hits = nullptr;
    ASSERT_EQ(postil_lookup(pack, "Harrow's", 8, POSTIL_SELECTED, 5, POSTIL_NO_LIMIT, POSTIL_NO_LIMIT, &hits),
              POSTIL_OK);
    postil_hit hit{};
    postil_hit_at(hits, 0, &hit);
    EXPECT_EQ(str(hit.name), "Captain Edmund Harrow");
    EXPECT_EQ(str(hit.role), "Surveyor of the bar");
    EXPECT_GE(hit.mentions, 4u);
    postil_hits_free(hits);
    EXPECT_EQ(postil_lookup(pack, "Lund", 4, POSTIL_SELECTED, 5, POSTIL_NO_LIMIT, 100, &hits), POSTIL_ABSENT)
        << "a name shown before the text reveals it";
    EXPECT_EQ(postil_verify(pack), POSTIL_OK);
    postil_close(pack);
  }
  unlink(path.c_str());
}

TEST(Pack, NewerFormatIsUnsupportedAndForeignFilesAreCorrupt) {
  const std::string path = temp_name("n.postil");
  std::string bytes = sample();
  bytes[format::kHeaderMajor] = 9;
  put(path, bytes);
  postil_pack* pack = nullptr;
  EXPECT_EQ(postil_open(path.c_str(), 0, 0, &pack), POSTIL_UNSUPPORTED);
  put(path, "not a pack at all, but long enough to hold a header of sixty-four bytes, surely");
  EXPECT_EQ(postil_open(path.c_str(), 0, 0, &pack), POSTIL_CORRUPT);
  EXPECT_EQ(postil_open("/nonexistent/x.postil", 0, 0, &pack), POSTIL_ABSENT);
  unlink(path.c_str());
}

TEST(Pack, ShrunkUnderTheMapIsAnErrorNotASignal) {
  const std::string path = temp_name("s.postil");
  put(path, sample());
  postil_pack* pack = nullptr;
  ASSERT_EQ(postil_open(path.c_str(), POSTIL_MMAP, 0, &pack), POSTIL_OK);
  ASSERT_EQ(truncate(path.c_str(), 0), 0);
  postil_hits* hits = nullptr;
  EXPECT_EQ(postil_lookup(pack, "Harrow", 6, POSTIL_SELECTED, 5, 0, POSTIL_NO_LIMIT, &hits), POSTIL_IO);
  put(path, sample());
  ASSERT_EQ(postil_suspend(pack), POSTIL_OK);
  EXPECT_EQ(postil_lookup(pack, "Harrow", 6, POSTIL_SELECTED, 5, 0, POSTIL_NO_LIMIT, &hits), POSTIL_SUSPENDED);
  ASSERT_EQ(postil_resume(pack), POSTIL_OK);
  EXPECT_EQ(postil_lookup(pack, "Harrow", 6, POSTIL_SELECTED, 5, 0, POSTIL_NO_LIMIT, &hits), POSTIL_OK);
  postil_hits_free(hits);
  postil_close(pack);
  unlink(path.c_str());
}

TEST(Pack, AForkedChildIsRefused) {
  const std::string path = temp_name("c.postil");
  put(path, sample());
  postil_pack* pack = nullptr;
  ASSERT_EQ(postil_open(path.c_str(), 0, 0, &pack), POSTIL_OK);
  const pid_t child = fork();
  if (child == 0) {
    uint32_t n = 0;
    _exit(postil_info_number(pack, POSTIL_COUNT_NOTES, &n) == POSTIL_FORKED ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  postil_close(pack);
  unlink(path.c_str());
}

}  // namespace
}  // namespace postil
