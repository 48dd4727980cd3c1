// The forms that point back, and all forms of a note in order.
#include "packer/citations/parse.h"

#include <algorithm>
#include <tuple>

namespace postil {
namespace {

bool is(const CiteText& t, const Vocabulary& words, uint32_t i, const char* word) {
  return i < t.tokens.size() && is_word(t.tokens[i]) && words.text(t.tokens[i].word) == word;
}

uint32_t skip_dot(const CiteText& t, uint32_t i, uint32_t limit) {
  return i < limit && t.tokens[i].mark == '.' && !t.tokens[i].space ? i + 1 : i;
}

// "op. cit.", "loc. cit.", "art. cit.", "ob. cit.", "a. a. O.", "cit.": the token after them, `at` when they are not
// there.
uint32_t read_opcit(const CiteText& t, const Vocabulary& words, uint32_t at, uint32_t limit, bool& place) {
  place = false;
  if (!is_word(t.tokens[at])) return at;
  const std::string& w = words.text(t.tokens[at].word);
  if (w == "op" || w == "loc" || w == "art" || w == "ob" || w == "opere" || w == "ouvr" || w == "ouvrage" ||
      w == "obra" || w == "articulo" || w == "opera" || w == "locus") {
    uint32_t i = skip_dot(t, at + 1, limit);
    if (i >= limit || !is_word(t.tokens[i])) return at;
    const std::string& c = words.text(t.tokens[i].word);
    if (c != "cit" && c != "crit" && c != "cite" && c != "citee" && c != "citada" && c != "citado" && c != "citato" &&
        c != "citata" && c != "citato" && c != "laud")
      return at;
    place = w == "loc" || w == "locus";
    return skip_dot(t, i + 1, limit);
  }
  if (w == "supra" && at + 2 < limit) {
    // "supra note 12", as lawyers write
    const uint32_t note = at + 1;
    if (!has(t.tokens[note], kWordUnit)) return at;
    const uint32_t number = skip_dot(t, note + 1, limit);
    return number < limit && has(t.tokens[number], kWordDigit) ? number + 1 : at;
  }
  if (w == "opcit" || w == "loccit") return skip_dot(t, at + 1, limit);
  if (w == "a" && at + 2 < limit) {
    const uint32_t second = skip_dot(t, at + 1, limit);
    if (!is(t, words, second, "a"))
      return is(t, words, second, "o") && second > at + 1 && t.tokens[second].capital && !t.tokens[at].capital
                 ? skip_dot(t, second + 1, limit)
                 : at;
    const uint32_t third = skip_dot(t, second + 1, limit);
    if (!is(t, words, third, "o") || !t.tokens[third].capital) return at;
    return skip_dot(t, third + 1, limit);
  }
  if (w == "aao") return skip_dot(t, at + 1, limit);
  // Italian and German: "Il formaggio cit., p. 4"
  if (w == "cit" && at > 0 && t.tokens[at].space && !t.tokens[at].capital && at + 1 < limit &&
      t.tokens[at + 1].mark == '.' &&
      (t.tokens[at - 1].mark == ',' || t.tokens[at - 1].mark == '"' || is_word(t.tokens[at - 1])))
    return at + 2;
  return at;
}

class BackReader {
 public:
  BackReader(const CiteText& t, const Vocabulary& words, TokenRange stretch, std::vector<Cite>& out)
      : t_(t), k_(t.tokens), words_(words), stretch_(stretch), out_(out) {}

  void run() {
    uint32_t lo = stretch_.first;
    for (uint32_t i = stretch_.first; i < stretch_.last; ++i) {
      const Token& k = k_[i];
      if (!is_word(k) || k.quoted) continue;
      bool place = false;
      if (const uint32_t end = read_opcit(t_, words_, i, stretch_.last, place); end != i) {
        Cite c;
        c.form = CiteForm::opcit;
        // "Hunt (op. cit., p. 4)"
        const uint32_t before = i > lo + 1 && k_[i - 1].mark == '(' ? i - 1 : i;
        const uint32_t head = head_before(before, lo);
        uint32_t head_last = before;
        while (head_last > head && !is_word(k_[head_last - 1])) --head_last;
        c.title = {head, head_last};
        // "loc. cit." alone is the place just cited
        if (head >= head_last && place) c.form = CiteForm::ibid;
        c.span = {head >= head_last ? i : head, end};
        finish(c, end);
        lo = c.extent;
        i = c.extent - 1;
        out_.push_back(c);
        continue;
      }
      if (ibid_at(i)) {
        Cite c;
        c.form = CiteForm::ibid;
        const uint32_t end = skip_dot(t_, i + 1, static_cast<uint32_t>(k_.size()));
        c.span = {i, std::min(end, std::max(stretch_.last, i + 1))};
        finish(c, c.span.last);
        lo = std::max(lo, c.extent);
        out_.push_back(c);
      }
    }
  }

 private:
  bool ibid_at(uint32_t i) const {
    const Token& k = k_[i];
    const bool stop = i + 1 < k_.size() && k_[i + 1].mark == '.' && !k_[i + 1].space;
    if (has(k, kWordIbid)) {
      const std::string& w = words_.text(k.word);
      // "si ego ibidem cum Francis fuissem": a word of a Latin sentence
      const uint32_t next = stop ? i + 2 : i + 1;
      const bool ends = stop || next >= k_.size() || !is_word(k_[next]) || has(k_[next], kWordDigit | kWordUnit) ||
                        (has(k_[next], kWordRoman) && k_[next].upper) || words_.text(k_[next].word) == "at";
      if (!ends) return false;
      if (k.italic || w.size() >= 4) return true;
      if (w == "ib" || w == "ibd" || w == "ebd") return stop || is(t_, words_, i + 1, "s");
      return w == "ivi" && (i == stretch_.first || k_[i - 1].mark != 0 || has(k_[i - 1], kWordSignal)) &&
             i + 1 < k_.size() && (k_[i + 1].mark == ',' || stop) && !k.upper;
    }
    // "Idem, p. 4", "Id., 12": the same work where no title follows
    if (!has(k, kWordIdem)) return false;
    const std::string& w = words_.text(k.word);
    if (w == "id" && !stop) return false;
    if (w != "id" && w != "idem") return false;
    if (i > stretch_.first && is_word(k_[i - 1]) && !has(k_[i - 1], kWordSignal | kWordAnd | kWordIn)) return false;
    uint32_t next = skip_dot(t_, i + 1, stretch_.last);
    if (next < stretch_.last && (k_[next].mark == ',' || k_[next].mark == ':')) ++next;
    if (next >= stretch_.last) return true;
    uint32_t begin = 0;
    return read_locator(t_, words_, next, stretch_.last, begin) > next;
  }

  // Author and title before "op. cit.".
  uint32_t head_before(uint32_t at, uint32_t lo) const {
    uint32_t end = at;
    while (end > lo && (k_[end - 1].mark == ',' || k_[end - 1].mark == ':')) --end;
    // names at the head, whatever the title's words are: "Bianchini, Il pane cit."
    if (const uint32_t start = after_signals(t_, lo, end); start < end && end - start <= 24) {
      const Names names = read_names(t_, words_, start, end);
      if (!names.empty() && names.end < end && k_[names.end].mark == ',') return start;
    }
    uint32_t begin = end;
    for (uint32_t i = end, steps = 0; i > lo && steps < 24; --i, ++steps) {
      const Token& k = k_[i - 1];
      if (k.mark == ';' || (k.mark == '(' && (k.match == kNoToken || k.match >= at))) break;
      if (is_word(k) && !k.quoted) {
        if ((has(k, kWordSignal) && (!k.capital || i - 1 == lo || !is_word(k_[i - 2]))) ||
            (has(k, kWordProse) && !k.capital))
          break;
        if (!k.capital && !k.italic && !has(k, kWordFunction | kWordParticle | kWordAnd | kWordEditor | kWordDigit))
          break;
        if (!k.capital && has(k, kWordIn) && !k.italic) break;
      }
      begin = i - 1;
    }
    while (begin < end && k_[begin].mark != '"' &&
           (!is_word(k_[begin]) || (!k_[begin].capital && !k_[begin].italic && !has(k_[begin], kWordParticle))))
      ++begin;
    return begin;
  }

  void finish(Cite& c, uint32_t end) const {
    uint32_t begin = end;
    const uint32_t after = read_locator(t_, words_, end, stretch_.last, begin);
    if (after > end) c.locator = {begin, after};
    c.extent = after;
  }

  const CiteText& t_;
  const std::vector<Token>& k_;
  const Vocabulary& words_;
  TokenRange stretch_;
  std::vector<Cite>& out_;
};

}  // namespace

void parse_back_references(const CiteText& t, const Vocabulary& words, TokenRange stretch, std::vector<Cite>& out) {
  BackReader(t, words, stretch, out).run();
}

std::vector<Cite> parse_cites(const CiteText& t, const Vocabulary& words) {
  std::vector<Cite> out;
  const auto& k = t.tokens;
  for (const Clause& clause : t.clauses) {
    std::vector<Cite> here;
    const TokenRange all{clause.first, clause.last};
    parse_back_references(t, words, all, here);
    parse_full(t, words, all, here);
    parse_documents(t, words, all, here);
    // What stands in brackets is read by itself, at one depth.
    std::vector<uint32_t> starts;
    for (const Cite& c : here) starts.push_back(c.span.first);
    std::sort(starts.begin(), starts.end());
    for (uint32_t i = all.first; i < all.last; ++i) {
      if (k[i].mark != '(' || k[i].match == kNoToken || k[i].match >= all.last || k[i].match < i + 6 || k[i].quoted)
        continue;
      if (bracket_kind(t, i) == Bracket::other) {
        const TokenRange inside{i + 1, k[i].match};
        std::vector<Cite> found;
        parse_full(t, words, inside, found);
        Cite source;
        if (found.empty() && k[i + 1].capital &&
            std::lower_bound(starts.begin(), starts.end(), i) ==
                std::lower_bound(starts.begin(), starts.end(), k[i].match) &&
            parse_source(t, words, inside, source) &&
            std::any_of(k.begin() + inside.first, k.begin() + inside.last,
                        [](const Token& w) { return has(w, kWordArchive) && w.capital; }))
          found.push_back(source);
        here.insert(here.end(), found.begin(), found.end());
      }
      i = k[i].match;
    }
    if (here.empty()) {
      Cite source;
      if (parse_source(t, words, all, source)) here.push_back(source);
    }
    out.insert(out.end(), here.begin(), here.end());
  }
  std::stable_sort(out.begin(), out.end(), [](const Cite& a, const Cite& b) {
    return std::tie(a.span.first, b.extent) < std::tie(b.span.first, a.extent);
  });
  read_definitions(t, words, out);
  std::stable_sort(out.begin(), out.end(), [](const Cite& a, const Cite& b) {
    return std::tie(a.span.first, b.extent) < std::tie(b.span.first, a.extent);
  });
  return out;
}

}  // namespace postil
