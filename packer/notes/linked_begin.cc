#include "packer/notes/label.h"
#include "packer/notes/linked_extent.h"

namespace postil {

TextPoint begin_of_note(const LinkIndex& x, uint32_t target, const std::string& label) {
  const Element& t = x.at(target);
  TextPoint at = t.begin;
  if (!x.valid(at)) return {kNone, 0};
  const TextPoint line = x.line_start(at);
  const std::string_view own = x.after(line);
  const std::string_view head = own.substr(0, at.offset - line.offset);
  size_t size = 0;
  if (x.empty(target) && at.offset > 0 && at.offset == x.paragraph(at.paragraph).size() &&
      at.paragraph + 1 < x.book().paragraphs.size() && x.book().paragraphs[at.paragraph + 1].file == t.file &&
      label_prefix(own, label) == 0 && label_prefix(x.paragraph(at.paragraph + 1), label) > 0)
    return {at.paragraph + 1, 0};
  // The id is on the way back at the note's end.
  if (t.name == "a" && at != line && (way_back(x.text(target)) || says_backlink(x.names(target))) &&
      label_prefix(own, label) == 0) {
    for (uint32_t up = t.parent; up != kNone; up = x.at(up).parent) {
      const std::string& n = x.at(up).name;
      if (n == "li" || n == "aside" || n == "dd" || (n == "div" && says_note(x.names(up)))) return x.at(up).begin;
      if (n == "body" || n == "section") break;
    }
    return {at.paragraph, 0};
  }
  const bool bare = head.find_first_not_of(" []().") == std::string_view::npos ||
                    (head.size() <= 24 && !leading_label(head, &size).empty() && size == head.size());
  return bare || label_prefix(own, label) > 0 ? line : at;
}

}  // namespace postil
