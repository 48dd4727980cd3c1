#include "packer/report/report.h"
#include "packer/report/rules.h"
#include "packer/report/settings.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>

namespace postil {
namespace {

using Json = nlohmann::json;

std::vector<ReportRow> rows() {
  ReportRow shift;
  shift.code = "N-SHIFT", shift.message = "numbers differ", shift.hint = "renumber", shift.severity = 1,
  shift.delta = -2;
  shift.file = "text/one two.xhtml", shift.begin = 10, shift.end = 12;
  shift.anchor = "n 3", shift.cfi = "epubcfi(/6/4!/4/2/1:3)", shift.last_cfi = "epubcfi(/6/4!/4/8/1:0)";
  shift.last_file = "text/b.xhtml", shift.last_begin = 90, shift.last_end = 92;
  ReportRow link;
  link.code = "N-LINK", link.message = "\x1b[31mnowhere\n\xFF", link.hint = "correct it", link.severity = 2;
  link.file = "text/b.xhtml", link.begin = 7, link.end = 7;
  ReportRow whole;
  whole.code = "X-NEW", whole.message = "the book", whole.severity = 0;
  return {shift, link, whole};
}

TEST(Report, TextIsOneLineAFindingWithoutControlCharacters) {
  const std::string text = report(rows(), "Book.epub", "text");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("Book.epub:text/one two.xhtml:10-text/b.xhtml:92: warning N-SHIFT: numbers differ; renumber\n"),
            std::string::npos);
  EXPECT_NE(text.find("Book.epub: note X-NEW: the book\n"), std::string::npos);
}

TEST(Report, JsonLinesHaveThePlacesAndTheDelta) {
  const std::string text = report(rows(), "Book.epub", "json");
  const Json first = Json::parse(text.substr(0, text.find('\n')));
  EXPECT_EQ(first["code"], "N-SHIFT");
  EXPECT_EQ(first["severity"], "warning");
  EXPECT_EQ(first["delta"], -2);
  EXPECT_EQ(first["source"]["start"], 10);
  EXPECT_EQ(first["last"]["file"], "text/b.xhtml");
  EXPECT_EQ(first["hint"], "renumber");
  EXPECT_EQ(first["source"]["cfi"], "epubcfi(/6/4!/4/2/1:3)");
  EXPECT_EQ(first["source"]["anchor"], "n 3");
  EXPECT_EQ(first["last"]["cfi"], "epubcfi(/6/4!/4/8/1:0)");
  EXPECT_EQ(Json::parse(
                text.substr(text.find('\n') + 1, text.find('\n', text.find('\n') + 1) - text.find('\n') - 1))["source"]
                .count("cfi"),
            0u);
}

// What the schema of SARIF 2.1.0 requires, and what its text requires beyond it.
void expect_valid_sarif(const Json& log) {
  ASSERT_EQ(log.at("version"), "2.1.0");
  ASSERT_TRUE(log.at("runs").is_array());
  const Json& run = log["runs"].at(0);
  const Json& driver = run.at("tool").at("driver");
  ASSERT_TRUE(driver.at("name").is_string());
  for (const Json& rule : driver.at("rules")) {
    ASSERT_TRUE(rule.at("id").is_string());
    if (rule.count("shortDescription")) {
      ASSERT_FALSE(rule["shortDescription"].at("text").get<std::string>().empty());
    }
  }
  const Json& artifacts = run.at("artifacts");
  for (const Json& a : artifacts)
    if (a.count("parentIndex")) {
      ASSERT_LT(a["parentIndex"].get<size_t>(), artifacts.size());
    }
  auto expect_location = [&](const Json& location) {
    const Json& physical = location.at("physicalLocation");
    const std::string uri = physical.at("artifactLocation").at("uri");
    ASSERT_EQ(uri.find_first_of(" :\\<>\"%#?\n"), uri.find('%')) << uri;
    ASSERT_EQ(artifacts.at(physical["artifactLocation"].at("index").get<size_t>()).at("location").at("uri"), uri);
    if (physical.count("region") && !physical["region"].count("startLine")) {
      ASSERT_GE(physical["region"].at("byteOffset").get<int64_t>(), 0);
      ASSERT_GE(physical["region"].at("byteLength").get<int64_t>(), 0);
    }
  };
  for (const Json& result : run.at("results")) {
    ASSERT_FALSE(result.at("message").at("text").get<std::string>().empty());
    const std::string level = result.at("level");
    ASSERT_TRUE(level == "note" || level == "warning" || level == "error");
    ASSERT_EQ(driver["rules"].at(result.at("ruleIndex").get<size_t>()).at("id"), result.at("ruleId"));
    for (const Json& location : result.at("locations")) expect_location(location);
    // What GitHub's code scanning asks for: a file of the repository, a line, a fingerprint.
    const Json& main = result["locations"].at(0).at("physicalLocation");
    ASSERT_EQ(main.at("artifactLocation").at("index"), 0);
    ASSERT_GE(main.at("region").at("startLine").get<int>(), 1);
    ASSERT_FALSE(result.at("partialFingerprints").at("primaryLocationLineHash").get<std::string>().empty());
    if (result.count("relatedLocations"))
      for (const Json& location : result["relatedLocations"]) {
        ASSERT_GE(location.at("id").get<int>(), 0);
        expect_location(location);
      }
  }
}

TEST(Report, SarifIsValid) {
  const Json log = Json::parse(report(rows(), "my: Book.epub", "sarif"));
  expect_valid_sarif(log);
  const Json& results = log["runs"][0]["results"];
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0]["relatedLocations"].size(), 2u);
  EXPECT_EQ(results[0]["relatedLocations"][0]["physicalLocation"]["region"]["byteOffset"], 10);
  EXPECT_NE(log["runs"][0]["tool"]["driver"]["rules"][0]["help"]["text"].get<std::string>().find("*warning.*"),
            std::string::npos);
  EXPECT_EQ(results[0]["properties"]["delta"], -2);
  EXPECT_EQ(log["runs"][0]["artifacts"].size(), 3u);
  expect_valid_sarif(Json::parse(report({}, "Book.epub", "sarif")));
}

TEST(Report, EveryCodeOfTheNotesIsDescribed) {
  for (const char* code : {"N-DUP", "N-MISSING", "N-SHIFT", "N-ORPHAN", "N-UNRESOLVED", "N-LINK", "N-ID", "N-WIDE",
                           "N-STRAY", "N-EMPTY", "N-BACK", "N-LABEL"})
    EXPECT_FALSE(rule_summary(code).empty()) << code;
  EXPECT_EQ(rule_summary("X-NEW"), "");
}

TEST(Report, EveryCodeOfThePackerIsDescribed) {
  const std::regex code("\"([NCEP]-[A-Z]+)\"");
  size_t seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(POSTIL_TEST_DATA "/../../packer")) {
    if (entry.path().extension() != ".cc") continue;
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (std::sregex_iterator it(text.begin(), text.end(), code), end; it != end; ++it, ++seen)
      EXPECT_NE(rule_summary((*it)[1]), "") << (*it)[1] << " in " << entry.path();
  }
  EXPECT_GT(seen, 20u);
}

TEST(Report, EveryRuleSaysHowGraveItIsAndWhatToDo) {
  EXPECT_GT(rule_codes().size(), 40u);
  for (const std::string& code : rule_codes()) {
    EXPECT_TRUE(std::regex_search(rule_page(code), std::regex("\\*(note|warning|error)(\\.\\*|\\*)"))) << code;
    EXPECT_GT(rule_page(code).size(), rule_summary(code).size() + 20) << code;
  }
}

TEST(Settings, SeveritiesAndWhatIsKnown) {
  CheckSettings settings;
  ASSERT_TRUE(read_check_settings(R"({"postil":"check/1","rules":{"N-LINK":"off","N-SHIFT":"note"}})", settings));
  const std::vector<ReportRow> left = with_settings(rows(), settings);
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].severity, 0u);
  CheckSettings known;
  ASSERT_TRUE(read_baseline(baseline(rows()), known));
  EXPECT_TRUE(with_settings(rows(), known).empty());
  std::vector<ReportRow> moved = rows(), more = rows();
  for (ReportRow& row : moved) row.begin += 1000, row.end += 1000;
  EXPECT_TRUE(with_settings(moved, known).empty());  // edits elsewhere bring nothing back
  more.push_back(more[0]);
  EXPECT_EQ(with_settings(more, known).size(), 1u);  // one more of the same kind is new
}

TEST(Settings, MistakesAreNamed) {
  for (const char* bad :
       {"", "[]", "{}", R"({"postil":"check/2"})", R"({"postil":"check/1","rule":{}})",
        R"({"postil":"check/1","rules":[]})", R"({"postil":"check/1","rules":{"X-NEW":"off"}})",
        R"({"postil":"check/1","rules":{"N-DUP":"fatal"}})", R"({"postil":"check/1","rules":{"N-DUP":1}})"}) {
    CheckSettings settings;
    const Result r = read_check_settings(bad, settings);
    EXPECT_FALSE(r) << bad;
    EXPECT_NE(r.message.find("; "), std::string::npos) << r.message;
  }
  CheckSettings settings;
  EXPECT_FALSE(read_baseline(R"({"postil":"baseline/1"})", settings));
  EXPECT_FALSE(read_baseline(R"({"postil":"check/1","findings":{}})", settings));
}

}  // namespace
}  // namespace postil
