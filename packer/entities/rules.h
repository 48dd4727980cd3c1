// What the tagger's training data lacks, by rule: kinds that it does not know, names that it does not mark.
#pragma once
#include "packer/entities/tagging.h"

namespace postil {

// A name as tokens [begin, end) of a paragraph.
struct TokenSpan {
  uint32_t begin = 0, end = 0;
  EntityType type = EntityType::other;
  uint16_t permille = 0;
  bool settled = false;  // a rule knows the type
};

// The tagger's tags as spans, with types by the words themselves where the tagger says "other".
std::vector<TokenSpan> spans_of(const BookText& text, size_t paragraph, const std::vector<NameToken>& tokens,
                                const std::vector<int8_t>& tags, const std::vector<int32_t>& margins, int32_t unit);

// Sets right what the tagger does not know of: titles before a person belong to the name; treaties, crises,
// administrations, armies, vessels and parallels are names of their own. `spans` stay in order and disjoint.
void apply_rules(const BookText& text, size_t paragraph, const std::vector<NameToken>& tokens,
                 std::vector<TokenSpan>& spans);

}  // namespace postil
