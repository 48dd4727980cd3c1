// Whole-text search: a query's words in a paragraph's text, folded. One book needs no inverted index; paragraphs that
// cannot hold the words are told without folding them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postil {

// Bytes [begin, end) of a paragraph's text.
struct Found {
  uint32_t begin, end;
};

class TextQuery {
 public:
  static constexpr size_t kMaxWords = 16;
  static constexpr uint32_t kNear = 200;  // bytes of folded text within which all words must stand

  // `near`: all the words, in any order, close together; else one after the other. False from usable(): no words, or
  // too many.
  TextQuery(std::string_view query, bool near);
  bool usable() const { return !words_.empty() && words_.size() <= kMaxWords; }
  // False: the words are not all there. Quick, and never wrong about that.
  bool possible(std::string_view text) const;
  // The first match that begins at or after byte `from` of `text`.
  bool next(std::string_view text, uint32_t from, Found& out);

 private:
  void fold_text(std::string_view text);
  bool find_word(const std::string& word, size_t from, size_t& at) const;
  bool next_near(size_t from, size_t& begin, size_t& end) const;

  std::vector<std::string> words_;  // a phrase is one
  bool near_;
  std::string key_;            // the longest run of ASCII letters and digits in a word: what the quick look seeks
  uint8_t skip_[256];          // Horspool's shifts for key_, either case
  std::string text_, folded_;  // the paragraph looked at last
  std::vector<uint32_t> origins_;
};

}  // namespace postil
