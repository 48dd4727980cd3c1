// Unlinked notes: what is a mark, what is a note, and which means which.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "packer/notes/align_costs.h"
#include "packer/notes/fixed_log.h"
#include "packer/notes/notes.h"
#include "packer/notes/unlinked.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"
#include "tests/packer/unlinked_support.h"

namespace postil {
namespace {

TEST(FixedLog, AgreesWithFloatingPointToOneUnit) {
  for (uint64_t n : {1ull, 2ull, 3ull, 10ull, 1000ull, 123456789ull, 1ull << 40})
    EXPECT_NEAR(fixed_ln(n), std::log(static_cast<double>(n)) * kNat, 1.0) << n;
  EXPECT_EQ(fixed_ln(0), kImpossible);
  for (int32_t a = -12000; a <= 0; a += 37) {
    EXPECT_NEAR(fixed_log_add(0, a), std::log1p(std::exp(a / 1024.0)) * kNat, 1.5) << a;
    EXPECT_EQ(fixed_log_add(a, 0), fixed_log_add(0, a));
    EXPECT_NEAR(fixed_permille(a), 1000 * std::exp(a / 1024.0), 0.6) << a;
  }
  EXPECT_EQ(fixed_log_add(kImpossible, kImpossible / 2), kImpossible / 2);
}

TEST(PlainNotes, MarksAreFoundAndAligned) {
  const Book book = text_book(
      "It rained in 1951.1 The river rose. 2 Nobody came for 10,000 days.3Then they did.”4\n\n"
      "1 A note of some length.\n\n2 Another note.\n\n3 A third.\n\n4 A fourth.\n");
  NoteSet set = find_notes(book);
  EXPECT_EQ(links(set), "1>1 2>2 3>3 4>4");
  for (const Mark& m : set.marks) EXPECT_EQ(m.how, How::aligned);
  set = find_notes(book, {UnlinkedNotes::label});
  for (uint32_t i = 0; i < 4; ++i) EXPECT_EQ(set.marks[i].how, How::label);
  EXPECT_EQ(note_body(book, set.notes[1]).text, "Another note.");
  EXPECT_TRUE(find_notes(book, {UnlinkedNotes::off}).marks.empty());
}

TEST(Marks, RunTogether) {
  std::string notes;
  for (int i = 1; i <= 14; ++i) notes += std::to_string(i) + ". " + note_text(i) + "\n\n";
  const auto found = [&](const std::string& text) {
    return labels(find_notes(text_book(text + "\n\nNotes\n\n" + notes)));
  };
  const std::string all = "1 2 3 4 5 6 7 8 9 10 11 12 13 14";
  const std::string start = "One.1 Two.2 Three.3 Four.4 Five.5 Six.6 Seven.7 Eight.8 Nine.9 ";
  EXPECT_EQ(found(start + "Ten.1011 Twelve.12 More.13 Last.14"), all);
  EXPECT_EQ(found(start + "Ten.10 Eleven.11 Two at once.12,13 Last.14"), all);
  EXPECT_EQ(found(start + "Ten.10 Eleven.11 A range.12-14"), all);
  EXPECT_EQ(found(start + "Ten.10 It was 195111 and on the 38th parallel, 3,400 men.12 More.13 Last.14"), all);
  EXPECT_EQ(found("One.¹ Two.² Three.³⁴ Five.⁵ Six.⁶ Seven.⁷ Eight.⁸ Nine.⁹ Ten.¹⁰ Two.¹¹¹² More.¹³ Last.¹⁴"), all);
  EXPECT_EQ(found("One.[1] Two.[2] Three.[3, 4] Five.[5] Six.[6] Seven.[7-9] Ten.[10] Eleven.[11] Twelve.[12] "
                  "More.[13] Last.[14]"),
            all);
}

TEST(Marks, NumbersThatAreNone) {
  std::string notes;
  for (int i = 1; i <= 5; ++i) notes += std::to_string(i) + ". " + note_text(i) + "\n\n";
  EXPECT_EQ(labels(find_notes(text_book("On June 1, 1951, one came.1 It was 2.5 miles, or 3 leagues.2 See p. 3. The "
                                        "3rd was last.3 In chapter 4 more.4 "
                                        "Then 5% left.5\n\nNotes\n\n" +
                                        notes))),
            "1 2 3 4 5");
}

TEST(NumberedNotes, ChaptersBeginAnew) {
  std::string body, notes;
  for (int chapter = 1; chapter <= 3; ++chapter) {
    body += "Chapter " + std::to_string(chapter) + "\n\n";
    notes += "Chapter " + std::to_string(chapter) + "\n\n";
    for (int i = 1; i <= 2 + chapter; ++i) {
      body += sentence(chapter * 5 + i) + std::to_string(i) + " ";
      notes += std::to_string(i) + ". " + note_text(chapter * 5 + i) + "\n\n";
    }
    body += "\n\n";
  }
  const NoteSet set = find_notes(text_book(body + "Notes\n\n" + notes));
  EXPECT_EQ(links(set), "1>1 2>2 3>3 1>1 2>2 3>3 4>4 1>1 2>2 3>3 4>4 5>5");
  for (uint32_t i = 0; i < set.marks.size(); ++i) EXPECT_EQ(set.marks[i].note, i);
}

TEST(NumberedNotes, StandAtChapterEnds) {
  std::string text;
  for (int chapter = 1; chapter <= 3; ++chapter) {
    text += "Chapter " + std::to_string(chapter) + "\n\n";
    for (int i = 1; i <= 4; ++i) text += sentence(chapter * 5 + i) + std::to_string(i) + " ";
    text += "\n\nNotes\n\n";
    for (int i = 1; i <= 4; ++i) text += std::to_string(i) + ". " + note_text(chapter * 5 + i) + "\n\n";
  }
  const NoteSet set = find_notes(text_book(text));
  ASSERT_EQ(set.marks.size(), 12u);
  for (uint32_t i = 0; i < set.marks.size(); ++i) EXPECT_EQ(set.marks[i].note, i);
}

TEST(NumberedNotes, AListOfTheTextIsNone) {
  EXPECT_TRUE(
      find_notes(text_book("We need bread and salt.\n\n1 Bread\n\n2 Salt\n\n3 Butter\n\n4 Cheese\n")).notes.empty());
  std::string text;
  for (int i = 1; i <= 3; ++i) text += sentence(i) + std::to_string(i) + " ";
  text +=
      "\n\nThree things follow:\n\n1. Bread for all.4\n\n2. Salt for most.5\n\n3. Butter for some.6\n\nSo it was "
      "said.7\n\nNotes\n\n";
  for (int i = 1; i <= 7; ++i) text += std::to_string(i) + ". " + note_text(i) + "\n\n";
  const NoteSet set = find_notes(text_book(text));
  EXPECT_EQ(labels(set), "1 2 3 4 5 6 7");
  EXPECT_EQ(set.notes.size(), 7u);
}

TEST(NumberedNotes, GoOnAcrossBlankLinesAndPages) {
  const Book book = text_book(sentence(1) + "1 " + sentence(2) + "2 " + sentence(3) +
                              "3\n\n......Content has been hidden......\n\n"
                              "Notes\n\n1. The first note breaks off at the foot\n\n[Pg 248]\n\nof its page and goes "
                              "on. So it en-\nds.\n\n212\n\n2. A second.\n\n"
                              "3. The exports were:\n\nYear\n\nTons\n\n1913\n\n450\n\n1914\n\n380\n\nwhich is "
                              "little.\n\nwww.example.com/books\n");
  const NoteSet set = find_notes(book);
  ASSERT_EQ(set.notes.size(), 3u);
  EXPECT_EQ(note_body(book, set.notes[0]).text,
            "The first note breaks off at the foot\nof its page and goes on. So it ends.");
  EXPECT_EQ(note_body(book, set.notes[1]).text, "A second.");
  for (const Paragraph& p : book.paragraphs)
    EXPECT_EQ(p.junk, p.text == "[Pg 248]" || p.text == "212" || p.text[0] == '.' || p.text[0] == 'w'
                          ? p.text != "which is little."
                          : false)
        << p.text;
}

TEST(Faults, TruncatedDuplicatesMissingNotesAndShifts) {
  std::string text, notes;
  for (int i = 1; i <= 12; ++i) text += sentence(i - 1) + std::to_string(i) + " ";
  int label = 1;
  for (int i = 1; i <= 12; ++i) {
    if (i == 9) continue;  // missing
    if (i == 4) notes += std::to_string(label++) + ". " + note_text(i - 1).substr(0, 40) + "\n\n";
    notes += std::to_string(label++) + ". " + note_text(i - 1) + "\n\n";
  }
  const Book book = text_book(text + "\n\nNotes\n\n" + notes);
  const NoteSet set = find_notes(book);
  EXPECT_EQ(links(set), "1>1 2>2 3>3 4>5 5>6 6>7 7>8 8>9 9>? 10>10 11>11 12>12");
  const auto duplicate = findings(set, "N-DUP"), missing = findings(set, "N-MISSING"), shift = findings(set, "N-SHIFT");
  ASSERT_EQ(duplicate.size(), 1u);
  EXPECT_EQ(set.notes[3].duplicate_of, 4u);
  EXPECT_TRUE(set.notes[3].truncated);
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_EQ(missing[0].where.begin, book.paragraphs[0].begin + set.marks[8].begin);
  ASSERT_EQ(shift.size(), 1u);
  EXPECT_EQ(shift[0].delta, 1);
  EXPECT_EQ(shift[0].where.begin, book.paragraphs[0].begin + set.marks[3].begin);
  EXPECT_EQ(shift[0].last.begin, book.paragraphs[0].begin + set.marks[7].begin);
  EXPECT_TRUE(set.marks[8].problems & kProblemMissing);
}

TEST(Faults, TwoReferencesThatDifferInANumberAreTwoNotes) {
  std::string text, notes;
  for (int i = 1; i <= 4; ++i) text += sentence(i) + std::to_string(i) + " ";
  notes =
      "1. Sundry Accounts of the Harbour Board, 1915, second session, folio 12\n\n"
      "2. Sundry Accounts of the Harbour Board, 1916, second session, folio 12, with the chart.\n\n3. A third.\n\n4. A "
      "fourth.\n";
  EXPECT_TRUE(findings(find_notes(text_book(text + "\n\nNotes\n\n" + notes)), "N-DUP").empty());
}

TEST(Superscripts, WithoutLinksInMarkup) {
  Book book;
  ASSERT_TRUE(
      read_html("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>First.<sup>1</sup> An area of 40 km<sup>2</sup> "
                "and the 19<sup>th</sup> "
                "article.<sup>2</sup> Third.<sup>3</sup></p><h3>Notes</h3><p>1. One.</p><p>2. Two.</p><p>3. "
                "Three.</p></body></html>",
                "t.xhtml", book));
  structure(book);
  const NoteSet set = find_notes(book);
  EXPECT_EQ(links(set), "1>1 2>2 3>3");
  EXPECT_EQ(book.paragraphs[0].text.substr(0, set.marks[1].begin).substr(set.marks[1].begin - 8), "article.");
}

TEST(Likeness, AMarkInTheMidstOfManyWordsFitsNoNoteInParticular) {
  std::string text, notes;
  for (int i = 1; i <= 9; ++i) {
    text += i == 5 ? "Here stand all of " : sentence(i);
    if (i == 5)
      for (int k = 1; k <= 9; ++k) text += std::string(name(k)) + (k < 9 ? ", " : ".");
    text += std::to_string(i) + " ";
    notes += std::to_string(i) + ". " + note_text(i) + "\n\n";
  }
  const Book book = text_book(text + "\n\nNotes\n\n" + notes);
  const NoteSet set = find_notes(book);
  ASSERT_EQ(set.marks.size(), 9u);
  std::vector<RunMark> marks;
  NoteRun run;
  for (uint32_t i = 0; i < 9; ++i) {
    marks.push_back({set.marks[i].paragraph, set.marks[i].begin, set.marks[i].end, i + 1, 0, false, i == 0});
    run.notes.push_back({set.notes[i].begin.paragraph, set.notes[i].begin.offset, i + 1, i == 0, 0});
    run.ends.push_back(set.notes[i].end);
  }
  const Band band = band_of(marks, run);
  const BandTable<int16_t> fit = likeness(book, marks, run, band);
  for (uint32_t j = 0; j < 9; ++j) {
    if (j == 4) continue;
    EXPECT_LT(fit.at(4, j), kNat / 2) << "note " << j;
    EXPECT_GT(fit.at(j, j), fit.at(4, j) + kNat) << "note " << j;
  }
}

// ---- alignment against its literal definition

TEST(Align, SumsWhatEnumerationSums) {
  uint32_t seed = 5;
  auto random = [&](uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
  };
  for (int round = 0; round < 40; ++round) {
    const uint32_t m = 3 + random(3), n = 3 + random(3);
    std::vector<RunMark> marks(m);
    NoteRun notes;
    for (uint32_t i = 0; i < m; ++i) marks[i].label = i + 1, marks[i].restart = i == 0;
    for (uint32_t j = 0; j < n; ++j) notes.notes.push_back({j, 0, j + 1, j == 0, 0});
    const Band band = band_of(marks, notes);
    ASSERT_EQ(band.width, n);
    BandTable<int16_t> fit(band);
    for (auto& cell : fit.cells) cell = static_cast<int16_t>(static_cast<int>(random(6000)) - 2500);
    const bool even = m == n;
    const double swap = even ? kSwapSound : kSwapUnseen;
    double all = 0;
    std::vector<std::vector<double>> meant(m, std::vector<double>(n));
    std::vector<double> missing(m);
    std::vector<int> choice(m, -1);
    // The first of either may be left out.
    auto torn = [](uint32_t i, uint32_t j) {
      return (i == 0) != (j == 0) && std::max(i, j) > kFirstLost ? double{kTorn} : 0.0;
    };
    std::function<void(uint32_t, uint32_t, double)> walk = [&](uint32_t i, uint32_t j, double score) {
      if (i == m && j == n) {
        const double p = std::exp(score / kNat);
        all += p;
        for (uint32_t k = 0; k < m; ++k) (choice[k] < 0 ? missing[k] : meant[k][static_cast<size_t>(choice[k])]) += p;
        return;
      }
      if (i < m) choice[i] = -1, walk(i + 1, j, score - kMissing - (i == 0 && j != 0 && j != n ? kTorn : 0));
      if (j < n) walk(i, j + 1, score - kOrphan - (j == 0 && i != 0 && i != m ? kTorn : 0));
      if (i < m && j < n)
        choice[i] = static_cast<int>(j), walk(i + 1, j + 1, score - kShiftNone + fit.at(i, j) - torn(i, j));
      if (i + 1 < m && j + 1 < n && (i == 0) == (j == 0)) {
        choice[i] = static_cast<int>(j + 1), choice[i + 1] = static_cast<int>(j);
        walk(i + 2, j + 2, score - kShiftNone + fit.at(i, j + 1) + fit.at(i + 1, j) - swap);
      }
    };
    walk(0, 0, 0);
    const Alignment found = align(marks, notes, std::vector<Duplicate>(n), fit, false);
    for (uint32_t i = 0; i < m; ++i) {
      EXPECT_NEAR(found.missing[i], 1000 * missing[i] / all, 3) << "round " << round << " mark " << i;
      const double best = *std::max_element(meant[i].begin(), meant[i].end());
      EXPECT_NEAR(found.best[i].permille, 1000 * best / all, 3) << "round " << round << " mark " << i;
      EXPECT_NEAR(meant[i][found.best[i].note], best, best * 0.01);
    }
  }
}

}  // namespace
}  // namespace postil
