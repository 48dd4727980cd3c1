#include "packer/tagger/perceptron.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "packer/entities/features.h"

namespace postil {
namespace {

constexpr uint32_t kCountBits = 23;

void drop_rare(std::vector<Example>& examples, uint32_t least) {
  std::vector<uint8_t> counts(size_t{1} << kCountBits, 0);
  auto slot = [](uint32_t feature) { return feature >> (32 - kCountBits); };
  for (const Example& e : examples)
    for (uint32_t f : e.features)
      if (counts[slot(f)] < 255) ++counts[slot(f)];
  for (Example& e : examples) {
    size_t kept = 0, f = 0;
    for (uint32_t& end : e.ends) {
      for (; f < end; ++f)
        if (counts[slot(e.features[f])] >= least) e.features[kept++] = e.features[f];
      end = static_cast<uint32_t>(kept);
    }
    e.features.resize(kept);
    e.features.shrink_to_fit();
  }
}

int64_t rounded(int64_t n, int64_t d) {
  return n >= 0 ? (n + d / 2) / d : -((-n + d / 2) / d);
}

}  // namespace

TagModel train(std::vector<Example> examples, const TrainingOptions& o) {
  drop_rare(examples, o.least);
  const size_t size = static_cast<size_t>(kTags) << o.bits;
  std::vector<int32_t> w(size, 0), transitions((kTags + 1) * kTags, 0);
  std::vector<int64_t> sum(size, 0), transition_sum(transitions.size(), 0);  // of each change, times when it was made
  std::vector<size_t> order(examples.size());
  std::iota(order.begin(), order.end(), size_t{0});
  uint64_t random = 0x2545F4914F6CDD1Du;
  auto draw = [&random] {
    random ^= random << 13, random ^= random >> 7, random ^= random << 17;
    return random >> 8;
  };
  std::vector<uint32_t> rows, ends;  // of the example as it is shown this time
  int64_t step = 1;
  std::vector<int32_t> emissions, costed;
  std::vector<int8_t> gold, found;
  std::vector<int64_t> total(size, 0), transition_total(transitions.size(), 0);  // of the runs' averages, times `steps`
  const auto steps = static_cast<int64_t>(o.epochs) * static_cast<int64_t>(examples.size()) + 1;
  for (int run = 0; run < o.runs; ++run) {
    std::fill(w.begin(), w.end(), 0);
    std::fill(sum.begin(), sum.end(), 0);
    std::fill(transitions.begin(), transitions.end(), 0);
    std::fill(transition_sum.begin(), transition_sum.end(), 0);
    step = 1;
    for (int epoch = 0; epoch < o.epochs; ++epoch) {
      for (size_t i = order.size(); i > 1; --i) {
        std::swap(order[i - 1], order[draw() % i]);
      }
      for (const size_t at : order) {
        const Example& e = examples[at];
        const size_t n = e.ends.size();
        rows.clear();
        ends.clear();
        for (size_t i = 0, f = 0; i < n; ++i) {
          const bool own = draw() % 100 < o.hidden, other = draw() % 100 < o.hidden,
                     small = draw() % 100 < o.hidden_small;
          for (; f < e.ends[i]; ++f) {
            const uint32_t letters = e.features[f] & 3;
            if (!((letters == kOwnLetters && own) || (letters == kOtherLetters && other) ||
                  (letters == kSmallWords && small)))
              rows.push_back((e.features[f] >> (32 - o.bits)) * kTags);
          }
          ends.push_back(static_cast<uint32_t>(rows.size()));
        }
        emissions.assign(n * kTags, 0);
        for (size_t i = 0, f = 0; i < n; ++i)
          for (; f < ends[i]; ++f)
            for (size_t t = 0; t < kTags; ++t) emissions[i * kTags + t] += w[rows[f] + t];
        gold = e.tags;
        if (std::find(gold.begin(), gold.end(), -1) != gold.end()) viterbi(emissions, transitions, &e.tags, gold);
        costed = emissions;
        for (size_t i = 0; i < n; ++i)
          if (e.tags[i] >= 0)
            for (size_t t = 0; t < kTags; ++t)
              if (static_cast<int8_t>(t) != gold[i]) costed[i * kTags + t] += o.margin + (t == 0 ? o.missed : 0);
        viterbi(costed, transitions, nullptr, found);
        for (size_t i = 0, f = 0; i < n; ++i) {
          const auto g = static_cast<size_t>(gold[i]), p = static_cast<size_t>(found[i]);
          if (g != p) {
            for (; f < ends[i]; ++f) {
              const size_t row = rows[f];
              ++w[row + g], sum[row + g] += step;
              --w[row + p], sum[row + p] -= step;
            }
          }
          f = ends[i];
          const size_t bg = i ? static_cast<size_t>(gold[i - 1]) : kTags,
                       bp = i ? static_cast<size_t>(found[i - 1]) : kTags;
          if (g != p || bg != bp) {
            ++transitions[bg * kTags + g], transition_sum[bg * kTags + g] += step;
            --transitions[bp * kTags + p], transition_sum[bp * kTags + p] -= step;
          }
        }
        ++step;
      }
    }
    // The average of a weight over all steps is w - sum / steps.
    for (size_t i = 0; i < size; ++i) total[i] += w[i] * steps - sum[i];
    for (size_t i = 0; i < transitions.size(); ++i) transition_total[i] += transitions[i] * steps - transition_sum[i];
  }
  int64_t most = 1;
  for (const int64_t t : total) most = std::max<int64_t>(most, std::llabs(t));
  TagModel out;
  out.bits = o.bits;
  out.unit = static_cast<int32_t>(std::max<int64_t>(1, std::min<int64_t>(127 * steps * o.runs / most, 1 << 16)));
  out.weights.resize(size);
  for (size_t i = 0; i < size; ++i) {
    const int64_t q = rounded(total[i] * 127, most);
    out.weights[i] = static_cast<int8_t>(std::llabs(q) < o.smallest ? 0 : q);
  }
  out.transitions.resize(transitions.size());
  for (size_t i = 0; i < transitions.size(); ++i)
    out.transitions[i] = static_cast<int32_t>(rounded(transition_total[i] * 127, most));
  return out;
}

}  // namespace postil
