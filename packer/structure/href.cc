#include "packer/structure/href.h"

#include <vector>

namespace postil {

Target resolve_href(const std::string& base, const std::string& href) {
  Target out;
  std::string path = href;
  if (const size_t hash = path.find('#'); hash != std::string::npos) {
    out.anchor = path.substr(hash + 1);
    path.resize(hash);
  }
  if (const size_t colon = path.find(':'); colon != std::string::npos && path.find('/') > colon) {
    out.external = true;
    out.path = href;
    return out;
  }
  auto decode = [](const std::string& in) {
    std::string text;
    auto digit = [](char c) {
      return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    };
    for (size_t i = 0; i < in.size(); ++i) {
      if (in[i] == '%' && i + 2 < in.size() && digit(in[i + 1]) >= 0 && digit(in[i + 2]) >= 0) {
        text += static_cast<char>(digit(in[i + 1]) * 16 + digit(in[i + 2]));
        i += 2;
      } else {
        text += in[i];
      }
    }
    return text;
  };
  out.anchor = decode(out.anchor);
  path = decode(path);
  if (path.empty()) {
    out.path = base;
    return out;
  }
  if (path[0] != '/') {
    const size_t slash = base.rfind('/');
    path = (slash == std::string::npos ? "" : base.substr(0, slash + 1)) + path;
  }
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= path.size();) {
    size_t end = path.find('/', begin);
    if (end == std::string::npos) end = path.size();
    const std::string part = path.substr(begin, end - begin);
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
    begin = end + 1;
  }
  for (const std::string& part : parts) out.path += (out.path.empty() ? "" : "/") + part;
  return out;
}

}  // namespace postil
