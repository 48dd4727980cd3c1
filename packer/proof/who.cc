// Who appears when, and with whom.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "packer/proof/page.h"

namespace postil::proof {
namespace {

constexpr size_t kRows = 40;     // of the timeline
constexpr size_t kRound = 24;    // names around the circle
constexpr size_t kColumns = 80;  // at most; more chapters share one

struct Point {
  int x, y;
};

// Point i of n on a circle about the middle of a drawing of 720 x 560. Whole units, so that every machine writes the same.
Point on_circle(size_t i, size_t n, double radius) {
  const double turn = 6.283185307179586 * static_cast<double>(i) / static_cast<double>(n) - 1.5707963267948966;
  return {360 + static_cast<int>(std::lround(radius * std::cos(turn))),
          280 + static_cast<int>(std::lround(radius * 0.8 * std::sin(turn)))};
}

std::string timeline(const Contents& c, const Places& places, const std::vector<uint32_t>& rows) {
  const size_t chapters = std::max<size_t>(1, c.chapters.size()), columns = std::min(chapters, kColumns);
  std::string out = "<h2 id=\"when\">When</h2><p>A row for each of the names that are met most, a column for each " +
                    std::string(columns == chapters ? "chapter" : "few chapters") +
                    "; the darker, the more often.</p><div class=\"wide\" tabindex=\"0\" role=\"region\" "
                    "aria-labelledby=\"when\"><table class=\"timeline\"><tbody>\n";
  for (uint32_t row : rows) {
    const ContentsEntity& e = c.entities[row];
    std::vector<uint32_t> counts(columns);
    for (const ContentsMention& m : e.mentions)
      if (m.place.chapter < chapters) ++counts[m.place.chapter * columns / chapters];
    const uint32_t most = std::max(1u, *std::max_element(counts.begin(), counts.end()));
    out += "<tr><th scope=\"row\"><a href=\"" + places.name(row) + "\">" + escaped(e.name) + "</a></th>";
    for (size_t i = 0; i < columns; ++i) {
      const uint32_t shade = counts[i] ? 1 + counts[i] * 3 / most : 0;
      const size_t chapter = i * chapters / columns;
      out += "<td class=\"s" + std::to_string(shade) + "\" title=\"" +
             (chapter < c.chapters.size() ? escaped(c.chapters[chapter].title) + ": " : "") +
             std::to_string(counts[i]) + "\"><span class=\"unseen\">" + std::to_string(counts[i]) + "</span></td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

// How many paragraphs two entities share.
std::map<std::pair<uint32_t, uint32_t>, uint32_t> together(const Contents& c, const Places& places,
                                                           const std::vector<uint32_t>& rows) {
  std::map<uint32_t, std::set<uint32_t>> in_paragraph;
  for (uint32_t row : rows)
    for (const ContentsMention& m : c.entities[row].mentions)
      if (const uint32_t p = places.paragraph(m.place); p != kNoRow) in_paragraph[p].insert(row);
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> out;
  for (const auto& [paragraph, entities] : in_paragraph)
    for (uint32_t a : entities)
      for (uint32_t b : entities)
        if (a < b) ++out[{a, b}];
  return out;
}

std::string graph(const Contents& c, const Places& places, const std::vector<uint32_t>& rows) {
  const auto pairs = together(c, places, rows);
  uint32_t most = 1;
  for (const auto& [pair, count] : pairs) most = std::max(most, count);
  std::map<uint32_t, size_t> seat;
  for (size_t i = 0; i < rows.size(); ++i) seat[rows[i]] = i;
  std::string out =
      "<h2>With whom</h2><p>Lines join names that stand in the same paragraphs; the thicker, the more often.</p>"
      "<svg class=\"graph\" viewBox=\"0 0 720 560\" role=\"img\" aria-label=\"Who appears with whom; the table below "
      "says the same\">";
  for (const auto& [pair, count] : pairs) {
    if (count * 20 < most) continue;  // the threads that would hide the rest
    const Point a = on_circle(seat[pair.first], rows.size(), 235), b = on_circle(seat[pair.second], rows.size(), 235);
    out += "<line x1=\"" + std::to_string(a.x) + "\" y1=\"" + std::to_string(a.y) + "\" x2=\"" + std::to_string(b.x) +
           "\" y2=\"" + std::to_string(b.y) + "\" stroke-width=\"" + std::to_string(1 + count * 7 / most) + "\"/>";
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    const Point at = on_circle(i, rows.size(), 245);
    const char* anchor = at.x > 400 ? "start" : at.x < 320 ? "end" : "middle";
    out += "<a href=\"" + places.name(rows[i]) + "\"><circle cx=\"" + std::to_string(on_circle(i, rows.size(), 235).x) +
           "\" cy=\"" + std::to_string(on_circle(i, rows.size(), 235).y) + "\" r=\"5\"/><text x=\"" +
           std::to_string(at.x) + "\" y=\"" + std::to_string(at.y + 4) + "\" text-anchor=\"" + anchor + "\">" +
           escaped(c.entities[rows[i]].name) + "</text></a>";
  }
  out +=
      "</svg>\n<table class=\"pairs\"><caption>Most often together</caption><thead><tr><th scope=\"col\">Name</th><th "
      "scope=\"col\">Name</th><th "
      "scope=\"col\">Paragraphs</th></tr></thead><tbody>\n";
  std::vector<std::pair<uint32_t, std::pair<uint32_t, uint32_t>>> order;
  for (const auto& [pair, count] : pairs) order.push_back({count, pair});
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (size_t i = 0; i < std::min<size_t>(order.size(), 20); ++i) {
    const auto& [count, pair] = order[i];
    out += "<tr><td><a href=\"" + places.name(pair.first) + "\">" + escaped(c.entities[pair.first].name) +
           "</a></td><td><a href=\"" + places.name(pair.second) + "\">" + escaped(c.entities[pair.second].name) +
           "</a></td><td>" + std::to_string(count) + "</td></tr>\n";
  }
  return out + "</tbody></table>\n";
}

}  // namespace

std::string who(const Contents& c, const Places& places) {
  std::vector<uint32_t> rows(
      places.name_order().begin(),
      places.name_order().begin() + static_cast<long>(std::min(kRows, places.name_order().size())));
  if (rows.empty()) return page(c, "Who and when", "Who and when", "<p>The pack has no names.</p>");
  std::string body = timeline(c, places, rows);
  rows.clear();
  for (uint32_t row : places.name_order())
    if (c.entities[row].type == "person" && rows.size() < kRound) rows.push_back(row);
  if (rows.size() > 2) body += graph(c, places, rows);
  return page(c, "Who and when", "Who and when", body);
}

}  // namespace postil::proof
