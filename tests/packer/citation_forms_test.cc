#include "packer/citations/parse.h"
#include "tests/packer/citation_support.h"

namespace postil {
namespace {

const char kBrook[] = "Ada Brook, Rivers of the Plain (Leeds: Fenwick, 1961), 12.";

TEST(CitationForms, SeveralWorksInOneNote) {
  const CitedBook b(Texts{kBrook,
                          "Brook, Rivers, 4; see also Carl Dunne, Salt Roads (York: Minster, 1950), 8, and Brook, "
                          "<em>Rivers</em>, 9; quoted in Dunne, Salt Roads, 44n2."});
  EXPECT_EQ(b.cites(2), (Cites{"short|Brook, Rivers|4|1", "full|Carl Dunne, Salt Roads (York: Minster, 1950)|8|2",
                               "short|Brook, Rivers|9|1", "short|Dunne, Salt Roads|44n2|2"}));
  EXPECT_EQ(b.work(1, 0).cited_by, (std::vector<uint32_t>{0, 1}));
}

TEST(CitationForms, AChapterAndTheBookItStandsIn) {
  const CitedBook b(
      Texts{"Anna Voss, “Canals,” in Water and Work, ed. Peter Long and Jane Short (Leeds: Fenwick, 1990), 33–50.",
            "Otto Wirth, “Locks,” in Long and Short, eds., Water and Work, 7.", "Voss, “Canals,” 40.",
            "Long and Short, Water and Work, 5."});
  EXPECT_EQ(b.cites(2).at(1), "short|Long and Short, eds., Water and Work|7|1");
  EXPECT_EQ(b.cites(3), (Cites{"short|Voss, “Canals,”|40|1"}));
  EXPECT_EQ(b.work(4, 0).reference, "Water and Work, ed. Peter Long and Jane Short (Leeds: Fenwick, 1990)");
  EXPECT_EQ(b.work(4, 0).authors, (std::vector<std::string>{"Peter Long", "Jane Short"}));
}

TEST(CitationForms, ThesesNewspapersAndSeries) {
  const CitedBook b(Texts{"Mary Lamb, “Guilds in Decline” (PhD diss., University of Leeds, 1979), 12.",
                          "“A Bridge Falls,” Northern Mail, March 3, 1891, p. 4.", "Lamb, “Guilds,” 14.",
                          "“A Bridge Falls,” p. 4."});
  EXPECT_EQ(b.cites(1), (Cites{"full|Mary Lamb, “Guilds in Decline” (PhD diss., University of Leeds, 1979)|12|1"}));
  EXPECT_EQ(b.cites(2), (Cites{"full|“A Bridge Falls,” Northern Mail, March 3, 1891|p. 4|2"}));
  EXPECT_EQ(b.cites(3), (Cites{"short|Lamb, “Guilds,”|14|1"}));
  EXPECT_EQ(b.cites(4), (Cites{"document|“A Bridge Falls,”|p. 4|2"}));
}

TEST(CitationForms, SurnamesThatStandFirst) {
  const CitedBook b(Texts{"Shen Zhi, “Conflict and Its Resolution,” Northern Bulletin 14 (winter 2003): 15.",
                          "Shen, ed., Beifang Zhanzheng, 2:635.", "Shen, “Conflict,” 19.",
                          "Zhou Lin, Beifang Zhizhan [The Northern Battle] (Beijing: Xin, 1992), 159.",
                          "Zhou, Beifang Zhi Zhan, 173-74."});
  EXPECT_EQ(b.cites(2), (Cites{"short|Shen, ed., Beifang Zhanzheng|2:635|out"}));
  EXPECT_EQ(b.cites(3), (Cites{"short|Shen, “Conflict,”|19|1"}));
  EXPECT_EQ(b.cites(5), (Cites{"short|Zhou, Beifang Zhi Zhan|173-74|4"}));
}

TEST(CitationForms, TitlesOfCommonWordsAreNoLists) {
  const CitedBook b(Texts{"Nora Tuck, Tibet, Hong Kong, and the United Provinces (Leeds: Fenwick, 1994), 38.",
                          "Ethel Moss, Politics, Culture, and Society (York: Minster, 1981).",
                          "Tuck, Tibet, Hong Kong, and the United Provinces, 37–40.", "Moss, Politics, 3."});
  EXPECT_EQ(b.work(1, 0).authors, (std::vector<std::string>{"Nora Tuck"}));
  EXPECT_EQ(b.work(2, 0).authors, (std::vector<std::string>{"Ethel Moss"}));
  EXPECT_EQ(b.cites(3), (Cites{"short|Tuck, Tibet, Hong Kong, and the United Provinces|37–40|1"}));
  EXPECT_EQ(b.cites(4), (Cites{"short|Moss, Politics|3|2"}));
}

TEST(CitationForms, TitlesOfPairsAreNoAuthors) {
  const CitedBook b(
      Texts{"Thomas J. Nore, Cold Land and Green Water (Leeds: Fenwick, 1985), 1–33; idem, Wool (York: Minster, 1986).",
            "Nore, Cold Land, 44; Nore, Cold Land and Green Water, 5; and idem, Salt (York: Minster, 1987), 6.",
            "Nore, Salt, 7.", "Nore (note 1 above), 9."});
  EXPECT_EQ(b.work(1, 0).authors, (std::vector<std::string>{"Thomas J. Nore"}));
  EXPECT_EQ(b.work(1, 1).reference, "Thomas J. Nore, Wool (York: Minster, 1986)");
  EXPECT_EQ(b.cites(2), (Cites{"short|Nore, Cold Land|44|1", "short|Nore, Cold Land and Green Water|5|1",
                               "full|idem, Salt (York: Minster, 1987)|6|2"}));
  EXPECT_EQ(b.cites(3), (Cites{"short|Nore, Salt|7|2"}));
  EXPECT_EQ(b.cites(4), (Cites{"author|Nore|9|?"}));
}

TEST(CitationForms, DocumentsOfOneDayAreToldApart) {
  const CitedBook b(
      Texts{"Telegram 345 from Vale to Harker, May 3, 1950, Harker Papers, box 2.",
            "Telegram 346 from Vale to Harker, May 3, 1950, Harker Papers, box 2.",
            "Memorandum of conversation between Vale, Harker, and Dunne, May 4, 1950, Harker Papers, box 3.",
            "Harker diary, May 4, 1950, Harker Papers, box 9.",
            "Memorandum of conversation between Vale and Harker, May 4, 1950.", "Harker diary, May 4, 1950."});
  EXPECT_EQ(b.cites(2).at(0).substr(0, 5), "full|");
  EXPECT_EQ(b.cites(5).at(0), "document|Memorandum of conversation between Vale and Harker, May 4, 1950||3");
  EXPECT_EQ(b.cites(6).at(0), "document|Harker diary, May 4, 1950||4");
}

TEST(CitationForms, IbidAfterADocumentIsWhereTheDocumentIs) {
  const CitedBook b(Texts{"Vale to Harker, 4 March 1912, FO 371/1234.", "Harker to Vale, 5 March 1912, ibid."});
  EXPECT_EQ(b.cites(2).back(), "ibid|ibid.||1");
}

TEST(CitationForms, ALetterInRunningTextIsNotWhatIbidMeans) {
  const CitedBook b(
      Texts{kBrook, "The question rose when Vale complained to Harker on 4 May 1911 about it; ibid., 45."});
  EXPECT_EQ(b.cites(2).back(), "ibid|ibid.|45|1");
}

TEST(CitationForms, HereafterForAnArchive) {
  const CitedBook b(
      Texts{"Vale to Harker, May 3, 1950, Northern Archive, Private Papers of John Harker, 1940–1960 (Lot 93D2) "
            "(henceforth Harker Lot 93D2), box 1.",
            "Dunne to Vale, June 4, 1950, Harker Lot 93D2, box 3."});
  EXPECT_EQ(b.cites(2).at(1), "short|Harker Lot 93D2|box 3|1");
  EXPECT_EQ(b.work(2, 1).reference, "Northern Archive, Private Papers of John Harker, 1940–1960 (Lot 93D2)");
}

TEST(CitationForms, AnAuthorWithPagesNeedsOneWork) {
  const CitedBook b(Texts{kBrook, "Brook, 46-8.", "Ada Brook, Mills (Leeds: Fenwick, 1970).", "Brook, 50."});
  EXPECT_EQ(b.cites(2), (Cites{"author|Brook|46-8|1"}));
  EXPECT_EQ(b.cites(4), (Cites{"author|Brook|50|?"}));
}

TEST(CitationForms, PlainTextReadsAsMarkupDoes) {
  const std::vector<std::string> plain = {"Ada Brook, Rivers of the Plain: A History (Leeds: Fenwick, 1961), 12.",
                                          "Brook, Rivers of the Plain, 4."},
                                 marked = {
                                     "Ada Brook, <em>Rivers of the Plain: A History</em> (Leeds: Fenwick, 1961), 12.",
                                     "Brook, <em>Rivers of the Plain</em>, 4."};
  EXPECT_EQ(CitedBook(plain).cites(2), CitedBook(marked).cites(2));
  EXPECT_EQ(CitedBook(plain).cites(1), CitedBook(marked).cites(1));
}

TEST(CitationForms, FindingsHavePlaceReasonAndHint) {
  const CitedBook b(Texts{"Ibid., 4.", "Brook, op. cit., 4.", kBrook,
                          "Ada Brook, Rivers of the North (Leeds: Fenwick, 1963), 12.", "Brook, Rivers, 9."});
  ASSERT_EQ(b.set.findings.size(), 3u);
  const char* const codes[] = {"C-IBID", "C-OPCIT", "C-SHORT"};
  for (size_t i = 0; i < 3; ++i) {
    const Finding& f = b.set.findings[i];
    EXPECT_EQ(f.code, codes[i]);
    EXPECT_FALSE(f.hint.empty());
    ASSERT_NE(f.where.file, kNone);
    EXPECT_LT(f.where.begin, f.where.end);
  }
  EXPECT_NE(b.set.findings[2].message.find("more than one"), std::string::npos);
}

TEST(CitationForms, ABibliographyGivesWhatTheNotesDoNot) {
  const std::string list =
      "<section><h2>Bibliography</h2><p>Brook, Ada, and John T. Heath. <em>Rivers of the Plain: A History</em>. Leeds: "
      "Fenwick, 1961.</p>"
      "<p>———. <em>Mills</em>. Leeds: Fenwick, 1970.</p><p>Lamb, M. J. “Guilds in Decline.” <em>Northern Review</em> "
      "12 (1950): 3–20.</p>"
      "<p>Vogt, Karl: Zünfte und Märkte, Göttingen 1985.</p><p>These are the works that mattered most to me in "
      "1990.</p></section>";
  const CitedBook b(Texts{"Brook and Heath, <em>Rivers</em>, 4.", "Brook, <em>Mills</em>, 5.", "Lamb, “Guilds,” 7.",
                          "Vogt, Zünfte, S. 3.", "Otto Wirth, <em>Locks</em> (Leeds: Fenwick, 1950).", "Ibid., 3."},
                    list);
  EXPECT_EQ(b.cites(1), (Cites{"short|Brook and Heath, Rivers|4|out"}));
  EXPECT_EQ(b.work(1, 0).reference,
            "Brook, Ada, and John T. Heath. Rivers of the Plain: A History. Leeds: Fenwick, 1961.");
  EXPECT_EQ(b.work(1, 0).first_note, kNone);
  EXPECT_EQ(b.work(2, 0).reference, "Brook, Ada. Mills. Leeds: Fenwick, 1970.");
  EXPECT_EQ(b.work(3, 0).reference, "Lamb, M. J. “Guilds in Decline.” Northern Review 12 (1950): 3–20.");
  EXPECT_EQ(b.work(4, 0).title, "Zünfte und Märkte");
  EXPECT_EQ(b.cites(6), (Cites{"ibid|Ibid.|3|5"}));
}

TEST(CitationForms, WhatANoteGivesInFullIsNotTakenFromTheBibliography) {
  const CitedBook b(
      Texts{kBrook, "Brook, Rivers, 5."},
      "<section><h2>Works Cited</h2><p>Brook, Ada. <em>Rivers of the Plain</em>. Leeds: Fenwick, 1961.</p></section>");
  EXPECT_EQ(b.cites(2), (Cites{"short|Brook, Rivers|5|1"}));
  EXPECT_EQ(b.set.works.size(), 1u);
  const CitedBook two(
      Texts{kBrook, "Brook, Rivers, 5.", "Brook, op. cit., 7."},
      "<section><h2>Works Cited</h2><p>Brook, Ada. <em>Rivers of the North</em>. Leeds: Fenwick, 1969.</p></section>");
  EXPECT_EQ(two.cites(2), (Cites{"short|Brook, Rivers|5|1"}));
  EXPECT_EQ(two.cites(3), (Cites{"opcit|Brook, op. cit.|7|1"}));
}

TEST(CitationWords, SimilarityIsThatOfALiteralEditDistance) {
  const std::string letters = "ab";
  std::vector<std::string> all{""};
  for (size_t from = 0; all.size() < 200; ++from)
    for (char c : letters) all.push_back(all[from] + c);
  auto distance = [](const std::string& a, const std::string& b) {
    std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
    for (size_t i = 0; i <= a.size(); ++i)
      for (size_t j = 0; j <= b.size(); ++j) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
          d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    return d[a.size()][b.size()];
  };
  for (const std::string& a : all)
    for (const std::string& b : all) {
      const size_t shorter = std::min(a.size(), b.size());
      const bool expected = a == b || (shorter >= 5 && distance(a, b) <= (shorter >= 9 ? 2u : 1u));
      ASSERT_EQ(similar_words(a, b), expected) << a << " " << b;
    }
}

}  // namespace
}  // namespace postil
