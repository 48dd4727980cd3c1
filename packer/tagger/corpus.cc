#include "packer/tagger/corpus.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "packer/read/read.h"
#include "packer/structure/structure.h"
#include "schema/utf8.h"

namespace postil {
namespace {

std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> out;
  std::stringstream s(line);
  for (std::string f; std::getline(s, f, '\t');) out.push_back(f);
  return out;
}

bool read_lines(const std::string& path, std::vector<std::vector<std::string>>& out) {
  std::ifstream in(path);
  if (!in) return false;
  for (std::string line; std::getline(in, line);) out.push_back(fields(line));
  return true;
}

NameKind kind_of(const std::string& type) {
  if (type == "PER") return NameKind::person;
  if (type == "GPE" || type == "LOC" || type == "FAC") return NameKind::place;
  if (type == "ORG") return NameKind::organization;
  if (type == "EVENT") return NameKind::event;
  return NameKind::other;
}

struct Gold {
  uint64_t begin, end;  // bytes of the file
  NameKind kind;
  bool any;
};

bool contains(const std::vector<std::string>& list, const std::string& s) {
  return list.empty() || std::find(list.begin(), list.end(), s) != list.end();
}

void lay(const Gold& g, const CorpusBook& b, std::vector<std::vector<NameToken>>& tokens,
         std::vector<std::vector<int8_t>>& tags) {
  for (size_t p = b.first; p < b.last; ++p) {
    const Paragraph& paragraph = b.book->paragraphs[p];
    if (paragraph.begin >= g.end || paragraph.begin + paragraph.text.size() <= g.begin) continue;
    auto& row = tokens[p - b.first];
    auto& out = tags[p - b.first];
    size_t first = row.size(), last = 0;
    for (size_t i = 0; i < row.size(); ++i) {
      if (paragraph.begin + row[i].begin < g.end && paragraph.begin + row[i].end > g.begin) {
        first = std::min(first, i);
        last = i + 1;
      }
    }
    if (first >= last) continue;
    while (last > first + 1 && row[last - 1].shape == Shape::ending) --last;
    if (std::any_of(out.begin() + static_cast<ptrdiff_t>(first), out.begin() + static_cast<ptrdiff_t>(last),
                    [](int8_t t) { return t != 0; }))
      continue;
    for (size_t i = first; i < last; ++i) out[i] = static_cast<int8_t>(g.any ? -1 : begin_tag(g.kind) + (i > first));
  }
}

}  // namespace

Result read_corpus(const std::string& folder, const std::vector<std::string>& splits,
                   const std::vector<std::string>& genres, bool others, std::vector<CorpusBook>& out) {
  std::vector<std::vector<std::string>> rows, gold, ignore;
  if (!read_lines(folder + "/books.tsv", rows) || !read_lines(folder + "/gold.tsv", gold))
    return {Code::io, folder + ": books.tsv or gold.tsv cannot be read"};
  read_lines(folder + "/ignore.tsv", ignore);
  const auto slice = rows.empty() ? rows[0].end() : std::find(rows[0].begin(), rows[0].end(), "slice_start");
  const auto genre = std::find(rows[0].begin(), rows[0].end(), "genre");
  for (size_t r = 1; r < rows.size(); ++r) {
    const std::vector<std::string>& row = rows[r];
    if (row.size() < 2 || !contains(splits, row[1])) continue;
    CorpusBook b;
    b.name = row[0];
    b.row = r;
    if (genre != rows[0].end()) b.genre = row[static_cast<size_t>(genre - rows[0].begin())];
    if (!contains(genres, b.genre)) continue;
    const std::string whole = folder + "/whole/" + b.name + ".txt";
    const bool is_whole = std::ifstream(whole).good();
    const std::string path = is_whole ? whole : folder + "/texts/" + b.name + ".txt";
    b.book = std::make_unique<Book>();
    if (Result read = read_book(path, *b.book); !read) return {read.code, path + ": " + read.message};
    structure(*b.book);
    b.text = survey(*b.book, 2);
    std::ifstream in(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    std::vector<uint64_t> offsets;
    for (uint64_t i = 0; i < bytes.size(); ++i)
      if ((static_cast<uint8_t>(bytes[i]) & 0xC0) != 0x80) offsets.push_back(i);
    offsets.push_back(bytes.size());
    uint64_t low = 0, high = bytes.size();
    uint64_t base = 0;
    if (is_whole && slice != rows[0].end()) {
      const auto column = static_cast<size_t>(slice - rows[0].begin());
      base = std::stoull(row[column]);
      low = offsets[base];
      high = offsets[std::min<uint64_t>(std::stoull(row[column + 1]), offsets.size() - 1)];
    }
    while (b.first < b.book->paragraphs.size() && b.book->paragraphs[b.first].begin < low) ++b.first;
    b.last = b.first;
    while (b.last < b.book->paragraphs.size() && b.book->paragraphs[b.last].begin < high) ++b.last;
    std::vector<std::vector<NameToken>> tokens;
    for (size_t p = b.first; p < b.last; ++p) {
      tokens.push_back(b.text.tokens(p));
      b.tags.emplace_back(tokens.back().size(), 0);
    }
    std::vector<Gold> golds;
    auto add = [&](const std::vector<std::string>& f, NameKind kind, bool any) {
      const uint64_t s = base + std::stoull(f[1]), e = base + std::stoull(f[2]);
      if (s < e && e < offsets.size()) golds.push_back({offsets[s], offsets[e], kind, any});
    };
    for (const auto& f : gold)
      if (f.size() > 3 && f[0] == b.name) add(f, kind_of(f[3]), false);
    // Longer names first: an inner one loses its place.
    std::stable_sort(golds.begin(), golds.end(),
                     [](const Gold& x, const Gold& y) { return x.end - x.begin > y.end - y.begin; });
    const size_t named = golds.size();
    for (const auto& f : ignore)
      if (f.size() > 2 && f[0] == b.name) add(f, NameKind::other, !others || f.back() == "HEAD");
    (void)named;
    for (const Gold& g : golds) lay(g, b, tokens, b.tags);
    out.push_back(std::move(b));
  }
  return {};
}

void add_examples(const CorpusBook& b, const TagHistogram* histogram, std::vector<Example>& out) {
  for (size_t p = b.first; p < b.last; ++p) {
    const std::vector<NameToken> tokens = b.text.tokens(p);
    const std::vector<int8_t>& tags = b.tags[p - b.first];
    const FeatureSource source{b.book->paragraphs[p].text, tokens, b.text.statistics, histogram, b.text.language};
    for (const Stretch& stretch : stretches(tokens)) {
      Example e;
      extract(source, stretch, e.features, e.ends);
      e.tags.assign(tags.begin() + static_cast<ptrdiff_t>(stretch.begin),
                    tags.begin() + static_cast<ptrdiff_t>(stretch.end));
      if (is_inside_tag(e.tags[0])) e.tags[0] = static_cast<int8_t>(e.tags[0] - 1);
      out.push_back(std::move(e));
    }
  }
}

}  // namespace postil
