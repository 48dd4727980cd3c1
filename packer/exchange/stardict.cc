#include "packer/exchange/stardict.h"

#include <algorithm>

#include "packer/exchange/card_html.h"

namespace postil {
namespace {

unsigned char lower(unsigned char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<unsigned char>(c + 32) : c;
}

// The order that readers search by: bytes with ASCII letters folded, then bytes as they are.
bool before(const std::string& a, const std::string& b) {
  const auto unlike = std::mismatch(a.begin(), a.end(), b.begin(), b.end(),
                                    [](unsigned char x, unsigned char y) { return lower(x) == lower(y); });
  if (unlike.first != a.end() && unlike.second != b.end())
    return lower(static_cast<unsigned char>(*unlike.first)) < lower(static_cast<unsigned char>(*unlike.second));
  if (a.size() != b.size()) return a.size() < b.size();
  return a < b;
}

void append_big_endian(std::string& out, size_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}

// A word of the index: at most 255 bytes and without NUL, cut between characters.
std::string word(const std::string& text) {
  std::string out = text.substr(0, text.find('\0'));
  if (out.size() <= 255) return out;
  size_t end = 255;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
  return out.substr(0, end);
}

// The value of a line NAME=VALUE.
std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 32) c = ' ';
  return text;
}

struct Entry {
  std::string word;
  size_t begin, size;
  uint32_t entity;
};

}  // namespace

Result to_stardict(const Contents& contents, StarDict& out) {
  out = {};
  std::vector<Entry> entries;
  for (uint32_t i = 0; i < contents.entities.size(); ++i) {
    const ContentsEntity& entity = contents.entities[i];
    if (entity.name.empty()) continue;
    const std::string article = card_html(contents, entity);
    entries.push_back({word(entity.name), out.dict.size(), article.size(), i});
    out.dict += article;
  }
  if (entries.empty())
    return Result(Code::absent, "the pack has no entities to export; pack the book with --entities FILE to add some");
  if (out.dict.size() > 0xFFFFFFFFu)
    return Result(Code::limit, "the dictionary would pass 4 GiB, which StarDict cannot hold");
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return before(a.word, b.word); });
  std::vector<std::pair<std::string, size_t>> synonyms;
  for (size_t row = 0; row < entries.size(); ++row) {
    const Entry& e = entries[row];
    out.idx += e.word;
    out.idx += '\0';
    append_big_endian(out.idx, e.begin);
    append_big_endian(out.idx, e.size);
    const std::vector<std::string> words = headwords(contents.entities[e.entity]);
    for (size_t k = 1; k < words.size(); ++k) synonyms.emplace_back(word(words[k]), row);
  }
  std::stable_sort(synonyms.begin(), synonyms.end(),
                   [](const auto& a, const auto& b) { return before(a.first, b.first); });
  for (const auto& [text, row] : synonyms) {
    out.syn += text;
    out.syn += '\0';
    append_big_endian(out.syn, row);
  }
  std::string authors;
  for (const std::string& creator : contents.creators) authors += (authors.empty() ? "" : ", ") + creator;
  out.ifo = "StarDict's dict ifo file\nversion=2.4.2\nbookname=" + one_line("Who is who: " + contents.title) +
            "\nwordcount=" + std::to_string(entries.size()) + "\n";
  if (!synonyms.empty()) out.ifo += "synwordcount=" + std::to_string(synonyms.size()) + "\n";
  out.ifo += "idxfilesize=" + std::to_string(out.idx.size()) + "\n";
  if (!authors.empty()) out.ifo += "description=" + one_line("Names of " + contents.title + " by " + authors) + "\n";
  out.ifo += "sametypesequence=h\n";
  return {};
}

}  // namespace postil
