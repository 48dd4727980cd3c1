// "(hereafter cited as X)", "[Hereinafter X.]", "im Folgenden: X".
#include <algorithm>
#include <string_view>

#include "packer/citations/parse.h"

namespace postil {
namespace {

constexpr uint32_t kLongest = 18;  // tokens of a short form

std::string_view word_at(const CiteText& t, const Vocabulary& words, uint32_t i) {
  return i < t.tokens.size() && is_word(t.tokens[i]) ? std::string_view(words.text(t.tokens[i].word))
                                                     : std::string_view();
}

bool announces(const CiteText& t, const Vocabulary& words, uint32_t i) {
  if (!has(t.tokens[i], kWordHereafter) || t.tokens[i].quoted) return false;
  const std::string_view w = word_at(t, words, i), before = i > 0 ? word_at(t, words, i - 1) : std::string_view();
  if (w == "folgenden") return before == "im";
  if (w == "adelante") return before == "en";
  if (w == "seguito" || w == "innanzi") return before == "in" || before == "d'ora";
  if (w == "poi") return before == "in";
  if (w == "apres") return i >= 2 && word_at(t, words, i - 2) == "ci";
  return true;
}

uint32_t skip_filler(const CiteText& t, const Vocabulary& words, uint32_t from, uint32_t limit) {
  static constexpr std::string_view kFiller[] = {"cited",  "as",     "referred",   "to",     "abbreviated", "called",
                                                 "quoted", "simply", "designated", "zit",    "zitiert",     "als",
                                                 "cite",   "comme",  "citee",      "citado", "citada",      "como",
                                                 "citato", "come",   "abgekurzt",  "abrege", "the"};
  const auto& k = t.tokens;
  for (; from < limit; ++from) {
    if (k[from].mark == ',' || k[from].mark == ':' || k[from].mark == '-') continue;
    const std::string_view w = word_at(t, words, from);
    if (w.empty() || k[from].capital || std::find(std::begin(kFiller), std::end(kFiller), w) == std::end(kFiller))
      break;
    if (from + 1 < limit && k[from + 1].mark == '.') ++from;
  }
  return from;
}

// The token after the short form that begins at `from`.
uint32_t definition_end(const CiteText& t, uint32_t from, uint32_t limit) {
  const auto& k = t.tokens;
  const auto size = static_cast<uint32_t>(k.size());
  uint32_t last = from;
  for (; last < limit; ++last) {
    if (k[last].mark == ')' || k[last].mark == ';') break;
    if (k[last].mark != '.' || last + 1 >= size) continue;
    if (k[last + 1].mark == ')') break;
    if (k[last + 1].space && k[last + 1].capital && !has(k[last - 1], kWordAbbreviation) && !is_letter(k[last - 1]))
      break;
  }
  return last >= limit && limit != size ? from : last;
}

}  // namespace

void read_definitions(const CiteText& t, const Vocabulary& words, std::vector<Cite>& cites) {
  const auto& k = t.tokens;
  const auto size = static_cast<uint32_t>(k.size());
  std::vector<Cite> extra;
  size_t before = 0;
  for (uint32_t i = 0; i < size; ++i) {
    if (!announces(t, words, i)) continue;
    const uint32_t limit = std::min(size, i + 24);
    uint32_t from = skip_filler(t, words, i + 1, limit);
    if (from >= limit) continue;
    uint32_t last = 0;
    if (k[from].mark == '"' && k[from].match != kNoToken && k[from].match > from && k[from].match < limit)
      last = k[from++].match;
    else
      last = definition_end(t, from, limit);
    // "CDF followed by the years"
    for (uint32_t w = from + 1; w < last; ++w)
      if (is_word(k[w]) && !k[w].capital && !k[w].italic && !k[w].quoted &&
          (word_at(t, words, w) == "followed" || word_at(t, words, w) == "preceded" || word_at(t, words, w) == "with"))
        last = w;
    while (last > from && !is_word(k[last - 1])) --last;
    if (last <= from || last - from > kLongest) continue;
    if (!k[from].capital && !k[from].italic && !has(k[from], kWordDigit)) continue;
    while (before < cites.size() && cites[before].span.first < i) ++before;
    Cite* owner = nullptr;
    for (size_t c = before, steps = 0; c-- > 0 && steps < 16 && !owner; ++steps)
      if (cites[c].form == CiteForm::full && cites[c].span.first < i && cites[c].span.last <= i) owner = &cites[c];
    // The work that it stands beside; else the archive or series just before it, which becomes a reference of its own.
    uint32_t start =
        owner ? owner->document ? owner->date.last : std::min(std::max(owner->extent, owner->span.last), i) : 0;
    if (owner && (owner->document || i > start + 16)) owner = nullptr;
    if (owner && owner->defines.empty()) {
      owner->defines = {from, last};
      continue;
    }
    Cite c;
    c.source = true;
    c.fullness = Fullness::complete;
    uint32_t first = i;
    while (first > start && i - first < 40 && k[first - 1].mark != ';' && !(k[first - 1].mark == ')' && first + 2 < i))
      --first;
    first = after_signals(t, first, i);
    // "p. 4, Department of State, Files": the archive alone
    if (has(k[first], kWordUnit) && !k[first].capital)
      while (first + 2 < i && k[first].mark != ',') ++first;
    while (first + 1 < i && !is_word(k[first]) && k[first].mark != '"') ++first;
    uint32_t end = i;
    while (end > first && !is_word(k[end - 1]) && k[end - 1].mark != ')') --end;
    if (end <= first) continue;
    c.span = c.title = {first, end};
    c.extent = last;
    c.defines = {from, last};
    extra.push_back(c);
  }
  cites.insert(cites.end(), extra.begin(), extra.end());
}

}  // namespace postil
