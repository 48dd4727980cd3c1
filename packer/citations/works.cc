#include "packer/citations/works.h"

#include <algorithm>

namespace postil {
namespace {

constexpr size_t kMaxPerKey = 96;  // works of one surname, one beginning, one day that are compared

std::string slice(const CiteText& t, TokenRange r) {
  if (r.empty()) return "";
  const uint32_t begin = t.tokens[r.first].begin;
  std::string out = t.text.substr(begin, t.tokens[r.last - 1].end - begin);
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

// Titles of one work: the same letters, or one the other's beginning.
bool same_title(const WorkRecord& a, const WorkRecord& b) {
  if (a.joined == b.joined) return true;
  const std::string &shorter = a.joined.size() < b.joined.size() ? a.joined : b.joined,
                    &longer = a.joined.size() < b.joined.size() ? b.joined : a.joined;
  return shorter.size() >= 12 && longer.compare(0, shorter.size(), shorter) == 0 &&
         std::min(a.title.size(), b.title.size()) >= 2;
}

bool share_name(const WorkRecord& a, const WorkRecord& b) {
  if (a.people.empty() || b.people.empty()) return a.people.empty() && b.people.empty();
  for (const PersonName& p : a.people)
    for (const PersonName& q : b.people)
      if (std::find(q.words.begin(), q.words.end(), p.surname) != q.words.end() ||
          std::find(p.words.begin(), p.words.end(), q.surname) != p.words.end())
        return true;
  return false;
}

bool other_day(const Date& a, const Date& b) {
  return a.day != 0 && b.day != 0 && a.key() != b.key();
}

uint64_t pair_key(uint32_t a, uint32_t b) {
  return uint64_t{a} << 32 | b;
}

void push(std::vector<uint32_t>& list, uint32_t id) {
  if (list.size() < kMaxPerKey && (list.empty() || list.back() != id)) list.push_back(id);
}

}  // namespace

std::vector<uint32_t> WorkIndex::title_words(const CiteText& t, TokenRange range, uint32_t* main) const {
  std::vector<uint32_t> out;
  uint32_t before_colon = kNone;
  for (uint32_t i = range.first; i < range.last; ++i) {
    const Token& k = t.tokens[i];
    if ((k.mark == ':' ||
         (k.mark == '.' && k.space == false && i + 1 < range.last && t.tokens[i + 1].capital &&
          !has(t.tokens[i - (i > 0)], kWordAbbreviation)) ||
         k.mark == '(') &&
        before_colon == kNone && !out.empty())
      before_colon = static_cast<uint32_t>(out.size());
    if (is_word(k) && (!has(k, kWordFunction) || (k.upper && k.end - k.begin > 1)) && out.size() < 40)
      out.push_back(k.word);
  }
  if (out.empty())
    for (uint32_t i = range.first; i < range.last && out.size() < 8; ++i)
      if (is_word(t.tokens[i])) out.push_back(t.tokens[i].word);
  if (main) *main = std::min(before_colon, static_cast<uint32_t>(out.size()));
  return out;
}

std::string WorkIndex::joined(const CiteText& t, TokenRange range) const {
  std::string out;
  for (uint32_t id : title_words(t, range)) out += words_.text(id);
  if (out.size() > 160) out.resize(160);
  return out;
}

uint32_t WorkIndex::known(const WorkRecord& r) const {
  if (r.joined.empty()) return kNone;
  const auto it = starts_.find(r.joined.substr(0, 8));
  if (it == starts_.end()) return kNone;
  for (uint32_t id : it->second) {
    const WorkRecord& k = records_[id];
    if (k.source != r.source || k.document != r.document || k.volumes != r.volumes || !same_title(k, r) ||
        other_day(k.date, r.date))
      continue;
    // a note may name the author in its own words and give the reference without
    if (!r.source && k.joined == r.joined && k.joined.size() >= 12 && k.year == r.year &&
        k.people.empty() != r.people.empty())
      return id;
    if (r.source ? k.joined == r.joined : share_name(k, r) && (k.year == r.year || k.year == 0 || r.year == 0))
      return id;
  }
  return kNone;
}

void WorkIndex::index(uint32_t id) {
  const WorkRecord& r = records_[id];
  if (r.document) {
    push(dates_[r.date.key()], id);
    return;
  }
  if (!r.joined.empty()) push(starts_[r.joined.substr(0, 8)], id);
  if (r.quoted && r.joined.size() >= 8) push(quoted_[r.joined], id);
  if (!r.source)
    for (const PersonName& p : r.people)
      for (uint32_t w : p.words) push(names_[w], id);
  if (r.title.size() >= 2) push(titles_[pair_key(r.title[0], r.title[1])], id);
}

uint32_t WorkIndex::put(WorkRecord r) {
  const uint32_t id = static_cast<uint32_t>(records_.size());
  records_.push_back(std::move(r));
  index(id);
  return id;
}

uint32_t WorkIndex::add(uint32_t note, const CiteText& t, const Cite& c) {
  WorkRecord r;
  r.note = note;
  r.at = t.tokens[c.span.first].begin;
  r.fullness = c.fullness;
  r.document = c.document;
  r.source = c.source;
  r.quoted = c.quoted;
  r.year = c.year;
  r.date = c.date;
  r.from = c.from;
  r.to = c.to;
  r.numbers = c.numbers;
  r.kind = c.kind;
  r.people = c.authors.people;
  r.editor = c.authors.editor;
  r.authors = c.author_texts;
  if (r.authors.empty())
    for (const PersonName& p : r.people)
      if (p.end > p.begin) r.authors.push_back(t.text.substr(p.begin, p.end - p.begin));
  TokenRange title = c.title.empty() ? c.span : c.title;
  // "American State Papers, Foreign Relations": no person
  const bool archive = std::any_of(r.people.begin(), r.people.end(), [&](const PersonName& p) {
    return std::any_of(p.words.begin(), p.words.end(),
                       [&](uint32_t w) { return (words_.classes(w) & kWordArchive) != 0; });
  });
  if (archive && !c.quoted) {
    r.people.clear();
    title.first = c.span.first;
  }
  r.title = title_words(t, title, &r.main);
  r.joined = joined(t, title);
  for (uint32_t w : r.title)
    if ((words_.classes(w) & (kWordDigit | kWordRoman)) != 0) r.volumes.push_back(w);
  r.title_text = slice(t, title);
  uint32_t end = std::max(c.span.last, c.document ? c.extent : c.span.last);
  if (!c.locator.empty() && end > c.locator.first && c.locator.first > c.span.first)
    end = c.document ? end : c.locator.first;
  while (end > c.span.first + 1 && !is_word(t.tokens[end - 1]) && t.tokens[end - 1].mark != ')' &&
         t.tokens[end - 1].mark != '"')
    --end;
  while (c.document && end > c.span.last && is_word(t.tokens[end - 1]) && !t.tokens[end - 1].capital &&
         has(t.tokens[end - 1], kWordFunction | kWordAnd | kWordIn))
    --end;
  r.reference = slice(t, {c.span.first, end});
  if (c.idem && !r.authors.empty()) {
    // the name in the place of "Idem"
    uint32_t rest = c.span.first + 1;
    while (rest < end && (t.tokens[rest].mark == '.' || t.tokens[rest].mark == ',')) ++rest;
    std::string names = r.authors[0];
    for (size_t n = 1; n < r.authors.size(); ++n) names += (n + 1 == r.authors.size() ? " and " : ", ") + r.authors[n];
    r.reference = names + ", " + slice(t, {rest, end});
  }
  if (!c.container.empty() && c.fullness == Fullness::complete && !c.document) {
    // "in Smith, ed., Title (Place: Publisher, 1990)", "in Records of the Society (Place, 1895)": a work by itself,
    // unless it is a journal's issue
    const uint32_t open = t.tokens[c.span.last - 1].mark == ')' ? t.tokens[c.span.last - 1].match : kNoToken;
    if (open < t.tokens.size() && open >= c.container.last && bracket_kind(t, open) == Bracket::imprint) {
      Cite holder;
      holder.span = {c.container.first, c.span.last};
      // its reference begins with its editors
      if (!c.holder.empty())
        while (holder.span.first > c.title.last && t.tokens[holder.span.first].begin > c.holder.people[0].begin)
          --holder.span.first;
      holder.fullness = c.fullness;
      holder.authors = c.holder;
      holder.title = c.container;
      holder.year = c.year;
      add(note, t, holder);
    }
  }
  const uint32_t same = r.document ? kNone : known(r);
  if (same == kNone) return put(std::move(r));
  WorkRecord& k = records_[same];
  if (k.fullness < r.fullness) {
    k.fullness = r.fullness;
    k.reference = r.reference;
  }
  return same;
}

void WorkIndex::add_listed(const CiteText& t, const Cite& c, bool repeated) {
  WorkRecord r;
  r.note = 0;
  r.listed = r.outside = true;
  r.fullness = c.fullness;
  r.quoted = c.quoted;
  r.year = c.year;
  r.people = c.authors.people;
  r.editor = c.authors.editor;
  if (repeated) {
    r.authors = listed_authors_;
  } else {
    for (const PersonName& p : r.people) r.authors.push_back(t.text.substr(p.begin, p.end - p.begin));
    listed_authors_ = r.authors;
  }
  r.title = title_words(t, c.title, &r.main);
  r.joined = joined(t, c.title);
  for (uint32_t w : r.title)
    if ((words_.classes(w) & (kWordDigit | kWordRoman)) != 0) r.volumes.push_back(w);
  r.title_text = slice(t, c.title);
  r.reference = slice(t, c.span);
  if (repeated && !r.authors.empty()) {
    uint32_t rest = 0;
    while (rest < c.title.first && !is_word(t.tokens[rest]) && t.tokens[rest].mark != '"') ++rest;
    r.reference = r.authors[0] + ". " + slice(t, {rest, c.span.last});
  }
  if (known(r) == kNone) put(std::move(r));
}

uint32_t WorkIndex::add_outside(uint32_t note, const CiteText& t, const Cite& c) {
  WorkRecord r;
  r.note = note;
  r.at = t.tokens[c.span.first].begin;
  r.outside = true;
  r.quoted = c.quoted;
  r.people = c.authors.people;
  r.editor = c.authors.editor;
  for (const PersonName& p : r.people)
    if (p.end > p.begin) r.authors.push_back(t.text.substr(p.begin, p.end - p.begin));
  r.title = title_words(t, c.title, &r.main);
  r.joined = joined(t, c.title);
  r.title_text = slice(t, c.title);
  r.reference = slice(t, c.span);
  return put(std::move(r));
}

void WorkIndex::grow_outside(uint32_t id, const CiteText& t, const Cite& c) {
  WorkRecord& r = records_[id];
  std::string longer = slice(t, c.span);
  if (!r.outside || longer.size() <= r.reference.size()) return;
  r.reference = std::move(longer);
  if (!c.title.empty() && slice(t, c.title).size() > r.title_text.size()) r.title_text = slice(t, c.title);
}

const std::vector<uint32_t>* WorkIndex::by_name(uint32_t word) const {
  const auto it = names_.find(word);
  return it == names_.end() ? nullptr : &it->second;
}

const std::vector<uint32_t>* WorkIndex::by_title(uint32_t first, uint32_t second) const {
  const auto it = titles_.find(pair_key(first, second));
  return it == titles_.end() ? nullptr : &it->second;
}

uint32_t WorkIndex::find_quoted(const std::string& key, const Date& date, uint32_t note, uint32_t at) const {
  if (key.size() < 8) return kNone;
  uint32_t found = kNone;
  size_t steps = 0;
  for (auto it = quoted_.lower_bound(key);
       it != quoted_.end() && it->first.compare(0, key.size(), key) == 0 && steps < 24; ++it, ++steps) {
    for (uint32_t id : it->second) {
      const WorkRecord& r = records_[id];
      if (r.note > note || (r.note == note && r.at >= at)) continue;
      if (it->first.size() > key.size() && key.size() < 14) continue;
      if (other_day(date, r.date)) continue;
      if (found != kNone && records_[found].joined != r.joined) return kNone;  // two titles that begin alike
      if (found == kNone || std::make_pair(r.note, r.at) < std::make_pair(records_[found].note, records_[found].at))
        found = id;
    }
  }
  return found;
}

namespace {

bool contains(const std::vector<uint32_t>& list, uint32_t word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

uint32_t WorkIndex::find_document(const Cite& c, uint32_t note, uint32_t at) const {
  const auto it = dates_.find(c.date.key());
  if (it == dates_.end() || c.date.day == 0) return kNone;
  // The surname is the last capital word; a title or office after a comma makes an earlier mention longer, never a
  // later one right.
  auto sides = [&](const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
    if (a.empty() || b.empty()) return a.empty() && b.empty();
    for (uint32_t w : a)
      for (uint32_t v : b)
        if (same_word(w, v) && (v == b.back() || contains(a, b.back()) || w == a.back())) return true;
    return false;
  };
  for (uint32_t id : it->second) {
    const WorkRecord& r = records_[id];
    if (r.note > note || (r.note == note && r.at >= at)) continue;
    if (!c.numbers.empty() && !r.numbers.empty() &&
        std::none_of(c.numbers.begin(), c.numbers.end(), [&](uint32_t n) { return contains(r.numbers, n); }))
      continue;
    const bool letter = !c.from.empty() && !c.to.empty(), other = !r.from.empty() && !r.to.empty();
    if (letter && other) {
      if (sides(c.from, r.from) && sides(c.to, r.to)) return id;
    } else if (!c.from.empty() && !r.from.empty()) {
      if (sides(c.from, r.from)) return id;
    } else if (c.kind != kNoToken && c.kind == r.kind && c.from.empty() != r.from.empty()) {
      // "Interview with Jane Doe", "Doe interview"
      const auto &one = c.from.empty() ? r.from : c.from, &all = c.from.empty() ? c.to : r.to;
      if (std::all_of(one.begin(), one.end(), [&](uint32_t w) { return contains(all, w); })) return id;
    } else if (c.from.empty() && r.from.empty()) {
      // "memorandum of conversation between X and Y": at least two of them, or all
      size_t shared = 0;
      for (uint32_t w : c.to) shared += contains(r.to, w);
      if (shared >= 2 && shared * 3 >= std::min(c.to.size(), r.to.size()) * 2) return id;
    }
  }
  return kNone;
}

}  // namespace postil
