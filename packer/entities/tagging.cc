#include "packer/entities/tagging.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"

namespace postil {
namespace {

constexpr int32_t kTowardsNames =
    2;  // units by which a capital inside a sentence leans: a name found by mistake is seen, one missed is not
constexpr size_t kBatch = 64;  // paragraphs a worker takes at once

// Runs work(worker, first, last) over batches of [0, count).
void each_batch(size_t count, unsigned jobs, const std::function<void(unsigned, size_t, size_t)>& work) {
  const size_t batches = (count + kBatch - 1) / kBatch;
  const auto workers = static_cast<unsigned>(std::max<size_t>(1, std::min<size_t>(jobs, batches)));
  std::atomic<size_t> next{0};
  auto run = [&](unsigned worker) {
    for (size_t b; (b = next.fetch_add(1)) < batches;) work(worker, b * kBatch, std::min(count, (b + 1) * kBatch));
  };
  std::vector<std::thread> threads;
  for (unsigned w = 1; w < workers; ++w) threads.emplace_back(run, w);
  run(0);
  for (std::thread& t : threads) t.join();
}

bool has_elisions(int language) {
  return language != 0;
}

}  // namespace

void each_slot(size_t count, unsigned jobs, const std::function<void(size_t)>& work) {
  each_batch(count, jobs, [&](unsigned, size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) work(i);
  });
}

int language_of(const Book& book) {
  std::string named = book.metadata.language.substr(0, 2);
  for (char& c : named) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  for (int i = 0; i < kLanguageCount; ++i)
    if (named == kLanguages[i]) return i;
  if (!named.empty() && named != "un") return -1;
  std::array<uint64_t, kLanguageCount> hits{};
  uint64_t words = 0;
  const size_t step = std::max<size_t>(1, book.paragraphs.size() / 400);
  for (size_t i = 0; i < book.paragraphs.size(); i += step) {
    for (const NameToken& t : name_tokens(book.paragraphs[i].text, book.paragraphs[i].kind, true)) {
      if (!is_word(t.shape)) continue;
      ++words;
      const uint32_t languages = languages_of(t.key);
      for (int k = 0; k < kLanguageCount; ++k) hits[static_cast<size_t>(k)] += languages >> k & 1;
    }
    if (words > 20000) break;
  }
  const auto best = std::max_element(hits.begin(), hits.end());
  return *best * 8 < words || words == 0 ? -1 : static_cast<int>(best - hits.begin());
}

std::vector<NameToken> BookText::tokens(size_t i) const {
  const Paragraph& p = book->paragraphs[i];
  if (p.junk) return {};
  return name_tokens(p.text, p.kind, has_elisions(language));
}

BookText survey(const Book& book, unsigned jobs) {
  BookText out;
  out.book = &book;
  out.language = language_of(book);
  std::vector<Statistics> parts(std::max(1u, jobs));
  each_batch(book.paragraphs.size(), jobs, [&](unsigned worker, size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) parts[worker].add(out.tokens(i), out.language);
  });
  for (const Statistics& part : parts) out.statistics.merge(part);
  out.statistics.finish(out.language);
  return out;
}

void tag(const BookText& text, size_t paragraph, const std::vector<NameToken>& tokens, const TagModel& model,
         const TagHistogram* histogram, std::vector<int8_t>& tags, std::vector<int32_t>* margins) {
  tags.assign(tokens.size(), 0);
  if (margins) margins->assign(tokens.size(), 0);
  if (model.weights.empty()) return;
  std::vector<uint32_t> features, ends;
  std::vector<int32_t> emissions;
  std::vector<int8_t> path;
  const FeatureSource source{text.book->paragraphs[paragraph].text, tokens, text.statistics, histogram, text.language};
  for (const Stretch& stretch : stretches(tokens)) {
    extract(source, stretch, features, ends);
    emissions.assign(ends.size() * kTags, 0);
    uint32_t f = 0;
    for (size_t i = 0; i < ends.size(); ++i) {
      int32_t* e = &emissions[i * kTags];
      for (; f < ends[i]; ++f) {
        const int8_t* w = &model.weights[static_cast<size_t>(model.row(features[f])) * kTags];
        for (int t = 0; t < kTags; ++t) e[t] += w[t];
      }
    }
    for (size_t i = 0; i < ends.size(); ++i) {
      const NameToken& t = tokens[stretch.begin + i];
      if (is_capital(t.shape) && t.start == Start::inside) emissions[i * kTags] -= kTowardsNames * model.unit;
    }
    viterbi(emissions, model.transitions, nullptr, path);
    for (size_t i = 0; i < path.size(); ++i) {
      tags[stretch.begin + i] = path[i];
      if (margins)
        (*margins)[stretch.begin + i] = emissions[i * kTags + static_cast<size_t>(path[i])] - emissions[i * kTags];
    }
  }
}

TagHistogram first_pass(const BookText& text, const Tagger& tagger, unsigned jobs) {
  std::vector<TagHistogram> parts(std::max(1u, jobs));
  const TagModel& model = tagger.model(text.english(), false);
  each_batch(text.book->paragraphs.size(), jobs, [&](unsigned worker, size_t first, size_t last) {
    std::vector<int8_t> tags;
    for (size_t i = first; i < last; ++i) {
      const std::vector<NameToken> tokens = text.tokens(i);
      tag(text, i, tokens, model, nullptr, tags);
      add_tags(tokens, tags, parts[worker]);
    }
  });
  TagHistogram out = std::move(parts[0]);
  for (size_t w = 1; w < parts.size(); ++w)
    for (const auto& [key, counts] : parts[w])
      for (size_t t = 0; t < kTags; ++t) out[key].tags[t] += counts.tags[t];
  return out;
}

}  // namespace postil
