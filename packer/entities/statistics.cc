#include "packer/entities/statistics.h"

#include "packer/entities/chunks.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"

namespace postil {

void Statistics::add(const std::vector<NameToken>& tokens, int language) {
  static const uint64_t the = word_key("the");
  for (const NameToken& t : tokens) {
    if (!is_word(t.shape)) continue;
    if (t.start == Start::heading) {
      words[t.key];  // known, not counted
      continue;
    }
    WordCounts& w = words[t.key];
    ++total;
    if (t.shape == Shape::lower) {
      ++w.lower;
      ++lower;
    } else if (t.shape == Shape::capitals) {
      ++w.capitals;
    } else if (t.start == Start::inside && !t.quoted) {
      ++w.inside;
      ++inside;
    } else {
      ++w.start;
    }
  }
  for (const Chunk& c : chunks(tokens, language)) {
    if (tokens[c.begin].start == Start::heading) continue;
    WordCounts& w = words[tokens[c.end - 1].key];
    ++w.runs;
    if (c.end < tokens.size()) {
      w.possessive += tokens[c.end].shape == Shape::ending;
      w.speech += (gazetteer_own(tokens[c.end].key) & kSpeech) != 0;
    }
    if (c.begin > 0) {
      const NameToken& before = tokens[c.begin - 1];
      w.place += (gazetteer_own(before.key) & kPlacePreposition) != 0;
      w.article += before.key == the;
      w.speech += (gazetteer_own(before.key) & kSpeech) != 0;
    }
    w.title += (c.end - c.begin > 1 && gazetteer_own(tokens[c.begin].key) & kTitle) != 0;
  }
}

void Statistics::merge(const Statistics& other) {
  for (const auto& [key, o] : other.words) {
    WordCounts& w = words[key];
    w.lower += o.lower;
    w.inside += o.inside;
    w.start += o.start;
    w.capitals += o.capitals;
    w.runs += o.runs;
    w.speech += o.speech;
    w.possessive += o.possessive;
    w.place += o.place;
    w.article += o.article;
    w.title += o.title;
  }
  total += other.total;
  lower += other.lower;
  inside += other.inside;
}

void Statistics::finish(int language) {
  for (auto& [key, w] : words) {
    w.classes = gazetteer_classes(key);
    if (language >= 0 && w.classes & kFunction && !(languages_of(key) >> language & 1))
      w.classes &= ~static_cast<uint32_t>(kFunction);
    if (language != 0) w.classes &= ~kNounClasses;
  }
  const uint64_t all = lower + inside;
  const uint64_t share = all ? inside * 1000 / all : 0;
  capital_share = share < 40 ? 0 : share < 100 ? 1 : share < 180 ? 2 : 3;
}

const WordCounts& Statistics::of(uint64_t key) const {
  static const WordCounts none;
  const auto found = words.find(key);
  return found == words.end() ? none : found->second;
}

}  // namespace postil
