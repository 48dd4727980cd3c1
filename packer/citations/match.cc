// How the words of a short citation spell a work's title.
#include "packer/citations/works.h"

namespace postil {
namespace {

constexpr uint32_t kMaxGap = 8;  // title words that a short form may pass over at once

// What may stand after a short title without punctuation.
bool closes(const CiteText& t, uint32_t i, uint32_t limit) {
  if (i >= limit) return true;
  const Token& k = t.tokens[i];
  if (!is_word(k)) return k.mark != '-' && k.mark != '~' && k.mark != '/' && k.mark != '&';
  if (has(k, kWordDigit) || (has(k, kWordRoman) && k.upper)) return true;
  if (has(k, kWordUnit) && !k.capital && k.end - k.begin <= 4) return true;
  if (i > 0 && t.tokens[i - 1].italic && !k.italic) return true;
  return !k.capital && has(k, kWordIn | kWordAnd | kWordSignal | kWordHereafter | kWordEditor);
}

}  // namespace

TitleMatch WorkIndex::align(const CiteText& t, uint32_t at, uint32_t limit, const WorkRecord& r) const {
  TitleMatch best, now;
  uint32_t next = 0, first = kNone;  // of the title's words
  bool strange = false;              // one word of a long title may be spelled beyond recognition
  uint32_t i = at;
  const bool italic = at < limit && t.tokens[at].italic;
  auto keep = [&](uint32_t end) {
    if (now.words == 0) return;
    best = now;
    best.last = end;
    best.start = first == 0;
    best.whole = first == 0 && best.gaps == 0 && (next == r.title.size() || next == r.main);
    best.closed = true;
  };
  auto meets = [&](uint32_t word, uint32_t& k, uint32_t& used) {
    const size_t stop = std::min<size_t>(r.title.size(), now.words == 0 ? r.title.size() : next + kMaxGap + 1);
    for (k = next; k < stop; ++k)
      if (word == r.title[k]) return true;
    for (k = next; k < stop; ++k)
      if (same_word(word, r.title[k])) return true;
    // "Zhi Zhan" for "Zhizhan" and the other way round
    const std::string& w = words_.text(word);
    for (k = next; k < stop; ++k) {
      const std::string& title = words_.text(r.title[k]);
      if (k + 1 < r.title.size() && w.size() > title.size() && w == title + words_.text(r.title[k + 1])) {
        ++k;
        return true;
      }
      if (i + 1 < limit && is_word(t.tokens[i + 1]) && title.size() > w.size() &&
          title == w + words_.text(t.tokens[i + 1].word)) {
        used = 2;
        return true;
      }
    }
    return false;
  };
  for (uint32_t steps = 0; steps < 60; ++steps) {
    if (i >= limit) {
      keep(limit);
      break;
    }
    const Token& k = t.tokens[i];
    if (!is_word(k)) {
      if (k.mark == '"' && i == at) {
        ++i;
        continue;
      }
      if (k.mark == '"' || k.mark == ';' || k.mark == '(' || k.mark == ')') {
        keep(i);
        break;
      }
      if (k.mark == ',' || k.mark == ':' || k.mark == '.' || k.mark == '?' || k.mark == '!') keep(i);
      ++i;
      continue;
    }
    if (italic && !k.italic) {
      keep(i);
      break;
    }
    if (has(k, kWordFunction) && !(k.upper && k.end - k.begin > 1) && next < r.title.size() &&
        k.word != r.title[next]) {
      if (closes(t, i, limit) && now.words > 0 && best.words < now.words) keep(i);
      ++i;
      continue;
    }
    uint32_t found = 0, used = 1;
    if (next < r.title.size() && meets(k.word, found, used)) {
      if (now.words > 0) now.gaps += found - next;
      if (first == kNone) first = found;
      ++now.words;
      next = found + 1;
      i += used;
      continue;
    }
    if (closes(t, i, limit) && now.words > 0) {
      if (best.words < now.words) keep(i);
      break;
    }
    if (!strange && now.words >= 3 && k.capital && best.words < now.words) {
      strange = true;
      now.gaps += 2;
      if (next < r.title.size()) ++next;
      ++i;
      continue;
    }
    break;
  }
  return best;
}

}  // namespace postil
