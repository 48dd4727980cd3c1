#include "schema/fold.h"

#include <algorithm>
#include <cstring>

#include "schema/fold_table.h"
#include "schema/utf8.h"

namespace postil {
namespace {

namespace table = fold_table;

constexpr uint32_t kCodePoint = 0x1FFFFF;
constexpr size_t kRanges = sizeof(table::kFirst) / sizeof(table::kFirst[0]);

// The range that holds cp; kRanges when none does.
size_t range_of(uint32_t cp) {
  size_t low = 0, high = kRanges;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if ((table::kFirst[middle] & kCodePoint) <= cp)
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 || cp - (table::kFirst[low - 1] & kCodePoint) >= table::kCount[low - 1] ? kRanges : low - 1;
}

// Appends code points as the rule demands of neighbours: spaces made one, Hangul and й composed.
class Folder {
 public:
  Folder(std::string& out, std::vector<uint32_t>* origins) : out_(out), origins_(origins) {}

  // `from`: the offset, in the text, of what becomes cp.
  void put(uint32_t cp, uint32_t from) {
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
    if (cp < 0x80)
      out_ += static_cast<char>(cp);
    else
      utf8_append(out_, cp);
    if (origins_) origins_->resize(out_.size(), from);
    last_ = cp;
  }

  void target(uint32_t cp, uint32_t from) {
    if (cp == table::kNothing) return;
    if (cp < table::kStrings || cp > table::kNothing) return put(cp, from);
    const char* const pool = reinterpret_cast<const char*>(table::kPool);
    const char* end = pool + table::kStarts[cp - table::kStrings + 1];
    for (const char* p = pool + table::kStarts[cp - table::kStrings]; p < end;) put(utf8_next(p, end), from);
  }

  void breve_or_drop() {
    if (last_ == 0x0438) replace(0x0439);
  }

 private:
  void replace(uint32_t cp) {
    const uint32_t from = origins_ ? (*origins_)[mark_] : 0;
    out_.resize(mark_);
    utf8_append(out_, cp);
    if (origins_) {
      origins_->resize(mark_);
      origins_->resize(out_.size(), from);
    }
    last_ = cp;
  }
  std::string& out_;
  std::vector<uint32_t>* origins_;
  size_t mark_ = 0;
  uint32_t last_ = 0;
};

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

std::string fold(std::string_view text, std::vector<uint32_t>* origins) {
  std::string out;
  out.reserve(text.size());
  Folder folder(out, origins);
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  for (const char* p = begin; p < end;) {
    const auto from = static_cast<uint32_t>(p - begin);
    const uint32_t cp = utf8_next(p, end);
    if (cp < 0x80) {
      if (const uint8_t c = table::kAscii[cp]; c != 0) folder.put(c, from);
      continue;
    }
    if (cp == 0x0306) {
      folder.breve_or_drop();
      continue;
    }
    const size_t r = range_of(cp);
    if (r == kRanges) {
      folder.put(cp, from);
      continue;
    }
    const uint32_t nth = cp - (table::kFirst[r] & kCodePoint), value = table::kValue[r];
    switch (table::kFirst[r] >> 21) {
      case 0:
        folder.put(cp + static_cast<uint32_t>(table::kDeltas[value]), from);
        break;
      case 1:
        folder.put(nth % 2 == 0 ? cp + 1 : cp, from);
        break;
      case 2:
        folder.target(value, from);
        break;
      default:
        folder.target(table::kListed[value + nth], from);
        break;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  if (origins) origins->resize(out.size());
  return out;
}

std::string fold(std::string_view text) {
  return fold(text, nullptr);
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
  static constexpr std::string_view kArticles[] = {"the ", "a ",   "an ",  "le ",  "la ",  "les ", "l'",
                                                   "der ", "die ", "das ", "den ", "dem ", "des ", "el ",
                                                   "los ", "las ", "il ",  "lo ",  "gli ", "i "};
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
