// postil.h against what the library exports, its own rules, and what is generated from it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace {

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::set<std::string> all(const std::string& text, const std::string& pattern) {
  std::set<std::string> out;
  const std::regex regex(pattern);
  for (std::sregex_iterator i(text.begin(), text.end(), regex), end; i != end; ++i) out.insert((*i)[1]);
  return out;
}

const std::string& header() {
  static const std::string text = [] {
    // std::regex recurses: comments are cut by hand.
    std::string in = slurp(POSTIL_SOURCE "/plugin/include/postil.h"), out;
    for (size_t at = 0; at < in.size();) {
      const size_t open = in.find("/*", at);
      out += in.substr(at, open - at);
      at = open == std::string::npos ? in.size() : in.find("*/", open) + 2;
    }
    return out;
  }();
  return text;
}

std::set<std::string> declared() {
  return all(header(), R"(POSTIL_API [a-z0-9_ ]+[ *]+(postil_[a-z_]+)\()");
}

TEST(Interface, TheLibraryExportsWhatTheHeaderDeclares) {
  ASSERT_GT(declared().size(), 40u);
  EXPECT_EQ(declared(), all(slurp(POSTIL_SOURCE "/plugin/postil.map"), R"((postil_[a-z_]+);)"));
  std::string symbols;
  FILE* const pipe = popen("nm -D --defined-only " POSTIL_LIBRARY, "r");
  ASSERT_NE(pipe, nullptr);
  for (char line[512]; std::fgets(line, sizeof line, pipe);) symbols += line;
  ASSERT_EQ(pclose(pipe), 0);
  EXPECT_EQ(declared(), all(symbols, R"( T ([A-Za-z_0-9]+))"));
  EXPECT_TRUE(all(symbols, R"( ([BDVWu] [A-Za-z_0-9@]+))").empty()) << "data or weak symbols are exported";
}

TEST(Interface, NothingThatLuaJitBoxesOrCopies) {
  EXPECT_TRUE(all(header(), R"(\b(size_t|u?int64_t|long|double|float|bool|int|char\s+\w+\s*[,)])\b)").empty());
  // Structs and handles go by pointer.
  for (const std::string& parameters : all(header(), R"(postil_[a-z_]+\(([^)]*)\);)"))
    EXPECT_FALSE(std::regex_search(parameters, std::regex(R"(postil_[a-z_]+ [a-z])"))) << parameters;
  EXPECT_TRUE(all(header(), R"(POSTIL_API (postil_[a-z_]+) )").empty()) << "a struct is returned";
  // And the pattern does see such a thing.
  EXPECT_TRUE(std::regex_search("postil_text text, uint32_t n", std::regex(R"(postil_[a-z_]+ [a-z])")));
}

TEST(Interface, TheStrictProgramCallsEverything) {
  const std::string calls = slurp(POSTIL_SOURCE "/tests/plugin/interface/calls.c");
  for (const std::string& name : declared()) EXPECT_NE(calls.find(name + "("), std::string::npos) << name;
}

TEST(Interface, ManualAndDeclarationsAreComplete) {
  const std::string manual = slurp(POSTIL_MANUAL), cdef = slurp(POSTIL_CDEF);
  for (const std::string& name : declared()) {
    EXPECT_NE(manual.find(name + "("), std::string::npos) << name;
    EXPECT_NE(cdef.find(name + "("), std::string::npos) << name;
  }
  EXPECT_NE(manual.find("\n.SH OPENING\n"), std::string::npos);
  EXPECT_EQ(cdef.find('#'), std::string::npos) << "LuaJIT has no preprocessor";
}

TEST(Interface, TheExampleIsShort) {
  const std::string host = slurp(POSTIL_SOURCE "/plugin/examples/host.c");
  EXPECT_LT(std::count(host.begin(), host.end(), '\n'), 100);
}

}  // namespace
