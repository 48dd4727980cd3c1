// Notes about entities, asked of a packed book with and without a reading limit.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "plugin/include/postil.h"

namespace postil {
namespace {

std::vector<uint32_t> ask(int32_t (*call)(postil_pack*, uint32_t, uint32_t, uint32_t*, uint32_t, uint32_t*),
                          postil_pack* pack, uint32_t of, uint32_t until, int32_t code = POSTIL_OK) {
  uint32_t count = 0;
  EXPECT_EQ(call(pack, of, until, nullptr, 0, &count), code);
  std::vector<uint32_t> out(count);
  if (code == POSTIL_OK) {
    EXPECT_EQ(call(pack, of, until, out.data(), count, &count), code);
  }
  return out;
}

TEST(NoteEntities, EachKnowsTheOtherAndNothingIsShownAhead) {
  Compiled compiled;
  ASSERT_TRUE(compile_book(POSTIL_TEST_DATA "/strait.xhtml", {}, compiled));
  const std::string path = testing::TempDir() + "postil-note-entities-" + std::to_string(getpid());
  ASSERT_TRUE(write_pack(compiled, {1}, path));
  postil_pack* pack = nullptr;
  ASSERT_EQ(postil_open(path.c_str(), 0, 0, &pack), POSTIL_OK);
  unlink(path.c_str());
  size_t pairs = 0;
  for (uint32_t e = 0; e < compiled.entities.entities.size(); ++e) {
    std::vector<uint32_t> literal;
    for (const Mention& m : compiled.entities.entities[e].mentions)
      if (m.note != kNone && std::find(literal.begin(), literal.end(), m.note) == literal.end())
        literal.push_back(m.note);
    std::sort(literal.begin(), literal.end());
    const std::vector<uint32_t> notes = ask(postil_entity_notes, pack, e, POSTIL_NO_LIMIT);
    EXPECT_EQ(notes, literal) << compiled.entities.entities[e].name;
    for (uint32_t n : notes) {
      const std::vector<uint32_t> entities = ask(postil_note_entities, pack, n, POSTIL_NO_LIMIT);
      EXPECT_EQ(std::count(entities.begin(), entities.end(), e), 1);
      ++pairs;
    }
    // With a limit only notes whose noteref has been read.
    for (uint32_t until : {0u, 100u, 300u, 600u}) {
      uint32_t count = 0, buffer[64];
      if (postil_entity_notes(pack, e, until, buffer, 64, &count) != POSTIL_OK) continue;
      for (uint32_t k = 0; k < count; ++k) {
        postil_note* note = nullptr;
        ASSERT_EQ(postil_note_open(pack, buffer[k], &note), POSTIL_OK);
        postil_note_info info{};
        postil_note_get(note, &info);
        EXPECT_LE(info.since, until);
        postil_note_free(note);
      }
    }
  }
  EXPECT_GT(pairs, 0u);
  uint32_t count = 0, one = 0;
  EXPECT_EQ(postil_note_entities(pack, 0, POSTIL_NO_LIMIT, &one, 1, nullptr), POSTIL_INVALID_ARGUMENT);
  EXPECT_EQ(postil_note_entities(pack, 99999, POSTIL_NO_LIMIT, &one, 1, &count), POSTIL_ABSENT);
  EXPECT_EQ(postil_entity_notes(pack, 99999, POSTIL_NO_LIMIT, &one, 1, &count), POSTIL_ABSENT);
  EXPECT_EQ(postil_note_entities(pack, 4, 0, &one, 1, &count), POSTIL_ABSENT);
  postil_close(pack);
}

}  // namespace
}  // namespace postil
