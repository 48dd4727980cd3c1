// Where each linked note begins and ends: exactly one whole note.
#pragma once
#include <vector>

#include "packer/notes/linked_marks.h"

namespace postil {

struct NoteExtent {
  TextPoint begin, end;     // label and backlinks still inside
  uint32_t target = kNone;  // the element that marks link to; kNone of an orphan without an id
  uint32_t unit = kNone;    // the largest element that is this note and nothing else; kNone: a stretch of a paragraph
  std::vector<uint32_t> marks;  // rows of `marks`; empty: an orphan
  std::string label;            // as the note prints it, or of its first mark
  bool astray = false;          // empty, beside text that belongs to no note: nobody can tell whose that is
};

// Where the note of a target begins: at the start of its line when only a label stands before it. `label` is its
// mark's.
TextPoint begin_of_note(const LinkIndex& index, uint32_t target, const std::string& label);

// In reading order. A mark whose target holds several notes is in no row.
std::vector<NoteExtent> find_extents(const LinkIndex& index, const std::vector<NoteLink>& marks);

}  // namespace postil
