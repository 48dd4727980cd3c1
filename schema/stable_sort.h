// A stable sort of which all types share one function: std::stable_sort is two kilobytes of the device library for each.
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

namespace postil {

// The numbers 0 .. n - 1 in the order in which `before` wants the rows, equal ones rising.
std::vector<uint32_t> stable_order(uint32_t n, bool (*before)(const void* rows, uint32_t a, uint32_t b),
                                   const void* rows);

template <class T>
struct Sorting {
  using Before = bool (*)(const T& a, const T& b);
  const T* rows;
  Before before;
};

// `before` is a strict weak order.
template <class T>
void stable_sort(std::vector<T>& rows, typename Sorting<T>::Before before) {
  if (rows.size() < 2) return;
  const Sorting<T> sorting{rows.data(), before};
  const auto compare = [](const void* s, uint32_t a, uint32_t b) {
    const auto* of = static_cast<const Sorting<T>*>(s);
    return of->before(of->rows[a], of->rows[b]);
  };
  std::vector<T> sorted;
  sorted.reserve(rows.size());
  for (const uint32_t i : stable_order(static_cast<uint32_t>(rows.size()), compare, &sorting))
    sorted.push_back(std::move(rows[i]));
  rows = std::move(sorted);
}

}  // namespace postil
