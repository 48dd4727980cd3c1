// postil_train: makes the name tagger's weights from corpora, and shows what weights find in a text.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "packer/entities/entities.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"
#include "packer/tagger/corpus.h"
#include "packer/tagger/kind_training.h"

namespace postil {
namespace {

std::vector<std::string> split(const std::string& text, char sign) {
  std::vector<std::string> out;
  std::stringstream s(text);
  for (std::string part; std::getline(s, part, sign);)
    if (!part.empty()) out.push_back(part);
  return out;
}

int fail(const std::string& message) {
  std::fprintf(stderr, "postil_train: %s\n", message.c_str());
  return 1;
}

// The first pass over each book by weights that have not seen it: what the second pass learns from.
std::vector<TagHistogram> jackknife(const std::vector<const CorpusBook*>& books, size_t folds,
                                    const TrainingOptions& options, bool english) {
  std::vector<TagHistogram> out(books.size());
  for (size_t fold = 0; fold < folds; ++fold) {
    std::vector<Example> examples;
    for (size_t i = 0; i < books.size(); ++i)
      if (i % folds != fold) add_examples(*books[i], nullptr, examples);
    Tagger tagger;
    tagger.models[english ? 0 : 2] = train(std::move(examples), options);
    for (size_t i = fold; i < books.size(); i += folds) {
      // The other languages' weights may be learnt from English books as well.
      BookText text = books[i]->text;
      if (!english && text.language == 0) text.language = -1;
      out[i] = first_pass(text, tagger, 2);
    }
  }
  return out;
}

void train_both(const std::vector<const CorpusBook*>& books, size_t folds, const TrainingOptions& first,
                const TrainingOptions& second, const KindOptions& kinds, bool english, Tagger& out) {
  const size_t at = english ? 0 : 2;
  std::vector<Example> examples;
  for (const CorpusBook* b : books) add_examples(*b, nullptr, examples);
  out.models[at] = train(std::move(examples), first);
  const std::vector<TagHistogram> histograms = jackknife(books, folds, first, english);
  examples.clear();
  for (size_t i = 0; i < books.size(); ++i) add_examples(*books[i], &histograms[i], examples);
  out.models[at + 1] = train(std::move(examples), second);
  std::vector<KindExample> names;
  for (size_t i = 0; i < books.size(); ++i) add_kind_examples(*books[i], histograms[i], names);
  out.kinds[english ? 0 : 1] = train_kinds(names, kinds);
}

}  // namespace
}  // namespace postil

int main(int argc, char** argv) {
  using namespace postil;
  CLI::App app{"Makes the name tagger's weights (packer/tagger/README.md)"};
  app.require_subcommand(1);

  std::vector<std::string> sets;
  std::string out, leave;
  TrainingOptions first, second;
  KindOptions kinds;
  size_t folds = 4;
  int epochs = 8;
  auto* t = app.add_subcommand("train", "Write weights learnt from corpora");
  t->add_option("OUT", out, "the weight file")->required();
  t->add_option(
       "--set", sets,
       "FOLDER[:SPLIT,SPLIT[:GENRE,GENRE]] (repeatable); FOLDER ending in '+' has names of other kinds in ignore.tsv")
      ->required();
  t->add_option("--leave", leave, "I/N: leave out every N-th book, from the I-th on (cross-validation)");
  t->add_option("--folds", folds, "of the first pass over the training books")->check(CLI::Range(2, 64));
  t->add_option("--epochs", epochs)->check(CLI::Range(1, 100));
  t->add_option("--runs", first.runs)->check(CLI::Range(1, 32));
  t->add_option("--margin", first.margin);
  t->add_option("--missed", first.missed);
  t->add_option("--hidden", first.hidden);
  t->add_option("--least", first.least);
  t->add_option("--smallest", first.smallest);
  t->add_option("--bits", first.bits)->check(CLI::Range(4, 20));
  int missed_abroad = -1, least_abroad = 0;
  int small_abroad = -1;
  t->add_option("--hidden-small", first.hidden_small);
  t->add_option("--small-abroad", small_abroad, "--hidden-small for the other languages");
  t->add_option("--missed-abroad", missed_abroad, "--missed for the other languages");
  t->add_option("--least-abroad", least_abroad, "--least for the other languages");
  t->add_option("--kind-bits", kinds.bits)->check(CLI::Range(4, 20));
  t->add_option("--kind-epochs", kinds.epochs)->check(CLI::Range(1, 100));
  t->add_option("--kind-runs", kinds.runs)->check(CLI::Range(1, 32));
  t->add_option("--kind-margin", kinds.margin);
  t->add_option("--kind-hidden", kinds.hidden);
  bool english_too = false, only_english = false, only_abroad = false;
  t->add_flag("--english-too", english_too, "the other languages' weights learn from the English books as well");
  t->add_flag("--only-english", only_english, "no weights for the other languages");
  t->add_flag("--only-abroad", only_abroad, "no weights for English");

  std::string weights;
  std::vector<std::string> texts;
  auto* n = app.add_subcommand("names", "Print the names of texts as FILE, start, end, type, permille (byte offsets)");
  n->add_option("WEIGHTS", weights)->required();
  n->add_option("TEXT", texts)->required();
  CLI11_PARSE(app, argc, argv);

  if (*n) {
    Tagger tagger;
    if (Result r = read_weights_file(weights, tagger); !r) return fail(weights + ": " + r.message);
    for (const std::string& path : texts) {
      Book book;
      if (Result r = read_book(path, book); !r) return fail(path + ": " + r.message);
      structure(book);
      for (const NameSpan& s : find_names(book, {}, {}, {2, &tagger})) {
        const uint32_t base = book.paragraphs[s.paragraph].begin;
        std::printf("%s\t%u\t%u\t%d\t%d\n", path.c_str(), base + s.begin, base + s.end, static_cast<int>(s.type),
                    s.permille);
      }
    }
    return 0;
  }

  size_t left = 0, of = 0;
  if (!leave.empty() && std::sscanf(leave.c_str(), "%zu/%zu", &left, &of) != 2) return fail("--leave wants I/N");
  std::vector<CorpusBook> books;
  for (const std::string& set : sets) {
    std::vector<std::string> parts = split(set, ':');
    const bool others = parts[0].back() == '+';
    if (others) parts[0].pop_back();
    if (Result r = read_corpus(parts[0], parts.size() > 1 ? split(parts[1], ',') : std::vector<std::string>{},
                               parts.size() > 2 ? split(parts[2], ',') : std::vector<std::string>{}, others, books);
        !r)
      return fail(r.message);
  }
  std::vector<const CorpusBook*> english, other;
  for (const CorpusBook& b : books) {
    if (of && b.row % of == left) continue;
    (b.text.language == 0 ? english : other).push_back(&b);
    if (b.text.language == 0 && english_too) other.push_back(&b);
  }
  first.epochs = epochs;
  second = first;
  Tagger tagger;
  for (TagModel& m : tagger.models) {
    m.bits = 4;
    m.weights.assign(kTags << 4, 0);
    m.transitions.assign((kTags + 1) * kTags, 0);
  }
  for (KindModel& m : tagger.kinds) {
    m.bits = 4;
    m.weights.assign(kNameKinds << 4, 0);
  }
  if (!english.empty() && !only_abroad) train_both(english, folds, first, second, kinds, true, tagger);
  if (missed_abroad >= 0) first.missed = second.missed = missed_abroad;
  if (small_abroad >= 0) first.hidden_small = second.hidden_small = static_cast<uint32_t>(small_abroad);
  if (least_abroad > 0) first.least = second.least = static_cast<uint32_t>(least_abroad);
  if (!other.empty() && !only_english) train_both(other, folds, first, second, kinds, false, tagger);
  const std::string bytes = write_weights(tagger);
  std::ofstream file(out, std::ios::binary);
  file << bytes;
  if (!file.flush()) return fail(out + ": cannot be written");
  std::printf("%s: %zu bytes from %zu English and %zu other books\n", out.c_str(), bytes.size(), english.size(),
              other.size());
  return 0;
}
