// All that a pack says, as libpostil answers it, a line each: readable, and the same for the same pack.
#pragma once
#include <string>

#include "plugin/include/postil.h"

namespace postil {

class Dump {
 public:
  explicit Dump(postil_pack* pack) : pack_(pack) {}

  std::string all() {
    info();
    text();
    notes();
    works();
    entities();
    findings();
    return std::move(out_);
  }

 private:
  void line(const std::string& kind, uint32_t row) {
    out_ += (out_.empty() ? "" : "\n") + kind + " " + std::to_string(row);
  }
  void say(const char* name, uint32_t value) {
    out_ += std::string(" ") + name + "=" + (value == POSTIL_NONE ? "-" : std::to_string(value));
  }
  void say(const char* name, postil_text value) {
    out_ += std::string(" ") + name + "=\"";
    for (uint32_t i = 0; i < value.size; ++i) {
      if (value.data[i] == '\n')
        out_ += "\\n";
      else
        out_ += value.data[i];
    }
    out_ += "\"";
  }
  void say(const postil_place& at) {
    say("file", at.file);
    if (at.file == POSTIL_NONE) return;
    say("begin", at.begin);
    say("end", at.end);
    say("pos", at.pos);
    say("chapter", at.chapter);
    postil_text cfi{};
    if (good(postil_cfi_of_pos(pack_, at.pos, &cfi))) say("cfi", cfi);
  }
  bool good(int32_t code) {
    if (code != POSTIL_OK && code != POSTIL_ABSENT) out_ += " code=" + std::to_string(code);
    return code == POSTIL_OK;
  }
  uint32_t count(int32_t field) {
    uint32_t n = 0;
    good(postil_info_number(pack_, field, &n));
    return n;
  }

  void info() {
    postil_text value{};
    for (int32_t field : {POSTIL_TITLE, POSTIL_LANGUAGE, POSTIL_CREATOR, POSTIL_IDENTIFIER, POSTIL_PUBLISHER,
                          POSTIL_DATE, POSTIL_SERIES})
      for (uint32_t i = 0; good(postil_info_text(pack_, field, i, &value)); ++i) {
        line("info", static_cast<uint32_t>(field));
        say("text", value);
      }
    for (int32_t field = POSTIL_COUNT_FILES; field <= POSTIL_FOLD_VERSION; ++field) {
      line("number", static_cast<uint32_t>(field));
      say("value", count(field));
    }
    postil_proof proof{};
    for (uint32_t i = 0; good(postil_proof_at(pack_, i, &proof)); ++i) {
      line("proof", i);
      say("spine", proof.spine);
      say("path", proof.path);
      say("print", proof.print);
    }
  }

  void text() {
    for (uint32_t i = 0, n = count(POSTIL_COUNT_FILES); i < n; ++i) {
      postil_text path{};
      uint32_t spine = 0;
      line("file", i);
      if (!good(postil_file(pack_, i, &path, &spine))) continue;
      say("path", path);
      say("spine", spine);
    }
    for (uint32_t i = 0, n = count(POSTIL_COUNT_CHAPTERS); i < n; ++i) {
      postil_chapter c{};
      line("chapter", i);
      if (!good(postil_chapter_at(pack_, i, &c))) continue;
      say("title", c.title);
      say("level", c.level);
      say("paragraph", c.paragraph);
      say("pos", c.pos);
    }
    for (uint32_t i = 0, n = count(POSTIL_COUNT_PARAGRAPHS); i < n; ++i) {
      postil_paragraph p{};
      line("paragraph", i);
      if (!good(postil_paragraph_at(pack_, i, &p))) continue;
      say("kind", p.kind);
      say("level", p.level);
      say("path", p.path);
      say("print", p.print);
      say("text", p.text);
      say(p.place);
    }
  }

  void notes() {
    for (uint32_t i = 0, n = count(POSTIL_COUNT_MARKS); i < n; ++i) {
      postil_mark m{};
      line("noteref", i);
      if (!good(postil_mark_at(pack_, i, &m))) continue;
      say("label", m.label);
      say("anchor", m.anchor);
      say("note", m.note);
      say("inside", m.inside);
      say("how", m.how);
      say("permille", m.permille);
      say("problems", m.problems);
      say(m.place);
    }
    for (uint32_t i = 0, n = count(POSTIL_COUNT_NOTES); i < n; ++i) {
      postil_note* note = nullptr;
      line("note", i);
      if (!good(postil_note_open(pack_, i, &note))) continue;
      postil_note_info info{};
      postil_note_get(note, &info);
      say("label", info.label);
      say("anchor", info.anchor);
      say("kind", info.kind);
      say("since", info.since);
      say("duplicate_of", info.duplicate_of);
      say("truncated", info.truncated);
      say("text", info.text);
      postil_citation c{};
      for (uint32_t k = 0; postil_note_citation(note, k, &c) == POSTIL_OK; ++k) {
        line("  citation", k);
        say("begin", c.begin);
        say("end", c.end);
        say("form", c.form);
        say("work", c.work);
        say("via", c.via);
        say("locator", c.locator);
      }
      postil_note_image_info image{};
      for (uint32_t k = 0; postil_note_image(note, k, &image) == POSTIL_OK; ++k) {
        line("  image", k);
        say("reference", image.reference);
        say("alt", image.alt);
        say("begin", image.begin);
        postil_image file{};
        if (!good(postil_image_by_reference(pack_, image.reference.data, image.reference.size, &file))) continue;
        say("media", file.media);
        say("size", file.size);
      }
      uint32_t found = 0;
      if (info.anchor.size &&
          good(postil_note_by_anchor(pack_, info.place.file, info.anchor.data, info.anchor.size, &found)))
        say("by_anchor", found);
      if (info.label.size && good(postil_note_by_label(pack_, info.chapter, info.label.data, info.label.size, &found)))
        say("by_label", found);
      postil_note_free(note);
    }
  }

  void works() {
    for (uint32_t i = 0, n = count(POSTIL_COUNT_WORKS); i < n; ++i) {
      postil_work w{};
      line("work", i);
      if (!good(postil_work_at(pack_, i, &w))) continue;
      say("reference", w.reference);
      say("title", w.title);
      say("first_note", w.first_note);
      const uint32_t authors = w.authors, cited = w.cited_by;
      postil_text author{};
      for (uint32_t k = 0; k < authors && good(postil_work_author(pack_, i, k, &author)); ++k) say("author", author);
      uint32_t note = 0;
      for (uint32_t k = 0; k < cited && good(postil_work_cited_by(pack_, i, k, &note)); ++k) say("cited_by", note);
    }
  }

  void entities() {
    for (uint32_t i = 0, n = count(POSTIL_COUNT_ENTITIES); i < n; ++i) {
      postil_card* card = nullptr;
      line("entity", i);
      if (!good(postil_card_open(pack_, i, POSTIL_NO_LIMIT, &card))) continue;
      postil_card_info info{};
      postil_card_get(card, &info);
      say("id", info.id);
      say("name", info.name);
      say("type", info.type);
      say("since", info.since);
      postil_alias a{};
      for (uint32_t k = 0; postil_card_alias(card, k, &a) == POSTIL_OK; ++k) {
        line("  alias", k);
        say("text", a.text);
        say("count", a.count);
        say("since", a.since);
      }
      postil_fact f{};
      for (uint32_t k = 0; postil_card_fact(card, k, &f) == POSTIL_OK; ++k) {
        line("  fact", k);
        say("kind", f.kind);
        say("origin", f.origin);
        say("since", f.since);
        say("text", f.text);
      }
      postil_card_free(card);
      postil_mentions* mentions = nullptr;
      if (!good(postil_mentions_open(pack_, i, 0, 100000, POSTIL_NO_LIMIT, 0, &mentions))) continue;
      postil_mention m{};
      for (uint32_t k = 0; postil_mention_at(mentions, k, &m) == POSTIL_OK; ++k) {
        line("  mention", k);
        say("alias", m.alias);
        say("note", m.note);
        say("pos", m.place.pos);
      }
      postil_mentions_free(mentions);
    }
  }

  void findings() {
    for (uint32_t i = 0, n = count(POSTIL_COUNT_FINDINGS); i < n; ++i) {
      postil_finding f{};
      line("finding", i);
      if (!good(postil_finding_at(pack_, i, &f))) continue;
      say("code", f.code);
      say("severity", f.severity);
      say("message", f.message);
    }
  }

  postil_pack* pack_;
  std::string out_;
};

inline std::string dump(postil_pack* pack) {
  return Dump(pack).all() + "\n";
}

}  // namespace postil
