// Logarithms in fixed point, so that scores and what they decide are the same on every machine. Unit: 1/1024 of a nat.
#pragma once
#include <cstdint>

namespace postil {

constexpr int32_t kNat = 1024;
constexpr int32_t kImpossible = -(1 << 29);  // the logarithm of zero; sums of two stay inside 32 bits

// ln(n) for n >= 1, exact to one unit.
int32_t fixed_ln(uint64_t n);

// ln(e^a + e^b).
int32_t fixed_log_add(int32_t a, int32_t b);

// 1000 * e^x for x <= 0, rounded; 1000 for x > 0.
uint32_t fixed_permille(int32_t x);

}  // namespace postil
