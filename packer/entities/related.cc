#include "packer/entities/related.h"

#include <algorithm>

namespace postil {
namespace {

constexpr size_t kMaxRelated = 12;
constexpr size_t kMaxTogether = 24;  // of a paragraph: a list of names relates nobody

// log2 in 1/1024, of n >= 1: integers alone, the same everywhere.
uint32_t log2_1024(uint64_t n) {
  uint32_t whole = 0;
  uint64_t top = n;
  while (top > 1) top >>= 1, ++whole;
  uint64_t x = whole <= 31 ? n << (31 - whole) : n >> (whole - 31);  // [2^31, 2^32)
  uint32_t out = whole << 10;
  for (uint32_t bit = 512; bit; bit >>= 1) {
    x = x * x >> 31;
    if (x >= uint64_t{1} << 32) x >>= 1, out += bit;
  }
  return out;
}

struct Event {
  uint32_t date, paragraph, row;
};

}  // namespace

std::vector<Relation> relations(const Linked& linked, const Views& views, const std::vector<NameSpan>& names) {
  std::vector<Event> events;
  for (uint32_t row = 0; row < views.rows.size(); ++row) {
    const View& v = views.rows[row];
    if (v.until != kNone) continue;
    for (size_t i = 0; i < v.names.size(); ++i) {
      const NameSpan& n = names[linked.names[v.names[i]].name];
      if (!n.cited) events.push_back({v.dates[i], n.paragraph, row});
    }
  }
  std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
    return a.date != b.date ? a.date < b.date : a.paragraph != b.paragraph ? a.paragraph < b.paragraph : a.row < b.row;
  });
  std::vector<uint32_t> count(views.rows.size(), 0);            // paragraphs with the row
  std::unordered_map<uint32_t, std::vector<uint32_t>> present;  // paragraph -> rows met there so far
  std::unordered_map<uint64_t, uint32_t> together;
  std::vector<std::vector<std::pair<uint32_t, uint32_t>>> best(views.rows.size());  // permille, other
  std::vector<Relation> out;
  uint64_t paragraphs = 0;
  const auto weigh = [&](uint32_t row, uint32_t other, uint32_t date, uint32_t permille) {
    auto& list = best[row];
    const auto same = std::find_if(list.begin(), list.end(), [&](const auto& r) { return r.second == other; });
    const bool known = same != list.end();
    if (known) {
      if (same->first == permille) return;
      same->first = permille;
    } else {
      list.emplace_back(permille, other);
    }
    std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    const auto at = std::find_if(list.begin(), list.end(), [&](const auto& r) { return r.second == other; });
    // One that has fallen among the weak is said once more, so that its old weight does not stand.
    if (at - list.begin() < static_cast<std::ptrdiff_t>(kMaxRelated) || known)
      out.push_back({row, other, date, permille});
    if (list.size() > 3 * kMaxRelated) list.resize(3 * kMaxRelated);
  };
  for (const Event& e : events) {
    std::vector<uint32_t>& here = present[e.paragraph];
    if (here.empty()) ++paragraphs;
    if (std::find(here.begin(), here.end(), e.row) != here.end()) continue;
    ++count[e.row];
    if (here.size() < kMaxTogether)
      for (const uint32_t other : here) {
        const uint32_t a = std::min(e.row, other), b = std::max(e.row, other);
        const uint32_t n = ++together[uint64_t{a} << 32 | b];
        if (n < 2 || (n & (n - 1))) continue;
        // npmi = log(p(ab) / p(a)p(b)) / -log p(ab), shrunk where the pair is rare.
        const uint32_t top = log2_1024(n) + log2_1024(paragraphs), bottom = log2_1024(count[a]) + log2_1024(count[b]);
        if (top <= bottom) continue;
        const uint32_t self = log2_1024(paragraphs) > log2_1024(n) ? log2_1024(paragraphs) - log2_1024(n) : 1;
        const uint64_t npmi = std::min<uint64_t>(1000, uint64_t{1000} * (top - bottom) / std::max(self, 1u));
        const auto permille = static_cast<uint32_t>(npmi * n / (n + 2));
        weigh(a, b, e.date, permille);
        weigh(b, a, e.date, permille);
      }
    here.push_back(e.row);
  }
  return out;
}

}  // namespace postil
