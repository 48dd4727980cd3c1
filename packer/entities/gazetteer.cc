#include "packer/entities/gazetteer.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "packer/entities/letters.h"
#include "packer/entities/word_lists.h"

// The table's bytes, embedded as they are.
__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    ".global postil_gazetteer_begin\n"
    "postil_gazetteer_begin:\n"
    ".incbin \"" POSTIL_GAZETTEER
    "\"\n"
    ".byte 0\n"
    ".previous\n");
extern "C" const unsigned char postil_gazetteer_begin[];

namespace postil {
namespace {

uint32_t u32(const unsigned char* p) {
  return static_cast<uint32_t>(p[0]) | static_cast<uint32_t>(p[1]) << 8 | static_cast<uint32_t>(p[2]) << 16 |
         static_cast<uint32_t>(p[3]) << 24;
}

uint32_t table_classes(uint32_t key) {
  const uint32_t count = u32(postil_gazetteer_begin);
  const unsigned char* keys = postil_gazetteer_begin + 4;
  const unsigned char* masks = keys + 4ull * count;
  uint32_t low = 0, high = count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (u32(keys + 4ull * middle) < key)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == count || u32(keys + 4ull * low) != key) return 0;
  return u32(masks + 4ull * low);
}

template <typename Each>
void each_word(std::string_view words, Each each) {
  while (!words.empty()) {
    const size_t space = std::min(words.find(' '), words.size());
    std::string_view word = words.substr(0, space);
    if (!word.empty()) {
      std::string spaced(word);
      std::replace(spaced.begin(), spaced.end(), '_', ' ');
      each(word_key(spaced));
    }
    words.remove_prefix(std::min(space + 1, words.size()));
  }
}

const std::unordered_map<uint64_t, uint32_t>& own_classes() {
  static const auto map = [] {
    std::unordered_map<uint64_t, uint32_t> out;
    for (const WordList& list : kWordLists) each_word(list.words, [&](uint64_t key) { out[key] |= list.word_class; });
    for (const char* words : kFunctionWords) each_word(words, [&](uint64_t key) { out[key] |= kFunction; });
    return out;
  }();
  return map;
}

const std::unordered_map<uint64_t, uint32_t>& language_map() {
  static const auto map = [] {
    std::unordered_map<uint64_t, uint32_t> out;
    for (int i = 0; i < kLanguageCount; ++i) each_word(kFunctionWords[i], [&](uint64_t key) { out[key] |= 1u << i; });
    return out;
  }();
  return map;
}

}  // namespace

uint32_t gazetteer_own(uint64_t key) {
  const auto own = own_classes().find(key);
  return own == own_classes().end() ? 0 : own->second;
}

uint32_t gazetteer_classes(uint64_t key) {
  return table_classes(static_cast<uint32_t>(key >> 32)) | gazetteer_own(key);
}

uint32_t languages_of(uint64_t key) {
  const auto found = language_map().find(key);
  return found == language_map().end() ? 0 : found->second;
}

}  // namespace postil
