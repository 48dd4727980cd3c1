#include "ask_everything.h"

#include <string.h>

static int32_t worst;
static FILE* to;

static int good(int32_t code) {
  if (code != POSTIL_OK && code != POSTIL_ABSENT && worst == POSTIL_OK) worst = code;
  return code == POSTIL_OK;
}

static void text(const char* name, postil_text t) {
  static volatile unsigned touched;
  uint32_t i;
  if (!to) {
    for (i = 0; i < t.size; ++i) touched += (unsigned char)t.data[i];
    (void)touched;
    return;
  }
  fprintf(to, " %s=", name);
  for (i = 0; i < t.size; ++i) {
    const unsigned char c = (unsigned char)t.data[i];
    if (c < 0x20 || c == '\\' || c == 0x7F)
      fprintf(to, "\\%02x", c);
    else
      fputc(c, to);
  }
}

static void number(const char* name, uint32_t n) {
  if (to && n == POSTIL_NONE) fprintf(to, " %s=-", name);
  if (to && n != POSTIL_NONE) fprintf(to, " %s=%lu", name, (unsigned long)n);
}

static void row(const char* kind, uint32_t n) {
  if (to) fprintf(to, "%s %lu", kind, (unsigned long)n);
}

static void end(void) {
  if (to) fputc('\n', to);
}

static void place(postil_place p) {
  number("file", p.file);
  number("begin", p.begin);
  number("end", p.end);
  number("pos", p.pos);
  number("chapter", p.chapter);
}

static uint32_t count(postil_pack* pack, int32_t field, uint32_t most) {
  uint32_t n = 0;
  if (!good(postil_info_number(pack, field, &n))) return 0;
  return n < most ? n : most;
}

static void ask_info(postil_pack* pack) {
  int32_t field;
  uint32_t i, n;
  postil_text t;
  for (field = POSTIL_TITLE; field <= POSTIL_SERIES_INDEX; ++field)
    for (i = 0; i < 3; ++i)
      if (good(postil_info_text(pack, field, i, &t))) {
        row("info", (uint32_t)field);
        if (field != POSTIL_PACKER && field != POSTIL_LIBRARIES) text("text", t);
        end();
      }
  for (field = POSTIL_COUNT_FILES; field <= POSTIL_COUNT_IMAGES; ++field)
    if (good(postil_info_number(pack, field, &n))) {
      row("number", (uint32_t)field);
      number("value", n);
      end();
    }
}

static void ask_text(postil_pack* pack, uint32_t most) {
  uint32_t i, spine, found, pos, n;
  postil_text path;
  postil_chapter chapter;
  postil_paragraph paragraph;
  n = count(pack, POSTIL_COUNT_FILES, most);
  for (i = 0; i < n; ++i)
    if (good(postil_file(pack, i, &path, &spine))) {
      row("file", i);
      text("path", path);
      number("spine", spine);
      end();
    }
  n = count(pack, POSTIL_COUNT_CHAPTERS, most);
  for (i = 0; i < n; ++i)
    if (good(postil_chapter_at(pack, i, &chapter))) {
      row("chapter", i);
      text("title", chapter.title);
      number("level", chapter.level);
      number("paragraph", chapter.paragraph);
      number("pos", chapter.pos);
      end();
    }
  n = count(pack, POSTIL_COUNT_PARAGRAPHS, most);
  for (i = 0; i < n; ++i) {
    if (!good(postil_paragraph_at(pack, i, &paragraph))) continue;
    row("paragraph", i);
    text("path", paragraph.path);
    text("text", paragraph.text);
    place(paragraph.place);
    number("kind", paragraph.kind);
    number("level", paragraph.level);
    number("print", paragraph.print);
    if (good(postil_paragraph_of_pos(pack, paragraph.place.pos, &found))) number("found", found);
    if (good(postil_pos_of_byte(pack, paragraph.place.file, paragraph.place.begin, &pos))) number("found_pos", pos);
    end();
  }
}

static void ask_notes(postil_pack* pack, uint32_t most) {
  uint32_t i, k, found, n;
  char copied[256];
  postil_mark mark;
  postil_note* note;
  postil_note_info info;
  postil_citation citation;
  postil_note_image_info image;
  postil_image file;
  postil_work work;
  postil_text author;
  n = count(pack, POSTIL_COUNT_MARKS, most);
  for (i = 0; i < n; ++i) {
    if (!good(postil_mark_at(pack, i, &mark))) continue;
    row("mark", i);
    text("label", mark.label);
    text("anchor", mark.anchor);
    place(mark.place);
    number("note", mark.note);
    number("inside", mark.inside);
    number("how", mark.how);
    number("permille", mark.permille);
    number("problems", mark.problems);
    if (good(postil_mark_from(pack, mark.place.pos, &found))) number("found", found);
    end();
  }
  n = count(pack, POSTIL_COUNT_NOTES, most);
  for (i = 0; i < n; ++i) {
    if (!good(postil_note_open(pack, i, &note))) continue;
    if (good(postil_note_get(note, &info))) {
      row("note", i);
      text("label", info.label);
      text("anchor", info.anchor);
      text("text", info.text);
      text("xhtml", info.xhtml);
      place(info.place);
      number("kind", info.kind);
      number("chapter", info.chapter);
      number("since", info.since);
      number("duplicate_of", info.duplicate_of);
      number("truncated", info.truncated);
      for (k = 0; k < info.marks && k < most; ++k)
        if (good(postil_note_mark(note, k, &found))) number("mark", found);
      end();
      for (k = 0; k < info.citations && k < most; ++k) {
        if (!good(postil_note_citation(note, k, &citation))) continue;
        row("citation", k);
        number("begin", citation.begin);
        number("end", citation.end);
        number("form", citation.form);
        number("work", citation.work);
        number("via", citation.via);
        number("permille", citation.permille);
        text("locator", citation.locator);
        text("reference", citation.reference);
        end();
      }
      for (k = 0; k < most && good(postil_note_image(note, k, &image)); ++k) {
        row("image", k);
        text("reference", image.reference);
        text("alt", image.alt);
        number("begin", image.begin);
        if (good(postil_image_by_reference(pack, image.reference.data, image.reference.size, &file))) {
          postil_text bytes;
          bytes.data = (const char*)file.bytes;
          bytes.size = file.size;
          text("media", file.media);
          text("bytes", bytes);
        }
        end();
      }
      if (info.label.size < sizeof copied && info.anchor.size < sizeof copied) {
        memcpy(copied, info.label.data, info.label.size);
        if (good(postil_note_by_label(pack, info.chapter, copied, info.label.size, &found)))
          row("by_label", found), end();
        memcpy(copied, info.anchor.data, info.anchor.size);
        if (good(postil_note_by_anchor(pack, info.place.file, copied, info.anchor.size, &found)))
          row("by_anchor", found), end();
      }
    }
    postil_note_free(note);
  }
  n = count(pack, POSTIL_COUNT_WORKS, most);
  for (i = 0; i < n; ++i) {
    if (!good(postil_work_at(pack, i, &work))) continue;
    row("work", i);
    text("reference", work.reference);
    text("title", work.title);
    number("first_note", work.first_note);
    end();
    for (k = 0; k < work.authors && k < most; ++k)
      if (good(postil_work_author(pack, i, k, &author))) row("author", k), text("name", author), end();
    for (k = 0; k < work.cited_by && k < most; ++k)
      if (good(postil_work_cited_by(pack, i, k, &found))) row("cited_by", found), end();
  }
}

static void ask_lookup(postil_pack* pack, const char* query, uint32_t size, uint32_t modes, uint32_t at,
                       uint32_t until) {
  uint32_t i;
  postil_hits* hits;
  postil_hit hit;
  if (!good(postil_lookup(pack, query, size, modes, 8, at, until, &hits))) return;
  for (i = 0; i < postil_hits_count(hits); ++i) {
    if (!good(postil_hit_at(hits, i, &hit))) continue;
    row("hit", hit.entity);
    number("kind", hit.kind);
    number("type", hit.type);
    text("name", hit.name);
    text("alias", hit.alias);
    text("role", hit.role);
    text("description", hit.description);
    text("why", hit.why);
    number("mentions", hit.mentions);
    place(hit.first);
    end();
  }
  postil_hits_free(hits);
}

static void ask_entity(postil_pack* pack, uint32_t entity, uint32_t until, uint32_t most) {
  uint32_t k, numbers[8];
  char name[256];
  uint32_t size = 0;
  postil_card* card;
  postil_card_info info;
  postil_alias alias;
  postil_fact fact;
  postil_mentions* mentions;
  postil_mention mention;
  if (good(postil_card_open(pack, entity, until, &card))) {
    if (good(postil_card_get(card, &info))) {
      row("entity", entity);
      text("id", info.id);
      text("name", info.name);
      number("type", info.type);
      number("since", info.since);
      number("mentions", info.mentions);
      place(info.first);
      end();
      if (info.name.size < sizeof name) memcpy(name, info.name.data, size = info.name.size);
      for (k = 0; k < info.aliases && k < most; ++k) {
        if (!good(postil_card_alias(card, k, &alias))) continue;
        row("alias", k);
        text("text", alias.text);
        number("count", alias.count);
        number("since", alias.since);
        number("ambiguous", alias.ambiguous);
        end();
      }
      for (k = 0; k < info.facts && k < most; ++k) {
        if (!good(postil_card_fact(card, k, &fact))) continue;
        row("fact", k);
        number("kind", fact.kind);
        number("origin", fact.origin);
        number("since", fact.since);
        number("arg", fact.arg);
        text("text", fact.text);
        end();
      }
    }
    postil_card_free(card);
  }
  if (good(postil_mentions_open(pack, entity, 0, most < 20 ? most : 20, until, 30, &mentions))) {
    for (k = 0; k < postil_mentions_count(mentions); ++k) {
      if (!good(postil_mention_at(mentions, k, &mention))) continue;
      row("mention", k);
      place(mention.place);
      number("note", mention.note);
      number("alias", mention.alias);
      text("snippet", mention.snippet);
      number("begin", mention.begin);
      number("end", mention.end);
      end();
    }
    postil_mentions_free(mentions);
  }
  if (good(postil_mention_positions(pack, entity, until, numbers, sizeof numbers / sizeof numbers[0], &k))) {
    row("mention_positions", entity);
    number("count", k);
    number("first", k ? numbers[0] : POSTIL_NONE);
    end();
  }
  if (good(postil_entity_notes(pack, entity, until, numbers, sizeof numbers / sizeof numbers[0], &k))) {
    row("entity_notes", entity);
    number("count", k);
    number("first", k ? numbers[0] : POSTIL_NONE);
    end();
  }
  if (size > 0) {
    ask_lookup(pack, name, size, POSTIL_SELECTED, POSTIL_NO_LIMIT, until);
    ask_lookup(pack, name, size > 4 ? 4 : size, POSTIL_PREFIX, POSTIL_NO_LIMIT, until);
    ask_lookup(pack, name, size - 1, POSTIL_FUZZY, 0, until);
    ask_lookup(pack, name, size, POSTIL_WITHIN, 0, until);
  }
}

int32_t ask_everything(postil_pack* pack, uint32_t most, FILE* out) {
  uint32_t i, end_pos = 0;
  uint32_t entities;
  postil_finding finding;
  worst = POSTIL_OK;
  to = out;
  ask_info(pack);
  ask_text(pack, most);
  ask_notes(pack, most);
  if (!good(postil_info_number(pack, POSTIL_END_POS, &end_pos))) end_pos = 0;
  entities = count(pack, POSTIL_COUNT_ENTITIES, most);
  for (i = 0; i < entities; ++i) {
    ask_entity(pack, i, POSTIL_NO_LIMIT, most);
    if (i % 7 == 0) ask_entity(pack, i, end_pos / 2, most);
  }
  for (i = 0; i < count(pack, POSTIL_COUNT_FINDINGS, most); ++i) {
    if (!good(postil_finding_at(pack, i, &finding))) continue;
    row("finding", i);
    text("code", finding.code);
    text("message", finding.message);
    text("hint", finding.hint);
    number("severity", finding.severity);
    number("file", finding.file);
    number("begin", finding.begin);
    number("end", finding.end);
    end();
  }
  return worst;
}
