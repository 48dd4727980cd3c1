#include "packer/report/report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "packer/report/rules.h"
#include "packer/report/settings.h"
#include "packer/structure/locate.h"

namespace postil {
namespace {

using Json = nlohmann::ordered_json;

const char* severity_name(uint32_t s) {
  return s == 0 ? "note" : s == 1 ? "warning" : "error";
}
std::string dump(const Json& j, int indent = -1) {
  return j.dump(indent, ' ', false, Json::error_handler_t::replace);
}

// What could steer a terminal is shown as a question mark; a finding is one line.
std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = c == '\n' ? ' ' : '?';
  return text;
}

std::string as_text(const ReportRow& r, const std::string& input) {
  std::string out = input + ":";
  if (!r.file.empty()) {
    out += r.file + ":" + std::to_string(r.begin);
    if (!r.last_file.empty())
      out += "-" + (r.last_file == r.file ? "" : r.last_file + ":") + std::to_string(r.last_end);
    out += ":";
  }
  out += std::string(" ") + severity_name(r.severity) + " " + r.code + ": " + r.message;
  return one_line(out + (r.hint.empty() ? "" : "; " + r.hint)) + "\n";
}

Json place(const std::string& file, uint32_t begin, uint32_t end, const std::string& cfi, const std::string& anchor) {
  Json j{{"file", file}, {"start", begin}, {"end", end}};
  if (!cfi.empty()) j["cfi"] = cfi;
  if (!anchor.empty()) j["anchor"] = anchor;
  return j;
}

Json as_json(const ReportRow& r) {
  Json j{{"code", r.code}, {"severity", severity_name(r.severity)}};
  if (!r.file.empty()) j["source"] = place(r.file, r.begin, r.end, r.cfi, r.anchor);
  if (!r.last_file.empty()) j["last"] = place(r.last_file, r.last_begin, r.last_end, r.last_cfi, "");
  if (r.code == "N-SHIFT") j["delta"] = r.delta;
  j["message"] = r.message;
  j["hint"] = r.hint;
  return j;
}

// A path as a relative URI reference (RFC 3986): a first segment with a colon would be a scheme.
std::string as_uri(const std::string& path) {
  static constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=@";
  std::string out;
  for (char c : path) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto u = static_cast<unsigned char>(c);
      out += '%';
      out += "0123456789ABCDEF"[u >> 4];
      out += "0123456789ABCDEF"[u & 15];
    }
  }
  return out;
}

// SARIF: the book is one artifact, the files inside it others whose parent it is; their regions are bytes of the
// extracted text.
class Sarif {
 public:
  Sarif(const std::vector<ReportRow>& rows, const std::string& input) {
    artifacts_ = Json::array({{{"location", {{"uri", as_uri(input)}}}, {"roles", {"analysisTarget"}}}});
    const std::vector<std::string> prints = fingerprints(rows);
    for (size_t i = 0; i < rows.size(); ++i) add(rows[i], prints[i], input);
  }

  std::string text() const {
    const Json driver{{"name", "postil"}, {"rules", rules_}};
    Json run{{"tool", {{"driver", driver}}},
             {"artifacts", artifacts_},
             {"columnKind", "unicodeCodePoints"},
             {"results", results_}};
    const Json log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::array({run})}};
    return dump(log, 2) + "\n";
  }

 private:
  template <class Known>
  static size_t row_of(Known& known, const std::string& key) {
    const auto found = std::find(known.begin(), known.end(), key);
    if (found != known.end()) return static_cast<size_t>(found - known.begin());
    known.push_back(key);
    return known.size() - 1;
  }

  Json location(const std::string& file, uint32_t begin, uint32_t end, const std::string& input) {
    if (file.empty()) return {{"physicalLocation", {{"artifactLocation", {{"uri", as_uri(input)}, {"index", 0}}}}}};
    const size_t known = files_.size(), index = row_of(files_, file) + 1;
    if (files_.size() > known) artifacts_.push_back({{"location", {{"uri", as_uri(file)}}}, {"parentIndex", 0}});
    return {{"physicalLocation",
             {{"artifactLocation", {{"uri", as_uri(file)}, {"index", index}}},
              {"region", {{"byteOffset", begin}, {"byteLength", end > begin ? end - begin : 0}}}}}};
  }

  void add(const ReportRow& r, const std::string& fingerprint, const std::string& input) {
    const size_t known = codes_.size(), rule = row_of(codes_, r.code);
    if (codes_.size() > known) {
      Json j{{"id", r.code}};
      if (const std::string page = rule_page(r.code); !page.empty()) {
        j["shortDescription"] = {{"text", rule_summary(r.code)}};
        j["help"] = {{"text", page}, {"markdown", page}};
      }
      rules_.push_back(std::move(j));
    }
    Json result{{"ruleId", r.code}, {"ruleIndex", rule}, {"level", severity_name(r.severity)}};
    result["message"] = {{"text", r.message + (r.hint.empty() ? "" : "; " + r.hint)}};
    Json where = location(r.file, r.begin, r.end, input);
    if (!r.anchor.empty())
      where["logicalLocations"] =
          Json::array({{{"name", r.anchor}, {"fullyQualifiedName", r.file + "#" + r.anchor}, {"kind", "element"}}});
    if (!r.cfi.empty()) where["properties"] = {{"cfi", r.cfi}};
    result["locations"] = Json::array({where});
    if (!r.last_file.empty()) {
      Json last = location(r.last_file, r.last_begin, r.last_end, input);
      last["id"] = 1;
      if (!r.last_cfi.empty()) last["properties"] = {{"cfi", r.last_cfi}};
      last["message"] = {{"text", "the last place of the stretch"}};
      result["relatedLocations"] = Json::array({last});
    }
    if (r.code == "N-SHIFT") result["properties"] = {{"delta", r.delta}};
    for_code_hosts(r, fingerprint, input, result);
    results_.push_back(std::move(result));
  }

  // GitHub shows what stands in a file of the repository, at a line, and knows a finding again by its fingerprint: the
  // file that was checked comes first, the place inside it is related.
  static void for_code_hosts(const ReportRow& r, const std::string& fingerprint, const std::string& input,
                             Json& result) {
    Json inside = result["locations"][0];
    result["locations"][0] = {{"physicalLocation",
                               {{"artifactLocation", {{"uri", as_uri(input)}, {"index", 0}}},
                                {"region", {{"startLine", std::max(1u, r.line)}}}}}};
    if (!r.file.empty()) {
      if (inside.contains("logicalLocations")) result["locations"][0]["logicalLocations"] = inside["logicalLocations"];
      inside["id"] = 0;
      inside["message"] = {{"text", "the place inside the book"}};
      Json related = Json::array({inside});
      if (result.contains("relatedLocations")) related.push_back(result["relatedLocations"][0]);
      result["relatedLocations"] = std::move(related);
    }
    result["partialFingerprints"] = {{"primaryLocationLineHash", fingerprint + ":1"}, {"postil/v1", fingerprint}};
  }

  std::vector<std::string> codes_, files_;
  Json rules_ = Json::array(), artifacts_, results_ = Json::array();
};

}  // namespace

std::vector<ReportRow> report_rows(const Compiled& c) {
  std::vector<ReportRow> rows;
  auto name = [&](uint32_t file) { return file < c.book.files.size() ? c.book.files[file].path : std::string(); };
  for (const auto* from : {&c.book.findings, &c.notes.findings, &c.citations.findings, &c.entities.findings})
    for (const Finding& f : *from) {
      ReportRow row;
      row.code = f.code, row.message = f.message, row.hint = f.hint;
      row.file = name(f.where.file), row.last_file = name(f.last.file);
      row.severity = static_cast<uint32_t>(f.severity), row.delta = f.delta;
      row.anchor = f.anchor;
      row.cfi = cfi_of(c.book, f.where.file, f.where.begin);
      row.last_cfi = cfi_of(c.book, f.last.file, f.last.begin);
      row.begin = f.where.begin, row.end = f.where.end, row.last_begin = f.last.begin, row.last_end = f.last.end;
      rows.push_back(std::move(row));
    }
  return rows;
}

std::string report(const std::vector<ReportRow>& rows, const std::string& input, const std::string& format) {
  if (format == "sarif") return Sarif(rows, input).text();
  std::string out;
  for (const ReportRow& r : rows) out += format == "text" ? as_text(r, input) : dump(as_json(r)) + "\n";
  return out;
}

}  // namespace postil
