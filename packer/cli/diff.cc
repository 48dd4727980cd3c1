// postil diff: what changed between two packs of a book.
#include "packer/diff/diff.h"

#include "packer/cli/contents.h"

namespace postil::cli {
namespace {

// The beginning of a text, on one line.
std::string brief(const std::string& text) {
  constexpr size_t kMost = 90;
  std::string out = text.substr(0, kMost);
  if (out.size() < text.size()) {
    while (!out.empty() && (static_cast<unsigned char>(text[out.size()]) & 0xC0) == 0x80) out.pop_back();
    out += "…";
  }
  for (char& c : out)
    if (c == '\n') c = ' ';
  return out;
}

std::string quoted(const std::string& text) {
  return text.empty() ? "nothing" : "\"" + brief(text) + "\"";
}

std::string in_words(const Change& c) {
  const std::string& w = c.what;
  const std::string label = "\"" + brief(c.label) + "\"";
  if (w == "mark-lost") return "mark " + label + " is gone; it meant " + quoted(c.from);
  if (w == "mark-added") return "mark " + label + " is new; it means " + quoted(c.to);
  if (w == "mark-linked") return "mark " + label + " now has its note: " + quoted(c.to);
  if (w == "mark-unlinked") return "mark " + label + " has lost its note: " + quoted(c.from);
  if (w == "mark-relinked")
    return "mark " + label + " means another note: " + quoted(c.to) + ", no longer " + quoted(c.from);
  if (w == "note-lost") return "note " + label + " is gone: " + quoted(c.from);
  if (w == "note-added") return "note " + label + " is new: " + quoted(c.to);
  if (w == "note-changed") return "note " + label + " reads " + quoted(c.to) + ", no longer " + quoted(c.from);
  if (w == "work-lost") return "work " + label + " is no longer cited";
  if (w == "work-added") return "work " + label + " is cited";
  if (w == "entity-lost") return label + " (" + c.from + ") is gone";
  if (w == "entity-added") return label + " (" + c.to + ") is new";
  if (w == "entity-merged") return quoted(c.from) + " is now part of " + quoted(c.to);
  if (w == "entity-split") return quoted(c.to) + " was part of " + quoted(c.from);
  if (w == "entity-renamed") return quoted(c.from) + " is now named " + quoted(c.to);
  if (w == "entity-retyped") return label + " is now of type " + c.to + ", no longer " + c.from;
  return label + " is now described as " + quoted(c.to) + ", no longer as " + quoted(c.from);
}

int compare(const std::string& first, const std::string& second, bool json, bool exit_code) {
  OpenPack a, b;
  Contents before, after;
  if (!a.open(first) || !b.open(second) || !read_contents(a, before) || !read_contents(b, after)) return kInput;
  auto row = [](uint32_t r) { return r == kNoRow ? Json(nullptr) : Json(r); };
  const std::vector<Change> changes = diff(before, after);
  for (const Change& c : changes) {
    if (json)
      print_line({{"change", c.what},
                  {"before", row(c.before)},
                  {"after", row(c.after)},
                  {"label", c.label},
                  {"from", c.from},
                  {"to", c.to}});
    else
      print_row({c.what, in_words(c)});
  }
  if (!json && changes.empty()) print_text("nothing that a reader would see has changed\n");
  return exit_code && !changes.empty() ? kNotFound : kDone;
}

}  // namespace

void add_diff(CLI::App& app, int& status) {
  struct Options {
    std::string before, after;
    bool json = false, exit_code = false;
  };
  auto* c = app.add_subcommand("diff", "What changed between two packs of a book");
  c->footer("Example: postil diff First.postil Second.postil");
  auto o = std::make_shared<Options>();
  c->add_option("BEFORE", o->before, "the older pack")->required();
  c->add_option("AFTER", o->after, "the newer pack")->required();
  c->add_flag("--json", o->json, "JSON Lines");
  c->add_flag("--exit-code", o->exit_code, "exit 1 where they differ");
  c->callback([o, &status] { status = compare(o->before, o->after, o->json, o->exit_code); });
}

}  // namespace postil::cli
