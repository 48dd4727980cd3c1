#include "packer/citations/names.h"

#include <algorithm>

namespace postil {
namespace {

bool dot(const CiteText& t, uint32_t i, uint32_t limit) {
  return i < limit && t.tokens[i].mark == '.' && !t.tokens[i].space;
}

bool is_and(const Token& k) {
  return k.mark == '&' || has(k, kWordAnd);
}

// "et al.", "u. a.", "and others": the token after it.
uint32_t skip_others(const CiteText& t, const Vocabulary& words, uint32_t at, uint32_t limit) {
  uint32_t i = at;
  if (i < limit && t.tokens[i].mark == ',') ++i;
  if (i + 1 >= limit || !is_word(t.tokens[i]) || !is_word(t.tokens[i + 1])) {
    if (i + 3 < limit && is_word(t.tokens[i]) && words.text(t.tokens[i].word) == "u" && dot(t, i + 1, limit) &&
        is_word(t.tokens[i + 2]) && words.text(t.tokens[i + 2].word) == "a")
      return dot(t, i + 3, limit) ? i + 4 : i + 3;
    return at;
  }
  const std::string &a = words.text(t.tokens[i].word), &b = words.text(t.tokens[i + 1].word);
  if ((a == "et" && (b == "al" || b == "alii")) ||
      (is_and(t.tokens[i]) && (b == "others" || b == "andere" || b == "autres" || b == "otros" || b == "altri")))
    return dot(t, i + 2, limit) ? i + 3 : i + 2;
  return at;
}

}  // namespace

uint32_t skip_editor(const CiteText& t, uint32_t at, uint32_t limit) {
  uint32_t i = at;
  if (i < limit && t.tokens[i].mark == ',') ++i;
  const bool bracket =
      i < limit && t.tokens[i].mark == '(' && t.tokens[i].match != kNoToken && t.tokens[i].match < limit;
  const uint32_t stop = bracket ? t.tokens[i].match : std::min(limit, i + 6);
  if (bracket) ++i;
  uint32_t end = i;
  bool seen = false;
  while (end < stop) {
    const Token& k = t.tokens[end];
    if (has(k, kWordEditor) && !k.upper) {
      seen = true;
      ++end;
      if (dot(t, end, stop)) ++end;
    } else if (seen && (is_and(k)) && end + 1 < stop && has(t.tokens[end + 1], kWordEditor)) {
      ++end;
    } else {
      break;
    }
  }
  if (!seen) return at;
  if (!bracket) return end;
  return end == stop ? stop + 1 : at;
}

bool read_person(const CiteText& t, const Vocabulary& words, uint32_t at, uint32_t limit, PersonName& out,
                 uint32_t& end) {
  out = {};
  uint32_t i = at, kept = at;
  for (int step = 0; step < 14 && i < limit; ++step) {
    const Token& k = t.tokens[i];
    if (i > at && (k.line || k.italic != t.tokens[at].italic)) break;  // italics begin a title
    if (k.mark == '-' && !k.space && i > at && i + 1 < limit && t.tokens[i + 1].capital && !t.tokens[i + 1].space) {
      ++i;
      continue;
    }
    if (k.mark == '(' && i > at && k.match != kNoToken && k.match < limit && k.match - i <= 4 &&
        is_word(t.tokens[i + 1]) && !has(t.tokens[i + 1], kWordEditor | kWordDigit)) {
      // "D[wight] R A[mbach]", "George [Kennedy]"
      if (t.text[k.begin] != '[') break;
      for (uint32_t w = i + 1; w < k.match; ++w)
        if (is_word(t.tokens[w]) && t.tokens[w].capital) out.words.push_back(t.tokens[w].word);
      i = kept = k.match + 1;
      continue;
    }
    // "Federal Writers’ Project"
    if (k.mark == '~' && !k.space && i > at && i == kept && i + 1 < limit && t.tokens[i + 1].capital &&
        t.tokens[i + 1].space &&
        (t.text[k.begin] == '\'' || t.text.compare(k.begin, k.end - k.begin, "\xE2\x80\x99") == 0)) {
      ++i;
      continue;
    }
    if (!is_word(k) || has(k, kWordDigit)) break;
    if (!k.capital) {
      // "van der", "al-Rashid"
      const uint32_t next =
          i + 1 < limit && k.classes && t.tokens[i + 1].mark == '-' && !t.tokens[i + 1].space ? i + 2 : i + 1;
      const bool particle = has(k, kWordParticle) && !has(k, kWordAnd) && next < limit && is_word(t.tokens[next]) &&
                            (t.tokens[next].capital || has(t.tokens[next], kWordParticle));
      if (!particle) break;
      ++i;
      continue;
    }
    if (is_letter(k) && !has(k, kWordDigit)) {
      out.initials.push_back(words.text(k.word).empty() ? ' ' : words.text(k.word)[0]);
      ++i;
      if (dot(t, i, limit)) ++i;
      kept = i;
      continue;
    }
    if (i == at && has(k, kWordSignal | kWordIdem | kWordIbid | kWordHereafter | kWordCommon)) return false;
    if (has(k, kWordMonth) && i > at && !out.words.empty()) break;
    if (has(k, kWordFunction) && !has(k, kWordParticle)) break;
    if (has(k, kWordSuffix) && !out.words.empty()) {
      ++i;
      if (dot(t, i, limit)) ++i;
      kept = i;
      continue;
    }
    if (out.words.size() == 7) return false;
    if (!has(k, kWordParticle) || i + 1 >= limit || (!is_word(t.tokens[i + 1]) && t.tokens[i + 1].mark != '-'))
      out.words.push_back(k.word);
    ++i;
    if (dot(t, i, limit) && has(k, kWordAbbreviation) && !has(k, kWordEditor)) ++i;
    kept = i;
  }
  if (out.words.empty()) return false;
  out.surname = out.words.back();
  // ", Jr."
  if (kept + 1 < limit && t.tokens[kept].mark == ',' && has(t.tokens[kept + 1], kWordSuffix) &&
      (!has(t.tokens[kept + 1], kWordRoman) || t.tokens[kept + 1].upper)) {
    const bool roman = has(t.tokens[kept + 1], kWordRoman);
    if (!roman) kept = dot(t, kept + 2, limit) ? kept + 3 : kept + 2;
  }
  end = kept;
  out.begin = t.tokens[at].begin;
  out.end = t.tokens[kept - 1].end;
  return true;
}

Names read_names(const CiteText& t, const Vocabulary& words, uint32_t at, uint32_t limit, bool lists) {
  Names out;
  PersonName person;
  uint32_t end = at;
  limit = std::min<uint32_t>(limit, at + 48);
  if (!read_person(t, words, at, limit, person, end)) return out;
  out.people.push_back(person);
  out.end = end;
  // "A, B, and C": names after commas count only when an "and" closes the list
  std::vector<PersonName> list;
  uint32_t i = end, list_end = end;
  bool closed = false;
  while (lists && i < limit && list.size() < 6) {
    const bool comma = t.tokens[i].mark == ',' || t.tokens[i].mark == '/';
    const bool slash = t.tokens[i].mark == '/';
    uint32_t k = comma ? i + 1 : i;
    const bool last = k < limit && is_and(t.tokens[k]);
    if (!comma && !last) break;
    if (last) ++k;
    uint32_t after = k;
    PersonName next;
    if (!read_person(t, words, k, limit, next, after)) break;
    // full names or surnames, not both: "Ethel Brook, Rivers and Mills" is one author and a title
    if ((person.words.size() + person.initials.size() > 1) != (next.words.size() + next.initials.size() > 1)) break;
    list.push_back(next);
    i = after;
    if (last || slash) {
      closed = true;
      list_end = after;
      if (last) break;
    }
  }
  if (closed) {
    out.people.insert(out.people.end(), list.begin(), list.end());
    out.end = list_end;
  }
  if (const uint32_t others = skip_others(t, words, out.end, limit); others != out.end) {
    out.others = true;
    out.end = others;
  }
  if (const uint32_t editor = skip_editor(t, out.end, limit); editor != out.end) {
    out.editor = true;
    out.end = editor;
  }
  return out;
}

uint32_t year_of(const CiteText& t, uint32_t at) {
  const Token& k = t.tokens[at];
  if (!has(k, kWordDigit) || k.end - k.begin != 4) return 0;
  uint32_t year = 0;
  for (uint32_t i = k.begin; i < k.end; ++i) {
    if (t.text[i] < '0' || t.text[i] > '9') return 0;
    year = year * 10 + static_cast<uint32_t>(t.text[i] - '0');
  }
  return year >= 1450 && year <= 2099 ? year : 0;
}

namespace {

// The number that a token of one or two digits spells ("3", "3rd"), or 0.
uint32_t day_of(const CiteText& t, uint32_t at) {
  const Token& k = t.tokens[at];
  if (!has(k, kWordDigit)) return 0;
  uint32_t day = 0, digits = 0;
  while (k.begin + digits < k.end && t.text[k.begin + digits] >= '0' && t.text[k.begin + digits] <= '9' && digits < 3)
    day = day * 10 + static_cast<uint32_t>(t.text[k.begin + digits++] - '0');
  const uint32_t rest = k.end - k.begin - digits;
  return digits <= 2 && (rest == 0 || rest == 2) && day >= 1 && day <= 31 ? day : 0;
}

}  // namespace

bool read_date(const CiteText& t, const Vocabulary& words, uint32_t at, uint32_t limit, Date& out) {
  const auto& k = t.tokens;
  if (at >= limit) return false;
  auto punct = [&](uint32_t i) { return i < limit && (k[i].mark == ',' || k[i].mark == '.') ? i + 1 : i; };
  out = {};
  out.first = at;
  if (has(k[at], kWordMonth) && k[at].capital) {
    out.month = month_number(words.text(k[at].word));
    uint32_t i = punct(at + 1);
    if (i < limit && (out.year = year_of(t, i)) != 0) {
      out.last = i + 1;
      return out.month != 0;
    }
    if (i >= limit || (out.day = day_of(t, i)) == 0) return false;
    i = punct(i + 1);
    if (i >= limit || (out.year = year_of(t, i)) == 0) return false;
    out.last = i + 1;
    return out.month != 0;
  }
  if ((out.day = day_of(t, at)) != 0) {
    uint32_t i = at + 1;
    if (i < limit && k[i].mark == '.') ++i;
    if (i < limit && is_word(k[i]) && words.text(k[i].word) == "de") ++i;
    if (i >= limit || !has(k[i], kWordMonth)) return false;
    out.month = month_number(words.text(k[i].word));
    i = punct(i + 1);
    if (i < limit && is_word(k[i]) && words.text(k[i].word) == "de") ++i;
    if (i >= limit || (out.year = year_of(t, i)) == 0) return false;
    out.last = i + 1;
    return out.month != 0;
  }
  return false;
}

uint32_t read_locator(const CiteText& t, const Vocabulary& words, uint32_t at, uint32_t limit, uint32_t& begin) {
  const auto& k = t.tokens;
  uint32_t i = at;
  if (i < limit && (k[i].mark == ',' || k[i].mark == ':')) ++i;
  // "at p. 4", and lawyers' "at 45"
  if (i + 1 < limit && has(k[i], kWordIn | kWordFunction) && !k[i].capital && !has(k[i], kWordUnit | kWordRoman) &&
      (has(k[i + 1], kWordUnit) || (has(k[i + 1], kWordDigit) && words.text(k[i].word) == "at")))
    ++i;
  begin = i;
  uint32_t end = at;
  bool unit = false, number = false;
  for (uint32_t steps = 0; i < limit && steps < 64; ++steps) {
    const Token& w = k[i];
    if (w.line && i > begin) break;
    if (is_word(w)) {
      const bool digits = has(w, kWordDigit);
      const bool roman =
          has(w, kWordRoman) && (w.upper || unit || number) &&
          !(is_letter(w) && i + 1 < limit && k[i + 1].mark == '.' && i + 2 < limit && k[i + 2].capital && !unit);
      const bool is_unit =
          has(w, kWordUnit) &&
          (!w.capital ||
           (i + 1 < limit && (has(k[i + 1], kWordDigit | kWordRoman) ||
                              (k[i + 1].mark == '.' && i + 2 < limit && has(k[i + 2], kWordDigit | kWordRoman)))));
      Date date;
      if (read_date(t, words, i, limit, date)) break;
      if (digits || roman) {
        number = true;
        unit = false;
        end = ++i;
        // "265n", "23ff." stand in the number's own word; "12 n. 4" goes on
        continue;
      }
      if (is_unit) {
        const bool opens =
            i + 1 < limit &&
            (has(k[i + 1], kWordDigit | kWordRoman) ||
             (k[i + 1].mark == '.' && (i + 2 >= limit || has(k[i + 2], kWordDigit | kWordRoman | kWordUnit))) ||
             k[i + 1].mark == '(');
        const bool follows = number && (w.end - w.begin <= 2 || w.end - w.begin == 4);  // "f.", "ff.", "n.", "note"
        if (!opens && !follows) break;
        unit = true;
        ++i;
        if (i < limit && k[i].mark == '.' && !k[i].space) ++i;
        if (follows) end = i;
        continue;
      }
      if (number && (w.classes & kWordAnd) && i + 1 < limit && has(k[i + 1], kWordDigit)) {
        ++i;
        continue;
      }
      break;
    }
    if (w.mark == '-' || w.mark == ',' || w.mark == ':' || w.mark == '/' || w.mark == '.' || w.mark == '&' ||
        w.mark == '*') {
      if (w.mark == '.' && i > begin && !unit &&
          (i + 1 >= limit || (k[i + 1].space && !has(k[i + 1], kWordDigit) && !has(k[i + 1], kWordUnit))))
        break;
      if (i == begin) break;
      ++i;
      continue;
    }
    break;
  }
  return number ? end : at;
}

}  // namespace postil
