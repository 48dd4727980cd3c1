// Field notes as Markdown: each with front matter that has everything but the words, so that it can be read back without loss.
#pragma once
#include <string>

#include "shelf/notes.h"

namespace postil::shelf {

void append_markdown(std::string& out, const NoteRow& row);

}  // namespace postil::shelf
