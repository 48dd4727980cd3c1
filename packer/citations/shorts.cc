#include "packer/citations/shorts.h"

#include <algorithm>

namespace postil {

void Definitions::add(const CiteText& t, TokenRange range, uint32_t note, uint32_t record) {
  Definition d;
  d.note = note;
  d.at = t.tokens[range.first].begin;
  d.record = record;
  for (uint32_t i = range.first; i < range.last; ++i)
    if (is_word(t.tokens[i])) d.words.push_back(t.tokens[i].word);
  if (d.words.empty()) return;
  auto& list = forms_[d.words[0]];
  if (list.size() < 64) list.push_back(std::move(d));
}

const Definition* Definitions::find(const CiteText& t, uint32_t i, uint32_t limit, uint32_t note,
                                    uint32_t& last) const {
  const auto it = forms_.find(t.tokens[i].word);
  if (it == forms_.end()) return nullptr;
  const Definition* best = nullptr;
  for (const Definition& d : it->second) {
    if (d.note > note || (d.note == note && d.at >= t.tokens[i].begin)) continue;
    uint32_t at = i;
    size_t k = 0;
    for (; k < d.words.size() && at < limit; ++at) {
      if (!is_word(t.tokens[at])) {
        if (t.tokens[at].mark == ';') break;
        continue;
      }
      if (t.tokens[at].word != d.words[k]) break;
      ++k;
    }
    if (k != d.words.size()) continue;
    if (!best || d.words.size() > best->words.size() || (d.words.size() == best->words.size() && d.note > best->note)) {
      best = &d;
      last = at;
    }
  }
  return best;
}

void ShortFinder::finish(const CiteText& t, uint32_t first, uint32_t last, uint32_t limit, Spot& out) const {
  while (last > first + 1 &&
         (!is_word(t.tokens[last - 1]) || (has(t.tokens[last - 1], kWordUnit) && !t.tokens[last - 1].capital &&
                                           t.tokens[last - 1].end - t.tokens[last - 1].begin <= 4)))
    --last;
  // with the quotation mark that closes its title
  for (uint32_t q = last; q < limit && q < last + 2; ++q) {
    if (t.tokens[q].mark == '"' && t.tokens[q].match >= first && t.tokens[q].match < last) last = q + 1;
    if (t.tokens[q].mark != ',') break;
  }
  out.first = first;
  out.last = last;
  out.citation.begin = t.tokens[first].begin;
  out.citation.end = t.tokens[last - 1].end;
  uint32_t at = last;
  if (at + 1 < limit && (t.tokens[at].mark == '?' || t.tokens[at].mark == '!') && t.tokens[at + 1].mark == ',') ++at;
  // "(wie Anm. 4), S. 9"
  if (at < limit && t.tokens[at].mark == '(' && t.tokens[at].match != kNoToken && t.tokens[at].match < limit &&
      t.tokens[at].match <= at + 8)
    for (uint32_t w = at + 1; w < t.tokens[at].match; ++w)
      if (has(t.tokens[w], kWordUnit)) {
        at = t.tokens[at].match + 1;
        break;
      }
  uint32_t begin = at;
  const uint32_t end = read_locator(t, words_, at, limit, begin);
  if (end > at)
    out.citation.locator = t.text.substr(t.tokens[begin].begin, t.tokens[end - 1].end - t.tokens[begin].begin);
  out.extent = std::max(end, at);
}

bool ShortFinder::same_person(const PersonName& written, const WorkRecord& r, uint32_t surname,
                              uint32_t follows) const {
  // A given name or initial that contradicts the work's author makes another person.
  for (const PersonName& p : r.people) {
    if (std::find(p.words.begin(), p.words.end(), surname) == p.words.end()) continue;
    // a given name is none, unless it is a surname that stands first ("Shen Zhihua"): then nothing else follows it
    if (p.surname != surname &&
        (p.words[0] != surname ||
         (follows != kNoToken && std::find(p.words.begin(), p.words.end(), follows) == p.words.end())))
      continue;
    bool contradicts = false;
    for (uint32_t w : written.words) {
      if (w == surname || p.words.size() < 2) continue;
      const bool known =
          std::any_of(p.words.begin(), p.words.end(), [&](uint32_t v) { return works_.same_word(w, v); });
      const std::string& text = words_.text(w);
      const bool initial =
          !text.empty() && std::find(p.initials.begin(), p.initials.end(), text[0]) != p.initials.end();
      contradicts = contradicts || (!known && !initial);
    }
    for (char c : written.initials) {
      bool known = std::find(p.initials.begin(), p.initials.end(), c) != p.initials.end();
      for (uint32_t w : p.words) known = known || words_.text(w)[0] == c;
      contradicts = contradicts || (!known && p.words.size() + p.initials.size() > 1);
    }
    if (!contradicts) return true;
  }
  return false;
}

bool ShortFinder::try_definition(uint32_t note, const CiteText& t, uint32_t i, uint32_t limit, Spot& out) const {
  uint32_t last = i;
  const Definition* d = definitions_.find(t, i, limit, note, last);
  if (!d || d->record == kNone) return false;
  if (d->words.size() == 1) {
    // One word means the work only where a citation may stand: before punctuation, a number, or the end.
    const Token& k = t.tokens[i];
    if (last < limit && is_word(t.tokens[last]) && !has(t.tokens[last], kWordDigit | kWordRoman | kWordUnit) &&
        !k.italic)
      return false;
    if (i > 0 && is_word(t.tokens[i - 1]) && t.tokens[i - 1].capital && !has(t.tokens[i - 1], kWordSignal))
      return false;
  }
  out.record = d->record;
  out.citation.form = CiteForm::short_title;
  out.citation.via = d->note;
  out.citation.permille = 980;
  finish(t, i, last, limit, out);
  return true;
}

bool ShortFinder::try_names(uint32_t note, const CiteText& t, uint32_t i, uint32_t first, uint32_t limit,
                            Spot& out) const {
  const std::vector<uint32_t>* list = works_.by_name(t.tokens[i].word);
  if (!list) return false;
  // the name around the surname: "J. F. Watson", "Tyler Dennett"
  uint32_t begin = i;
  for (uint32_t steps = 0; begin > first && steps < 6; ++steps) {
    const Token& k = t.tokens[begin - 1];
    const bool initial_dot = k.mark == '.' && begin >= first + 2 && is_letter(t.tokens[begin - 2]);
    const bool name = is_word(k) && k.capital && !has(k, kWordSignal | kWordDigit | kWordMonth) &&
                      (!has(k, kWordFunction) || has(k, kWordParticle) || is_letter(k)) && !has(k, kWordIn);
    if (!initial_dot && !name) break;
    --begin;
  }
  if (!is_word(t.tokens[begin])) ++begin;
  PersonName written;
  uint32_t written_end = i + 1;
  if (!read_person(t, words_, begin, i + 1, written, written_end) || written_end <= i) return false;
  if (!begins_phrase(t, begin, first)) return false;
  // where the title may begin: at once, after this name, after all names and their editors' mark
  const Names names = read_names(t, words_, begin, limit);
  PersonName one;
  uint32_t one_end = i + 1;
  if (!read_person(t, words_, begin, limit, one, one_end)) return false;
  std::vector<uint32_t> titles;
  for (uint32_t j : {i + 1, one_end, skip_editor(t, one_end, limit), names.end}) {
    if (j < limit && (t.tokens[j].mark == ',' || t.tokens[j].mark == ':')) ++j;
    if (j <= i || j >= limit || std::find(titles.begin(), titles.end(), j) != titles.end()) continue;
    if (t.tokens[j].quoted && t.tokens[j - 1].mark != '"') continue;
    if (t.tokens[j].mark == '"' ||
        (is_word(t.tokens[j]) && (t.tokens[j].capital || t.tokens[j].italic || t.tokens[j - 1].mark != 0)))
      titles.push_back(j);
  }
  const bool editor = names.editor;
  const uint32_t follows =
      i + 1 < limit && is_word(t.tokens[i + 1]) && t.tokens[i + 1].capital ? t.tokens[i + 1].word : kNoToken;
  const uint32_t at = t.tokens[begin].begin;
  struct Best {
    uint32_t record = kNone;
    TitleMatch match;
    int32_t score = -1;
  } best, second;
  for (const bool later : {false, true}) {
    for (uint32_t id : *list) {
      const WorkRecord& r = works_.records()[id];
      if (earlier(r, note, at) == later || r.title.empty() || !same_person(written, r, t.tokens[i].word, follows))
        continue;
      if (later && (r.fullness != Fullness::complete || r.note == note)) continue;
      TitleMatch match;
      for (uint32_t j : titles) {
        const TitleMatch m = works_.align(t, j, limit, r);
        if (m.closed && m.score() > match.score()) match = m;
      }
      if (match.words == 0) continue;
      const int32_t score = match.score() +
                            (r.fullness == Fullness::complete ? 120
                             : r.fullness == Fullness::titled ? 60
                                                              : 0) +
                            (editor == r.editor ? 40 : 0) - (editor && !r.editor ? 120 : 0) -
                            (only_listed(r) ? 150 : 0);
      const bool same = best.record != kNone && works_.records()[best.record].joined == r.joined;
      if (score > best.score) {
        if (best.record != kNone && !same) second = best;
        best = {id, match, score};
      } else if (score > second.score && !same) {
        second = {id, match, score};
      }
    }
    if (best.record != kNone) {
      if (later) out.citation.permille = 850;
      break;
    }
  }
  if (best.record == kNone) return false;
  const WorkRecord& r = works_.records()[best.record];
  const uint32_t end = best.match.last;
  if (best.match.words == 1 && !best.match.whole) {
    // One word of a title is enough only where the citation ends with it or goes on to pages.
    const Token* next = end < limit ? &t.tokens[end] : nullptr;
    uint32_t locator = 0;
    const bool ends = !next || next->mark == ';' || next->mark == '.' || next->mark == ')' || next->mark == '"' ||
                      next->mark == '(' || read_locator(t, words_, end, limit, locator) > end ||
                      t.tokens[end - 1].italic;
    if (!ends) return false;
  }
  if (best.match.gaps > best.match.words * 2 + 2 && !best.match.whole) return false;
  out.citation.form = CiteForm::short_title;
  const bool close = second.record != kNone && best.score - second.score < 100;
  if (close) {
    out.ambiguous = true;
  } else {
    out.record = best.record;
    out.citation.via = r.outside ? kNone : r.note;
    if (out.citation.permille == 0)
      out.citation.permille = static_cast<uint16_t>(best.match.words >= 2 || best.match.whole ? 970
                                                    : best.match.start                        ? 950
                                                                                              : 920);
    if (second.record != kNone && best.score - second.score < 500)
      out.citation.permille = std::min<uint16_t>(out.citation.permille, 930);
  }
  finish(t, begin, end, limit, out);
  return true;
}

bool ShortFinder::try_quoted(uint32_t note, const CiteText& t, uint32_t i, uint32_t first, uint32_t limit,
                             Spot& out) const {
  const uint32_t close = t.tokens[i].match;
  if (close == kNoToken || close <= i + 1 || close >= limit + 1) return false;
  uint32_t last = close;
  while (last > i + 1 && !is_word(t.tokens[last - 1])) --last;
  const TokenRange range{i + 1, last};
  if (range.empty()) return false;
  const std::string key = works_.joined(t, range);
  Date date;
  if (uint32_t after = close + 1; after < limit) {
    if (t.tokens[after].mark == ',') ++after;
    if (!read_date(t, words_, after, limit, date)) date = {};
  }
  const uint32_t id = works_.find_quoted(key, date, note, t.tokens[i].begin);
  if (id == kNone) return false;
  const WorkRecord& r = works_.records()[id];
  // names written before the title must be the work's
  uint32_t begin = i;
  if (i > first && (t.tokens[i - 1].mark == ',' || t.tokens[i - 1].mark == ':')) {
    for (uint32_t p = i > first + 24 ? i - 24 : first; p + 1 < i; ++p) {
      if (!t.tokens[p].capital || !begins_phrase(t, p, first)) continue;
      const Names names = read_names(t, words_, p, i);
      if (names.empty() || names.end + 1 != i) continue;
      begin = p;
      const bool agrees =
          r.people.empty() || std::any_of(names.people.begin(), names.people.end(), [&](const PersonName& n) {
            return std::any_of(n.words.begin(), n.words.end(), [&](uint32_t w) {
              return std::any_of(r.people.begin(), r.people.end(), [&](const PersonName& q) {
                return std::find(q.words.begin(), q.words.end(), w) != q.words.end();
              });
            });
          });
      if (!agrees) return false;
      break;
    }
  }
  out.record = id;
  out.citation.form = r.people.empty() ? CiteForm::document : CiteForm::short_title;
  out.citation.via = r.note;
  out.citation.permille = 950;
  finish(t, begin, close + 1, limit, out);
  return true;
}

bool ShortFinder::try_title(uint32_t note, const CiteText& t, uint32_t i, uint32_t first, uint32_t limit,
                            Spot& out) const {
  if (!begins_phrase(t, i, first)) return false;
  // the first two words that count
  uint32_t at[2] = {kNoToken, kNoToken};
  for (uint32_t k = i, n = 0; k < limit && k < i + 10 && n < 2; ++k)
    if (is_word(t.tokens[k]) && !has(t.tokens[k], kWordFunction)) at[n++] = k;
  if (at[1] == kNoToken) return false;
  const std::vector<uint32_t>* list = works_.by_title(t.tokens[at[0]].word, t.tokens[at[1]].word);
  if (!list) return false;
  const uint32_t byte = t.tokens[i].begin;
  uint32_t best = kNone;
  TitleMatch match;
  bool tie = false;
  for (uint32_t id : *list) {
    const WorkRecord& r = works_.records()[id];
    if (!earlier(r, note, byte) || r.document || r.source) continue;
    const TitleMatch m = works_.align(t, i, limit, r);
    if (!m.closed || !m.start || m.gaps > 0 || (m.words < 3 && !m.whole)) continue;
    if (best != kNone && m.score() == match.score() && works_.records()[best].joined != r.joined) {
      // The same words begin both: the earlier one, unless both are complete works
      tie = tie ||
            (works_.records()[best].fullness == Fullness::complete && r.fullness == Fullness::complete && !r.source);
      continue;
    }
    if (best == kNone || m.score() > match.score()) {
      best = id;
      match = m;
      tie = false;
    }
  }
  if (best == kNone) return false;
  const WorkRecord& r = works_.records()[best];
  // "Hunt, The Department of State" is not Stuart's book of that name
  if (i > first + 1 && t.tokens[i - 1].mark == ',' && !r.people.empty()) {
    const Token& name = t.tokens[i - 2];
    if (is_word(name) && name.capital && std::none_of(r.people.begin(), r.people.end(), [&](const PersonName& p) {
          return std::find(p.words.begin(), p.words.end(), name.word) != p.words.end();
        }))
      return false;
  }
  uint32_t locator = 0;
  // A few words of a title may be words of a sentence, or a person's name: they count where pages follow or italics set
  // them off.
  const bool cited = read_locator(t, words_, match.last, limit, locator) > match.last || t.tokens[i].italic ||
                     (i == first && match.last + 1 >= limit);
  if (!cited && match.words < 4) return false;
  out.citation.form = CiteForm::short_title;
  if (tie) {
    out.ambiguous = true;
  } else {
    out.record = best;
    out.citation.via = r.outside ? kNone : r.note;
    out.citation.permille = static_cast<uint16_t>(match.words >= 4 || match.whole ? 950 : 920);
  }
  finish(t, i, match.last, limit, out);
  return true;
}

std::vector<Spot> ShortFinder::find(uint32_t note, const CiteText& t, const std::vector<bool>& taken) const {
  std::vector<Spot> out;
  uint32_t done = 0;
  for (const Clause& clause : t.clauses) {
    uint32_t start = clause.first;
    while (start < clause.last && !is_word(t.tokens[start]) && t.tokens[start].mark != '"') ++start;
    for (uint32_t i = clause.first; i < clause.last; ++i) {
      const Token& k = t.tokens[i];
      if (i < done || taken[i]) continue;
      Spot spot;
      bool found = false;
      if (k.mark == '"' && k.match != kNoToken && k.match > i) {
        found = try_quoted(note, t, i, clause.first, clause.last, spot);
      } else if (is_word(k) && (k.capital || k.italic || has(k, kWordDigit)) && !k.quoted) {
        found = try_definition(note, t, i, clause.last, spot);
        if (!found && k.capital && !is_letter(k)) {
          spot = {};
          found = try_names(note, t, i, std::max(clause.first, done), clause.last, spot);
        }
        if (!found && (k.capital || k.italic)) {
          spot = {};
          found = try_title(note, t, i, clause.first, clause.last, spot);
        }
      }
      if (!found && i == start && k.capital) {
        spot = {};
        found = try_author(note, t, i, clause.last, spot);
      }
      if (!found) continue;
      done = std::max(spot.last, i + 1);
      out.push_back(spot);
    }
  }
  return out;
}

}  // namespace postil
