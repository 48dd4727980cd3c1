/* host PACK [NAME]: a reading program in small. Shows a selected name and its card, or the book's first notes.
 * cc host.c -I../include -lpostil -o host && ./host Book.postil "Zhou Enlai" */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "postil.h"

static void print(const char* label, postil_text text) {
  if (text.size > 0) printf("%s%.*s\n", label, (int)text.size, text.data);
}

static int failed(const postil_pack* pack, int32_t code) {
  fprintf(stderr, "host: %" PRId32 ": %s\n", code, postil_message(pack));
  return 1;
}

/* What the popup of a selection shows: the names meant, best first, and the card of the first. */
static int show_name(postil_pack* pack, const char* name) {
  postil_hits* hits = NULL;
  postil_hit hit;
  postil_card* card = NULL;
  postil_fact fact;
  uint32_t i;
  int32_t code = postil_lookup(pack, name, (uint32_t)strlen(name), POSTIL_SELECTED | POSTIL_WITHIN | POSTIL_FUZZY, 5,
                               POSTIL_NO_LIMIT, POSTIL_NO_LIMIT, &hits);
  if (code == POSTIL_ABSENT) {
    printf("%s: not in this book\n", name);
    return 0;
  }
  if (code != POSTIL_OK) return failed(pack, code);
  for (i = 0; postil_hit_at(hits, i, &hit) == POSTIL_OK; ++i) {
    print(i ? "or " : "", hit.name);
    print("   because: ", hit.why);
  }
  postil_hit_at(hits, 0, &hit);
  code = postil_card_open(pack, hit.entity, POSTIL_NO_LIMIT, &card);
  if (code == POSTIL_OK) {
    for (i = 0; postil_card_fact(card, i, &fact) == POSTIL_OK; ++i) print("   ", fact.text);
    postil_card_free(card);
  }
  postil_hits_free(hits);
  return code == POSTIL_OK ? 0 : failed(pack, code);
}

/* What the popup of a note mark shows. */
static int show_notes(postil_pack* pack) {
  uint32_t count = 0, i, k;
  postil_info_number(pack, POSTIL_COUNT_NOTES, &count);
  for (i = 0; i < count && i < 5; ++i) {
    postil_note* note = NULL;
    postil_note_info info;
    postil_citation citation;
    int32_t code = postil_note_open(pack, i, &note);
    if (code != POSTIL_OK) return failed(pack, code);
    postil_note_get(note, &info);
    print("note ", info.label);
    print("   ", info.text);
    for (k = 0; postil_note_citation(note, k, &citation) == POSTIL_OK; ++k) print("   that is: ", citation.reference);
    postil_note_free(note);
  }
  return 0;
}

int main(int argc, char** argv) {
  postil_pack* pack = NULL;
  postil_text title;
  int32_t code;
  int status;
  if (argc < 2) {
    fprintf(stderr, "usage: host PACK [NAME]\n");
    return 2;
  }
  code = postil_open(argv[1], POSTIL_MMAP, 0, &pack);
  if (code != POSTIL_OK) return failed(NULL, code);
  if (postil_info_text(pack, POSTIL_TITLE, 0, &title) == POSTIL_OK) print("", title);
  status = argc > 2 ? show_name(pack, argv[2]) : show_notes(pack);
  postil_close(pack);
  return status;
}
