// postil check: what a publisher must look at. A book is compiled first; a pack carries what was found when it was
// made.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "packer/cli/cli.h"
#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "packer/report/report.h"
#include "packer/report/rules.h"
#include "packer/report/settings.h"

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
  auto cfi = [&](uint32_t f, uint32_t byte) {
    uint32_t pos = 0;
    postil_text text{};
    const bool known = f != POSTIL_NONE && postil_pos_of_byte(pack.handle, f, byte, &pos) == POSTIL_OK &&
                       postil_cfi_of_pos(pack.handle, pos, &text) == POSTIL_OK;
    return known ? str(text) : std::string();
  };
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_FINDINGS); i < n; ++i) {
    postil_finding f{};
    if (const int32_t code = postil_finding_at(pack.handle, i, &f); code != POSTIL_OK)
      return status = pack.failed(code), false;
    ReportRow row;
    row.code = str(f.code), row.message = str(f.message), row.hint = str(f.hint);
    row.severity = f.severity, row.delta = f.delta;
    row.begin = f.begin, row.end = f.end, row.last_begin = f.last_begin, row.last_end = f.last_end;
    row.anchor = str(f.anchor);
    row.file = name(f.file);
    row.last_file = name(f.last_file);
    row.cfi = cfi(f.file, f.begin);
    row.last_cfi = cfi(f.last_file, f.last_begin);
    rows.push_back(std::move(row));
  }
  return true;
}

struct CheckArgument {
  std::string input, fail_on = "error", format = "text", config, baseline, write_baseline, explain;
  bool json = false, quiet = false;
};

bool read_text(const std::string& path, std::string& text) {
  std::ifstream file(path, std::ios::binary);
  text.assign(std::istreambuf_iterator<char>(file), {});
  return file.good() || (file.eof() && !file.bad());
}

// The settings that the command line names, or those of the book's folder. Not kDone after having said why.
int settings_of(const CheckArgument& a, CheckSettings& settings) {
  std::string config = a.config, text;
  if (config.empty()) {
    const auto beside = std::filesystem::path(a.input).parent_path() / ".postil-check.json";
    std::error_code error;
    if (std::filesystem::is_regular_file(beside, error)) config = beside.string();
  }
  const std::pair<const std::string*, Result (*)(const std::string&, CheckSettings&)> kFiles[] = {
      {&config, read_check_settings}, {&a.baseline, read_baseline}};
  for (const auto& [path, read] : kFiles) {
    if (path->empty()) continue;
    if (!read_text(*path, text)) return fail(kInput, *path, "it cannot be read; check the name");
    if (Result r = read(text, settings); !r) return fail(kInput, *path, r);
  }
  return kDone;
}

int explain(const std::string& code) {
  if (code == "all") {
    for (const std::string& known : rule_codes()) print_row({known, rule_summary(known)});
    return kDone;
  }
  const std::string page = rule_page(code);
  if (page.empty()) return fail(kUsage, code, "there is no such rule; postil check --explain all lists them");
  print_text("## " + code + "\n\n" + page);
  return kDone;
}

// Where the rows' bytes are those of the file that was checked: the lines on which they stand.
void number_lines(const std::string& path, std::vector<ReportRow>& rows) {
  std::string text;
  if (!read_text(path, text)) return;
  std::vector<size_t> ends;
  for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos; ++at) ends.push_back(at);
  for (ReportRow& row : rows)
    row.line = static_cast<uint32_t>(std::lower_bound(ends.begin(), ends.end(), row.begin) - ends.begin()) + 1;
}

int check(const CheckArgument& a) {
  if (!a.explain.empty()) return explain(a.explain);
  if (a.input.empty())
    return fail(kUsage, "check", "a book or a pack is missing; postil check --help shows how it is used");
  if (!a.write_baseline.empty() && a.write_baseline == a.input)
    return fail(kUsage, a.input, "it would be overwritten by the baseline; choose another name for that");
  CheckSettings settings;
  if (const int code = settings_of(a, settings); code != kDone) return code;
  std::vector<ReportRow> rows;
  if (is_pack(a.input)) {
    int status = kDone;
    if (!findings_of_pack(a.input, rows, status)) return status;
  } else {
    Compiled compiled;
    ProgressBar bar(a.quiet);
    PackOptions options;
    options.jobs = std::max(1u, std::min(8u, std::thread::hardware_concurrency()));
    options.progress = stages_on(bar);
    if (Result r = compile_book(a.input, options, compiled); !r) return bar.clear(), fail(kInput, a.input, r);
    rows = report_rows(compiled);
    if (compiled.book.plain_text) number_lines(a.input, rows);
  }
  if (!a.write_baseline.empty())
    if (Result r = write_file(a.write_baseline, baseline(rows)); !r) return fail(kOutput, a.write_baseline, r);
  rows = with_settings(std::move(rows), settings);
  const std::string format = a.json ? "json" : a.format, text = report(rows, a.input, format);
  if (format == "text")
    print_text(text);
  else
    std::fputs(shown_json(text).c_str(), stdout);
  const uint32_t least = a.fail_on == "note" ? 0 : a.fail_on == "warning" ? 1 : 2;
  for (const ReportRow& row : rows)
    if (row.severity >= least) return kNotFound;
  return kDone;
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("check", "What a publisher must look at, in a book or a pack");
  c->footer("Example: postil check Book.epub --format sarif --fail-on warning > Book.sarif");
  auto a = std::make_shared<CheckArgument>();
  c->add_option("INPUT", a->input, "a book or a pack");
  c->add_option("--fail-on", a->fail_on, "exit 1 from this severity on (default: error)")
      ->check(CLI::IsMember({"note", "warning", "error"}));
  c->add_option("--format", a->format, "text, json (JSON Lines) or sarif (2.1.0)")
      ->check(CLI::IsMember({"text", "json", "sarif"}));
  c->add_flag("--json", a->json, "the same as --format json");
  c->add_option("--config", a->config, "severities of rules (default: .postil-check.json in the folder of INPUT)");
  c->add_option("--baseline", a->baseline, "a file of known findings, which are not told again");
  c->add_option("--write-baseline", a->write_baseline, "write what is found as such a file");
  c->add_option("--explain", a->explain, "print what a rule's code means; all: list them");
  c->add_flag("--quiet", a->quiet, "no progress bar");
  c->callback([a, &status] { status = check(*a); });
}

}  // namespace postil::cli
