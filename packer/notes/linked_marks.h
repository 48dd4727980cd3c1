// Which links are noterefs: decided by structure, by what tools name them and by the company they keep.
#pragma once
#include <string>
#include <vector>

#include "packer/notes/linked_index.h"

namespace postil {

struct NoteLink {
  uint32_t element = kNone;  // the <a>
  uint32_t target = kNone;   // kNone: the link leads nowhere
  uint32_t shown = kNone;    // where the label stands, if not in all of the <a>
  uint32_t last = kNone;     // the second <a> of a mark that is cut in two
  std::string label;         // bare where it is a label, else the link's text or an image's alternative text
  bool explicit_mark = false, superscript = false, reciprocal = false, phrase = false;
};

// In document order; those whose target is nowhere too.
std::vector<NoteLink> find_marks(const LinkIndex& index);

}  // namespace postil
