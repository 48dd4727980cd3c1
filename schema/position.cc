#include "schema/position.h"

#include "schema/checksum.h"
#include "schema/fold.h"
#include "schema/format.h"
#include "schema/utf8.h"

namespace postil {

bool is_ink(uint32_t cp) {
  if (cp < 0x80) return cp != ' ' && !(cp >= 9 && cp <= 13);
  static constexpr uint32_t kNot[][2] = {
      {0x85, 0x85},       {0xA0, 0xA0},       {0xAD, 0xAD},      {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160},
      {0x1680, 0x1680},   {0x17B4, 0x17B5},   {0x180B, 0x180F},  {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
      {0x3000, 0x3000},   {0x3164, 0x3164},   {0xFE00, 0xFE0F},  {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8},
      {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};
  for (const auto& r : kNot)
    if (cp >= r[0] && cp <= r[1]) return false;
  return true;
}

uint32_t ink_count(std::string_view text) {
  uint32_t n = 0;
  for (const char *p = text.data(), *end = p + text.size(); p < end;) n += is_ink(utf8_next(p, end));
  return n;
}

size_t ink_offset(std::string_view text, uint32_t ink) {
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const char* at = p;
    if (!is_ink(utf8_next(p, end))) continue;
    if (ink-- == 0) return static_cast<size_t>(at - text.data());
  }
  return text.size();
}

uint32_t print_of(std::string_view text) {
  const std::string folded = fold(text);
  return checksum32(folded.data(), folded.size());
}

std::string path_key(uint32_t spine, std::string_view path) {
  const char head[3] = {static_cast<char>(format::KeySpace::path), static_cast<char>(spine >> 8),
                        static_cast<char>(spine)};
  return std::string(head, sizeof head).append(path);
}

std::string print_key(uint32_t spine, uint32_t print) {
  const char key[7] = {static_cast<char>(format::KeySpace::print),
                       static_cast<char>(spine >> 8),
                       static_cast<char>(spine),
                       static_cast<char>(print >> 24),
                       static_cast<char>(print >> 16),
                       static_cast<char>(print >> 8),
                       static_cast<char>(print)};
  return {key, sizeof key};
}

}  // namespace postil
