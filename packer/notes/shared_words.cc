#include "packer/notes/shared_words.h"

namespace postil {
namespace {

// Rows: small, capital, digits, beginning, pair; 1/256. The worth of a shared word is the product of its three. Trained by
// toolchains/likeness/train on linked notes of four books, each held out in turn: a note's right mark among the 17 about it is
// the first choice for 36 to 63 of 100.
constexpr int16_t kZoneWorth[kKinds][kZones] = {
    {351, 158, 18, 72, 53, 6},
    {412, 232, 91, 71, 49, -7},
    {272, 248, 137, 59, 33, 42},
    {422, 262, 94, 91, 67, 2},
    {102, 85, 66, 73, 39, 2},
};
constexpr int16_t kRarityWorth[kKinds][kRarities] = {
    {-2, 48, 101, 137, 207, 278, 350, 375},
    {36, 41, 109, 171, 262, 357, 431, 382},
    {-2, 59, 109, 204, 245, 255, 311, 358},
    {-31, -10, 35, 74, 120, 180, 267, 148},
    {0, 55, 135, 216, 246, 358, 465, 538},
};
constexpr int16_t kPlaceWorth[kKinds][kPlaces] = {
    {382, 272, 300, 186, 245, 93},
    {420, 283, 363, 213, 248, 126},
    {267, 278, 314, 253, 257, 236},
    {406, 310, 353, 230, 281, 114},
    {226, 267, 225, 177, 268, 205},
};

}  // namespace

int32_t worth_of(const SharedWord& w) {
  const auto kind = static_cast<size_t>(w.kind);
  return kZoneWorth[kind][w.zone] * kRarityWorth[kind][w.rarity] / 256 * kPlaceWorth[kind][w.place] / 64;
}

}  // namespace postil
