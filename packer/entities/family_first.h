// Names that begin with the family: Chinese (in either romanisation), Korean, Vietnamese.
#pragma once
#include <string>
#include <vector>

namespace postil {

// A family's name, folded: "zhou", "chou", "kim", "pham".
bool is_family_first_surname(const std::string& folded);

// "zhou enlai", "kim il sung", "pham van dong": two or three folded words of which the first is such a family and the others
// are made of syllables of those languages.
bool is_family_first(const std::vector<std::string>& words);

// Keys that a name in pinyin and the same in Wade-Giles share ("mao zedong", "mao tse-tung"), for each way to part it into syllables.
// None where `words` is no such name.
std::vector<std::string> romanised_keys(const std::vector<std::string>& words);

}  // namespace postil
