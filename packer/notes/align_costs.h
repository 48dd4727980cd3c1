// The costs of alignment, 1/1024 nats. Set on notes of four books with faults planted at random.
#pragma once
#include "packer/notes/fixed_log.h"

namespace postil {

constexpr int32_t kMissing = 3 * kNat;        // a mark without its note
constexpr int32_t kOrphan = 5 * kNat;         // a note without its mark
constexpr int32_t kUnbalanced = 3 * kNat;     // either, where the counts do not ask for it
constexpr int32_t kDuplicateSkip = kNat / 3;  // a duplicate is no one's note
constexpr int32_t kDoubtful = 3 * kNat;
constexpr int32_t kDuplicateMatch = 6 * kNat;
constexpr int32_t kLostMatch = 0;
constexpr int32_t kLostSkip = 7 * kNat / 2;
constexpr int32_t kLabelOff = 4 * kNat;  // a label that does not fit the state: a misprint
constexpr int32_t kShift = 5 * kNat;     // the difference of labels changes
constexpr int32_t kShiftFurther = kNat;
constexpr int32_t kShiftBack = 5 * kNat / 2;
constexpr int32_t kShiftNone = 20;
constexpr int32_t kMostShift = 5;
constexpr int32_t kSwap = 5 * kNat;        // two notes in the wrong order
constexpr int32_t kSwapUnseen = 8 * kNat;  // where their labels do not tell,
constexpr int32_t kSwapSound = 11 * kNat;  // and the run shows no other fault
constexpr int64_t kFaulty = 30;            // faults in a thousand notes from which more are likely
constexpr int32_t kTorn = 5 * kNat;        // a stretch of marks that means notes of two runs, or the reverse
constexpr uint32_t kFirstLost = 2;         // marks or notes at a run's begin that may be without the other
constexpr int64_t kSmallRun = 8;           // notes; the counts of a smaller run say little

}  // namespace postil
