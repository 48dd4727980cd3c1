// What was looked up on the shelf, where the reader wants that kept: lines of the state file.
#pragma once
#include "shelf/catalogue.h"

namespace postil::shelf {

struct Asked {
  std::string query;
  uint32_t number = POSTIL_NONE, time = 0;  // the pack of the open book
};

Code keep_history(Shelf& shelf, bool on);
Code clear_history(Shelf& shelf);
Code add_history(Shelf& shelf, const std::vector<Asked>& asked);
Code load_history(Shelf& shelf, std::vector<Asked>& out);  // the last one first

}  // namespace postil::shelf
