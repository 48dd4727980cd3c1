// Where there is no LMDB: the interface is whole, a shelf cannot be opened.
#include "shelf/store.h"

namespace postil::shelf {

Code Store::open(const std::string&, bool, bool) {
  message = "this build has no shelf";
  return Code::unsupported;
}
void Store::close() {}
Code Store::begin(Access) {
  return Code::unsupported;
}
Code Store::commit() {
  return Code::unsupported;
}
void Store::abort() {}
Code Store::grow() {
  return Code::unsupported;
}
Code Store::get(std::string_view, std::string&) {
  return Code::unsupported;
}
Code Store::put(std::string_view, std::string_view) {
  return Code::unsupported;
}
Code Store::remove(std::string_view) {
  return Code::unsupported;
}
Code Store::each(std::string_view, std::string_view, const std::function<bool(std::string_view, const std::string&)>&) {
  return Code::unsupported;
}
Code Store::size_of(std::string_view, uint32_t&) {
  return Code::unsupported;
}
Code Store::part(uint32_t, uint32_t, void*) {
  return Code::unsupported;
}

}  // namespace postil::shelf
