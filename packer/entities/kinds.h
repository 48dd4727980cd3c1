// What kind a name is, judged once for all its places in the book: by its words, by what stands around each place, and
// by the longer names that it is part of.
#pragma once
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "packer/entities/features.h"
#include "packer/entities/tagging.h"

namespace postil {

// Of one place of a name: hashed features, their low two bits as in features.h.
struct NameEvidence {
  std::vector<uint32_t> own;      // of its words; the same wherever it stands
  std::vector<uint32_t> context;  // of what stands around it
};

// The name is tokens [begin, end), without titles; `own` is filled only where asked for.
NameEvidence name_evidence(const BookText& text, size_t paragraph, const std::vector<NameToken>& tokens, uint32_t begin,
                           uint32_t end, bool title, const TagHistogram& histogram, bool own);

// Names of a book, gathered by key.
class NameTable {
 public:
  struct Word {
    uint64_t first = 0, last = 0;  // keys
    uint32_t words = 0;
    bool given = false, title = false;
  };
  static constexpr uint32_t kMostPlaces = 40;  // whose context counts

  struct Wanted {
    bool own, context;
  };
  Wanted wanted(uint64_t key) const;
  void add(uint64_t key, const Word& word, NameEvidence evidence);
  void finish(const BookText& text);

  using Features = std::vector<std::pair<uint32_t, int32_t>>;  // feature and value, in the order of features
  const std::vector<uint64_t>& keys() const { return keys_; }  // in the order in which they were added
  Features features(uint64_t key) const;

 private:
  struct Name {
    Word word;
    uint32_t places = 0, heard = 0;
    std::vector<uint32_t> own, context;
  };
  struct Part {
    uint32_t last = 0, first = 0, given = 0;
    uint32_t classes = 0;  // of the longer names' last words
  };
  std::unordered_map<uint64_t, Name> names_;
  std::unordered_map<uint64_t, Part> parts_;
  std::vector<uint64_t> keys_;
};

using KindScores = std::array<int32_t, kNameKinds>;  // row 0 stays nought; in thousandths of KindModel::unit
KindScores judge(const KindModel& model, const NameTable::Features& features);

}  // namespace postil
