// Where a citation may begin, and what the words around it are.
#include <algorithm>

#include "packer/citations/parse.h"

namespace postil {

bool lower_content(const Token& k) {
  return is_word(k) && !k.capital &&
         !has(k, kWordDigit | kWordFunction | kWordEditor | kWordUnit | kWordParticle | kWordAnd);
}

namespace {

bool is_letter_like(const Token& k) {
  return is_word(k) && k.end - k.begin == 1;
}

bool undated(const CiteText& t, uint32_t i) {
  const char a = t.text[t.tokens[i].begin], b = t.text[t.tokens[i + 2].begin];
  return ((a == 'n' || a == 's') && b == 'd') || (a == 'o' && b == 'J') || (a == 's' && b == 'a');
}

}  // namespace

Bracket bracket_kind(const CiteText& t, uint32_t open) {
  const auto& k = t.tokens;
  const uint32_t close = k[open].match;
  if (close == kNoToken || close <= open + 1 || close - open > 44 || t.text[k[open].begin] == '[')
    return Bracket::other;
  if (has(k[open + 1], kWordSignal | kWordHereafter | kWordIbid)) return Bracket::other;
  uint32_t year = kNoToken;
  for (uint32_t i = close - 1; i > open; --i) {
    if (close - i > 8 && i - open > 16) continue;
    if (year_of(t, i) != 0) year = i;
    // "n.d.", "s. d.", "o. J."
    if (is_letter_like(k[i]) && i + 2 < close && k[i + 1].mark == '.' && is_letter_like(k[i + 2]) && undated(t, i))
      year = i;
    if (is_word(k[i]) && k[i].end - k[i].begin >= 8 && t.text.compare(k[i].begin, 8, "forthcom") == 0) year = i;
  }
  if (year == kNoToken) {
    // a year in Roman numerals
    for (uint32_t i = open + 1; i < close; ++i)
      if (has(k[i], kWordRoman) && k[i].upper && k[i].end - k[i].begin >= 4 && t.text[k[i].begin] == 'M') year = i;
  }
  bool month = false, capital = false, colon = false, comma = false, edition = false;
  for (uint32_t i = open + 1; i < close; ++i) {
    if (has(k[i], kWordProse) && !k[i].capital) return Bracket::other;
    if (has(k[i], kWordHereafter)) return Bracket::other;
    month = month || (has(k[i], kWordMonth | kWordSeason) && (k[i].capital || has(k[i], kWordSeason)));
    capital = capital || (k[i].capital && !has(k[i], kWordMonth | kWordSeason | kWordUnit) && !has(k[i], kWordDigit));
    colon = colon || k[i].mark == ':';
    comma = comma || k[i].mark == ',';
    edition = edition || has(k[i], kWordEditor);
  }
  if (year == kNoToken)
    return capital && colon && close - open <= 16 && k[open + 1].capital ? Bracket::imprint : Bracket::other;
  if (capital && (!month || colon)) return Bracket::imprint;
  if (edition && !month) return Bracket::imprint;
  if (month && capital)
    return close - open <= 12 && k[open + 1].capital && !has(k[open + 1], kWordMonth | kWordSeason) &&
                   has(k[close - 2], kWordMonth | kWordSeason)
               ? Bracket::imprint
               : Bracket::other;
  return close - open <= 14 ? Bracket::date : Bracket::other;
}

uint32_t after_signals(const CiteText& t, uint32_t first, uint32_t anchor) {
  const auto& k = t.tokens;
  uint32_t at = first;
  const uint32_t from = anchor > first + kCiteReach ? anchor - kCiteReach : first;
  for (uint32_t i = from; i < anchor; ++i) {
    if (k[i].quoted || !is_word(k[i])) continue;
    if (i > first && has(k[i - 1], kWordBack)) continue;  // "above cited memorandum"
    const bool signal = has(k[i], kWordSignal) && (!k[i].capital || i == first || (i > 0 && !is_word(k[i - 1])));
    const bool prose = has(k[i], kWordProse) && !k[i].capital && !k[i].italic;
    if ((signal || prose) && !k[i].italic) at = i + 1;
  }
  at = std::max(at, from);
  while (at < anchor) {
    const Token& w = k[at];
    const bool skip =
        (w.mark != 0 && w.mark != '"' && w.mark != '(') ||
        (is_word(w) && !w.capital && (has(w, kWordAnd | kWordIn | kWordSignal) || has(w, kWordFunction)) &&
         !(has(w, kWordParticle) && !has(w, kWordIn | kWordAnd) && at + 1 < anchor && k[at + 1].capital && at > 0 &&
           k[at - 1].mark != 0)) ||
        (w.capital && has(w, kWordIn) && at + 1 < anchor && (k[at + 1].capital || k[at + 1].mark == '"') && !w.italic);
    if (!skip) break;
    ++at;
  }
  return at;
}

bool title_like(const CiteText& t, uint32_t first, uint32_t last) {
  uint32_t words = 0, capitals = 0;
  for (uint32_t i = first; i < last; ++i) {
    const Token& k = t.tokens[i];
    if (!is_word(k)) continue;
    if (k.depth > t.tokens[first].depth) continue;
    ++words;
    if (k.capital || has(k, kWordDigit)) ++capitals;
    if (lower_content(k) && !k.italic && !has(k, kWordAbbreviation)) return false;
  }
  return words > 0 && capitals * 2 >= words;
}

}  // namespace postil
