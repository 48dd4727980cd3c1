/* calls PACK: every call of postil.h from strict C99, each with an answer that can be wrong. */
#include <stdio.h>
#include <string.h>

#include "postil.h"

static int wrong = 0;
#define WANT(condition) ((condition) ? (void)0 : (void)(fprintf(stderr, "%d: %s\n", __LINE__, #condition), wrong = 1))

static int is(postil_text text, const char* wanted) {
  return text.size == strlen(wanted) && memcmp(text.data, wanted, text.size) == 0;
}

static void root(postil_pack* pack) {
  postil_text text;
  uint32_t n = 0, spine = 0;
  postil_chapter chapter;
  WANT(postil_info_text(pack, POSTIL_PACK_ID, 0, &text) == POSTIL_OK && text.size == 16);
  WANT(postil_info_text(pack, POSTIL_CREATOR, 99, &text) == POSTIL_ABSENT);
  WANT(postil_info_text(pack, 999, 0, &text) == POSTIL_INVALID_ARGUMENT);
  WANT(postil_info_number(pack, POSTIL_COUNT_NOTES, &n) == POSTIL_OK && n >= 4);
  WANT(postil_file(pack, 0, &text, &spine) == POSTIL_OK && is(text, "strait.xhtml") && spine == 0);
  WANT(postil_chapter_at(pack, 0, &chapter) == POSTIL_OK && chapter.title.size > 0);
}

static void text(postil_pack* pack) {
  postil_paragraph paragraph;
  postil_mark mark;
  uint32_t pos = 0, n = 0;
  WANT(postil_paragraph_at(pack, 0, &paragraph) == POSTIL_OK && paragraph.text.size > 0);
  WANT(postil_paragraph_at(pack, POSTIL_NONE, &paragraph) == POSTIL_ABSENT);
  WANT(postil_pos_of_byte(pack, 0, 0, &pos) == POSTIL_OK && pos == 0);
  WANT(postil_paragraph_of_pos(pack, pos, &n) == POSTIL_OK && n == 0);
  WANT(postil_mark_from(pack, 0, &n) == POSTIL_OK && n == 0);
  WANT(postil_mark_at(pack, n, &mark) == POSTIL_OK && is(mark.label, "1") && mark.note != POSTIL_NONE);
}

static void places(postil_pack* pack) {
  postil_view view;
  postil_proof proof;
  postil_text cfi;
  uint32_t pos = 1, match = 9;
  const uint8_t md5[16] = {0};
  WANT(postil_ink("a b", 3) == 2);
  WANT(postil_print("Abc", 3) == postil_print("abc", 3));
  WANT(postil_view_of_pos(pack, 0, &view) == POSTIL_OK && view.ink == 0 && view.path.size > 0);
  WANT(postil_pos_of_path(pack, view.spine, view.path.data, view.path.size, view.print, 0, &pos) == POSTIL_OK &&
       pos == 0);
  WANT(postil_pos_of_xpointer(pack, "/nowhere", 8, 0, 0, &pos) != POSTIL_OK);
  WANT(postil_cfi_of_pos(pack, 0, &cfi) == POSTIL_ABSENT);
  WANT(postil_proof_at(pack, 99, &proof) == POSTIL_ABSENT);
  WANT(postil_match(pack, md5, NULL, 0, &match) == POSTIL_OK && match == POSTIL_MATCH_NONE);
}

static void notes(postil_pack* pack) {
  postil_note* note = NULL;
  postil_note_info info;
  postil_citation citation;
  postil_work work;
  postil_text author;
  uint32_t n = 0, mark = 0;
  WANT(postil_note_by_label(pack, 0, "2", 1, &n) == POSTIL_OK);
  WANT(postil_note_by_anchor(pack, 0, "nowhere", 7, &n) == POSTIL_ABSENT);
  WANT(postil_note_open(pack, n, &note) == POSTIL_OK);
  WANT(postil_note_get(note, &info) == POSTIL_OK && is(info.label, "2"));
  WANT(postil_note_mark(note, 0, &mark) == POSTIL_OK && mark == 1);
  WANT(postil_note_citation(note, 0, &citation) == POSTIL_OK && citation.work != POSTIL_NONE);
  WANT(postil_work_at(pack, citation.work, &work) == POSTIL_OK && work.reference.size > 0);
  WANT(postil_work_cited_by(pack, citation.work, 0, &n) == POSTIL_OK);
  WANT(postil_work_author(pack, citation.work, 999, &author) == POSTIL_ABSENT);
  postil_note_free(note);
  postil_note_free(NULL);
}

static void images(postil_pack* pack) {
  postil_note* note = NULL;
  postil_note_image_info info;
  postil_image image;
  uint32_t n = 0;
  WANT(postil_note_by_label(pack, 0, "3", 1, &n) == POSTIL_OK && postil_note_open(pack, n, &note) == POSTIL_OK);
  WANT(postil_note_image(note, 1, &info) == POSTIL_ABSENT);
  WANT(postil_note_image(NULL, 0, &info) == POSTIL_INVALID_ARGUMENT);
  WANT(postil_note_image(note, 0, &info) == POSTIL_OK && is(info.alt, "Ellory\xE2\x80\x99s seal"));
  WANT(postil_image_by_reference(pack, info.reference.data, info.reference.size, &image) == POSTIL_OK);
  WANT(is(image.media, "image/png") && image.size > 60 && memcmp(image.bytes, "\x89PNG", 4) == 0);
  WANT(postil_image_by_reference(pack, "map.png", 7, &image) == POSTIL_ABSENT);
  postil_note_free(note);
}

static void names(postil_pack* pack) {
  postil_hits* hits = NULL;
  postil_hit hit;
  postil_completions* completions = NULL;
  postil_completion completion;
  postil_card* card = NULL;
  postil_card_info info;
  postil_alias alias;
  postil_fact fact;
  postil_mentions* mentions = NULL;
  postil_mention mention;
  uint32_t numbers[4], count = 0;
  WANT(postil_lookup(pack, "harrow", 6, POSTIL_SELECTED, 5, POSTIL_NO_LIMIT, POSTIL_NO_LIMIT, &hits) == POSTIL_OK);
  WANT(postil_hits_count(hits) >= 1);
  WANT(postil_hit_at(hits, 0, &hit) == POSTIL_OK && is(hit.name, "Captain Edmund Harrow") && hit.kind == POSTIL_FOLDED);
  WANT(postil_hit_at(hits, 99, &hit) == POSTIL_ABSENT);
  postil_hits_free(hits);
  WANT(postil_completions_open(pack, "Harr", 4, 5, POSTIL_NO_LIMIT, &completions) == POSTIL_OK);
  WANT(postil_completions_count(completions) >= 1);
  WANT(postil_completion_at(completions, 0, &completion) == POSTIL_OK && is(completion.key, "harrow"));
  postil_completions_free(completions);
  WANT(postil_card_open(pack, hit.entity, POSTIL_NO_LIMIT, &card) == POSTIL_OK);
  WANT(postil_card_get(card, &info) == POSTIL_OK && is(info.name, "Captain Edmund Harrow") &&
       info.mentions == hit.mentions);
  WANT(postil_card_alias(card, 0, &alias) == POSTIL_OK && alias.text.size > 0);
  WANT(postil_card_fact(card, 0, &fact) == POSTIL_OK && is(fact.text, "Surveyor of the bar"));
  postil_card_free(card);
  WANT(postil_mentions_open(pack, hit.entity, 0, 2, POSTIL_NO_LIMIT, 20, &mentions) == POSTIL_OK);
  WANT(postil_mentions_count(mentions) == 2);
  WANT(postil_mention_at(mentions, 0, &mention) == POSTIL_OK && mention.snippet.size > mention.end - mention.begin);
  postil_mentions_free(mentions);
  WANT(postil_entity_notes(pack, hit.entity, POSTIL_NO_LIMIT, numbers, 4, &count) == POSTIL_OK);
  WANT(postil_note_entities(pack, 0, POSTIL_NO_LIMIT, NULL, 0, &count) == POSTIL_OK);
  WANT(postil_note_entities(pack, POSTIL_NONE, POSTIL_NO_LIMIT, NULL, 0, &count) != POSTIL_OK);
  WANT(postil_mention_positions(pack, hit.entity, POSTIL_NO_LIMIT, numbers, 4, &count) == POSTIL_OK &&
       count == hit.mentions);
  WANT(postil_entities_between(pack, 0, POSTIL_NO_LIMIT, POSTIL_NO_LIMIT, numbers, 4, &count) == POSTIL_OK &&
       count >= 2);
}

static void words(postil_pack* pack) {
  postil_search* search = NULL;
  postil_passage match;
  postil_finding finding;
  WANT(postil_search_open(pack, "harrow", 6, POSTIL_PHRASE, 0, POSTIL_NO_LIMIT, 10, &search) == POSTIL_OK);
  WANT(postil_search_next(search, 1000, &match) == POSTIL_OK && match.end - match.begin == 6);
  WANT(postil_search_pos(search) == match.place.pos);
  postil_search_free(search);
  WANT(postil_search_open(pack, "", 0, POSTIL_PHRASE, 0, POSTIL_NO_LIMIT, 10, &search) == POSTIL_INVALID_ARGUMENT);
  WANT(postil_finding_at(pack, POSTIL_NONE, &finding) == POSTIL_ABSENT);
}

static void shelf(const char* pack, const char* path) {
  postil_shelf* shelf = NULL;
  postil_shelf_state state;
  postil_shelf_scanned scanned;
  postil_shelf_pack row;
  postil_field_note note;
  postil_notes_query query;
  postil_field_notes* notes = NULL;
  postil_text id, markdown;
  postil_shelf_hits* hits = NULL;
  postil_shelf_hit hit;
  postil_asked asked;
  char journal[4096], kept[17] = "";
  uint32_t number = 0, other = 0, count = 0, taken = 0, damaged = 0;
  WANT(postil_shelf_open(path, 0, &shelf) == POSTIL_ABSENT && shelf == NULL && strlen(postil_shelf_message(NULL)) > 0);
  WANT(postil_shelf_open(path, POSTIL_SHELF_CREATE, &shelf) == POSTIL_OK);
  if (shelf == NULL) return;
  WANT(postil_shelf_add(shelf, pack, &number) == POSTIL_OK && number == 1);
  WANT(postil_shelf_add(shelf, "/nonexistent", &other) == POSTIL_ABSENT);
  WANT(postil_shelf_scan(shelf, "/nonexistent", 1, &scanned) == POSTIL_ABSENT);
  WANT(postil_shelf_packs(shelf, &other, 1, &count) == POSTIL_OK && count == 1 && other == number);
  WANT(postil_shelf_pack_at(shelf, number, &row) == POSTIL_OK && row.entities > 0 && row.until == POSTIL_NO_LIMIT);
  WANT(postil_shelf_find(shelf, (const uint8_t*)row.partial_md5.data, NULL, 0, &other) == POSTIL_OK && other == number);
  WANT(postil_shelf_set_reading(shelf, number, 5, 6) == POSTIL_OK);
  WANT(postil_shelf_pack_at(shelf, number, &row) == POSTIL_OK && row.reading == 5 && row.until == 6);
  WANT(row.signature == POSTIL_SIGNATURE_NOT_CHECKED && row.key.size == 0);
  WANT(postil_shelf_set_signature(shelf, number, POSTIL_SIGNATURE_VALID, "Quay", 4) == POSTIL_OK);
  WANT(postil_shelf_pack_at(shelf, number, &row) == POSTIL_OK && row.signature == POSTIL_SIGNATURE_VALID &&
       is(row.key, "Quay"));
  WANT(postil_shelf_set_signature(shelf, number, 9, NULL, 0) == POSTIL_INVALID_ARGUMENT);
  WANT(postil_shelf_keep_history(shelf, 1) == POSTIL_OK);
  WANT(postil_shelf_set_reading(shelf, number, POSTIL_NO_LIMIT, POSTIL_NO_LIMIT) == POSTIL_OK);
  WANT(postil_shelf_lookup(shelf, "nobody at all", 13, 5, POSTIL_NONE, POSTIL_NO_LIMIT, &hits) == POSTIL_ABSENT);
  WANT(postil_shelf_lookup(shelf, "harrow", 6, 5, number, POSTIL_NO_LIMIT, &hits) == POSTIL_OK);
  WANT(postil_shelf_hits_count(hits) >= 1 && postil_shelf_hit_at(hits, 99, &hit) == POSTIL_ABSENT);
  WANT(postil_shelf_hit_at(hits, 0, &hit) == POSTIL_OK && is(hit.hit.name, "Captain Edmund Harrow") &&
       hit.relation == POSTIL_RELATION_HERE);
  postil_shelf_hits_free(hits);
  WANT(postil_shelf_asked_at(shelf, 0, &asked) == POSTIL_OK && is(asked.query, "harrow") && asked.number == number);
  WANT(postil_shelf_clear_history(shelf) == POSTIL_OK);
  WANT(postil_shelf_asked_at(shelf, 0, &asked) == POSTIL_ABSENT);
  WANT(postil_shelf_suspend(shelf) == POSTIL_OK);
  WANT(postil_shelf_remove(shelf, number) == POSTIL_SUSPENDED);
  WANT(postil_shelf_resume(shelf) == POSTIL_OK);

  memset(&note, 0, sizeof note);
  note.text.data = "check this page";
  note.text.size = 15;
  note.pos = POSTIL_NONE;
  WANT(postil_field_note_write(shelf, &note, &id) == POSTIL_OK && id.size == 16);
  if (id.size == 16) memcpy(kept, id.data, 16);
  memset(&query, 0, sizeof query);
  WANT(postil_field_notes_open(shelf, &query, &notes) == POSTIL_OK && postil_field_notes_count(notes) == 1);
  WANT(postil_field_note_at(notes, 0, &note) == POSTIL_OK && is(note.text, "check this page"));
  WANT(postil_field_notes_markdown(notes, &markdown) == POSTIL_OK && markdown.size > 100);
  postil_field_notes_free(notes);
  WANT(postil_field_notes_history(shelf, kept, 16, &notes) == POSTIL_OK && postil_field_notes_count(notes) == 1);
  postil_field_notes_free(notes);
  snprintf(journal, sizeof journal, "%s.notes", path);
  WANT(postil_shelf_merge(shelf, journal, &taken, &damaged) == POSTIL_OK && taken == 0 && damaged == 0);
  WANT(postil_field_note_remove(shelf, kept, 16) == POSTIL_OK);
  WANT(postil_shelf_remove(shelf, number) == POSTIL_OK);
  postil_shelf_close(shelf);
  WANT(postil_shelf_check(path, &state) == POSTIL_OK && state.store == POSTIL_OK && state.versions == 2);
  WANT(postil_shelf_repair(path, &state) == POSTIL_OK && state.notes == 1);
  remove(path);
  remove(journal);
  snprintf(journal, sizeof journal, "%s.lock", path);
  remove(journal);
}

int main(int argc, char** argv) {
  postil_pack* pack = NULL;
  postil_paragraph paragraph;
  if (argc < 2) return 2;
  WANT(postil_open("/nonexistent", POSTIL_MMAP, 0, &pack) == POSTIL_ABSENT && pack == NULL);
  WANT(strlen(postil_message(NULL)) > 0);
  WANT(postil_open(argv[1], POSTIL_PREAD, 0, &pack) == POSTIL_OK);
  if (pack == NULL) return 1;
  root(pack);
  text(pack);
  places(pack);
  notes(pack);
  images(pack);
  names(pack);
  words(pack);
  WANT(postil_verify(pack) == POSTIL_OK);
  WANT(postil_suspend(pack) == POSTIL_OK);
  root(pack);
  WANT(postil_paragraph_at(pack, 0, &paragraph) == POSTIL_SUSPENDED);
  WANT(postil_resume(pack) == POSTIL_OK);
  text(pack);
  postil_close(pack);
  postil_close(NULL);
  if (argc > 2) shelf(argv[1], argv[2]);
  return wrong;
}
