#include "packer/entities/nicknames.h"

#include <algorithm>
#include <unordered_map>

#include "packer/entities/given_names.h"

namespace postil {
namespace {

struct Tables {
  std::unordered_map<std::string_view, Gender> gender;
  std::unordered_map<std::string_view, std::vector<std::string_view>> full, nick;
  Tables() {
    for (size_t row = 0; row < kGivenNames.size();) {
      const size_t row_end = std::min(kGivenNames.find(", ", row), kGivenNames.size());
      const std::string_view line = kGivenNames.substr(row, row_end - row);
      row = row_end + 2;
      std::vector<std::string_view> cells;
      for (size_t i = 0; i < line.size();) {
        const size_t end = std::min(line.find(' ', i), line.size());
        cells.push_back(line.substr(i, end - i));
        i = end + 1;
      }
      const Gender g = cells[1] == "m" ? Gender::male : cells[1] == "f" ? Gender::female : Gender::unknown;
      gender.emplace(cells[0], g);
      for (size_t i = 2; i < cells.size(); ++i) full[cells[i]].push_back(cells[0]), nick[cells[0]].push_back(cells[i]);
    }
    // A short form has the gender that all its full names share.
    for (const auto& [short_form, names] : full) {
      Gender g = gender.at(names[0]);
      for (std::string_view n : names)
        if (gender.at(n) != g) g = Gender::unknown;
      gender.emplace(short_form, g);
    }
  }
};
const Tables& tables() {
  static const Tables t;
  return t;
}

}  // namespace

Gender given_gender(std::string_view folded) {
  const auto at = tables().gender.find(folded);
  return at == tables().gender.end() ? Gender::unknown : at->second;
}

bool is_given(std::string_view folded) {
  return tables().gender.count(folded) > 0;
}

const std::vector<std::string_view>& full_given(std::string_view nickname) {
  static const std::vector<std::string_view> none;
  const auto at = tables().full.find(nickname);
  return at == tables().full.end() ? none : at->second;
}

const std::vector<std::string_view>& short_given(std::string_view given) {
  static const std::vector<std::string_view> none;
  const auto at = tables().nick.find(given);
  return at == tables().nick.end() ? none : at->second;
}

bool same_given(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const auto &fa = full_given(a), &fb = full_given(b);
  if (std::find(fa.begin(), fa.end(), b) != fa.end() || std::find(fb.begin(), fb.end(), a) != fb.end()) return true;
  return std::find_first_of(fa.begin(), fa.end(), fb.begin(), fb.end()) != fa.end();
}

}  // namespace postil
