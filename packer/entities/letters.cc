#include "packer/entities/letters.h"

#include <utf8proc.h>

#include "schema/utf8.h"

namespace postil {

LetterCase letter_case(uint32_t c) {
  if (c < 0x80)
    return c >= 'a' && c <= 'z' ? LetterCase::lower : c >= 'A' && c <= 'Z' ? LetterCase::upper : LetterCase::none;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
      return LetterCase::upper;
    case UTF8PROC_CATEGORY_LL:
      return LetterCase::lower;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
      return LetterCase::caseless;
    default:
      return LetterCase::none;
  }
}

bool is_mark(uint32_t c) {
  if (c < 0x300) return false;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC;
}

bool is_digit(uint32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  return utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_ND;
}

uint32_t lower_case(uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return static_cast<uint32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

uint64_t key_add(uint64_t key, uint32_t c) {
  if (c < 0x80) return key_byte(key, static_cast<uint8_t>(c));
  if (c < 0x800)
    return key_byte(key_byte(key, static_cast<uint8_t>(0xC0 | c >> 6)), static_cast<uint8_t>(0x80 | (c & 0x3F)));
  if (c < 0x10000) {
    key = key_byte(key, static_cast<uint8_t>(0xE0 | c >> 12));
  } else {
    key = key_byte(key, static_cast<uint8_t>(0xF0 | c >> 18));
    key = key_byte(key, static_cast<uint8_t>(0x80 | (c >> 12 & 0x3F)));
  }
  return key_byte(key_byte(key, static_cast<uint8_t>(0x80 | (c >> 6 & 0x3F))), static_cast<uint8_t>(0x80 | (c & 0x3F)));
}

uint64_t word_key(std::string_view text) {
  uint64_t key = kKeyStart;
  const char* p = text.data();
  const char* end = p + text.size();
  while (p < end) {
    const uint32_t c = utf8_next(p, end);
    if (c == 0xAD) continue;
    key = key_add(key, c == 0x2019 ? '\'' : lower_case(c));
  }
  return key;
}

}  // namespace postil
