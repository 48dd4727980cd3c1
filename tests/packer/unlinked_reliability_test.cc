// Does a confidence mean what it says? Two chapters of Gibbon (public domain, as Standard Ebooks print them), with
// faults planted at random among their notes, hold the shown links to it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  bool chance(uint32_t permille) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return (state_ >> 33) % 1000 < permille;
  }

 private:
  uint64_t state_;
};

// The chapter's text cut at its marks, and its notes: mark k stands after piece k and means note k.
struct Chapter {
  std::vector<std::string> pieces, notes;
};

Chapter read_chapter(const std::string& name) {
  std::ifstream file(std::string(POSTIL_TEST_DATA) + "/" + name);
  std::stringstream all;
  all << file.rdbuf();
  const std::string text = all.str();
  Chapter out;
  const size_t notes = text.find("\n\nNOTES\n\n");
  EXPECT_NE(notes, std::string::npos) << name;
  size_t at = 0;
  for (int k = 1;; ++k) {
    const std::string mark = "[" + std::to_string(k) + "]";
    const size_t found = text.find(mark, at);
    if (found == std::string::npos || found > notes) break;
    out.pieces.push_back(text.substr(at, found - at));
    at = found + mark.size();
  }
  out.pieces.push_back(text.substr(at, notes - at));
  at = notes + 9;
  while (at < text.size()) {
    const size_t end = std::min(text.find("\n\n", at), text.size());
    const std::string note = text.substr(at, end - at);
    out.notes.push_back(note.substr(note.find("] ") + 2));
    at = end + 2;
  }
  while (!out.notes.empty() && out.notes.back().back() == '\n') out.notes.back().pop_back();
  return out;
}

// The chapter with marks lost, notes missing and prints doubled, its notes numbered anew; `right`: each mark's note,
// empty where it is missing.
std::string spoiled(const Chapter& chapter, uint32_t permille, Random& random, std::vector<std::string>& right) {
  std::string text, notes;
  uint32_t printed = 0;
  right.clear();
  for (size_t k = 0; k < chapter.notes.size(); ++k) {
    const bool lost = k > 0 && random.chance(permille * 2 / 3), missing = random.chance(permille);
    text += chapter.pieces[k];
    if (!lost) {
      text += "[" + std::to_string(k + 1) + "]";
      right.push_back(missing ? "" : chapter.notes[k]);
    }
    if (missing) continue;
    const std::string& note = chapter.notes[k];
    if (note.size() > 120 && random.chance(permille))
      notes += "[" + std::to_string(++printed) + "] " + note.substr(0, note.rfind(' ', note.size() / 2)) + "\n\n";
    notes += "[" + std::to_string(++printed) + "] " + note + "\n\n";
  }
  return text + chapter.pieces.back() + "\n\nNOTES\n\n" + notes;
}

TEST(Reliability, OfMarksShownWithAConfidenceThatShareIsRight) {
  struct Tenth {
    uint32_t shown = 0, right = 0;
    uint64_t said = 0;
    double share() const { return 100.0 * right / shown; }
    double claim() const { return static_cast<double>(said) / 10 / shown; }
  };
  std::vector<Tenth> tenths(10);
  Random random(20);
  uint32_t marks = 0, found = 0, skipped = 0;
  for (const char* name : {"gibbon-5.txt", "gibbon-9.txt"}) {
    const Chapter chapter = read_chapter(name);
    ASSERT_EQ(chapter.pieces.size(), chapter.notes.size() + 1);
    for (int round = 0; round < 60; ++round) {
      std::vector<std::string> right;
      Book book;
      ASSERT_TRUE(read_plain_text(spoiled(chapter,
                                          round % 3 == 0   ? 10
                                          : round % 3 == 1 ? 20
                                                           : 40,
                                          random, right),
                                  "t.txt", book));
      structure(book);
      const NoteSet set = find_notes(book);
      if (set.marks.size() != right.size()) {  // a lost mark's neighbours may be taken for no marks
        ++skipped;
        continue;
      }
      marks += static_cast<uint32_t>(set.marks.size());
      for (size_t i = 0; i < set.marks.size(); ++i) {
        const Mark& mark = set.marks[i];
        if (mark.note == kNone) continue;
        Tenth& t = tenths[std::min<size_t>(mark.permille / 100, 9)];
        ++t.shown;
        ++found;
        t.said += mark.permille;
        t.right += note_body(book, set.notes[mark.note]).text == right[i];
      }
    }
  }
  EXPECT_LE(skipped, 6u);
  EXPECT_GT(found * 100, marks * 75) << "of " << marks;
  for (size_t k = 0; k < tenths.size(); ++k) {
    const Tenth& t = tenths[k];
    if (t.shown == 0) continue;
    std::printf("%3zu-%3zu %%: %6u shown, %5.1f %% right, said %5.1f %%\n", k * 10, k * 10 + 10, t.shown, t.share(),
                t.claim());
    if (t.shown > 50) {
      EXPECT_NEAR(t.share(), t.claim(), 3.0) << "tenth " << k;
    }
  }
}

}  // namespace
}  // namespace postil
