#include "packer/entities/apart.h"

#include <algorithm>
#include <map>
#include <set>

#include "packer/citations/citations.h"
#include "packer/entities/entities.h"
#include "tests/support/markup_book.h"

namespace postil {
namespace {

struct Read {
  Book book;
  NoteSet notes;
  std::vector<NameSpan> names;
  std::map<std::string, std::string> kept;  // name -> a letter for each place: k kept, c cited, a author

  // Each name is found wherever it stands as a word of its own.
  Read(const std::string& text, const std::vector<std::string>& bodies, const std::vector<std::string>& look_for) {
    std::string html = "<h1>One</h1><p>" + text + "</p>";
    for (size_t i = 1; i <= bodies.size(); ++i) {
      const std::string n = std::to_string(i);
      html += "<p>Then the year went on, and nothing came of it.<a epub:type=\"noteref\" href=\"#n" + n + "\">" + n +
              "</a></p>";
    }
    for (size_t i = 1; i <= bodies.size(); ++i)
      html += "<aside epub:type=\"footnote\" id=\"n" + std::to_string(i) + "\"><p>" + bodies[i - 1] + "</p></aside>";
    book = book_of({{"t.xhtml", html}});
    notes = find_notes(book, {});
    const CitationSet citations = find_citations(book, notes);
    for (uint32_t p = 0; p < book.paragraphs.size(); ++p) {
      const std::string& t = book.paragraphs[p].text;
      for (size_t at = 0; at < t.size();) {
        size_t best = 0;
        for (const std::string& name : look_for)
          if (t.compare(at, name.size(), name) == 0 && name.size() > best) best = name.size();
        if (best && (at == 0 || !std::isalpha(static_cast<uint8_t>(t[at - 1])))) {
          NameSpan n;
          n.paragraph = p, n.begin = static_cast<uint32_t>(at), n.end = static_cast<uint32_t>(at + best);
          n.type = EntityType::person, n.permille = 900;
          for (uint32_t k = 0; k < notes.notes.size(); ++k)
            if (!(TextPoint{p, n.begin} < notes.notes[k].begin) && TextPoint{p, n.begin} < notes.notes[k].end)
              n.note = k;
          names.push_back(n);
        }
        at += best ? best : 1;
      }
    }
    keep_apart(book, notes, citations, names);
    for (const NameSpan& n : names)
      kept[book.paragraphs[n.paragraph].text.substr(n.begin, n.end - n.begin)] += n.author ? 'a' : n.cited ? 'c' : 'k';
  }
  const Entity* entity(const EntitySet& set, const std::string& alias) const {
    for (const Entity& e : set.entities)
      for (const Alias& a : e.aliases)
        if (a.text == alias) return &e;
    return nullptr;
  }
};

TEST(Apart, WhatIsCitedIsNotSpokenOf) {
  const Read r(
      "Anna Weber left Karsk.",
      {"For the flood see Otto Brandt, <i>Anna Weber and Her River</i> (Karsk: Delta House, 1921), 14. Anna Weber "
       "thought otherwise.",
       "“Report of Ilse Vogel to the Board on the Northern Locks,” 4 May 1920, Lund Papers, box 12, State Archives of "
       "Karsk. Lund wept."},
      {"Anna Weber", "Karsk", "Otto Brandt", "Delta House", "Ilse Vogel", "Lund Papers", "State Archives", "Lund"});
  EXPECT_EQ(r.kept.at("Anna Weber"), "kck");
  EXPECT_EQ(r.kept.at("Otto Brandt"), "a");
  EXPECT_EQ(r.kept.at("Delta House"), "c");
  EXPECT_EQ(r.kept.at("Ilse Vogel"), "c");
  EXPECT_EQ(r.kept.at("Lund Papers"), "c");
  EXPECT_EQ(r.kept.at("State Archives"), "c");
  EXPECT_EQ(r.kept.at("Karsk"), "kcc");
  EXPECT_EQ(r.kept.at("Lund"), "k");
}

TEST(Apart, TitlesInQuotesAndWithTheirTranslation) {
  const Read r("His book, Vek Reki (The Age of the River), sold well; Vek was proud. Peter Moor (the elder) read it.",
               {"Compare “Karta Velikoy Reki Ot Istoka Do Ustya,” which Moor drew. He said “there is no Lund in my "
                "house and never was.”",
                "The text is in Sobranie Bumag o Reke [Collected Papers on the River], and Lund has it."},
               {"Vek Reki", "Vek", "Peter Moor", "Karta Velikoy Reki", "Moor", "Lund", "Sobranie Bumag"});
  EXPECT_EQ(r.kept.at("Karta Velikoy Reki"), "c");
  EXPECT_EQ(r.kept.at("Moor"), "k");
  EXPECT_EQ(r.kept.at("Lund"), "kk");
  EXPECT_EQ(r.kept.at("Sobranie Bumag"), "c");
  for (const NameSpan& n : r.names) {
    const std::string text = r.book.paragraphs[n.paragraph].text.substr(n.begin, n.end - n.begin);
    if (text == "Vek Reki") {
      EXPECT_EQ(n.type, EntityType::work);
    }
    if (text == "Peter Moor") {
      EXPECT_EQ(n.type, EntityType::person);
    }
  }
}

TEST(Apart, AbbreviationsOfTitlesAreNoNames) {
  const Read r("Karsk was old.",
               {"Annal. iii. 4, and Moor, l. ii. c. 9.", "Annal. iv. 2. Karsk, he says, fell.",
                "Compare Annal. i. 3; Moor saw it."},
               {"Annal", "Moor", "Karsk"});
  EXPECT_EQ(r.kept.at("Annal"), "ccc");
  EXPECT_EQ(r.kept.at("Moor").back(), 'k');
  EXPECT_EQ(r.kept.at("Karsk"), "kk");
}

TEST(Apart, ADashPartsTwoNames) {
  const Read r("They went to Karsk—Otto Brandt had asked.", {}, {"Karsk—Otto Brandt"});
  EXPECT_EQ(r.kept.at("Karsk"), "k");
  EXPECT_EQ(r.kept.at("Otto Brandt"), "k");
}

TEST(Apart, AuthorsComeLastAndTitlesGiveTheirSubjectItsName) {
  const Read r("Brandt drained the marsh. Brandt was rich. In the end Brandt left.",
               {"Ilse Vogel, <i>Otto Brandt: Engineer and Statesman</i> (Karsk: Delta House, 1921), 14.",
                "Rosa Lind, <i>Otto Brandt and the Making of the Delta</i> (Karsk: Delta House, 1934), 2-3.",
                "Vogel, <i>Otto Brandt</i>, 20. Brandt hated it."},
               {"Brandt", "Otto Brandt", "Ilse Vogel", "Rosa Lind", "Vogel", "Delta House"});
  const EntitySet set = link_names(r.book, r.notes, {}, r.names);
  const Entity* brandt = r.entity(set, "Otto Brandt");
  ASSERT_NE(brandt, nullptr);
  EXPECT_EQ(brandt, r.entity(set, "Brandt"));
  EXPECT_EQ(brandt->name, "Otto Brandt");
  ASSERT_NE(r.entity(set, "Ilse Vogel"), nullptr);
  EXPECT_EQ(r.entity(set, "Ilse Vogel"), r.entity(set, "Vogel"));
  EXPECT_EQ(r.entity(set, "Delta House"), nullptr);
  EXPECT_LT(brandt - set.entities.data(), r.entity(set, "Ilse Vogel") - set.entities.data());
}

}  // namespace
}  // namespace postil
