// The few things a style sheet says that are part of the text: raised, slanted, bold, in small capitals, underlined,
// struck out, not shown.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "packer/book.h"

namespace postil {

// Rules by class ("span.note", ".a.b", "p.x"); selectors by place, state or attribute are left out, and so are sizes
// and colours.
class StyleSheet {
 public:
  // Reads one sheet; of two rules for one selector the later wins, as in CSS. Broken CSS loses the broken rule only.
  void add(std::string_view css);
  // Adds to the style attribute of each element what it does not say itself.
  void apply(Book& book) const;
  bool empty() const { return rules_.empty(); }

 private:
  using Properties = std::map<std::string, std::string>;
  struct Rule {
    std::string tag;                   // empty: any
    std::vector<std::string> classes;  // the first is the key
    Properties properties;
  };
  void add_rule(std::string_view selectors, std::string_view declarations);

  std::vector<Rule> rules_;
  std::unordered_map<std::string, std::vector<size_t>> by_class_;
};

// The sheets inside a document's <style> elements.
std::string inner_styles(std::string_view markup);

}  // namespace postil
