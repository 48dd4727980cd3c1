// Given names, whom they are usually given to, and what they are shortened to.
#pragma once
#include <string_view>
#include <vector>

#include "packer/entities/surface.h"

namespace postil {

// Of a folded given name; unknown where the table does not have it or both use it.
Gender given_gender(std::string_view folded);
bool is_given(std::string_view folded);

// The given names that a short form stands for: "meg" -> margaret. Empty where there is none.
const std::vector<std::string_view>& full_given(std::string_view nickname);
// Its short forms: "margaret" -> meg, maggie, ...
const std::vector<std::string_view>& short_given(std::string_view given);
// The same name: equal, or one is a short form of the other, or both are of a third.
bool same_given(std::string_view a, std::string_view b);

}  // namespace postil
