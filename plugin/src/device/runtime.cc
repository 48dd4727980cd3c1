// The parts of the C++ runtime that would bring in iostreams, locales, message catalogues and the demangler.
#include <cstdlib>
#include <exception>
#include <new>

namespace {
struct OutOfRange {};
}  // namespace

namespace __cxxabiv1 {
__attribute__((visibility("hidden"))) std::terminate_handler __terminate_handler = std::abort;
}  // namespace __cxxabiv1

// Thrown inside the library only: postil.h's guard turns both into codes.
namespace std {
void __throw_bad_alloc() {
  throw bad_alloc();
}
void __throw_bad_array_new_length() {
  throw bad_alloc();
}
void __throw_length_error(const char*) {
  throw bad_alloc();
}
void __throw_logic_error(const char*) {
  throw OutOfRange();
}
void __throw_out_of_range(const char*) {
  throw OutOfRange();
}
void __throw_out_of_range_fmt(const char*, ...) {
  throw OutOfRange();
}
void __throw_invalid_argument(const char*) {
  throw OutOfRange();
}
void __throw_bad_function_call() {
  throw OutOfRange();
}
}  // namespace std
