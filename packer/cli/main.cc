#include <csignal>
#include <cstdio>

#include "packer/cli/cli.h"

int main(int argc, char** argv) {
  using namespace postil::cli;
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App app{"postil: a knowledge base in the margin of an e-book"};
  app.set_version_flag("--version", "postil " POSTIL_VERSION);
  app.require_subcommand(1);
  int status = kDone;
  add_pack(app, status);
  add_noterefs(app, status);
  add_notes(app, status);
  add_works(app, status);
  add_note(app, status);
  add_entities(app, status);
  add_lookup(app, status);
  add_info(app, status);
  add_check(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? kDone : kUsage;
  } catch (const std::bad_alloc&) {
    return fail(kInput, argc > 2 ? argv[2] : "", "there is not enough memory for it");
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) return fail(kOutput, "standard output", "it cannot be written; is the disk full?");
  return status;
}
