// Text put into a document without touching what is there.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postil {

class Insertions {
 public:
  // At one place closings come before what stands there and before openings; inner ones first, outer openings first.
  void insert(size_t at, std::string text) { add(at, Kind::here, 0, std::move(text)); }
  // Around [begin, end). False, and nothing is done, where that would cross what stands around another range.
  bool wrap(size_t begin, size_t end, std::string before, std::string after);
  bool empty() const { return rows_.empty(); }

  std::string apply(std::string_view bytes) const;
  // Offset in what apply() makes and length, in order: taking these out gives the document back.
  std::vector<std::pair<size_t, size_t>> places() const;

 private:
  enum class Kind : uint8_t { close, here, open };
  struct Row {
    size_t at;
    Kind kind;
    size_t other;  // the other end of a wrapped range
    std::string text;
  };
  void add(size_t at, Kind kind, size_t other, std::string text);

  std::vector<Row> rows_;  // sorted
  std::vector<std::pair<size_t, size_t>> wrapped_;
};

}  // namespace postil
