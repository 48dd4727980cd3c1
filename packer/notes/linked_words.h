// What names, headings and little words say about a link: the vocabulary of the tools that make books.
#pragma once
#include <string>
#include <string_view>

namespace postil {

enum class Section : unsigned char { none, notes, translator, editor, glossary, bibliography, index, contents };

// The section that a heading of this text opens ("Notes to Chapter 2", "Anmerkungen", "脚注", "References").
Section section_of_heading(std::string_view heading);

// `names`: class, epub:type, role, rel; lower case, a space before and after each word.
bool says_note(std::string_view names);     // a note or a container of notes
bool says_noteref(std::string_view names);  // the mark of a note, by a tool's class ("_idfootnotelink", "fnanchor")
bool says_backlink(std::string_view names);
bool says_not_a_note(std::string_view names);  // page break, figure, index, contents, bibliography
bool says_glossary(std::string_view names);
// An id or href fragment such as "fn12", "_ftn3", "Footnote_1_1", "cite_note-5", "sdfootnote1sym".
bool note_anchor(std::string_view id);
// An id such as "page_12", "fig3", "bib7", "eq2", "chapter4".
bool other_anchor(std::string_view id);

// The text before a link ends in a word that announces something else than a note: "chapter", "p.", "see note", "Abb.".
bool announces_reference(std::string_view before);
// "↩", "[return]", "Back to text", "zurück": a way back, no word of a note.
bool way_back(std::string_view text);

std::string lower_ascii(std::string_view text);

}  // namespace postil
