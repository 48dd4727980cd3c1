#include <chrono>
#include <random>

#include "tests/packer/citation_support.h"

namespace postil {
namespace {

TEST(Citations, ABookWithItsImprintIsFull) {
  const CitedBook b(
      Texts{"See Ada Brook and John T. Heath, <em>Rivers of the Plain: A History</em> (Leeds: Fenwick Press, 1961), "
            "12-14."});
  EXPECT_EQ(
      b.cites(1),
      (Cites{"full|Ada Brook and John T. Heath, Rivers of the Plain: A History (Leeds: Fenwick Press, 1961)|12-14|1"}));
  EXPECT_EQ(b.work(1, 0).authors, (std::vector<std::string>{"Ada Brook", "John T. Heath"}));
  EXPECT_EQ(b.work(1, 0).title, "Rivers of the Plain: A History");
}

TEST(Citations, IbidIsTheLastWorkOfTheNoteBefore) {
  const CitedBook b(Texts{"Ada Brook, Rivers of the Plain (Leeds: Fenwick, 1961), 12.", "Ibid., 44n2.", "Ibid.",
                          "Brook, Rivers, 3; Carl Dunne, Salt Roads (York: Minster, 1950), 8.",
                          "Ibid., 9-10. The passage is corrupt.", "Nobody believed it.", "Ibid., 4."});
  EXPECT_EQ(b.cites(2), (Cites{"ibid|Ibid.|44n2|1"}));
  EXPECT_EQ(b.cites(3), (Cites{"ibid|Ibid.||2"}));
  EXPECT_EQ(b.cites(5), (Cites{"ibid|Ibid.|9-10|4"}));
  EXPECT_EQ(b.work(5, 0).title, "Salt Roads");
  EXPECT_EQ(b.cites(7), (Cites{"ibid|Ibid.|4|?"}));
  ASSERT_EQ(b.set.findings.size(), 1u);
  EXPECT_EQ(b.set.findings[0].code, "C-IBID");
  EXPECT_EQ(b.work(1, 0).cited_by, (std::vector<uint32_t>{0, 1, 2, 3}));
}

TEST(Citations, IbidDoesNotReachOverAMissingOrNotUnderstoodNote) {
  CitedBook b(
      Texts{"Ada Brook, Rivers of the Plain (Leeds: Fenwick, 1961), 12; and see the strange remark in my own copy.",
            "Ibid., 4.", "Ada Brook, Rivers of the Plain (Leeds: Fenwick, 1961), 12.", "Ibid., 5."});
  EXPECT_EQ(b.cites(2), (Cites{"ibid|Ibid.|4|?"}));
  EXPECT_EQ(b.cites(4), (Cites{"ibid|Ibid.|5|3"}));
  b.notes.notes[2].label = "2";  // a note between them is missing
  b.notes.notes[3].label = "4";
  b.cite();
  EXPECT_EQ(b.cites(4), (Cites{"ibid|Ibid.|5|?"}));
}

TEST(Citations, IbidSkipsADuplicateFragment) {
  CitedBook b(
      Texts{"Ada Brook, Rivers of the Plain (Leeds: Fenwick, 1961), 12.", "Ada Brook, Rivers of the", "Ibid., 5."});
  b.notes.notes[1].duplicate_of = 0;
  b.notes.notes[1].label = "1";
  b.notes.notes[2].label = "2";
  b.cite();
  EXPECT_EQ(b.cites(3), (Cites{"ibid|Ibid.|5|1"}));
}

TEST(Citations, IbidAtTheStartOfAChapterNeedsNumbersThatGoOn) {
  const std::vector<std::vector<std::string>> chapters = {
      {"Ada Brook, Rivers of the Plain (Leeds: Fenwick, 1961), 12."}, {"Ibid., 14."}};
  EXPECT_EQ(CitedBook(chapters, true).cites(2), (Cites{"ibid|Ibid.|14|?"}));
  EXPECT_EQ(CitedBook(chapters, false).cites(2), (Cites{"ibid|Ibid.|14|1"}));
}

TEST(Citations, ShortTitlesAreToldApart) {
  const CitedBook b(Texts{"Ada Brook, Rivers of the Plain (Leeds: Fenwick, 1961), 12.",
                          "Ada Brook, “The Mill and the River,” Northern Review 8, no. 2 (March 1958): 4-9.",
                          "Ethel Brook, Rivers and Mills (London: Gale, 1949).", "Brook, Rivers of the Plain, 2:113.",
                          "Brook, “The Mill,” 7.", "E. Brook, Rivers, 5.", "Brook, Rivers, 8."});
  EXPECT_EQ(b.cites(4), (Cites{"short|Brook, Rivers of the Plain|2:113|1"}));
  EXPECT_EQ(b.cites(5), (Cites{"short|Brook, “The Mill,”|7|2"}));
  EXPECT_EQ(b.cites(6), (Cites{"short|E. Brook, Rivers|5|3"}));
  EXPECT_EQ(b.cites(7), (Cites{"short|Brook, Rivers|8|?"}));
}

TEST(Citations, OpCitNeedsOneWorkOfTheAuthor) {
  const CitedBook b(Texts{
      "Ada Brook, Rivers of the Plain (Leeds: Fenwick, 1961), 12; Carl Dunne, Salt Roads (York: Minster, 1950), 8.",
      "Brook, op. cit., p. 40.", "Carl Dunne, Wool (York: Minster, 1953).", "Dunne, op. cit., p. 4.",
      "Dunne, Wool, op. cit., p. 9."});
  EXPECT_EQ(b.cites(2), (Cites{"opcit|Brook, op. cit.|p. 40|1"}));
  EXPECT_EQ(b.cites(4), (Cites{"opcit|Dunne, op. cit.|p. 4|?"}));
  EXPECT_EQ(b.cites(5), (Cites{"opcit|Dunne, Wool, op. cit.|p. 9|3"}));
}

TEST(Citations, ADocumentNeedsItsParticipantsAndDate) {
  const CitedBook b(Texts{"John M. Vale to Harker, May 3, 1911, Harker Papers, box 2.",
                          "Harker to Vale, May 3, 1911, Harker Papers, box 2.",
                          "Vale to Harker, May 3, 1911; Vale to Harker, May 4, 1911, Harker Papers, box 2."});
  EXPECT_EQ(b.cites(3).at(0), "document|Vale to Harker, May 3, 1911||1");
  EXPECT_EQ(b.cites(3).at(1), "full|Vale to Harker, May 4, 1911||3");
}

TEST(Citations, HereafterIsASpelledOutName) {
  const CitedBook b(
      Texts{"Annals of the Northern Assembly, 1770-1789 (Leeds, 1904-1937), VII, 274. [Hereafter cited as Annals.]",
            "Annals, XX, 3.", "Annals were kept."});
  EXPECT_EQ(b.cites(2), (Cites{"short|Annals|XX, 3|1"}));
  EXPECT_EQ(b.cites(3), Cites{});
}

TEST(Citations, AWorkTheBookNeverGivesInFullSaysSo) {
  const CitedBook b(Texts{"Quill, <em>Inks</em>, 4.", "Quill, <em>Inks and Pens</em>, 9.", "Ibid., 10."});
  EXPECT_EQ(b.cites(1), (Cites{"short|Quill, Inks|4|out"}));
  EXPECT_EQ(b.work(1, 0).first_note, kNone);
  EXPECT_EQ(b.cites(3), (Cites{"ibid|Ibid.|10|2"}));
}

TEST(Citations, NotesOfAWordOrAMark) {
  for (const char* text : {"See", "See.", "Cf. also", "—", ".", "”", "(", "Ibid", "p.", "in", "A", "A.", "1990", "idem",
                           "op. cit.", "(hereafter", "see “"})
    EXPECT_EQ(CitedBook(Texts{text, "Ibid."}).set.notes.size(), 2u) << text;
}

TEST(Citations, DamagedNotesKeepOrderBoundsAndDirection) {
  const Texts whole = {
      "See Ada Brook and John T. Heath, Rivers of the Plain: A History (Leeds: Fenwick Press, 1961), 12-14; Brook, "
      "Rivers, 9.",
      "Ibid., 44n2; see also Vale to Harker, May 3, 1911, Harker Papers, box 2 (hereafter Harker Papers).",
      "Anna Voss, “Canals,” in Water and Work, ed. Peter Long (Leeds: Fenwick, 1990), 33–50. Idem, “Locks,” Northern "
      "Review 8 (1958): 4.",
      "Brook, op. cit., p. 40; Vogt, ‘Der Markt’, a. a. O., S. 3; Foster, supra note 12, at 30."};
  const Texts pieces = {"Ibid. ", "op. cit.", "(",    ")",        "“",          "”",           "‘",    ", ",    "; ",
                        "see ",   "1990",     "\xC3", "\xE2\x80", "hereafter ", "May 3, 1950", " to ", "idem, "};
  std::mt19937 random(20);
  for (int round = 0; round < 400; ++round) {
    Book book;
    book.plain_text = true;
    book.files.emplace_back();
    NoteSet notes;
    for (uint32_t n = 0; n < 5; ++n) {
      std::string text = whole[random() % whole.size()];
      for (uint32_t edits = random() % 10; edits > 0; --edits) {
        const size_t at = random() % text.size();
        if (random() % 2 == 0)
          text.insert(at, pieces[random() % pieces.size()]);
        else
          text.erase(at, random() % 8);
        if (text.empty()) text = "x";
      }
      Paragraph p;
      p.text = text;
      book.paragraphs.push_back(p);
      Note note;
      note.label = std::to_string(n + 1);
      note.chapter = 0;
      note.begin = {n, 0};
      note.end = {n, static_cast<uint32_t>(text.size())};
      notes.notes.push_back(note);
    }
    const CitationSet set = find_citations(book, notes);
    ASSERT_EQ(set.notes.size(), 5u);
    for (uint32_t n = 0; n < 5; ++n) {
      const size_t size = note_body(book, notes.notes[n]).text.size();
      uint32_t last = 0;
      for (const Citation& c : set.notes[n]) {
        ASSERT_LE(last, c.begin);
        ASSERT_LT(c.begin, c.end);
        ASSERT_LE(c.end, size);
        ASSERT_TRUE(c.work == kNone || c.work < set.works.size());
        ASSERT_TRUE(c.via == kNone || c.work != kNone);
        if (c.form == CiteForm::ibid && c.via != kNone) {
          ASSERT_LE(c.via, n);
          ASSERT_GE(c.via + 1, n);
        }
        last = c.begin;
      }
    }
  }
}

TEST(Citations, HostileNotesAreReadInLinearTime) {
  const auto start = std::chrono::steady_clock::now();
  for (const char* piece : {",",
                            "(",
                            ")",
                            "(1990) ",
                            "1990, ",
                            "“",
                            "“A” ",
                            "A, “B”, ",
                            "ibid. ",
                            "Ibid. See ",
                            "op. cit. ",
                            "May 3, 1950, ",
                            "in May 3, 1950, ",
                            "A to B, May 3, 1950 ",
                            "Brook, ",
                            "[hereafter X] ",
                            "A. ",
                            "vol. 3, ",
                            "; ",
                            "‘",
                            "a and "}) {
    std::string text;
    while (text.size() < 30000) text += piece;
    const CitedBook b(Texts{"Ada Brook, Rivers of the Plain (Leeds: Fenwick, 1961), 12.", text});
    EXPECT_EQ(b.set.notes.size(), b.notes.notes.size()) << piece;
  }
  // Seconds where it is linear, minutes where it is not: the bound leaves room for sanitizers and a busy machine.
  EXPECT_LT(std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start).count(), 100);
}

}  // namespace
}  // namespace postil
