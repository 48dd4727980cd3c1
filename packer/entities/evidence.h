// What the words beside a name say of its kind: "the emperor X", "X, the son of", "in X", "the city of X", "X said".
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "packer/book.h"
#include "packer/entities/surface.h"

namespace postil {

// "vie", "history": a name of several words that begins so is a title.
bool titles_a_work(const std::string& folded);

// "strait", "islands": a noun that names a place only with another word.
bool is_geographic(const std::string& word);
// Such a noun alone, "the North": a longer name is the name of the place.
bool names_a_part(const Surface& s);

// Points for each kind, of one place of the text.
struct Evidence {
  uint32_t person = 0, place = 0, people = 0;
  uint32_t article = 0;                          // "the X", X being no adjective
  uint32_t river = 0;                            // "along the X"
  uint32_t group = 0;                            // "X forces"
  uint32_t listed_place = 0, listed_person = 0;  // "Y and X": what Y is
};

// `text` is the paragraph with the name at [begin, end); `body`: not in a note, where "in X" may mean X's book.
Evidence evidence(const std::string& text, uint32_t begin, uint32_t end, const Surface& s, bool body);

// Adds up what was read of each name so far.
class Kinds {
 public:
  // The kind that the name has by all that was read up to here, this place included; `said` where that is not enough to
  // overrule what the place itself says.
  EntityType settle(const Surface& s, const Evidence& here, EntityType said);

 private:
  struct Sum;
  // What the words of a name say by themselves; `other`: nothing.
  static EntityType by_words(const Surface& s, uint32_t known);
  // What is said of a name of one word by all its places; `said` where they are not enough.
  static EntityType by_places(const Surface& s, const Sum& sum, EntityType said);
  struct Sum {
    uint32_t person = 0, place = 0, people = 0, article = 0, river = 0, group = 0, listed_place = 0, listed_person = 0;
    uint32_t count = 0;
    bool titled = false;  // something was said that only persons are
    uint32_t known = 0;   // classes of the gazetteer
    EntityType by_words = EntityType::other;
  };
  std::unordered_map<std::string, Sum> sums_;
};

}  // namespace postil
