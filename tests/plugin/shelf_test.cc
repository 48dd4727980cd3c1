// The shelf: field notes, their journal, and what happens to them.
#include "tests/plugin/shelf_fixture.h"

namespace {

using namespace shelf_test;

TEST_F(ShelfTest, NotesAreWrittenFoundChangedAndRemoved) {
  Shelf shelf(path("s"));
  ASSERT_EQ(shelf.code, POSTIL_OK) << shelf.message;
  EXPECT_EQ(shelf.texts(), Texts{});
  EXPECT_EQ(shelf.last, POSTIL_ABSENT);
  const std::string id = shelf.write("Éowyn rides to the north", "", "urn:isbn:1");
  ASSERT_EQ(id.size(), 16u);
  shelf.write("娜塔莎 und Наташа", "", "urn:isbn:2");
  EXPECT_EQ(shelf.texts("eowyn NORTH"), Texts{"Éowyn rides to the north"});
  EXPECT_EQ(shelf.texts("наташа"), Texts{"娜塔莎 und Наташа"});
  EXPECT_EQ(shelf.texts("", "urn:isbn:2"), Texts{"娜塔莎 und Наташа"});
  EXPECT_EQ(shelf.texts("", "urn:isbn:3"), Texts{});
  EXPECT_EQ(shelf.write("Éowyn rides to the south", id, "urn:isbn:1"), id);
  EXPECT_EQ(shelf.write("Éowyn rides to the south", id, "urn:isbn:1"), id);  // says nothing new
  EXPECT_EQ(shelf.texts("north"), Texts{});
  EXPECT_EQ(shelf.texts("south"), Texts{"Éowyn rides to the south"});
  postil_field_notes* history = nullptr;
  ASSERT_EQ(postil_field_notes_history(shelf.handle, id.data(), 16, &history), POSTIL_OK);
  ASSERT_EQ(postil_field_notes_count(history), 2u);
  postil_field_note n{};
  postil_field_note_at(history, 1, &n);
  EXPECT_EQ(str(n.text), "Éowyn rides to the north");
  postil_field_notes_free(history);
  EXPECT_EQ(postil_field_note_remove(shelf.handle, id.data(), 16), POSTIL_OK);
  EXPECT_EQ(shelf.texts("", "urn:isbn:1"), Texts{});
  EXPECT_EQ(shelf.texts("", "urn:isbn:1", POSTIL_NOTES_REMOVED), Texts{"Éowyn rides to the south (removed)"});
  shelf.write("back again", id, "urn:isbn:1");
  EXPECT_EQ(shelf.texts("", "urn:isbn:1"), Texts{"back again"});
  EXPECT_EQ(postil_field_note_remove(shelf.handle, "0123456789abcdef", 16), POSTIL_ABSENT);
  EXPECT_EQ(postil_field_note_remove(shelf.handle, "short", 5), POSTIL_INVALID_ARGUMENT);
}

TEST_F(ShelfTest, EveryFieldComesBackAsItWasWritten) {
  const std::string nasty = std::string("a\"b\\c\n---\nbytes: 3\n\xE2\x80\xA8 \x01\x7F ") + std::string(1, '\0') + "é";
  postil_field_note in{};
  const std::string id = "00000000000000ff", f[12] = {nasty + "0", nasty + "1",        nasty + "2",
                                                      nasty + "3", nasty + "4",        nasty + "5",
                                                      nasty + "6", "tag one\ntag two", "x.png\nhttp://e.org/",
                                                      nasty + "9", nasty + "A",        ""};
  in.id = text(id);
  in.book = text(f[0]), in.title = text(f[1]), in.subject = text(f[2]), in.quote = text(f[3]), in.before = text(f[4]),
  in.after = text(f[5]), in.text = text(f[6]), in.tags = text(f[7]), in.attachments = text(f[8]),
  in.author = text(f[9]), in.place = text(f[10]);
  in.on = POSTIL_ON_NOTE, in.task = POSTIL_TASK_DONE, in.pos = 77, in.changed = 1700000000;
  {
    Shelf shelf(path("s"));
    ASSERT_EQ(postil_field_note_write(shelf.handle, &in, nullptr), POSTIL_OK);
  }
  for (int round = 0; round < 2; ++round) {
    Shelf shelf(path("s"));
    ASSERT_EQ(shelf.code, POSTIL_OK) << shelf.message;
    postil_notes_query q{};
    postil_field_notes* notes = nullptr;
    ASSERT_EQ(postil_field_notes_open(shelf.handle, &q, &notes), POSTIL_OK);
    postil_field_note n{};
    ASSERT_EQ(postil_field_note_at(notes, 0, &n), POSTIL_OK);
    EXPECT_EQ(str(n.id), id);
    const postil_text got[11] = {n.book, n.title, n.subject,     n.quote,  n.before, n.after,
                                 n.text, n.tags,  n.attachments, n.author, n.place};
    for (int i = 0; i < 11; ++i) EXPECT_EQ(str(got[i]), f[i]) << i;
    EXPECT_EQ(n.on, 4u);
    EXPECT_EQ(n.task, 2u);
    EXPECT_EQ(n.pos, 77u);
    EXPECT_EQ(n.changed, 1700000000u);
    EXPECT_EQ(n.created, 1700000000u);
    postil_field_notes_free(notes);
    fs::remove(path("s"));  // the second round reads the journal
  }
}

TEST_F(ShelfTest, EachFileIsMadeAgainFromTheOther) {
  std::string before;
  {
    Shelf shelf(path("s"));
    for (int i = 0; i < 20; ++i) shelf.write("note " + std::to_string(i));
    before = shelf.markdown();
  }
  const std::string journal = slurp(path("s.notes"));
  fs::remove(path("s"));
  EXPECT_EQ(Shelf(path("s"), 0).code, POSTIL_ABSENT);
  EXPECT_EQ(Shelf(path("s")).markdown(), before);
  fs::remove(path("s.notes"));
  EXPECT_EQ(Shelf(path("s"), 0).markdown(), before);
  EXPECT_EQ(slurp(path("s.notes")).size(), journal.size());
  // A journal cut in the middle of a line gets back what the database still has.
  spit(path("s.notes"), journal.substr(0, journal.size() / 2));
  EXPECT_EQ(Shelf(path("s"), 0).markdown(), before);
  fs::remove(path("s"));
  EXPECT_EQ(Shelf(path("s")).markdown(), before);
}

TEST_F(ShelfTest, ADamagedLineCostsItselfOnly) {
  Shelf(path("s")).write("one");
  Shelf(path("s")).write("two");
  std::string journal = slurp(path("s.notes"));
  journal[journal.find("one")] = '0';
  spit(path("s.notes"), "no line at all\n" + journal + "torn");
  fs::remove(path("s"));
  {
    Shelf shelf(path("s"));
    EXPECT_EQ(shelf.texts(), Texts{"two"});
    shelf.write("three");
    EXPECT_EQ(shelf.texts(), (Texts{"three", "two"}));
  }
  postil_shelf_state state{};
  ASSERT_EQ(postil_shelf_check(path("s").c_str(), &state), POSTIL_OK);
  EXPECT_EQ(state.damaged, 3u);
  EXPECT_EQ(state.notes, 2u);
  ASSERT_EQ(postil_shelf_repair(path("s").c_str(), &state), POSTIL_OK) << postil_shelf_message(nullptr);
  EXPECT_EQ(state.damaged, 0u);
  EXPECT_NE(slurp(path("s.notes.damaged-1")).find("no line at all\n"), std::string::npos);
  EXPECT_EQ(Shelf(path("s")).texts(), (Texts{"three", "two"}));
}

TEST_F(ShelfTest, TwoHandlesAndTwoProcessesSeeOneShelf) {
  Shelf a(path("s")), b(path("s"));
  a.write("from a");
  EXPECT_EQ(b.texts(), Texts{"from a"});
  b.write("from b");
  EXPECT_EQ(a.texts(), (Texts{"from a", "from b"}));
  constexpr int kEach = 15;
  std::vector<pid_t> children;
  for (int child = 0; child < 3; ++child) {
    const pid_t pid = fork();
    if (pid == 0) {
      Shelf own(path("s"));
      bool right = own.code == POSTIL_OK;
      for (int i = 0; i < kEach; ++i) right &= !own.write("child " + std::to_string(child * 100 + i)).empty();
      // The parent's handle is not the child's.
      uint32_t count = 0;
      right &= postil_shelf_packs(a.handle, nullptr, 0, &count) == POSTIL_FORKED;
      _exit(right ? 0 : 1);
    }
    children.push_back(pid);
  }
  for (int i = 0; i < kEach; ++i) EXPECT_FALSE(a.write("parent " + std::to_string(i)).empty());
  for (const pid_t pid : children) {
    int status = 0;
    waitpid(pid, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(a.texts().size(), 2u + 4 * kEach);
  EXPECT_EQ(b.texts().size(), 2u + 4 * kEach);
}

TEST_F(ShelfTest, WhatIsNoShelfIsRefused) {
  spit(path("text"), std::string(100000, 'x'));
  EXPECT_EQ(Shelf(path("text")).code, POSTIL_UNSUPPORTED);
  spit(path("empty"), "");
  EXPECT_EQ(Shelf(path("empty"), 0).code, POSTIL_CORRUPT);
  EXPECT_EQ(Shelf(path("nowhere/s")).code, POSTIL_ABSENT);
  EXPECT_EQ(Shelf(folder_).code, POSTIL_INVALID_ARGUMENT);
  EXPECT_EQ(slurp(path("text")), std::string(100000, 'x'));
  postil_shelf_state state{};
  EXPECT_EQ(postil_shelf_check(path("absent").c_str(), &state), POSTIL_ABSENT);
}

TEST_F(ShelfTest, BesideAnotherMachinesDatabaseThisOneMakesItsOwn) {
  std::string before;
  {
    Shelf shelf(path("s"));
    shelf.write("kept");
    before = shelf.markdown();
  }
  // On a machine of the other word size the fields of LMDB's first page stand elsewhere.
  std::string database = slurp(path("s"));
  for (const size_t page : {size_t{0}, size_t{4096}})
    database.erase(page + (sizeof(void*) == 8 ? 8 : 12), 4), database.insert(page + 4000, 4, '\0');
  spit(path("s"), database);
  postil_shelf_state state{};
  EXPECT_EQ(postil_shelf_check(path("s").c_str(), &state), POSTIL_OK);
  EXPECT_EQ(state.store, POSTIL_ABSENT);
  EXPECT_EQ(state.notes, 1u);
  EXPECT_EQ(Shelf(path("s"), POSTIL_SHELF_READ_ONLY).code, POSTIL_UNSUPPORTED);
  for (int round = 0; round < 2; ++round) {
    Shelf shelf(path("s"), 0);
    ASSERT_EQ(shelf.code, POSTIL_OK) << shelf.message;
    EXPECT_EQ(shelf.markdown(), before);
    EXPECT_NE(shelf.write("more"), "");
    before = shelf.markdown();
  }
  ASSERT_EQ(postil_shelf_repair(path("s").c_str(), &state), POSTIL_OK) << postil_shelf_message(nullptr);
  EXPECT_EQ(Shelf(path("s"), POSTIL_SHELF_READ_ONLY).markdown(), before);
  EXPECT_TRUE(slurp(path("s")) == database);
}

TEST_F(ShelfTest, ADatabaseDamagedAnywhereLosesNoNoteAndKillsNobody) {
  std::string before;
  {
    Shelf shelf(path("s"));
    for (int i = 0; i < 40; ++i) shelf.write("note " + std::to_string(i) + std::string(1500, 'x'));
    before = shelf.markdown();
  }
  const std::string database = slurp(path("s")), journal = slurp(path("s.notes"));
  uint64_t seed = 7;
  const auto chance = [&](size_t below) {
    return static_cast<size_t>((seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33) % below;
  };
  int opened = 0, refused = 0;
  const auto damage = [&](int kind) {
    std::string damaged = database;
    if (kind == 0) damaged.resize(chance(damaged.size()));
    if (kind == 1 || kind == 2)
      for (size_t i = 0, n = kind == 1 ? 3 : 3000; i < n; ++i)
        damaged[chance(damaged.size())] = static_cast<char>(chance(256));
    // Where pages keep their bounds, numbers and lists of free pages: what LMDB works by.
    if (kind == 3)
      for (size_t i = 0, n = 1 + chance(3); i < n; ++i)
        damaged[chance(damaged.size() / 4096) * 4096 + chance(180)] = static_cast<char>(chance(256));
    return damaged;
  };
  for (int round = 0; round < 60; ++round) {
    const bool while_open = round % 8 >= 4;
    const std::string damaged = damage(round % 4);
    spit(path("s"), while_open ? database : damaged);
    spit(path("s.notes"), journal);
    const pid_t pid = fork();
    if (pid == 0) {
      postil_shelf_state state{};
      std::string after = before;
      bool usable = false;
      {
        Shelf shelf(path("s"), 0);
        if (while_open) {
          if (shelf.markdown() != before) _exit(4);
          spit(path("s"), damaged);
        }
        usable = shelf.code == POSTIL_OK && shelf.markdown() == before;
        for (int i = 0; usable && i < 8; ++i) shelf.write("new " + std::to_string(i) + std::string(1500, 'y'));
        if (usable) after = shelf.markdown();
        if (usable && after.size() < before.size() + 8 * 1500) _exit(5);
      }
      postil_shelf_check(path("s").c_str(), &state);
      if (postil_shelf_repair(path("s").c_str(), &state) != POSTIL_OK) _exit(2);
      if (Shelf(path("s"), 0).markdown() != after) _exit(3);
      _exit(usable ? 0 : 1);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) <= 1) << "round " << round << " status " << status;
    ++(WEXITSTATUS(status) == 0 ? opened : refused);
    for (const auto& file : fs::directory_iterator(folder_))
      if (file.path().string().find("damaged") != std::string::npos) fs::remove(file.path());
  }
  EXPECT_GT(refused, 15);
  EXPECT_GT(opened, 0);
}

TEST_F(ShelfTest, AReadOnlyCardIsReadAndSaysSo) {
  {
    Shelf shelf(path("s"));
    shelf.write("one");
  }
  {
    Shelf shelf(path("s"), POSTIL_SHELF_READ_ONLY);
    ASSERT_EQ(shelf.code, POSTIL_OK) << shelf.message;
    EXPECT_EQ(shelf.texts(), Texts{"one"});
    EXPECT_EQ(shelf.write("two"), "");
    EXPECT_EQ(shelf.last, POSTIL_PERMISSION);
    // What the journal has more is seen, though the database cannot take it in.
    Shelf(path("other")).write("from elsewhere");
    spit(path("s.notes"), slurp(path("s.notes")) + slurp(path("other.notes")));
    EXPECT_EQ(shelf.texts(), (Texts{"from elsewhere", "one"}));
  }
  // As on a device whose card is mounted read-only; root may write everywhere, so the lock file's absence is tried too.
  fs::remove(path("s.lock"));
  EXPECT_EQ(Shelf(path("s"), POSTIL_SHELF_READ_ONLY).texts(), (Texts{"from elsewhere", "one"}));
  EXPECT_FALSE(fs::exists(path("s.lock")));
}

TEST_F(ShelfTest, ANewerVersionsShelfIsRefusedAnOlderOneIsTakenOver) {
  for (const int change : {+1, -1}) {
    fs::remove_all(folder_);
    fs::create_directory(folder_);
    Shelf(path("s")).write("kept");
    std::string database = slurp(path("s"));
    size_t found = 0;
    for (size_t at = 0; (at = database.find("postil shelf", at)) != std::string::npos; at += 12, ++found)
      database[at + 12] = static_cast<char>(database[at + 12] + change);
    ASSERT_GT(found, 0u);
    spit(path("s"), database);
    Shelf shelf(path("s"));
    EXPECT_EQ(shelf.code, POSTIL_UNSUPPORTED);
    EXPECT_NE(shelf.message.find(change > 0 ? "newer" : "older"), std::string::npos) << shelf.message;
    postil_shelf_state state{};
    const int32_t code = postil_shelf_repair(path("s").c_str(), &state);
    if (change > 0) {
      EXPECT_EQ(code, POSTIL_UNSUPPORTED);
      EXPECT_EQ(slurp(path("s")), database);
    } else {
      EXPECT_EQ(code, POSTIL_OK) << postil_shelf_message(nullptr);
      EXPECT_EQ(Shelf(path("s"), 0).texts(), Texts{"kept"});
      EXPECT_EQ(slurp(path("s.damaged-1")), database);
    }
  }
}

TEST_F(ShelfTest, SuspendedItLetsGoOfTheFiles) {
  Shelf shelf(path("s"));
  shelf.write("one");
  ASSERT_EQ(postil_shelf_suspend(shelf.handle), POSTIL_OK);
  shelf.write("two");
  EXPECT_EQ(shelf.last, POSTIL_SUSPENDED);
  ASSERT_EQ(postil_shelf_resume(shelf.handle), POSTIL_OK);
  EXPECT_EQ(shelf.texts(), Texts{"one"});
}

// ---- two shelves merged: whatever was written where, and in whatever order it is merged, all hold the same in the end

TEST_F(ShelfTest, MergingIsCommutativeAndRepeatingItChangesNothing) {
  uint64_t seed = 11;
  const auto chance = [&](uint32_t below) {
    return static_cast<uint32_t>((seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33) % below;
  };
  for (int round = 0; round < 4; ++round) {
    fs::remove_all(folder_);
    fs::create_directory(folder_);
    std::vector<std::unique_ptr<Shelf>> shelves;
    for (int i = 0; i < 3; ++i) shelves.push_back(std::make_unique<Shelf>(path(std::to_string(i))));
    const auto merge = [&](uint32_t to, uint32_t from) {
      uint32_t taken = 0, damaged = 0;
      EXPECT_EQ(
          postil_shelf_merge(shelves[to]->handle, path(std::to_string(from) + ".notes").c_str(), &taken, &damaged),
          POSTIL_OK);
      return taken;
    };
    for (auto& s : shelves) s->write("own");
    for (int step = 0; step < 25; ++step) {
      const uint32_t at = chance(3), note = 1 + chance(5);
      const std::string id = "000000000000000" + std::to_string(note);
      const uint32_t what = chance(6);
      if (what == 0)
        merge(at, chance(3));
      else if (what == 1)
        postil_field_note_remove(shelves[at]->handle, id.data(), 16);
      else
        shelves[at]->write("step " + std::to_string(step), id, "urn:b", 1700000000u + chance(5));
    }
    const uint32_t first = chance(3), second = (first + 1 + chance(2)) % 3, third = 3 - first - second;
    merge(first, second), merge(first, third), merge(third, second), merge(third, first), merge(second, third),
        merge(second, first);
    for (uint32_t i = 0; i < 9; ++i) EXPECT_EQ(merge(i / 3, i % 3), 0u);
    EXPECT_EQ(shelves[0]->markdown(), shelves[1]->markdown());
    EXPECT_EQ(shelves[0]->markdown(), shelves[2]->markdown());
    EXPECT_GE(shelves[0]->texts().size(), 3u);
  }
}

TEST_F(ShelfTest, WhatTwoReadersChangedStandsSideBySideUntilOneFollowsBoth) {
  Shelf a(path("a")), b(path("b"));
  uint32_t taken = 0, damaged = 0;
  const std::string id = a.write("draft");
  postil_shelf_merge(b.handle, path("a.notes").c_str(), &taken, &damaged);
  EXPECT_EQ(taken, 1u);
  a.write("a's", id);
  b.write("b's", id);
  postil_shelf_merge(a.handle, path("b.notes").c_str(), &taken, &damaged);
  EXPECT_EQ(a.texts(), (Texts{"a's (conflict)", "b's (conflict)"}));
  postil_shelf_state state{};
  postil_shelf_check(path("a").c_str(), &state);
  EXPECT_EQ(state.conflicts, 1u);
  // A change against a removal: the words stay to be seen.
  a.write("both", id);
  EXPECT_EQ(a.texts(), Texts{"both"});
  postil_shelf_merge(b.handle, path("a.notes").c_str(), &taken, &damaged);
  EXPECT_EQ(b.texts(), Texts{"both"});
  postil_field_note_remove(a.handle, id.data(), 16);
  b.write("b again", id);
  postil_shelf_merge(a.handle, path("b.notes").c_str(), &taken, &damaged);
  EXPECT_EQ(a.texts(), Texts{"b again (conflict)"});
}

}  // namespace
