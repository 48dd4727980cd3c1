// What the packer says at the end.
#pragma once
#include <string>
#include <vector>

#include "packer/book.h"

namespace postil {

// "95 noterefs: 91 linked, 4 unresolved; 212 entities; ...": what was found, on one line.
std::string summary(const Compiled& compiled);

// A few lines for a newcomer: what to look at in the pack at `path`, with commands that work as they stand.
std::string next_steps(const Compiled& compiled, const std::string& path);

// One JSON object: counts, noterefs that are unresolved or doubtful, findings.
std::string pack_report(const Compiled& compiled, const std::vector<std::string>& inputs, const std::string& path);

}  // namespace postil
