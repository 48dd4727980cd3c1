#include "packer/tagger/kind_training.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "packer/entities/consistency.h"

namespace postil {

void add_kind_examples(const CorpusBook& b, const TagHistogram& histogram, std::vector<KindExample>& out) {
  NameTable table;
  std::unordered_map<uint64_t, std::array<uint32_t, kNameKinds>> kinds;
  for (size_t p = b.first; p < b.last; ++p) {
    const std::vector<NameToken> tokens = b.text.tokens(p);
    const std::vector<int8_t>& tags = b.tags[p - b.first];
    for (uint32_t i = 0; i < tags.size();) {
      if (tags[i] <= 0) {
        ++i;
        continue;
      }
      TokenSpan span;
      span.begin = i;
      const NameKind kind = kind_of_tag(tags[i]);
      while (++i < tags.size() && is_inside_tag(tags[i]) && tags[i] > 0) {
      }
      span.end = i;
      if (std::none_of(tokens.begin() + span.begin, tokens.begin() + span.end,
                       [](const NameToken& t) { return is_capital(t.shape); }))
        continue;
      const FoundName name = found_name(b.text, p, tokens, span);
      add_name(b.text, p, tokens, span, name, histogram, table);
      ++kinds[name.key][static_cast<size_t>(kind)];
    }
  }
  table.finish(b.text);
  for (const uint64_t key : table.keys()) {
    const auto& k = kinds[key];
    const auto best = std::max_element(k.begin(), k.end());
    out.push_back(
        {table.features(key), static_cast<NameKind>(best - k.begin()), std::accumulate(k.begin(), k.end(), 0u)});
  }
}

KindModel train_kinds(const std::vector<KindExample>& examples, const KindOptions& o) {
  const size_t size = static_cast<size_t>(kNameKinds) << o.bits;
  std::vector<int64_t> w(size, 0), sum(size, 0), total(size, 0);
  std::vector<size_t> order;
  for (size_t i = 0; i < examples.size(); ++i)
    for (uint32_t n = examples[i].places; n > 0; n /= 3) order.push_back(i);  // a frequent name weighs more
  uint64_t random = 0x2545F4914F6CDD1Du;
  auto draw = [&random] {
    random ^= random << 13, random ^= random >> 7, random ^= random << 17;
    return random >> 8;
  };
  const auto steps = static_cast<int64_t>(o.epochs) * static_cast<int64_t>(order.size()) + 1;
  NameTable::Features shown;
  for (int run = 0; run < o.runs; ++run) {
    std::fill(w.begin(), w.end(), 0);
    std::fill(sum.begin(), sum.end(), 0);
    int64_t step = 1;
    for (int epoch = 0; epoch < o.epochs; ++epoch) {
      for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[draw() % i]);
      for (const size_t at : order) {
        const KindExample& e = examples[at];
        const bool own = draw() % 100 < o.hidden;
        shown.clear();
        for (const auto& f : e.features) {
          const uint32_t letters = f.first & 3;
          if ((letters == kOwnLetters && own) || (letters == kSmallWords && draw() % 100 < o.hidden_small)) continue;
          shown.push_back({f.first >> (32 - o.bits), f.second});
        }
        const auto gold = static_cast<size_t>(e.kind);
        std::array<int64_t, kNameKinds> score{};
        for (const auto& [row, value] : shown)
          for (size_t k = 1; k < kNameKinds; ++k) score[k] += w[row * kNameKinds + k] * value;
        size_t found = gold;
        for (size_t k = 1; k < kNameKinds; ++k)
          if (k != gold && (found == gold ? score[k] + o.margin > score[gold] : score[k] > score[found])) found = k;
        if (found != gold) {
          for (const auto& [row, value] : shown) {
            w[row * kNameKinds + gold] += value, sum[row * kNameKinds + gold] += value * step;
            w[row * kNameKinds + found] -= value, sum[row * kNameKinds + found] -= value * step;
          }
        }
        ++step;
      }
    }
    for (size_t i = 0; i < size; ++i) total[i] += w[i] * steps - sum[i];
  }
  // A quarter of the greatest weight is the greatest that is kept: few are so great, and the small ones count.
  int64_t most = 1;
  for (const int64_t t : total) most = std::max<int64_t>(most, std::llabs(t) / 4);
  KindModel out;
  out.bits = o.bits;
  // What the margin is in the kept weights.
  out.unit = static_cast<int32_t>(std::max<int64_t>(1, o.margin * 127 / std::max<int64_t>(1, most / (steps * o.runs))));
  out.weights.resize(size);
  for (size_t i = 0; i < size; ++i) {
    const int64_t t = std::max(-most, std::min(most, total[i]));
    const int64_t q = t >= 0 ? (t * 127 + most / 2) / most : -((-t * 127 + most / 2) / most);
    out.weights[i] = static_cast<int8_t>(std::llabs(q) < o.smallest ? 0 : q);
  }
  return out;
}

}  // namespace postil
