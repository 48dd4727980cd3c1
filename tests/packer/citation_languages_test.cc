#include "tests/packer/citation_support.h"

namespace postil {
namespace {

TEST(CitationLanguages, German) {
  const CitedBook b(
      Texts{"Hans Brückner: Die Stadt am Fluss. Eine Geschichte, München 1974, S. 45.", "Ebd., S. 47 f.",
            "Brückner, Die Stadt, a. a. O., S. 12.",
            "Vgl. Karl-Heinz Vogt, „Der Markt im Mittelalter“, in: Zeitschrift für Stadtgeschichte 12 (1981), S. 4–19.",
            "Ders., Zünfte und Märkte, Göttingen 1985, S. 33.", "Vogt, Markt (wie Anm. 4), S. 9.", "Ebenda.",
            "Bruckner, Stadt, S. 3."});
  EXPECT_EQ(b.cites(1), (Cites{"full|Hans Brückner: Die Stadt am Fluss. Eine Geschichte, München 1974|S. 45|1"}));
  EXPECT_EQ(b.cites(2), (Cites{"ibid|Ebd.|S. 47 f.|1"}));
  EXPECT_EQ(b.cites(3), (Cites{"opcit|Brückner, Die Stadt, a. a. O.|S. 12|1"}));
  EXPECT_EQ(b.cites(4), (Cites{"full|Karl-Heinz Vogt, „Der Markt im Mittelalter“, in: Zeitschrift für Stadtgeschichte "
                               "12 (1981)|S. 4–19|4"}));
  EXPECT_EQ(b.cites(5), (Cites{"full|Ders., Zünfte und Märkte, Göttingen 1985|S. 33|5"}));
  EXPECT_EQ(b.work(5, 0).authors, (std::vector<std::string>{"Karl-Heinz Vogt"}));
  EXPECT_EQ(b.work(5, 0).reference, "Karl-Heinz Vogt, Zünfte und Märkte, Göttingen 1985");
  EXPECT_EQ(b.cites(6), (Cites{"short|Vogt, Markt|S. 9|4"}));
  EXPECT_EQ(b.cites(7), (Cites{"ibid|Ebenda.||6"}));
  EXPECT_EQ(b.cites(8), (Cites{"short|Bruckner, Stadt|S. 3|1"}));
}

TEST(CitationLanguages, French) {
  const CitedBook b(Texts{"Fernand Lecourt, La vie des marchands, Paris, Colombe, 1949, p. 12.", "Ibid., p. 14.",
                          "Marie Dujardin, « Les foires de Provins », Annales du Nord, 12 (1962), p. 45-67.",
                          "Lecourt, op. cit., p. 88.", "Dujardin, art. cit., p. 50.", "Id., p. 51."});
  EXPECT_EQ(b.cites(1), (Cites{"full|Fernand Lecourt, La vie des marchands, Paris, Colombe, 1949|p. 12|1"}));
  EXPECT_EQ(b.cites(2), (Cites{"ibid|Ibid.|p. 14|1"}));
  EXPECT_EQ(b.cites(4), (Cites{"opcit|Lecourt, op. cit.|p. 88|1"}));
  EXPECT_EQ(b.cites(5), (Cites{"opcit|Dujardin, art. cit.|p. 50|3"}));
  EXPECT_EQ(b.cites(6), (Cites{"ibid|Id.|p. 51|5"}));
}

TEST(CitationLanguages, SpanishAndItalian) {
  const CitedBook b(Texts{"Pedro Salvatierra, Los caminos de la sal, Barcelona, Cometa, 1987, pp. 12-15.",
                          "Ibíd., p. 20.", "Salvatierra, ob. cit., p. 31.",
                          "C. Bianchini, Il pane e la terra, Torino, Aurora, 1976, p. 3.", "Ivi, p. 5.",
                          "Bianchini, Il pane cit., p. 9.", "Ibidem."});
  EXPECT_EQ(b.cites(2), (Cites{"ibid|Ibíd.|p. 20|1"}));
  EXPECT_EQ(b.cites(3), (Cites{"opcit|Salvatierra, ob. cit.|p. 31|1"}));
  EXPECT_EQ(b.cites(5), (Cites{"ibid|Ivi|p. 5|4"}));
  EXPECT_EQ(b.cites(6), (Cites{"opcit|Bianchini, Il pane cit.|p. 9|4"}));
  EXPECT_EQ(b.cites(7), (Cites{"ibid|Ibidem.||6"}));
}

TEST(CitationLanguages, BritishQuotationMarks) {
  const CitedBook b(Texts{"E. P. Tanner, ‘The Historians’ Mill and the Crowd’, Past Times, 50 (1971), 76–136.",
                          "Tanner, ‘Mill and Crowd’, 80.", "Ann Marsh, ‘Letters Home,’ The Beacon, 5 May 1999, p. 3.",
                          "Marsh, ‘Letters Home,’ p. 3."});
  EXPECT_EQ(b.cites(1),
            (Cites{"full|E. P. Tanner, ‘The Historians’ Mill and the Crowd’, Past Times, 50 (1971)|76–136|1"}));
  EXPECT_EQ(b.cites(2), (Cites{"short|Tanner, ‘Mill and Crowd’|80|1"}));
  EXPECT_EQ(b.cites(4), (Cites{"short|Marsh, ‘Letters Home,’|p. 3|3"}));
}

TEST(CitationLanguages, LawyersNotes) {
  const CitedBook b(Texts{"See generally John P. Foster, Contract Theory, 45 Northern L.J. 12, 19 (1936).",
                          "Foster, supra note 1, at 30.", "Id. at 31."});
  EXPECT_EQ(b.cites(2), (Cites{"opcit|Foster, supra note 1|30|1"}));
  EXPECT_EQ(b.cites(3), (Cites{"ibid|Id.|31|2"}));
}

TEST(CitationLanguages, OlderStylesComeToNoHarm) {
  const CitedBook b(Texts{"Tom. ii. p. 23.", "Dion, l. lxxi. p. 1205. Hist. August. in Marco, c. 22.",
                          "Si ego ibidem cum Francis meis fuissem, injurias ejus vindicassem.",
                          "Sir Harry Wight, M.P. for Harwick created a baronet by Oliver, 1658.",
                          "Barbara Vale, daughter of Roger Vale, born at Imping, 1649."});
  for (size_t note = 1; note <= 5; ++note)
    for (const Citation& c : b.set.notes[note - 1]) EXPECT_EQ(c.form, CiteForm::full) << b.texts[note - 1];
  EXPECT_EQ(b.cites(1), Cites{});
  EXPECT_EQ(b.cites(3), Cites{});
  EXPECT_EQ(b.cites(4), Cites{});
  EXPECT_EQ(b.cites(5), Cites{});
}

}  // namespace
}  // namespace postil
