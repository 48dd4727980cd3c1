#include "packer/notes/label.h"

#include <algorithm>

#include "schema/utf8.h"

namespace postil {
namespace {

bool starts(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

constexpr std::string_view kSymbols[] = {"*", "†", "‡", "§", "¶",  "‖", "∥", "#", "∗", "⁎", "※",
                                         "✻", "✱", "⁑", "⁂", "＊", "°", "◊", "☆", "★", "⸸"};
constexpr std::string_view kSpaces[] = {" ",
                                        "\t",
                                        "\n",
                                        "\r",
                                        "\xC2\xA0",
                                        "\xE2\x80\x89",
                                        "\xE2\x80\xAF",
                                        "\xE3\x80\x80",
                                        "\xE2\x80\x82",
                                        "\xE2\x80\x83",
                                        "\xE2\x81\xA0",
                                        "\xE2\x80\x8B",
                                        "\xEF\xBB\xBF"};
constexpr std::string_view kOpen[] = {"[", "(", "{", "（", "［", "〔", "【", "〈", "「", "⟨"};
constexpr std::string_view kClose[] = {"]", ")", "}", "）", "］", "〕", "】", "〉", "」",
                                       "⟩", ".", ",", ":",  "．", "、", "：", "。"};
constexpr std::string_view kWords[] = {"footnote", "endnote", "note",       "fußnote", "fussnote", "anmerkung",
                                       "anm.",     "nota",    "примечание", "прим.",   "註",       "注",
                                       "脚注",     "註釋",    "注释",       "注釈",    "訳注",     "译注",
                                       "原注",     "n.",      "fn",         "en",      "n"};

template <class Set>
size_t one_of(std::string_view text, const Set& set) {
  for (std::string_view s : set)
    if (starts(text, s)) return s.size();
  return 0;
}
template <class Set>
size_t last_of(std::string_view text, const Set& set) {
  for (std::string_view s : set)
    if (text.size() >= s.size() && text.substr(text.size() - s.size()) == s) return s.size();
  return 0;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

bool all_in(std::string_view text, std::string_view of) {
  return text.find_first_not_of(of) == std::string_view::npos;
}

// The decimal value of a digit of another script or style, else -1; a circled number up to 20.
int digit_of(uint32_t c) {
  if (c == 0xB9) return 1;
  if (c == 0xB2 || c == 0xB3) return static_cast<int>(c - 0xB0);
  if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079)) return static_cast<int>(c - 0x2070);
  if (c >= 0xFF10 && c <= 0xFF19) return static_cast<int>(c - 0xFF10);
  if (c >= 0x0660 && c <= 0x0669) return static_cast<int>(c - 0x0660);
  if (c >= 0x06F0 && c <= 0x06F9) return static_cast<int>(c - 0x06F0);
  if (c >= 0x0966 && c <= 0x096F) return static_cast<int>(c - 0x0966);
  if (c >= 0x2460 && c <= 0x2473) return static_cast<int>(c - 0x245F);
  if (c >= 0x2776 && c <= 0x277F) return static_cast<int>(c - 0x2775);
  return -1;
}

std::string with_plain_digits(std::string_view text) {
  std::string out;
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const uint32_t c = utf8_next(p, end);
    const int d = c < 0x80 ? -1 : digit_of(c);
    if (d >= 0)
      out += std::to_string(d);
    else
      utf8_append(out, c);
  }
  return out;
}

bool roman(std::string_view t) {
  return t.size() <= 8 && (all_in(t, "ivxlcdm") || all_in(t, "IVXLCDM"));
}

bool symbols_only(std::string_view t) {
  for (size_t n = 0; !t.empty(); t.remove_prefix(n))
    if ((n = one_of(t, kSymbols)) == 0) return false;
  return true;
}

// A single CJK numeral up to ten.
bool kanji_number(std::string_view t) {
  for (std::string_view k : {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"})
    if (t == k) return true;
  return false;
}

bool is_label(std::string_view t) {
  if (t.empty() || t.size() > 16) return false;
  const size_t digits = std::min(t.find_first_not_of("0123456789"), t.size());
  if (digits > 0 && digits <= 4 &&
      (t.size() == digits || (t.size() == digits + 1 && lower(t)[digits] >= 'a' && lower(t)[digits] <= 'z')))
    return true;
  if (t.size() == 1 && ((t[0] >= 'a' && t[0] <= 'z') || (t[0] >= 'A' && t[0] <= 'Z'))) return true;
  if (t.size() == 2 && t[0] == t[1] && t[0] >= 'a' && t[0] <= 'z') return true;
  if (roman(t) || symbols_only(t) || kanji_number(t)) return true;
  // A symbol before a number ("*1", "※2").
  if (const size_t n = one_of(t, kSymbols))
    return t.size() > n && t.size() <= n + 4 && all_in(t.substr(n), "0123456789");
  return false;
}

}  // namespace

std::string bare_label(std::string_view text) {
  if (text.size() > 64) return "";
  const std::string plain = with_plain_digits(text);
  std::string_view t = plain;
  for (size_t n = 1; n > 0;) {
    n = 0;
    if (const size_t s = one_of(t, kSpaces)) t.remove_prefix(n = s);
    if (const size_t s = one_of(t, kOpen)) t.remove_prefix(n = s);
    if (const size_t s = one_of(t, kClose)) t.remove_prefix(n = s);
    if (const size_t s = last_of(t, kSpaces)) t.remove_suffix(n = s);
    if (const size_t s = last_of(t, kClose)) t.remove_suffix(n = s);
    if (const size_t s = last_of(t, kOpen)) t.remove_suffix(n = s);
  }
  const std::string lowered = lower(t);
  for (std::string_view word : kWords) {
    if (!starts(lowered, word) || t.size() == word.size()) continue;
    std::string_view rest = t.substr(word.size());
    for (size_t n = 1; n > 0;) {
      n = 0;
      if (const size_t s = one_of(rest, kSpaces)) rest.remove_prefix(n = s);
      if (!rest.empty() && rest.front() == '.') rest.remove_prefix(n = 1);
    }
    if (!rest.empty() && rest.size() <= 4 && all_in(rest, "0123456789")) return std::string(rest);
  }
  return is_label(t) ? std::string(t) : "";
}

size_t label_prefix(std::string_view text, std::string_view label) {
  size_t at = 0;
  auto skip = [&](const auto& set) {
    bool any = false;
    for (size_t n; (n = one_of(text.substr(at), set)) > 0; any = true) at += n;
    return any;
  };
  if (label.empty()) return 0;
  for (bool more = true; more;) {
    more = skip(kSpaces);
    more = skip(kOpen) || more;
  }
  if (text.substr(at, label.size()) != label) {
    // The label may be printed in other digits, or after a word ("Note 3").
    size_t end = at;
    while (end < text.size() && end - at < 24 && bare_label(text.substr(at, end - at)) != label) {
      ++end;
      while (end < text.size() && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) ++end;
    }
    if (end == at || bare_label(text.substr(at, end - at)) != label) return 0;
    at = end;
  } else {
    at += label.size();
  }
  if (at < text.size() && text[at] >= '0' && text[at] <= '9') return 0;
  const size_t after = at;
  for (bool more = true; more;) more = skip(kClose);
  const bool letters = !label.empty() && static_cast<uint8_t>(label.back()) < 0x80 && label.back() >= 'A';
  if (at == after && letters && at < text.size() && one_of(text.substr(at), kSpaces) == 0) return 0;
  skip(kSpaces);
  return at;
}

std::string leading_label(std::string_view text, size_t* size) {
  size_t at = 0;
  for (size_t n; (n = one_of(text.substr(at), kSpaces)) > 0;) at += n;
  // A circled digit needs no stop.
  const bool circled =
      text.substr(at, 2) == "\xE2\x91" || text.substr(at, 2) == "\xE2\x92" || text.substr(at, 2) == "\xE2\x9D";
  const bool bracket = circled || one_of(text.substr(at), kOpen) > 0;
  std::string best;
  size_t best_end = 0;
  for (size_t end = at + 1; end <= text.size() && end - at <= 16; ++end) {
    if (end < text.size() && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) continue;
    const std::string label = bare_label(text.substr(at, end - at));
    if (label.empty()) {
      if (!best.empty()) break;
      continue;
    }
    if (end < text.size() && label.back() >= '0' && label.back() <= '9' && text[end] >= '0' && text[end] <= '9')
      continue;
    best = label;
    best_end = end;
  }
  *size = 0;
  if (best.empty()) return "";
  while (const size_t n = last_of(text.substr(at, best_end - at), kSpaces)) best_end -= n;
  size_t end = best_end;
  bool closed = last_of(text.substr(at, best_end - at), kClose) > 0;
  for (size_t n; (n = one_of(text.substr(end), kClose)) > 0; closed = true) end += n;
  const bool letters = static_cast<uint8_t>(best.back()) < 0x80 && best.back() >= 'A';
  const size_t space = one_of(text.substr(end), kSpaces);
  const bool symbol = one_of(best, kSymbols) > 0;
  if (end < text.size() && ((letters && !closed) || (!closed && !bracket && space == 0 && !symbol))) return "";
  // "1.5 million" and "3,000" are numbers.
  if (end < text.size() && text[end] >= '0' && text[end] <= '9' && closed && !bracket) return "";
  while (const size_t n = one_of(text.substr(end), kSpaces)) end += n;
  *size = end;
  return best;
}

}  // namespace postil
