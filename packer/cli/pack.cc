#include "packer/pack.h"

#include <thread>

#include "packer/cli/cli.h"
#include "packer/encode/encode.h"

namespace postil::cli {

void add_pack(CLI::App& app, int& status) {
  struct Options {
    PackOptions pack;
    std::vector<std::string> input;
    std::string out, notes = "auto", report, depfile;
    bool quiet = false;
  };
  auto o = std::make_shared<Options>();
  auto* c = app.add_subcommand("pack", "Compile a book with its notes and names into a pack");
  c->footer("Example: postil pack Keynes.epub -o Keynes.postil");
  c->add_option("INPUT", o->input, "EPUB, XHTML, HTML or plain text; with --reference an entity file")->required()->expected(1);
  c->add_option("-o,--output", o->out, "the pack (default: the input's name with .postil)");
  c->add_flag("--reference", o->pack.reference, "a pack of curated entities alone");
  c->add_option("--entities", o->pack.curated, "a curated entity file (repeatable)");
  c->add_option("--notes", o->notes, "how unlinked notes are matched")->check(CLI::IsMember({"auto", "label", "off"}));
  c->add_option("--jobs", o->pack.jobs, "threads; the pack does not depend on it")->check(CLI::Range(1, 64));
  c->add_option("--title", o->pack.title, "override the book's title");
  c->add_option("--language", o->pack.language, "override the book's language");
  c->add_option("--depfile", o->depfile, "write a Make/Ninja dependency file");
  c->add_flag("--quiet", o->quiet, "say nothing when all is well");
  o->pack.jobs = std::max(1u, std::min(8u, std::thread::hardware_concurrency()));
  c->callback([o, &status] {
    const std::string& input = o->input[0];
    if (o->out.empty()) {
      const size_t dot = input.rfind('.'), slash = input.rfind('/');
      o->out = input.substr(0, dot != std::string::npos && (slash == std::string::npos || dot > slash) ? dot : input.size()) + ".postil";
    }
    o->pack.notes.unlinked = o->notes == "label" ? UnlinkedNotes::label : o->notes == "off" ? UnlinkedNotes::off : UnlinkedNotes::automatic;
    Compiled compiled;
    if (Result r = compile_book(input, o->pack, compiled); !r) {
      status = fail(kInput, input, r.message);
      return;
    }
    if (Result r = write_pack(compiled, {o->pack.jobs}, o->out); !r) {
      const bool output = r.code == Code::no_space || r.code == Code::permission || r.code == Code::io;
      status = fail(output ? kOutput : kInput, output ? o->out : input, r.message);
      return;
    }
    if (!o->depfile.empty()) {
      auto escape = [](const std::string& s) {
        std::string out;
        for (char ch : s) {
          if (ch == ' ' || ch == '#') out += '\\';
          if (ch == '$') out += '$';
          out += ch;
        }
        return out;
      };
      std::string text = escape(o->out) + ": " + escape(input);
      for (const std::string& e : o->pack.curated) text += " " + escape(e);
      if (Result r = write_file(o->depfile, text + "\n"); !r) {
        status = fail(kOutput, o->depfile, r.message);
        return;
      }
    }
    if (o->quiet) return;
    std::fprintf(stderr, "%s\n%s: written\n", summary(compiled).c_str(), o->out.c_str());
    if (!compiled.reference)
      std::fprintf(stderr, "next: postil check %s; postil notes %s --json; postil lookup %s NAME\n", o->out.c_str(), o->out.c_str(), o->out.c_str());
  });
}

}  // namespace postil::cli
