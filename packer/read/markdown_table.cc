#include "packer/read/markdown_table.h"

namespace postil {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// A row split at its pipes (a backslash before one makes it text); one at either end encloses.
std::vector<MarkdownCell> cells_of(std::string_view text, size_t begin, size_t end) {
  while (begin < end && is_blank(text[begin])) ++begin;
  while (begin < end && is_blank(text[end - 1])) --end;
  std::vector<MarkdownCell> out;
  if (begin < end && text[begin] == '|') ++begin;
  for (size_t at = begin; at <= end; ++at) {
    if (at < end && text[at] == '\\') {
      ++at;
      continue;
    }
    if (at < end && text[at] != '|') continue;
    if (at == end && at == begin && !out.empty()) break;  // after the closing pipe
    size_t from = begin, to = at;
    while (from < to && is_blank(text[from])) ++from;
    while (from < to && is_blank(text[to - 1])) --to;
    out.emplace_back(from, to);
    begin = at + 1;
  }
  return out;
}

bool delimits(std::string_view text, const std::vector<MarkdownCell>& cells) {
  for (const auto& [begin, end] : cells) {
    std::string_view cell = text.substr(begin, end - begin);
    if (!cell.empty() && cell.front() == ':') cell.remove_prefix(1);
    if (!cell.empty() && cell.back() == ':') cell.remove_suffix(1);
    if (cell.empty() || cell.find_first_not_of('-') != std::string_view::npos) return false;
  }
  return !cells.empty();
}

}  // namespace

std::vector<std::vector<MarkdownCell>> markdown_table(std::string_view text,
                                                      const std::vector<std::pair<size_t, size_t>>& lines) {
  if (lines.size() < 2 ||
      text.substr(lines[1].first, lines[1].second - lines[1].first).find('|') == std::string_view::npos)
    return {};
  std::vector<std::vector<MarkdownCell>> rows;
  for (const auto& [begin, end] : lines) rows.push_back(cells_of(text, begin, end));
  if (!delimits(text, rows[1]) || rows[0].size() != rows[1].size()) return {};
  rows.erase(rows.begin() + 1);
  return rows;
}

}  // namespace postil
