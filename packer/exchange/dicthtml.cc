#include "packer/exchange/dicthtml.h"

#include <marisa.h>
#include <utf8proc.h>
#include <zlib.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "packer/exchange/card_html.h"
#include "packer/exchange/zip_bytes.h"
#include "schema/rich_text.h"

namespace postil {
namespace {

std::vector<int32_t> code_points(const std::string& text) {
  std::vector<int32_t> out;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t size = utf8proc_iterate(at, left, &c);
    if (size <= 0) break;
    out.push_back(c);
    at += size, left -= size;
  }
  return out;
}

void append(std::string& out, int32_t code_point) {
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t size = utf8proc_encode_char(code_point, bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

bool space(int32_t c) {
  return (c >= 9 && c <= 13) || c == 0x85 || utf8proc_category(c) == UTF8PROC_CATEGORY_ZS || c == 0x2028 || c == 0x2029;
}

bool letter(int32_t c) {
  const utf8proc_category_t category = utf8proc_category(c);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

// Unicode 15, script Cyrillic.
bool cyrillic(int32_t c) {
  return (c >= 0x400 && c <= 0x52F && c != 0x485 && c != 0x486) || (c >= 0x1C80 && c <= 0x1C88) || c == 0x1D2B ||
         c == 0x1D78 || (c >= 0x2DE0 && c <= 0x2DFF) || (c >= 0xA640 && c <= 0xA69F);
}

std::string lower(const std::string& word) {
  std::string out;
  for (int32_t c : code_points(word)) append(out, utf8proc_tolower(c));
  return out;
}

std::string trimmed(const std::string& word) {
  const std::vector<int32_t> all = code_points(word);
  size_t begin = 0, end = all.size();
  while (begin < end && space(all[begin])) ++begin;
  while (end > begin && space(all[end - 1])) --end;
  std::string out;
  for (size_t i = begin; i < end; ++i) append(out, all[i]);
  return out;
}

// Kobo cuts at the first quote of name="…" and knows no entity there.
std::string attribute(const std::string& word) {
  std::string out;
  for (char c : word)
    if (c != '"' && c != '<' && c != '>' && c != '&') out += c;
  return out;
}

bool gzip(const std::string& bytes, std::string& out) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return false;
  out.resize(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 64);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return done;
}

}  // namespace

std::string dicthtml_prefix(const std::string& word) {
  std::vector<int32_t> c = code_points(word.substr(0, word.find('\0')));
  if (c.size() > 2) c.resize(2);
  for (int32_t& one : c) one = utf8proc_tolower(one);
  while (!c.empty() && space(c.front())) c.erase(c.begin());
  while (!c.empty() && space(c.back())) c.pop_back();
  if (c.empty()) return "11";
  if (!cyrillic(c[0])) {
    while (c.size() < 2) c.push_back('a');
    if (!letter(c[0]) || !letter(c[1])) return "11";
  }
  std::string out;
  for (int32_t one : c) append(out, one);
  return out;
}

Result to_dicthtml(const Contents& contents, std::string& zip) {
  struct Definition {
    std::string word, html;
  };
  std::map<std::string, std::vector<Definition>> files;
  std::set<std::string> index;
  for (const ContentsEntity& entity : contents.entities) {
    if (entity.name.empty()) continue;
    std::set<std::string> prefixes;
    std::string name, variants;
    for (const std::string& raw : headwords(entity)) {
      const std::string word = attribute(trimmed(raw));
      if (word.empty()) continue;
      if (name.empty())
        name = word;
      else
        variants += "<variant name=\"" + lower(word) + "\"/>";
      prefixes.insert(dicthtml_prefix(word));
      index.insert(word);
    }
    if (name.empty()) continue;
    const std::string definition = "<w><p><a name=\"" + name + "\" /></p><var><variant name=\"" + lower(name) + "\"/>" +
                                   variants + "</var>" + card_html(contents, entity) + "</w>";
    for (const std::string& prefix : prefixes) files[prefix].push_back({name, definition});
  }
  if (index.empty())
    return Result(Code::absent, "the pack has no entities to export; pack the book with --entities FILE to add some");
  std::vector<ZipEntry> entries;
  for (auto& [prefix, definitions] : files) {
    // A query takes the first word that begins with it: shorter ones come first.
    std::stable_sort(definitions.begin(), definitions.end(), [](const Definition& a, const Definition& b) {
      return a.word.size() != b.word.size() ? a.word.size() < b.word.size() : a.word < b.word;
    });
    std::string html = "<html>", packed;
    for (const Definition& d : definitions) html += d.html;
    html += "</html>";
    if (!gzip(html, packed)) return Result(Code::no_memory, "the dictionary cannot be compressed; free some memory");
    entries.push_back({prefix + ".html", packed, true});
  }
  marisa::Keyset keys;
  for (const std::string& word : index) keys.push_back(word.data(), word.size());
  marisa::Trie trie;
  trie.build(keys);
  std::ostringstream words;
  words << trie;
  entries.push_back({"words", words.str(), true});
  return zip_bytes(entries, zip);
}

}  // namespace postil
