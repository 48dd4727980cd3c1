// Full references: books with their imprint, articles and chapters with quoted titles, in brackets or after commas.
#include <algorithm>

#include "packer/citations/parse.h"

namespace postil {
namespace {

constexpr uint32_t kReach = kCiteReach;

class FullReader {
 public:
  FullReader(const CiteText& t, const Vocabulary& words, TokenRange stretch, std::vector<Cite>& out)
      : t_(t), k_(t.tokens), words_(words), lo_(stretch.first), hi_(stretch.last), out_(out) {}

  void run() {
    const uint16_t depth = k_[lo_].depth;
    for (uint32_t i = lo_; i < hi_;) {
      const Token& k = k_[i];
      uint32_t next = i + 1;
      if (k.mark == '"' && k.match != kNoToken && k.match > i && k.match < hi_ && k.depth == depth) {
        next = article(i);
      } else if (k.mark == '(' && k.match != kNoToken && k.match < hi_ && k.depth == depth) {
        const Bracket kind = bracket_kind(t_, i);
        // with a date alone: "Foster, Contract Theory, 45 Law Journal 12 (1936)"
        const bool numbered = kind == Bracket::date && i > lo_ + 4 && has(k_[i - 1], kWordDigit);
        next = std::max(k.match + 1,
                        kind == Bracket::imprint || numbered ? book(i, k.match + 1, kind == Bracket::imprint) : 0);
      } else if (!k.quoted && k.depth == depth && year_of(t_, i) != 0) {
        next = bare_imprint(i);
      }
      i = std::max(next, i + 1);
    }
  }

 private:
  void add_locator(Cite& c, uint32_t at) {
    uint32_t begin = at;
    const uint32_t end = read_locator(t_, words_, at, hi_, begin);
    if (end > at) c.locator = {begin, end};
    c.extent = std::max(c.extent, end);
    lo_ = std::max(lo_, end);
  }

  // The token before which the names end and a title begins, when names stand at p and nothing else comes between.
  bool names_before(uint32_t p, uint32_t anchor, Names& names, uint32_t& title) const {
    if (p >= anchor || (!k_[p].capital && !has(k_[p], kWordParticle))) return false;
    names = read_names(t_, words_, p, anchor);
    // "Thomas Noer, Cold War and Black Liberation": the list took the title
    if (names.people.size() > 1 && names.end >= anchor) names = read_names(t_, words_, p, anchor, false);
    if (names.empty()) return false;
    uint32_t i = names.end;
    const bool mark = i < anchor && (k_[i].mark == ',' || k_[i].mark == ':' || (k_[i].mark == '.' && names.editor));
    if (mark) ++i;
    if (!mark && !(i < anchor && k_[i].italic) && i != anchor) return false;
    title = i;
    return true;
  }

  // Names that end exactly where a quoted title opens.
  uint32_t authors_of_quote(uint32_t quote, Cite& c) const {
    const uint32_t lo = std::max(after_signals(t_, lo_, quote), quote > kReach ? quote - kReach : 0);
    for (uint32_t p = lo; p < quote; ++p) {
      if (k_[p].quoted || (!k_[p].capital && !has(k_[p], kWordParticle | kWordIdem))) continue;
      if (p > lo && is_word(k_[p - 1]) && k_[p - 1].capital && !has(k_[p - 1], kWordSignal)) continue;
      if (has(k_[p], kWordIdem) && p + 1 < quote) {
        c.idem = true;
        return p;
      }
      Names names;
      uint32_t title = 0;
      if (names_before(p, quote, names, title) && title == quote) {
        c.authors = names;
        return p;
      }
    }
    // "His article, “Title,”" and "Title" alone
    return quote;
  }

  uint32_t article(uint32_t quote) {
    const uint32_t close = k_[quote].match;
    Cite c;
    c.quoted = true;
    c.title = {quote + 1, close};
    while (!c.title.empty() && !is_word(k_[c.title.last - 1])) --c.title.last;
    if (c.title.empty() || (!k_[quote + 1].capital && !has(k_[quote + 1], kWordDigit) && k_[quote + 1].mark == 0 &&
                            !is_word(k_[quote + 1])))
      return close + 1;
    const bool comma_in = close > quote + 1 && k_[close - 1].mark == ',';
    c.span.first = authors_of_quote(quote, c);
    const bool named = !c.authors.empty() || c.idem;
    uint32_t j = close + 1;
    const bool comma = j < hi_ && (k_[j].mark == ',' || k_[j].mark == ':');
    // A translated title in brackets.
    if (comma) ++j;
    if (j < hi_ && k_[j].mark == '(' && k_[j].match != kNoToken && k_[j].match < hi_ &&
        bracket_kind(t_, j) == Bracket::other && t_.text[k_[j].begin] == '[') {
      j = k_[j].match + 1;
      if (j < hi_ && k_[j].mark == ',') ++j;
    }
    const bool in = j < hi_ && has(k_[j], kWordIn) && !k_[j].capital;
    const bool starts = j < hi_ && (in || k_[j].capital || k_[j].italic || has(k_[j], kWordDigit | kWordUnit) ||
                                    has(k_[j], kWordEditor));
    if (!(named || comma_in || comma || in) || (!named && !starts)) return close + 1;
    if (!named && !title_like(t_, quote + 1, close) && !in) return close + 1;
    uint32_t body = in ? j + 1 : j;
    Names holder;
    if (in || (body < hi_ && k_[body].capital)) {
      uint32_t title = 0;
      if (in && names_before(body, std::min(hi_, body + 40), holder, title)) {
        c.holder = holder;
        body = title;
      }
    }
    tail(c, body, in);
    if (c.fullness == Fullness::bare) {
      // left to the short forms, which know the other notes
      return close + 1;
    }
    if (in && c.holder.empty()) {
      // "in Water and Work, ed. Peter Long (Place: Publisher, 1990)"
      for (uint32_t e = c.container.first; e + 1 < c.container.last; ++e) {
        if (k_[e].mark != ',' || !has(k_[e + 1], kWordEditor) || k_[e + 1].upper) continue;
        uint32_t name = skip_editor(t_, e + 1, c.container.last);
        if (name < c.container.last && !k_[name].capital) ++name;  // "edited by"
        c.holder = read_names(t_, words_, name, c.container.last);
        c.container.last = e;
        break;
      }
    }
    c.span.last = c.extent;
    add_locator(c, c.extent);
    out_.push_back(c);
    lo_ = std::max(lo_, c.extent);
    return c.extent;
  }

  bool bracket_follows(uint32_t i) const {
    return i < hi_ && k_[i].mark == '(' && k_[i].match != kNoToken && bracket_kind(t_, i) != Bracket::other;
  }

  // What follows an article's title: container, number, date, pages.
  void tail(Cite& c, uint32_t body, bool in, bool nested = false) {
    c.container = {body, body};
    c.extent = body;
    uint32_t capitals = 0;
    bool number = false;
    for (uint32_t j = body; j < hi_ && j < body + kReach; ++j) {
      const Token& k = k_[j];
      if (k.line && j > body) break;
      if (k.mark == '"' && k.match != kNoToken && k.match > j) {
        if (j == body) return;  // "in Smith, “Title”": another citation begins
        break;
      }
      if (k.mark == '(' && k.match != kNoToken && k.match < hi_) {
        const Bracket kind = bracket_kind(t_, j);
        if (kind == Bracket::other) {
          j = k.match;
          continue;
        }
        if (c.container.empty()) c.container.last = j;
        c.fullness = Fullness::complete;
        c.extent = k.match + 1;
        for (uint32_t y = j + 1; y < k.match; ++y)
          if (const uint32_t year = year_of(t_, y)) c.year = year;
        return;
      }
      Date date;
      if (read_date(t_, words_, j, hi_, date)) {
        if (c.container.empty()) c.container.last = j;
        c.date = date;
        c.year = date.year;
        c.fullness = Fullness::complete;
        c.extent = date.last;
        // "September 10, 1951, in Shen, ed., Title": the date is the document's
        if (capitals == 0 && !nested) {
          c.container = {};
          uint32_t n = date.last;
          if (n < hi_ && k_[n].mark == ',') ++n;
          if (n < hi_ && has(k_[n], kWordIn) && !k_[n].capital) {
            ++n;
            Names holder;
            uint32_t title = 0;
            if (names_before(n, std::min(hi_, n + 40), holder, title)) c.holder = holder, n = title;
            Cite rest;
            tail(rest, n, true, true);
            if (rest.fullness == Fullness::complete) c.container = rest.container, c.extent = rest.extent;
          }
        }
        return;
      }
      if (!k.quoted && year_of(t_, j) != 0 && j + 2 < hi_ && k_[j + 1].mark == '-' && has(k_[j + 2], kWordDigit) &&
          bracket_follows(j + 3)) {
        j += 2;  // "Journals of the Congress, 1774-1789 (Place, 1904)"
        continue;
      }
      if (!k.quoted && year_of(t_, j) != 0 && capitals > 0 &&
          (k_[j - 1].mark == ',' || has(k_[j - 1], kWordSeason) || k_[j - 1].capital || k_[j - 1].mark == '-')) {
        if (c.container.empty()) c.container.last = j;
        c.year = year_of(t_, j);
        c.fullness = Fullness::complete;
        c.extent = j + 1;
        return;
      }
      if (is_word(k)) {
        if (has(k, kWordProse) && !k.capital) break;
        if (has(k, kWordSignal) && !k.capital && !has(k, kWordEditor)) break;
        const bool initial = is_letter(k) && j + 2 < hi_ && k_[j + 1].mark == '.' && k_[j + 2].capital;
        if (has(k, kWordDigit) || (has(k, kWordRoman) && k.upper && j > body && k_[j - 1].mark == ',' && !initial)) {
          if (c.container.empty()) c.container.last = j;
          number = true;
        } else if (k.capital && !has(k, kWordUnit)) {
          ++capitals;
          if (!number) c.extent = j + 1;
        }
      }
    }
    if (c.container.empty()) c.container.last = c.extent;
    while (!c.container.empty() && !is_word(k_[c.container.last - 1])) --c.container.last;
    if (capitals > 0 && number && (in || title_like(t_, body, c.container.last)))
      c.fullness = Fullness::titled, c.extent = c.container.last;
  }

  // Author and title before an imprint whose reference ends at `end`.
  uint32_t book(uint32_t anchor, uint32_t end, bool bracket) {
    Cite c;
    c.fullness = Fullness::complete;
    for (uint32_t y = anchor; y < end; ++y)
      if (const uint32_t year = year_of(t_, y)) c.year = year;
    const uint32_t reach = anchor > kReach ? anchor - kReach : 0;
    uint32_t lo = std::max(after_signals(t_, lo_, anchor), reach);
    // "Knox to Washington, March 30, 1792, The Papers of …": the letter is a citation of its own
    for (uint32_t i = lo; i < anchor; ++i) {
      Date date;
      if (k_[i].quoted || !has(k_[i], kWordMonth | kWordDigit) || !read_date(t_, words_, i, anchor, date)) continue;
      uint32_t next = date.last;
      while (next < anchor && (k_[next].mark == ',' || (has(k_[next], kWordIn) && !k_[next].capital))) ++next;
      if (next + 1 < anchor && date.last < next) lo = next;
      i = date.last - 1;
    }
    bool found = false;
    for (uint32_t p = lo; p < anchor && !found; ++p) {
      if (k_[p].quoted || !is_word(k_[p]) ||
          (!k_[p].capital && !has(k_[p], kWordIdem) && !(has(k_[p], kWordParticle) && p == lo)))
        continue;
      if (!begins_phrase(t_, p, lo)) continue;
      if (has(k_[p], kWordIdem) && p + 1 < anchor) {
        uint32_t n = p + 1;
        while (n < anchor && !is_word(k_[n])) ++n;
        if (n < anchor) {
          c.idem = true;
          c.span.first = p;
          c.title = {n, anchor};
          found = true;
          break;
        }
      }
      // "The Attempted Assassination of William Seward, and Frederick Seward, on the Evening": names inside a title
      const bool joins = p > lo + 1 && has(k_[p - 1], kWordAnd) && k_[p - 2].mark != ',';
      if (p > lo && !joins && k_[lo].capital && !k_[lo].quoted && title_like(t_, lo, anchor) &&
          std::none_of(k_.begin() + lo, k_.begin() + p,
                       [](const Token& k) { return has(k, kWordHolding | kWordArchive) && k.capital; }))
        break;
      Names names;
      uint32_t title = 0;
      if (!names_before(p, anchor, names, title)) continue;
      if (k_[title - 1].mark == ':' && p > lo) continue;  // "consulted in describing Annapolis: Title"
      if (title >= anchor || !std::any_of(k_.begin() + title, k_.begin() + anchor,
                                          [](const Token& k) { return is_word(k) && (k.capital || k.italic); }))
        continue;
      // A name in running text ("When Taylor, who …") is followed by lower case, a title is not; other languages'
      // titles are.
      if (!k_[title].capital && !k_[title].italic && !has(k_[title], kWordDigit) && k_[title].mark != '"') continue;
      c.span.first = p;
      c.authors = names;
      c.title = {title, anchor};
      found = true;
    }
    if (!found) {
      for (uint32_t p = lo; p < anchor; ++p) {
        if (k_[p].mark == '"' && k_[p].match != kNoToken && k_[p].match > p && k_[p].match < anchor &&
            title_like(t_, p + 1, anchor)) {
          c.span.first = p;
          c.title = {p + 1, anchor};
          found = true;
          break;
        }
        if (!k_[p].capital || k_[p].quoted) continue;
        if (!begins_phrase(t_, p, lo) || !title_like(t_, p, anchor)) continue;
        c.span.first = p;
        c.title = {p, anchor};
        found = true;
        break;
      }
      // "a work by Robert Fortenbaugh entitled Title"
      for (uint32_t p = c.span.first, steps = 0; found && p > lo && steps < 14; --p, ++steps) {
        if (!is_word(k_[p - 1]) || (words_.text(k_[p - 1].word) != "by" && words_.text(k_[p - 1].word) != "von" &&
                                    words_.text(k_[p - 1].word) != "par" && words_.text(k_[p - 1].word) != "di"))
          continue;
        Names names = read_names(t_, words_, p, c.span.first);
        if (!names.empty()) c.authors = names;
        break;
      }
    }
    if (!found || (!bracket && c.authors.empty() && !c.idem)) return 0;
    if (std::any_of(k_.begin() + c.span.first, k_.begin() + anchor, [](const Token& k) {
          return has(k, kWordHolding) && (k.capital || k.upper) && !k.italic && !k.quoted;
        }))
      return 0;
    trim_title(c);
    if (c.title.empty() || pages_inside(c.title)) return 0;
    c.span.last = c.extent = end;
    add_locator(c, end);
    out_.push_back(c);
    lo_ = std::max(lo_, c.extent);
    return c.extent;
  }

  // "p. 120" and brackets with numbers stand between citations, not in a title.
  bool pages_inside(TokenRange r) const {
    for (uint32_t i = r.first; i + 1 < r.last; ++i) {
      if (k_[i].quoted) continue;
      if (k_[i].mark == '(' && t_.text[k_[i].begin] == '(' && has(k_[i + 1], kWordUnit | kWordDigit) &&
          year_of(t_, i + 1) == 0)
        return true;
      if (!has(k_[i], kWordUnit) || k_[i].capital || k_[i].end - k_[i].begin > 3) continue;
      const uint32_t number = k_[i + 1].mark == '.' ? i + 2 : i + 1;
      const std::string& w = words_.text(k_[i].word);
      if (number < r.last && has(k_[number], kWordDigit | kWordRoman) && w != "vol" && w != "no" && w != "bd" &&
          w != "t")
        return true;
    }
    return false;
  }

  // Less ", 2nd ed.", ", trans. X", ", 3 vols.".
  void trim_title(Cite& c) const {
    for (uint32_t i = c.title.first; i + 1 < c.title.last; ++i) {
      if (k_[i].mark != ',' || k_[i].quoted) continue;
      const Token& next = k_[i + 1];
      const bool editor = has(next, kWordEditor) && !next.upper;
      const bool edition =
          has(next, kWordDigit) && i + 2 < c.title.last &&
          (has(k_[i + 2], kWordEditor) || (has(k_[i + 2], kWordUnit) && k_[i + 2].end - k_[i + 2].begin >= 4));
      const bool volume = has(next, kWordDigit) && year_of(t_, i + 1) == 0 && i + 2 < c.title.last &&
                          k_[i + 2].capital && i > c.title.first + 1;
      if (volume) {
        c.title.last = i;
        break;
      }
      if (editor || edition) {
        if (c.authors.empty() && editor)
          c.authors = read_names(t_, words_, skip_editor(t_, i + 1, c.title.last), c.title.last);
        c.title.last = i;
        break;
      }
    }
    for (uint32_t i = c.title.first + 1; i + 1 < c.title.last; ++i)
      if (has(k_[i], kWordDigit) && has(k_[i + 1], kWordUnit) && !k_[i + 1].capital &&
          k_[i + 1].end - k_[i + 1].begin >= 4)
        c.title.last = i;  // "… 8 vols."
    while (!c.title.empty() && !is_word(k_[c.title.last - 1])) --c.title.last;
    while (!c.title.empty() && !is_word(k_[c.title.first])) ++c.title.first;
  }

  // "Author, Title, Place: Publisher, 1990, p. 4", "Author: Title, Place 1990, S. 4".
  uint32_t bare_imprint(uint32_t y) {
    const uint32_t lo = std::max(lo_, y > kReach ? y - kReach : 0);
    if (y < lo + 4) return y + 1;
    const Token& before = k_[y - 1];
    const bool place = is_word(before) && before.capital && !has(before, kWordMonth | kWordSeason | kWordUnit);
    if (!(before.mark == ',' || place || before.mark == '-')) return y + 1;
    if (before.mark == '-') return y + 1;
    for (uint32_t i = y - std::min(y, 9u); i < y; ++i)
      if (has(k_[i], kWordMonth) && k_[i].capital) return y + 1;
    // the year of a day
    if (has(before, kWordMonth) || (has(k_[y - 2], kWordDigit) && has(k_[y - 3], kWordMonth)) ||
        has(k_[y - 2], kWordMonth))
      return y + 1;
    if (y + 1 < hi_ && k_[y + 1].mark == '-' && y + 2 < hi_ && has(k_[y + 2], kWordDigit)) return y + 3;
    if (y + 1 < hi_ &&
        !(k_[y + 1].mark == ',' || k_[y + 1].mark == '.' || k_[y + 1].mark == ':' || k_[y + 1].mark == ')'))
      return y + 1;
    // a bracketed imprint comes: the year is of the title
    for (uint32_t i = y + 1; i < hi_ && i < y + 30; ++i) {
      if (k_[i].mark == '"') break;
      if (k_[i].mark == '(' && k_[i].match != kNoToken && bracket_kind(t_, i) != Bracket::other) return y + 1;
    }
    // the place's own segment begins after the comma (or stop) before it
    uint32_t segments = 0, cut = y;
    for (uint32_t i = y - 1; i > lo && y - i < 40; --i) {
      if ((k_[i].mark == ',' || (k_[i].mark == '.' && i + 1 < y && k_[i + 1].space)) && !k_[i].quoted && i + 1 != y) {
        ++segments;
        if (cut == y) cut = i;
      }
    }
    // "Hans Brückner: Die Stadt am Fluss, München 1974": the colon after the names parts them from the title, and is no
    // other's where those names stand first.
    if (segments == 1 && cut > lo)
      segments += std::any_of(k_.begin() + lo, k_.begin() + cut, [](const Token& k) { return k.mark == ':'; });
    if (segments < 2) return y + 1;
    // place and publisher: names alone
    for (uint32_t i = cut + 1; i < y; ++i)
      if (lower_content(k_[i])) return y + 1;
    const bool archive =
        std::any_of(k_.begin() + lo, k_.begin() + y, [](const Token& k) { return has(k, kWordArchive) && k.capital; });
    if (archive && !k_[cut - 1].italic) return y + 1;
    // place and publisher may take two segments: the title ends before the first segment of capitals alone that is not
    // italic
    uint32_t title_end = cut;
    for (uint32_t i = cut - 1, steps = 0; i > lo + 2 && steps < 8; --i, ++steps) {
      if (k_[i].mark != ',') continue;
      bool capitals = true;
      for (uint32_t w = i + 1; w < cut; ++w) capitals = capitals && (!is_word(k_[w]) || k_[w].capital) && !k_[w].italic;
      const bool first_comma =
          std::none_of(k_.begin() + lo, k_.begin() + i, [](const Token& k) { return k.mark == ',' || k.mark == ':'; });
      if (capitals && cut - i <= 5 && !first_comma && before.mark == ',') title_end = i;
      break;
    }
    const size_t count = out_.size();
    const uint32_t next = book(title_end, y + 1, false);
    if (out_.size() > count && !k_[out_.back().title.first].capital && !k_[out_.back().title.first].italic &&
        !out_.back().quoted) {
      out_.pop_back();  // "Edward, second Lord Montagu, Bergen, 1665"
      return y + 1;
    }
    if (out_.size() > count && archive) out_.back().fullness = Fullness::titled;
    return next == 0 ? y + 1 : next;
  }

  const CiteText& t_;
  const std::vector<Token>& k_;
  const Vocabulary& words_;
  uint32_t lo_, hi_;
  std::vector<Cite>& out_;
};

}  // namespace

void parse_full(const CiteText& t, const Vocabulary& words, TokenRange stretch, std::vector<Cite>& out) {
  if (!stretch.empty()) FullReader(t, words, stretch, out).run();
}

}  // namespace postil
