// Letters, telegrams, memoranda and minutes by participants and date; archives, newspapers and statutes.
#include <algorithm>

#include "packer/citations/parse.h"

namespace postil {
namespace {

constexpr uint32_t kWindow = 100;  // tokens before a date that may name the document

bool name_word(const Token& k) {
  return is_word(k) && k.capital && !has(k, kWordMonth | kWordDigit | kWordSuffix) &&
         (!has(k, kWordFunction) || has(k, kWordParticle)) && !is_letter(k);
}

class DocumentReader {
 public:
  DocumentReader(const CiteText& t, const Vocabulary& words, TokenRange stretch, std::vector<Cite>& out)
      : t_(t), k_(t.tokens), words_(words), stretch_(stretch), out_(out) {}

  void run() {
    uint32_t lo = stretch_.first;
    size_t last = kNone;
    for (uint32_t i = stretch_.first; i < stretch_.last;) {
      Date date;
      if (k_[i].quoted || !read_date(t_, words_, i, stretch_.last, date)) {
        ++i;
        continue;
      }
      Cite c;
      c.date = date;
      c.year = date.year;
      c.document = true;
      const uint32_t from = std::max(lo, i > kWindow ? i - kWindow : 0);
      if (read(c, from, i)) {
        out_.push_back(c);
        last = out_.size() - 1;
      } else if (last != kNone && i <= lo + 2 && i > stretch_.first &&
                 (has(k_[i - 1], kWordAnd) || k_[i - 1].mark == ',')) {
        // "Fish diary, November 4, 1872 and January 23, 1873"
        Cite again = out_[last];
        again.date = date;
        again.year = date.year;
        again.span = {i, date.last};
        out_.push_back(again);
      } else {
        last = kNone;
      }
      lo = i = date.last;
    }
  }

 private:
  // The document that [from, date) names; false when it names none.
  bool read(Cite& c, uint32_t from, uint32_t date) const {
    uint32_t lo = from;
    uint32_t to = kNoToken, noun = kNoToken;
    for (uint32_t i = date; i-- > from;) {
      const Token& k = k_[i];
      if (k.mark == ';' && k.depth == k_[date].depth) {
        lo = i + 1;
        break;
      }
      if (k.quoted || k.mark == '"' || k.depth > k_[date].depth) continue;
      if (!is_word(k)) continue;
      if (has(k, kWordTo) && !k.capital && to == kNoToken && i > from && i + 1 < date &&
          (k_[i + 1].capital || k_[i + 1].mark == '(' ||
           words_.text(k_[i + 1].word == kNoToken ? k.word : k_[i + 1].word) == "the")) {
        const Token& before = k_[i - 1];
        if (has(before, kWordOffice | kWordSignal)) continue;
        if (before.capital || before.mark == ',' || before.mark == ')') to = i;
        if (has(k_[i - 1], kWordDocument)) to = i;
        continue;
      }
      if (has(k, kWordDocument) && !has(k, kWordTo) &&
          (noun == kNoToken || (noun == i + 2 && has(k_[i + 1], kWordGenitive))))
        noun = i;
      const bool signal = has(k, kWordSignal) && !k.capital;
      const bool prose = has(k, kWordProse) && !k.capital;
      if (signal || prose || (has(k, kWordSignal) && i + 1 < date && (i == from || !is_word(k_[i - 1])))) {
        lo = i + 1;
        break;
      }
    }
    if (to != kNoToken && noun != kNoToken && noun > to && k_[noun].capital) noun = kNoToken;
    while (lo < date && (k_[lo].mark != 0 || (!k_[lo].capital && has(k_[lo], kWordAnd | kWordIn | kWordFunction))))
      ++lo;
    if (lo >= date) return false;
    if (!(to != kNoToken && letter(c, lo, to, date)) && !(noun != kNoToken && noun >= lo && by_kind(c, lo, noun, date)))
      return false;
    // "Telegram 345 from Vale to Harker"
    const bool announced = c.span.first > lo && has(k_[c.span.first - 1], kWordFrom | kWordDocument);
    for (uint32_t i = announced ? std::max(lo, c.span.first > 6 ? c.span.first - 6 : 0) : c.span.first; i < date; ++i)
      if (has(k_[i], kWordDigit) && year_of(t_, i) == 0 && !has(k_[i - (i > 0)], kWordMonth))
        c.numbers.push_back(k_[i].word);
    c.form = CiteForm::full;
    c.fullness = Fullness::titled;
    c.extent = c.date.last;
    return true;
  }

  // "Vale to Harker".
  bool letter(Cite& c, uint32_t lo, uint32_t to, uint32_t date) const {
    c.from.clear();
    c.to.clear();
    // the writer: capitals before "to", back to a comma that no longer belongs to the name
    uint32_t begin = to;
    const bool titled = to > lo && k_[to - 1].mark == ',';  // "Yoelson, Specialist, Park, to Costrell"
    for (uint32_t i = to; i-- > lo;) {
      const Token& k = k_[i];
      if (k.depth > k_[date].depth || k.mark == '(' || k.mark == ')' || k.mark == '-' || k.mark == '.' || k.mark == '&')
        continue;
      if (k.mark == ',' && (titled || i + 1 == to || (i + 1 < to && has(k_[i + 1], kWordAnd | kWordSuffix)))) continue;
      if (k.mark == ',' && list_before(i, lo)) continue;
      if (k.mark != 0 || has(k, kWordDigit)) break;
      if (!k.capital && !has(k, kWordFunction | kWordParticle | kWordDocument) && words_.text(k.word) != "through")
        break;
      if (has(k, kWordFrom) || (has(k, kWordDocument) && !k.capital)) break;
      begin = i;
    }
    collect(begin, to, c.from);
    collect(to + 1, date, c.to);
    if (c.from.empty() || c.to.empty()) return false;
    while (begin < to && (!is_word(k_[begin]) || (!k_[begin].capital && !has(k_[begin], kWordParticle)))) ++begin;
    c.span = {begin, c.date.last};
    return true;
  }

  // "Trask memorandum", "memorandum of conversation between X and Y", "Fish diary".
  bool by_kind(Cite& c, uint32_t lo, uint32_t noun, uint32_t date) const {
    c.from.clear();
    c.to.clear();
    if (date - noun > 60) return false;
    uint32_t begin = noun;
    for (uint32_t i = noun; i-- > lo;) {
      const Token& k = k_[i];
      if (k.mark == '.' || k.mark == '(' || k.mark == ')' || k.mark == '-' || k.depth > k_[noun].depth) continue;
      if (k.mark != 0 || has(k, kWordDigit | kWordIn) || !k.capital) break;
      begin = i;
    }
    collect(begin, noun, c.from);
    collect(noun + 1, date, c.to);
    if (c.from.empty() && c.to.empty()) return false;
    c.kind = k_[noun].word;
    if (c.from.empty() && (noun + 1 >= date || !is_word(k_[noun + 1])))
      return false;  // "Report, Foreign Office, May 1, 1950"
    while (begin < noun && !is_word(k_[begin])) ++begin;
    c.span = {begin, c.date.last};
    return true;
  }

  // "Hoggard, Selin, and Mullins to X": a comma within a list of writers.
  bool list_before(uint32_t comma, uint32_t lo) const {
    if (comma <= lo || comma + 1 >= k_.size()) return false;
    for (uint32_t i = comma + 1, steps = 0; i < k_.size() && steps < 8; ++i, ++steps) {
      if (has(k_[i], kWordAnd)) return true;
      if (has(k_[i], kWordTo)) return false;
    }
    return false;
  }

  void collect(uint32_t first, uint32_t last, std::vector<uint32_t>& out) const {
    for (uint32_t i = first; i < last && out.size() < 24; ++i)
      if ((name_word(k_[i]) ||
           (i >= first + 2 && is_word(k_[i]) && k_[i - 1].mark == '(' && !k_[i - 1].space && is_letter(k_[i - 2]))) &&
          !k_[i].quoted && k_[i].depth <= k_[first].depth + 1)
        out.push_back(k_[i].word);
  }

  const CiteText& t_;
  const std::vector<Token>& k_;
  const Vocabulary& words_;
  TokenRange stretch_;
  std::vector<Cite>& out_;
};

}  // namespace

void parse_documents(const CiteText& t, const Vocabulary& words, TokenRange stretch, std::vector<Cite>& out) {
  if (!stretch.empty()) DocumentReader(t, words, stretch, out).run();
}

// A clause of names, numbers and dates alone: "MS. National Archives, Record Group 58, Book A", "New York Times, March
// 3, 1950".
bool parse_source(const CiteText& t, const Vocabulary& words, TokenRange stretch, Cite& out) {
  const auto& k = t.tokens;
  uint32_t first = stretch.first, last = stretch.last;
  const uint32_t anchor = std::min(last, first + 90);
  first = std::max(first, after_signals(t, first, anchor));
  while (first < last && !is_word(k[first]) && k[first].mark != '"') ++first;
  while (last > first && !is_word(k[last - 1]) && k[last - 1].mark != '"') --last;
  if (last <= first + 1 || last - first > 90 ||
      !(k[first].capital || has(k[first], kWordDigit) || k[first].mark == '"'))
    return false;
  if (has(k[first], kWordUnit) && k[first].end - k[first].begin <= 4) return false;  // "Tom. ii. p. 23"
  uint32_t count = 0, strange = 0, capitals = 0, numbers = 0, commas = 0;
  for (uint32_t i = first; i < last; ++i) {
    const Token& w = k[i];
    if (w.quoted || w.depth > k[first].depth) continue;
    commas += w.mark == ',';
    if (!is_word(w)) continue;
    ++count;
    if (has(w, kWordProse) && !w.capital) return false;
    if (has(w, kWordDigit | kWordRoman))
      ++numbers;
    else if (w.capital)
      ++capitals;
    else if (!has(w, kWordFunction | kWordUnit | kWordEditor | kWordAbbreviation | kWordDocument | kWordArchive |
                         kWordAnd))
      ++strange;
  }
  if (capitals == 0 || strange * 4 > count || (numbers == 0 && commas < 1) || capitals + numbers < 3) return false;
  if (numbers == 0 && std::none_of(k.begin() + first, k.begin() + last,
                                   [](const Token& w) { return has(w, kWordArchive) && w.capital; }))
    return false;
  // what is no name, number or measure makes a sentence of it, unless an archive or a measure is named
  if (strange > 0 && (commas == 0 || std::none_of(k.begin() + first, k.begin() + last, [](const Token& w) {
                        return has(w, kWordArchive | kWordHolding) ? w.capital
                                                                   : has(w, kWordUnit) && w.end - w.begin >= 2;
                      })))
    return false;
  out = {};
  out.source = true;
  out.fullness = Fullness::complete;
  out.form = CiteForm::full;
  // The locator is at the end: the last comma from which only numbers go on.
  uint32_t cut = last;
  for (uint32_t i = first + 1; i < last; ++i) {
    Date date;
    if (read_date(t, words, i, last, date)) {
      i = date.last;
      if (out.date.year == 0) out.date = date;
    }
    if (i >= last || k[i].mark != ',' || k[i].quoted) continue;
    uint32_t begin = i;
    const uint32_t end = read_locator(t, words, i, last, begin);
    if (end > i && year_of(t, begin) == 0) {
      out.locator = {begin, end};
      cut = i;
      break;
    }
  }
  // "American State Papers, Miscellaneous II": the volume is the locator's
  if (out.date.year == 0 && cut > first + 2 && k[cut - 1].upper && has(k[cut - 1], kWordRoman) && is_word(k[cut - 2]) &&
      k[cut - 2].capital && !is_letter(k[cut - 2])) {
    --cut;
    out.locator = {cut, std::max(out.locator.last, cut + 1)};
  }
  out.span = {first, cut};
  out.title = {first, cut};
  out.extent = last;
  return true;
}

}  // namespace postil
