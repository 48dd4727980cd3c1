// What "Ibid." may reach back to.
#pragma once
#include "packer/citations/shorts.h"

namespace postil {

// A note that stands for itself: no duplicate or fragment of another.
inline bool is_real(const Note& n) {
  return n.duplicate_of == kNone;
}

// The note whose last citation "Ibid." at the head of note i means; kNone where a note between the two is missing,
// where the one before is only a part of itself, and at the start of a chapter unless the labels go on.
uint32_t note_before(const NoteSet& set, uint32_t i);

// Words between two tokens that announce a citation which was not understood.
bool unknown_between(const CiteText& t, const std::vector<Spot>& spots, uint32_t from, uint32_t to);

// True where the words of its clause before a citation are a sentence, not an announcement of it.
bool in_prose(const CiteText& t, uint32_t at);
bool same_clause(const CiteText& t, uint32_t a, uint32_t b);

}  // namespace postil
