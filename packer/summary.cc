#include "packer/summary.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "packer/notes/notes.h"
#include "packer/report/report.h"
#include "packer/structure/locate.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

using Json = nlohmann::ordered_json;

constexpr uint16_t kDoubtful = 950;  // permille: below it a linked noteref is listed in the report

size_t linked(const Compiled& c) {
  return static_cast<size_t>(
      std::count_if(c.notes.marks.begin(), c.notes.marks.end(), [](const Mark& m) { return m.note != kNone; }));
}

// As a POSIX shell reads it back.
std::string quoted(const std::string& s) {
  const char* const kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+/@%,:=";
  if (!s.empty() && s[0] != '-' && s.find_first_not_of(kPlain) == std::string::npos) return s;
  std::string out = s.size() > 0 && s[0] == '-' ? "./'" : "'";
  for (char ch : s) out += ch == '\'' ? std::string("'\\''") : std::string(1, ch);
  return out + "'";
}

std::string counted(size_t n, const char* one, const char* many) {
  return std::to_string(n) + " " + (n == 1 ? one : many);
}

Json place(const Compiled& c, const Mark& m) {
  const Paragraph& p = c.book.paragraphs[m.paragraph];
  Json j{{"file", c.book.files[p.file].path}, {"start", p.begin + m.begin}, {"end", p.begin + m.end}};
  if (const std::string cfi = cfi_of(c.book, p.file, p.begin + m.begin); !cfi.empty()) j["cfi"] = cfi;
  if (!m.anchor.empty()) j["anchor"] = m.anchor;
  return j;
}

}  // namespace

std::string summary(const Compiled& c) {
  const std::string entities = counted(c.entities.entities.size(), "entity", "entities");
  if (c.reference) return entities;
  const size_t marks = c.notes.marks.size(), shown = linked(c);
  return counted(marks, "noteref", "noterefs") + ": " + std::to_string(shown) + " linked, " +
         std::to_string(marks - shown) + " unresolved; " + entities + "; " +
         counted(c.notes.notes.size(), "note", "notes") + "; " + counted(c.citations.works.size(), "work", "works") +
         "; " + counted(c.book.chapters.size(), "chapter", "chapters");
}

std::string next_steps(const Compiled& c, const std::string& path) {
  const std::string pack = quoted(path);
  std::string out;
  std::map<std::string, size_t> codes;
  size_t of[3] = {};
  for (const ReportRow& row : report_rows(c)) ++codes[row.code], ++of[row.severity];
  if (of[1] + of[2] > 0) {
    out += "to look at: " + (of[2] ? counted(of[2], "error", "errors") + (of[1] ? ", " : "") : "") +
           (of[1] ? counted(of[1], "warning", "warnings") : "") + " (";
    std::string list;
    for (const auto& [code, n] : codes) list += (list.empty() ? "" : ", ") + code + " " + std::to_string(n);
    out += list + "): postil check " + pack + "\n";
  }
  for (const Mark& m : c.notes.marks) {
    if (m.note == kNone || m.label.empty() || c.notes.notes[m.note].label.empty()) continue;
    const uint32_t chapter = c.notes.notes[m.note].chapter;
    out += "a note: postil note " + pack + " " + quoted(c.notes.notes[m.note].label) +
           (chapter == kNone ? "" : " --chapter " + std::to_string(chapter)) + "\n";
    break;
  }
  const Entity* most = nullptr;
  for (const Entity& e : c.entities.entities)
    if (!most || e.mentions.size() > most->mentions.size()) most = &e;
  if (most) out += "a name: postil lookup " + pack + " " + quoted(most->name) + "\n";
  return out;
}

std::string pack_report(const Compiled& c, const std::vector<std::string>& inputs, const std::string& path) {
  static const char* const kHow[] = {"none", "href", "label", "aligned"};
  size_t how[4] = {}, severity[3] = {};
  Json doubtful = Json::array();
  for (uint32_t i = 0; i < c.notes.marks.size(); ++i) {
    const Mark& m = c.notes.marks[i];
    ++how[static_cast<size_t>(m.how) & 3];
    if (m.note != kNone && m.permille >= kDoubtful && m.problems == 0) continue;
    doubtful.push_back({{"noteref", i},
                        {"label", m.label},
                        {"source", place(c, m)},
                        {"note", m.note == kNone ? Json(nullptr) : Json(m.note)},
                        {"confidence", m.permille / 1000.0}});
  }
  const std::vector<ReportRow> rows = report_rows(c);
  for (const ReportRow& row : rows) ++severity[row.severity];
  Json findings = Json::array();
  const std::string lines = report(rows, inputs[0], "json");
  for (size_t begin = 0; begin < lines.size();) {
    const size_t end = lines.find('\n', begin);
    findings.push_back(Json::parse(lines.begin() + static_cast<std::ptrdiff_t>(begin),
                                   lines.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false));
    begin = end == std::string::npos ? lines.size() : end + 1;
  }
  const size_t shown = linked(c);
  Json by = Json::object();
  for (size_t i = 1; i < 4; ++i) by[kHow[i]] = how[i];
  const Json out{{"inputs", inputs},
                 {"pack", path},
                 {"title", c.book.metadata.title},
                 {"counts",
                  {{"files", c.book.files.size()},
                   {"chapters", c.book.chapters.size()},
                   {"paragraphs", c.book.paragraphs.size()},
                   {"noterefs", c.notes.marks.size()},
                   {"linked", shown},
                   {"unresolved", c.notes.marks.size() - shown},
                   {"notes", c.notes.notes.size()},
                   {"works", c.citations.works.size()},
                   {"entities", c.entities.entities.size()},
                   {"errors", severity[2]},
                   {"warnings", severity[1]}}},
                 {"linked_by", by},
                 {"doubtful", doubtful},
                 {"findings", findings}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace postil
