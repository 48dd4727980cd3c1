// Word classes: from the table that toolchains/gazetteer makes at build time, and from short lists of our own.
#pragma once
#include <cstdint>
#include <string_view>

namespace postil {

enum WordClass : uint32_t {
  // The table's. Rare: of small countries or distant languages, where a word may well be something else.
  kGiven = 1,
  kSurname = 1 << 1,
  kCity = 1 << 2,
  kCountry = 1 << 3,
  kRegion = 1 << 4,
  kLanguage = 1 << 5,
  kEnglishWord = 1 << 6,
  kRareGiven = 1 << 7,
  kRareCity = 1 << 8,
  kRareRegion = 1 << 9,
  kKnownName = 1 << 10,
  // Our own.
  kTitle = 1 << 11,
  kOrganizationHead = 1 << 12,
  kPlaceHead = 1 << 13,
  kEventHead = 1 << 14,
  kDocumentHead = 1 << 15,
  kTime = 1 << 16,
  kFunction = 1 << 17,
  kSpeech = 1 << 18,
  kPlacePreposition = 1 << 19,
  kVesselHead = 1 << 20,
  kPeople = 1 << 21,
  kParticle = 1 << 22,
  // The table's, from WordNet: names, and what the commonest sense of an English noun is.
  kNamedPerson = 1 << 23,
  kNamedPlace = 1 << 24,
  kNamedGroup = 1 << 25,
  kNamedPeople = 1 << 26,
  kPersonNoun = 1 << 27,
  kPlaceNoun = 1 << 28,
  kGroupNoun = 1 << 29,
  kEventNoun = 1 << 30
};
constexpr int kWordClasses = 31;
constexpr uint32_t kTableClasses = 0x7F8007FF;
constexpr uint32_t kWordNetClasses = 0x7F800000;
constexpr uint32_t kNounClasses = kPersonNoun | kPlaceNoun | kGroupNoun | kEventNoun;

// Classes of a word or of a name of several words (words joined by one space), by its word_key.
uint32_t gazetteer_classes(uint64_t key);
uint32_t gazetteer_own(uint64_t key);  // those of our own lists alone

// "en", "fr", "de", "nl", "it", "es", "pt", "hu", "pl", "ru", "el": of whose function words a text has most; "" where
// none stands out. Counted by the caller: `language_of(key)` gives a bit set, bit i for the i-th of kLanguages.
constexpr const char* kLanguages[] = {"en", "fr", "de", "nl", "it", "es", "pt", "hu", "pl", "ru", "el"};
constexpr int kLanguageCount = 11;
uint32_t languages_of(uint64_t key);

}  // namespace postil
