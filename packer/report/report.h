// Findings as text, JSON Lines and SARIF 2.1.0.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace postil {

struct ReportRow {
  std::string code, message, hint, file, last_file;
  uint32_t severity = 1, begin = 0, end = 0, last_begin = 0, last_end = 0;
  int32_t delta = 0;
};

// `format`: text, json, sarif. `input`: what was checked.
std::string report(const std::vector<ReportRow>& rows, const std::string& input, const std::string& format);

}  // namespace postil
