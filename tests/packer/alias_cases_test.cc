// Who is one and who is two, from plain text through every stage, in books of many kinds. The texts are made up for these tests.
#include <gtest/gtest.h>

#include <algorithm>

#include "packer/citations/citations.h"
#include "packer/entities/entities.h"
#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

struct Case {
  const char* text;
  const char *a, *b;
  bool one;
};

std::vector<std::vector<std::string>> called_in(const std::string& text) {
  Book book;
  EXPECT_TRUE(read_plain_text(text + "\n", "t.txt", book));
  structure(book);
  const NoteSet notes = find_notes(book, {});
  const CitationSet citations = find_citations(book, notes);
  const EntitySet set = link_names(book, notes, citations, find_names(book, notes, citations));
  std::vector<std::vector<std::string>> out;
  for (const Entity& e : set.entities) {
    if (std::any_of(e.facts.begin(), e.facts.end(), [](const Fact& f) { return f.kind == FactKind::superseded; }))
      continue;
    out.emplace_back();
    for (const Alias& a : e.aliases) out.back().push_back(a.text);
  }
  return out;
}

class Aliases : public ::testing::TestWithParam<Case> {};

TEST_P(Aliases, OneOrTwo) {
  const Case& c = GetParam();
  const auto sets = called_in(c.text);
  const auto has = [](const std::vector<std::string>& s, const std::string& name) {
    return std::any_of(s.begin(), s.end(),
                       [&](const std::string& a) { return a == name || a == "the " + name || a == "The " + name; });
  };
  bool one = false, a = false, b = false;
  std::string all;
  for (const auto& s : sets) {
    one |= has(s, c.a) && has(s, c.b);
    a |= has(s, c.a);
    b |= has(s, c.b);
    all += "\n ";
    for (const std::string& alias : s) all += " | " + alias;
  }
  EXPECT_TRUE(a) << c.a << all;
  if (c.one) {
    EXPECT_TRUE(b) << c.b << all;
  }
  if (a && b) {
    EXPECT_EQ(one, c.one) << c.a << " , " << c.b << all;
  }
}

// Roman history.
constexpr const char* kRome =
    "Marcus Varinius crossed the river with two legions. Varinius had been consul, and his brother Lucius Varinius was "
    "still in Rome. "
    "The people of Corinium feared Marcus Varinius. Severa Varinia, his daughter, wrote from Corinium. When Marcus "
    "Varinius died, the "
    "emperor Tetrian wept. Tetrian gave the province to Gaius of Corinium, and Gaius of Corinium kept it well.";
constexpr const char* kNumbers =
    "King Osric II built the walls. Osric II died in the spring, and Osric III followed him. Osric III loved the hunt. "
    "His queen was Aldith "
    "the Fair, and Aldith the Fair outlived him.";
// A Russian novel.
constexpr const char* kRussian =
    "Pavel Andreyevich Sorokin came down to breakfast late. “You slept badly, Pavel Andreyevich,” said Darya Petrovna. "
    "Sorokin smiled. "
    "Darya Petrovna Sorokina, his wife, poured the tea. In the garden Pasha met Anna "
    "Sergeyevna. Anna Sergeyevna "
    "Lvova looked at Darya "
    "Petrovna and said nothing. Sorokin went out, and Pavel Andreyevich Sorokin did not return that day.";
// Chinese history.
constexpr const char* kChinese =
    "Lu Weimin led the delegation, and Lu spoke first. The older files call him Lu Wei-min. The scholar Lu Jianguo, "
    "who had never met Lu "
    "Weimin, wrote the report. In the English press he appears as Weimin Lu. General Tang Shaoyi (T'ang Shao-yi) "
    "opposed him; Tang Shaoyi was "
    "old. They met in Peking (Beijing), and Beijing was quiet. The Central Harbour Commission (CHC) paid for "
    "everything. The CHC was rich.";
constexpr const char* kRomanised =
    "Mao Tse-tung spoke to the congress. The newer books write Mao Zedong, and Mao Zedong it is in this one. Chou "
    "En-lai answered him; later "
    "editions print Zhou Enlai. Teng Hsiao-ping kept silent, as Deng Xiaoping often did.";
// Spanish double surnames.
constexpr const char* kSpanish =
    "Carmen Ibarra Olmedo was elected in May. Ibarra Olmedo promised water. Her rival, Luis Ibarra Quesada, laughed at "
    "her. Don Luis had "
    "money. “Señora Ibarra will lose,” he said. Carmen Ibarra won. The village of San Isidro voted for Carmen Ibarra "
    "Olmedo.";
constexpr const char* kConquest =
    "Diego de la Torre sailed from Seville. De la Torre took forty men. His cousin Hernando de la Torre stayed in "
    "Seville. Captain Diego de la "
    "Torre never saw Seville again.";
// Science.
constexpr const char* kScience =
    "The method of Keller and Brandt was first described in 1911. Ernst Keller measured the current; H. M. Brandt "
    "wrote the theory. Keller "
    "worked at the University of Jena. Hilde M. Brandt left Jena in 1914. The Royal Institute of Optics (RIO) gave "
    "Ernst Keller its medal, "
    "and RIO published his papers. Dr. Keller refused the money. The Keller Institute was founded later.";
// Arabic names.
constexpr const char* kArabic =
    "Abu Nasr al-Katib was born in Basra. Al-Katib wrote on the stars. His pupil Yusuf ibn Salim al-Basri disputed "
    "with al-Katib for years. "
    "Ibn Salim went to Cairo. Yusuf ibn Salim died in Cairo. His son Ahmad ibn Yusuf kept the books. The caliph "
    "al-Mansur paid Ahmad ibn Yusuf.";
// An English novel.
constexpr const char* kNovel =
    "Mr. Harding sat by the fire. Mrs. Harding was at her sister's. “Miss Harding is in love,” said the cook. Lucy "
    "Harding blushed. “Lucy, my "
    "dear,” said Mr. Harding. Her brother, Captain Harding, wrote from India. Frederick Harding was a brave man. Old "
    "Mrs. Crewe called. “Lizzie "
    "is well,” said Mrs. Crewe; Elizabeth Crewe was her niece. Colonel Bertram Hale danced with Lucy Harding. The "
    "colonel loved her. Colonel "
    "Hale proposed. The Hardings went to Bath. Lady Anne Hale disapproved, and Lady Anne said so.";
// History and politics.
constexpr const char* kPolitics =
    "President Arthur Langley met Prime Minister Edith Rowe in Lisbon. Langley disliked Rowe. Secretary of State "
    "Warren Pike advised President "
    "Langley to wait. Pike was patient. The Western Trade Organization, known as the WTO2, met in Lisbon. John "
    "Langley, a senator, was no "
    "relation. The Republic of Marova joined; Marova was poor. Northern Marova had coal. The Lisbon Treaty was signed "
    "there.";
constexpr const char* kWar =
    "The battle of Varna was lost. General Otto von Kessel blamed the weather. Von Kessel retreated to Varna. Kessel's "
    "brother, Karl von Kessel, "
    "was taken prisoner. Marshal Ney was not there. The Black Sea was calm, and the Black Sea Fleet stayed in port.";
constexpr const char* kPlaces =
    "They sailed from Newport to Newport Island. Newport was foggy. The river Severn rises in Wales. Prince Rupert "
    "came to Oxford; Oxford "
    "University closed its doors. Constantia was the old name of Karsk. Karsk, formerly Constantia, has a bridge. "
    "Saint Alban preached at "
    "St. Albans. St. Albans is a town.";

const Case kCases[] = {
    {kRome, "Marcus Varinius", "Varinius", true},
    {kRome, "Marcus Varinius", "Lucius Varinius", false},
    {kRome, "Marcus Varinius", "Severa Varinia", false},
    {kRome, "Corinium", "Gaius of Corinium", false},
    {kNumbers, "Osric II", "Osric III", false},
    {kRussian, "Pavel Andreyevich", "Pavel Andreyevich Sorokin", true},
    {kRussian, "Pavel Andreyevich Sorokin", "Sorokin", true},
    {kRussian, "Darya Petrovna", "Darya Petrovna Sorokina", true},
    {kRussian, "Anna Sergeyevna", "Anna Sergeyevna Lvova", true},
    {kRussian, "Darya Petrovna", "Anna Sergeyevna", false},
    {kRussian, "Pavel Andreyevich Sorokin", "Darya Petrovna Sorokina", false},
    {kChinese, "Lu Weimin", "Lu Wei-min", true},
    {kChinese, "Lu Weimin", "Weimin Lu", true},
    {kChinese, "Lu Weimin", "Lu Jianguo", false},
    {kChinese, "Peking", "Beijing", true},
    {kChinese, "Central Harbour Commission", "CHC", true},
    {kRomanised, "Mao Tse-tung", "Mao Zedong", true},
    {kRomanised, "Chou En-lai", "Zhou Enlai", true},
    {kRomanised, "Teng Hsiao-ping", "Deng Xiaoping", true},
    {kRomanised, "Mao Zedong", "Zhou Enlai", false},
    {kSpanish, "Carmen Ibarra Olmedo", "Carmen Ibarra", true},
    {kSpanish, "Carmen Ibarra Olmedo", "Ibarra Olmedo", true},
    {kSpanish, "Carmen Ibarra Olmedo", "Luis Ibarra Quesada", false},
    {kConquest, "Diego de la Torre", "Hernando de la Torre", false},
    {kConquest, "Diego de la Torre", "Captain Diego de la Torre", true},
    {kScience, "Ernst Keller", "Dr. Keller", true},
    {kScience, "H. M. Brandt", "Hilde M. Brandt", true},
    {kScience, "Ernst Keller", "Keller Institute", false},
    {kScience, "Royal Institute of Optics", "RIO", true},
    {kScience, "Jena", "University of Jena", false},
    {kArabic, "Yusuf ibn Salim", "Yusuf ibn Salim al-Basri", true},
    {kArabic, "Yusuf ibn Salim", "Ahmad ibn Yusuf", false},
    {kArabic, "Abu Nasr al-Katib", "Yusuf ibn Salim al-Basri", false},
    {kNovel, "Mr. Harding", "Mrs. Harding", false},
    {kNovel, "Mr. Harding", "Captain Harding", false},
    {kNovel, "Mrs. Harding", "Miss Harding", false},
    {kNovel, "Lucy Harding", "Lucy", true},
    {kNovel, "Colonel Bertram Hale", "Colonel Hale", true},
    {kNovel, "Lady Anne Hale", "Lady Anne", true},
    {kNovel, "Lizzie", "Elizabeth Crewe", true},
    {kPolitics, "President Arthur Langley", "John Langley", false},
    {kPolitics, "Langley", "President Langley", true},
    {kWar, "General Otto von Kessel", "Kessel", true},
    {kWar, "General Otto von Kessel", "Karl von Kessel", false},
    {kWar, "Black Sea", "Black Sea Fleet", false},
    {kPlaces, "Newport", "Newport Island", false},
    {kPlaces, "Oxford", "Oxford University", false},
    {kPlaces, "Karsk", "Constantia", true},
};

INSTANTIATE_TEST_SUITE_P(Books, Aliases, ::testing::ValuesIn(kCases));

}  // namespace
}  // namespace postil
