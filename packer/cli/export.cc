// postil export: a pack for programs that do not know Postil.
#include <filesystem>

#include "packer/cli/contents.h"
#include "packer/cli/rows.h"
#include "packer/encode/encode.h"
#include "packer/exchange/csv.h"
#include "packer/exchange/dicthtml.h"
#include "packer/exchange/epub.h"
#include "packer/exchange/stardict.h"
#include "packer/exchange/tei.h"

namespace postil::cli {
namespace {

struct ExportArgument {
  std::string pack, format, out, book;
};

struct OutputFile {
  std::string path, bytes;
};

// A path of the pack's name with another ending, or `out` with that ending put on where it lacks it.
std::string with_ending(const ExportArgument& a, const std::string& ending) {
  namespace fs = std::filesystem;
  if (!a.out.empty()) return a.out;
  return (fs::path(a.pack).parent_path() / fs::path(a.pack).stem()).string() + ending;
}

std::string without_ending(const std::string& path, const std::string& ending) {
  return path.size() > ending.size() && path.compare(path.size() - ending.size(), std::string::npos, ending) == 0
             ? path.substr(0, path.size() - ending.size())
             : path;
}

Result epub_of(const ExportArgument& a, OpenPack& pack, const Contents& contents, std::vector<OutputFile>& files,
               std::string& said) {
  files.push_back({with_ending(a, ".marked.epub"), ""});
  if (!a.book.empty() && files[0].path == a.book)
    return {Code::invalid_argument, "it would be overwritten; give -o another name"};
  EpubSummary summary;
  postil_text cfi{};
  const bool of_epub = postil_cfi_of_pos(pack.handle, 0, &cfi) == POSTIL_OK;
  if (of_epub && a.book.empty())
    return {Code::invalid_argument,
            "it was made from an EPUB, whose pictures and styles it has not; name that with --book"};
  if (!of_epub && !a.book.empty()) return {Code::invalid_argument, "it was not made from an EPUB; leave out --book"};
  Result r = of_epub ? to_epub(contents, a.book, files[0].bytes, summary) : to_epub(contents, files[0].bytes, summary);
  if (!r && of_epub && r.file.empty()) r.file = a.book;
  for (const std::string& document : summary.documents_left) said += "left as it is: " + document + "\n";
  said += std::to_string(summary.noterefs) + " noterefs and " + std::to_string(summary.notes) + " notes marked" +
          (summary.left == 0 ? "" : "; " + std::to_string(summary.left) + " noterefs with a note could not be") + "\n";
  return r;
}

// Code::absent where the pack has nothing that this format could hold.
// `said`: what to tell beside the files' names.
Result files_of(const ExportArgument& a, OpenPack& pack, const Contents& contents, std::vector<OutputFile>& files,
                std::string& said) {
  if (a.format == "stardict") {
    StarDict dictionary;
    if (Result r = to_stardict(contents, dictionary); !r) return r;
    const std::string base = without_ending(with_ending(a, ".ifo"), ".ifo");
    files = {{base + ".dict", dictionary.dict}, {base + ".idx", dictionary.idx}};
    if (!dictionary.syn.empty()) files.push_back({base + ".syn", dictionary.syn});
    files.push_back({base + ".ifo", dictionary.ifo});
    return {};
  }
  if (a.format == "dicthtml") {
    files.push_back({a.out, ""});
    if (a.out.empty()) {
      namespace fs = std::filesystem;
      const std::string language = contents.language.substr(0, contents.language.find('-'));
      files[0].path = (fs::path(a.pack).parent_path() / ("dicthtml-" + (language.empty() ? "en" : language) + "-" +
                                                         fs::path(a.pack).stem().string() + ".zip"))
                          .string();
    }
    return to_dicthtml(contents, files[0].bytes);
  }
  if (a.format == "csv") {
    const std::string base = without_ending(with_ending(a, ""), ".csv");
    for (const CsvFile& file : to_csv(contents)) files.push_back({base + "." + file.name, file.text});
    return {};
  }
  if (a.format == "tei") {
    files.push_back({with_ending(a, ".tei.xml"), to_tei(contents)});
    return {};
  }
  if (a.format == "epub") return epub_of(a, pack, contents, files, said);
  files.push_back({with_ending(a, ".json"), ""});
  return export_json(pack, files[0].bytes) ? Result() : Result(Code::corrupt, "");
}

int export_pack(const ExportArgument& a) {
  OpenPack pack;
  Contents contents;
  if (!pack.open(a.pack) || !read_contents(pack, contents)) return kInput;
  std::vector<OutputFile> files;
  std::string said;
  if (Result r = files_of(a, pack, contents, files, said); !r) {
    if (r.message.empty()) return kInput;  // said
    if (r.code == Code::invalid_argument) return fail(kUsage, a.pack, r);
    return fail(r.code == Code::absent ? kNotFound : kInput, a.pack, r);
  }
  if (a.out == "-") {
    if (files.size() != 1) return fail(kUsage, "-", "this format is several files; give -o a name");
    return std::fwrite(files[0].bytes.data(), 1, files[0].bytes.size(), stdout) == files[0].bytes.size() ? kDone
                                                                                                         : kOutput;
  }
  for (const OutputFile& file : files)
    if (Result r = write_file(file.path, file.bytes); !r) return fail(kOutput, file.path, r.message);
  print_text(said);
  for (const OutputFile& file : files) print_text("written: " + file.path + "\n");
  return kDone;
}

}  // namespace

void add_export(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("export", "Write a pack for programs that do not know Postil");
  c->footer(
      "stardict: KOReader, GoldenDict, sdcv. dicthtml: Kobo's own dictionaries. csv, json, tei: to work on.\n"
      "epub: the book with popup footnotes and a glossary of its names, for readers that know neither; of an EPUB's "
      "pack\n"
      "with --book, the EPUB itself.\n"
      "Dictionaries know no reading position: they tell the whole book.\n"
      "Example: postil export Gibbon.postil --format stardict -o dictionaries/Gibbon");
  auto a = std::make_shared<ExportArgument>();
  c->add_option("PACK", a->pack, "a pack")->required();
  c->add_option("--format", a->format, "stardict, dicthtml, epub, json, csv or tei")
      ->required()
      ->check(CLI::IsMember({"stardict", "dicthtml", "epub", "json", "csv", "tei"}));
  c->add_option("--book", a->book, "for epub: the EPUB from which the pack was made");
  c->add_option("-o,--output", a->out,
                "the file to write, for stardict and csv the beginning of the files' names (default: the pack's name)");
  c->callback([a, &status] { status = export_pack(*a); });
}

}  // namespace postil::cli
