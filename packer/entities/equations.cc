#include "packer/entities/equations.h"

#include <algorithm>

#include "packer/entities/match.h"
#include "schema/fold.h"

namespace postil {
namespace {

bool in(std::string_view word, std::initializer_list<const char*> list) {
  return std::any_of(list.begin(), list.end(), [&](const char* w) { return word == w; });
}

// "(also called", ", known as": words that make a second name of what follows.
bool names_again(std::string_view folded) {
  return in(folded, {"also known as",
                     "known as",
                     "also called",
                     "also named",
                     "called",
                     "also",
                     "alias",
                     "otherwise known as",
                     "otherwise called",
                     "better known as",
                     "nicknamed",
                     "formerly",
                     "formerly known as",
                     "formerly called",
                     "now",
                     "now called",
                     "now known as",
                     "later",
                     "later called",
                     "later known as",
                     "a k a",
                     "aka",
                     "nee",
                     "born",
                     "ie",
                     "i e",
                     "that is",
                     "previously",
                     "surnamed",
                     "named",
                     "the modern",
                     "modern",
                     "the ancient",
                     "anciently",
                     "today",
                     "in chinese",
                     "in russian",
                     "in english",
                     "in german",
                     "in french",
                     "in latin",
                     "in greek",
                     "or",
                     "styled",
                     "dit"});
}

std::string_view trimmed(std::string_view s) {
  const auto drop = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '"' || c == '\''; };
  while (!s.empty() && drop(s.front())) s.remove_prefix(1);
  while (!s.empty() && drop(s.back())) s.remove_suffix(1);
  return s;
}

bool closes(std::string_view after) {
  // Quotation marks may stand before the bracket, a citation of more names may not.
  for (size_t i = 0; i < after.size() && i < 8; ++i) {
    if (after[i] == ')' || after[i] == ']') return true;
    if (after[i] != ' ' && after[i] != '"' && after[i] != '\'' && after[i] != '*' && after[i] != '_' &&
        static_cast<uint8_t>(after[i]) < 0x80)
      return false;
  }
  return false;
}

}  // namespace

Bond bond(const Surface& a, const Surface& b, std::string_view between, std::string_view after) {
  if (between.size() > 40) return Bond::none;
  const std::string_view gap = trimmed(between);
  if (in(gap, {",", "and", ", and", "or", ", or", "&", "nor", ", nor", "and the", ", the", ", and the", "or the", "to",
               "and of", ", of", ", and of", "and to", "and at", "and in"})) {
    // ", or B," renames what stands before; "A or B" lists.
    if (gap == ", or" && !after.empty() && after[0] == ',' && a.words.size() == 1 && b.words.size() == 1)
      return Bond::same;
    return Bond::listed;
  }
  if (gap.empty() || gap.find('.') != std::string_view::npos) return Bond::none;
  const size_t bracket = gap.find_first_of("([");
  if (bracket != std::string_view::npos) {
    if (!trimmed(gap.substr(0, bracket)).empty()) return Bond::none;
    const std::string words = fold(gap.substr(bracket + 1));
    if (!words.empty() && words != "the" && !names_again(words)) return Bond::none;
    if (!closes(after)) {
      const std::string_view rest = trimmed(after);
      return words.empty() && (rest.substr(0, 4) == "and " || rest.substr(0, 1) == ",") ? Bond::opened : Bond::none;
    }
    if (b.acronym) return spells(a, b.whole, true) ? Bond::same : Bond::none;
    if (a.acronym) return spells(b, a.whole, true) ? Bond::same : Bond::none;
    return Bond::same;
  }
  if (gap[0] != ',') return Bond::none;
  const std::string words = fold(gap.substr(1));
  if (words == "or" || words == "called" || words == "named" || words == "born" || words == "today" || words == "also")
    return Bond::none;
  return names_again(words) ? Bond::named : Bond::none;
}

}  // namespace postil
