// What of a note's extent is no text of the note: its label, the ways back, marks inside it.
#pragma once
#include <unordered_set>

#include "packer/notes/linked_index.h"

namespace postil {

// `near`: places to which a way back leads (the note's marks); `marks`: elements that are noterefs. Moves begin and end
// past what stands there, and fills the cuts.
void trim_note(const LinkIndex& index, const std::vector<TextPoint>& near, const std::unordered_set<uint32_t>& marks,
               Note& note);

// A way back inside the note that leads nowhere or to another place than a mark of this note; kNone where there is
// none.
uint32_t broken_backlink(const LinkIndex& index, const std::vector<TextPoint>& near, const Note& note);

NoteKind kind_of_note(const LinkIndex& index, uint32_t target, const Note& note);

}  // namespace postil
