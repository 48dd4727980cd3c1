// The files of a book's images, read once it is known which ones its notes show.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "packer/book.h"

namespace postil {

class Converted;

// Where a book's images lie; read_book fills it. What a converter made is kept with it.
struct ImageFiles {
  std::string epub;                 // an archive, or
  std::vector<std::string> inputs;  // files of text or markup, whose images lie in their folder or one inside it
  std::shared_ptr<Converted> converted;
};

constexpr uint64_t kMaxImageBytes = 32 << 10;       // of one image
constexpr uint64_t kMaxPackedImageBytes = 1 << 20;  // of all of a pack

// What an image is by its first bytes, whatever its name says: PNG, JPEG, GIF, SVG (in UTF-8, without entity declarations) or WebP.
ImageKind image_kind(const std::string& bytes);

// The bytes of a data: URI; false where it is none.
bool data_of_uri(const std::string& uri, std::string& bytes);

// Reads images one after the other.
class ImageReader {
 public:
  explicit ImageReader(const ImageFiles& files);
  ~ImageReader();
  // False where there is no such image inside the book, or it is larger than kMaxImageBytes or of no kind that is known. `uri`: the data: URI of
  // one that stands in the markup, else empty.
  bool read(const std::string& reference, const std::string& uri, std::string& bytes, ImageKind& kind);

 private:
  bool read_bytes(const std::string& reference, std::string& bytes);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace postil
