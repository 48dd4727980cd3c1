#include "packer/report/report.h"

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
    if (physical.count("region")) {
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
  EXPECT_EQ(results[0]["relatedLocations"].size(), 1u);
  EXPECT_EQ(results[0]["properties"]["delta"], -2);
  EXPECT_EQ(log["runs"][0]["artifacts"].size(), 3u);
  expect_valid_sarif(Json::parse(report({}, "Book.epub", "sarif")));
}

TEST(Report, EveryCodeOfTheNotesIsDescribed) {
  for (const char* code : {"N-DUP", "N-MISSING", "N-SHIFT", "N-ORPHAN", "N-UNRESOLVED", "N-LINK", "N-ID", "N-WIDE",
                           "N-STRAY", "N-EMPTY", "N-BACK", "N-LABEL"})
    EXPECT_FALSE(describe(code).empty()) << code;
  EXPECT_EQ(describe("X-NEW"), "");
}

TEST(Report, EveryCodeOfThePackerIsDescribed) {
  const std::regex code("\"([NCE]-[A-Z]+)\"");
  size_t seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(POSTIL_TEST_DATA "/../../packer")) {
    if (entry.path().extension() != ".cc") continue;
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (std::sregex_iterator it(text.begin(), text.end(), code), end; it != end; ++it, ++seen)
      EXPECT_NE(describe((*it)[1]), "") << (*it)[1] << " in " << entry.path();
  }
  EXPECT_GT(seen, 20u);
}

}  // namespace
}  // namespace postil
