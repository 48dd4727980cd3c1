#include "packer/entities/history.h"

#include <algorithm>

#include "packer/entities/evidence.h"
#include "packer/entities/nodes.h"

namespace postil {
namespace {

// How much of a name a form tells.
int fullness(const Surface& s, bool person) {
  if (!person) return s.acronym || names_a_part(s) ? 0 : 1;
  int rank = s.words.size() > 1 ? 3 : s.honorific != Honorific::none && s.text.find(' ') != std::string::npos ? 2 : 1;
  if (s.words.size() > 1 && is_initial(s.words[0])) rank = 2;
  if (s.words.size() > 5) rank = 2;
  if (rank == 3 && s.honorific == Honorific::none) rank = 4;
  return rank;
}

}  // namespace

std::vector<Typed> typed(const std::vector<Vote>& votes, uint32_t first) {
  std::vector<Typed> out{{first, EntityType::other}};
  std::array<uint32_t, kTypes> sum{};
  for (const Vote& v : votes) {
    sum[static_cast<size_t>(v.type)] += v.weight;
    const EntityType now = most(sum);
    if (now == out.back().type) continue;
    // Of two equal ones the one held so far stays.
    if (sum[static_cast<size_t>(now)] == sum[static_cast<size_t>(out.back().type)]) continue;
    if (out.back().date == v.date)
      out.back().type = now;
    else
      out.push_back({v.date, now});
    if (out.size() > 1 && out[out.size() - 2].type == out.back().type) out.pop_back();
  }
  return out;
}

std::vector<Called> called(const Linked& linked, const View& view, const std::vector<Typed>& types) {
  std::vector<Called> out;
  std::vector<uint32_t> order(view.names.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return view.dates[a] < view.dates[b]; });
  struct Form {
    std::string text;
    uint32_t surface, count;
  };
  std::vector<Form> forms;
  std::unordered_map<std::string, size_t> known;
  size_t best = 0, type = 0;
  uint32_t total = 0;
  for (const uint32_t i : order) {
    const uint32_t surface = linked.names[view.names[i]].surface;
    const Surface& s = linked.surfaces[surface];
    while (type + 1 < types.size() && types[type + 1].date <= view.dates[i]) ++type;
    const bool person = types[type].type == EntityType::person;
    const auto [at, fresh] = known.emplace(s.text, forms.size());
    if (fresh) forms.push_back({s.text, surface, 0});
    ++forms[at->second].count;
    ++total;
    const auto rank = [&](const Form& f) {
      // Of a full name a few uses are enough; an initial or a title must be usual.
      const int full = fullness(linked.surfaces[f.surface], person);
      return f.count * (full == 2 ? 20 : 66) >= total || f.count * 2 > total ? full : 0;
    };
    const auto better = [&](size_t a, size_t b) {
      const int ra = rank(forms[a]), rb = rank(forms[b]);
      if (ra != rb) return ra > rb;
      return forms[a].count > forms[b].count;
    };
    if (better(at->second, best)) best = at->second;
    if (rank(forms[best]) == 0 || total % 64 == 0)
      for (size_t k = 0; k < forms.size(); ++k)
        if (better(k, best)) best = k;
    if (!out.empty() && linked.surfaces[out.back().surface].text == forms[best].text) continue;
    if (!out.empty() && out.back().date == view.dates[i])
      out.back().surface = forms[best].surface;
    else
      out.push_back({view.dates[i], forms[best].surface});
  }
  return out;
}

}  // namespace postil
