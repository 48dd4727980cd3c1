// Which mark means which note: a pair hidden Markov model over marks and notes in order. A step matches a mark with a
// note or two with two that stand in the wrong order, skips a mark whose note is missing, or skips a note whose mark
// was lost; where printed labels speak, the state also carries by how much a note's label differs from its mark's,
// which seldom changes. Sums over all alignments give each match its probability.
#include <algorithm>
#include <cstdlib>

#include "packer/notes/align_costs.h"
#include "packer/notes/fixed_log.h"
#include "packer/notes/unlinked.h"

namespace postil {
namespace {

class Aligner {
 public:
  Aligner(const std::vector<RunMark>& marks, const NoteRun& run, const std::vector<Duplicate>& duplicates,
          const BandTable<int16_t>& fit, bool labels_speak)
      : marks_(marks),
        run_(run),
        duplicates_(duplicates),
        fit_(fit),
        most_(labels_speak ? kMostShift : 0),
        states_(static_cast<size_t>(2 * most_ + 1)),
        m_(static_cast<uint32_t>(marks.size())),
        n_(static_cast<uint32_t>(run.notes.size())) {
    // One column more than the notes: column j stands before note j.
    nodes_.notes = n_ + 1;
    nodes_.width = std::min(fit.band.width + 1, n_ + 1);
    nodes_.first = fit.band.first;
    nodes_.first.push_back(n_ + 1 - nodes_.width);
    nodes_.first[0] = 0;
    // Where a run's counts leave no room for a missing note, or for a lost mark, each is less likely.
    std::vector<int64_t> net, size, faults;
    for (uint32_t j = 0; j < n_; ++j) {
      const uint32_t r = run.notes[j].run;
      if (net.size() <= r) net.resize(r + 1), size.resize(r + 1), faults.resize(r + 1);
      net[r] -= !duplicates[j].sure;
      ++size[r];
      faults[r] += duplicates[j].sure;
    }
    for (const RunMark& m : marks) ++net[m.run], faults[m.run] += m.lost;
    for (size_t r = 0; r < net.size(); ++r) {
      const int32_t unbalanced = size[r] < kSmallRun ? 0 : kUnbalanced;
      missing_.push_back(kMissing + (net[r] > 0 ? 0 : unbalanced));
      orphan_.push_back(kOrphan + (net[r] < 0 ? 0 : unbalanced));
      surplus_.push_back(net[r] < 0);
      const int64_t known = faults[r] + std::abs(net[r]);
      swap_.push_back(known == 0                          ? kSwapSound
                      : known * 1000 >= kFaulty * size[r] ? kSwapUnseen
                                                          : (kSwapUnseen + kSwapSound) / 2);
    }
  }

  Alignment run() {
    forward_.assign(size_t{m_ + 1} * nodes_.width * states_, kImpossible);
    backward_ = forward_;
    forward();
    backward();
    return posteriors();
  }

 private:
  size_t node(uint32_t i, uint32_t j) const { return (size_t{i} * nodes_.width + (j - nodes_.first[i])) * states_; }
  bool has(uint32_t i, uint32_t j) const { return i <= m_ && j <= n_ && nodes_.contains(i, j); }

  bool begins(uint32_t j) const { return j == n_ || run_.notes[j].restart; }  // does a run of notes begin at node j?
  bool begins_marks(uint32_t i) const { return i == m_ || marks_[i].restart; }

  // Does a run of notes begin at note j, or just before it, so that its first notes may be without a mark?
  bool near_begin(uint32_t j) const {
    for (uint32_t back = 0; back <= kFirstLost && back <= j; ++back)
      if (run_.notes[j - back].restart) return true;
    return false;
  }
  bool near_begin_marks(uint32_t i) const {
    for (uint32_t back = 0; back <= kFirstLost && back <= i; ++back)
      if (marks_[i - back].restart) return true;
    return false;
  }
  // A stretch of marks and a run of notes begin together, though the first of either may be left out.
  bool torn(uint32_t i, uint32_t j) const {
    const bool mark = marks_[i].restart, note = run_.notes[j].restart;
    return mark != note && !(mark ? near_begin(j) : near_begin_marks(i));
  }

  // The cost of a note that no mark means. A doubtful duplicate is one where the run has more notes than marks.
  int32_t leave(uint32_t j) const {
    const Duplicate& d = duplicates_[j];
    if (d.sure) return kDuplicateSkip;
    return d.of == kNone ? orphan_[run_.notes[j].run] : surplus_[run_.notes[j].run] ? kDuplicateSkip : kDoubtful;
  }

  // A stretch of marks and a run of notes end together.
  int32_t skip_mark(uint32_t i, uint32_t j) const {
    return (marks_[i].lost ? -kLostSkip : -missing_[marks_[i].run]) - (marks_[i].restart && !begins(j) ? kTorn : 0);
  }
  int32_t skip_note(uint32_t i, uint32_t j) const {
    return -leave(j) - (run_.notes[j].restart && !begins_marks(i) ? kTorn : 0);
  }

  int32_t match(uint32_t i, uint32_t j, size_t state) const {
    if (!fit_.band.contains(i, j)) return kImpossible;
    int32_t value = marks_[i].lost ? -kLostMatch + fit_.at(i, j) / 2 : fit_.at(i, j);
    if (duplicates_[j].sure) value -= kDuplicateMatch;
    if (torn(i, j)) value -= kTorn;
    return value - off(i, j, state);
  }

  // The cost of a label that the state does not foresee.
  int32_t off(uint32_t i, uint32_t j, size_t state) const {
    if (most_ == 0) return 0;
    const int32_t difference = static_cast<int32_t>(run_.notes[j].label) - static_cast<int32_t>(marks_[i].label);
    return difference == static_cast<int32_t>(state) - most_ ? 0 : kLabelOff;
  }

  // Two neighbours printed in the wrong order.
  bool swappable(uint32_t i, uint32_t j) const {
    return !marks_[i].lost && !marks_[i + 1].lost && !marks_[i + 1].restart && !run_.notes[j + 1].restart &&
           marks_[i].restart == run_.notes[j].restart && !duplicates_[j].sure && !duplicates_[j + 1].sure;
  }
  int32_t swap(uint32_t i, uint32_t j, size_t state) const {
    if (!fit_.band.contains(i, j + 1) || !fit_.band.contains(i + 1, j)) return kImpossible;
    return fit_.at(i, j + 1) + fit_.at(i + 1, j) - off(i, j + 1, state) - off(i + 1, j, state) -
           (most_ > 0 ? kSwap : swap_[marks_[i].run]);
  }

  int32_t change(size_t from, size_t to, uint32_t j) const {
    if (to == static_cast<size_t>(most_) && near_begin(j)) return -kShiftNone;
    if (from == to) return -kShiftNone - (run_.notes[j].restart ? kShift : 0);
    const int32_t a = static_cast<int32_t>(from) - most_, b = static_cast<int32_t>(to) - most_;
    const int32_t step = std::abs(a - b);
    return (std::abs(b) < std::abs(a) ? -kShiftBack : -kShift) - kShiftFurther * (step - 1);
  }

  // The sum over states `from` of value(from) + change(from, to); a step of more than three is not worth its terms.
  template <class Value>
  int32_t arrive(size_t to, uint32_t j, bool reverse, Value value) const {
    int32_t sum = kImpossible;
    const bool wide = run_.notes[j].restart;
    const size_t low = to > 3 && !wide ? to - 3 : 0, high = wide ? states_ - 1 : std::min(states_ - 1, to + 3);
    for (size_t from = low; from <= high; ++from) {
      const int32_t v = value(from);
      if (v > kImpossible / 2) sum = fixed_log_add(sum, v + (reverse ? change(to, from, j) : change(from, to, j)));
    }
    return sum;
  }

  void forward() {
    for (uint32_t i = 0; i <= m_; ++i)
      for (uint32_t j = nodes_.first[i]; j <= n_ && j - nodes_.first[i] < nodes_.width; ++j)
        for (size_t s = 0; s < states_; ++s) {
          int32_t sum = kImpossible;
          if (i == 0 && j == 0)
            sum = s == static_cast<size_t>(most_)
                      ? 0
                      : -kShift - kShiftFurther * (std::abs(static_cast<int32_t>(s) - most_) - 1);
          if (i > 0 && has(i - 1, j)) sum = fixed_log_add(sum, forward_[node(i - 1, j) + s] + skip_mark(i - 1, j));
          if (j > 0 && has(i, j - 1)) sum = fixed_log_add(sum, forward_[node(i, j - 1) + s] + skip_note(i, j - 1));
          if (i > 0 && j > 0 && has(i - 1, j - 1)) {
            const int32_t* before = &forward_[node(i - 1, j - 1)];
            const int32_t emitted = match(i - 1, j - 1, s);
            if (emitted > kImpossible / 2)
              sum = fixed_log_add(sum, arrive(s, j - 1, false, [&](size_t from) { return before[from]; }) + emitted);
          }
          if (i > 1 && j > 1 && has(i - 2, j - 2) && swappable(i - 2, j - 2)) {
            const int32_t* before = &forward_[node(i - 2, j - 2)];
            const int32_t emitted = swap(i - 2, j - 2, s);
            if (emitted > kImpossible / 2)
              sum = fixed_log_add(sum, arrive(s, j - 2, false, [&](size_t from) { return before[from]; }) + emitted);
          }
          forward_[node(i, j) + s] = std::max(sum, kImpossible);
        }
  }

  void backward() {
    for (uint32_t i = m_ + 1; i-- > 0;) {
      const uint32_t first = nodes_.first[i], last = std::min(n_, first + nodes_.width - 1);
      for (uint32_t j = last + 1; j-- > first;)
        for (size_t s = 0; s < states_; ++s) {
          int32_t sum = i == m_ && j == n_ ? 0 : kImpossible;
          if (i < m_ && has(i + 1, j)) sum = fixed_log_add(sum, backward_[node(i + 1, j) + s] + skip_mark(i, j));
          if (j < n_ && has(i, j + 1)) sum = fixed_log_add(sum, backward_[node(i, j + 1) + s] + skip_note(i, j));
          if (i < m_ && j < n_ && has(i + 1, j + 1)) {
            const int32_t* after = &backward_[node(i + 1, j + 1)];
            sum = fixed_log_add(sum, arrive(s, j, true, [&](size_t to) {
                                  const int32_t emitted = match(i, j, to);
                                  return emitted > kImpossible / 2 ? after[to] + emitted : kImpossible;
                                }));
          }
          if (i + 1 < m_ && j + 1 < n_ && has(i + 2, j + 2) && swappable(i, j)) {
            const int32_t* after = &backward_[node(i + 2, j + 2)];
            sum = fixed_log_add(sum, arrive(s, j, true, [&](size_t to) {
                                  const int32_t emitted = swap(i, j, to);
                                  return emitted > kImpossible / 2 ? after[to] + emitted : kImpossible;
                                }));
          }
          backward_[node(i, j) + s] = std::max(sum, kImpossible);
        }
    }
  }

  // The sum over all alignments that take one step from node (i, j): a match, or marks i and i + 1 with notes j + 1 and
  // j.
  int32_t through(uint32_t i, uint32_t j, bool swapped) const {
    const uint32_t far = swapped ? 2 : 1;
    if (i + far > m_ || j + far > n_ || !has(i, j) || !has(i + far, j + far) || (swapped && !swappable(i, j)))
      return kImpossible;
    const int32_t *before = &forward_[node(i, j)], *after = &backward_[node(i + far, j + far)];
    int32_t sum = kImpossible;
    for (size_t s = 0; s < states_; ++s) {
      const int32_t emitted = swapped ? swap(i, j, s) : match(i, j, s);
      if (emitted <= kImpossible / 2 || after[s] <= kImpossible / 2) continue;
      sum = fixed_log_add(sum, arrive(s, j, false, [&](size_t from) { return before[from]; }) + emitted + after[s]);
    }
    return sum;
  }

  Alignment posteriors() const {
    int32_t all = kImpossible;
    for (size_t s = 0; s < states_; ++s) all = fixed_log_add(all, forward_[node(0, 0) + s] + backward_[node(0, 0) + s]);
    Alignment out;
    out.best.resize(m_);
    out.missing.resize(m_);
    std::vector<int32_t> taken(n_, kImpossible);
    BandTable<int32_t> swaps(nodes_, kImpossible);
    for (uint32_t i = 0; i < m_; ++i) {
      int32_t best = kImpossible, missing = kImpossible;
      for (uint32_t j = nodes_.first[i]; j <= n_ && j - nodes_.first[i] < nodes_.width; ++j) {
        if (has(i + 1, j))
          for (size_t s = 0; s < states_; ++s)
            missing =
                fixed_log_add(missing, forward_[node(i, j) + s] + skip_mark(i, j) + backward_[node(i + 1, j) + s]);
        if (j == n_) continue;
        swaps.at(i, j) = through(i, j, true);
        int32_t sum = through(i, j, false);
        if (j > 0 && has(i, j - 1)) sum = fixed_log_add(sum, swaps.at(i, j - 1));
        if (i > 0 && has(i - 1, j)) sum = fixed_log_add(sum, swaps.at(i - 1, j));
        taken[j] = fixed_log_add(taken[j], sum);
        if (sum > best) best = sum, out.best[i].note = j;
      }
      out.best[i].permille = best <= kImpossible / 2 ? 0 : fixed_permille(best - all);
      out.missing[i] = missing <= kImpossible / 2 ? 0 : fixed_permille(missing - all);
    }
    for (int32_t t : taken) out.taken.push_back(t <= kImpossible / 2 ? 0 : fixed_permille(t - all));
    return out;
  }

  const std::vector<RunMark>& marks_;
  const NoteRun& run_;
  const std::vector<Duplicate>& duplicates_;
  const BandTable<int16_t>& fit_;
  const int32_t most_;  // the largest difference of labels that is a state
  const size_t states_;
  const uint32_t m_, n_;
  Band nodes_;
  std::vector<int32_t> missing_, orphan_, swap_;  // of each run
  std::vector<bool> surplus_;                     // more notes than marks
  std::vector<int32_t> forward_, backward_;
};

}  // namespace

Band band_of(const std::vector<RunMark>& marks, const NoteRun& notes) {
  const auto n = static_cast<uint32_t>(notes.notes.size());
  Band band;
  band.notes = n;
  std::vector<uint32_t> middle;
  uint32_t widest = 0, begin = 0;
  for (uint32_t i = 0; i < marks.size();) {
    uint32_t last = i;
    while (last < marks.size() && marks[last].run == marks[i].run) ++last;
    while (begin < n && notes.notes[begin].run < marks[i].run) ++begin;
    uint32_t end = begin;
    while (end < n && notes.notes[end].run == marks[i].run) ++end;
    const uint32_t here = last - i, there = end - begin;
    widest = std::max(widest, std::min(here > there ? here - there : there - here, 64u));
    for (uint32_t k = i; k < last; ++k)
      middle.push_back(begin +
                       static_cast<uint32_t>(there > 0 ? uint64_t{k - i} * (there - 1) / std::max(1u, here - 1) : 0));
    i = last;
  }
  band.width = std::max(1u, std::min(n, 2 * (16 + widest) + 1));
  for (uint32_t at : middle) {
    const uint32_t low = at > band.width / 2 ? at - band.width / 2 : 0;
    band.first.push_back(std::min(low, n - band.width));
  }
  return band;
}

Alignment align(const std::vector<RunMark>& marks, const NoteRun& notes, const std::vector<Duplicate>& duplicates,
                const BandTable<int16_t>& fit, bool labels_speak) {
  return Aligner(marks, notes, duplicates, fit, labels_speak).run();
}

}  // namespace postil
