// Short citations by their grammar alone.
#include <algorithm>

#include "packer/citations/parse.h"

namespace postil {

std::vector<uint32_t> short_starts(const CiteText& t, const Clause& clause) {
  std::vector<uint32_t> out;
  const uint32_t first = after_signals(t, clause.first, std::min(clause.last, clause.first + 12));
  if (first < clause.last && t.tokens[first].capital) out.push_back(first);
  for (uint32_t i = first + 1; i + 1 < clause.last && out.size() < 8; ++i) {
    const Token& k = t.tokens[i];
    if (has(k, kWordIn) && !k.capital && !k.quoted && t.tokens[i + 1].capital && !is_word(t.tokens[i - 1]))
      out.push_back(i + 1);
  }
  return out;
}

bool parse_short(const CiteText& t, const Vocabulary& words, uint32_t first, uint32_t limit, bool held, Cite& c) {
  const auto& k = t.tokens;
  c = {};
  c.form = CiteForm::short_title;
  c.authors = read_names(t, words, first, limit);
  if (c.authors.empty() || c.authors.end + 1 >= limit || k[c.authors.end].mark != ',') return false;
  const uint32_t title = c.authors.end + 1;
  uint32_t end = title, begin = 0;
  if (k[title].mark == '"' && k[title].match != kNoToken && k[title].match > title && k[title].match < limit) {
    c.quoted = true;
    end = k[title].match + 1;
    c.title = {title + 1, end - 1};
  } else {
    // to the comma before the pages; a title may hold commas
    for (; end < limit && end < title + 30; ++end) {
      if (k[end].mark == '(' || k[end].mark == ':') break;
      if (k[end].mark != ',') continue;
      Date date;
      if (read_locator(t, words, end, limit, begin) > end || end + 1 >= limit || k[title].italic != k[end + 1].italic ||
          read_date(t, words, end + 1, limit, date))
        break;
      if (!title_like(t, end + 1, std::min(limit, end + 3))) break;
    }
    c.title = {title, end};
  }
  while (!c.title.empty() && !is_word(k[c.title.last - 1])) --c.title.last;
  if (c.title.empty()) return false;
  const uint32_t pages = read_locator(t, words, end, limit, begin);
  Date date;
  const bool dated = end + 1 < limit && k[end].mark == ',' && read_date(t, words, end + 1, limit, date);
  const bool italic = k[c.title.first].italic;
  if (!(k[c.title.first].capital || italic) || has(k[c.title.first], kWordUnit | kWordMonth | kWordDigit)) return false;
  if (c.title.last == c.title.first + 1 && has(k[c.title.first], kWordRoman)) return false;  // "Journal, XXVI"
  // "Hunt, “Morris had been left in charge”" quotes what Hunt says
  if (c.quoted && !title_like(t, c.title.first, c.title.last) &&
      (c.title.last - c.title.first > 16 ||
       std::any_of(k.begin() + c.title.first, k.begin() + c.title.last,
                   [](const Token& w) { return has(w, kWordProse) && !w.capital; })))
    return false;
  if (held && !c.quoted && !italic && !c.authors.editor) return false;
  if (pages == end && !dated && !c.quoted && !italic) return false;
  if (!italic && !c.quoted && !title_like(t, c.title.first, c.title.last)) return false;
  if (!italic && !c.quoted && std::any_of(k.begin() + first, k.begin() + c.title.last, [](const Token& w) {
        return has(w, kWordArchive | kWordHolding) && w.capital;
      }))
    return false;
  if (!italic && !c.quoted) end = c.title.last;
  c.span = {first, end};
  c.extent = std::max(pages, end);
  if (pages > end) c.locator = {begin, pages};
  return true;
}

}  // namespace postil
