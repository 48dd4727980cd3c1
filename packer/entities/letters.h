// Letters of every script: class, case and the key of a word.
#pragma once
#include <cstdint>
#include <string_view>

namespace postil {

enum class LetterCase : uint8_t {
  none,
  lower,
  upper,
  caseless
};  // none: no letter; caseless: a letter of a script without case

LetterCase letter_case(uint32_t code_point);
bool is_mark(uint32_t code_point);  // combining: part of the letter before it
bool is_digit(uint32_t code_point);
uint32_t lower_case(uint32_t code_point);

// FNV-1a 64 of the bytes of a name in lower case, apostrophes made one; soft hyphens left out. What statistics and
// gazetteer know words by.
constexpr uint64_t kKeyStart = 0xCBF29CE484222325u;
inline uint64_t key_byte(uint64_t key, uint8_t byte) {
  return (key ^ byte) * 0x100000001B3u;
}
uint64_t key_add(uint64_t key, uint32_t lower_case_code_point);
uint64_t word_key(std::string_view text);

}  // namespace postil
