// postil proof: pages that show what the packer understood.
#include "packer/proof/proof.h"

#include <filesystem>
#include <fstream>

#include "packer/cli/contents.h"
#include "packer/encode/encode.h"

namespace postil::cli {
namespace {

namespace fs = std::filesystem;

// The lines of a curated file that name an id, without reading more of it: a proof is made of what is there.
bool curated_lines(const std::string& path, ProofOptions& options) {
  std::ifstream file(path);
  if (!file) return fail(kInput, path, "it cannot be read; check the name"), false;
  size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    for (size_t at = 0; (at = line.find("\"id\"", at)) != std::string::npos; at += 4) {
      const size_t open = line.find('"', line.find(':', at) == std::string::npos ? line.size() : line.find(':', at));
      const size_t close = open == std::string::npos ? open : line.find('"', open + 1);
      if (close != std::string::npos)
        options.curated.push_back({line.substr(open + 1, close - open - 1),
                                   fs::path(path).filename().string() + ":" + std::to_string(number)});
    }
  }
  return true;
}

int write_proof(const std::string& path, const std::string& folder, const std::vector<std::string>& curated) {
  ProofOptions options;
  for (const std::string& file : curated)
    if (!curated_lines(file, options)) return kInput;
  OpenPack pack;
  Contents contents;
  if (!pack.open(path) || !read_contents(pack, contents)) return kInput;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return fail(kOutput, folder, "the folder cannot be made (" + error.message() + "); choose another with -o");
  const std::vector<ProofFile> files = to_proof(contents, options);
  for (const ProofFile& file : files) {
    const std::string target = (fs::path(folder) / file.name).string();
    if (Result r = write_file(target, file.bytes); !r) return fail(kOutput, target, r);
  }
  print_text("written: " + (fs::path(folder) / "index.html").string() + " and " + std::to_string(files.size() - 1) +
             " more\n");
  return kDone;
}

}  // namespace

void add_proof(CLI::App& app, int& status) {
  struct Options {
    std::string pack, folder;
    std::vector<std::string> curated;
  };
  auto* c = app.add_subcommand("proof", "Pages that show what the packer understood, to read before a book is shipped");
  c->footer("Example: postil proof Gibbon.postil -o proof");
  auto o = std::make_shared<Options>();
  c->add_option("PACK", o->pack, "a pack")->required();
  c->add_option("-o,--output", o->folder, "the folder to write; index.html is the first page")->required();
  c->add_option("--entities", o->curated,
                "curated files, so that a name shows the line that speaks of it (repeatable)");
  c->callback([o, &status] { status = write_proof(o->pack, o->folder, o->curated); });
}

}  // namespace postil::cli
