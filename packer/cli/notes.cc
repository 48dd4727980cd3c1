// postil noterefs, notes, works, note.
#include "packer/cli/cli.h"
#include "packer/structure/href.h"
#include "schema/rich_text.h"

namespace postil::cli {
namespace {

struct PackArgument {
  std::string pack;
  bool json = false;
};

std::shared_ptr<PackArgument> arguments(CLI::App* c) {
  auto a = std::make_shared<PackArgument>();
  c->add_option("PACK", a->pack, "a pack")->required();
  c->add_flag("--json", a->json, "JSON Lines");
  return a;
}

Json id(uint32_t v) {
  return v == POSTIL_NONE ? Json(nullptr) : Json(v);
}

// The text around a mark, about 60 bytes each side.
std::string context(OpenPack& pack, const postil_mark& mark) {
  uint32_t row = 0;
  postil_paragraph p{};
  if (postil_paragraph_of_pos(pack.handle, mark.place.pos, &row) != POSTIL_OK ||
      postil_paragraph_at(pack.handle, row, &p) != POSTIL_OK)
    return "";
  const std::string text = str(p.text);
  if (mark.place.begin < p.place.begin || mark.place.end - p.place.begin > text.size()) return "";
  size_t from = mark.place.begin - p.place.begin, to = mark.place.end - p.place.begin;
  from = from > 60 ? from - 60 : 0;
  to = std::min(text.size(), to + 20);
  while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) --from;
  while (to < text.size() && (static_cast<unsigned char>(text[to]) & 0xC0) == 0x80) ++to;
  return text.substr(from, to - from);
}

int noterefs(const PackArgument& a) {
  static const char* const kHow[] = {"none", "href", "label", "aligned"};
  static const char* const kProblems[] = {"shifted", "missing", "duplicate", "broken", "ambiguous", "inserted"};
  OpenPack pack;
  if (!pack.open(a.pack)) return kInput;
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_MARKS); i < n; ++i) {
    postil_mark m{};
    if (const int32_t code = postil_mark_at(pack.handle, i, &m); code != POSTIL_OK) return pack.failed(code);
    const std::string label = str(m.label), anchor = str(m.anchor);
    if (!a.json) {
      print_row({std::to_string(i), label, m.note == POSTIL_NONE ? "unresolved" : std::to_string(m.note)});
      continue;
    }
    Json problems = Json::array();
    for (int bit = 0; bit < 6; ++bit)
      if (m.problems >> bit & 1) problems.push_back(kProblems[bit]);
    Json out{{"noteref", i},
             {"label", label},
             {"source", place(pack, m.place, anchor)},
             {"chapter", m.place.chapter},
             {"note", id(m.note)},
             {"how", kHow[m.how < 4 ? m.how : 0]},
             {"confidence", m.permille / 1000.0}};
    out["context"] = context(pack, m);
    out["problems"] = problems;
    if (m.inside != POSTIL_NONE) out["inside"] = m.inside;
    print_line(out);
  }
  return kDone;
}

int notes(const PackArgument& a) {
  OpenPack pack;
  if (!pack.open(a.pack)) return kInput;
  int status = kDone;
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_NOTES); i < n && status == kDone; ++i) {
    const Json note = note_json(pack, i, false, status);
    if (status != kDone) break;
    if (a.json)
      print_line(note);
    else
      print_row({std::to_string(i), note["label"], note["text"]});
  }
  return status;
}

// "4<tab>Reference", then where it is given and cited, by the notes' rows.
void print_work(const Json& work) {
  std::string notes;
  for (const Json& n : work["cited_by"]) notes += (notes.empty() ? "" : ", ") + std::to_string(n.get<uint32_t>());
  const std::string given = work["first_note"].is_null()
                                ? "never given in full"
                                : "given in note " + std::to_string(work["first_note"].get<uint32_t>());
  print_row({std::to_string(work["work"].get<uint32_t>()), work["reference"]});
  print_row({"", given + "; cited in " + notes});
}

int works(const PackArgument& a) {
  OpenPack pack;
  if (!pack.open(a.pack)) return kInput;
  for (uint32_t i = 0, n = pack.number(POSTIL_COUNT_WORKS); i < n; ++i) {
    postil_work w{};
    if (const int32_t code = postil_work_at(pack.handle, i, &w); code != POSTIL_OK) return pack.failed(code);
    Json out{{"work", i},
             {"reference", str(w.reference)},
             {"authors", Json::array()},
             {"title", str(w.title)},
             {"first_note", id(w.first_note)},
             {"cited_by", Json::array()}};
    for (uint32_t k = 0; k < w.authors; ++k) {
      postil_text t{};
      if (postil_work_author(pack.handle, i, k, &t) == POSTIL_OK) out["authors"].push_back(str(t));
    }
    for (uint32_t k = 0; k < w.cited_by; ++k) {
      uint32_t note = 0;
      if (postil_work_cited_by(pack.handle, i, k, &note) == POSTIL_OK) out["cited_by"].push_back(note);
    }
    if (a.json)
      print_line(out);
    else
      print_work(out);
  }
  return kDone;
}

struct NoteArgument : PackArgument {
  std::string reference;
  int chapter = -1;
  bool html = false;
};

int note(const NoteArgument& a) {
  OpenPack pack;
  if (!pack.open(a.pack)) return kInput;
  std::vector<uint32_t> found;
  uint32_t number = 0;
  const size_t hash = a.reference.find('#');
  if (hash != std::string::npos) {
    const Target target = resolve_href("", a.reference);
    for (uint32_t f = 0, n = pack.number(POSTIL_COUNT_FILES); f < n; ++f) {
      postil_text path{};
      uint32_t spine = 0;
      postil_file(pack.handle, f, &path, &spine);
      const std::string file = str(path);
      const bool same = hash == 0 || file == target.path ||
                        (file.size() > target.path.size() &&
                         file.compare(file.size() - target.path.size() - 1, std::string::npos, "/" + target.path) == 0);
      if (same && postil_note_by_anchor(pack.handle, f, target.anchor.data(),
                                        static_cast<uint32_t>(target.anchor.size()), &number) == POSTIL_OK)
        found.push_back(number);
    }
  } else {
    for (uint32_t ch = 0, n = std::max(1u, pack.number(POSTIL_COUNT_CHAPTERS)); ch < n; ++ch)
      if ((a.chapter < 0 || static_cast<uint32_t>(a.chapter) == ch) &&
          postil_note_by_label(pack.handle, ch, a.reference.data(), static_cast<uint32_t>(a.reference.size()),
                               &number) == POSTIL_OK)
        found.push_back(number);
  }
  if (found.empty()) return fail(kNotFound, a.reference, "the pack has no such note; postil notes PACK lists them");
  if (found.size() > 1 && !a.json)
    fail(kDone, a.reference,
         std::to_string(found.size()) + " chapters have such a note, the first is shown; choose one with --chapter N");
  int status = kDone;
  const Json out = note_json(pack, found[0], true, status);
  if (status != kDone) return status;
  if (a.json) {
    print_line(out);
  } else {
    // Beneath the author's own words: what each short citation means.
    std::string html = out["html"],
                text = out["label"].get<std::string>() + ". " + out["text"].get<std::string>() + "\n", rows;
    for (const Json& c : out["citations"]) {
      const std::string reference = c["reference"];
      if (c["form"] == "full" || reference.empty()) continue;
      const std::string words =
          out["text"].get<std::string>().substr(c["start"], c["end"].get<size_t>() - c["start"].get<size_t>());
      const char* const never = c["note"].is_null() ? " (the book never gives it in full)" : "";
      text += "   " + words + " = " + reference + never + "\n";
      rows += "<dt>";
      append_escaped(rows, words);
      rows += "</dt><dd>";
      append_escaped(rows, reference + never);
      rows += "</dd>";
    }
    if (!rows.empty()) html += "<dl>" + rows + "</dl>";
    print_text(a.html ? html + "\n" : text);
  }
  return kDone;
}

}  // namespace

void add_noterefs(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("noterefs", "List the noterefs of a pack with the notes they mean");
  c->footer("Example: postil noterefs Keynes.postil --json");
  auto a = arguments(c);
  c->callback([a, &status] { status = noterefs(*a); });
}
void add_notes(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("notes", "List the notes of a pack");
  c->footer("Example: postil notes Keynes.postil --json");
  auto a = arguments(c);
  c->callback([a, &status] { status = notes(*a); });
}
void add_works(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("works", "List the works that the notes cite");
  c->footer("Example: postil works Stueck.postil --json");
  auto a = arguments(c);
  c->callback([a, &status] { status = works(*a); });
}
void add_note(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("note", "Show what the popup shows");
  c->footer("Example: postil note Keynes.postil 12 --chapter 3");
  auto a = std::make_shared<NoteArgument>();
  c->add_option("PACK", a->pack, "a pack")->required();
  c->add_option("REF", a->reference, "a label, #anchor or href")->required();
  c->add_option("--chapter", a->chapter, "the chapter of a label");
  c->add_flag("--json", a->json, "JSON");
  c->add_flag("--html", a->html, "XHTML");
  c->callback([a, &status] { status = note(*a); });
}

}  // namespace postil::cli
