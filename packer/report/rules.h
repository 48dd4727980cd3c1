// The rules that findings come from. RULES.md, which is part of the program, is the one place that describes them.
#pragma once
#include <string>
#include <vector>

namespace postil {

// All codes, in the order of RULES.md.
const std::vector<std::string>& rule_codes();
// What the rule is about, one sentence; empty for a code that is none.
std::string rule_summary(const std::string& code);
// The rule's section of RULES.md, without its heading; empty for a code that is none.
std::string rule_page(const std::string& code);

}  // namespace postil
