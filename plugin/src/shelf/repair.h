// What is wrong with a shelf, and making it usable again. Both work on the files, not on an open shelf.
#pragma once
#include "postil.h"
#include "shelf/shelf.h"

namespace postil::shelf {

Code check_shelf(const std::string& path, postil_shelf_state& state, std::string& message);
Code repair_shelf(const std::string& path, postil_shelf_state& state, std::string& message);

}  // namespace postil::shelf
