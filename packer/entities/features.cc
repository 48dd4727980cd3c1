#include "packer/entities/features.h"

#include <algorithm>
#include <cstddef>

#include "packer/entities/chunks.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"
#include "schema/utf8.h"

namespace postil {
namespace {

uint32_t mix(uint32_t kind, uint32_t value) {
  uint32_t h = kind * 0x9E3779B1u ^ value;
  h ^= h >> 16;
  h *= 0x85EBCA6Bu;
  h ^= h >> 13;
  h *= 0xC2B2AE35u;
  h ^= h >> 16;
  return h;
}
uint32_t mix(uint32_t kind, uint32_t a, uint32_t b) {
  return mix(mix(kind, a), b);
}

uint32_t mark(uint32_t feature, Letters letters) {
  return (feature & ~3u) | letters;
}

// n of `all` in eight steps, 8 where nothing is known.
uint32_t share(uint64_t n, uint64_t all) {
  if (all == 0) return 8;
  const uint64_t permille = n * 1000 / all;
  constexpr uint64_t steps[] = {0, 20, 100, 300, 600, 900, 990};
  uint32_t i = 0;
  while (i < 7 && permille > steps[i]) ++i;
  return i;
}
uint32_t size_class(uint64_t n) {
  constexpr uint64_t steps[] = {0, 1, 2, 4, 8, 20, 60};
  uint32_t i = 0;
  while (i < 7 && n > steps[i]) ++i;
  return i;
}

// Kinds of features; an offset is added for neighbours (offset + 2, shifted).
enum Kind : uint32_t {
  kBias = 1,
  kWord,
  kShape,
  kPrefix,
  kSuffix3,
  kSuffix2,
  kRatio,
  kCounts,
  kClass,
  kAllCapitals,
  kCommon,
  kPhrase,
  kTagsWord,
  kTagsMost,
  kTagsName,
  kTagsInside,
  kPair,
  kPairNext,
  kAround,
  kShapes,
  kClassPair,
  kShapeShare,
  kEvidence,
  kClassSet,
  kRunHeadSet,
  kRunFirstSet,
  kRunSets,
  kRunBefore,
  kRunAfter,
  kRunHead,
  kRunHeadClass,
  kRunFirstClass,
  kRunLength,
  kRunPlace,
  kRunTags,
  kRunEnding,
  kGermanNouns,
  kNetSet
};
constexpr int kGerman = 2;  // row of kLanguages

struct Basis {
  uint32_t word = 0, shape = 0, classes = 0;
  uint32_t most = 0;  // commonest tag kind of the word in the book, second pass
  uint32_t own[20];   // features of the token alone, without classes
  uint32_t near = 0;  // of which the first so many also serve its neighbours
  uint32_t count = 0;
};

class Extractor {
 public:
  Extractor(const FeatureSource& source, Stretch stretch) : s_(source), stretch_(stretch) {
    first_ = stretch.begin >= 3 ? stretch.begin - 3 : 0;
    last_ = std::min(stretch.end + 3, s_.tokens.size());
    for (size_t i = first_; i < last_; ++i) basis_.push_back(basis_of(i));
    phrase_.assign(last_ - first_, 0);
    run_.assign(last_ - first_, 0);
    for (Chunk c :
         chunks({s_.tokens.begin() + static_cast<ptrdiff_t>(first_), s_.tokens.begin() + static_cast<ptrdiff_t>(last_)},
                s_.language)) {
      runs_.push_back({c.begin + first_, c.end + first_, c.head + first_});
      for (size_t i = c.begin; i < c.end; ++i) run_[i] = static_cast<uint32_t>(runs_.size());
    }
    for (size_t i = first_; i < last_; ++i) phrases(i);
  }

  void run(std::vector<uint32_t>& f, std::vector<uint32_t>& ends) {
    for (size_t i = stretch_.begin; i < stretch_.end; ++i) {
      const Basis& b = at(static_cast<ptrdiff_t>(i));
      const bool named = b.shape & 0x100;
      auto own = [&](uint32_t feature) { f.push_back(mark(feature, named ? kOwnLetters : kSmallWords)); };
      f.push_back(mark(mix(kBias, 0), kPlain));
      own(mix(kWord, b.word));
      f.push_back(mark(mix(kShape, b.shape), kPlain));
      for (uint32_t k = 0; k < b.count; ++k) f.push_back(b.own[k]);
      classes(b, 2, f);
      if (phrase_[i - first_]) f.push_back(mark(mix(kPhrase, phrase_[i - first_]), kPlain));
      for (int d : {-2, -1, 1, 2}) {
        const Basis& o = at(static_cast<ptrdiff_t>(i) + d);
        const auto place = static_cast<uint32_t>(d + 3) << 8;
        f.push_back(mark(mix(place + kWord, o.word), o.shape & 0x100 ? kOtherLetters : kSmallWords));
        f.push_back(mark(mix(place + kShape, o.shape), kPlain));
        classes(o, d + 2 + (d > 0 ? 2 : 0), f);
        if (d == -1 || d == 1)
          for (uint32_t k = 0; k < o.near; ++k) {
            const auto letters = static_cast<Letters>(o.own[k] & 3);
            f.push_back(mark(mix(place, o.own[k]), letters == kOwnLetters ? kOtherLetters : letters));
          }
      }
      const Basis &p = at(static_cast<ptrdiff_t>(i) - 1), &n = at(static_cast<ptrdiff_t>(i) + 1);
      own(mix(kPair, p.word, b.word));
      own(mix(kPairNext, b.word, n.word));
      f.push_back(mark(mix(kAround, mix(kAround, p.word, n.word), b.shape & 0xFF),
                       (p.shape | n.shape) & 0x100 ? kOtherLetters : kSmallWords));
      f.push_back(mark(mix(kShapes, mix(kShapes, p.shape, b.shape), n.shape), kPlain));
      if (run_[i - first_]) run(runs_[run_[i - first_] - 1], i, f);
      ends.push_back(static_cast<uint32_t>(f.size()));
    }
    if (s_.language == kGerman)  // where every noun has a capital, nothing that holds elsewhere holds
      for (uint32_t& feature : f)
        if ((feature & 3) == kPlain) feature = mark(mix(kGermanNouns, feature), kPlain);
  }

 private:
  const Basis& at(ptrdiff_t i) const {
    static const Basis outside = [] {
      Basis b{};
      b.word = 1;
      b.shape = 1;
      return b;
    }();
    return i < static_cast<ptrdiff_t>(first_) || i >= static_cast<ptrdiff_t>(last_)
               ? outside
               : basis_[static_cast<size_t>(i) - first_];
  }

  // Of the run of capital words in which the token stands.
  void run(const Chunk& c, size_t i, std::vector<uint32_t>& f) const {
    auto plain = [&](uint32_t feature) { f.push_back(mark(feature, kPlain)); };
    const auto begin = static_cast<ptrdiff_t>(c.begin), end = static_cast<ptrdiff_t>(c.end);
    const Basis &head = at(static_cast<ptrdiff_t>(c.head)), &start = at(begin), &last = at(end - 1);
    const uint32_t length = static_cast<uint32_t>(std::min<size_t>(c.end - c.begin, 5)), place = i == c.begin     ? 0
                                                                                                 : i == c.end - 1 ? 1
                                                                                                 : i == c.head    ? 2
                                                                                                 : i < c.head     ? 3
                                                                                                                  : 4;
    f.push_back(mark(mix(kRunBefore, at(begin - 1).word, length > 1), kSmallWords));
    f.push_back(mark(mix(kRunAfter, at(end).word, length > 1), kSmallWords));
    plain(mix(kRunLength, length, place));
    plain(mix(kRunPlace, mix(kRunPlace, place, static_cast<uint32_t>(s_.tokens[c.begin].start)),
              std::min<uint32_t>(length, 3)));
    f.push_back(mark(mix(kRunHead, head.word, length > 1), kOwnLetters));
    f.push_back(mark(mix(kRunEnding, s_.tokens[c.end - 1].suffix3, length > 1), kOwnLetters));
    for (int k = 0; k < kWordClasses; ++k) {
      if (head.classes >> k & 1) plain(mix(kRunHeadClass, static_cast<uint32_t>(k) * 8 + length, place == 0));
      if (start.classes >> k & 1) plain(mix(kRunFirstClass, static_cast<uint32_t>(k) * 8 + length, place == 0));
    }
    for (const uint32_t set : {~kWordNetClasses, kWordNetClasses}) {
      plain(mix(kRunHeadSet, head.classes & set, length * 8 + place));
      plain(mix(kRunFirstSet, start.classes & set, length * 8 + place));
      plain(mix(kRunSets, head.classes & set, start.classes & set));
    }
    if (s_.histogram) plain(mix(kRunTags, head.most * 64 + start.most * 8 + last.most, std::min<uint32_t>(length, 3)));
  }

  void classes(const Basis& b, int place, std::vector<uint32_t>& f) const {
    const bool capital = b.shape & 0x100;
    const uint32_t offset = static_cast<uint32_t>(place) << 8;
    for (int k = 0; k < kWordClasses; ++k)
      if (b.classes >> k & 1) f.push_back(mark(mix(offset + kClass, static_cast<uint32_t>(k) * 2 + capital), kPlain));
    if (capital && !(b.classes & ~static_cast<uint32_t>(kParticle)))
      f.push_back(mark(mix(offset + kClass, 99), kPlain));
  }

  Basis basis_of(size_t i) const {
    const NameToken& t = s_.tokens[i];
    Basis b{};
    b.word = static_cast<uint32_t>(t.key >> 32) ^ static_cast<uint32_t>(t.key);
    const bool capital = is_capital(t.shape);
    if (!capital && is_word(t.shape))
      b.word = mix(kWord, b.word, static_cast<uint32_t>(s_.language + 1));  // "a" is another word in Hungarian
    b.shape = mix(kShape, t.pattern, static_cast<uint32_t>(t.start) * 2 + t.quoted) << 9 |
              static_cast<uint32_t>(capital) << 8 | static_cast<uint32_t>(t.shape) << 4 |
              static_cast<uint32_t>(t.start);
    if (!is_word(t.shape)) return b;
    const WordCounts& w = s_.statistics.of(t.key);
    b.classes = w.classes;
    const uint32_t shape = static_cast<uint32_t>(t.shape) * 4 + std::min<uint32_t>(static_cast<uint32_t>(t.start), 2);
    const uint32_t ratio = share(w.inside, w.inside + w.lower);
    auto own = [&](uint32_t feature) { b.own[b.count++] = mark(feature, kPlain); };
    auto letters = [&](uint32_t feature) {
      b.own[b.count++] = mark(capital ? feature : mix(feature, static_cast<uint32_t>(s_.language + 1)),
                              capital ? kOwnLetters : kSmallWords);
    };
    own(mix(kRatio, ratio * 64 + shape, s_.statistics.capital_share));
    letters(mix(kSuffix3, t.suffix3));
    if (s_.histogram && capital) {
      const auto found = s_.histogram->find(t.key);
      if (found != s_.histogram->end()) {
        const auto& c = found->second.tags;
        uint64_t all = 0;
        std::array<uint64_t, 6> kinds{};
        for (int tag = 0; tag < kTags; ++tag) {
          all += c[static_cast<size_t>(tag)];
          kinds[static_cast<size_t>(kind_of_tag(tag))] += c[static_cast<size_t>(tag)];
        }
        uint32_t best = 1;
        for (uint32_t k = 2; k < 6; ++k)
          if (kinds[k] > kinds[best]) best = k;
        const uint32_t named = share(all - kinds[0], all),
                       sure = all == kinds[0] ? 8 : share(kinds[best], all - kinds[0]);
        const uint32_t size = std::min<uint32_t>(size_class(all), 5);
        b.most = best;
        own(mix(kTagsWord, named * 8 + size));
        own(mix(kTagsMost, best * 16 + sure, std::min<uint32_t>(size, 3)));
        uint64_t inside = 0;
        for (size_t tag = 2; tag < kTags; tag += 2) inside += c[tag];
        own(mix(kTagsInside, share(inside, all - kinds[0]), best));
      }
    }
    own(mix(kClassSet, b.classes & ~kWordNetClasses, capital));
    own(mix(kNetSet, b.classes & kWordNetClasses, capital));
    if (capital && w.runs) {
      const uint32_t size = std::min<uint32_t>(size_class(w.runs), 5);
      own(mix(kEvidence, share(w.speech, w.runs) * 8 + size, 1));
      own(mix(kEvidence, share(w.place, w.runs) * 8 + size, 2));
      own(mix(kEvidence, share(w.article, w.runs) * 8 + size, 3));
      own(mix(kEvidence, share(w.title, w.runs), 4));
      own(mix(kEvidence, share(w.possessive, w.runs) * 8 + size, 5));
    }
    b.near = b.count;
    letters(mix(kPrefix, t.prefix));
    letters(mix(kSuffix2, t.suffix2));
    own(mix(kCounts, size_class(w.lower) * 16 + size_class(w.inside) * 2 + capital));
    if (t.shape == Shape::capitals) own(mix(kAllCapitals, size_class(w.capitals)));
    if (s_.statistics.total)
      own(mix(kCommon, size_class((w.lower + w.inside + w.start) * 20000 / s_.statistics.total), shape));
    own(mix(kShapeShare, shape, s_.statistics.capital_share));
    own(mix(kShapeShare, ratio * 64 + size_class(w.lower + w.inside) * 8 + s_.statistics.capital_share, shape + 256));
    return b;
  }

  // Names of several words in the gazetteer: class and place in the name.
  void phrases(size_t i) {
    if (!is_capital(s_.tokens[i].shape)) return;
    uint64_t key = s_.tokens[i].key;
    size_t words = 1;
    for (size_t j = i + 1; j < last_ && j < i + 4; ++j) {
      const NameToken& t = s_.tokens[j];
      if (!is_word(t.shape)) break;
      key = word_key_join(key, j);
      ++words;
      const uint32_t classes = gazetteer_classes(key) & kTableClasses & ~static_cast<uint32_t>(kEnglishWord);
      if (!classes) continue;
      for (size_t k = i; k <= j; ++k) phrase_[k - first_] = classes * 16 + (k == i ? 1 : k == j ? 2 : 3);
    }
  }
  uint64_t word_key_join(uint64_t key, size_t j) const {
    key = key_byte(key, ' ');
    const NameToken& t = s_.tokens[j];
    const std::string_view word = s_.text.substr(t.begin, t.end - t.begin);
    const char* p = word.data();
    const char* end = p + word.size();
    while (p < end) {
      const uint32_t c = utf8_next(p, end);
      if (c != 0xAD) key = key_add(key, c == 0x2019 ? '\'' : lower_case(c));
    }
    return key;
  }

  const FeatureSource& s_;
  Stretch stretch_;
  size_t first_ = 0, last_ = 0;
  std::vector<Basis> basis_;
  std::vector<uint32_t> phrase_;
  std::vector<uint32_t> run_;  // 1 + row of runs_
  std::vector<Chunk> runs_;
};

}  // namespace

void add_tags(const std::vector<NameToken>& tokens, const std::vector<int8_t>& tags, TagHistogram& out) {
  for (size_t i = 0; i < tokens.size(); ++i)
    if (is_capital(tokens[i].shape) && tokens[i].start != Start::heading)
      ++out[tokens[i].key].tags[static_cast<size_t>(tags[i])];
}

constexpr size_t kLongestStretch = 1000;  // a text in capitals must not fill memory

std::vector<Stretch> stretches(const std::vector<NameToken>& tokens) {
  std::vector<Stretch> out;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!is_capital(tokens[i].shape)) continue;
    const size_t begin = i >= 2 ? i - 2 : 0, end = std::min(i + 3, tokens.size());
    if (!out.empty() && begin <= out.back().end && end - out.back().begin <= kLongestStretch)
      out.back().end = end;
    else
      out.push_back({out.empty() ? begin : std::max(begin, out.back().end), end});
  }
  return out;
}

void extract(const FeatureSource& source, Stretch stretch, std::vector<uint32_t>& features,
             std::vector<uint32_t>& ends) {
  features.clear();
  ends.clear();
  Extractor(source, stretch).run(features, ends);
}

}  // namespace postil
