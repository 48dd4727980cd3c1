// Links inside a book.
#pragma once
#include <string>

namespace postil {

// `href` resolved against the folder of `base`: percent-decoded, "." and ".." removed, the fragment split off. Empty path: `base` itself.
struct Target {
  std::string path, anchor;
  bool external = false;
};
Target resolve_href(const std::string& base, const std::string& href);

}  // namespace postil
