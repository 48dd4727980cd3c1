// Exports: the order, numbers and escapes that other programs count on.
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <zip.h>

#include "packer/exchange/card_html.h"
#include "packer/exchange/csv.h"
#include "packer/exchange/dicthtml.h"
#include "packer/exchange/stardict.h"
#include "packer/exchange/tei.h"
#include "packer/exchange/zip_bytes.h"

namespace postil {
namespace {

Contents small() {
  Contents c;
  c.title = "The Tessel & its \"bar\"";
  c.language = "en";
  c.files = {{"text/one two.xhtml"}};
  c.chapters = {{"One", 1, 0, 0}};
  ContentsParagraph p;
  p.text = "Zoë Harrow met the alderman.";
  p.path = "/body/p[1]";
  p.place = {0, 10, 40, 0, 0};
  c.paragraphs = {p};
  ContentsEntity harrow;
  harrow.name = "Zoë Harrow", harrow.type = "person", harrow.role = "pilot";
  harrow.aliases = {{"Zoë Harrow", 1, false}, {"Harrow", 4, false}, {"=HYPERLINK(1)", 1, false}};
  harrow.description = "A pilot <of> the bar & more.";
  harrow.mentions = {{{0, 10, 21, 0, 0}, kNoRow, 0}};
  harrow.links = {"wikidata:Q1"};
  ContentsEntity alderman;
  alderman.name = "alderman", alderman.type = "term", alderman.description = "A member of the council.";
  ContentsEntity taken;  // another row has it
  ContentsEntity amber;
  amber.name = "Amber", amber.type = "vessel";
  c.entities = {harrow, taken, alderman, amber};
  ContentsNote note;
  note.label = "1", note.kind = "footnote", note.text = "Harrow, Soundings, 12.", note.xhtml = "<p>Harrow</p>";
  note.citations = {{0, 21, 0, kNoRow, "full", "12", "Harrow, Soundings"}};
  note.marks = {0};
  c.notes = {note};
  ContentsMark mark;
  mark.label = "1", mark.place = {0, 22, 23, 0, 0}, mark.note = 0, mark.permille = 1000, mark.how = "href";
  c.marks = {mark};
  c.works = {{"Harrow, Soundings", "Soundings", {"Harrow"}, 0, {0}}};
  return c;
}

size_t big_endian(const std::string& bytes, size_t at) {
  size_t out = 0;
  for (size_t i = 0; i < 4; ++i) out = out << 8 | static_cast<unsigned char>(bytes.at(at + i));
  return out;
}

TEST(Exchange, StarDictIndexIsSortedAsReadersSearchAndPointsAtItsArticles) {
  StarDict d;
  ASSERT_TRUE(to_stardict(small(), d));
  std::vector<std::string> words;
  for (size_t at = 0; at < d.idx.size();) {
    const std::string word = d.idx.c_str() + at;
    at += word.size() + 1;
    const size_t begin = big_endian(d.idx, at), size = big_endian(d.idx, at + 4);
    at += 8;
    EXPECT_NE(d.dict.substr(begin, size).find("<b>" + word + "</b>"), std::string::npos) << word;
    words.push_back(word);
  }
  EXPECT_EQ(words, (std::vector<std::string>{"alderman", "Amber", "Zoë Harrow"}));
  EXPECT_NE(d.ifo.find("\nwordcount=3\n"), std::string::npos);
  EXPECT_NE(d.ifo.find("\nsynwordcount=2\n"), std::string::npos);
  EXPECT_NE(d.ifo.find("\nidxfilesize=" + std::to_string(d.idx.size()) + "\n"), std::string::npos);
  EXPECT_EQ(std::string(d.syn.c_str()), "=HYPERLINK(1)");
  const size_t second = d.syn.find('\0') + 5;
  EXPECT_EQ(std::string(d.syn.c_str() + second), "Harrow");
  EXPECT_EQ(big_endian(d.syn, second + 7), 2u);  // Zoë Harrow's row
}

TEST(Exchange, ADictionaryOfNothingIsRefused) {
  StarDict d;
  std::string zip;
  EXPECT_EQ(to_stardict({}, d).code, Code::absent);
  EXPECT_EQ(to_dicthtml({}, zip).code, Code::absent);
}

// The table of pgaskin/dictutil, docs/dicthtml/prefixes.md.
TEST(Exchange, KoboPrefixes) {
  const std::pair<const char*, const char*> table[] = {
      {"test", "te"},    {"a", "aa"},    {"Èe", "èe"},     {"multiple words", "mu"},
      {"àççèñts", "àç"}, {"à", "àa"},    {"ç", "ça"},      {"", "11"},
      {"  ", "11"},      {" x", "xa"},   {"   123", "11"}, {"x   23", "xa"},
      {"д ", "д"},       {"дaд", "дa"},  {"未未", "未未"}, {"未", "未a"},
      {"  未", "11"},    {" 未", "未a"},
  };
  for (const auto& [word, prefix] : table) EXPECT_EQ(dicthtml_prefix(word), prefix) << word;
}

TEST(Exchange, KoboArchiveHasAFileForEachPrefixAndTheWords) {
  std::string bytes, again;
  ASSERT_TRUE(to_dicthtml(small(), bytes));
  ASSERT_TRUE(to_dicthtml(small(), again));
  EXPECT_EQ(bytes, again);
  zip_error_t error;
  zip_t* zip =
      zip_open_from_source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error), ZIP_RDONLY, &error);
  ASSERT_NE(zip, nullptr);
  std::vector<std::string> names;
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i)
    names.push_back(zip_get_name(zip, static_cast<zip_uint64_t>(i), 0));
  zip_discard(zip);
  EXPECT_EQ(names, (std::vector<std::string>{"11.html", "al.html", "am.html", "ha.html", "zo.html", "words"}));
}

TEST(Exchange, CsvQuotesAndDisarmsFormulas) {
  const std::vector<CsvFile> files = to_csv(small());
  ASSERT_EQ(files.size(), 5u);
  EXPECT_NE(files[0].text.find("\r\n0,,Zoë Harrow,person,pilot,A pilot <of> the bar & more.,,Zoë Harrow; Harrow; "
                               "=HYPERLINK(1),1,wikidata:Q1\r\n"),
            std::string::npos)
      << files[0].text;
  EXPECT_EQ(files[0].text.find("\r\n1,"), std::string::npos);
  Contents hostile;
  hostile.entities.resize(1);
  hostile.entities[0].name = "=cmd|' /C calc'!A0, \"x\"";
  EXPECT_NE(to_csv(hostile)[0].text.find("0,,\"'=cmd|' /C calc'!A0, \"\"x\"\"\""), std::string::npos);
  EXPECT_NE(files[3].text.find("0,1,text/one two.xhtml,22,23,,0,0,href,1.000,\r\n"), std::string::npos)
      << files[3].text;
}

TEST(Exchange, TeiIsWellFormedAndPointsIntoTheElement) {
  const std::string tei = to_tei(small());
  xmlDoc* doc = xmlReadMemory(tei.data(), static_cast<int>(tei.size()), "x", nullptr, XML_PARSE_NONET);
  ASSERT_NE(doc, nullptr) << tei;
  xmlFreeDoc(doc);
  EXPECT_NE(tei.find("target=\"text/one%20two.xhtml#string-range(xpath(/html/body/p[1]),0,10)\" n=\"10-21\""),
            std::string::npos)
      << tei;
  EXPECT_NE(tei.find("<ref type=\"full\" target=\"#work-0\">Harrow, Soundings, 12</ref>."), std::string::npos) << tei;
  EXPECT_NE(tei.find("<persName type=\"alias\">Harrow</persName>"), std::string::npos);
  EXPECT_NE(tei.find("<idno type=\"wikidata\">Q1</idno>"), std::string::npos);
}

TEST(Exchange, CardsAreEscaped) {
  const std::string html = card_html(small(), small().entities[0]);
  EXPECT_NE(html.find("A pilot &lt;of&gt; the bar &amp; more."), std::string::npos);
  EXPECT_NE(html.find("1 mention, first in: One"), std::string::npos);
}

}  // namespace
}  // namespace postil
