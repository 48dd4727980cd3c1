#include "packer/notes/label.h"

#include <algorithm>

namespace postil {
namespace {

bool starts(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

constexpr std::string_view kSymbols[] = {"*", "†", "‡", "§", "¶", "‖", "#", "∗", "⁎", "※", "✻"};
constexpr std::string_view kSuper[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

bool all_in(std::string_view text, std::string_view of) { return text.find_first_not_of(of) == std::string_view::npos; }

}  // namespace

std::string bare_label(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size();) {
    bool super = false;
    for (int d = 0; d < 10 && !super; ++d)
      if (starts(text.substr(i), kSuper[d])) plain += static_cast<char>('0' + d), i += kSuper[d].size(), super = true;
    if (!super) plain += text[i++];
  }
  std::string_view t = plain;
  const std::string_view around = " \t\n\r[](){}.:,";
  while (!t.empty() && around.find(t.front()) != std::string_view::npos) t.remove_prefix(1);
  while (!t.empty() && around.find(t.back()) != std::string_view::npos) t.remove_suffix(1);
  while (starts(t, "\xC2\xA0")) t.remove_prefix(2);
  for (std::string_view word : {"note", "footnote", "endnote", "fn", "n"}) {
    if (!starts(lower(t), word) || t.size() == word.size()) continue;
    std::string_view rest = t.substr(word.size());
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '.')) rest.remove_prefix(1);
    if (!rest.empty() && all_in(rest, "0123456789")) t = rest;
  }
  if (t.empty() || t.size() > 16) return "";
  const size_t digits = std::min(t.find_first_not_of("0123456789"), t.size());
  if (digits > 0 && digits <= 4 && t.size() <= digits + 1) return std::string(t);
  if (t.size() == 1 && ((t[0] >= 'a' && t[0] <= 'z') || (t[0] >= 'A' && t[0] <= 'Z'))) return std::string(t);
  if (t.size() <= 2 && t[0] == t.back() && t[0] >= 'a' && t[0] <= 'z') return std::string(t);
  if (t.size() <= 8 && (all_in(t, "ivxlcdm") || all_in(t, "IVXLCDM"))) return std::string(t);
  std::string_view rest = t;
  while (!rest.empty()) {
    bool symbol = false;
    for (std::string_view s : kSymbols)
      if (starts(rest, s)) {
        rest.remove_prefix(s.size());
        symbol = true;
        break;
      }
    if (!symbol) return "";
  }
  return std::string(t);
}

size_t label_prefix(std::string_view text, std::string_view label) {
  size_t at = 0;
  auto skip = [&](std::string_view set) {
    while (at < text.size() && set.find(text[at]) != std::string_view::npos) ++at;
  };
  skip(" \t\r\n[({");
  if (text.substr(at, label.size()) != label || label.empty()) {
    // The label may be printed in superscript digits.
    size_t end = at;
    while (end < text.size() && static_cast<unsigned char>(text[end]) >= 0x80) ++end;
    if (end == at || bare_label(text.substr(at, end - at)) != label) return 0;
    at = end;
  } else {
    at += label.size();
  }
  if (at < text.size() && text[at] >= '0' && text[at] <= '9') return 0;
  const size_t after = at;
  skip("])}.:,");
  if (at == after && !label.empty() && label.back() >= 'A' && at < text.size() && text[at] != ' ' && text[at] != '\xC2') return 0;
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || starts(text.substr(at), "\xC2\xA0"))) at += text[at] == '\xC2' ? 2 : 1;
  return at;
}

}  // namespace postil
