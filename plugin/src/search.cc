#include "search.h"

#include <algorithm>
#include <cstring>

#include "schema/fold.h"
#include "schema/utf8.h"

namespace postil {
namespace {

constexpr size_t kMaxKey = 250;

// Hyphens divide words here as spaces do.
void open_hyphens(std::string& folded) {
  std::replace(folded.begin(), folded.end(), '-', ' ');
}

bool word_byte(unsigned char c) {
  return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

// Does a word end before, or begin at, folded[at]? Letters of scripts that are written without spaces are words of
// their own.
bool boundary(const std::string& folded, size_t at) {
  if (at == 0 || at >= folded.size()) return true;
  const auto before = static_cast<unsigned char>(folded[at - 1]), after = static_cast<unsigned char>(folded[at]);
  if (!word_byte(before) || !word_byte(after)) return true;
  const char* p = folded.data() + at;
  const auto glued = [](uint32_t c) {
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) || c >= 0x2E80;
  };
  if (after >= 0x80 && glued(utf8_next(p, folded.data() + folded.size()))) return true;
  if (before < 0x80) return false;
  const size_t start = utf8_floor(folded, at - 1);
  p = folded.data() + start;
  return glued(utf8_next(p, folded.data() + folded.size()));
}

unsigned char lower(unsigned char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<unsigned char>(c + 32) : c;
}
bool plain(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
// What may stand inside a word once stops and quotation marks are dropped.
bool joins(unsigned char c) {
  return c >= 0x80 || plain(lower(c)) || c == '.' || c == '"';
}

// Folding may join or make ASCII letters that are not side by side in the text: at a stop or quotation mark inside a
// word, and at characters beyond ASCII other than the usual punctuation between words. Is `key` in one of the words
// where it does?
bool made_by_folding(std::string_view text, const std::string& key) {
  const auto* const begin = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = begin + text.size();
  const auto* done = begin;
  for (const auto* p = begin; p < end;) {
    for (uint64_t eight; end - p >= 8; p += 8) {
      std::memcpy(&eight, p, 8);
      const uint64_t stops = eight ^ 0x2E2E2E2E2E2E2E2Eu, quotes = eight ^ 0x2222222222222222u;
      const auto has_zero = [](uint64_t v) { return (v - 0x0101010101010101u) & ~v & 0x8080808080808080u; };
      if ((eight & 0x8080808080808080u) || has_zero(stops) || has_zero(quotes)) break;
    }
    if (p >= end) break;
    const unsigned char c = *p;
    int size = 1;
    bool suspect = c >= 0x80;
    if (c == '.' || c == '"') {
      suspect = p > begin && joins(p[-1]) && end - p > 1 && joins(p[1]);
    } else if (c == 0xE2 && end - p >= 3 && p[1] == 0x80 &&
               (p[2] == 0x93 || p[2] == 0x94 || (p[2] >= 0x98 && p[2] <= 0x9D) || p[2] == 0xA6)) {
      // Dashes and single marks divide. Double marks and the ellipsis are dropped.
      size = 3;
      suspect = p[2] >= 0x9A && p > begin && joins(p[-1]) && end - p > 3 && joins(p[3]);
    }
    if (!suspect) {
      p += size;
      continue;
    }
    const auto *from = p, *to = p;
    while (from > done && joins(from[-1])) --from;
    while (to < end && joins(*to)) ++to;
    const std::string word = fold({reinterpret_cast<const char*>(from), static_cast<size_t>(to - from)});
    if (word.find(key) != std::string::npos) return true;
    p = done = to;
  }
  return false;
}

}  // namespace

TextQuery::TextQuery(std::string_view query, bool near) : near_(near) {
  std::string folded = fold(query);
  open_hyphens(folded);
  folded = fold(folded);
  if (near) {
    for (size_t i = 0; i < folded.size();) {
      const size_t end = std::min(folded.find(' ', i), folded.size());
      if (end > i) words_.push_back(folded.substr(i, end - i));
      i = end + 1;
    }
    std::sort(words_.begin(), words_.end());
    words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
  } else if (!folded.empty()) {
    words_.push_back(folded);
  }
  for (const std::string& w : words_)
    for (size_t i = 0; i < w.size();) {
      size_t end = i;
      while (end < w.size() && plain(static_cast<unsigned char>(w[end]))) ++end;
      if (std::min(end - i, kMaxKey) > key_.size()) key_ = w.substr(i, std::min(end - i, kMaxKey));
      i = end + 1;
    }
  std::memset(skip_, static_cast<int>(key_.size()), sizeof skip_);
  for (size_t i = 0; i + 1 < key_.size(); ++i) {
    const auto shift = static_cast<uint8_t>(key_.size() - 1 - i);
    const auto c = static_cast<unsigned char>(key_[i]);
    skip_[c] = shift;
    if (c >= 'a') skip_[c - 32] = shift;
  }
}

bool TextQuery::possible(std::string_view text) const {
  if (key_.empty()) return true;
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  const size_t n = key_.size();
  for (size_t at = n - 1; at < text.size(); at += skip_[p[at]]) {
    size_t k = 0;
    while (k < n && lower(p[at - k]) == static_cast<unsigned char>(key_[n - 1 - k])) ++k;
    if (k == n) return true;
  }
  return made_by_folding(text, key_);
}

void TextQuery::fold_text(std::string_view text) {
  if (text == text_ && !text_.empty()) return;
  text_ = text;
  folded_ = fold(text, &origins_);
  open_hyphens(folded_);
}

bool TextQuery::find_word(const std::string& word, size_t from, size_t& at) const {
  for (at = folded_.find(word, from); at != std::string::npos; at = folded_.find(word, at + 1))
    if (boundary(folded_, at) && boundary(folded_, at + word.size())) return true;
  return false;
}

// The first stretch, by where it begins, that holds every word.
bool TextQuery::next_near(size_t from, size_t& begin, size_t& end) const {
  std::vector<size_t> places(words_.size(), 0);
  for (bool begun = false;; begun = true) {
    size_t first = std::string::npos, last = 0;
    for (size_t i = 0; i < words_.size(); ++i) {
      if ((!begun || places[i] < from) && !find_word(words_[i], from, places[i])) return false;
      first = std::min(first, places[i]);
      last = std::max(last, places[i] + words_[i].size());
    }
    if (last - first <= kNear) {
      begin = first;
      end = last;
      return true;
    }
    from = first + 1;
  }
}

bool TextQuery::next(std::string_view text, uint32_t from, Found& out) {
  fold_text(text);
  size_t start = static_cast<size_t>(std::lower_bound(origins_.begin(), origins_.end(), from) - origins_.begin());
  size_t begin = 0, end = 0;
  if (near_) {
    if (!next_near(start, begin, end)) return false;
  } else {
    if (!find_word(words_[0], start, begin)) return false;
    end = begin + words_[0].size();
  }
  out.begin = origins_[begin];
  // To the end of the character that the last byte was made from.
  const char* p = text.data() + origins_[end - 1];
  utf8_next(p, text.data() + text.size());
  out.end = static_cast<uint32_t>(p - text.data());
  return true;
}

}  // namespace postil
