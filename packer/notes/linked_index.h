// The elements of a book as links see them: ids, targets, lines, the section that a heading opens.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "packer/book.h"
#include "packer/notes/linked_words.h"

namespace postil {

class LinkIndex {
 public:
  explicit LinkIndex(const Book& book);

  const Book& book() const { return book_; }
  const Element& at(uint32_t element) const { return book_.elements[element]; }

  // The element that a link means; a link to a whole file means its first element. kNone: outside the book or nowhere.
  uint32_t resolve(uint32_t element) const;
  // A link into the book that leads nowhere.
  bool dangling(uint32_t element) const;
  // Another element of the file has the same id.
  bool doubled(uint32_t element) const { return doubled_.count(element) != 0; }
  bool names_a_place(uint32_t element) const { return at(element).href.find('#') != std::string::npos; }

  bool contains(uint32_t outer, uint32_t inner) const { return outer <= inner && inner < at(outer).next; }
  bool empty(uint32_t element) const { return at(element).begin == at(element).end; }
  // The element's text where it lies in one paragraph, else "".
  std::string_view text(uint32_t element) const;
  std::string_view paragraph(uint32_t p) const { return book_.paragraphs[p].text; }
  // The text before a point in its paragraph.
  std::string_view before(TextPoint point) const;
  std::string_view after(TextPoint point) const;
  bool valid(TextPoint point) const { return point.paragraph < book_.paragraphs.size(); }

  uint32_t block(uint32_t element) const;    // itself or the nearest block around it
  uint32_t first_at(TextPoint point) const;  // the first element that begins at or after a point
  TextPoint line_start(
      TextPoint point) const;  // where its line begins: the paragraph's start, or the place after a <br>
  bool superscript(uint32_t element) const;
  // class, epub:type, role and rel of the element, lower case, each word between spaces.
  const std::string& names(uint32_t element) const { return names_[element]; }
  template <class F>
  bool any_above(uint32_t element, F test) const {  // the element itself included
    for (; element != kNone; element = at(element).parent)
      if (test(element)) return true;
    return false;
  }
  // What the headings above a paragraph call its section.
  Section section(uint32_t paragraph) const { return sections_[paragraph]; }
  // The heading that called it so; kNone where none did.
  uint32_t section_heading(uint32_t paragraph) const { return headings_[paragraph]; }
  // An <hr> stands directly before the point.
  bool ruled(TextPoint point) const;

 private:
  void find_sections();

  const Book& book_;
  std::unordered_map<std::string, uint32_t> files_, ids_;
  std::unordered_set<uint32_t> doubled_;
  std::vector<std::string> names_;
  std::vector<Section> sections_;
  std::vector<uint32_t> headings_;
  std::vector<TextPoint> breaks_, rules_;
};

}  // namespace postil
