#include "packer/notes/images.h"

#include <algorithm>
#include <unordered_map>

#include "packer/notes/notes.h"
#include "packer/structure/href.h"
#include "schema/checksum.h"

namespace postil {
namespace {

const std::string& source_of(const Element& image) {
  return image.src.empty() ? image.href : image.src;
}

bool is_data(const std::string& source) {
  return source.size() > 5 && source[4] == ':' && (source[0] | 32) == 'd' && (source[1] | 32) == 'a' &&
         (source[2] | 32) == 't' && (source[3] | 32) == 'a';
}

}  // namespace

std::string image_reference(const Book& book, const Element& image) {
  const std::string& source = source_of(image);
  if (is_data(source)) {
    std::string out = "data:";
    const uint64_t sum = checksum64(source.data(), source.size());
    for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[sum >> shift & 15];
    return out;
  }
  const Target target = resolve_href(book.files[image.file].path, source);
  return target.external ? source : target.path + (target.anchor.empty() ? "" : "#" + target.anchor);
}

std::vector<NoteImage> images_of_notes(const Book& book, const NoteSet& set) {
  std::vector<const Element*> images;
  for (const Element& e : book.elements)
    if (e.name == "img" || e.name == "image") images.push_back(&e);
  std::vector<NoteImage> out;
  std::unordered_map<std::string, const Element*> known;  // by reference
  for (const Element* e : images)
    if (is_data(source_of(*e))) known.emplace(image_reference(book, *e), e);
  std::unordered_map<std::string, bool> taken;
  for (const Note& note : set.notes) {
    // Most notes have none: their text need not be made.
    const auto first = std::lower_bound(images.begin(), images.end(), note.begin,
                                        [](const Element* e, TextPoint p) { return e->begin < p; });
    if (first == images.end() || note.end < (*first)->begin) continue;
    const RichText body = note_body(book, note);
    for (const Span& span : body.spans) {
      if (span.kind != SpanKind::image || !taken.emplace(body.strings[span.arg], true).second) continue;
      const auto data = known.find(body.strings[span.arg]);
      out.push_back({body.strings[span.arg], data == known.end() ? "" : source_of(*data->second)});
    }
  }
  return out;
}

}  // namespace postil
