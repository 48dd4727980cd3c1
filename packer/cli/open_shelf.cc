#include "packer/cli/open_shelf.h"

#include <cstring>

namespace postil::cli {

std::string said(const postil_shelf* shelf) {
  std::string what = postil_shelf_message(shelf);
  return what.find("; ") == std::string::npos ? what + "; check the shelf with postil shelf check" : what;
}

int status_of(int32_t code) {
  return code == POSTIL_PERMISSION || code == POSTIL_NO_SPACE || code == POSTIL_IO ? kOutput
         : code == POSTIL_INVALID_ARGUMENT                                         ? kUsage
                                                                                   : kInput;
}

bool ends_with(const std::string& s, const char* end) {
  const size_t n = std::strlen(end);
  return s.size() >= n && s.compare(s.size() - n, n, end) == 0;
}

}  // namespace postil::cli
