// The trained tagger: a linear model over hashed features, decoded by Viterbi, all in integers.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace postil {

// O, then beginning and inside of each kind.
enum class NameKind : uint8_t { none = 0, person = 1, place = 2, organization = 3, event = 4, other = 5 };
constexpr int kTags = 11;
constexpr size_t kNameKinds = 6;
constexpr int begin_tag(NameKind kind) {
  return 2 * static_cast<int>(kind) - 1;
}
constexpr NameKind kind_of_tag(int tag) {
  return static_cast<NameKind>((tag + 1) / 2);
}
constexpr bool is_inside_tag(int tag) {
  return tag > 0 && tag % 2 == 0;
}
constexpr bool tag_follows(int before, int tag) {
  return !is_inside_tag(tag) || before == tag || before == tag - 1;
}  // before: kTags at the start

// The best path. `emissions` has kTags a token, `transitions` kTags rows of kTags and a last row for the start.
// `allowed`, where given, has one tag a token that the path must take, or -1.
void viterbi(const std::vector<int32_t>& emissions, const std::vector<int32_t>& transitions,
             const std::vector<int8_t>* allowed, std::vector<int8_t>& path);

// A weight table. Features are hashes; a table knows its size.
struct TagModel {
  uint32_t bits = 0;  // 2^bits rows of kTags weights
  std::vector<int8_t> weights;
  std::vector<int32_t> transitions;
  int32_t unit = 1;  // what one mistake weighed in training: the measure of a margin

  uint32_t row(uint32_t feature) const { return feature >> (32 - bits); }
};

// Weights for the kinds of names (kinds.h).
struct KindModel {
  uint32_t bits = 0;  // 2^bits rows of kNameKinds weights
  std::vector<int8_t> weights;
  int32_t unit = 1;  // what the margin of training is in these weights
};

// English and all other languages, each in two passes: the second knows what the first made of the whole book.
constexpr int kModels = 4;
struct Tagger {
  std::array<TagModel, kModels> models;
  std::array<KindModel, 2> kinds;
  const KindModel& kind_model(bool english) const { return kinds[english ? 0 : 1]; }
  const TagModel& model(bool english, bool second) const { return models[(english ? 0 : 2) + (second ? 1 : 0)]; }
};

// The weight file ("POSTILTW", version, models as sparse rows, XXH32). Errors say what is wrong with it.
Result read_weights(std::string_view bytes, Tagger& out);
Result read_weights_file(const std::string& path, Tagger& out);
std::string write_weights(const Tagger& tagger);

// The weights that ship, embedded; read once.
const Tagger& shipped_tagger();

}  // namespace postil
