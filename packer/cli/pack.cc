// postil pack.
#include "packer/pack.h"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <thread>

#include "packer/cli/cli.h"
#include "packer/cli/pack_cache.h"
#include "packer/encode/encode.h"
#include "packer/notes/images.h"
#include "packer/summary.h"

namespace postil::cli {
namespace {

struct Options {
  PackOptions pack;
  std::vector<std::string> inputs;
  std::string out, notes = "auto", report, depfile, cache;
  bool quiet = false;
};

std::string default_output(const std::string& input) {
  const size_t dot = input.rfind('.'), slash = input.rfind('/');
  const size_t name = slash == std::string::npos ? 0 : slash + 1;
  return input.substr(0, dot != std::string::npos && dot > name ? dot : input.size()) + ".postil";
}

// A file's name as Make and Ninja read it in a dependency file: "$" doubled, a backslash before blanks, "#" and ":"
// (and, where backslashes stand before one of these, those doubled).
std::string escaped_for_make(const std::string& name) {
  std::string out;
  size_t backslashes = 0;
  for (char c : name) {
    if (c == ' ' || c == '\t' || c == '#' || c == ':') out.append(backslashes + 1, '\\');
    if (c == '$') out += '$';
    out += c;
    backslashes = c == '\\' ? backslashes + 1 : 0;
  }
  return out;
}

int write(const std::string& path, const std::string& bytes) {
  const Result r = write_file(path, bytes);
  return r ? kDone : fail(kOutput, path, r);
}

// Compiles the book. A pack that depends on nothing but what the cache's key holds is kept there; a cache that cannot
// be written is said and does no harm.
int make(Options& o, const PackCache* cache, CachedPack& made, std::string& next) {
  Compiled compiled;
  ProgressBar bar(o.quiet);
  o.pack.progress = stages_on(bar);
  if (Result r = compile_book(o.inputs, o.pack, compiled); !r) return bar.clear(), fail(kInput, o.inputs[0], r);
  bar.at("writing", kStages * 100, (kStages + 1) * 100);
  if (Result r = encode_pack(compiled, {o.pack.jobs}, made.pack); !r) return bar.clear(), fail(kInput, o.inputs[0], r);
  made.summary = summary(compiled);
  next = next_steps(compiled, o.out);
  if (!o.report.empty() || cache) made.report = pack_report(compiled, o.inputs, o.out);
  bool epub = false;
  for (const SourceFile& f : compiled.book.files) epub |= f.spine_cfi_step != 0;
  // The images of a text lie beside it.
  if (!cache || (!epub && !images_of_notes(compiled.book, compiled.notes).empty())) return kDone;
  if (Result r = cache->write(made); !r) bar.clear(), fail(kOutput, o.cache, r);
  return kDone;
}

// A report that another run wrote down, with the names of this one.
std::string with_names(const std::string& report, const Options& o) {
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(report, nullptr, false);
  if (!json.is_object()) return report;
  json["inputs"] = o.inputs;
  json["pack"] = o.out;
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

int pack(Options& o) {
  if (o.out.empty()) o.out = default_output(o.inputs[0]);
  for (const std::string* side : {&o.report, &o.depfile})
    if (!side->empty() && (*side == o.out || (side == &o.depfile && o.report == o.depfile)))
      return fail(kUsage, *side, "two outputs have this name; give each its own");
  for (const auto* from : {&o.inputs, &o.pack.curated})
    for (const std::string& input : *from)
      if (!input.empty() && (input == o.out || input == o.report || input == o.depfile))
        return fail(kUsage, input, "it would be overwritten by an output; choose another name for that");
  o.pack.notes.unlinked = o.notes == "label" ? UnlinkedNotes::label
                          : o.notes == "off" ? UnlinkedNotes::off
                                             : UnlinkedNotes::automatic;
  if (o.cache.empty())
    if (const char* named = std::getenv("POSTIL_CACHE")) o.cache = named;
  PackCache cache(o.cache);
  const bool cached = !o.cache.empty() && cache.find(o.inputs, o.pack);
  CachedPack made;
  std::string next;
  const bool known = cached && cache.read(made);
  if (!known)
    if (const int code = make(o, cached ? &cache : nullptr, made, next); code != kDone) return code;
  if (const int code = write(o.out, made.pack); code != kDone) return code;
  if (!o.report.empty())
    if (const int code = write(o.report, with_names(made.report, o)); code != kDone) return code;
  if (!o.depfile.empty()) {
    std::string text = escaped_for_make(o.out) + ":";
    for (const auto* from : {&o.inputs, &o.pack.curated})
      for (const std::string& input : *from) text += " " + escaped_for_make(input);
    if (const int code = write(o.depfile, text + "\n"); code != kDone) return code;
  }
  if (!o.quiet) print_text(made.summary + "\nwritten: " + o.out + (known ? " (from the cache)" : "") + "\n" + next);
  return kDone;
}

}  // namespace

void add_pack(CLI::App& app, int& status) {
  auto o = std::make_shared<Options>();
  auto* c = app.add_subcommand("pack", "Compile a book with its notes and names into a pack");
  c->footer("Example: postil pack Keynes.epub --entities people.json -o Keynes.postil");
  c->add_option("INPUT", o->inputs,
                "an EPUB, or XHTML, HTML, plain text, Markdown or TEI files that make one book, or what pandoc or "
                "calibre can convert; "
                "with --reference entity files")
      ->required()
      ->expected(1, -1);
  c->add_option("-o,--output", o->out, "the pack (default: the first input's name with .postil)");
  c->add_flag("--reference", o->pack.reference, "a pack of curated entities alone");
  c->add_option("--entities", o->pack.curated, "a curated entity file (repeatable)")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  c->add_option("--notes", o->notes, "how unlinked notes are matched")->check(CLI::IsMember({"auto", "label", "off"}));
  c->add_option("--report", o->report, "write what was found and what is doubtful, as JSON");
  c->add_option("--depfile", o->depfile, "write a Make/Ninja dependency file");
  c->add_option("--cache", o->cache,
                "a folder where packs are kept and found again (default: POSTIL_CACHE, else none)");
  c->add_option("--jobs", o->pack.jobs, "threads; the pack does not depend on it")->check(CLI::Range(1, 64));
  c->add_option("--converter-seconds", o->pack.converter_seconds,
                "how long pandoc or ebook-convert may take for a format that Postil does not read itself (600)")
      ->check(CLI::Range(1, 86400));
  c->add_option("--tagger-weights", o->pack.tagger_weights, "weights of the name tagger, in place of those that ship");
  Metadata& m = o->pack.metadata;
  c->add_option("--title", m.title, "override the book's title");
  c->add_option("--language", m.language, "override the book's language (en, pt-BR, ...)");
  c->add_option("--creator", m.creators, "override the book's authors (repeatable)")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  c->add_option("--identifier", m.identifiers, "override the book's identifiers (repeatable)")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  c->add_option("--publisher", m.publisher, "override the book's publisher");
  c->add_option("--date", m.date, "override the book's date");
  c->add_option("--series", m.series, "override the book's series");
  c->add_option("--volume", m.series_index, "override its place in the series (3, 2.5)")
      ->check(CLI::Range(0.0, 9999.0));
  c->add_flag("--quiet", o->quiet, "say nothing when all is well");
  o->pack.jobs = std::max(1u, std::min(8u, std::thread::hardware_concurrency()));
  c->callback([o, &status] { status = pack(*o); });
}

}  // namespace postil::cli
