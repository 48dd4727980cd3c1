#include "packer/report/settings.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "packer/report/rules.h"

namespace postil {
namespace {

using Json = nlohmann::ordered_json;

// FNV-1a, 64 bits: short, the same everywhere, no secret.
std::string hash(const std::string& text) {
  uint64_t h = 0xCBF29CE484222325u;
  for (const unsigned char c : text) h = (h ^ c) * 0x100000001B3u;
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[h >> shift & 15];
  return out;
}

Result parse(const std::string& json, const char* kind, Json& out) {
  out = Json::parse(json, nullptr, false);
  if (out.is_discarded() || !out.is_object()) return {Code::corrupt, "it is not a JSON object; correct it"};
  const auto says = out.find("postil");
  if (says == out.end() || *says != kind)
    return {Code::unsupported, std::string("it does not say \"postil\": \"") + kind + "\"; is it another file?"};
  return {};
}

}  // namespace

Result read_check_settings(const std::string& json, CheckSettings& settings) {
  Json file;
  if (Result r = parse(json, "check/1", file); !r) return r;
  for (const auto& [key, value] : file.items()) {
    if (key == "postil") continue;
    if (key != "rules" || !value.is_object())
      return {Code::corrupt, "\"" + key + "\" is no setting; \"rules\" is, an object of codes and severities"};
    for (const auto& [code, severity] : value.items()) {
      if (rule_summary(code).empty())
        return {Code::corrupt, "there is no rule " + code + "; postil check --explain all lists them"};
      static const char* const kNames[] = {"note", "warning", "error"};
      const auto* name = severity.is_string()
                             ? std::find(std::begin(kNames), std::end(kNames), severity.get<std::string>())
                             : std::end(kNames);
      if (name == std::end(kNames) && severity != "off")
        return {Code::corrupt, "the severity of " + code + " is none; give off, note, warning or error"};
      settings.severities[code] = name == std::end(kNames) ? -1 : static_cast<int>(name - kNames);
    }
  }
  return {};
}

Result read_baseline(const std::string& json, CheckSettings& settings) {
  Json file;
  if (Result r = parse(json, "baseline/1", file); !r) return r;
  const auto findings = file.find("findings");
  if (findings == file.end() || !findings->is_object())
    return {Code::corrupt, "it has no \"findings\"; write it again with --write-baseline"};
  for (const auto& [fingerprint, about] : findings->items()) settings.known.insert(fingerprint);
  return {};
}

std::string baseline(const std::vector<ReportRow>& rows) {
  std::map<std::string, std::string> sorted;
  const std::vector<std::string> prints = fingerprints(rows);
  for (size_t i = 0; i < rows.size(); ++i)
    sorted[prints[i]] = rows[i].code + (rows[i].file.empty() ? "" : " " + rows[i].file) + ": " + rows[i].message;
  Json file{{"postil", "baseline/1"}, {"findings", Json::object()}};
  for (const auto& [fingerprint, about] : sorted) file["findings"][fingerprint] = about;
  return file.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<ReportRow> with_settings(std::vector<ReportRow> rows, const CheckSettings& settings) {
  const std::vector<std::string> prints = fingerprints(rows);
  std::vector<ReportRow> out;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto set = settings.severities.find(rows[i].code);
    const bool off = set != settings.severities.end() && set->second < 0;
    if (off || settings.known.count(prints[i]) != 0) continue;
    if (set != settings.severities.end()) rows[i].severity = static_cast<uint32_t>(set->second);
    out.push_back(std::move(rows[i]));
  }
  return out;
}

std::vector<std::string> fingerprints(const std::vector<ReportRow>& rows) {
  std::map<std::string, size_t> seen;
  std::vector<std::string> out;
  for (const ReportRow& r : rows) {
    const std::string key = r.code + "\n" + r.file + "\n" + r.message;
    out.push_back(hash(key + "\n" + std::to_string(seen[key]++)));
  }
  return out;
}

}  // namespace postil
