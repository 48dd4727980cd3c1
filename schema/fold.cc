#include "schema/fold.h"

#include <algorithm>
#include <cstring>

#include "schema/fold_table.h"
#include "schema/utf8.h"

namespace postil {
namespace {

using fold_table::kCount;
using fold_table::kFirst;
using fold_table::kOffsets;
using fold_table::kPool;
using fold_table::kValue;

constexpr uint32_t kCodePoint = 0x1FFFFF;
constexpr size_t kRanges = sizeof(kFirst) / sizeof(kFirst[0]);

// The range that may hold cp: the last one that does not begin after it. kRanges when none does.
size_t range_of(uint32_t cp) {
  size_t low = 0, high = kRanges;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if ((kFirst[middle] & kCodePoint) <= cp)
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 ? kRanges : low - 1;
}

// Appends code points as the rule demands of neighbours: spaces made one, Hangul and й composed.
class Folder {
 public:
  explicit Folder(std::string& out) : out_(out) {}

  void put(uint32_t cp) {
    if (cp == ' ') {
      if (out_.empty() || last_ == ' ') return;
    } else if (cp >= 0x1161 && cp <= 0x1175 && last_ >= 0x1100 && last_ <= 0x1112) {
      replace(0xAC00 + ((last_ - 0x1100) * 21 + (cp - 0x1161)) * 28);
      return;
    } else if (cp >= 0x11A8 && cp <= 0x11C2 && last_ >= 0xAC00 && last_ <= 0xD7A3 && (last_ - 0xAC00) % 28 == 0) {
      replace(last_ + cp - 0x11A7);
      return;
    }
    mark_ = out_.size();
    utf8_append(out_, cp);
    last_ = cp;
  }

  void breve_or_drop() {
    if (last_ == 0x0438) replace(0x0439);
  }

 private:
  void replace(uint32_t cp) {
    out_.resize(mark_);
    utf8_append(out_, cp);
    last_ = cp;
  }
  std::string& out_;
  size_t mark_ = 0;
  uint32_t last_ = 0;
};

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  Folder folder(out);
  const char* p = text.data();
  const char* end = p + text.size();
  while (p < end) {
    const uint32_t cp = utf8_next(p, end);
    if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9')) {
      folder.put(cp);
      continue;
    }
    if (cp == 0x0306) {
      folder.breve_or_drop();
      continue;
    }
    const size_t r = range_of(cp);
    const uint32_t first = r == kRanges ? 0 : kFirst[r] & kCodePoint;
    if (r == kRanges || cp - first >= kCount[r]) {
      folder.put(cp);
      continue;
    }
    switch (kFirst[r] >> 21) {
      case 0:
        folder.put(cp + static_cast<uint32_t>(kValue[r]));
        break;
      case 1:
        folder.put((cp - first) % 2 == 0 ? cp + 1 : cp);
        break;
      case 2: {
        const uint8_t* s = kPool + kOffsets[static_cast<uint32_t>(kValue[r]) + (cp - first)];
        const char* q = reinterpret_cast<const char*>(s + 1);
        const char* stop = q + *s;
        while (q < stop) folder.put(utf8_next(q, stop));
        break;
      }
      default:
        break;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string stable_id(std::string_view name) {
  std::string id = fold(name);
  for (char& c : id)
    if (c == ' ' || c == '\'' || c == '/') c = '-';
  return id;
}

void fold_variants(std::string_view folded, std::vector<std::string>& out) {
  std::vector<std::string> bases{std::string(folded)};
  auto add = [&](std::string key) {
    if (!key.empty() && key != folded && std::find(out.begin(), out.end(), key) == out.end()) out.push_back(key);
  };
  if (ends_with(folded, "'s"))
    bases.emplace_back(folded.substr(0, folded.size() - 2));
  else if (ends_with(folded, "s'"))
    bases.emplace_back(folded.substr(0, folded.size() - 1));
  else if (ends_with(folded, "'"))
    bases.emplace_back(folded.substr(0, folded.size() - 1));
  static constexpr std::string_view kArticles[] = {"the ", "a ",   "an ",  "le ",  "la ",  "les ", "l'",  "der ", "die ",
                                                   "das ", "den ", "dem ", "des ", "el ", "los ", "las ", "il ",  "lo ", "gli ", "i "};
  for (size_t i = 0, n = bases.size(); i < n; ++i)
    for (std::string_view article : kArticles)
      if (bases[i].size() > article.size() && bases[i].compare(0, article.size(), article) == 0)
        bases.push_back(bases[i].substr(article.size()));
  for (const std::string& base : bases) add(base);
  for (const std::string& base : bases) {
    std::string spaced = base, closed;
    for (char& c : spaced)
      if (c == '-') c = ' ';
    add(fold(spaced));
    for (char c : base)
      if (c != '-' && c != '\'') closed += c;
    add(fold(closed));
  }
}

}  // namespace postil
