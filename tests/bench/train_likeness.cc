// train_likeness BOOK...: trains the tables of packer/notes/shared_words.cc on books whose notes are linked. A BOOK is
// a path, or several joined by commas. Prints the tables; on standard error, for each book held out in turn, how often
// a note's right mark is the first choice among the 17 about it (and the reverse), and the mean of -ln of its
// probability. The tables were trained on four: Gibbon's Decline and Fall, Keynes's Economic Consequences of the Peace
// and Pepys's Diary as Standard Ebooks publish them (CC0), and six chapters of Toward "Thorough, Accurate, and
// Reliable": A History of the Foreign Relations of the United States Series (US Department of State, public domain).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "packer/notes/notes.h"
#include "packer/notes/shared_words.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

constexpr uint32_t kReach = 8;
constexpr int kEpochs = 80;
constexpr double kRate = 0.12, kPull = 100;  // kPull draws the worths to where they began

struct Features {
  std::array<std::array<double, kZones>, kKinds> zone{};
  std::array<std::array<double, kRarities>, kKinds> rarity{};
  std::array<std::array<double, kPlaces>, kKinds> place{};

  double worth(const SharedWord& w) const {
    const auto k = static_cast<size_t>(w.kind);
    return zone[k][w.zone] * rarity[k][w.rarity] * place[k][w.place];
  }
  template <class F>
  void each(F f) {
    for (size_t k = 0; k < kKinds; ++k) {
      for (double& v : zone[k]) f(v);
      for (double& v : rarity[k]) f(v);
      for (double& v : place[k]) f(v);
    }
  }
};

// One note among the marks about it, or one mark among the notes.
struct Question {
  size_t book = 0;
  size_t right = 0;
  std::vector<std::vector<SharedWord>> options;
};

class Trainer {
 public:
  bool add(const std::string& paths) {
    const size_t book_row = sizes_.size();
    sizes_.push_back(0);
    for (size_t at = 0; at < paths.size();) {
      const size_t comma = std::min(paths.find(',', at), paths.size());
      Book book;
      if (!read_book(paths.substr(at, comma - at), book)) return false;
      at = comma + 1;
      structure(book);
      add_book(book, book_row);
    }
    return true;
  }

  Features train(size_t without) const {
    Features now = begin(), squares;
    squares.each([](double& v) { v = 1e-6; });
    for (int epoch = 0; epoch < kEpochs; ++epoch) {
      Features slope;
      for (const Question& q : questions_) {
        if (q.book == without) continue;
        // A large book does not drown the others.
        const double weight = std::sqrt(2000.0 / static_cast<double>(sizes_[q.book]));
        const std::vector<double> p = probabilities(now, q);
        for (size_t o = 0; o < p.size(); ++o)
          for (const SharedWord& w : q.options[o])
            add_slope(now, w, weight * ((o == q.right ? 1.0 : 0.0) - p[o]), slope);
      }
      std::vector<double> slopes, starts, sums;
      Features start = begin();
      slope.each([&](double& v) { slopes.push_back(v); });
      start.each([&](double& v) { starts.push_back(v); });
      size_t row = 0;
      now.each([&](double& v) {
        slopes[row] -= kPull * (v - starts[row]);
        ++row;
      });
      row = 0;
      squares.each([&](double& v) {
        v += slopes[row] * slopes[row];
        sums.push_back(v);
        ++row;
      });
      row = 0;
      now.each([&](double& v) {
        v += kRate * slopes[row] / std::sqrt(sums[row]);
        ++row;
      });
    }
    return now;
  }

  void evaluate(size_t book, const Features& features) const {
    size_t asked = 0, first = 0;
    double loss = 0;
    for (const Question& q : questions_) {
      if (q.book != book) continue;
      const std::vector<double> p = probabilities(features, q);
      ++asked;
      first += static_cast<size_t>(std::max_element(p.begin(), p.end()) - p.begin()) == q.right;
      loss -= std::log(p[q.right]);
    }
    std::fprintf(stderr, "book %zu held out: %zu questions, %.1f %% first, loss %.3f\n", book, asked,
                 100.0 * static_cast<double>(first) / static_cast<double>(asked), loss / static_cast<double>(asked));
  }

  size_t books() const { return sizes_.size(); }

 private:
  static Features begin() {
    static const double kZone[kZones] = {1, .8, .3, .35, .2, .05}, kKind[kKinds] = {.2, .2, .2, .05, .3};
    Features out;
    for (size_t k = 0; k < kKinds; ++k) {
      for (size_t z = 0; z < kZones; ++z) out.zone[k][z] = kZone[z];
      for (size_t r = 0; r < kRarities; ++r) out.rarity[k][r] = kKind[k] * static_cast<double>(r);
      out.place[k].fill(1);
    }
    return out;
  }

  static std::vector<double> probabilities(const Features& features, const Question& q) {
    std::vector<double> p;
    for (const auto& option : q.options) {
      p.push_back(0);
      for (const SharedWord& w : option) p.back() += features.worth(w);
    }
    const double most = *std::max_element(p.begin(), p.end());
    double sum = 0;
    for (double& v : p) sum += v = std::exp(v - most);
    for (double& v : p) v /= sum;
    return p;
  }

  static void add_slope(const Features& f, const SharedWord& w, double by, Features& slope) {
    const auto k = static_cast<size_t>(w.kind);
    slope.zone[k][w.zone] += by * f.rarity[k][w.rarity] * f.place[k][w.place];
    slope.rarity[k][w.rarity] += by * f.zone[k][w.zone] * f.place[k][w.place];
    slope.place[k][w.place] += by * f.zone[k][w.zone] * f.rarity[k][w.rarity];
  }

  // Stretches of 20 to 139 marks, as chapters are.
  void add_book(const Book& book, size_t row) {
    const NoteSet set = find_notes(book);
    std::vector<RunMark> marks;
    NoteRun notes;
    auto length = [&] {
      seed_ = seed_ * 1103515245 + 12345;
      return 20 + seed_ % 120;
    };
    size_t most = length();
    uint32_t last = kNone;
    for (const Mark& m : set.marks) {
      if (m.note == kNone || m.inside != kNone || (last != kNone && m.note <= last)) continue;
      last = m.note;
      const auto label = static_cast<uint32_t>(marks.size()) + 1;
      marks.push_back({m.paragraph, m.begin, m.end, label, 0, false, false});
      notes.notes.push_back({set.notes[m.note].begin.paragraph, set.notes[m.note].begin.offset, label, false, 0});
      notes.ends.push_back(set.notes[m.note].end);
      if (marks.size() < most) continue;
      ask(book, row, marks, notes);
      marks.clear();
      notes = NoteRun();
      most = length();
    }
    ask(book, row, marks, notes);
  }

  void ask(const Book& book, size_t row, const std::vector<RunMark>& marks, const NoteRun& notes) {
    const auto n = static_cast<uint32_t>(marks.size());
    if (n < 4) return;
    Band band;
    band.notes = n;
    band.width = std::min(n, 2 * kReach + 1);
    for (uint32_t i = 0; i < n; ++i) band.first.push_back(std::min(i > kReach ? i - kReach : 0, n - band.width));
    std::map<std::pair<uint32_t, uint32_t>, std::vector<SharedWord>> cells;
    shared_words(book, marks, notes, band, [&](const SharedWord& w) { cells[{w.mark, w.note}].push_back(w); });
    for (uint32_t x = 0; x < n; ++x) {
      const uint32_t low = x > kReach ? x - kReach : 0, high = std::min(n, x + kReach + 1);
      Question of_note{row, x - low, {}}, of_mark{row, x - low, {}};
      for (uint32_t y = low; y < high; ++y) {
        of_note.options.push_back(cells[{y, x}]);
        of_mark.options.push_back(cells[{x, y}]);
      }
      questions_.push_back(std::move(of_note));
      questions_.push_back(std::move(of_mark));
      sizes_[row] += 2;
    }
  }

  std::vector<Question> questions_;
  std::vector<size_t> sizes_;
  uint32_t seed_ = 12345;
};

template <class Table>
void print(const char* name, const char* columns, const Table& table) {
  std::printf("constexpr int16_t %s[kKinds][%s] = {\n", name, columns);
  for (const auto& row : table) {
    std::printf("    {");
    for (size_t c = 0; c < row.size(); ++c) std::printf("%s%ld", c > 0 ? ", " : "", std::lround(row[c] * 256));
    std::printf("},\n");
  }
  std::printf("};\n");
}

int train(int count, char** paths) {
  Trainer trainer;
  for (int i = 0; i < count; ++i)
    if (!trainer.add(paths[i])) {
      std::fprintf(stderr, "train_likeness: %s: it cannot be read\n", paths[i]);
      return 3;
    }
  for (size_t b = 0; b < trainer.books(); ++b) trainer.evaluate(b, trainer.train(b));
  const Features all = trainer.train(trainer.books());
  print("kZoneWorth", "kZones", all.zone);
  print("kRarityWorth", "kRarities", all.rarity);
  print("kPlaceWorth", "kPlaces", all.place);
  return 0;
}

}  // namespace
}  // namespace postil

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: train_likeness BOOK BOOK...\n");
    return 2;
  }
  return postil::train(argc - 1, argv + 1);
}
