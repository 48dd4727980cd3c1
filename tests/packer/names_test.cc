// Names found in texts of our own.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "packer/entities/entities.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/kinds.h"
#include "packer/entities/letters.h"
#include "packer/entities/rules.h"
#include "packer/entities/tagger.h"
#include "packer/entities/tagging.h"
#include "packer/tagger/perceptron.h"
#include "schema/checksum.h"

namespace postil {
namespace {

Book book_of(const std::vector<std::string>& paragraphs, const std::string& language = "en") {
  Book book;
  book.metadata.language = language;
  for (const std::string& text : paragraphs) {
    Paragraph p;
    p.text = text;
    book.paragraphs.push_back(p);
  }
  return book;
}

std::string type_name(EntityType type) {
  const char* names[] = {"other", "person", "place", "organization", "event", "work", "people", "term", "vessel"};
  return names[static_cast<size_t>(type)];
}

std::set<std::string> names_in(const Book& book, unsigned jobs = 1) {
  std::set<std::string> out;
  for (const NameSpan& n : find_names(book, {}, {}, {jobs, nullptr}))
    out.insert(book.paragraphs[n.paragraph].text.substr(n.begin, n.end - n.begin) + "/" + type_name(n.type));
  return out;
}

std::vector<std::string> words_of(const std::string& text, bool elisions = false) {
  std::vector<std::string> out;
  for (const NameToken& t : name_tokens(text, ParagraphKind::text, elisions))
    out.push_back(text.substr(t.begin, t.end - t.begin));
  return out;
}

using List = std::vector<std::string>;

TEST(NameTokens, EndingsInitialsAndHyphens) {
  EXPECT_EQ(words_of("Mao’s men"), (List{"Mao", "’s", "men"}));
  EXPECT_EQ(words_of("O'Brien, d'Artagnan"), (List{"O'Brien", ",", "d'Artagnan"}));
  EXPECT_EQ(words_of("the U.S.-ROC pact"), (List{"the", "U.S.", "-", "ROC", "pact"}));
  EXPECT_EQ(words_of("Mr. J. F. Dulles spoke."), (List{"Mr.", "J.", "F.", "Dulles", "spoke", "."}));
  EXPECT_EQ(words_of("Smith-Jones"), (List{"Smith-Jones"}));
  EXPECT_EQ(words_of("went to England-he did"), (List{"went", "to", "England-he", "did"}));
  EXPECT_EQ(words_of("brief-Madame"), (List{"brief", "-", "Madame"}));
  EXPECT_EQ(words_of("l'Angleterre", true), (List{"l'", "Angleterre"}));
  EXPECT_EQ(words_of("the 38th parallel"), (List{"the", "38th", "parallel"}));
}

TEST(NameTokens, SentencesBeginAfterStopsButNotAfterAbbreviations) {
  const std::string text = "He met Dr. Lane. Then “Go,” he said.";
  std::vector<std::string> starts;
  for (const NameToken& t : name_tokens(text, ParagraphKind::text, false))
    if (t.start == Start::sentence && is_word(t.shape)) starts.push_back(text.substr(t.begin, t.end - t.begin));
  EXPECT_EQ(starts, (List{"He", "Then"}));
}

TEST(NameTokens, ARunOfQuotationMarksCostsNoMoreThanItsLength) {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "“A” ";
  EXPECT_EQ(name_tokens(text, ParagraphKind::text, false).size(), 600000u);
}

TEST(Gazetteer, KnowsCountriesCitiesNamesAndWords) {
  EXPECT_TRUE(gazetteer_classes(word_key("France")) & kCountry);
  EXPECT_TRUE(gazetteer_classes(word_key("Россия")) & kCountry);
  EXPECT_TRUE(gazetteer_classes(word_key("Athens")) & (kCity | kRareCity));
  EXPECT_TRUE(gazetteer_classes(word_key("new york")) & (kCity | kRegion));
  EXPECT_TRUE(gazetteer_classes(word_key("Margaret")) & kGiven);
  EXPECT_TRUE(gazetteer_classes(word_key("house")) & kEnglishWord);
  EXPECT_EQ(gazetteer_classes(word_key("qwxzv")), 0u);
}

TEST(Gazetteer, KnowsWhatWordNetKnows) {
  EXPECT_TRUE(gazetteer_classes(word_key("Danube")) & kNamedPlace);
  EXPECT_TRUE(gazetteer_classes(word_key("asia minor")) & kNamedPlace);
  EXPECT_TRUE(gazetteer_classes(word_key("Hamilton")) & kNamedPerson);
  EXPECT_TRUE(gazetteer_classes(word_key("United Nations")) & kNamedGroup);
  EXPECT_FALSE(gazetteer_classes(word_key("United Nations")) & kCountry);
  EXPECT_TRUE(gazetteer_classes(word_key("Athenian")) & kNamedPeople);
  EXPECT_TRUE(gazetteer_classes(word_key("administrator")) & kPersonNoun);
  EXPECT_TRUE(gazetteer_classes(word_key("museum")) & kPlaceNoun);
  EXPECT_TRUE(gazetteer_classes(word_key("committee")) & kGroupNoun);
  EXPECT_TRUE(gazetteer_classes(word_key("war")) & kEventNoun);
}

const char* const kStory[] = {
    "Captain Eleanor Whitfield left Bristol on a grey morning. Her brother Thomas Whitfield stayed in London with his "
    "wife.",
    "“You will write to me from Lisbon,” said Thomas. Eleanor laughed. In Lisbon she met Mr. Harcourt of the Levant "
    "Company.",
    "The Treaty of Utrecht had been signed, and nobody in Portugal spoke of the war. Whitfield’s ship lay in the "
    "Tagus.",
    "Mr. Harcourt took her to Lady Fairburn. “Eleanor,” said Lady Fairburn, “England is far away.” Thomas wrote from "
    "London."};

TEST(Names, OfAStoryWithTheirTypes) {
  const std::set<std::string> names = names_in(book_of({std::begin(kStory), std::end(kStory)}));
  for (const char* wanted :
       {"Bristol/place", "Thomas Whitfield/person", "London/place", "Lisbon/place", "Mr. Harcourt/person",
        "Lady Fairburn/person", "Portugal/place", "England/place", "Eleanor/person", "Thomas/person",
        "Treaty of Utrecht/event", "Captain Eleanor Whitfield/person", "Whitfield/person"})
    EXPECT_TRUE(names.count(wanted)) << wanted;
  for (const std::string& n : names) {
    EXPECT_EQ(n.find("Her/"), std::string::npos);
    EXPECT_EQ(n.find("You/"), std::string::npos);
  }
}

// Tokens `begin` to `end` of the text as spans, after the rules, as "surface/type".
List after_rules(const std::string& text, std::vector<TokenSpan> spans) {
  const Book book = book_of({text});
  const BookText survey_of = survey(book, 1);
  const std::vector<NameToken> tokens = survey_of.tokens(0);
  apply_rules(survey_of, 0, tokens, spans);
  List out;
  for (const TokenSpan& s : spans)
    out.push_back(text.substr(tokens[s.begin].begin, tokens[s.end - 1].end - tokens[s.begin].begin) + "/" +
                  type_name(s.type));
  return out;
}

TEST(NameKinds, AreJudgedByAllPlacesOfAName) {
  // A name that nothing knows, and that only some of its places tell.
  const char* const places[] = {"We sailed from Thrennock to Marrowby, the capital of the island.",
                                "Three miles south of Thrennock the road ends.",
                                "In Thrennock and Marrowby the harbours were full.", "Thrennock was silent."};
  const std::set<std::string> names = names_in(book_of({std::begin(places), std::end(places)}));
  EXPECT_TRUE(names.count("Thrennock/place"));
  EXPECT_FALSE(names.count("Thrennock/person"));
  EXPECT_TRUE(names.count("Marrowby/place"));
}

TEST(NameKinds, EvidenceOfManyPlacesIsBounded) {
  const Book book = book_of({"He saw Anna there."});
  const BookText text = survey(book, 1);
  const std::vector<NameToken> tokens = text.tokens(0);
  NameTable table;
  const NameEvidence evidence = name_evidence(text, 0, tokens, 2, 3, false, {}, true);
  ASSERT_FALSE(evidence.own.empty());
  ASSERT_FALSE(evidence.context.empty());
  for (uint32_t i = 0; i < NameTable::kMostPlaces; ++i) {
    EXPECT_TRUE(table.wanted(tokens[2].key).context);
    EXPECT_EQ(table.wanted(tokens[2].key).own, i == 0);
    table.add(tokens[2].key, {tokens[2].key, tokens[2].key, 1, true, false}, evidence);
  }
  EXPECT_FALSE(table.wanted(tokens[2].key).context);
  const NameTable::Features before = table.features(tokens[2].key);
  table.add(tokens[2].key, {tokens[2].key, tokens[2].key, 1, true, false}, evidence);
  EXPECT_EQ(table.features(tokens[2].key), before);
}

TEST(NameRules, AnInitialIsNoEnd) {
  EXPECT_EQ(after_rules("We saw Henry K. Lowell there.", {{2, 4, EntityType::person, 900}}),
            (List{"Henry K. Lowell/person"}));
  EXPECT_EQ(
      after_rules("We saw Henry K. Lowell there.", {{2, 4, EntityType::person, 900}, {4, 5, EntityType::person, 900}}),
      (List{"Henry K. Lowell/person"}));
}

TEST(NameRules, ACountryIsNoPersonUnlessPersonsHaveItsName) {
  EXPECT_EQ(after_rules("We heard that Korea had agreed.", {{3, 4, EntityType::person, 900}}), (List{"Korea/place"}));
  EXPECT_EQ(after_rules("We heard that Jordan had agreed.", {{3, 4, EntityType::person, 900}}),
            (List{"Jordan/person"}));
  EXPECT_EQ(after_rules("We heard that Diocletian had agreed.", {{3, 4, EntityType::place, 900}}),
            (List{"Diocletian/person"}));
}

TEST(NameRules, APartOfAKnownNameIsTheWhole) {
  EXPECT_EQ(after_rules("They sailed for Great Britain in May.", {{4, 5, EntityType::place, 900}}),
            (List{"Great Britain/place"}));
  EXPECT_EQ(after_rules("He crossed Asia Minor on foot.", {{2, 3, EntityType::place, 900}}),
            (List{"Asia Minor/place"}));
  EXPECT_EQ(after_rules("She left Asia. Minor troubles followed.", {{2, 3, EntityType::place, 900}}),
            (List{"Asia/place"}));
}

TEST(NameRules, APlaceNamedAfterAPerson) {
  EXPECT_EQ(after_rules("They rowed to Harwell's Island at dusk.", {{3, 4, EntityType::person, 900}}),
            (List{"Harwell's Island/place"}));
  EXPECT_EQ(after_rules("They rowed in Harwell's boat at dusk.", {{3, 4, EntityType::person, 900}}),
            (List{"Harwell/person"}));
}

TEST(Names, AreTheSameWhateverTheJobs) {
  std::vector<std::string> paragraphs;
  for (int i = 0; i < 300; ++i) paragraphs.push_back(kStory[i % 4]);
  const Book book = book_of(paragraphs);
  const auto one = find_names(book, {}, {}, {1, nullptr}), four = find_names(book, {}, {}, {4, nullptr});
  ASSERT_EQ(one.size(), four.size());
  for (size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].paragraph, four[i].paragraph);
    EXPECT_EQ(one[i].begin, four[i].begin);
    EXPECT_EQ(one[i].end, four[i].end);
    EXPECT_EQ(one[i].type, four[i].type);
    EXPECT_EQ(one[i].permille, four[i].permille);
  }
}

TEST(Names, JunkIsSkippedAndSpansAreInOrderAndDisjoint) {
  Book book = book_of({std::begin(kStory), std::end(kStory)});
  book.paragraphs[1].junk = true;
  uint32_t paragraph = 0, end = 0;
  for (const NameSpan& n : find_names(book, {}, {})) {
    EXPECT_NE(n.paragraph, 1u);
    if (n.paragraph != paragraph) end = 0;
    EXPECT_GE(n.begin, end);
    EXPECT_LT(n.begin, n.end);
    paragraph = n.paragraph;
    end = n.end;
  }
}

TEST(Names, GermanNounsAreNotNames) {
  const Book book = book_of(
      {"Der Kaufmann ging mit seinem Hund durch den Wald zur Mühle. Die Sonne schien auf die Felder und Wiesen.",
       "Am Abend saß die Familie am Tisch. Die Mutter erzählte den Kindern eine Geschichte von einem König und einem "
       "Drachen."},
      "de");
  EXPECT_LE(names_in(book).size(), 2u);
}

// Exact F1 in per cent over a text whose names stand in brackets, a paragraph a line.
double exact_f1(const std::string& path, const std::string& language) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  std::set<std::vector<uint32_t>> wanted;
  for (std::string line; std::getline(in, line);) {
    std::string plain;
    uint32_t begin = 0;
    for (char c : line) {
      if (c == '[')
        begin = static_cast<uint32_t>(plain.size());
      else if (c == ']')
        wanted.insert({static_cast<uint32_t>(lines.size()), begin, static_cast<uint32_t>(plain.size())});
      else
        plain += c;
    }
    lines.push_back(plain);
  }
  size_t right = 0, all = 0;
  for (const NameSpan& n : find_names(book_of(lines, language), {}, {})) {
    ++all;
    right += wanted.count({n.paragraph, n.begin, n.end});
  }
  std::printf("%zu names, %zu found, %zu right\n", wanted.size(), all, right);
  return 200.0 * static_cast<double>(right) / static_cast<double>(wanted.size() + all);
}

TEST(Names, InGreek) {
  const double f1 = exact_f1(POSTIL_TEST_DATA "/names/greek.txt", "el");
  std::printf("exact F1 %.1f\n", f1);
  EXPECT_GE(f1, 80.0);
  EXPECT_GE(exact_f1(POSTIL_TEST_DATA "/names/greek.txt", ""), 80.0) << "the language is told by its words";
}

TEST(Names, NothingIsGuessedInScriptsWithoutCapitals) {
  EXPECT_TRUE(names_in(book_of({"贾宝玉和林黛玉在大观园里说话。", "彼は東京へ行った。"}, "zh")).empty());
}

TEST(Weights, DamagedOnesAreRefusedWithAMessage) {
  Tagger tagger;
  EXPECT_EQ(read_weights("", tagger).code, Code::corrupt);
  EXPECT_EQ(read_weights("POSTILTWxxxxxxxxxxxxxxxx", tagger).code, Code::corrupt);
  EXPECT_EQ(read_weights_file("/nowhere/weights.bin", tagger).code, Code::io);
  std::string bytes = write_weights(shipped_tagger());
  EXPECT_TRUE(read_weights(bytes, tagger));
  EXPECT_EQ(write_weights(tagger), bytes);
  for (size_t at = 0; at < bytes.size(); at += 9973) {
    std::string broken = bytes;
    broken[at] = static_cast<char>(broken[at] ^ 0x40);
    EXPECT_FALSE(read_weights(broken, tagger));
    EXPECT_FALSE(read_weights(bytes.substr(0, at), tagger));
  }
  EXPECT_LE(bytes.size(), 1000000u);
}

// The names that stand in brackets, as examples.
std::vector<Example> examples_of(const std::vector<std::string>& marked) {
  std::vector<Example> out;
  for (const std::string& line : marked) {
    std::string plain;
    std::vector<std::pair<uint32_t, uint32_t>> names;
    for (char c : line) {
      if (c == '[')
        names.push_back({static_cast<uint32_t>(plain.size()), 0});
      else if (c == ']')
        names.back().second = static_cast<uint32_t>(plain.size());
      else
        plain += c;
    }
    const std::vector<NameToken> tokens = name_tokens(plain, ParagraphKind::text, false);
    Statistics statistics;
    statistics.add(tokens, 0);
    statistics.capital_share = 0;  // not finished: the gazetteer has no part in this
    for (const Stretch& s : stretches(tokens)) {
      Example e;
      extract({plain, tokens, statistics, nullptr, 0}, s, e.features, e.ends);
      for (size_t i = s.begin; i < s.end; ++i) {
        int8_t tag = 0;
        for (const auto& [begin, end] : names)
          if (tokens[i].begin >= begin && tokens[i].end <= end)
            tag = static_cast<int8_t>(begin_tag(NameKind::person) + (tokens[i].begin > begin));
        e.tags.push_back(tag);
      }
      out.push_back(std::move(e));
    }
  }
  return out;
}

TEST(Training, GivesTheSameBytesAgainAndLearns) {
  const std::vector<std::string> lines = {"At noon [Anna Reed] came home.", "We saw [Peter] and [Anna] there.",
                                          "The Monday after, [Reed] left.", "On Tuesday no one came.",
                                          "Then [Peter Reed] spoke.",       "In March it rained."};
  TrainingOptions options;
  options.bits = 12;
  options.least = 1;
  options.hidden = options.hidden_small = 0;
  Tagger tagger;
  for (TagModel& m : tagger.models) m = train(examples_of(lines), options);
  const std::string once = write_weights(tagger);
  for (TagModel& m : tagger.models) m = train(examples_of(lines), options);
  EXPECT_EQ(write_weights(tagger), once);
  EXPECT_EQ(checksum32(once.data(), once.size()), 3782060550u) << "the bytes that this recipe gives everywhere";
  std::set<std::string> found;
  const Book book = book_of({"We saw Peter Reed there. On Tuesday no one came."});
  for (const NameSpan& n : find_names(book, {}, {}, {1, &tagger}))
    found.insert(book.paragraphs[0].text.substr(n.begin, n.end - n.begin));
  EXPECT_TRUE(found.count("Peter Reed"));
  EXPECT_FALSE(found.count("Tuesday"));
}

}  // namespace
}  // namespace postil
