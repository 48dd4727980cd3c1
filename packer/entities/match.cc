#include "packer/entities/match.h"

#include <algorithm>

#include "packer/entities/nicknames.h"

namespace postil {
namespace {

bool one_edit(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  if (a.size() - b.size() > 1) return false;
  size_t i = 0;
  while (i < b.size() && a[i] == b[i]) ++i;
  return a.size() == b.size() ? a.substr(std::min(i + 1, a.size())) == b.substr(std::min(i + 1, b.size()))
                              : a.substr(i + 1) == b.substr(i);
}

bool given_fits(const std::string& a, const std::string& b) {
  if (same_given(a, b)) return true;
  if (is_initial(a) || is_initial(b))
    return a.compare(0, std::min(a.size(), b.size()), b, 0, std::min(a.size(), b.size())) == 0;
  // "Catharine" and "Catherine", "Philip" and "Phillip"
  return a.size() >= 6 && b.size() >= 6 && a.substr(0, 3) == b.substr(0, 3) && a.back() == b.back() && one_edit(a, b);
}

// `few` is found in `many` in order.
bool within(const std::vector<std::string>& few, size_t i, const std::vector<std::string>& many, size_t j) {
  for (; i + 1 < few.size(); ++i, ++j) {
    while (j + 1 < many.size() && !given_fits(few[i], many[j])) ++j;
    if (j + 1 >= many.size()) return false;
  }
  return true;
}

}  // namespace

bool is_patronymic(const std::string& w) {
  for (const std::string_view end :
       {"ovich", "evich", "ovitch", "evitch", "owicz", "ovna", "evna", "ichna", "inichna", "owna", "ovic"})
    if (w.size() > end.size() + 2 && w.compare(w.size() - end.size(), end.size(), end) == 0) return true;
  return false;
}

bool same_person(const Surface& a, const Surface& b) {
  if (a.words.size() < 2 || b.words.size() < 2 || a.head < a.words.size() || b.head < b.words.size()) return false;
  if (a.words.back() != b.words.back()) return false;
  if (a.gender != Gender::unknown && b.gender != Gender::unknown && a.gender != b.gender) return false;
  const auto& few = a.words.size() <= b.words.size() ? a.words : b.words;
  const auto& many = &few == &a.words ? b.words : a.words;
  if (given_fits(few[0], many[0])) return within(few, 1, many, 1);
  // "Ammianus Marcellinus" in "Flavius Ammianus Marcellinus"
  return few.size() < many.size() && !is_given(many[0]) && std::equal(few.rbegin(), few.rend(), many.rbegin());
}

bool misspelt(const Surface& a, const Surface& b) {
  if (a.words.size() != b.words.size() || a.words.size() < 2) return false;
  size_t different = a.words.size();
  for (size_t i = 0; i < a.words.size(); ++i)
    if (a.words[i] != b.words[i]) {
      if (different < a.words.size()) return false;
      different = i;
    }
  if (different == a.words.size()) return true;
  const std::string &x = a.words[different], &y = b.words[different];
  if (std::min(x.size(), y.size()) < 4 || x[0] != y[0] || !one_edit(x, y)) return false;
  if (is_numeral(x) || is_numeral(y) || (is_given(x) && is_given(y))) return false;
  const bool ending = x.size() != y.size() && (x.compare(0, y.size(), y) == 0 || y.compare(0, x.size(), x) == 0);
  const bool last = x.size() == y.size() && x.compare(0, x.size() - 1, y, 0, y.size() - 1) == 0;
  const auto vowel = [](char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; };
  return !ending && !(last && (vowel(x.back()) || vowel(y.back()) || x.back() == 's' || y.back() == 's'));
}

bool spells(const Surface& full, std::string_view acronym, bool loosely) {
  if (full.words.size() < 2 || acronym.size() < 2) return false;
  static constexpr std::string_view kSmall[] = {"of", "the", "and", "for", "in", "on", "to", "de", "la", "&"};
  // Each word gives its first letter; small ones may give none, hyphened ones one for each part.
  std::vector<std::pair<char, bool>> letters;  // letter, may be passed over
  for (const std::string& w : full.words) {
    const bool small = std::find(std::begin(kSmall), std::end(kSmall), w) != std::end(kSmall);
    for (size_t i = 0; i < w.size(); ++i)
      if (i == 0 || w[i - 1] == '-' || loosely) letters.emplace_back(w[i], small || i > 0);
  }
  std::vector<bool> at(acronym.size() + 1, false);
  at[0] = true;
  for (const auto& [letter, passed] : letters) {
    for (size_t k = acronym.size(); k > 0; --k) at[k] = (passed && at[k]) || (at[k - 1] && acronym[k - 1] == letter);
    if (!passed) at[0] = false;
  }
  return at[acronym.size()];
}

}  // namespace postil
