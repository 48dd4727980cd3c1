// What printers put for a noteref: digits, letters, romans, symbols, with or without brackets.
#pragma once
#include <string>
#include <string_view>

namespace postil {

// The bare label of `text` ("[12]" -> "12", "Note 3." -> "3"); empty when it is none.
std::string bare_label(std::string_view text);

// Bytes at the start of `text` that print `label`: brackets, the label, the stop after it, white space. 0 when it is not there.
size_t label_prefix(std::string_view text, std::string_view label);

}  // namespace postil
