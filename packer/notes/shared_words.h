// What a note and a mark's surroundings have in common, and what it is worth.
#pragma once
#include <functional>

#include "packer/notes/unlinked.h"

namespace postil {

// A pair is two words in a row; a beginning is that of a longer word, which its other forms share.
enum class WordKind : uint8_t { small, capital, digits, beginning, pair };
constexpr size_t kKinds = 5;
constexpr size_t kPlaces = 6;    // in the note: its opening, or after it, of a short, middling or long note
constexpr size_t kZones = 6;     // about the mark: its phrase, its sentence, its text back to the mark before, the text
                                 // after it, the sentence before that mark, further back
constexpr size_t kRarities = 8;  // among the marks and notes around, the rarest last

struct SharedWord {
  uint32_t mark = 0, note = 0;
  WordKind kind = WordKind::small;
  uint8_t place = 0, zone = 0, rarity = 0;
};

// Every word that a note of the band shares with a mark's surroundings.
void shared_words(const Book& book, const std::vector<RunMark>& marks, const NoteRun& notes, const Band& band,
                  const std::function<void(const SharedWord&)>& visit);

// How much likelier the word makes it that the mark means the note: 1/1024 nats.
int32_t worth_of(const SharedWord& word);

}  // namespace postil
