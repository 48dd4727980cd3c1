#include "packer/entities/chunks.h"

#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"

namespace postil {
namespace {

bool function_word(const NameToken& t, int language) {
  const uint32_t languages = languages_of(t.key);
  return language >= 0 ? languages >> language & 1 : languages != 0;
}

}  // namespace

std::vector<Chunk> chunks(const std::vector<NameToken>& tokens, int language) {
  static const uint64_t of = word_key("of"), the = word_key("the");
  std::vector<Chunk> out;
  for (size_t i = 0; i < tokens.size();) {
    if (!is_capital(tokens[i].shape) || (tokens[i].start != Start::inside && function_word(tokens[i], language))) {
      ++i;
      continue;
    }
    Chunk c{i, i + 1, i};
    bool after_of = false;
    for (size_t j = i + 1; j < tokens.size();) {
      const NameToken& t = tokens[j];
      if (is_capital(t.shape) && t.start != Start::sentence) {
        if (t.start == Start::clause && !t.glued && tokens[j - 1].shape == Shape::sign) break;
        c.end = ++j;
        if (!after_of) c.head = c.end - 1;
        continue;
      }
      size_t k = j;
      bool is_of = false;
      if (t.shape == Shape::lower) {
        while (k < tokens.size() && k < j + 2 && tokens[k].shape == Shape::lower &&
               (tokens[k].key == of || tokens[k].key == the || gazetteer_own(tokens[k].key) & kParticle))
          is_of |= tokens[k++].key == of;
        if (k == j || tokens[j].key == the) break;
      } else {
        break;
      }
      if (k >= tokens.size() || !is_capital(tokens[k].shape) || tokens[k].start != Start::inside) break;
      after_of |= is_of;
      j = k;
    }
    out.push_back(c);
    i = c.end;
  }
  return out;
}

}  // namespace postil
