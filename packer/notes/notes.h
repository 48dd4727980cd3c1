// Noterefs and the notes they mean.
#pragma once
#include "packer/book.h"
#include "schema/rich_text.h"

namespace postil {

enum class UnlinkedNotes { automatic, label, off };
struct NoteOptions {
  UnlinkedNotes unlinked = UnlinkedNotes::automatic;
};

// Linked notes by structure, in whatever markup; unlinked ones by label, where that is certain. What is not safe to show stays
// unresolved (Mark::note == kNone).
NoteSet find_notes(const Book& book, const NoteOptions& options = {});

// The parts of find_notes. Each appends; find_notes sorts and numbers.
void find_declared_notes(const Book& book, NoteSet& set);  // of a book that declares_notes
void find_linked_notes(const Book& book, NoteSet& set);
// `taken`, where given, flags paragraphs that are neither notes nor the text of marks.
void find_labelled_notes(const Book& book, const NoteOptions& options, NoteSet& set,
                         const std::vector<bool>* taken = nullptr);

// A note's display text with its markup. `from`, where given, maps display offsets to points of the book.
RichText note_body(const Book& book, const Note& note, std::vector<TextPoint>* from = nullptr);

}  // namespace postil
