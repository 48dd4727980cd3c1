#include "packer/entities/rules.h"

#include <algorithm>
#include <cstddef>

#include "packer/entities/chunks.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"

namespace postil {
namespace {

EntityType type_of(NameKind kind) {
  switch (kind) {
    case NameKind::person:
      return EntityType::person;
    case NameKind::place:
      return EntityType::place;
    case NameKind::organization:
      return EntityType::organization;
    case NameKind::event:
      return EntityType::event;
    default:
      return EntityType::other;
  }
}

// By the words of a name of which the tagger knows no more than that it is one.
EntityType type_by_words(const BookText& text, const std::vector<NameToken>& tokens, const TokenSpan& s) {
  uint32_t all = ~0u, any = 0;
  for (uint32_t i = s.begin; i < s.end; ++i) {
    if (!is_word(tokens[i].shape)) continue;
    const uint32_t classes = text.statistics.of(tokens[i].key).classes;
    all &= classes;
    any |= classes;
  }
  const uint32_t last = text.statistics.of(tokens[s.end - 1].key).classes;
  if (all & kPeople || (s.end - s.begin == 1 && last & (kPeople | kLanguage))) return EntityType::people;
  if (any & kEventHead) return EntityType::event;
  if (any & kVesselHead) return EntityType::vessel;
  if (any & kDocumentHead) return EntityType::work;
  return EntityType::other;
}

uint32_t classes_of(const BookText& text, const NameToken& t) {
  return text.statistics.of(t.key).classes;
}

// "Captain" before "James K. Powell": a capital title that nothing parts from the name.
void take_titles(const BookText& text, const std::vector<NameToken>& tokens, std::vector<TokenSpan>& spans) {
  for (size_t k = 0; k < spans.size(); ++k) {
    TokenSpan& s = spans[k];
    const uint32_t floor = k ? spans[k - 1].end : 0;
    if (s.type == EntityType::person) {
      while (s.begin > floor && is_capital(tokens[s.begin - 1].shape) && tokens[s.begin - 1].start != Start::heading &&
             classes_of(text, tokens[s.begin - 1]) & kTitle && tokens[s.begin].start <= Start::inside)
        --s.begin;
    }
    // A title that stands alone before a capital word: the name is both.
    const uint32_t ceiling = k + 1 < spans.size() ? spans[k + 1].begin : static_cast<uint32_t>(tokens.size());
    if (s.end - s.begin == 1 && s.end < ceiling && tokens[s.begin].shape == Shape::capital &&
        classes_of(text, tokens[s.begin]) & kTitle && is_capital(tokens[s.end].shape) &&
        tokens[s.end].start == Start::inside && !(classes_of(text, tokens[s.end]) & kFunction)) {
      ++s.end;
      s.type = EntityType::person;
    }
  }
}

// "Captain James K." before "Powell": an initial is no end.
void join_initials(const std::vector<NameToken>& tokens, std::vector<TokenSpan>& spans) {
  for (size_t k = 0; k < spans.size(); ++k) {
    TokenSpan& s = spans[k];
    if (s.end >= tokens.size() || tokens[s.end - 1].shape != Shape::initials ||
        tokens[s.end - 1].end - tokens[s.end - 1].begin != 2 || tokens[s.end].shape != Shape::capital ||
        tokens[s.end].start != Start::inside)
      continue;
    if (k + 1 < spans.size() && spans[k + 1].begin == s.end) {
      s.end = spans[k + 1].end;
      spans.erase(spans.begin() + static_cast<ptrdiff_t>(k) + 1);
    } else {
      ++s.end;
    }
  }
}

// "Britain" of Great Britain, "Asia" of Asia Minor: a name that is part of a longer known one is the longer one.
void take_known(std::string_view words, const std::vector<NameToken>& tokens, std::vector<TokenSpan>& spans) {
  constexpr uint32_t kKnown = kCountry | kCity | kRegion | kNamedPerson | kNamedPlace | kNamedGroup;
  for (size_t k = 0; k < spans.size(); ++k) {
    TokenSpan& s = spans[k];
    if (s.end - s.begin > 2) continue;
    const uint32_t floor = k ? spans[k - 1].end : 0;
    const uint32_t ceiling = k + 1 < spans.size() ? spans[k + 1].begin : static_cast<uint32_t>(tokens.size());
    uint32_t begin = s.begin, end = s.end;
    for (uint32_t from = s.begin >= floor + 2 ? s.begin - 2 : floor; from <= s.begin; ++from) {
      if (!is_capital(tokens[from].shape) || tokens[from].start == Start::heading) continue;
      for (uint32_t to = std::max(s.end, from + 2); to <= ceiling && to <= s.end + 2; ++to) {
        if (to - from <= end - begin || !is_capital(tokens[to - 1].shape)) continue;
        bool apart = false;
        for (uint32_t i = from + 1; i < to; ++i)
          apart |= tokens[i].start >= Start::sentence || !is_word(tokens[i].shape);
        if (apart) continue;
        const std::string_view name = words.substr(tokens[from].begin, tokens[to - 1].end - tokens[from].begin);
        if (gazetteer_classes(word_key(name)) & kKnown) begin = from, end = to;
      }
    }
    s.begin = begin;
    s.end = end;
  }
}

// "Blackwell" in Blackwell's Island: what follows the ending says no more than that it is a place.
void join_places_of_persons(const BookText& text, const std::vector<NameToken>& tokens, std::vector<TokenSpan>& spans) {
  for (size_t k = 0; k < spans.size(); ++k) {
    TokenSpan& s = spans[k];
    if (s.end + 1 >= tokens.size() || tokens[s.end].shape != Shape::ending || s.type == EntityType::people) continue;
    uint32_t end = s.end + 1;
    while (end < tokens.size() && tokens[end].shape == Shape::capital && tokens[end].start == Start::inside &&
           classes_of(text, tokens[end]) & kPlaceHead)
      ++end;
    if (end == s.end + 1 ||
        (end < tokens.size() && is_capital(tokens[end].shape) && tokens[end].start == Start::inside))
      continue;
    while (k + 1 < spans.size() && spans[k + 1].begin < end) {
      end = std::max(end, spans[k + 1].end);
      spans.erase(spans.begin() + static_cast<ptrdiff_t>(k) + 1);
    }
    s.end = end;
    s.type = EntityType::place;
    s.settled = true;
  }
}

struct LowerHead {
  const char* word;
  EntityType type;
};
constexpr LowerHead kLowerHeads[] = {{"crisis", EntityType::event},     {"administration", EntityType::organization},
                                     {"armistice", EntityType::event},  {"rebellion", EntityType::event},
                                     {"revolt", EntityType::event},     {"uprising", EntityType::event},
                                     {"conference", EntityType::event}, {"treaty", EntityType::event},
                                     {"accords", EntityType::event}};

// "the Quemoy crisis", "the Truman administration": a name and a small word that makes another of it.
void take_lower_heads(const BookText& text, const std::vector<NameToken>& tokens, std::vector<TokenSpan>& spans) {
  static const uint64_t the = word_key("the");
  for (size_t k = 0; k < spans.size(); ++k) {
    TokenSpan& s = spans[k];
    if (s.end >= tokens.size() || (k + 1 < spans.size() && spans[k + 1].begin <= s.end) || s.begin == 0) continue;
    if (tokens[s.begin - 1].key != the || tokens[s.end].shape != Shape::lower || s.type == EntityType::people ||
        s.type == EntityType::event)
      continue;
    if (s.end - s.begin == 1 && classes_of(text, tokens[s.begin]) & kPeople) continue;
    for (const LowerHead& head : kLowerHeads) {
      if (tokens[s.end].key != word_key(head.word)) continue;
      ++s.end;
      s.type = head.type;
      s.settled = true;
      s.permille = std::min<uint16_t>(s.permille, 700);
      break;
    }
  }
}

// Runs of capital words whose head says what they are, where the tagger saw nothing.
void add_by_head(const BookText& text, const std::vector<NameToken>& tokens, std::vector<TokenSpan>& spans) {
  std::vector<TokenSpan> found;
  size_t next = 0;
  for (const Chunk& c : chunks(tokens, text.language)) {
    if (c.end - c.begin < 2 || tokens[c.begin].start == Start::heading || tokens[c.begin].quoted) continue;
    while (next < spans.size() && spans[next].end <= c.begin) ++next;
    if (next < spans.size() && spans[next].begin < c.end) {
      // "Treaty" and "Utrecht" in the Treaty of Utrecht: the greater name is the one meant.
      const bool of = c.head + 1 < c.end && tokens[c.head + 1].shape == Shape::lower;
      size_t after = next;
      while (after < spans.size() && spans[after].end <= c.end) ++after;
      const bool inside = after > next && spans[next].begin >= c.head && spans[after - 1].end == c.end &&
                          (after == spans.size() || spans[after].begin >= c.end);
      if (!of || !inside || (after == next + 1 && spans[next].begin == c.head) ||
          !(classes_of(text, tokens[c.head]) & (kEventHead | kDocumentHead)))
        continue;
      spans[next] = {static_cast<uint32_t>(c.begin), static_cast<uint32_t>(c.end), EntityType::event, 650, true};
      spans.erase(spans.begin() + static_cast<ptrdiff_t>(next) + 1, spans.begin() + static_cast<ptrdiff_t>(after));
      continue;
    }
    const uint32_t head = classes_of(text, tokens[c.head]);
    TokenSpan s{static_cast<uint32_t>(c.begin), static_cast<uint32_t>(c.end), EntityType::other, 550};
    if (head & (kEventHead | kDocumentHead) && !(classes_of(text, tokens[c.begin]) & kFunction))
      s.type = EntityType::event, s.settled = true;
    else
      continue;
    found.push_back(s);
  }
  for (size_t i = 0; i + 1 < tokens.size(); ++i) {
    static const uint64_t parallel = word_key("parallel");
    if (tokens[i].shape == Shape::number && tokens[i + 1].key == parallel &&
        tokens[i].pattern != tokens[i + 1].pattern && tokens[i].end - tokens[i].begin >= 3 &&
        std::none_of(spans.begin(), spans.end(), [&](const TokenSpan& s) { return s.begin < i + 2 && i < s.end; }))
      found.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(i + 2), EntityType::place, 700, true});
  }
  spans.insert(spans.end(), found.begin(), found.end());
  std::sort(spans.begin(), spans.end(), [](const TokenSpan& a, const TokenSpan& b) { return a.begin < b.begin; });
}

// What the words before a name, or in it, say of its type whatever the tagger thought.
void settle_types(const BookText& text, const std::vector<NameToken>& tokens, std::vector<TokenSpan>& spans) {
  for (TokenSpan& s : spans) {
    auto settle = [&s](EntityType type) {
      s.type = type;
      s.settled = true;
    };
    const uint32_t first = classes_of(text, tokens[s.begin]), last = classes_of(text, tokens[s.end - 1]);
    if (s.end - s.begin == 1 && first & kPeople && !(first & (kGiven | kCity | kCountry))) settle(EntityType::people);
    // A country that is no one's name, and a person whose name no place has.
    if (s.end - s.begin == 1 && text.english()) {
      constexpr uint32_t kPersons = kGiven | kRareGiven | kSurname | kNamedPerson;
      constexpr uint32_t kElse = kCity | kRareCity | kCountry | kRegion | kRareRegion | kNamedPlace | kNamedGroup |
                                 kEnglishWord | kOrganizationHead;
      if (s.type == EntityType::person && first & kCountry && !(first & kPersons)) settle(EntityType::place);
      if ((s.type == EntityType::place || s.type == EntityType::organization) && first & kNamedPerson &&
          !(first & kElse))
        settle(EntityType::person);
    }
    if (s.begin > 0 && classes_of(text, tokens[s.begin - 1]) & kVesselHead && tokens[s.begin].start == Start::inside &&
        s.type != EntityType::people)
      settle(EntityType::vessel);
    if (s.end - s.begin > 1 && first & kVesselHead && tokens[s.begin].shape != Shape::capital)
      settle(EntityType::vessel);
    if (s.end - s.begin > 2 && first & (kEventHead | kDocumentHead) && tokens[s.begin + 1].shape == Shape::lower)
      settle(EntityType::event);
    if (s.end - s.begin > 1 && last & kEventHead && s.type != EntityType::organization) settle(EntityType::event);
  }
}

}  // namespace

void apply_rules(const BookText& text, size_t paragraph, const std::vector<NameToken>& tokens,
                 std::vector<TokenSpan>& spans) {
  join_initials(tokens, spans);
  take_known(text.book->paragraphs[paragraph].text, tokens, spans);
  take_titles(text, tokens, spans);
  spans.erase(std::remove_if(spans.begin(), spans.end(), [](const TokenSpan& s) { return s.begin >= s.end; }),
              spans.end());
  if (text.english()) {
    join_places_of_persons(text, tokens, spans);
    take_lower_heads(text, tokens, spans);
    add_by_head(text, tokens, spans);
  }
  settle_types(text, tokens, spans);
}

std::vector<TokenSpan> spans_of(const BookText& text, size_t, const std::vector<NameToken>& tokens,
                                const std::vector<int8_t>& tags, const std::vector<int32_t>& margins, int32_t unit) {
  std::vector<TokenSpan> out;
  for (uint32_t i = 0; i < tags.size();) {
    if (tags[i] == 0) {
      ++i;
      continue;
    }
    TokenSpan s;
    s.begin = i;
    int64_t margin = margins[i];
    for (s.end = i + 1; s.end < tags.size() && is_inside_tag(tags[s.end]); ++s.end)
      margin = std::min<int64_t>(margin, margins[s.end]);
    i = s.end;
    s.type = type_of(kind_of_tag(tags[s.begin]));
    // An ending or a sign at either end is no part of the name; nor is a name without a capital one.
    while (s.end > s.begin && !is_word(tokens[s.end - 1].shape) && tokens[s.end - 1].shape != Shape::number) --s.end;
    while (s.begin < s.end && (tokens[s.begin].shape == Shape::sign || tokens[s.begin].shape == Shape::ending))
      ++s.begin;
    if (std::none_of(tokens.begin() + s.begin, tokens.begin() + s.end,
                     [](const NameToken& t) { return is_capital(t.shape); }))
      continue;
    if (s.type == EntityType::other) s.type = type_by_words(text, tokens, s);
    const int64_t sure = std::max<int64_t>(0, margin) * 1000 / (std::max<int64_t>(0, margin) + 6LL * unit);
    s.permille = static_cast<uint16_t>(300 + sure * 690 / 1000);
    out.push_back(s);
  }
  return out;
}

}  // namespace postil
