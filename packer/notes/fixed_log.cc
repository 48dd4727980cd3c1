#include "packer/notes/fixed_log.h"

#include <algorithm>
#include <array>

namespace postil {
namespace {

constexpr uint64_t kOne = uint64_t{1} << 32;
constexpr uint64_t kStep = 4290775039;  // e^(-1/1024) in units of 2^-32
constexpr uint64_t kLn2 = 2977044472;   // ln 2 in units of 2^-32
constexpr int kDecay = 10 * kNat;       // beyond ten nats the smaller term counts less than half a unit

struct Tables {
  std::array<uint32_t, kDecay> decay;  // e^(-d/1024) in units of 2^-32; the first entry, one, is 2^32 - 1
  std::array<uint16_t, kDecay> add;    // 1024 * ln(1 + e^(-d/1024))

  Tables() {
    uint64_t power = kOne;
    for (int d = 0; d < kDecay; ++d) {
      decay[static_cast<size_t>(d)] = static_cast<uint32_t>(std::min(power, kOne - 1));
      add[static_cast<size_t>(d)] = static_cast<uint16_t>(fixed_ln(kOne + power) - fixed_ln(kOne));
      power = power * kStep >> 32;
    }
  }
};

const Tables& tables() {
  static const Tables all;
  return all;
}

}  // namespace

int32_t fixed_ln(uint64_t n) {
  if (n == 0) return kImpossible;
  int bits = 63;
  while ((n >> bits & 1) == 0) --bits;
  // The mantissa in [1, 2) as 2^31 units; each squaring gives the next binary digit of its logarithm.
  uint64_t mantissa = bits > 31 ? n >> (bits - 31) : n << (31 - bits);
  uint64_t log2 = static_cast<uint64_t>(bits) << 20;
  for (int digit = 19; digit >= 0; --digit) {
    mantissa = mantissa * mantissa >> 31;
    if (mantissa >> 32) {
      mantissa >>= 1;
      log2 |= uint64_t{1} << digit;
    }
  }
  return static_cast<int32_t>(((log2 * kLn2 >> 32) + (1 << 9)) >> 10);
}

int32_t fixed_log_add(int32_t a, int32_t b) {
  if (a < b) std::swap(a, b);
  const int32_t apart = a - b;
  return apart >= kDecay ? a : a + tables().add[static_cast<size_t>(apart)];
}

uint32_t fixed_permille(int32_t x) {
  if (x >= 0) return 1000;
  if (x <= -kDecay) return 0;
  return static_cast<uint32_t>((uint64_t{1000} * tables().decay[static_cast<size_t>(-x)] + (kOne >> 1)) >> 32);
}

}  // namespace postil
