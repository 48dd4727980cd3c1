#include <csignal>
#include <cstdio>
#include <iostream>

#include "packer/cli/cli.h"

int main(int argc, char** argv) {
  using namespace postil::cli;
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App app{"postil: a knowledge base in the margin of an e-book", "postil"};
  app.set_version_flag("--version", "postil " POSTIL_VERSION);
  app.require_subcommand(1);
  auto finish = [](int code) {
    return std::fflush(stdout) != 0 || std::ferror(stdout)
               ? fail(kOutput, "standard output", "it cannot be written; is the disk full?")
               : code;
  };
  int status = kDone;
  add_pack(app, status);
  add_noterefs(app, status);
  add_notes(app, status);
  add_works(app, status);
  add_note(app, status);
  add_entities(app, status);
  add_lookup(app, status);
  add_text(app, status);
  add_search(app, status);
  add_info(app, status);
  add_check(app, status);
  add_cache(app, status);
  add_shelf(app, status);
  add_export(app, status);
  add_diff(app, status);
  add_proof(app, status);
  add_sign(app, status);
  add_verify(app, status);
  add_key(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return app.exit(e), std::cout.flush(), finish(kDone);  // --help, --version
    const auto chosen = app.get_subcommands();
    const std::string command = chosen.empty() ? "" : " " + chosen[0]->get_name();
    std::string what = e.what();
    while (!what.empty() && (what.back() == '\n' || what.back() == '.')) what.pop_back();
    return fail(kUsage, chosen.empty() ? "command line" : chosen[0]->get_name(),
                what + "; postil" + command + " --help shows how it is used");
  } catch (const std::bad_alloc&) {
    return fail(kInput, argc > 2 ? argv[2] : "",
                "there is not enough memory for it; split it, or use a machine with more");
  }
  return finish(status);
}
