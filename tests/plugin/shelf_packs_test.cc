// The shelf's catalogue: packs added, found again, moved, asked.
#include "tests/plugin/shelf_packs_fixture.h"

namespace {

using namespace shelf_test;
using Packs = PacksTest;

TEST_F(Packs, AreFoundAddedChangedMovedAndMissed) {
  const std::string one = pack("One", {entity("Harrow")}), two = pack("Two", {entity("Amery")});
  Shelf shelf(path("s"));
  postil_shelf_scanned s = scan(shelf);
  EXPECT_EQ(s.added, 2u);
  s = scan(shelf);
  EXPECT_EQ(s.seen, 2u);
  EXPECT_EQ(s.added + s.changed + s.moved + s.missing + s.failed, 0u);
  postil_shelf_set_reading(shelf.handle, 1, 7, 8);
  fs::rename(one, path("packs/Moved.postil"));
  s = scan(shelf);
  EXPECT_EQ(s.moved, 1u);
  postil_shelf_pack p{};
  ASSERT_EQ(postil_shelf_pack_at(shelf.handle, 1, &p), POSTIL_OK);
  EXPECT_EQ(str(p.path), path("packs/Moved.postil"));
  EXPECT_EQ(p.until, 8u);
  // A copy is no second book.
  fs::copy_file(path("packs/Moved.postil"), path("packs/Copy.postil"));
  s = scan(shelf);
  EXPECT_EQ(s.added, 0u);
  EXPECT_EQ(found(shelf, "harrow"), Texts{"One same"});
  // A card that is pulled and comes back.
  fs::rename(path("packs/Moved.postil"), path("away"));
  fs::remove(path("packs/Copy.postil"));
  s = scan(shelf);
  EXPECT_EQ(s.missing, 1u);
  postil_shelf_pack_at(shelf.handle, 1, &p);
  EXPECT_EQ(p.missing, 1u);
  EXPECT_EQ(found(shelf, "harrow"), Texts{});
  fs::rename(path("away"), path("packs/Moved.postil"));
  s = scan(shelf);
  postil_shelf_pack_at(shelf.handle, 1, &p);
  EXPECT_EQ(p.missing, 0u);
  EXPECT_EQ(found(shelf, "harrow").size(), 1u);
  // A new edition in the old place: other names.
  pack("Moved", {entity("Underwood")});
  s = scan(shelf);
  EXPECT_EQ(s.changed, 1u);
  EXPECT_EQ(found(shelf, "harrow"), Texts{});
  EXPECT_EQ(found(shelf, "underwood"), Texts{"Moved same"});
  spit(path("packs/broken.postil"), "no pack");
  s = scan(shelf);
  EXPECT_EQ(s.failed, 1u);
  ASSERT_EQ(postil_shelf_remove(shelf.handle, 2), POSTIL_OK);
  EXPECT_EQ(found(shelf, "amery"), Texts{});
  EXPECT_EQ(postil_shelf_remove(shelf.handle, 2), POSTIL_ABSENT);
}

TEST_F(Packs, OfOneNameAreOnlyPerhapsTheSame) {
  pack("A", {entity("Zhou Enlai", "premier-zhou", "wikidata:Q17410")});
  pack("B", {entity("Chou En-lai", "", "wikidata:Q17410")});
  pack("C", {entity("Zhou Enlai")});
  pack("D", {entity("The Premier", "premier-zhou")});
  Shelf shelf(path("s"));
  scan(shelf);
  EXPECT_EQ(found(shelf, "zhou enlai"), (Texts{"A same", "D same", "B same", "C perhaps"}));
  EXPECT_EQ(found(shelf, "Zhou Enlai’s", 3), (Texts{"C here", "A perhaps"}));
  EXPECT_EQ(found(shelf, "chou en-lai"), (Texts{"B same", "A same"}));
  EXPECT_EQ(found(shelf, "nobody"), Texts{});
  EXPECT_EQ(shelf.last, POSTIL_ABSENT);
}

TEST_F(Packs, ASeriesCarriesOverAndLaterVolumesAreSilent) {
  pack("V1", {entity("Harrow")}, "Quay", 1);
  pack("V2", {entity("Harrow")}, "Quay", 2);
  pack("V3", {entity("Harrow"), entity("Amery")}, "Quay", 3);
  pack("V4", {entity("Harrow")}, "Quay", 4);
  Shelf shelf(path("s"));
  scan(shelf);
  EXPECT_EQ(found(shelf, "Harrow", 3), (Texts{"V3 here", "V2 perhaps earlier", "V1 perhaps earlier", "V4 perhaps"}));
}

TEST_F(Packs, EachBookAnswersUnderItsOwnLimit) {
  pack("A", {entity("Harrow", "", "", 20)});
  pack("B", {entity("Harrow", "", "", 20)});
  Shelf shelf(path("s"));
  scan(shelf);
  EXPECT_EQ(found(shelf, "Harrow").size(), 2u);
  postil_shelf_set_reading(shelf.handle, 1, 5, 5);
  EXPECT_EQ(found(shelf, "Harrow"), Texts{"B same"});
  postil_shelf_set_reading(shelf.handle, 2, 5, 5);
  EXPECT_EQ(found(shelf, "Harrow"), Texts{});
  postil_shelf_set_reading(shelf.handle, 1, 25, 25);
  EXPECT_EQ(found(shelf, "Harrow"), Texts{"A same"});
}

// The index held against the packs themselves, while it is built, merged and thinned.
TEST_F(Packs, EveryNameOfEveryPackIsFound) {
  std::map<std::string, std::set<std::string>> books_of;
  uint64_t seed = 5;
  const auto chance = [&](uint32_t below) {
    return static_cast<uint32_t>((seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33) % below;
  };
  Shelf shelf(path("s"));
  for (uint32_t book = 0; book < 80; ++book) {
    std::vector<postil::Entity> entities;
    std::set<std::string> mine;
    while (mine.size() < 30)
      mine.insert(chance(2) ? "Common " + std::to_string(chance(60))
                            : "Own " + std::to_string(book * 1000 + chance(900)));
    for (const std::string& n : mine) entities.push_back(entity(n)), books_of[n].insert("Book" + std::to_string(book));
    uint32_t number = 0;
    const std::string file = pack("Book" + std::to_string(book), entities);
    ASSERT_EQ(postil_shelf_add(shelf.handle, file.c_str(), &number), POSTIL_OK) << postil_shelf_message(shelf.handle);
    if (book % 7 == 3) {
      for (auto& [name, books] : books_of) books.erase("Book" + std::to_string(book));
      ASSERT_EQ(postil_shelf_remove(shelf.handle, number), POSTIL_OK);
    }
  }
  for (const auto& [name, books] : books_of) {
    std::set<std::string> got;
    for (const std::string& t : found(shelf, name, POSTIL_NONE, 64)) got.insert(t.substr(0, t.find(' ')));
    EXPECT_EQ(got, books) << name;
  }
}

TEST_F(Packs, ARepairedShelfHasItsPacksAgain) {
  pack("A", {entity("Harrow")});
  pack("B", {entity("Amery")});
  {
    Shelf shelf(path("s"));
    scan(shelf);
    shelf.write("kept");
    postil_shelf_remove(shelf.handle, 1);
    scan(shelf);
  }
  std::string database = slurp(path("s"));
  for (size_t at = 0; (at = database.find("postil shelf", at)) != std::string::npos; at += 12) --database[at + 12];
  spit(path("s"), database);
  postil_shelf_state state{};
  ASSERT_EQ(postil_shelf_repair(path("s").c_str(), &state), POSTIL_OK) << postil_shelf_message(nullptr);
  EXPECT_EQ(state.packs, 2u);
  Shelf shelf(path("s"), 0);
  EXPECT_EQ(found(shelf, "amery"), Texts{"B same"});
  EXPECT_EQ(shelf.texts(), Texts{"kept"});
  postil_shelf_pack p{};
  EXPECT_EQ(postil_shelf_pack_at(shelf.handle, 3, &p), POSTIL_OK);  // numbers stay
}

}  // namespace
