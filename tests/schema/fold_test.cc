#include "schema/fold.h"

#include <gtest/gtest.h>
#include <algorithm>

#include "schema/fold_table.h"
#include "schema/utf8.h"
#include "tests/support/slow_fold.h"

namespace postil {
namespace {

std::string slow_fold(const std::vector<uint32_t>& text) {
  std::string out;
  for (uint32_t c : slow::fold(text)) utf8_append(out, c);
  return out;
}

TEST(Fold, EveryCodePointAsTheLiteralRuleSays) {
  size_t wrong = 0;
  for (uint32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text = "x";
    utf8_append(text, c);
    text += "y";
    const std::string folded = fold(text);
    if (folded != slow_fold({'x', c, 'y'}) && ++wrong < 10)
      ADD_FAILURE() << "U+" << std::hex << c << " gives " << folded;
    if (fold(folded) != folded && ++wrong < 10)
      ADD_FAILURE() << "not idempotent at U+" << std::hex << c << " " << folded;
  }
  EXPECT_EQ(wrong, 0u);
}

TEST(Fold, NamesOfEveryScriptKeepTheirLetters) {
  EXPECT_EQ(fold("Наташа"), "наташа");
  EXPECT_EQ(fold("娜塔莎"), "娜塔莎");
  EXPECT_EQ(fold("Éowyn"), "eowyn");
  EXPECT_EQ(fold("E\xCC\x81owyn"), "eowyn");
  EXPECT_EQ(fold("Ὅμηρος"), fold("ΌΜΗΡΟΣ"));
  EXPECT_EQ(fold("Mao’s"), "mao's");
  EXPECT_EQ(fold("U.S."), "us");
  EXPECT_EQ(fold("U.S.–ROC"), "us-roc");
  EXPECT_EQ(fold("Андрей"), "андрей");
  EXPECT_EQ(fold("Андреи\xCC\x86"), "андрей");
  EXPECT_EQ(fold("Алёша"), "алеша");
  EXPECT_EQ(fold("한국"), "한국");
  EXPECT_EQ(fold("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"), "한");
  EXPECT_EQ(fold("STRASSE"), fold("Straße"));
  EXPECT_EQ(fold("  co\xC2\xADoperate,\n then "), "cooperate then");
  EXPECT_NE(fold("か"), fold("が"));
  EXPECT_EQ(fold("\xFF\xC0"), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Fold, TheTableIsSmallEnoughForADevice) {
  using namespace fold_table;
  EXPECT_LE(sizeof kFirst + sizeof kCount + sizeof kValue + sizeof kDeltas + sizeof kListed + sizeof kStarts +
                sizeof kPool + sizeof kAscii,
            25u * 1024);
}

TEST(Fold, OriginsPointIntoTheText) {
  const std::string text = " «Éo\xCC\x81wyn» of\n\tRohan, \xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB; Straße. ";
  std::vector<uint32_t> origins;
  const std::string folded = fold(text, &origins);
  EXPECT_EQ(folded, fold(text));
  ASSERT_EQ(origins.size(), folded.size());
  EXPECT_TRUE(std::is_sorted(origins.begin(), origins.end()));
  EXPECT_EQ(text.substr(origins[folded.find("rohan")], 5), "Rohan");
  EXPECT_EQ(text.substr(origins[folded.find("eowyn")], 2), "É");
  EXPECT_EQ(text.substr(origins[folded.find("한")], 3), "\xE1\x84\x92");
  EXPECT_EQ(text.substr(origins[folded.find("strasse")], 3), "Str");
}

TEST(Fold, VariantsNeverDestroyAndAlwaysDiffer) {
  std::vector<std::string> v;
  fold_variants("the hague's", v);
  EXPECT_NE(std::find(v.begin(), v.end(), "hague"), v.end());
  EXPECT_NE(std::find(v.begin(), v.end(), "the hague"), v.end());
  v.clear();
  fold_variants("kim il-sung", v);
  EXPECT_NE(std::find(v.begin(), v.end(), "kim il sung"), v.end());
  EXPECT_NE(std::find(v.begin(), v.end(), "kim ilsung"), v.end());
  v.clear();
  fold_variants("the", v);
  EXPECT_TRUE(v.empty());
}

}  // namespace
}  // namespace postil
