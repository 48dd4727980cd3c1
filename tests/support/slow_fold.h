// The folding rule of schema/FORMAT.md ("Folding"), literally, from utf8proc's data: what the generated table is made from
// and what the fast one is held against.
#pragma once
#include <utf8proc.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace postil::slow {

inline bool dropped_mark(uint32_t c) {
  static constexpr uint32_t kRanges[][2] = {
      {0x0300, 0x036F}, {0x0483, 0x0487}, {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2}, {0x05C4, 0x05C5},
      {0x05C7, 0x05C7}, {0x0610, 0x061A}, {0x0640, 0x0640}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC},
      {0x06DF, 0x06E4}, {0x06E7, 0x06E8}, {0x06EA, 0x06ED}, {0x0711, 0x0711}, {0x0730, 0x074A}, {0x1AB0, 0x1ACE},
      {0x1DC0, 0x1DFF}, {0x20D0, 0x20F0}, {0xFE20, 0xFE2F}};
  for (const auto& r : kRanges)
    if (c >= r[0] && c <= r[1]) return true;
  return false;
}

inline bool apostrophe(uint32_t c) {
  return c == 0x27 || c == 0x60 || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2032 ||
         c == 0x2035 || (c >= 0x02B9 && c <= 0x02BF) || c == 0x02C8 || c == 0x0374 || c == 0x055A || c == 0x05F3 ||
         c == 0xA78C || c == 0xFF07 || c == 0x1FBD || c == 0x1FBF || c == 0x1FFD || c == 0x1FFE || c == 0x1FEF;
}

inline bool dash(uint32_t c) {
  return c == 0x2D || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2043 || c == 0x058A || c == 0x05BE ||
         c == 0x1400 || c == 0x1806 || c == 0x2E17 || c == 0x2E3A || c == 0x2E3B || c == 0xFE58 || c == 0xFE31 ||
         c == 0xFE32 || c == 0xFE63 || c == 0xFF0D;
}

inline bool quote_or_stop(uint32_t c) {
  return c == 0x22 || c == 0xAB || c == 0xBB || (c >= 0x201C && c <= 0x201F) || c == 0x201A || c == 0x2039 ||
         c == 0x203A || c == 0x2033 || c == 0x05F4 || c == 0x2E || c == 0xFF02 || c == 0xFF0E || c == 0x2024 ||
         c == 0xFE52 || c == 0x300C || c == 0x300D || c == 0x300E || c == 0x300F || c == 0xFF61 || c == 0xFF62 ||
         c == 0xFF63;
}

// What one code point becomes. White space and punctuation become U+0020.
inline std::vector<uint32_t> fold_one(uint32_t c) {
  if (c == 0xFFFD || (c >= 0xD800 && c <= 0xDFFF)) return {0xFFFD};
  if (apostrophe(c)) return {0x27};
  if (dash(c)) return {0x2D};
  if (quote_or_stop(c)) return {};
  if (c >= 0xAC00 && c <= 0xD7A3) return {c};
  if (c == 0x0439 || c == 0x0419) return {0x0439};
  switch (c) {
    case 0xC6:
    case 0xE6:
      return {'a', 'e'};
    case 0x152:
    case 0x153:
      return {'o', 'e'};
    case 0xD8:
    case 0xF8:
      return {'o'};
    case 0x141:
    case 0x142:
      return {'l'};
    case 0x110:
    case 0x111:
    case 0xD0:
    case 0xF0:
      return {'d'};
    case 0xDE:
    case 0xFE:
      return {'t', 'h'};
    case 0x131:
    case 0x130:
      return {'i'};
    case 0x126:
    case 0x127:
      return {'h'};
    case 0x166:
    case 0x167:
      return {'t'};
    default:
      break;
  }
  uint8_t bytes[4];
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), bytes);
  uint8_t* mapped = nullptr;
  const auto n = utf8proc_map(bytes, size, &mapped,
                              static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                             UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
  std::vector<uint32_t> out;
  if (n < 0) return {0xFFFD};
  for (utf8proc_ssize_t i = 0; i < n;) {
    utf8proc_int32_t d = 0;
    i += utf8proc_iterate(mapped + i, n - i, &d);
    const auto e = static_cast<uint32_t>(d);
    if (e != c && (apostrophe(e) || dash(e) || quote_or_stop(e) || (e >= 0xC0 && e < 0x180))) {
      for (uint32_t f : fold_one(e)) out.push_back(f);
      continue;
    }
    if (dropped_mark(e)) continue;
    switch (utf8proc_category(d)) {
      case UTF8PROC_CATEGORY_CC:
      case UTF8PROC_CATEGORY_ZS:
      case UTF8PROC_CATEGORY_ZL:
      case UTF8PROC_CATEGORY_ZP:
      case UTF8PROC_CATEGORY_PC:
      case UTF8PROC_CATEGORY_PD:
      case UTF8PROC_CATEGORY_PS:
      case UTF8PROC_CATEGORY_PE:
      case UTF8PROC_CATEGORY_PI:
      case UTF8PROC_CATEGORY_PF:
      case UTF8PROC_CATEGORY_PO:
        out.push_back(e == '&' ? '&' : ' ');
        break;
      default:
        out.push_back(e);
    }
  }
  std::free(mapped);
  return out;
}

// The whole rule: fold_one, Hangul composed, и + breve composed, spaces made one and trimmed.
inline std::vector<uint32_t> fold(const std::vector<uint32_t>& text) {
  std::vector<uint32_t> out;
  for (uint32_t c : text) {
    if (c == 0x0306 && !out.empty() && out.back() == 0x0438) {
      out.back() = 0x0439;
      continue;
    }
    for (uint32_t f : fold_one(c)) {
      if (f == ' ' && (out.empty() || out.back() == ' ')) continue;
      if (!out.empty() && f >= 0x1161 && f <= 0x1175 && out.back() >= 0x1100 && out.back() <= 0x1112) {
        out.back() = 0xAC00 + ((out.back() - 0x1100) * 21 + (f - 0x1161)) * 28;
        continue;
      }
      if (!out.empty() && f >= 0x11A8 && f <= 0x11C2 && out.back() >= 0xAC00 && out.back() <= 0xD7A3 &&
          (out.back() - 0xAC00) % 28 == 0) {
        out.back() += f - 0x11A7;
        continue;
      }
      out.push_back(f);
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace postil::slow
