// postil check: what a publisher must look at. A book is compiled first; a pack carries what was found when it was
// made.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <thread>

#include "packer/cli/cli.h"
#include "packer/pack.h"
#include "packer/report/report.h"

namespace postil::cli {
namespace {

bool is_pack(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  char head[8] = {};
  file.read(head, 8);
  return std::string_view(head, 8) == std::string_view("\x89PSTL\r\n\x1A", 8);
}

// False after having said why; `status` is then the exit status.
bool findings_of_pack(const std::string& path, std::vector<ReportRow>& rows, int& status) {
  OpenPack pack;
  status = kInput;
  if (!pack.open(path)) return false;
  if (const int32_t code = postil_verify(pack.handle); code != POSTIL_OK) return status = pack.failed(code), false;
  auto name = [&](uint32_t f) {
    postil_text text{};
    uint32_t spine = 0;
    return f != POSTIL_NONE && postil_file(pack.handle, f, &text, &spine) == POSTIL_OK ? str(text) : std::string();
  };
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_FINDINGS); i < n; ++i) {
    postil_finding f{};
    if (const int32_t code = postil_finding_at(pack.handle, i, &f); code != POSTIL_OK)
      return status = pack.failed(code), false;
    ReportRow row;
    row.code = str(f.code), row.message = str(f.message), row.hint = str(f.hint);
    row.severity = f.severity, row.delta = f.delta;
    row.begin = f.begin, row.end = f.end, row.last_begin = f.last_begin, row.last_end = f.last_end;
    row.file = name(f.file);
    row.last_file = name(f.last_file);
    rows.push_back(std::move(row));
  }
  return true;
}

int check(const std::string& path, const std::string& fail_on, const std::string& format, bool quiet) {
  std::vector<ReportRow> rows;
  if (is_pack(path)) {
    int status = kDone;
    if (!findings_of_pack(path, rows, status)) return status;
  } else {
    Compiled compiled;
    ProgressBar bar(quiet);
    PackOptions options;
    options.jobs = std::max(1u, std::min(8u, std::thread::hardware_concurrency()));
    options.progress = stages_on(bar);
    if (Result r = compile_book(path, options, compiled); !r) return bar.clear(), fail(kInput, path, r);
    rows = report_rows(compiled);
  }
  const std::string text = report(rows, path, format);
  if (format == "text")
    print_text(text);
  else
    std::fputs(shown_json(text).c_str(), stdout);
  const uint32_t least = fail_on == "note" ? 0 : fail_on == "warning" ? 1 : 2;
  for (const ReportRow& row : rows)
    if (row.severity >= least) return kNotFound;
  return kDone;
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  struct Options {
    std::string input, fail_on = "error", format = "text";
    bool json = false, quiet = false;
  };
  auto* c = app.add_subcommand("check", "What a publisher must look at, in a book or a pack");
  c->footer("Example: postil check Book.epub --format sarif --fail-on warning > Book.sarif");
  auto o = std::make_shared<Options>();
  c->add_option("INPUT", o->input, "a book or a pack")->required();
  c->add_option("--fail-on", o->fail_on, "exit 1 from this severity on (default: error)")
      ->check(CLI::IsMember({"note", "warning", "error"}));
  c->add_option("--format", o->format, "text, json (JSON Lines) or sarif (2.1.0)")
      ->check(CLI::IsMember({"text", "json", "sarif"}));
  c->add_flag("--json", o->json, "the same as --format json");
  c->add_flag("--quiet", o->quiet, "no progress bar");
  c->callback([o, &status] { status = check(o->input, o->fail_on, o->json ? "json" : o->format, o->quiet); });
}

}  // namespace postil::cli
