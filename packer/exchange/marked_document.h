// One content document of an EPUB on its way to bear popup notes: where its notes and noterefs are in the source, and
// the marks added so far.
#pragma once
#include <string>
#include <unordered_map>

#include "packer/exchange/contents.h"
#include "packer/exchange/insertions.h"
#include "packer/exchange/xhtml_source.h"

namespace postil {

class MarkedDocument {
 public:
  // `paragraphs`: those that the pack has of this file. The Result says why a document is left as it is.
  Result open(std::string path, std::string bytes, const std::vector<const ContentsParagraph*>& paragraphs);

  const std::string& path() const { return path_; }
  const std::string& bytes() const { return bytes_; }
  const Book& book() const { return source_.book; }
  const Element& at(uint32_t element) const { return source_.book.elements[element]; }
  const SourceTag& tag(uint32_t element) const { return source_.tags[source_.node_of[element]]; }

  TextPoint point_of(uint32_t byte) const;  // of the extracted text
  uint32_t by_id(const std::string& id) const;
  bool has_id(const std::string& id) const { return by_id(id) != kNone; }
  bool inside(uint32_t element, const char* name) const;  // itself or an element around it
  // The children of one element from the one around `first` to the one around `last`; kNone, kNone where there are none.
  std::pair<uint32_t, uint32_t> siblings_around(uint32_t first, uint32_t last) const;

  // Adds attributes to the start tag where it lacks them: a word of epub:type, a role.
  void declare(uint32_t element, const std::string& epub_type, const std::string& role);
  // Gives a link another target; the old one stays as data-postil-href.
  void declare_names() { name_space(); }  // for marks that use the prefix epub:
  void redirect(uint32_t element, const std::string& href);
  bool wrap(size_t begin, size_t end, std::string before, std::string after) {
    return marks_.wrap(begin, end, std::move(before), std::move(after));
  }
  void insert(size_t at, std::string text) { marks_.insert(at, std::move(text)); }
  // The bytes of a stretch within one paragraph, extended to whole elements where it begins and ends in different ones. Empty where
  // it cuts an element in two.
  std::pair<size_t, size_t> bytes_of(TextPoint begin, TextPoint end) const;

  bool marked() const { return !marks_.empty(); }
  const Insertions& marks() const { return marks_; }

 private:
  void name_space();

  std::string path_, bytes_;
  XhtmlSource source_;
  Insertions marks_;
  std::unordered_map<std::string, uint32_t> ids_;
  bool named_ = false;
};

}  // namespace postil
