// What stands beside a name, and what it makes of the name's kind.
#include "packer/entities/evidence.h"

#include <gtest/gtest.h>

namespace postil {
namespace {

Evidence beside(const std::string& text, const std::string& name, bool body = true) {
  const auto at = static_cast<uint32_t>(text.find(name));
  return evidence(text, at, at + static_cast<uint32_t>(name.size()), parse_surface(name), body);
}

TEST(Evidence, WhatOnlyPersonsHave) {
  EXPECT_GE(beside("Then the emperor Tetrian wept.", "Tetrian").person, 2u);
  EXPECT_GE(beside("Tetrian, the son of Osric, wept.", "Tetrian").person, 2u);
  EXPECT_GE(beside("Tetrian, who had wept, left.", "Tetrian").person, 2u);
  EXPECT_EQ(beside("The walls stood near Tetrian.", "Tetrian").person, 0u);
}

TEST(Evidence, WhatOnlyPlacesHave) {
  EXPECT_GE(beside("They saw the city of Karsk.", "Karsk").place, 2u);
  EXPECT_GE(beside("Snow fell in Karsk.", "Karsk").place, 1u);
  EXPECT_EQ(beside("The passage is in Karsk.", "Karsk", false).place, 0u);  // a note may mean a book
}

TEST(Evidence, OneWhoIsCalledByAnOfficeIsNoPeople) {
  for (const char* name : {"President", "Prime Minister"}) {
    Kinds kinds;
    const Surface s = parse_surface(name);
    const Evidence spoke = beside("Then the " + std::string(name) + " spoke again.", name);
    EntityType kind = EntityType::person;
    for (int i = 0; i < 40; ++i) kind = kinds.settle(s, spoke, EntityType::person);
    EXPECT_EQ(kind, EntityType::person) << name;
  }
}

TEST(Evidence, EnoughOfItOverrulesWhatAPlaceSays) {
  Kinds kinds;
  const Surface s = parse_surface("Tetrian");
  const Evidence emperor = beside("Then the emperor Tetrian wept.", "Tetrian");
  EXPECT_EQ(kinds.settle(s, emperor, EntityType::place), EntityType::place);
  EXPECT_EQ(kinds.settle(s, emperor, EntityType::place), EntityType::person);
  EXPECT_EQ(kinds.settle(s, {}, EntityType::place), EntityType::person);
}

TEST(Evidence, NamesThatSayThemselvesWhatTheyAre) {
  const auto kind = [](const std::string& name, EntityType said) {
    return Kinds().settle(parse_surface(name), {}, said);
  };
  EXPECT_EQ(kind("China", EntityType::person), EntityType::place);
  EXPECT_EQ(kind("Lisbon Conference", EntityType::organization), EntityType::event);
  EXPECT_EQ(kind("North Koreans", EntityType::other), EntityType::people);
  EXPECT_EQ(kind("Lin Weimin", EntityType::place), EntityType::person);
  EXPECT_EQ(kind("Pavel Andreyevich", EntityType::place), EntityType::person);
  EXPECT_EQ(kind("Vie de Tetrian", EntityType::person), EntityType::work);
  EXPECT_EQ(kind("Julian Alps", EntityType::person), EntityType::place);
  EXPECT_EQ(kind("West", EntityType::person), EntityType::place);
  EXPECT_EQ(kind("Anna Weber", EntityType::person), EntityType::person);
}

TEST(Evidence, BodiesByTheirHeads) {
  const auto kind = [](const std::string& name, EntityType said) {
    return Kinds().settle(parse_surface(name), {}, said);
  };
  EXPECT_EQ(kind("General Barges Administration", EntityType::person), EntityType::organization);
  EXPECT_EQ(kind("Department of Locks", EntityType::person), EntityType::organization);
  EXPECT_EQ(kind("House of Delegates", EntityType::place), EntityType::organization);
  EXPECT_EQ(kind("House of Linde", EntityType::place), EntityType::place);
  EXPECT_EQ(kind("Secretary of Locks", EntityType::event), EntityType::person);
  EXPECT_EQ(kind("King Street", EntityType::person), EntityType::place);
  EXPECT_EQ(kind("Rosa Street", EntityType::person), EntityType::person);
  EXPECT_EQ(kind("New World", EntityType::person), EntityType::place);
  EXPECT_EQ(kind("Bolshevism", EntityType::person), EntityType::term);
  EXPECT_EQ(kind("Carthaginian Peace", EntityType::person), EntityType::other);
  EXPECT_EQ(kind("American Minister", EntityType::person), EntityType::person);
}

TEST(Evidence, NobodyHasAnArticle) {
  Kinds kinds;
  const Surface s = parse_surface("Dvorna");
  EXPECT_EQ(kinds.settle(s, beside("They rowed along the Dvorna, singing.", "Dvorna"), EntityType::person),
            EntityType::place);
  Kinds others;
  EXPECT_EQ(others.settle(s, beside("They read the Dvorna, singing.", "Dvorna"), EntityType::person),
            EntityType::other);
  EXPECT_EQ(Kinds().settle(s, beside("Then Dvorna sang.", "Dvorna"), EntityType::person), EntityType::person);
}

TEST(Evidence, PlacesStandAmongPlaces) {
  Kinds kinds;
  const Surface s = parse_surface("Dvorna");
  Evidence listed;
  listed.listed_place = 1;
  EXPECT_EQ(kinds.settle(s, listed, EntityType::person), EntityType::person);
  EXPECT_EQ(kinds.settle(s, listed, EntityType::person), EntityType::place);
  Kinds spoken;
  spoken.settle(s, beside("Dvorna himself came.", "Dvorna"), EntityType::person);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(spoken.settle(s, listed, EntityType::person), EntityType::person);
}

TEST(Evidence, WhatHasForcesIsABody) {
  EXPECT_EQ(
      Kinds().settle(parse_surface("Dvornak"), beside("The Dvornak forces withdrew.", "Dvornak"), EntityType::other),
      EntityType::organization);
}

TEST(Evidence, PeoplesByTheirEndingAndArticle) {
  Kinds kinds;
  const Surface s = parse_surface("Dvornians");
  const Evidence the = beside("Then the Dvornians fled.", "Dvornians");
  kinds.settle(s, the, EntityType::person);
  EXPECT_EQ(kinds.settle(s, the, EntityType::person), EntityType::people);
}

}  // namespace
}  // namespace postil
