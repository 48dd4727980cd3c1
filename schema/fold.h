// THE folding rule: what makes a name in the text, a name in the index and a name typed by a reader the same key.
// Compatibility decomposition, full case folding, diacritics removed (Latin, Greek, Cyrillic but й, Hebrew points, Arabic
// harakat), apostrophes and dashes made one, quotation marks and full stops dropped, other punctuation and white space
// one space, default-ignorables dropped. Every script keeps its letters. Idempotent. The table is generated:
// toolchains/fold_table; the rule in words and its version history: FORMAT.md, "Folding".
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postil {

constexpr uint16_t kFoldVersion = 1;

// Any bytes in, valid UTF-8 out; what is not UTF-8 becomes U+FFFD.
std::string fold(std::string_view text);
// `origins` gets, for each byte of the result, the offset in `text` of what it was made from.
std::string fold(std::string_view text, std::vector<uint32_t>* origins);

// Other keys under which a folded key may be meant, most likely first: without a possessive ending, without a leading article
// (English, French, German, Spanish, Italian), hyphens as spaces, hyphens and apostrophes closed up. `folded` itself is not among them.
void fold_variants(std::string_view folded, std::vector<std::string>& out);

// The id of an entity that has none of its own: its folded name, joined by hyphens.
std::string stable_id(std::string_view name);

}  // namespace postil
