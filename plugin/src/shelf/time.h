// Moments as the journal writes them, "2026-11-25T01:02:03Z", without the C library's locale and time zones.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace postil::shelf {

std::string utc(uint32_t seconds);
// Also with a space instead of T, and without Z. 0 where it is no such moment, or one before 1970 or after 2105.
uint32_t parse_utc(std::string_view text);
uint32_t now();

}  // namespace postil::shelf
