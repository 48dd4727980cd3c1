#include "packer/exchange/insertions.h"

#include <algorithm>

namespace postil {

void Insertions::add(size_t at, Kind kind, size_t other, std::string text) {
  Row row{at, kind, other, std::move(text)};
  const auto before = [](const Row& a, const Row& b) {
    if (a.at != b.at) return a.at < b.at;
    if (a.kind != b.kind) return a.kind < b.kind;
    return a.other > b.other;
  };
  rows_.insert(std::upper_bound(rows_.begin(), rows_.end(), row, before), std::move(row));
}

bool Insertions::wrap(size_t begin, size_t end, std::string before, std::string after) {
  if (begin >= end) return false;
  for (const auto& [b, e] : wrapped_)
    if ((b < begin && begin < e && e < end) || (begin < b && b < end && end < e) || (b == begin && e == end))
      return false;
  wrapped_.emplace_back(begin, end);
  add(begin, Kind::open, end, std::move(before));
  add(end, Kind::close, begin, std::move(after));
  return true;
}

std::string Insertions::apply(std::string_view bytes) const {
  std::string out;
  size_t from = 0;
  for (const Row& row : rows_) {
    out += bytes.substr(from, row.at - from);
    out += row.text;
    from = row.at;
  }
  out += bytes.substr(from);
  return out;
}

std::vector<std::pair<size_t, size_t>> Insertions::places() const {
  std::vector<std::pair<size_t, size_t>> out;
  size_t added = 0;
  for (const Row& row : rows_) {
    const size_t at = row.at + added;
    if (!out.empty() && out.back().first + out.back().second == at)
      out.back().second += row.text.size();
    else
      out.emplace_back(at, row.text.size());
    added += row.text.size();
  }
  return out;
}

}  // namespace postil
