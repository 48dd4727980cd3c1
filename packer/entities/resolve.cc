#include "packer/entities/resolve.h"

#include <algorithm>

#include "packer/entities/evidence.h"
#include "packer/entities/family_first.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"
#include "packer/entities/match.h"
#include "packer/entities/nicknames.h"

namespace postil {
namespace {

constexpr int32_t kNo = -1;
constexpr uint32_t kNear = 500, kFar = 2500;  // ink: about a paragraph, about a page and a half

uint8_t bit(Honorific h) {
  return static_cast<uint8_t>(1u << static_cast<unsigned>(h));
}
constexpr uint8_t kMrs = 1u << 2, kMiss = 1u << 3, kMr = 1u << 1;

int32_t log2_of(uint32_t n) {
  int32_t log = 0;
  while (n > 1) n >>= 1, ++log;
  return log;
}

bool titled(const Surface& s) {
  return s.honorific == Honorific::mr || s.honorific == Honorific::mrs || s.honorific == Honorific::miss;
}

std::string bucket(const Surface& s) {
  switch (s.honorific) {
    case Honorific::mr:
      return "|m";
    case Honorific::mrs:
      return "|w";
    case Honorific::miss:
      return "|f";
    case Honorific::other:
      return s.gender == Gender::female ? "|l" : "";
    default:
      return "";
  }
}

// The word by which a name of one word (particles aside) is looked up.
bool one_word(const Surface& s) {
  return s.words.size() == 1 || (s.words.size() == 2 && is_particle(s.words[0]));
}

bool has_title(const Node& n, const Surface& s) {
  return std::find(n.titles.begin(), n.titles.end(), s.title) != n.titles.end();
}

}  // namespace

uint32_t Resolver::made(const std::string& key, const std::string& word, const Where& where) {
  const uint32_t node = nodes.make(where.date);
  by_key_.emplace(key, node);
  if (!word.empty()) by_word_[word].push_back({node, Part::single});
  return node;
}

void Resolver::seen(uint32_t node, const Surface& s, const Where& where, bool form) {
  Node& n = nodes.at(node);
  ++n.count;
  n.last = where.date;
  n.last_chapter = where.chapter;
  n.ages |= where.age;
  if (s.gender != Gender::unknown && n.gender == Gender::unknown) n.gender = s.gender;
  if (s.honorific != Honorific::none) n.honorifics |= bit(s.honorific);
  if (s.honorific == Honorific::other && n.titles.size() < 8 && !has_title(n, s)) n.titles.push_back(s.title);
  if (form) ++n.forms, n.last_form = where.date, n.last_note = where.note;
}

int32_t Resolver::fit(uint32_t node, Part part, const Surface& s, const Where& where) const {
  const Node& n = nodes.at(node);
  if (!nodes.may_be_person(node)) return kNo;
  if (clash(s.gender, n.gender)) return kNo;
  if ((where.age == 1 && n.ages == 2) || (where.age == 2 && n.ages == 1)) return kNo;
  const bool given = !s.words.empty() && is_given(s.words.back());
  const bool untitled_single = part == Part::single && !(n.honorifics & (kMr | kMrs | kMiss));
  switch (s.honorific) {
    case Honorific::mr:
      if (n.honorifics & (kMrs | kMiss)) return kNo;
      if (part == Part::given && (given || n.gender != Gender::unknown)) return kNo;
      break;
    case Honorific::mrs:
      if (n.wife ? false : !(n.honorifics & kMrs) && (n.gender != Gender::female || (n.honorifics & kMiss))) return kNo;
      if (part == Part::given && !n.wife) return kNo;
      break;
    case Honorific::miss:
      if (n.wife || (n.honorifics & (kMrs | kMr))) return kNo;
      if (untitled_single && n.gender != Gender::female && !given) return kNo;
      break;
    default:
      if (n.wife) return kNo;
      if (s.gender == Gender::female && untitled_single && n.gender == Gender::unknown && !given) return kNo;
  }
  // Of those with full names the one named last is meant rather than the one met most.
  int32_t score = std::min(log2_of(n.count + 1), n.full && n.last_form ? 4 : 31) + (part == Part::given ? 0 : 1);
  if (n.full && n.last_form) {
    const uint32_t distance = where.date > n.last_form ? where.date - n.last_form : 0;
    if ((where.note != kNone && where.note == n.last_note) || distance < kNear)
      score += 8 + static_cast<int32_t>((kNear - std::min(distance, kNear)) * 6 / kNear);
    else if (distance < kFar)
      score += 5;
    else if (n.last_chapter == where.chapter)
      score += 2;
  }
  if (titled(s) && (n.honorifics & bit(s.honorific))) score += 6;
  // Who was called by this title before.
  if (s.honorific == Honorific::other && has_title(n, s)) score += 16;
  if (!titled(s) && !n.full && (n.honorifics & (kMrs | kMiss))) score = std::min(score, 0);
  return score;
}

std::vector<Resolver::Candidate> Resolver::candidates(const std::string& word, const Surface& s,
                                                      const Where& where) const {
  std::vector<Candidate> out;
  const auto at = by_word_.find(word);
  if (at == by_word_.end()) return out;
  for (const Handle& h : at->second) {
    const uint32_t root = nodes.root(h.node);
    const int32_t score = fit(root, h.part, s, where);
    if (score == kNo) continue;
    const auto same = std::find_if(out.begin(), out.end(), [&](const Candidate& c) { return c.node == root; });
    if (same == out.end())
      out.push_back({root, h.part, score});
    else if (score > same->score)
      same->score = score, same->part = h.part;
  }
  return out;
}

uint32_t Resolver::single(const Surface& s, const Where& where) {
  const std::string key = s.key + bucket(s), &word = s.words.back();
  const auto own = by_key_.find(key);
  std::vector<Candidate> found = candidates(word, s, where);
  const bool nickname = found.empty() && own == by_key_.end() && !titled(s);
  if (nickname)
    for (const std::string_view full : full_given(word))
      for (const Candidate& c : candidates(std::string(full), s, where))
        if (c.part == Part::given) found.push_back(c);
  std::stable_sort(found.begin(), found.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  uint32_t node = kNone;
  const bool shared = found.size() > 1;
  // "Mr. Gordon" where several are called so: the one just named, else one whom the book calls just that.
  const bool far = titled(s) && shared && found[0].score < found[1].score + 4;
  if (!found.empty() && !far && !(nickname && shared)) {
    node = found[0].node;
    if (nickname) by_word_[word].push_back({node, Part::given});
  }
  if (node == kNone && own != by_key_.end()) node = nodes.root(own->second);
  if (node == kNone) node = made(key, word, where);
  seen(node, s, where, false);
  return node;
}

// A name of one word, met before, and the name of several words that has it: whether they are one.
bool Resolver::absorbs(uint32_t node, Part part, const Surface& s, const Where& where, bool again,
                       uint32_t forms) const {
  const Node& n = nodes.at(node);
  if (n.full || n.wife || !nodes.may_be_person(node) || clash(n.gender, s.gender)) return false;
  if ((where.age == 1 && n.ages == 2) || (where.age == 2 && n.ages == 1)) return false;
  if (n.honorifics & kMrs) return s.honorific == Honorific::mrs && part == Part::surname;
  if (n.honorifics & kMiss) {
    if (s.gender != Gender::female || s.honorific == Honorific::mrs || (n.honorifics & kMr)) return false;
    const auto mother = by_key_.find(s.words.back() + "|w");
    if (part == Part::surname && mother != by_key_.end()) return false;
  } else if ((n.honorifics & kMr) &&
             (part != Part::surname || s.gender == Gender::female || s.honorific == Honorific::mrs)) {
    return false;
  }
  if (s.gender == Gender::female && part == Part::surname && n.gender == Gender::unknown && !(n.honorifics & kMiss))
    return s.honorific == Honorific::none && n.count <= 4;
  const bool near = n.last_chapter == where.chapter;
  if (again) return n.count <= forms * 25;
  const bool given = part == Part::given ? is_given(s.words[0]) : is_given(s.words.back());
  if (s.head < s.words.size()) return n.count <= 12 && near;
  const bool page = where.date >= n.last && where.date - n.last < kFar;
  return given ? n.count <= 40 || page : n.count <= 120 || near;
}

// The word names somebody who was met several times and has no other name.
bool Resolver::known_alone(const std::string& word) const {
  const auto at = by_word_.find(word);
  return at != by_word_.end() && std::any_of(at->second.begin(), at->second.end(), [&](const Handle& h) {
           return h.part == Part::single && !nodes.at(h.node).full && nodes.at(h.node).count >= 8;
         });
}

void Resolver::absorb(uint32_t node, const Surface& s, const Where& where, bool again) {
  const size_t plain = s.head;
  if (plain == 0) return;
  // "Gratian Invests Theodosius": both words are well known and not as one.
  if (!again && known_alone(s.words.back()) && known_alone(s.words[0])) return;
  std::vector<std::pair<std::string, Part>> words;
  if (s.head == s.words.size()) words.emplace_back(s.words.back(), Part::surname);
  words.emplace_back(s.words[0], Part::given);
  for (const auto& [word, part] : words) {
    if (is_initial(word)) continue;
    const auto at = by_word_.find(word);
    if (at == by_word_.end()) continue;
    // The word names others of several words too: it stays what it is.
    size_t rivals = 0;
    for (const Handle& h : at->second)
      rivals +=
          nodes.root(h.node) != nodes.root(node) && nodes.at(h.node).full && !(again && nodes.at(h.node).forms == 1);
    if (rivals) continue;
    const std::vector<Handle> handles = at->second;
    for (const Handle& h : handles)
      if (h.part == Part::single && nodes.root(h.node) != nodes.root(node) &&
          absorbs(h.node, part, s, where, again, nodes.at(node).forms)) {
        nodes.join(node, h.node, where.date);
        node = nodes.root(node);
      }
  }
  if (again) return;
  // "Meg", then "Margaret March".
  if (s.head < s.words.size()) return;
  for (const std::string_view nickname : short_given(s.words[0])) {
    const auto at = by_key_.find(std::string(nickname));
    if (at == by_key_.end() || nodes.root(at->second) == nodes.root(node)) continue;
    const bool shared = by_word_[std::string(nickname)].size() > 1;
    if (!shared && absorbs(at->second, Part::given, s, where, false, 0)) nodes.join(node, at->second, where.date);
  }
}

void Resolver::know(uint32_t node, uint32_t surface) {
  const Surface& s = out_.surfaces[surface];
  Node& n = nodes.at(node);
  n.full = true;
  n.names.push_back(surface);
  if (s.head == s.words.size()) {
    std::vector<std::string> words = s.words;
    std::sort(words.begin(), words.end());
    std::string sorted;
    for (const std::string& w : words) sorted += w + " ";
    by_sorted_.emplace(sorted, node);
    by_word_[s.words.back()].push_back({node, Part::surname});
    if (s.key.size() >= 8 && s.key.size() <= 40 && !n.wife)
      for (size_t i = 0; i <= s.key.size(); ++i)
        by_deletion_[i < s.key.size() ? s.key.substr(0, i) + s.key.substr(i + 1) : s.key].push_back(surface);
  }
  if (s.head > 0 && !is_initial(s.words[0]) && (s.words.size() > 1))
    by_word_[s.words[0]].push_back({node, Part::given});
}

uint32_t Resolver::several(uint32_t surface, const Where& where) {
  const Surface s = out_.surfaces[surface];
  const bool wife = s.honorific == Honorific::mrs && given_gender(s.words[0]) == Gender::male;
  const std::string key = s.key + (wife ? "|w" : "");
  uint32_t node = kNone;
  bool fresh = false;
  if (const auto at = by_key_.find(key); at != by_key_.end()) {
    node = nodes.root(at->second);
    if (nodes.at(node).forms >= 4 && (nodes.at(node).forms & (nodes.at(node).forms - 1)) == 0)
      absorb(node, s, where, true), node = nodes.root(node);
  } else {
    if (!wife && s.head == s.words.size()) {
      std::vector<std::string> words = s.words;
      std::sort(words.begin(), words.end());
      std::string sorted;
      for (const std::string& w : words) sorted += w + " ";
      if (const auto same = by_sorted_.find(sorted); same != by_sorted_.end() && !nodes.at(same->second).wife)
        node = nodes.root(same->second);
      if (node == kNone) node = known_person(s, where);
      if (node == kNone) node = same_beginning(surface);
      if (node == kNone) node = same_sound(surface);
      if (node == kNone) node = misspelt_person(surface);
    }
    if (node == kNone) node = nodes.make(where.date), fresh = true;
    by_key_.emplace(key, node);
    if (const auto author = by_key_.find("\1" + key); author != by_key_.end() && !wife)
      nodes.join(node, author->second, where.date), node = nodes.root(node);
    nodes.at(node).wife |= wife;
    if (fresh && s.gender != Gender::unknown) nodes.at(node).gender = s.gender;
    know(node, surface);
    if (!wife) absorb(node, s, where, false);
    node = nodes.root(node);
  }
  seen(node, s, where, true);
  return node;
}

bool Resolver::is_person(const Surface& s, const Where& where) {
  if (s.words.empty() || s.head == 0) return false;
  const bool thing = where.type != EntityType::person && where.type != EntityType::other;
  // The family's name of somebody whose name begins with it.
  if (one_word(s) && is_family_first_surname(s.words.back()) && names_someone(s.words.back(), where, false))
    return true;
  if (titled(s)) return !(thing && where.weight >= 800 && s.honorific != Honorific::mr);
  const bool place_or_body = thing && where.type != EntityType::people;
  if (s.honorific == Honorific::other && !thing) return true;
  if (s.honorific == Honorific::other && place_or_body) return where.weight < 600 && !s.saint;
  if (!one_word(s)) {
    const auto known = by_key_.find(s.key);
    if (known == by_key_.end())
      return where.type == EntityType::person || (where.type == EntityType::other && s.head == s.words.size() &&
                                                  s.words.size() <= 4 && given_gender(s.words[0]) != Gender::unknown);
    const Node& n = nodes.at(known->second);
    return n.full || (where.type == EntityType::person && nodes.may_be_person(known->second));
  }
  std::array<uint32_t, 2>& k = kinds_[s.words.back()];
  if (where.type == EntityType::person)
    k[0] += where.weight;
  else if (thing)
    k[1] += where.weight;
  if (where.type == EntityType::person) {
    const auto own = by_key_.find(s.key);
    if (own != by_key_.end() && nodes.at(own->second).count >= 5 && nodes.type(own->second) == EntityType::people)
      return false;
    return !(k[1] > 4 * k[0] && k[1] > 2000);
  }
  if (thing && where.type != EntityType::people && k[1] <= where.weight && names_someone(s.words.back(), where, true))
    return true;
  if (thing) return k[0] > 3 * k[1] && k[0] > 1500;
  return k[0] > k[1] || (k[1] == 0 && names_someone(s.words.back(), where, false));
}

bool Resolver::names_someone(const std::string& word, const Where& where, bool near) const {
  const auto at = by_word_.find(word);
  if (at == by_word_.end()) return false;
  return std::any_of(at->second.begin(), at->second.end(), [&](const Handle& h) {
    const Node& n = nodes.at(h.node);
    return h.part != Part::single && n.full && nodes.type(h.node) == EntityType::person &&
           (!near || where.date - n.last_form < kFar);
  });
}

// Somebody is called by one word of the name alone, and nobody else is: titles about him have it in full.
bool Resolver::fills(const Surface& s, const Where& where) const {
  // "China Quarterly" is about no one.
  for (const std::string& w : s.words)
    if (gazetteer_classes(word_key(w)) & (kCountry | kRegion)) return false;
  if (titles_a_work(s.words[0]) || (known_alone(s.words[0]) && known_alone(s.words.back()))) return false;
  for (const auto& [word, part] :
       {std::pair<std::string, Part>{s.words.back(), Part::surname}, {s.words[0], Part::given}}) {
    const auto at = by_word_.find(word);
    if (at == by_word_.end() || is_initial(word)) continue;
    uint32_t one = kNone;
    bool several = false;
    for (const Handle& h : at->second) {
      const uint32_t root = nodes.root(h.node);
      several |= one != kNone && one != root;
      one = root;
    }
    if (several || nodes.type(one) != EntityType::person || nodes.at(one).count < 3) continue;
    if (absorbs(one, part, s, where, false, 0)) return true;
  }
  return false;
}

uint32_t Resolver::cited(uint32_t surface, const Where& where) {
  const Surface& s = out_.surfaces[surface];
  if (where.type != EntityType::person || s.words.empty()) return kNone;
  const bool whole = !one_word(s) && s.head == s.words.size();
  if (whole)
    if (const auto known = by_key_.find(s.key); known != by_key_.end()) return nodes.root(known->second);
  if (!where.author) return whole && ++subjects_[s.key] >= 2 && fills(s, where) ? several(surface, where) : kNone;
  const std::string key = "\1" + s.key, word = "\1" + s.words.back();
  if (const auto known = by_key_.find(key); known != by_key_.end()) return nodes.root(known->second);
  if (!whole) {
    const auto last = by_word_.find(word);
    if (last != by_word_.end()) return nodes.root(last->second.back().node);
  }
  const uint32_t node = nodes.make(where.date);
  by_key_.emplace(key, node);
  by_word_[word].push_back({node, Part::surname});
  if (whole && s.words.size() == 3) by_word_["\1" + s.words[0]].push_back({node, Part::given});
  return node;
}

uint32_t Resolver::resolve(uint32_t surface, const Where& where) {
  if (where.cited) return cited(surface, where);
  const Surface& s = out_.surfaces[surface];
  if (!is_person(s, where)) {
    const uint32_t before = nodes.size();
    const uint32_t node = thing(s, where);
    if (nodes.size() > before && s.words.size() >= 2 && !s.words[0].empty())
      by_letter_[s.words[0].substr(0, 1)].push_back(surface);
    return node;
  }
  return one_word(s) ? single(s, where) : several(surface, where);
}

}  // namespace postil
