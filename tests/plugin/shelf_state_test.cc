// What the shelf's state file keeps: reading positions, through new editions and lost databases, look-up history, signatures.
#include "tests/plugin/shelf_packs_fixture.h"

namespace {

using namespace shelf_test;

class State : public PacksTest {
 protected:
  static postil_shelf_pack row(Shelf& shelf, uint32_t number) {
    postil_shelf_pack p{};
    EXPECT_EQ(postil_shelf_pack_at(shelf.handle, number, &p), POSTIL_OK) << number;
    return p;
  }
  static Texts asked(Shelf& shelf) {
    Texts out;
    postil_asked a{};
    for (uint32_t i = 0; postil_shelf_asked_at(shelf.handle, i, &a) == POSTIL_OK; ++i)
      out.push_back(str(a.query) + (a.number == POSTIL_NONE ? "" : " in " + std::to_string(a.number)));
    return out;
  }
  // The position before the first `words` in a pack.
  static uint32_t pos_of(const std::string& file, const std::string& words) {
    postil_pack* pack = nullptr;
    EXPECT_EQ(postil_open(file.c_str(), POSTIL_MMAP, 0, &pack), POSTIL_OK);
    postil_search* search = nullptr;
    postil_passage passage{};
    EXPECT_EQ(postil_search_open(pack, words.data(), static_cast<uint32_t>(words.size()), POSTIL_PHRASE, 0,
                                 POSTIL_NO_LIMIT, 10, &search),
              POSTIL_OK);
    EXPECT_EQ(postil_search_next(search, 1000, &passage), POSTIL_OK) << words;
    postil_search_free(search);
    postil_close(pack);
    return passage.place.pos;
  }
};

const char* const kText =
    "Chapter 1\n\nIt rained on the quay all day and nobody came to the boats.\n\nIn the evening the lamps were lit, "
    "and Harrow walked down to the water with a letter.\n\nNobody came. He waited until the tide had turned.\n\n"
    "Chapter 2\n\nIn the morning the letter was gone, and so was Harrow.\n";

TEST_F(State, ANewEditionKeepsPositionAndLimit) {
  const std::string old = pack_text("Quay", kText, {entity("Harrow")}, {"urn:isbn:1", "urn:uuid:a"});
  Shelf shelf(path("s"));
  scan(shelf);
  const uint32_t here = pos_of(old, "walked down"),
                 limit = pos_of(old, "until the tide") + 2;  // in the middle of a word
  ASSERT_EQ(postil_shelf_set_reading(shelf.handle, 1, here, limit), POSTIL_OK);
  fs::remove(old);
  // With an introduction, under another name and number; "until" stands in it too.
  const std::string introduction = "Preface\n\nThis edition waited until now. " + std::string(300, 'x') + "\n\n";
  const std::string now = pack_text("Quay2", introduction + kText, {entity("Harrow")}, {"urn:isbn:2", "urn:uuid:a"});
  postil_shelf_scanned s = scan(shelf);
  EXPECT_EQ(s.changed, 1u);
  EXPECT_EQ(s.missing, 0u);
  postil_shelf_pack p = row(shelf, 1);
  EXPECT_EQ(str(p.title), "Quay2");
  EXPECT_EQ(p.reading, pos_of(now, "walked down"));
  EXPECT_LE(p.until, pos_of(now, "until the tide") + 2);
  EXPECT_GE(p.until, pos_of(now, "He waited"));
  // Nothing left of the words: by proportion, the limit no later than that.
  fs::remove(now);
  std::string other;
  for (int i = 0; i < 100; ++i) other += "Sentence " + std::to_string(i) + " of a translation.\n\n";
  pack_text("Quay3", other, {entity("Harrow")}, {"urn:uuid:a"});
  ASSERT_EQ(scan(shelf).changed, 1u);
  const uint64_t old_end = 191;  // about
  p = row(shelf, 1);
  EXPECT_GT(p.until, 1000u);
  EXPECT_LT(p.until, limit * uint64_t{2600} / old_end);
  EXPECT_GT(p.reading, 500u);
  EXPECT_LT(p.reading, 2600u);
}

TEST_F(State, ABookPackedAnewIsAtTheSamePlace) {
  const std::string file = pack_text("Quay", kText, {entity("Harrow")}, {"urn:isbn:1"});
  Shelf shelf(path("s"));
  scan(shelf);
  const uint32_t here = pos_of(file, "walked down");
  ASSERT_EQ(postil_shelf_set_reading(shelf.handle, 1, here, here), POSTIL_OK);
  pack_text("Quay", kText, {entity("Harrow"), entity("Amery")}, {"urn:isbn:1"});
  ASSERT_EQ(scan(shelf).changed, 1u);
  EXPECT_EQ(row(shelf, 1).reading, here);
  EXPECT_EQ(row(shelf, 1).until, here);
  // Another book in its place is not read to anywhere, and tells nothing that is dated.
  spit(path("other.txt"), "");
  pack_text("Quay", "Chapter 1\n\nA treatise on cabbages, and on kings.\n", {entity("Walrus")}, {"urn:isbn:9"});
  ASSERT_EQ(scan(shelf).changed, 1u);
  EXPECT_EQ(row(shelf, 1).reading, 0u);
  EXPECT_EQ(row(shelf, 1).until, 0u);
}

TEST_F(State, TwoEditionsOnOneShelfAreTwoBooks) {
  pack_text("One", kText, {entity("Harrow")}, {"urn:isbn:1"});
  pack_text("Two", std::string("Preface\n\nA word before.\n\n") + kText, {entity("Harrow")}, {"urn:isbn:1"});
  Shelf shelf(path("s"));
  EXPECT_EQ(scan(shelf).added, 2u);
  ASSERT_EQ(postil_shelf_set_reading(shelf.handle, 1, 9, 9), POSTIL_OK);
  EXPECT_EQ(row(shelf, 1).reading, 9u);
  EXPECT_EQ(row(shelf, 2).reading, POSTIL_NO_LIMIT);
}

TEST_F(State, ALostDatabaseLosesNothingThatTheReaderMade) {
  pack_text("Quay", kText, {entity("Harrow")}, {"urn:isbn:1"});
  pack_text("Other", std::string("x ") + kText, {entity("Amery")}, {});
  {
    Shelf shelf(path("s"));
    scan(shelf);
    postil_shelf_set_reading(shelf.handle, 2, 20, 30);
    postil_shelf_set_reading(shelf.handle, 2, 21, 31);
    postil_shelf_set_signature(shelf.handle, 1, POSTIL_SIGNATURE_VALID, "Press", 5);
    postil_shelf_keep_history(shelf.handle, 1);
    found(shelf, "Harrow");
    found(shelf, "Amery", 1);
    shelf.write("a note");
  }
  const std::string state = slurp(path("s.state"));
  EXPECT_NE(state.find("reading"), std::string::npos);
  for (const int way : {0, 1, 2}) {
    if (way == 0) fs::remove(path("s"));                        // the database
    if (way == 1) fs::remove(path("s.state"));                  // the state file
    if (way == 2) spit(path("s"), std::string(30000, '\xEE'));  // repaired
    if (way == 2) {
      postil_shelf_state s{};
      ASSERT_EQ(postil_shelf_repair(path("s").c_str(), &s), POSTIL_OK) << postil_shelf_message(nullptr);
    }
    Shelf shelf(path("s"));
    ASSERT_EQ(shelf.code, POSTIL_OK) << shelf.message;
    scan(shelf);
    uint32_t number = 0;
    ASSERT_EQ(postil_shelf_find(shelf.handle, nullptr, "urn:isbn:1", 10, &number), POSTIL_OK) << way;
    EXPECT_EQ(row(shelf, number).reading, 21u) << way;
    EXPECT_EQ(row(shelf, number).until, 31u) << way;
    EXPECT_EQ(row(shelf, 3 - number).signature, static_cast<uint32_t>(POSTIL_SIGNATURE_VALID)) << way;
    EXPECT_EQ(asked(shelf), (Texts{"Amery in " + std::to_string(3 - number), "Harrow"})) << way;
    EXPECT_EQ(shelf.texts(), Texts{"a note"});
    found(shelf, "Harrow");  // it is still switched on
    EXPECT_EQ(asked(shelf).size(), 3u) << way;
    // Back to what it was.
    postil_shelf_clear_history(shelf.handle);
    found(shelf, "Harrow");
    found(shelf, "Amery", 3 - number);
  }
}

TEST_F(State, HistoryIsKeptWhenWantedAndClearedWithoutATrace) {
  pack("One", {entity("Harrow")});
  Shelf shelf(path("s"));
  scan(shelf);
  found(shelf, "harrow");
  EXPECT_EQ(asked(shelf), Texts{});
  postil_shelf_keep_history(shelf.handle, 1);
  for (int i = 0; i < 1300; ++i) found(shelf, "name" + std::to_string(i));
  const Texts all = asked(shelf);
  ASSERT_GE(all.size(), 1000u);
  EXPECT_LE(all.size(), 1232u);
  EXPECT_EQ(all[0], "name1299");
  EXPECT_EQ(all[999], "name300");
  EXPECT_LT(slurp(path("s.state")).size(), 400000u);
  postil_shelf_keep_history(shelf.handle, 0);
  found(shelf, "unseen");
  EXPECT_EQ(asked(shelf), Texts(all.begin(), all.begin() + 1000));
  postil_shelf_clear_history(shelf.handle);
  EXPECT_EQ(asked(shelf), Texts{});
  EXPECT_EQ(slurp(path("s.state")).find("name"), std::string::npos);
  // What an older copy of the file would bring back stays forgotten.
  postil_shelf_keep_history(shelf.handle, 1);
  found(shelf, "later");
  EXPECT_EQ(asked(shelf), Texts{"later"});
}

TEST_F(State, TheFileIsCompactedAndTheLastPositionCounts) {
  pack_text("Quay", kText, {entity("Harrow")}, {"urn:isbn:1"});
  Shelf shelf(path("s"));
  scan(shelf);
  size_t largest = 0;
  constexpr uint32_t kLast = 180;
  for (uint32_t i = 1; i <= kLast; ++i) {
    ASSERT_EQ(postil_shelf_set_reading(shelf.handle, 1, i % 170, i % 171), POSTIL_OK);
    largest = std::max(largest, slurp(path("s.state")).size());
  }
  EXPECT_GT(largest, 60000u);
  EXPECT_LT(largest, 70000u);
  EXPECT_EQ(row(shelf, 1).reading, kLast % 170);
  // A torn line costs itself.
  spit(path("s.state"), slurp(path("s.state")) + "{\"v\":\"torn");
  EXPECT_EQ(row(shelf, 1).reading, kLast % 170);
  ASSERT_EQ(postil_shelf_set_reading(shelf.handle, 1, 7, 8), POSTIL_OK);
  EXPECT_EQ(row(shelf, 1).reading, 7u);
  Shelf again(path("s"), 0);
  EXPECT_EQ(row(again, 1).until, 8u);
}

TEST_F(State, OfAFileThatChangedTheSignatureIsNotChecked) {
  const std::string file = pack("One", {entity("Harrow")});
  Shelf shelf(path("s"));
  scan(shelf);
  EXPECT_EQ(row(shelf, 1).signature, static_cast<uint32_t>(POSTIL_SIGNATURE_NOT_CHECKED));
  ASSERT_EQ(postil_shelf_set_signature(shelf.handle, 1, POSTIL_SIGNATURE_VALID, "Press", 5), POSTIL_OK);
  EXPECT_EQ(str(row(shelf, 1).key), "Press");
  // Moved it is the same file.
  fs::rename(file, path("packs/Moved.postil"));
  scan(shelf);
  EXPECT_EQ(row(shelf, 1).signature, static_cast<uint32_t>(POSTIL_SIGNATURE_VALID));
  // The same pack, written again: who knows what was done to it.
  spit(path("packs/Moved.postil"), slurp(path("packs/Moved.postil")));
  fs::last_write_time(path("packs/Moved.postil"), fs::last_write_time(path("s")) + std::chrono::seconds(5));
  EXPECT_EQ(scan(shelf).changed, 1u);
  EXPECT_EQ(row(shelf, 1).signature, static_cast<uint32_t>(POSTIL_SIGNATURE_NOT_CHECKED));
  EXPECT_EQ(str(row(shelf, 1).key), "");
}

// ---- a database that was closed well is believed as far as reading goes

TEST_F(State, AWellClosedDatabaseIsCheckedBeforeItIsWritten) {
  {
    Shelf shelf(path("s"));
    for (int i = 0; i < 60; ++i) shelf.write("note " + std::to_string(i) + std::string(1500, 'x'));
  }
  ASSERT_EQ(slurp(path("s.lock")).size(), 8u);
  // A page that reading the catalogue does not touch: only a check of all pages finds it.
  std::string database = slurp(path("s"));
  int places = 0;
  for (size_t at = 0; (at = database.find("note 30x", at)) != std::string::npos; at += 8, ++places)
    database[at / 4096 * 4096 + 12] = '\x7F';  // the page's bounds
  ASSERT_GT(places, 0);
  spit(path("s"), database);
  uint32_t count = 0;
  {
    Shelf shelf(path("s"), 0);
    ASSERT_EQ(shelf.code, POSTIL_OK) << shelf.message;
    EXPECT_EQ(postil_shelf_packs(shelf.handle, nullptr, 0, &count), POSTIL_OK);
    EXPECT_EQ(shelf.write("one more"), "");
    EXPECT_EQ(shelf.last, POSTIL_CORRUPT);
  }
  EXPECT_TRUE(slurp(path("s")) == database);
  // Without the stamp it is found at once.
  spit(path("s.lock"), "");
  EXPECT_EQ(Shelf(path("s"), 0).code, POSTIL_CORRUPT);
  postil_shelf_state state{};
  ASSERT_EQ(postil_shelf_repair(path("s").c_str(), &state), POSTIL_OK);
  EXPECT_EQ(Shelf(path("s"), 0).texts().size(), 60u);
}

// Every page but those of the stamp damaged in turn, in many ways, and read: wrong answers perhaps, but each call comes back, and nothing is
// written before all is checked.
TEST_F(State, WhateverIsWrongBehindAStampNobodyIsKilled) {
  std::string before;
  {
    Shelf shelf(path("s"));
    for (int i = 0; i < 40; ++i) shelf.write("note " + std::to_string(i) + std::string(i % 7 ? 300 : 6000, 'x'));
    for (int i = 0; i < 4; ++i) pack("Book" + std::to_string(i), {entity("Harrow"), entity("Amery")});
    scan(shelf);
    before = shelf.markdown();
  }
  const std::string database = slurp(path("s")), stamp = slurp(path("s.lock")), journal = slurp(path("s.notes"));
  uint64_t seed = 77;
  const auto chance = [&](size_t below) {
    return static_cast<size_t>((seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33) % below;
  };
  int wrong = 0, refused = 0;
  for (int round = 0; round < 45; ++round) {
    std::string damaged = database;
    const size_t page = 2 + chance(database.size() / 4096 - 2);
    if (round % 3 == 0)
      for (size_t i = 0; i < 4096; ++i) damaged[page * 4096 + i] = static_cast<char>(chance(256));
    else
      for (int i = 0; i < 4; ++i)
        damaged[(2 + chance(database.size() / 4096 - 2)) * 4096 + chance(round % 3 == 1 ? 24 : 4096)] =
            static_cast<char>(chance(256));
    spit(path("s"), damaged);
    spit(path("s.lock"), stamp);
    const pid_t pid = fork();
    if (pid == 0) {
      int result = 0;
      {
        Shelf shelf(path("s"), 0);
        if (shelf.code != POSTIL_OK && shelf.code != POSTIL_CORRUPT) _exit(7);
        result |= shelf.markdown() == before ? 0 : 1;
        found(shelf, "Harrow");
        found(shelf, "Amery", 2);
        shelf.texts("note 3");
        uint32_t numbers[64], count = 0;
        postil_shelf_pack p{};
        if (postil_shelf_packs(shelf.handle, numbers, 64, &count) == POSTIL_OK)
          for (uint32_t i = 0; i < count && i < 64; ++i) postil_shelf_pack_at(shelf.handle, numbers[i], &p);
        if (shelf.write("one more").empty()) result |= 2;
        // Where it was written, all pages had been found good: then what is read is what was written, but for words in notes.
      }
      if (result & 2 && slurp(path("s.notes")) != journal) _exit(5);
      postil_shelf_state state{};
      if (postil_shelf_repair(path("s").c_str(), &state) != POSTIL_OK) _exit(6);
      if (Shelf(path("s"), 0).texts().size() != (result & 2 ? 40u : 41u)) _exit(4);
      _exit(result);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) <= 3) << "round " << round << " status " << status;
    wrong += WEXITSTATUS(status) & 1;
    refused += WEXITSTATUS(status) >> 1;
    spit(path("s.notes"), journal);
    for (const auto& file : fs::directory_iterator(folder_))
      if (file.path().string().find("damaged") != std::string::npos) fs::remove(file.path());
  }
  EXPECT_GT(refused, 15);
  EXPECT_GT(wrong, 5);
}

}  // namespace
