#include "packer/citations/chain.h"

#include <algorithm>

namespace postil {
namespace {

bool number_of(const std::string& label, uint32_t& out) {
  if (label.empty() || label.size() > 6 || label.find_first_not_of("0123456789") != std::string::npos) return false;
  out = static_cast<uint32_t>(std::stoul(label));
  return true;
}

}  // namespace

uint32_t note_before(const NoteSet& set, uint32_t i) {
  const Note& b = set.notes[i];
  uint32_t x = 0, y = 0;
  const bool numbered = number_of(b.label, y);
  // duplicates are no notes; a translator's or editor's note between two of the author's does not count
  uint32_t p = i, others = 0;
  while (p > 0 && (!is_real(set.notes[p - 1]) || (numbered && others < 4 && set.notes[p - 1].kind != b.kind &&
                                                  !number_of(set.notes[p - 1].label, x)))) {
    others += is_real(set.notes[p - 1]);
    --p;
  }
  if (p == 0) return kNone;
  --p;
  const Note& a = set.notes[p];
  if (a.truncated || a.kind != b.kind) return kNone;
  const bool numbers = number_of(a.label, x) && numbered;
  if (numbers ? y != x + 1 : a.chapter != b.chapter) return kNone;
  if (a.chapter != b.chapter && !(numbers && y > 1)) return kNone;
  // a noteref between the two whose note is lost
  if (!a.marks.empty() && !b.marks.empty()) {
    const uint32_t from = *std::min_element(a.marks.begin(), a.marks.end()),
                   to = *std::min_element(b.marks.begin(), b.marks.end());
    for (uint32_t m = from + 1; m < to && m < set.marks.size() && m < from + 64; ++m)
      if (set.marks[m].note == kNone && set.marks[m].inside == kNone) return kNone;
  }
  return p;
}

bool unknown_between(const CiteText& t, const std::vector<Spot>& spots, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to && i < t.tokens.size(); ++i) {
    const Token& k = t.tokens[i];
    if (!has(k, kWordPointer) || k.quoted || k.italic) continue;
    if (i > 0 && has(t.tokens[i - 1], kWordTo | kWordHereafter | kWordBack)) continue;
    const auto next =
        std::lower_bound(spots.begin(), spots.end(), i, [](const Spot& s, uint32_t at) { return s.first < at; });
    if (next == spots.end() || next->first > i + 24) return true;
  }
  return false;
}

bool in_prose(const CiteText& t, uint32_t at) {
  const auto clause =
      std::partition_point(t.clauses.begin(), t.clauses.end(), [&](const Clause& c) { return c.last <= at; });
  if (clause == t.clauses.end()) return false;
  const uint32_t first = std::max(clause->first, at > 60 ? at - 60 : 0);
  for (uint32_t i = after_signals(t, first, at); i < at; ++i) {
    const Token& k = t.tokens[i];
    if (has(k, kWordDocument)) return false;  // "letter from"
    if (is_word(k) && !k.capital && !k.quoted && !k.italic &&
        !has(k, kWordFunction | kWordDigit | kWordUnit | kWordRoman | kWordAbbreviation | kWordArchive | kWordAnd))
      return true;
  }
  return false;
}

bool same_clause(const CiteText& t, uint32_t a, uint32_t b) {
  const auto clause =
      std::partition_point(t.clauses.begin(), t.clauses.end(), [&](const Clause& c) { return c.last <= a; });
  return clause != t.clauses.end() && b < clause->last;
}

}  // namespace postil
