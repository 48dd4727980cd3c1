#include "packer/entities/evidence.h"

#include <algorithm>
#include <string_view>

#include "packer/entities/family_first.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"
#include "packer/entities/match.h"
#include "packer/entities/nicknames.h"
#include "schema/fold.h"

namespace postil {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool one_of(std::string_view word, std::initializer_list<const char*> list) {
  return std::any_of(list.begin(), list.end(), [&](const char* w) { return word == w; });
}

// The word of small letters that ends at `end`, white space behind it passed over; empty where something else stands there.
std::string_view small_before(const std::string& t, size_t& end) {
  while (end > 0 && is_space(t[end - 1])) --end;
  size_t begin = end;
  while (begin > 0 && (is_lower(t[begin - 1]) || (t[begin - 1] == '-' && begin < end))) --begin;
  const std::string_view word(t.data() + begin, end - begin);
  end = begin;
  return begin > 0 && !is_space(t[begin - 1]) && t[begin - 1] != '(' && t[begin - 1] != '"' ? std::string_view() : word;
}

// The word of small letters at `at`, white space before it passed over.
std::string_view small_after(const std::string& t, size_t& at) {
  while (at < t.size() && is_space(t[at])) ++at;
  const size_t begin = at;
  while (at < t.size() && (is_lower(t[at]) || (t[at] == '-' && at > begin))) ++at;
  return {t.data() + begin, at - begin};
}

bool place_noun(std::string_view w) {
  return one_of(
      w, {"city",      "cities",   "town",      "towns",     "island",  "islands",   "isle",      "province",
          "provinces", "port",     "village",   "river",     "gates",   "walls",     "streets",   "kingdom",
          "coast",     "coasts",   "shores",    "banks",     "suburbs", "gulf",      "bay",       "lake",
          "valley",    "plains",   "plain",     "straits",   "strait",  "north",     "south",     "east",
          "west",      "deserts",  "mountains", "district",  "duchy",   "county",    "state",     "republic",
          "capital",   "fortress", "citizens",  "harbor",    "harbour", "environs",  "outskirts", "frontiers",
          "frontier",  "borders",  "interior",  "peninsula", "region",  "territory", "natives",   "inhabitants"});
}

// What people have and places do not.
bool person_noun(std::string_view w) {
  return one_of(
      w, {"son",    "sons",          "daughter",  "wife",      "widow",  "brother",  "sister", "father",   "mother",
          "nephew", "reign",         "death",     "accession", "murder", "marriage", "birth",  "writings", "life",
          "court",  "character",     "successor", "friend",    "works",  "uncle",    "niece",  "cousin",   "heir",
          "throne", "assassination", "memoirs",   "hands",     "name",   "tomb"});
}

// "President", "Prime Minister": one person, whoever it is.
bool is_office(const Surface& s) {
  if (s.words.empty()) return s.honorific != Honorific::none || is_title(fold(s.text));
  return is_title(s.words.back()) || is_role_noun(s.words.back());
}

}  // namespace

bool titles_a_work(const std::string& first) {
  return one_of(first,
                {"histoire",     "vie",          "memoires",  "historia", "vita",       "geschichte", "history",
                 "histories",    "life",         "lives",     "annals",   "annales",    "chronicle",  "chronicon",
                 "chronicles",   "acta",         "epistolae", "essai",    "essay",      "traite",     "bibliotheca",
                 "bibliotheque", "dictionnaire", "istoria",   "vies",     "recherches", "voyage",     "voyages",
                 "antiquitates", "antiquities",  "memoirs",   "codex",    "corpus"});
}

Evidence evidence(const std::string& t, uint32_t begin, uint32_t end, const Surface& s, bool body) {
  Evidence out;
  if (s.honorific != Honorific::none && !s.saint) out.person += 3;
  size_t at = begin;
  const std::string_view first = small_before(t, at);
  if (!first.empty()) {
    if (is_role_noun(first) && !one_of(first, {"pope", "smith"})) {
      out.person += 2;
    } else if (body &&
               one_of(first, {"in", "at", "near", "into", "throughout", "across", "outside", "inside", "around"})) {
      out.place += 1;
    } else if (first == "of") {
      const std::string_view noun = small_before(t, at);
      if (place_noun(noun)) out.place += 2;
      if (person_noun(noun)) out.person += 1;
    } else if (first == "the" && !is_office(s)) {
      if (!s.text.empty() && s.text.back() == 's' && s.words.size() == 1) out.people += 1;
      size_t next = end;
      const std::string_view noun = small_after(t, next);
      if (!noun.empty() && !(languages_of(word_key(noun)) & 1)) {
        out.people += 1;
      } else {
        out.article += 1;
        std::string_view verb = small_before(t, at);
        if (verb == "of" &&
            one_of(small_before(t, at), {"mouth", "mouths", "bank", "banks", "waters", "valley", "course", "shores",
                                         "navigation", "passage", "stream", "source"}))
          out.river += 1;
        out.river += one_of(verb, {"on", "along", "across", "down", "up", "beyond", "crossed", "crossing", "cross"});
      }
    } else if (one_of(first, {"by", "against", "under", "with", "between", "a", "an"})) {
      // neither
    }
  }
  at = end;
  if (at + 1 < t.size() && t[at] == ',' && is_space(t[at + 1])) {
    ++at;
    const std::string_view word = small_after(t, at);
    if (word == "who" || word == "whom") {
      out.person += 2;
    } else if (one_of(word, {"the", "a", "an", "his", "her"})) {
      for (int k = 0; k < 4; ++k) {
        const std::string_view noun = small_after(t, at);
        if (noun.empty() || one_of(noun, {"of", "in", "and", "to", "who"})) break;
        if (is_role_noun(noun)) {
          out.person += 2;
          break;
        }
        if (place_noun(noun)) {
          out.place += 2;
          break;
        }
      }
    }
  } else if (at < t.size() && is_space(t[at])) {
    const std::string_view word = small_after(t, at);
    if (one_of(word, {"himself", "herself"}))
      out.person += 2;
    else if (!word.empty() && gazetteer_own(word_key(word)) & kSpeech)
      out.person += 1;
    else if (one_of(word, {"forces", "troops", "leaders", "leadership", "officials", "delegation", "delegates",
                           "regime", "units", "guerrillas", "negotiators", "cadres", "commanders", "members"}))
      out.group += 1;
    else if (one_of(word, {"province", "river", "island", "islands", "peninsula", "valley", "harbor", "harbour"}))
      out.place += 2;
  }
  return out;
}

// Bodies whose name says so, which no family's does.
bool is_body(std::string_view w) {
  return one_of(w, {"administration", "administrations", "ministry",    "ministries", "department", "departments",
                    "archives",       "commission",      "committee",   "bureau",     "agency",     "council",
                    "congress",       "parliament",      "senate",      "university", "institute",  "association",
                    "corporation",    "politburo",       "secretariat", "legislature"});
}

bool is_geographic(const std::string& word) {
  return one_of(word, {"strait", "straits", "gulf", "bay", "peninsula", "canal", "archipelago", "islands", "isthmus",
                       "delta", "plateau", "highlands", "lowlands"});
}

bool names_a_part(const Surface& s) {
  return s.words.size() == 1 && s.honorific == Honorific::none &&
         (is_geographic(s.words[0]) || one_of(s.words[0], {"north", "south", "east", "west"}));
}

EntityType Kinds::by_words(const Surface& s, uint32_t known) {
  const std::vector<std::string>& words = s.words;
  const std::string& last = words.back();
  const uint32_t last_own = gazetteer_own(word_key(last));
  const bool plain = s.head == words.size(), several = words.size() >= 2;
  // "POWs" are neither one place nor one body.
  const size_t size = s.text.size();
  if (size >= 4 && s.text[size - 1] == 's' && s.text[size - 2] >= 'A' && s.text[size - 2] <= 'Z' &&
      s.text[size - 3] >= 'A' && s.text[size - 3] <= 'Z')
    return EntityType::people;
  if (several && titles_a_work(words[0])) return EntityType::work;
  // "Great Britain", "East Asia", "the New World"
  if (words.size() == 2 &&
      one_of(words[0], {"great", "north", "south", "east", "west", "northern", "southern", "eastern", "western",
                        "upper", "lower"}) &&
      gazetteer_classes(word_key(words[1])) & (kCountry | kRegion | kCity))
    return EntityType::place;
  if (last == "world" && words.size() <= 2 &&
      one_of(fold(s.text.substr(0, s.text.find(' '))), {"old", "new", "western", "third"}))
    return EntityType::place;
  if (is_family_first(words) && !(known & (kCity | kCountry | kRegion | kRareCity | kRareRegion)))
    return EntityType::person;
  if (several && is_patronymic(words[1])) return EntityType::person;
  if (several && one_of(last, {"alps", "mountains", "islands", "isles", "straits", "strait", "sea", "ocean", "river",
                               "desert", "peninsula", "valley", "canal", "gulf", "archipelago"}))
    return EntityType::place;
  // "King Street" is no king.
  if (one_of(last,
             {"street", "avenue", "boulevard", "building", "buildings", "square", "plaza", "airport", "highway"}) &&
      (several ? !is_given(words[0]) && !is_initial(words[0])
               : one_of(s.title, {"king", "queen", "prince", "princess", "duke", "earl", "bishop", "president"})))
    return EntityType::place;
  if (several && plain && last_own & kEventHead && !is_given(words[0])) return EntityType::event;
  if (several && plain && last_own & kPeople) return EntityType::people;
  // "General Services Administration", "Department of State", "Secretary of War"
  const std::string& head = s.head > 0 && s.head < words.size() ? words[s.head - 1] : last;
  if (several && is_body(head)) return EntityType::organization;
  if (!plain && head == "house" &&
      one_of(last, {"representatives", "commons", "lords", "delegates", "burgesses", "deputies"}))
    return EntityType::organization;
  if (s.head == 1 && words.size() >= 3 && words[1] == "of" &&
      one_of(head, {"secretary", "minister", "chairman", "speaker", "governor"}))
    return EntityType::person;
  return EntityType::other;
}

EntityType Kinds::by_places(const Surface& s, const Sum& sum, EntityType said) {
  constexpr uint32_t kPersons = kGiven | kRareGiven | kSurname | kNamedPerson;
  constexpr uint32_t kWords = kEnglishWord | kNounClasses;
  const std::string& word = s.words[0];
  const auto ends = [&](std::string_view with) {
    return word.size() > with.size() + 2 && word.compare(word.size() - with.size(), with.size(), with) == 0;
  };
  // "the Thebans", "the Peloponnesian war"
  if ((said == EntityType::person || said == EntityType::place) && sum.people >= 2 && sum.people > sum.person &&
      sum.people > sum.place && !(sum.known & (kGiven | kCity | kCountry | kRegion | kNamedPlace)) &&
      (ends("ans") || ends("ites") || ends("ian") || ends("ean") || ends("ic") || ends("ish")))
    return EntityType::people;
  if (said == EntityType::person && sum.person == 0 && !sum.titled && !(sum.known & kGiven)) {
    if (sum.listed_place >= 2 && sum.listed_place > sum.listed_person) return EntityType::place;
    // "the Niemen": nobody has an article.
    if (!(sum.known & (kPersons | kWords | kTitle)) && sum.article * 3 >= sum.count * 2)
      return sum.river + sum.place > 0 ? EntityType::place : EntityType::other;
  }
  // A noun of the dictionary that never does what persons do.
  if (said == EntityType::person && sum.known & kWords && !(sum.known & (kGiven | kRareGiven | kPersonNoun)) &&
      !sum.titled && sum.count >= 3 && sum.person * 8 < sum.count)
    return EntityType::other;
  if (said == EntityType::person && sum.known & kRegion && sum.known & kNamedPlace && !(sum.known & kPersons) &&
      sum.person <= 4 + 2 * sum.place)
    return EntityType::place;
  if (said == EntityType::person && sum.known & kRegion && !(sum.known & (kGiven | kRareGiven)) && !sum.titled &&
      sum.place + sum.listed_place >= 1 && sum.person <= 2 * (sum.place + sum.listed_place))
    return EntityType::place;
  if (said == EntityType::organization && !s.acronym && sum.place >= 2 && sum.person == 0 && sum.group == 0 &&
      !(sum.known & (kPersons | kWords | kNamedGroup)))
    return EntityType::place;
  if (said == EntityType::other && sum.group >= 1 && sum.place == 0 && !(sum.known & (kPersons | kWords | kPeople)))
    return EntityType::organization;
  return said;
}

EntityType Kinds::settle(const Surface& s, const Evidence& here, EntityType said) {
  if (s.words.empty()) return said;
  const bool one = s.words.size() == 1 && s.honorific == Honorific::none;
  // The parts of the world and of an empire.
  if (one && one_of(s.words[0], {"north", "south", "east", "west", "orient", "occident"})) return EntityType::place;
  // "Bolshevism"
  if (one && s.words[0].size() > 5 && said != EntityType::work &&
      (s.words[0].compare(s.words[0].size() - 3, 3, "ism") == 0 || s.words[0] == "christianity"))
    return EntityType::term;
  const auto [at, fresh] = sums_.emplace(s.key, Sum{});
  Sum& sum = at->second;
  if (fresh) {
    std::string name;
    for (const std::string& w : s.words) name += (name.empty() ? "" : " ") + w;
    sum.known = gazetteer_classes(word_key(name)) | (s.words.size() == 1 ? gazetteer_own(word_key(name)) : 0);
    sum.by_words = by_words(s, sum.known);
  }
  ++sum.count;
  sum.article += here.article;
  sum.river += here.river;
  sum.group += here.group;
  sum.listed_place += here.listed_place;
  sum.listed_person += here.listed_person;
  sum.person += here.person;
  sum.place += here.place;
  sum.titled |= here.person >= 2;
  sum.people += here.people;
  if (sum.by_words == EntityType::person && said != EntityType::work) return sum.by_words;
  if ((sum.by_words == EntityType::place || sum.by_words == EntityType::organization) &&
      (said == EntityType::person || said == EntityType::other || said == EntityType::organization))
    return sum.by_words;
  if (sum.by_words != EntityType::other && sum.by_words != EntityType::person && sum.by_words != EntityType::place &&
      here.person == 0)
    return sum.by_words;
  if (said == EntityType::work || said == EntityType::vessel || said == EntityType::event || said == EntityType::term)
    return said;
  if (said == EntityType::person && s.words.size() >= 2 && here.person == 0) {
    // "Carthaginian Peace", but "American Minister"
    const uint32_t first = gazetteer_classes(word_key(s.words[0]));
    if (gazetteer_own(word_key(s.words[0])) & kPeople && !(first & (kGiven | kSurname | kRareGiven)) &&
        !is_title(s.words.back()) && !is_role_noun(s.words.back()) &&
        !(gazetteer_classes(word_key(s.words.back())) & (kGiven | kSurname | kPersonNoun)))
      return EntityType::other;
  }
  if (one)
    if (const EntityType better = by_places(s, sum, said); better != said) return better;
  // A country is one unless somebody is called so.
  if (sum.known & kCountry && !(sum.known & kGiven) && sum.person <= 4 + 2 * sum.place) return EntityType::place;
  // A government is called by its city.
  if (said == EntityType::person && sum.known & kCity && !(sum.known & (kGiven | kRareGiven)) && sum.place >= 1 &&
      !sum.titled && sum.person <= 8 * sum.place)
    return EntityType::place;
  if (sum.known & kPeople && sum.people >= 2 && sum.people > sum.person) return EntityType::people;
  // Bodies act like persons and are in like places: much must speak against one.
  if (said == EntityType::organization) {
    if (sum.person >= 12 && sum.person >= 6 * sum.place) return EntityType::person;
    if (sum.place >= 16 && sum.place >= 6 * sum.person) return EntityType::place;
    return said;
  }
  if (said == EntityType::person && sum.people >= 6 && sum.people > 3 * (sum.person + sum.place))
    return EntityType::people;
  if (sum.place >= 4 && sum.place >= 4 * sum.person && sum.place > sum.people)
    return said == EntityType::people ? said : EntityType::place;
  if (sum.person >= 4 && sum.person >= 3 * sum.place && sum.person > sum.people) return EntityType::person;
  return said;
}

}  // namespace postil
