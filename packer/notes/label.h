// What printers put for a noteref: digits, letters, romans, symbols, with or without brackets.
#pragma once
#include <string>
#include <string_view>

namespace postil {

// The bare label of `text` ("[12]" -> "12", "Note 3." -> "3", "（注３）" -> "3"); empty when it is none. Digits of
// every script, superscript, circled and full-width ones come out as ASCII.
std::string bare_label(std::string_view text);

// Bytes at the start of `text` that print `label`: brackets, the label, the stop after it, white space. 0 when it is
// not there.
size_t label_prefix(std::string_view text, std::string_view label);

// The label that `text` begins with ("12. Gibbon", "[a] See", "† So"), empty when it begins with none; `size` is what
// it takes with its brackets, stop and white space. Letters and romans count only with a bracket or stop.
std::string leading_label(std::string_view text, size_t* size);

}  // namespace postil
