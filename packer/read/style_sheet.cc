#include "packer/read/style_sheet.h"

#include <algorithm>
#include <cstdlib>

namespace postil {
namespace {

constexpr size_t kMaxRules = 20000;  // of all sheets: a book has hundreds

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string_view trimmed(std::string_view t) {
  while (!t.empty() && static_cast<unsigned char>(t.front()) <= ' ') t.remove_prefix(1);
  while (!t.empty() && static_cast<unsigned char>(t.back()) <= ' ') t.remove_suffix(1);
  return t;
}

std::string without_comments(std::string_view css) {
  std::string out;
  out.reserve(css.size());
  for (size_t i = 0; i < css.size();) {
    if (css.substr(i, 2) == "/*") {
      const size_t end = css.find("*/", i + 2);
      if (end == std::string_view::npos) break;
      i = end + 2;
      out += ' ';
    } else {
      out += css[i++];
    }
  }
  return out;
}

bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Is the length (em, ex, pt, px, %) above zero by more than a hair?
bool raised(const std::string& value, int sign) {
  char* end = nullptr;
  const double number = std::strtod(value.c_str(), &end);
  if (end == value.c_str()) return false;
  const std::string unit(trimmed(end));
  const double least = unit == "em" || unit == "ex" || unit == "rem" ? 0.15 : unit == "%" ? 15 : 1.5;
  return number * sign >= least;
}

// The declaration in the one form that later stages look for; empty when it is of no interest.
std::pair<std::string, std::string> declaration(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string property = lower(trimmed(text.substr(0, colon)));
  std::string value = lower(trimmed(text.substr(colon + 1)));
  if (const size_t bang = value.find('!'); bang != std::string::npos)
    value = std::string(trimmed(std::string_view(value).substr(0, bang)));
  auto has = [&](const char* word) { return value.find(word) != std::string::npos; };
  if (property == "display" && value == "none") return {property, value};
  if (property == "font-style") return {property, has("italic") || has("oblique") ? "italic" : "normal"};
  if (property == "font-weight")
    return {property,
            value == "bold" || value == "bolder" || value == "600" || value == "700" || value == "800" || value == "900"
                ? "bold"
                : "normal"};
  if (property == "font-variant" || property == "font-variant-caps")
    return {"font-variant", has("small-caps") ? "small-caps" : "normal"};
  if (property == "vertical-align") {
    if (value == "super" || value == "text-top" || raised(value, 1)) return {property, "super"};
    return {property, value == "sub" || raised(value, -1) ? "sub" : "baseline"};
  }
  if (property == "top" && raised(value, -1)) return {"vertical-align", "super"};  // with position: relative
  if (property == "text-decoration" || property == "text-decoration-line") {
    return {"text-decoration", has("line-through") ? "line-through" : has("underline") ? "underline" : "none"};
  }
  return {};
}

}  // namespace

void StyleSheet::add(std::string_view css) {
  const std::string text = without_comments(css);
  for (size_t at = 0; at < text.size();) {
    const size_t open = text.find_first_of("{};", at);
    if (open == std::string::npos) break;
    if (text[open] != '{') {  // "@import …;", or the end of an @media block
      at = open + 1;
      continue;
    }
    const std::string_view head = trimmed(std::string_view(text).substr(at, open - at));
    if (!head.empty() && head[0] == '@' && (head.substr(0, 6) == "@media" || head.substr(0, 9) == "@supports")) {
      at = open + 1;  // its rules stand inside
      continue;
    }
    size_t close = text.find('}', open);
    if (close == std::string::npos) close = text.size();
    if (!head.empty() && head[0] != '@') add_rule(head, std::string_view(text).substr(open + 1, close - open - 1));
    at = close + 1;
  }
}

void StyleSheet::add_rule(std::string_view selectors, std::string_view declarations) {
  Properties properties;
  for (size_t at = 0; at <= declarations.size();) {
    size_t end = declarations.find(';', at);
    if (end == std::string_view::npos) end = declarations.size();
    auto [property, value] = declaration(declarations.substr(at, end - at));
    if (!property.empty()) properties[property] = value;
    at = end + 1;
  }
  if (properties.empty()) return;
  for (size_t at = 0; at <= selectors.size();) {
    size_t end = selectors.find(',', at);
    if (end == std::string_view::npos) end = selectors.size();
    const std::string_view selector = trimmed(selectors.substr(at, end - at));
    at = end + 1;
    Rule rule;
    size_t i = 0;
    while (i < selector.size() && name_char(selector[i])) ++i;
    rule.tag = lower(selector.substr(0, i));
    while (i < selector.size() && selector[i] == '.') {
      size_t k = i + 1;
      while (k < selector.size() && name_char(selector[k])) ++k;
      rule.classes.emplace_back(selector.substr(i + 1, k - i - 1));
      i = k;
    }
    if (i != selector.size() || rule.classes.empty() || rule.classes[0].empty() || rules_.size() >= kMaxRules) continue;
    rule.properties = properties;
    by_class_[rule.classes[0]].push_back(rules_.size());
    rules_.push_back(std::move(rule));
  }
}

void StyleSheet::apply(Book& book) const {
  if (rules_.empty()) return;
  std::vector<size_t> found;
  for (Element& e : book.elements) {
    if (e.klass.empty()) continue;
    const std::string words = " " + e.klass + " ";
    found.clear();
    for (size_t at = 0; at < e.klass.size();) {
      size_t end = e.klass.find(' ', at);
      if (end == std::string::npos) end = e.klass.size();
      if (const auto rules = by_class_.find(e.klass.substr(at, end - at)); rules != by_class_.end())
        found.insert(found.end(), rules->second.begin(), rules->second.end());
      at = end + 1;
    }
    if (found.empty()) continue;
    // In the order of the sheets, the more classes the stronger.
    std::sort(found.begin(), found.end(), [&](size_t a, size_t b) {
      return rules_[a].classes.size() != rules_[b].classes.size() ? rules_[a].classes.size() < rules_[b].classes.size()
                                                                  : a < b;
    });
    Properties all;
    for (size_t r : found) {
      const Rule& rule = rules_[r];
      if (!rule.tag.empty() && rule.tag != e.name) continue;
      bool every = true;
      for (const std::string& c : rule.classes) every &= words.find(" " + c + " ") != std::string::npos;
      if (every)
        for (const auto& [property, value] : rule.properties) all[property] = value;
    }
    for (const auto& [property, value] : all) {
      if (e.style.find(property) != std::string::npos || value == "none" || value == "baseline" ||
          (value == "normal" && property != "font-style"))
        continue;
      if (!e.style.empty() && e.style.back() != ';') e.style += ';';
      e.style += property + ":" + value;
    }
  }
}

std::string inner_styles(std::string_view markup) {
  std::string out;
  for (size_t at = 0; (at = markup.find("<style", at)) != std::string_view::npos;) {
    const size_t open = markup.find('>', at);
    if (open == std::string_view::npos) break;
    const size_t close = markup.find("</style", open);
    if (close == std::string_view::npos) break;
    out += markup.substr(open + 1, close - open - 1);
    out += '\n';
    at = close;
  }
  return out;
}

}  // namespace postil
