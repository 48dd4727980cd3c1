#include "packer/report/report.h"

#include <nlohmann/json.hpp>

namespace postil {
namespace {

using Json = nlohmann::ordered_json;

const char* severity(uint32_t s) { return s == 0 ? "note" : s == 1 ? "warning" : "error"; }
std::string dump(const Json& j, int indent = -1) { return j.dump(indent, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string report(const std::vector<ReportRow>& rows, const std::string& input, const std::string& format) {
  std::string out;
  Json results = Json::array();
  for (const ReportRow& r : rows) {
    if (format == "text") {
      out += input + ":" + (r.file.empty() ? "" : r.file + ":" + std::to_string(r.begin) + ":") + " " + severity(r.severity) + " " + r.code + ": " + r.message + "; " + r.hint + "\n";
    } else if (format == "json") {
      Json j{{"code", r.code}, {"severity", severity(r.severity)}};
      if (!r.file.empty()) j["source"] = {{"file", r.file}, {"start", r.begin}, {"end", r.end}};
      if (!r.last_file.empty()) j["last"] = {{"file", r.last_file}, {"start", r.last_begin}, {"end", r.last_end}};
      if (r.code == "N-SHIFT") j["delta"] = r.delta;
      j["message"] = r.message;
      j["hint"] = r.hint;
      out += dump(j) + "\n";
    } else {
      Json result{{"ruleId", r.code}, {"level", severity(r.severity)}, {"message", {{"text", r.message + "; " + r.hint}}}};
      Json location{{"physicalLocation", {{"artifactLocation", {{"uri", r.file.empty() ? input : r.file}}}, {"region", {{"byteOffset", r.begin}, {"byteLength", r.end - r.begin}}}}}};
      result["locations"] = Json::array({location});
      results.push_back(std::move(result));
    }
  }
  if (format == "sarif") {
    Json run{{"tool", {{"driver", {{"name", "postil"}}}}}, {"results", results}};
    out = dump({{"version", "2.1.0"}, {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"runs", Json::array({run})}}, 2) + "\n";
  }
  return out;
}

}  // namespace postil
