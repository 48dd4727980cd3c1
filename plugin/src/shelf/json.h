// JSON as far as the journal needs it: one object of strings, numbers, booleans and lists of strings. Other values are stepped over.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace postil::shelf {

// Appends `text`, which is UTF-8, as a JSON string; what is no UTF-8 becomes U+FFFD.
void append_json(std::string& out, std::string_view text);

struct JsonValue {
  enum Kind { other, string, number, boolean, list } kind = other;
  std::string text;
  uint32_t value = 0;  // a number from 0 to 4294967295, or a boolean; other numbers are `other`
  std::vector<std::string> items;
};
// Calls `f` for each member of the object; false where `text` is no JSON object or is followed by something else.
bool each_member(std::string_view text, const std::function<void(std::string_view name, JsonValue& value)>& f);

}  // namespace postil::shelf
