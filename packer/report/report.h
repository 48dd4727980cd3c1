// Findings as text, JSON Lines and SARIF 2.1.0.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "packer/book.h"

namespace postil {

struct ReportRow {
  std::string code, message, hint;
  std::string file, last_file;  // inside the book; empty: the book as a whole, no second place
  uint32_t severity = 1;        // 0 note, 1 warning, 2 error
  uint32_t begin = 0, end = 0, last_begin = 0, last_end = 0;
  int32_t delta = 0;
  uint32_t line = 0;                  // of a text that was checked, from 1; 0: not known
  std::string anchor, cfi, last_cfi;  // of the places, where they have one
};

// All findings of a book, stage by stage: the order in which a pack stores them.
std::vector<ReportRow> report_rows(const Compiled& compiled);

// `format`: text, json, sarif. `input`: what was checked.
std::string report(const std::vector<ReportRow>& rows, const std::string& input, const std::string& format);

}  // namespace postil
