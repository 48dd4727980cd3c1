// What a project decides about findings: severities of rules, and those already known.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "packer/report/report.h"
#include "schema/result.h"

namespace postil {

struct CheckSettings {
  std::map<std::string, int> severities;  // by code: 0 note, 1 warning, 2 error, -1 off
  std::set<std::string> known;            // fingerprints
};

// Each reads a file's text: {"postil": "check/1", "rules": {...}} and {"postil": "baseline/1", "findings": {...}}.
Result read_check_settings(const std::string& json, CheckSettings& settings);
Result read_baseline(const std::string& json, CheckSettings& settings);

// A baseline of these findings.
std::string baseline(const std::vector<ReportRow>& rows);

// The findings that are left, with the project's severities.
std::vector<ReportRow> with_settings(std::vector<ReportRow> rows, const CheckSettings& settings);

// For each row what it is known by wherever it moves: code, file, message and its rank among those that agree in all three.
std::vector<std::string> fingerprints(const std::vector<ReportRow>& rows);

}  // namespace postil
