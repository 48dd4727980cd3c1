// Places of the book as other programs name them: CFI and anchor.
#pragma once
#include "packer/book.h"
#include "schema/trace.h"

namespace postil {

// The text nodes of a paragraph; none where its document has no CFI.
std::vector<TraceRun> trace_runs(const Book& book, const Paragraph& paragraph);

// EPUB canonical fragment identifier of a byte of a file's extracted text, as postil_cfi_of_pos gives it; empty where there is none.
std::string cfi_of(const Book& book, uint32_t file, uint32_t byte);

// The id of the noteref, else of the innermost element, that begins there, else of the note that the place is in; empty where there is none.
std::string anchor_of(const Book& book, const NoteSet& notes, const Place& place);

}  // namespace postil
