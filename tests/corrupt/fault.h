// A pack that is wrong in one way, and the one code and message that it gives.
#pragma once
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "plugin/include/postil.h"
#include "tests/support/pack_editor.h"

namespace postil::corrupt {

// The sample book with its notes and entities, an index of several pages.
const std::string& sample();
// The sample's text many times, so that a dictionary pays and the index has two levels.
const std::string& with_dictionary();

using Ask = int32_t (*)(postil_pack*);
int32_t nothing(postil_pack*);
int32_t verify(postil_pack* p);
int32_t note(postil_pack* p);
int32_t mark(postil_pack* p);
int32_t image(postil_pack* p);
int32_t mentions(postil_pack* p);
int32_t lookup(postil_pack* p);

struct Fault {
  const char* name;
  void (*make)(PackEditor&);
  Ask ask;
  int32_t code;
  const char* message;
  bool seal = true;         // else the checksums of header and root stay as they were
  bool dictionary = false;  // the sample with a dictionary and inner pages
};
inline void PrintTo(const Fault& f, std::ostream* out) {
  *out << f.name;
}

// Makes the pack and asks it, mapped and read.
void expect(const Fault& fault);

inline std::string name_of(const testing::TestParamInfo<Fault>& fault) {
  return fault.param.name;
}

}  // namespace postil::corrupt
