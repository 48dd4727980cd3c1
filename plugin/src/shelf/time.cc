#include "shelf/time.h"

#include <ctime>

namespace postil::shelf {
namespace {

// The civil calendar by eras of 400 years: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
constexpr uint32_t kBeforeEpoch = 719468;  // days from 0000-03-01 to 1970-01-01
constexpr uint32_t kEra = 146097;

void digits(std::string& out, uint32_t v, uint32_t count) {
  for (uint32_t unit = count == 4 ? 1000 : 10; unit; unit /= 10) out += static_cast<char>('0' + v / unit % 10);
}

}  // namespace

std::string utc(uint32_t seconds) {
  const uint32_t days = seconds / 86400 + kBeforeEpoch, of_day = seconds % 86400;
  const uint32_t day_of_era = days % kEra;
  const uint32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const uint32_t month = (5 * day_of_year + 2) / 153;  // from March
  std::string out;
  digits(out, year_of_era + days / kEra * 400 + (month >= 10), 4);
  digits(out += '-', month < 10 ? month + 3 : month - 9, 2);
  digits(out += '-', day_of_year - (153 * month + 2) / 5 + 1, 2);
  digits(out += 'T', of_day / 3600, 2);
  digits(out += ':', of_day / 60 % 60, 2);
  digits(out += ':', of_day % 60, 2);
  return out += 'Z';
}

uint32_t parse_utc(std::string_view text) {
  static constexpr char kForm[] = "dddd-dd-ddTdd:dd:dd";
  if (text.size() < sizeof kForm - 1) return 0;
  uint32_t field[6] = {}, at = 0;
  for (size_t i = 0; i < sizeof kForm - 1; ++i) {
    if (kForm[i] == 'd') {
      if (text[i] < '0' || text[i] > '9') return 0;
      field[at] = field[at] * 10 + static_cast<uint32_t>(text[i] - '0');
    } else {
      if (text[i] != kForm[i] && !(kForm[i] == 'T' && text[i] == ' ')) return 0;
      ++at;
    }
  }
  const auto [year, month, day, hour, minute, second] = field;
  if (year < 1970 || year > 2105 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 ||
      second > 60)
    return 0;
  const uint32_t y = month <= 2 ? year - 1 : year, m = month > 2 ? month - 3 : month + 9;
  const uint32_t days = y / 400 * kEra + y % 400 * 365 + y % 400 / 4 - y % 400 / 100 + (153 * m + 2) / 5 + day - 1;
  return (days - kBeforeEpoch) * 86400 + hour * 3600 + minute * 60 + second;
}

uint32_t now() {
  return static_cast<uint32_t>(std::time(nullptr));
}

}  // namespace postil::shelf
