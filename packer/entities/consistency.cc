#include "packer/entities/consistency.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "packer/entities/gazetteer.h"

namespace postil {
namespace {

constexpr size_t kTypes = 9;
constexpr uint64_t kPart = 500, kFullName = 2000;  // votes that a full name has in what one of its words is
constexpr int64_t kJudged = 1000;                  // thousandths of all votes that a kind's score of 1 weighs
using Votes = std::array<uint64_t, kTypes>;

size_t row(EntityType type) {
  return static_cast<size_t>(type);
}

}  // namespace

FoundName found_name(const BookText& text, size_t paragraph, const std::vector<NameToken>& tokens, const TokenSpan& s) {
  FoundName n;
  n.span.paragraph = static_cast<uint32_t>(paragraph);
  n.span.begin = tokens[s.begin].begin;
  n.span.end = tokens[s.end - 1].end;
  n.span.type = s.type;
  n.span.permille = s.permille;
  n.settled = s.settled;
  uint32_t i = s.begin;
  for (; i + 1 < s.end && text.statistics.of(tokens[i].key).classes & kTitle; ++i) n.title = true;
  n.whole = tokens[s.begin].key;
  for (uint32_t k = s.begin + 1; k < s.end; ++k) n.whole = n.whole * 0x9E3779B97F4A7C15u + tokens[k].key;
  n.all_words = s.end - s.begin;
  n.first = tokens[i].key;
  n.core = i;
  n.last = tokens[s.end - 1].key;
  n.words = s.end - i;
  n.given = text.statistics.of(n.first).classes & (kGiven | kRareGiven);
  n.key = tokens[i].key;
  n.known_place = n.words == 1 && text.statistics.of(n.key).classes & (kCity | kCountry | kRegion);
  for (++i; i < s.end; ++i) n.key = n.key * 0x9E3779B97F4A7C15u + tokens[i].key;
  return n;
}

NameTable::Word word_of(const FoundName& n) {
  return {n.first, n.last, n.words, n.given, n.title};
}

void add_name(const BookText& text, size_t paragraph, const std::vector<NameToken>& tokens, const TokenSpan& span,
              const FoundName& name, const TagHistogram& histogram, NameTable& table) {
  table.add(name.key, word_of(name),
            name_evidence(text, paragraph, tokens, name.core, span.end, name.title, histogram, true));
}

void find_missed(const BookText& text, unsigned jobs, std::vector<std::vector<FoundName>>& slots) {
  struct Seen {
    uint32_t count = 0, sure = 0, words = 0;
    Votes votes{};
  };
  std::unordered_map<uint64_t, Seen> seen;  // by all their words, titles included
  for (const auto& slot : slots) {
    for (const FoundName& n : slot) {
      Seen& s = seen[n.whole];
      ++s.count;
      s.sure += n.span.permille >= 600;
      s.words = n.all_words;
      s.votes[row(n.span.type)] += n.span.permille;
    }
  }
  constexpr size_t kMostWords = 5;
  each_slot(slots.size(), jobs, [&](size_t p) {
    const std::vector<NameToken> tokens = text.tokens(p);
    std::vector<FoundName> missed;
    size_t next = 0;
    for (size_t i = 0; i < tokens.size(); ++i) {
      const NameToken& t = tokens[i];
      while (next < slots[p].size() && slots[p][next].span.end <= t.begin) ++next;
      if (next < slots[p].size() && slots[p][next].span.begin <= t.begin) continue;
      if (!is_capital(t.shape) || t.quoted || t.start == Start::heading) continue;
      const uint32_t free = next < slots[p].size() ? slots[p][next].span.begin : UINT32_MAX;
      uint64_t key = t.key;
      const Seen* best = nullptr;
      size_t end = i;
      for (size_t j = i; j < tokens.size() && j < i + kMostWords && tokens[j].end <= free; ++j) {
        if (j > i) key = key * 0x9E3779B97F4A7C15u + tokens[j].key;
        if (!is_capital(tokens[j].shape)) continue;
        const auto s = seen.find(key);
        if (s == seen.end() || s->second.words != j - i + 1) continue;
        if (j == i) {
          const WordCounts& w = text.statistics.of(t.key);
          if (w.classes & (kFunction | kTime) || s->second.sure < 2) continue;
          if (s->second.count * 2 < w.inside + (t.start == Start::inside ? 0 : w.start + w.lower)) continue;
        } else if (s->second.sure < 1) {
          continue;
        }
        best = &s->second;
        end = j + 1;
      }
      if (!best) continue;
      TokenSpan span{static_cast<uint32_t>(i), static_cast<uint32_t>(end), EntityType::other, 500};
      for (size_t k = 0; k < kTypes; ++k)
        if (best->votes[k] > best->votes[row(span.type)]) span.type = static_cast<EntityType>(k);
      missed.push_back(found_name(text, p, tokens, span));
      i = end - 1;
    }
    slots[p].insert(slots[p].end(), missed.begin(), missed.end());
    std::sort(slots[p].begin(), slots[p].end(),
              [](const FoundName& a, const FoundName& b) { return a.span.begin < b.span.begin; });
  });
}

void agree_on_types(const NameTable& table, const KindModel& model, std::vector<std::vector<FoundName>>& slots) {
  std::unordered_map<uint64_t, Votes> votes;
  std::unordered_map<uint64_t, uint64_t> parts;  // of persons' full names: what weight they have
  for (const auto& slot : slots) {
    for (const FoundName& n : slot) {
      votes[n.key][row(n.span.type)] += n.span.permille + (n.title ? 1000 : 0);
      if (n.span.type == EntityType::person && n.words >= 2 && n.words <= 4) {
        parts[n.last] += n.given || n.title ? kFullName : kPart;
        parts[n.first] += kPart;
      }
    }
  }
  std::unordered_map<uint64_t, KindScores> judged;
  for (const uint64_t key : table.keys()) judged[key] = judge(model, table.features(key));
  for (const auto& slot : slots)
    for (const FoundName& n : slot)
      if (n.settled) judged.erase(n.key);
  for (auto& slot : slots) {
    for (FoundName& n : slot) {
      if (n.title && n.span.type == EntityType::person) continue;
      Votes v = votes[n.key];
      const auto part = n.words == 1 && !n.known_place ? parts.find(n.key) : parts.end();
      if (part != parts.end()) v[row(EntityType::person)] += part->second;
      uint64_t all = 1;
      for (const uint64_t votes_of_type : v) all += votes_of_type;
      // What the book's full names say of one of their words needs no judge.
      const auto j = part != parts.end() && part->second >= 8 * kPart ? judged.end() : judged.find(n.key);
      std::array<int64_t, kTypes> score{};
      for (size_t t = 0; t < kTypes; ++t) {
        score[t] = static_cast<int64_t>(v[t] * 1000 / all);
        if (j == judged.end()) continue;
        const bool plain = t >= 1 && t <= 4;
        if (plain || v[t]) score[t] += j->second[plain ? t : kNameKinds - 1] * kJudged / 1000;
        if (!plain && !v[t]) score[t] = INT32_MIN;
      }
      size_t best = row(n.span.type);
      for (size_t t = 0; t < kTypes; ++t)
        if (score[t] > score[best]) best = t;
      n.span.type = static_cast<EntityType>(best);
    }
  }
}

}  // namespace postil
