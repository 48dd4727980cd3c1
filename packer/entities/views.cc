#include "packer/entities/views.h"

#include <algorithm>

namespace postil {

Views make_views(const Linked& linked) {
  Views out;
  const uint32_t n = linked.nodes;
  std::vector<uint32_t> into(n, kNone), when(n, 0), first(n, kNone);
  for (const Join& j : linked.joins) into[j.gone] = j.kept, when[j.gone] = j.date;
  for (const LinkedName& name : linked.names) first[name.node] = std::min(first[name.node], name.date);
  // A node's joins lead up to its final one, each later than the one before.
  std::vector<uint32_t> final_of(n);
  out.joined_at.assign(n, 0);
  for (uint32_t i = 0; i < n; ++i) {
    uint32_t at = i;
    for (; into[at] != kNone; at = into[at]) out.joined_at[i] = when[at];
    final_of[i] = at;
  }
  // What each row holds: the final ones everything; one that is joined what it had, unless it was joined as it was met.
  for (const Join& j : linked.joins) first[j.kept] = std::min(first[j.kept], first[j.gone]);
  std::vector<uint32_t> row(n, kNone);
  std::vector<std::vector<uint32_t>> holds(n);
  for (uint32_t k = 0; k < linked.names.size(); ++k) {
    for (uint32_t at = linked.names[k].node; at != kNone; at = into[at])
      if (into[at] == kNone || when[at] > first[at]) holds[at].push_back(k);
  }
  for (uint32_t i = 0; i < n; ++i) {
    if (holds[i].empty()) continue;
    View v;
    v.node = i;
    if (into[i] != kNone) v.until = when[i];
    v.cited = true;
    v.names = std::move(holds[i]);
    for (const uint32_t k : v.names) {
      v.cited = v.cited && linked.names[k].cited;
      uint32_t date = linked.names[k].date;
      for (uint32_t at = linked.names[k].node; at != i; at = into[at]) date = std::max(date, when[at]);
      v.dates.push_back(date);
    }
    out.rows.push_back(std::move(v));
  }
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const View& a, const View& b) {
    if ((a.until == kNone) != (b.until == kNone)) return a.until == kNone;
    if (a.cited != b.cited) return b.cited;
    return a.names.size() != b.names.size() ? a.names.size() > b.names.size() : a.names[0] < b.names[0];
  });
  for (uint32_t i = 0; i < out.rows.size(); ++i)
    if (out.rows[i].until == kNone) row[out.rows[i].node] = i;
  out.row_of.assign(n, kNone);
  for (uint32_t i = 0; i < n; ++i) out.row_of[i] = row[final_of[i]];
  for (View& v : out.rows)
    if (v.until != kNone) v.into = out.row_of[v.node];
  return out;
}

}  // namespace postil
