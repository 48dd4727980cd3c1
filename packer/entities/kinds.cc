#include "packer/entities/kinds.h"

#include <algorithm>

#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"

namespace postil {
namespace {

constexpr int32_t kWhole = 16;  // value of a feature that holds everywhere

uint32_t mix(uint32_t kind, uint64_t value) {
  uint64_t h = (kind * 0x9E3779B97F4A7C15u) ^ value;
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93u;
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93u;
  return static_cast<uint32_t>(h >> 32);
}

enum Kind : uint32_t {
  kBias = 1,
  kLength,
  kFirstWord,
  kLastWord,
  kHeadWord,
  kSmallInside,
  kFirstSuffix,
  kLastSuffix3,
  kLastSuffix2,
  kFirstPrefix,
  kLastShape,
  kFirstClass,
  kHeadClass,
  kLastClass,
  kFirstSet,
  kHeadSet,
  kNetSet,
  kAnyClass,
  kWholeName,
  kWithTitle,
  kTagShare,
  kBefore,
  kBeforeTwo,
  kAfter,
  kAfterTwo,
  kBeforeClass,
  kAfterClass,
  kBeforeNoun,
  kListed,
  kListedClass,
  kListedTag,
  kAfterComma,
  kStart,
  kPartLast,
  kPartFirst,
  kPartClass,
  kPlaces
};

uint32_t marked(uint32_t feature, Letters letters) {
  return (feature & ~3u) | letters;
}

// The kind for which the first pass took the word most often, and its share in eighths.
uint32_t tag_of(const TagHistogram& histogram, uint64_t key, uint32_t& eighths) {
  eighths = 0;
  const auto found = histogram.find(key);
  if (found == histogram.end()) return 0;
  std::array<uint64_t, kNameKinds> kinds{};
  uint64_t all = 0;
  for (int tag = 1; tag < kTags; ++tag) {
    kinds[static_cast<size_t>(kind_of_tag(tag))] += found->second.tags[static_cast<size_t>(tag)];
    all += found->second.tags[static_cast<size_t>(tag)];
  }
  const auto best = std::max_element(kinds.begin(), kinds.end());
  if (all) eighths = static_cast<uint32_t>(*best * 8 / all);
  return all ? static_cast<uint32_t>(best - kinds.begin()) : 0;
}

struct Reading {
  const BookText& text;
  const std::vector<NameToken>& tokens;
  const TagHistogram& histogram;

  uint32_t classes(size_t i) const {
    return i < tokens.size() && is_word(tokens[i].shape) ? text.statistics.of(tokens[i].key).classes : 0;
  }
  bool sign(size_t i, char c) const {
    if (i >= tokens.size() || tokens[i].shape != Shape::sign || tokens[i].end - tokens[i].begin != 1) return false;
    return words[tokens[i].begin] == c;
  }
  std::string_view words;
};

}  // namespace

NameEvidence name_evidence(const BookText& text, size_t paragraph, const std::vector<NameToken>& tokens, uint32_t begin,
                           uint32_t end, bool title, const TagHistogram& histogram, bool own) {
  static const uint64_t the = word_key("the"), and_ = word_key("and"), or_ = word_key("or"), of = word_key("of");
  NameEvidence out;
  const Reading r{text, tokens, histogram, text.book->paragraphs[paragraph].text};
  const uint32_t length = std::min<uint32_t>(end - begin, 5), several = length > 1;
  if (own) {
    auto plain = [&](uint32_t feature) { out.own.push_back(marked(feature, kPlain)); };
    auto letters = [&](uint32_t feature) { out.own.push_back(marked(feature, kOwnLetters)); };
    uint32_t head = end - 1;
    for (uint32_t i = begin + 1; i < end; ++i) {
      if (tokens[i].shape != Shape::lower) continue;
      plain(mix(kSmallInside, tokens[i].key));
      if (tokens[i].key == of && head == end - 1) head = i - 1;
    }
    plain(mix(kBias, 0));
    plain(mix(kLength, length));
    letters(mix(kFirstWord, tokens[begin].key * 2 + several));
    letters(mix(kLastWord, tokens[end - 1].key * 2 + several));
    letters(mix(kHeadWord, tokens[head].key * 2 + several));
    letters(mix(kFirstSuffix, tokens[begin].suffix3 * 2ull + several));
    letters(mix(kLastSuffix3, tokens[end - 1].suffix3 * 2ull + several));
    letters(mix(kLastSuffix2, tokens[end - 1].suffix2 * 2ull + several));
    letters(mix(kFirstPrefix, tokens[begin].prefix * 2ull + several));
    plain(mix(kLastShape, static_cast<uint64_t>(tokens[end - 1].shape) * 64 + length * 8 +
                              static_cast<uint64_t>(tokens[begin].shape)));
    plain(mix(kLastShape, tokens[end - 1].pattern + (uint64_t{length} << 32)));
    uint32_t any = 0;
    for (uint32_t i = begin; i < end; ++i) any |= r.classes(i);
    const uint32_t first = r.classes(begin), heads = r.classes(head), last = r.classes(end - 1);
    for (int k = 0; k < kWordClasses; ++k) {
      const uint64_t bit = static_cast<uint64_t>(k) * 8;
      if (first >> k & 1) plain(mix(kFirstClass, bit + std::min<uint32_t>(length, 3)));
      if (heads >> k & 1) plain(mix(kHeadClass, bit + std::min<uint32_t>(length, 3)));
      if (last >> k & 1) plain(mix(kLastClass, bit + std::min<uint32_t>(length, 3)));
      if (any >> k & 1) plain(mix(kAnyClass, bit));
    }
    plain(mix(kFirstSet, (uint64_t{first} & ~kWordNetClasses) * 8 + length));
    plain(mix(kHeadSet, (uint64_t{heads} & ~kWordNetClasses) * 8 + length));
    plain(mix(kNetSet, (uint64_t{heads} & kWordNetClasses) * 8 + length));
    plain(mix(kNetSet, (uint64_t{first} & kWordNetClasses) * 8 + length + (uint64_t{1} << 50)));
    if (several) {
      const uint32_t known =
          gazetteer_classes(word_key(r.words.substr(tokens[begin].begin, tokens[end - 1].end - tokens[begin].begin)));
      plain(mix(kWholeName, known));
    }
    uint32_t eighths = 0;
    for (const uint32_t i : {begin, head, end - 1}) {
      const uint32_t kind = tag_of(histogram, tokens[i].key, eighths);
      plain(mix(kTagShare, kind * 64 + eighths * 4 + (i == begin ? 0 : i == head ? 1 : 2)));
    }
  }
  auto plain = [&](uint32_t feature) { out.context.push_back(marked(feature, kPlain)); };
  auto small = [&](uint32_t feature) { out.context.push_back(marked(feature, kSmallWords)); };
  if (title) plain(mix(kWithTitle, 1));
  const size_t outside = tokens.size();
  const size_t before = begin ? begin - 1 : outside, before_that = begin > 1 ? begin - 2 : outside;
  auto word = [&](size_t i) -> uint64_t {
    if (i >= outside) return 1;
    if (is_capital(tokens[i].shape) && tokens[i].start == Start::inside) return 2;
    return tokens[i].key;
  };
  const size_t after = end, after_that = end + size_t{1};
  small(mix(kBefore, word(before)));
  small(mix(kBeforeTwo, word(before_that) * 31 + word(before)));
  small(mix(kAfter, word(after)));
  small(mix(kAfterTwo, word(after) * 31 + word(after_that)));
  plain(mix(kStart, static_cast<uint64_t>(tokens[begin].start)));
  // "the village of", "the", "Mr": the noun to which it belongs.
  const bool of_before = before < outside && tokens[before].key == of;
  const uint32_t noun = r.classes(of_before ? before_that : before);
  const uint32_t following =
      after < outside && tokens[after].shape == Shape::ending ? r.classes(after_that) : r.classes(after);
  const bool ending = after < outside && tokens[after].shape == Shape::ending;
  for (int k = 0; k < kWordClasses; ++k) {
    const uint64_t bit = static_cast<uint64_t>(k) * 2;
    if (noun >> k & 1) plain(mix(kBeforeClass, bit + of_before));
    if (following >> k & 1) plain(mix(kAfterClass, bit + ending));
  }
  // Its neighbour in a list, and what a comma joins to it.
  auto listed = [&](size_t i, uint64_t side) {
    if (i >= outside || !is_capital(tokens[i].shape)) return;
    uint32_t eighths = 0;
    plain(mix(kListedTag, tag_of(histogram, tokens[i].key, eighths) * 8 + side));
    const uint32_t classes = r.classes(i);
    for (int k = 0; k < kWordClasses; ++k)
      if (classes >> k & 1) plain(mix(kListedClass, static_cast<uint64_t>(k) * 8 + side));
  };
  if (after_that < outside) {
    if (tokens[after].key == and_ || tokens[after].key == or_) listed(after_that, 0);
    if (r.sign(after, ',')) listed(after_that, 1);
    if (r.sign(after, '(')) listed(after_that, 2);
  }
  if (before_that < outside) {
    if (tokens[before].key == and_ || tokens[before].key == or_) listed(before_that, 3);
    if (r.sign(before, ',')) listed(before_that, 4);
    if (tokens[before].key == the) plain(mix(kBeforeNoun, word(before_that)));
  }
  return out;
}

NameTable::Wanted NameTable::wanted(uint64_t key) const {
  const auto found = names_.find(key);
  if (found == names_.end()) return {true, true};
  return {false, found->second.heard < kMostPlaces};
}

void NameTable::add(uint64_t key, const Word& word, NameEvidence evidence) {
  const auto [at, fresh] = names_.try_emplace(key);
  Name& n = at->second;
  if (fresh) {
    keys_.push_back(key);
    n.word = word;
    n.own = std::move(evidence.own);
  }
  ++n.places;
  n.word.title |= word.title;
  if (n.heard == kMostPlaces) return;
  ++n.heard;
  n.context.insert(n.context.end(), evidence.context.begin(), evidence.context.end());
}

void NameTable::finish(const BookText& text) {
  for (const uint64_t key : keys_) {
    const Name& n = names_.find(key)->second;
    if (n.word.words < 2 || n.word.words > 5) continue;
    Part& last = parts_[n.word.last];
    last.last += n.places;
    if (n.word.given) last.given += n.places;
    last.classes |= text.statistics.of(n.word.last).classes;
    Part& first = parts_[n.word.first];
    first.first += n.places;
    first.classes |= text.statistics.of(n.word.last).classes;
  }
}

NameTable::Features NameTable::features(uint64_t key) const {
  Features out;
  const auto found = names_.find(key);
  if (found == names_.end()) return out;
  const Name& n = found->second;
  for (const uint32_t f : n.own) out.push_back({f, kWhole});
  std::vector<uint32_t> context = n.context;
  std::sort(context.begin(), context.end());
  for (size_t i = 0; i < context.size();) {
    size_t j = i;
    while (j < context.size() && context[j] == context[i]) ++j;
    const auto value = static_cast<int32_t>(2 * kWhole * (j - i) / (n.heard + 1));
    if (value) out.push_back({context[i], value});
    i = j;
  }
  auto plain = [&](uint32_t feature) { out.push_back({marked(feature, kPlain), kWhole}); };
  plain(mix(kPlaces, std::min<uint32_t>(n.places, 4)));
  if (n.word.words == 1) {
    const auto part = parts_.find(key);
    if (part != parts_.end()) {
      auto steps = [&](uint32_t count) {
        return count == 0 ? 0u : count * 4 < n.places ? 1u : count < n.places ? 2u : 3u;
      };
      plain(mix(kPartLast, steps(part->second.last) * 4 + steps(part->second.given)));
      plain(mix(kPartFirst, steps(part->second.first)));
      for (int k = 0; k < kWordClasses; ++k)
        if (part->second.classes >> k & 1)
          plain(mix(kPartClass, static_cast<uint64_t>(k) * 2 + (part->second.first > 0)));
    }
  }
  return out;
}

KindScores judge(const KindModel& model, const NameTable::Features& features) {
  KindScores out{};
  if (model.weights.empty()) return out;
  std::array<int64_t, kNameKinds> sum{};
  for (const auto& [feature, value] : features) {
    const int8_t* w = &model.weights[static_cast<size_t>(feature >> (32 - model.bits)) * kNameKinds];
    for (size_t k = 1; k < kNameKinds; ++k) sum[k] += int64_t{w[k]} * value;
  }
  for (size_t k = 1; k < kNameKinds; ++k)
    out[k] = static_cast<int32_t>(std::max<int64_t>(-1000000, std::min<int64_t>(1000000, sum[k] * 1000 / model.unit)));
  return out;
}

}  // namespace postil
