// postil info, check.
#include "packer/cli/cli.h"
#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "packer/report/report.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <unistd.h>

namespace postil::cli {
namespace {

int info(const std::string& path, bool json) {
  OpenPack pack;
  if (!pack.open(path)) return kInput;
  Json creators = Json::array(), identifiers = Json::array();
  for (uint32_t i = 0; !pack.text(POSTIL_CREATOR, i).empty(); ++i) creators.push_back(pack.text(POSTIL_CREATOR, i));
  for (uint32_t i = 0; !pack.text(POSTIL_IDENTIFIER, i).empty(); ++i) identifiers.push_back(pack.text(POSTIL_IDENTIFIER, i));
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const Json out{{"title", pack.text(POSTIL_TITLE)},
                 {"creators", creators},
                 {"language", pack.text(POSTIL_LANGUAGE)},
                 {"identifiers", identifiers},
                 {"kind", pack.number(POSTIL_KIND) ? "reference" : "book"},
                 {"files", pack.number(POSTIL_COUNT_FILES)},
                 {"chapters", pack.number(POSTIL_COUNT_CHAPTERS)},
                 {"paragraphs", pack.number(POSTIL_COUNT_PARAGRAPHS)},
                 {"noterefs", pack.number(POSTIL_COUNT_MARKS)},
                 {"notes", pack.number(POSTIL_COUNT_NOTES)},
                 {"works", pack.number(POSTIL_COUNT_WORKS)},
                 {"entities", pack.number(POSTIL_COUNT_ENTITIES)},
                 {"findings", pack.number(POSTIL_COUNT_FINDINGS)},
                 {"size", static_cast<uint64_t>(file.tellg())},
                 {"pack_id", hex(pack.text(POSTIL_PACK_ID))},
                 {"source_sha256", hex(pack.text(POSTIL_SOURCE_SHA256))},
                 {"partial_md5", hex(pack.text(POSTIL_PARTIAL_MD5))},
                 {"format", std::to_string(pack.number(POSTIL_FORMAT_MAJOR)) + "." + std::to_string(pack.number(POSTIL_FORMAT_MINOR))},
                 {"packer", pack.text(POSTIL_PACKER)},
                 {"libraries", pack.text(POSTIL_LIBRARIES)}};
  if (json) {
    print_line(out);
  } else {
    for (const auto& [key, value] : out.items()) std::printf("%-14s %s\n", key.c_str(), value.is_string() ? value.get<std::string>().c_str() : value.dump().c_str());
  }
  return kDone;
}

int check(const std::string& path, const std::string& fail_on, const std::string& format) {
  OpenPack pack;
  std::ifstream file(path, std::ios::binary);
  char head[8] = {};
  file.read(head, 8);
  file.close();
  const bool is_pack = std::string_view(head, 4) == "\x89PST";
  std::string temp;
  if (is_pack) {
    if (!pack.open(path)) return kInput;
    if (const int32_t code = postil_verify(pack.handle); code != POSTIL_OK) return pack.failed(code);
  } else {
    // An input is compiled as `pack` would, and the result asked as any pack.
    Compiled compiled;
    if (Result r = compile_book(path, {}, compiled); !r) return fail(kInput, path, r.message);
    const char* folder = std::getenv("TMPDIR");
    temp = std::string(folder ? folder : "/tmp") + "/postil-check-" + std::to_string(getpid()) + ".postil";
    if (Result r = write_pack(compiled, {2}, temp); !r) return fail(kOutput, temp, r.message);
    const bool opened = pack.open(temp);
    unlink(temp.c_str());
    if (!opened) return kInput;
  }
  std::vector<ReportRow> rows;
  auto name = [&](uint32_t f) {
    postil_text text{};
    uint32_t spine = 0;
    return f != POSTIL_NONE && postil_file(pack.handle, f, &text, &spine) == POSTIL_OK ? str(text) : std::string();
  };
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_FINDINGS); i < n; ++i) {
    postil_finding f{};
    if (const int32_t code = postil_finding_at(pack.handle, i, &f); code != POSTIL_OK) return pack.failed(code);
    ReportRow row;
    row.code = str(f.code), row.message = str(f.message), row.hint = str(f.hint);
    row.severity = f.severity, row.delta = f.delta;
    row.begin = f.begin, row.end = f.end, row.last_begin = f.last_begin, row.last_end = f.last_end;
    const uint32_t file_row = f.file, last_row = f.last_file;
    row.file = name(file_row);
    row.last_file = name(last_row);
    rows.push_back(std::move(row));
  }
  std::fputs(report(rows, path, format).c_str(), stdout);
  const uint32_t least = fail_on == "note" ? 0 : fail_on == "warning" ? 1 : 2;
  for (const ReportRow& row : rows)
    if (row.severity >= least) return kNotFound;
  return kDone;
}

}  // namespace

void add_info(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("info", "What a pack is and holds");
  c->footer("Example: postil info Gibbon.postil");
  auto pack = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  c->add_option("PACK", *pack, "a pack")->required();
  c->add_flag("--json", *json, "JSON");
  c->callback([pack, json, &status] { status = info(*pack, *json); });
}

void add_check(CLI::App& app, int& status) {
  struct Options {
    std::string input, fail_on = "error", format = "text";
  };
  auto* c = app.add_subcommand("check", "What a publisher must look at, in a book or a pack");
  c->footer("Example: postil check Book.epub --format json --fail-on warning");
  auto o = std::make_shared<Options>();
  c->add_option("INPUT", o->input, "a book or a pack")->required();
  c->add_option("--fail-on", o->fail_on, "exit 1 from this severity on")->check(CLI::IsMember({"note", "warning", "error"}));
  c->add_option("--format", o->format, "text, json or sarif")->check(CLI::IsMember({"text", "json", "sarif"}));
  c->callback([o, &status] { status = check(o->input, o->fail_on, o->format); });
}

}  // namespace postil::cli
