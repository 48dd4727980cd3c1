// Tables for spreadsheets: RFC 4180, UTF-8, CRLF.
#pragma once
#include <string>
#include <vector>

#include "packer/exchange/contents.h"

namespace postil {

struct CsvFile {
  std::string name, text;
};

// entities.csv, mentions.csv, notes.csv, noterefs.csv, works.csv. A cell that a spreadsheet would take for a formula gets an apostrophe before
// it: names come from books, which are not to be trusted.
std::vector<CsvFile> to_csv(const Contents& contents);

}  // namespace postil
