// What every command shares: exit codes, messages, packs opened through libpostil, places as JSON.
#pragma once
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "packer/cli/terminal.h"
#include "plugin/include/postil.h"
#include "schema/result.h"

namespace postil::cli {

using Json = nlohmann::ordered_json;

enum Exit { kDone = 0, kNotFound = 1, kUsage = 2, kInput = 3, kOutput = 4 };

// Prints "postil: FILE:PLACE: what is wrong; what to do about it" and gives `code` back.
int fail(int code, const std::string& file, const std::string& what);
int fail(int code, const std::string& file, const Result& result);
// What a failed write or read is to the caller of the program.
int exit_code(const Result& writing);

// An open pack that closes itself; open() has said why when it is false.
class OpenPack {
 public:
  ~OpenPack() { postil_close(handle); }
  bool open(const std::string& path);
  uint32_t number(int32_t field);
  std::string text(int32_t field, uint32_t index = 0);
  int failed(int32_t code);  // the exit status of a failed call, said
  postil_pack* handle = nullptr;
  std::string path;
};

inline std::string str(postil_text t) {
  return {t.data ? t.data : "", t.size};
}
Json place(OpenPack& pack, const postil_place& at, const std::string& anchor = "");
std::string hex(const std::string& bytes);
void print_line(const Json& json);
// Text for people: what could steer a terminal is replaced. A row's fields are separated by tabs.
void print_text(const std::string& text);
void print_row(std::initializer_list<std::string> fields);

// PLACE on the command line (FILE:BYTE, FILE#ANCHOR, chapter:N, end) to a position. False after having said why.
bool parse_place(OpenPack& pack, const std::string& text, uint32_t& pos);

const char* entity_type(uint32_t type);
// What one of the calls for lists of numbers answers, without a reading limit.
using NumbersOf = int32_t (*)(postil_pack*, uint32_t, uint32_t, uint32_t*, uint32_t, uint32_t*);
Json numbers(OpenPack& pack, uint32_t of, NumbersOf ask);

// Each adds its command; `status` gets the exit status when the command ran.
void add_pack(CLI::App& app, int& status);
void add_noterefs(CLI::App& app, int& status);
void add_notes(CLI::App& app, int& status);
void add_works(CLI::App& app, int& status);
void add_note(CLI::App& app, int& status);
void add_entities(CLI::App& app, int& status);
void add_lookup(CLI::App& app, int& status);
void add_text(CLI::App& app, int& status);

void add_search(CLI::App& app, int& status);
void add_info(CLI::App& app, int& status);
void add_check(CLI::App& app, int& status);
void add_cache(CLI::App& app, int& status);
void add_shelf(CLI::App& app, int& status);
void add_export(CLI::App& app, int& status);
void add_diff(CLI::App& app, int& status);
void add_proof(CLI::App& app, int& status);
void add_sign(CLI::App& app, int& status);
void add_verify(CLI::App& app, int& status);
void add_key(CLI::App& app, int& status);

}  // namespace postil::cli
