#include "tests/packer/citation_support.h"

namespace postil {
namespace {

// Each row: a full citation, then what a note says of it, then form|words|locator as they must come out. The work is
// always the first note's.
struct Row {
  const char* full;
  const char* again;
  const char* expected;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const CitedBook b(Texts{row.full, row.again});
    EXPECT_EQ(b.cites(2), (Cites{std::string(row.expected) + "|1"})) << row.again;
  }
}

const char* const kEnglish = "Ada Brook, <em>Rivers of the Plain</em> (Leeds: Fenwick, 1961), 12.";
const char* const kGerman = "Hans Brückner: <em>Die Stadt am Fluss</em>, München 1974, S. 45.";
const char* const kFrench = "Fernand Lecourt, <em>La vie des marchands</em>, Paris, Colombe, 1949, p. 12.";
const char* const kSpanish = "Pedro Salvatierra, <em>Los caminos de la sal</em>, Barcelona, Cometa, 1987, p. 12.";
const char* const kItalian = "Carlo Bianchini, <em>Il pane e la terra</em>, Torino, Aurora, 1976, p. 3.";

TEST(CitationWords, EnglishForms) {
  check({{kEnglish, "Ibid., 14.", "ibid|Ibid.|14"},
         {kEnglish, "ibid., p. 14.", "ibid|ibid.|p. 14"},
         {kEnglish, "Ibidem, p. 14.", "ibid|Ibidem|p. 14"},
         {kEnglish, "Idem, p. 14.", "ibid|Idem|p. 14"},
         {kEnglish, "Brook, op. cit., p. 14.", "opcit|Brook, op. cit.|p. 14"},
         {kEnglish, "Brook, op.cit., 14.", "opcit|Brook, op.cit.|14"},
         {kEnglish, "Brook, loc. cit.", "opcit|Brook, loc. cit.|"},
         {kEnglish, "Brook, <em>Rivers</em>, 14.", "short|Brook, Rivers|14"},
         {kEnglish, "Brook, 14.", "author|Brook|14"}});
}

TEST(CitationWords, GermanForms) {
  check({{kGerman, "Ebd., S. 47.", "ibid|Ebd.|S. 47"},
         {kGerman, "Ebenda, S. 47.", "ibid|Ebenda|S. 47"},
         {kGerman, "Ibid., S. 47.", "ibid|Ibid.|S. 47"},
         {kGerman, "Brückner, a. a. O., S. 12.", "opcit|Brückner, a. a. O.|S. 12"},
         {kGerman, "Brückner, a.a.O., S. 12.", "opcit|Brückner, a.a.O.|S. 12"},
         {kGerman, "Brückner (wie Anm. 1), S. 12.", "author|Brückner|S. 12"},
         {kGerman, "Brückner, Stadt am Fluss, S. 12.", "short|Brückner, Stadt am Fluss|S. 12"}});
}

TEST(CitationWords, FrenchForms) {
  check({{kFrench, "Ibid., p. 14.", "ibid|Ibid.|p. 14"},
         {kFrench, "Ibidem, p. 14.", "ibid|Ibidem|p. 14"},
         {kFrench, "Id., p. 14.", "ibid|Id.|p. 14"},
         {kFrench, "Lecourt, op. cit., p. 88.", "opcit|Lecourt, op. cit.|p. 88"},
         {kFrench, "Lecourt, ouvr. cité, p. 88.", "opcit|Lecourt, ouvr. cité|p. 88"},
         {kFrench, "Lecourt, ouvrage cité, p. 88.", "opcit|Lecourt, ouvrage cité|p. 88"},
         {kFrench, "Lecourt, loc. cit., p. 88.", "opcit|Lecourt, loc. cit.|p. 88"},
         {kFrench, "Lecourt, art. cit., p. 88.", "opcit|Lecourt, art. cit.|p. 88"}});
}

TEST(CitationWords, SpanishForms) {
  check({{kSpanish, "Ibíd., p. 20.", "ibid|Ibíd.|p. 20"},
         {kSpanish, "Ibídem, p. 20.", "ibid|Ibídem|p. 20"},
         {kSpanish, "Íd., p. 20.", "ibid|Íd.|p. 20"},
         {kSpanish, "Salvatierra, ob. cit., p. 31.", "opcit|Salvatierra, ob. cit.|p. 31"},
         {kSpanish, "Salvatierra, op. cit., p. 31.", "opcit|Salvatierra, op. cit.|p. 31"},
         {kSpanish, "Salvatierra, obra citada, p. 31.", "opcit|Salvatierra, obra citada|p. 31"},
         {kSpanish, "Salvatierra, loc. cit., p. 31.", "opcit|Salvatierra, loc. cit.|p. 31"}});
}

TEST(CitationWords, ItalianForms) {
  check({{kItalian, "Ibid., p. 5.", "ibid|Ibid.|p. 5"},
         {kItalian, "Ibidem, p. 5.", "ibid|Ibidem|p. 5"},
         {kItalian, "Ivi, p. 5.", "ibid|Ivi|p. 5"},
         {kItalian, "Bianchini, op. cit., p. 9.", "opcit|Bianchini, op. cit.|p. 9"},
         {kItalian, "Bianchini, loc. cit., p. 9.", "opcit|Bianchini, loc. cit.|p. 9"},
         {kItalian, "Bianchini, opera citata, p. 9.", "opcit|Bianchini, opera citata|p. 9"},
         {kItalian, "Bianchini, <em>Il pane</em>, cit., p. 9.", "opcit|Bianchini, Il pane, cit.|p. 9"}});
}

TEST(CitationWords, ShortNamesAreAnnounced) {
  const char* const kAnnal = "<em>Annals of the Northern Assembly</em>, 1770-1789 (Leeds, 1904), 274 ";
  for (const char* said :
       {"(hereafter <em>Annals</em>).", "(hereinafter cited as <em>Annals</em>).", "[henceforth <em>Annals</em>].",
        "(im Folgenden: <em>Annals</em>).", "(nachfolgend zitiert als <em>Annals</em>).",
        "(désormais <em>Annals</em>).", "(ci-après <em>Annals</em>).", "(en adelante <em>Annals</em>).",
        "(d’ora in poi <em>Annals</em>).", "(d’ora innanzi <em>Annals</em>).",
        "(in seguito citato come <em>Annals</em>)."}) {
    const CitedBook b(Texts{std::string(kAnnal) + said, "Nobody believed it.", "<em>Annals</em>, 3."});
    EXPECT_EQ(b.cites(3), (Cites{"short|Annals|3|1"})) << said;
  }
}

TEST(CitationWords, IdemBeforeATitleIsTheAuthor) {
  for (const auto& [word, full] : std::vector<std::pair<std::string, const char*>>{{"Idem", kEnglish},
                                                                                   {"Id.", kFrench},
                                                                                   {"Ders.", kGerman},
                                                                                   {"Derselbe", kGerman},
                                                                                   {"Id.", kItalian},
                                                                                   {"Íd.", kSpanish}}) {
    const CitedBook b(Texts{full, word + ", <em>Salt and Silver</em> (York: Minster, 1986), 4."});
    ASSERT_EQ(b.cites(2).size(), 1u) << word;
    EXPECT_EQ(b.cites(2)[0].substr(0, 5), "full|") << word;
    ASSERT_EQ(b.work(2, 0).authors.size(), 1u) << word;
    EXPECT_EQ(b.work(2, 0).authors, b.work(1, 0).authors) << word;
  }
}

TEST(CitationWords, DocumentsByTitle) {
  const CitedBook b(Texts{"“Memorandum of Conversation,” Vale and Harker, May 3, 1911, Harker Papers, box 2.",
                          "“Memorandum of Conversation,” Vale and Harker, May 3, 1911.",
                          "“Memorandum of Conversation,” May 9, 1911."});
  EXPECT_EQ(b.cites(2).at(0).substr(0, 9), "document|");
  EXPECT_EQ(b.cites(2).at(0).back(), '1');
  for (const std::string& cite : b.cites(3)) EXPECT_NE(cite.back(), '1') << cite;
}

}  // namespace
}  // namespace postil
