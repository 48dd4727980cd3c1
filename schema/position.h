// Ink: the code points that pack, book and reading program all see alike. A position (pos) is the number of ink code points
// before a place, from the first paragraph of the book.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace postil {

// Not White_Space and not Default_Ignorable_Code_Point (Unicode 15).
bool is_ink(uint32_t cp);

uint32_t ink_count(std::string_view text);

// The byte offset of the ink code point that has `ink` ink code points before it; text.size() when there are not so many.
size_t ink_offset(std::string_view text, uint32_t ink);

// A paragraph's print: XXH32 of its folded text.
uint32_t print_of(std::string_view text);

constexpr uint32_t kMinPrintInk = 16;  // a shorter paragraph is not found by its print
constexpr uint32_t kMinProofInk = 40;  // a shorter one proves nothing about a book

// Index keys of paragraphs: by the element path below the document fragment ("/body/section/p[3]"), by print.
std::string path_key(uint32_t spine, std::string_view path);
std::string print_key(uint32_t spine, uint32_t print);

}  // namespace postil
