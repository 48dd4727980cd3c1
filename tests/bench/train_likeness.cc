// train_likeness BOOK...: trains the tables of packer/notes/shared_words.cc on books whose notes are linked. A BOOK is
// a path, or several joined by commas. Prints the tables; on standard error, for each book held out in turn, how often
// a row of one to five marks is seen to mean its own notes and not those up to three further on or back, and the mean
// of -ln of that probability. The tables were trained on five: Gibbon's Decline and Fall; Keynes's Economic
// Consequences of the Peace with the Federalist Papers; Pepys's Diary, all as Standard Ebooks publish them (CC0); six
// chapters of Toward "Thorough, Accurate, and Reliable": A History of the Foreign Relations of the United States
// Series; and Buildings of the Department of State (both US Department of State, public domain).
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

constexpr uint32_t kReach = 3, kLongestRow = 5, kCentre = 8;  // kCentre: as in lexical.cc
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

struct Counted {
  SharedWord word;
  double times = 1;
};

// A row of marks and the rows of notes that they may mean.
struct Question {
  size_t book = 0;
  size_t right = 0;
  std::vector<std::vector<Counted>> options;
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
          for (const Counted& c : q.options[o])
            add_slope(now, c.word, c.times * weight * ((o == q.right ? 1.0 : 0.0) - p[o]), slope);
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
      for (size_t r = 0; r < kRarities; ++r) out.rarity[k][r] = kKind[k] * (.2 + static_cast<double>(r));
      out.place[k].fill(1);
    }
    return out;
  }

  static std::vector<double> probabilities(const Features& features, const Question& q) {
    std::vector<double> p;
    for (const auto& option : q.options) {
      p.push_back(0);
      for (const Counted& c : option) p.back() += c.times * features.worth(c.word);
    }
    const double most = *std::max_element(p.begin(), p.end());
    double sum = 0;
    for (double& v : p) sum += v = std::exp(v - most);
    for (double& v : p) v /= sum;
    return p;
  }

  static void add_slope(const Features& f, const SharedWord& w, double by, Features& slope) {
    const auto k = static_cast<size_t>(w.kind);
    const double worth = by * f.worth(w);
    auto add = [&](double of, double& to) { to += of != 0 ? worth / of : 0; };
    add(f.zone[k][w.zone], slope.zone[k][w.zone]);
    add(f.rarity[k][w.rarity], slope.rarity[k][w.rarity]);
    add(f.place[k][w.place], slope.place[k][w.place]);
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

  // A short row of marks against the row of notes that they mean and the rows beside it: what the aligner decides where
  // a note is missing. Each note's words are worth what they are more than on its average mark, as in likeness().
  void ask(const Book& book, size_t row, const std::vector<RunMark>& marks, const NoteRun& notes) {
    const auto n = static_cast<uint32_t>(marks.size());
    if (n < 2 * kReach + 2) return;
    Band band;
    band.notes = n;
    band.width = std::min(n, 2 * (kReach + kCentre) + 1);
    for (uint32_t i = 0; i < n; ++i)
      band.first.push_back(std::min(i > kReach + kCentre ? i - kReach - kCentre : 0, n - band.width));
    std::map<std::pair<uint32_t, uint32_t>, std::vector<SharedWord>> cells;
    shared_words(book, marks, notes, band, [&](const SharedWord& w) { cells[{w.mark, w.note}].push_back(w); });
    for (uint32_t x = kReach; x + kReach + kLongestRow < n; x += 2) {
      const uint32_t length = 1 + (x / 2) % kLongestRow;
      Question q{row, kReach, {}};
      for (uint32_t by = 0; by <= 2 * kReach; ++by) {
        std::map<std::array<uint8_t, 4>, double> sum;
        for (uint32_t k = 0; k < length; ++k) {
          const uint32_t mark = x + k, note = mark + by - kReach;
          auto add = [&](uint32_t at, double times) {
            const auto found = cells.find({at, note});
            if (found == cells.end()) return;
            for (const SharedWord& w : found->second)
              sum[{static_cast<uint8_t>(w.kind), w.zone, w.rarity, w.place}] += times;
          };
          add(mark, 1);
          const uint32_t low = note > kCentre ? note - kCentre : 0, high = std::min(n, note + kCentre + 1);
          for (uint32_t at = low; at < high; ++at) add(at, -1.0 / (high - low));
        }
        q.options.emplace_back();
        for (const auto& [what, times] : sum)
          q.options.back().push_back(
              {SharedWord{0, 0, static_cast<WordKind>(what[0]), what[3], what[1], what[2]}, times});
      }
      questions_.push_back(std::move(q));
      ++sizes_[row];
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
