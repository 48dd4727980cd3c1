/* postil.h: the device library. This header is its manual.
 *
 * A pack (Book.postil) is opened, asked, and closed. It is read with random access, checked piece by piece when it is first
 * touched, and never trusted: every answer is a value or one of the codes below, whatever the file holds.
 *
 * Rules
 *   - Every fallible call returns an int32_t code; outputs are written only on POSTIL_OK.
 *   - Strings are UTF-8, not terminated: postil_text {data, size}. Those in structs filled by a call on a pack are borrowed until
 *     the next call on that pack; those of a result handle live as long as the handle.
 *   - What a call named open, and postil_lookup, gives, the matching close or free takes. NULL is accepted there.
 *   - One thread at a time per pack. A pack used after fork() in the child is refused (POSTIL_FORKED): open it again there.
 *   - Positions (pos) count ink: code points that are neither white space nor default-ignorable, from the book's first paragraph.
 *     `until` limits answers to what the text reveals before that position; POSTIL_NO_LIMIT shows all.
 *   - Where a file is truncated, or its card is pulled, calls return POSTIL_IO; the host lives on and may resume later.
 */
#ifndef POSTIL_H
#define POSTIL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define POSTIL_API __attribute__((visibility("default")))
#else
#define POSTIL_API
#endif

/* Codes: pinned, append-only. */
#define POSTIL_OK 0
#define POSTIL_ABSENT 10           /* nothing of that name or number */
#define POSTIL_INVALID_ARGUMENT 20 /* the caller's fault */
#define POSTIL_UNSUPPORTED 30      /* well-formed, for another reader */
#define POSTIL_CORRUPT 40          /* not what it claims to be */
#define POSTIL_IO 50
#define POSTIL_NO_SPACE 51 /* the card is full */
#define POSTIL_PERMISSION 52
#define POSTIL_NO_MEMORY 60
#define POSTIL_LIMIT 61 /* a stated bound was reached */
#define POSTIL_SUSPENDED 70
#define POSTIL_FORKED 71
#define POSTIL_BUSY 73 /* another program is writing; try again */

#define POSTIL_NONE 0xFFFFFFFFu     /* no such id */
#define POSTIL_NO_LIMIT 0xFFFFFFFFu /* for `until` and `at` */

/* Flags of postil_open. */
#define POSTIL_MMAP 0u
#define POSTIL_PREAD 1u /* where mapping is impossible or unwanted */

typedef struct postil_pack postil_pack;
typedef struct postil_note postil_note;
typedef struct postil_hits postil_hits;
typedef struct postil_completions postil_completions;
typedef struct postil_card postil_card;
typedef struct postil_mentions postil_mentions;
typedef struct postil_search postil_search;
typedef struct postil_shelf postil_shelf;
typedef struct postil_shelf_hits postil_shelf_hits;
typedef struct postil_field_notes postil_field_notes;

typedef struct postil_text {
  const char* data;
  uint32_t size;
} postil_text;

/* A range of the source: bytes [begin, end) of a file's extracted text. */
typedef struct postil_place {
  uint32_t file; /* POSTIL_NONE: no place */
  uint32_t begin, end;
  uint32_t pos;
  uint32_t chapter;
} postil_place;

/* ---- opening */

/* Opens the pack at `path` and checks header and root: at most 128 KiB are read. `cache_bytes` bounds the memory of decoded blocks
 * that are kept; 0 is 32 KiB. The block in use, at most 1 MiB, counts even where it is larger. Besides, a pack takes at most 330 KiB: its root
 * (96), dictionary (64), index pages (70), decoder and handle. */
POSTIL_API int32_t postil_open(const char* path, uint32_t flags, uint32_t cache_bytes, postil_pack** out);
POSTIL_API void postil_close(postil_pack* pack);
/* Lets go of the file, so that its partition can be unmounted: until resume, only what stands in the root (info, file, chapter_at) is answered,
 * the rest is POSTIL_SUSPENDED. Resume opens the file again and refuses another one (POSTIL_CORRUPT). */
POSTIL_API int32_t postil_suspend(postil_pack* pack);
POSTIL_API int32_t postil_resume(postil_pack* pack);
/* One sentence on the last failure, terminated; of postil_open's where `pack` is NULL. */
POSTIL_API const char* postil_message(const postil_pack* pack);
/* Reads and checks every page and block, each record and where it leads: what is called clean answers clean. Slow; for the desktop. */
POSTIL_API int32_t postil_verify(postil_pack* pack);

/* ---- what the pack is */

#define POSTIL_TITLE 1
#define POSTIL_LANGUAGE 2
#define POSTIL_CREATOR 3    /* index 0, 1, ... */
#define POSTIL_IDENTIFIER 4 /* index 0, 1, ... */
#define POSTIL_PUBLISHER 5
#define POSTIL_DATE 6
#define POSTIL_SERIES 7
#define POSTIL_PACKER 8
#define POSTIL_LIBRARIES 9
#define POSTIL_PACK_ID 10       /* 16 bytes */
#define POSTIL_SOURCE_SHA256 11 /* 32 bytes */
#define POSTIL_PARTIAL_MD5 12   /* 16 bytes: KOReader's digest of the source */
#define POSTIL_SERIES_INDEX 13
POSTIL_API int32_t postil_info_text(postil_pack* pack, int32_t field, uint32_t index, postil_text* out);

#define POSTIL_COUNT_FILES 1
#define POSTIL_COUNT_CHAPTERS 2
#define POSTIL_COUNT_PARAGRAPHS 3
#define POSTIL_COUNT_MARKS 4
#define POSTIL_COUNT_NOTES 5
#define POSTIL_COUNT_WORKS 6
#define POSTIL_COUNT_ENTITIES 7
#define POSTIL_COUNT_FINDINGS 8
#define POSTIL_END_POS 9
#define POSTIL_KIND 10 /* 0 book, 1 reference */
#define POSTIL_PLAIN_TEXT 11
#define POSTIL_FOLD_VERSION 12
#define POSTIL_FORMAT_MAJOR 13
#define POSTIL_FORMAT_MINOR 14
#define POSTIL_COUNT_IMAGES 15
POSTIL_API int32_t postil_info_number(postil_pack* pack, int32_t field, uint32_t* out);

POSTIL_API int32_t postil_file(postil_pack* pack, uint32_t file, postil_text* path, uint32_t* spine);

typedef struct postil_chapter {
  postil_text title;
  uint32_t level, paragraph, pos;
} postil_chapter;
POSTIL_API int32_t postil_chapter_at(postil_pack* pack, uint32_t chapter, postil_chapter* out);

typedef struct postil_paragraph {
  postil_text text, path;
  postil_place place;
  uint32_t kind, level, print;
} postil_paragraph;
POSTIL_API int32_t postil_paragraph_at(postil_pack* pack, uint32_t paragraph, postil_paragraph* out);

/* ---- places and positions */

/* FILE:BYTE to a position; the end of the file's text is right too. */
POSTIL_API int32_t postil_pos_of_byte(postil_pack* pack, uint32_t file, uint32_t byte, uint32_t* pos);
/* The paragraph in which a position stands. */
POSTIL_API int32_t postil_paragraph_of_pos(postil_pack* pack, uint32_t pos, uint32_t* paragraph);

/* ---- where pack, book and reading program meet: they share no byte offsets, only text */

/* The ink of a text, and a paragraph's print: XXH32 of its folded text. Need no pack. */
POSTIL_API uint32_t postil_ink(const char* text, uint32_t size);
POSTIL_API uint32_t postil_print(const char* text, uint32_t size);

/* From the reading program's place to a position. `spine` is the document's rank among the book's itemrefs, `path` the place's element
 * path below it ("/body/section/p[3]"; deeper steps and a text() tail are allowed), `print` that of the paragraph's text (0: not known),
 * `ink` the ink between the paragraph's start and the place. The deepest paragraph on the path is taken if its print is right or not
 * known; else a paragraph of that document with that print; else POSTIL_ABSENT: the place is not known. */
POSTIL_API int32_t postil_pos_of_path(postil_pack* pack, uint32_t spine, const char* path, uint32_t size,
                                      uint32_t print, uint32_t ink, uint32_t* pos);
/* The same for a crengine xpointer, "/body/DocFragment[3]/body/section/p[3]/text()[2].14". */
POSTIL_API int32_t postil_pos_of_xpointer(postil_pack* pack, const char* xpointer, uint32_t size, uint32_t print,
                                          uint32_t ink, uint32_t* pos);

/* From a position to what the reading program can find: the paragraph by spine and path, checked by its print, and `ink` from its start;
 * where that fails, the quote, six words each side of the position. */
typedef struct postil_view {
  postil_text path, before, after;
  uint32_t paragraph, file, spine; /* spine POSTIL_NONE: a document outside it */
  uint32_t print, ink;
} postil_view;
POSTIL_API int32_t postil_view_of_pos(postil_pack* pack, uint32_t pos, postil_view* out);

/* EPUB canonical fragment identifier of a position, "epubcfi(/6/4!/4/2/1:3)". POSTIL_ABSENT where the book is no EPUB. */
POSTIL_API int32_t postil_cfi_of_pos(postil_pack* pack, uint32_t pos, postil_text* out);

/* Does this pack belong to this book? Its proof paragraphs, at most eight, 0, 1, ...: a host finds the paragraph at spine and path in the
 * open book and takes its print; 0 where there is none. */
typedef struct postil_proof {
  postil_text path;
  uint32_t paragraph, spine, print;
} postil_proof;
POSTIL_API int32_t postil_proof_at(postil_pack* pack, uint32_t index, postil_proof* out);

#define POSTIL_MATCH_NONE 0  /* another book, or not known: names only, after asking */
#define POSTIL_MATCH_TEXT 1  /* another file of the same text: every proof paragraph is right */
#define POSTIL_MATCH_EXACT 2 /* the very file */
/* `partial_md5` is KOReader's digest of the open file, 16 bytes, or NULL; `prints[i]` that of proof i in the open book, or NULL with
 * `count` 0. */
POSTIL_API int32_t postil_match(postil_pack* pack, const uint8_t* partial_md5, const uint32_t* prints, uint32_t count,
                                uint32_t* match);

/* ---- noterefs ("marks") and notes */

#define POSTIL_HOW_NONE 0
#define POSTIL_HOW_HREF 1
#define POSTIL_HOW_LABEL 2
#define POSTIL_HOW_ALIGNED 3
typedef struct postil_mark {
  postil_text label, anchor;
  postil_place place;
  uint32_t note;   /* POSTIL_NONE: no note is safe to show */
  uint32_t inside; /* the note in which the mark stands, or POSTIL_NONE */
  uint32_t how, permille;
  uint32_t problems; /* bits: 1 shifted, 2 missing, 4 duplicate, 8 broken link, 16 ambiguous, 32 inserted */
} postil_mark;
POSTIL_API int32_t postil_mark_at(postil_pack* pack, uint32_t mark, postil_mark* out);
/* The first mark at or after a position. */
POSTIL_API int32_t postil_mark_from(postil_pack* pack, uint32_t pos, uint32_t* mark);

/* Numbers of notes: by the target of a link (file's row and id), or by chapter and printed label. POSTIL_ABSENT where there is none;
 * of several with one label the first. */
POSTIL_API int32_t postil_note_by_anchor(postil_pack* pack, uint32_t file, const char* id, uint32_t size,
                                         uint32_t* note);
POSTIL_API int32_t postil_note_by_label(postil_pack* pack, uint32_t chapter, const char* label, uint32_t size,
                                        uint32_t* note);

POSTIL_API int32_t postil_note_open(postil_pack* pack, uint32_t note, postil_note** out);
POSTIL_API void postil_note_free(postil_note* note);
typedef struct postil_note_info {
  postil_text label, anchor, text, xhtml;
  postil_place place;
  uint32_t kind; /* 0 other, 1 footnote, 2 endnote, 3 gloss, 4 translator's, 5 editor's, 6 margin, 7 rearnote */
  uint32_t chapter, since, duplicate_of, truncated;
  uint32_t marks, citations; /* how many */
} postil_note_info;
POSTIL_API int32_t postil_note_get(const postil_note* note, postil_note_info* out);
POSTIL_API int32_t postil_note_mark(const postil_note* note, uint32_t index, uint32_t* mark);
typedef struct postil_citation {
  uint32_t begin, end; /* in the note's text */
  uint32_t form;       /* 0 full, 1 short title, 2 Ibid., 3 op. cit., 4 document, 5 author only */
  uint32_t work, via;  /* POSTIL_NONE: unresolved */
  uint32_t permille;
  postil_text locator;
  postil_text reference; /* the work's full reference; empty while unresolved */
} postil_citation;
POSTIL_API int32_t postil_note_citation(const postil_note* note, uint32_t index, postil_citation* out);

/* The images of a note, 0, 1, ...: its XHTML has each as <img src="REFERENCE" alt="ALT"/>, at byte `begin` of its text. The reference is the
 * image's path in the book, an address on the network, or "data:" and a number where the book's markup held the image itself. */
typedef struct postil_note_image_info {
  postil_text reference, alt;
  uint32_t begin;
} postil_note_image_info;
POSTIL_API int32_t postil_note_image(const postil_note* note, uint32_t index, postil_note_image_info* out);

/* The bytes of an image by its reference, for popups that cannot reach into the book. A pack has those that are small (at most 32 KiB each and
 * 1 MiB together), others are POSTIL_ABSENT: take them from the book, or show the alternative text. The bytes are borrowed until the next call
 * on the pack; `media` is static. They are what the book's file is, not decoded and not trusted; where a renderer takes XHTML, put
 * "data:MEDIA;base64,..." in the place of the reference, or write the bytes to a file, under a name of your own, in the folder that the
 * renderer reads from. */
typedef struct postil_image {
  postil_text media; /* image/png, image/jpeg, image/gif, image/svg+xml or image/webp; empty: another, do not show it */
  const uint8_t* bytes;
  uint32_t size;
} postil_image;
POSTIL_API int32_t postil_image_by_reference(postil_pack* pack, const char* reference, uint32_t size,
                                             postil_image* out);

typedef struct postil_work {
  postil_text reference, title;
  uint32_t first_note, authors, cited_by;
} postil_work;
POSTIL_API int32_t postil_work_at(postil_pack* pack, uint32_t work, postil_work* out);
POSTIL_API int32_t postil_work_author(postil_pack* pack, uint32_t work, uint32_t index, postil_text* out);
POSTIL_API int32_t postil_work_cited_by(postil_pack* pack, uint32_t work, uint32_t index, uint32_t* note);

/* ---- who and what */

#define POSTIL_EXACT 1u
#define POSTIL_FOLDED 2u
#define POSTIL_VARIANT 4u
#define POSTIL_PREFIX 8u
#define POSTIL_FUZZY 16u  /* within one edit of a letter; two in words of nine letters and more */
#define POSTIL_WITHIN 32u /* the longest names inside a longer selection */
#define POSTIL_SELECTED (POSTIL_EXACT | POSTIL_FOLDED | POSTIL_VARIANT)

typedef struct postil_hit {
  uint32_t entity;
  uint32_t kind; /* one of the bits above */
  uint32_t type; /* 0 other, 1 person, 2 place, 3 organization, 4 event, 5 work, 6 people, 7 term, 8 vessel */
  postil_text name, alias, role, description;
  postil_text why; /* a short phrase in English */
  uint32_t mentions;
  postil_place first; /* file POSTIL_NONE: mentioned nowhere */
} postil_hit;
/* Best first: kind of match, then nearness to `at` (the position of the selection, or POSTIL_NO_LIMIT), then mentions. No hits is
 * POSTIL_ABSENT. VARIANT, WITHIN and FUZZY are tried in this order and only where nothing was found before. Of a query 1,024 bytes are
 * looked at, and of a selection's words 64; one lookup reads at most 1,024 index pages (else POSTIL_LIMIT) and 128 entities. */
POSTIL_API int32_t postil_lookup(postil_pack* pack, const char* query, uint32_t size, uint32_t modes, uint32_t limit,
                                 uint32_t at, uint32_t until, postil_hits** out);
POSTIL_API uint32_t postil_hits_count(const postil_hits* hits);
POSTIL_API int32_t postil_hit_at(const postil_hits* hits, uint32_t index, postil_hit* out);
POSTIL_API void postil_hits_free(postil_hits* hits);

/* What a reader who types may mean: distinct index keys that begin so, in order, at most 512. Keys are folded ("zhou enlai"); look up the
 * one that is chosen. Only index pages are read. `weight` is about the binary logarithm of the mentions; 0 with a limit. */
typedef struct postil_completion {
  postil_text key;
  uint32_t weight;
} postil_completion;
POSTIL_API int32_t postil_completions_open(postil_pack* pack, const char* typed, uint32_t size, uint32_t limit,
                                           uint32_t until, postil_completions** out);
POSTIL_API uint32_t postil_completions_count(const postil_completions* completions);
POSTIL_API int32_t postil_completion_at(const postil_completions* completions, uint32_t index, postil_completion* out);
POSTIL_API void postil_completions_free(postil_completions* completions);

typedef struct postil_card_info {
  postil_text id, name;
  uint32_t type, since, aliases, facts, mentions;
  postil_place first;
} postil_card_info;
POSTIL_API int32_t postil_card_open(postil_pack* pack, uint32_t entity, uint32_t until, postil_card** out);
POSTIL_API void postil_card_free(postil_card* card);
POSTIL_API int32_t postil_card_get(const postil_card* card, postil_card_info* out);
typedef struct postil_alias {
  postil_text text;
  uint32_t count, since, ambiguous;
} postil_alias;
POSTIL_API int32_t postil_card_alias(const postil_card* card, uint32_t index, postil_alias* out);
typedef struct postil_fact {
  uint32_t
      kind; /* 0 other, 1 role, 2 description, 3 statement, 4 link ("wikidata:Q42"), 5 related; of a history, newest first: 6 name, 7 type;
                      8 superseded: from `since` on the entity `arg` has all that this one had;
                      9 work: the cited work `arg` concerns it; its text is "author" where the entity wrote it, else empty */
  uint32_t origin;     /* 0 text, 1 curated, 2 glossary, 3 note, 4 index */
  uint32_t since, arg; /* related: the other entity */
  postil_text text;
} postil_fact;
POSTIL_API int32_t postil_card_fact(const postil_card* card, uint32_t index, postil_fact* out);

/* Mentions [first, first + count) of an entity up to `until`, in reading order, with a snippet of about `snippet` bytes each side (0: none). */
typedef struct postil_mention {
  postil_place place;
  uint32_t note; /* POSTIL_NONE: in the body */
  uint32_t alias;
  postil_text snippet;
  uint32_t begin, end; /* of the name in the snippet */
} postil_mention;
POSTIL_API int32_t postil_mentions_open(postil_pack* pack, uint32_t entity, uint32_t first, uint32_t count,
                                        uint32_t until, uint32_t snippet, postil_mentions** out);
POSTIL_API uint32_t postil_mentions_count(const postil_mentions* mentions);
POSTIL_API int32_t postil_mention_at(const postil_mentions* mentions, uint32_t index, postil_mention* out);
POSTIL_API void postil_mentions_free(postil_mentions* mentions);

/* ---- the whole text */

#define POSTIL_PHRASE 1u /* the words one after the other */
#define POSTIL_NEAR 2u   /* all the words, in any order, within 200 bytes of one paragraph */

/* Looks for the folded words of `query` (at most 256 bytes; 16 words for NEAR) in the whole text up to `until`, notes where they stand. A word
 * is matched whole, its possessive too; in scripts without spaces anywhere. The search begins at position `from`. Free it before its pack is closed. */
POSTIL_API int32_t postil_search_open(postil_pack* pack, const char* query, uint32_t size, uint32_t mode, uint32_t from,
                                      uint32_t until, uint32_t snippet, postil_search** out);
typedef struct postil_passage {
  postil_place place;
  uint32_t paragraph;
  postil_text snippet; /* about `snippet` bytes (at most 4,096) each side */
  uint32_t begin, end; /* of the match in the snippet */
} postil_passage;
/* The next match in reading order, its snippet borrowed until the next call. POSTIL_ABSENT at the end. POSTIL_LIMIT where `blocks` blocks
 * (about 4 KB of text each; at least 1) were read without a match: call again, or stop. */
POSTIL_API int32_t postil_search_next(postil_search* search, uint32_t blocks, postil_passage* out);
/* The position that the search has reached; POSTIL_END_POS is the whole. */
POSTIL_API uint32_t postil_search_pos(const postil_search* search);
POSTIL_API void postil_search_free(postil_search* search);

/* Notes about entities. Up to `capacity` numbers are copied, `count` says how many there are; `out` may be null for a capacity of 0.
 * What the text reveals after `until` is left out: an entity by its first mention, a note by its noteref. */

/* The entities that a note names, in the order in which it names them. */
POSTIL_API int32_t postil_note_entities(postil_pack* pack, uint32_t note, uint32_t until, uint32_t* out,
                                        uint32_t capacity, uint32_t* count);
/* The notes that name an entity, in reading order. */
POSTIL_API int32_t postil_entity_notes(postil_pack* pack, uint32_t entity, uint32_t until, uint32_t* out,
                                       uint32_t capacity, uint32_t* count);

/* ---- who and what stands where: copied like the notes about entities */

/* The positions of an entity's mentions, in reading order. No text is read: for a picture of where it appears. */
POSTIL_API int32_t postil_mention_positions(postil_pack* pack, uint32_t entity, uint32_t until, uint32_t* out,
                                            uint32_t capacity, uint32_t* count);
/* The entities that are mentioned in [begin, end), in order of their first mention there: pairs of the entity and its mentions there, so
 * that `count` and `capacity` are twice the entities. All mentions of the pack are gone through: some milliseconds for a book. */
POSTIL_API int32_t postil_entities_between(postil_pack* pack, uint32_t begin, uint32_t end, uint32_t until,
                                           uint32_t* out, uint32_t capacity, uint32_t* count);
/* ---- the shelf: many packs, one memory */

/* A shelf is the device's own: which packs are here, one index of the names in all of them, reading positions, and the reader's field notes.
 * PATH is a database that can be rebuilt and that only the kind of machine that made it can read: a machine of the other word makes its own, PATH.32
 * or PATH.64. Two text files any machine can read, and each is synced before what it says is acknowledged: PATH.notes, the journal of the field notes, and
 * PATH.state, reading positions, look-up history and what is known of signatures. PATH.lock says no more than whether the database was closed well.
 * Several programs may have one shelf open; each call sees what the others have finished, and waits for them at most five seconds (POSTIL_BUSY).
 * Strings that a call on a shelf fills in are borrowed until the next call on that shelf. */

#define POSTIL_SHELF_CREATE 1u    /* make it where there is none */
#define POSTIL_SHELF_READ_ONLY 2u /* a card that cannot be written gets this by itself: changes are POSTIL_PERMISSION */
/* POSTIL_ABSENT: no shelf there. POSTIL_UNSUPPORTED: no shelf at all, or made by another version. POSTIL_CORRUPT: damaged. In these
 * two cases postil_shelf_repair makes a new one that has the field notes, unless a newer version made it. */
POSTIL_API int32_t postil_shelf_open(const char* path, uint32_t flags, postil_shelf** out);
POSTIL_API void postil_shelf_close(postil_shelf* shelf);
/* One sentence on the last failure, terminated; of open, check and repair where `shelf` is NULL. */
POSTIL_API const char* postil_shelf_message(const postil_shelf* shelf);
/* Lets go of the files around USB storage mode, and takes them again. */
POSTIL_API int32_t postil_shelf_suspend(postil_shelf* shelf);
POSTIL_API int32_t postil_shelf_resume(postil_shelf* shelf);

typedef struct postil_shelf_state {
  int32_t store;           /* the database: POSTIL_OK, or why it cannot be used */
  uint32_t packs;          /* in the catalogue */
  uint32_t notes;          /* field notes in the journal */
  uint32_t versions;       /* of these notes */
  uint32_t conflicts;      /* notes that were changed in two places */
  uint32_t damaged;        /* lines of the journal that are not what was written */
  uint32_t not_in_journal; /* versions that only the database has; repair writes them */
  uint32_t not_in_store;   /* versions that only the journal has; the next change takes them in */
} postil_shelf_state;
/* Reads everything of the shelf at `path` and changes nothing. POSTIL_OK also where `state` tells of damage. */
POSTIL_API int32_t postil_shelf_check(const char* path, postil_shelf_state* state);
/* Makes the shelf at `path` usable: a database that is not is kept as PATH.damaged-1 (-2, ...) and made anew with the journal's notes, and with
 * every pack and note that can still be read in it. Damaged lines are moved to PATH.notes.damaged-1. Must not be called while a shelf is open. */
POSTIL_API int32_t postil_shelf_repair(const char* path, postil_shelf_state* state);

/* Packs. A pack's number is the shelf's own: it stays when the file is moved, or replaced by a new edition of the same book. */
POSTIL_API int32_t postil_shelf_add(postil_shelf* shelf, const char* path, uint32_t* number);
POSTIL_API int32_t postil_shelf_remove(postil_shelf* shelf, uint32_t number);
typedef struct postil_shelf_scanned {
  uint32_t seen, added, changed, moved, missing, failed;
} postil_shelf_scanned;
/* Looks for packs in a folder and the folders in it, and takes in what is new or other. Of packs whose file has the same size and time nothing is
 * read. Packs that are gone stay in the catalogue as missing: a card may come back. At most `most` packs are read; POSTIL_LIMIT where more
 * are left: call again. */
POSTIL_API int32_t postil_shelf_scan(postil_shelf* shelf, const char* folder, uint32_t most,
                                     postil_shelf_scanned* scanned);
/* The numbers of all packs, ascending: up to `capacity` are copied, `count` says how many there are. */
POSTIL_API int32_t postil_shelf_packs(postil_shelf* shelf, uint32_t* out, uint32_t capacity, uint32_t* count);
typedef struct postil_shelf_pack {
  postil_text path, title, creator, language, series, series_index;
  postil_text book;        /* what names the book in field notes: its first identifier, else the digest of its source */
  postil_text pack_id;     /* 16 bytes */
  postil_text partial_md5; /* 16 bytes or none */
  uint32_t number, kind;   /* kind: 0 book, 1 reference */
  uint32_t missing;        /* its file was not there at the last scan */
  uint32_t signature;      /* POSTIL_SIGNATURE_... */
  uint32_t entities, names, notes;
  uint32_t reading, until; /* position and limit, POSTIL_NO_LIMIT: not set */
  postil_text key;         /* the name of the key that signed it, where that is known */
} postil_shelf_pack;
POSTIL_API int32_t postil_shelf_pack_at(postil_shelf* shelf, uint32_t number, postil_shelf_pack* out);
/* The pack of an open book: by KOReader's digest (16 bytes, or NULL), else by an identifier. Ask postil_match besides. */
POSTIL_API int32_t postil_shelf_find(postil_shelf* shelf, const uint8_t* partial_md5, const char* identifier,
                                     uint32_t size, uint32_t* number);
/* Where the reader is in a book, and how far its facts may be told (`until`, as in postil_lookup). Another edition of the book gets both: by the words
 * that stand there, else by proportion, the limit then somewhat earlier. */
POSTIL_API int32_t postil_shelf_set_reading(postil_shelf* shelf, uint32_t number, uint32_t pos, uint32_t until);
/* What a program that can check signatures has found of the pack's file as the catalogue has it; `key`: the name of the key. Of a file that is
 * replaced it is POSTIL_SIGNATURE_NOT_CHECKED again. This library checks none. */
#define POSTIL_SIGNATURE_NOT_CHECKED 0
#define POSTIL_SIGNATURE_NONE 1    /* not signed */
#define POSTIL_SIGNATURE_VALID 2   /* by a key that the reader trusts */
#define POSTIL_SIGNATURE_UNKNOWN 3 /* right, by a key that is not known */
#define POSTIL_SIGNATURE_BAD 4     /* not of these bytes */
POSTIL_API int32_t postil_shelf_set_signature(postil_shelf* shelf, uint32_t number, uint32_t state, const char* key,
                                              uint32_t size);

/* A name in all books, folded, or as a variant, as postil_lookup tries them. Each book answers under its own limit; a later volume of the open
 * book's series that has none says nothing. `number` is the pack of the open book, or POSTIL_NONE, `at` the position in it. First the open book, then
 * what a stable id or link says is the same, under whatever name; then books that have the name alone, which perhaps mean the same: those of the
 * series first, then those read last. At most `limit` books (and 64) answer. POSTIL_ABSENT: none. */
#define POSTIL_RELATION_HERE 1    /* in the open book */
#define POSTIL_RELATION_SAME 2    /* the same as the first hit */
#define POSTIL_RELATION_PERHAPS 3 /* only called the same */
typedef struct postil_shelf_hit {
  postil_hit hit;
  postil_text title, path, series, series_index; /* of the pack */
  postil_text id;                                /* the entity's; made from its name where it has none */
  uint32_t number;                               /* of the pack */
  uint32_t relation;
  uint32_t group;   /* hits with the same number are the same entity */
  uint32_t earlier; /* 1: in an earlier volume of the open book's series */
} postil_shelf_hit;
POSTIL_API int32_t postil_shelf_lookup(postil_shelf* shelf, const char* query, uint32_t size, uint32_t limit,
                                       uint32_t number, uint32_t at, postil_shelf_hits** out);
POSTIL_API uint32_t postil_shelf_hits_count(const postil_shelf_hits* hits);
POSTIL_API int32_t postil_shelf_hit_at(const postil_shelf_hits* hits, uint32_t index, postil_shelf_hit* out);
POSTIL_API void postil_shelf_hits_free(postil_shelf_hits* hits);

/* What was looked up on the shelf: not kept before it is switched on. Switching it off forgets nothing, clearing forgets all. The last 1,000 stay. */
POSTIL_API int32_t postil_shelf_keep_history(postil_shelf* shelf, uint32_t on);
POSTIL_API int32_t postil_shelf_clear_history(postil_shelf* shelf);
typedef struct postil_asked {
  postil_text query;
  uint32_t number, time;
} postil_asked;
/* Index 0 is the last one. */
POSTIL_API int32_t postil_shelf_asked_at(postil_shelf* shelf, uint32_t index, postil_asked* out);

/* Field notes: what the reader writes. A note has versions; a change adds one and nothing is ever overwritten. Where two shelves that were
 * merged had both changed a note, it has two current versions (`conflict`) until the next change, which follows both. */
#define POSTIL_ON_NOTHING 0
#define POSTIL_ON_BOOK 1
#define POSTIL_ON_PASSAGE 2 /* `pos` and `quote` */
#define POSTIL_ON_ENTITY 3  /* `subject`: the entity's id */
#define POSTIL_ON_NOTE 4    /* `subject`: the note's label; `pos` of its noteref */
#define POSTIL_TASK_NONE 0
#define POSTIL_TASK_OPEN 1
#define POSTIL_TASK_DONE 2
typedef struct postil_field_note {
  postil_text id;            /* 16 hexadecimal digits */
  postil_text version;       /* 16 hexadecimal digits */
  postil_text book, title;   /* what the note is about: as in postil_shelf_pack */
  postil_text subject;       /* see above */
  postil_text quote;         /* the words of the passage */
  postil_text before, after; /* some words each side of it */
  postil_text text;          /* what was written, in Markdown */
  postil_text tags;          /* one a line */
  postil_text attachments;   /* names of files or addresses, one a line */
  postil_text author;
  postil_text place;           /* the reading program's own place, as it writes it */
  uint32_t on, task;           /* POSTIL_ON_..., POSTIL_TASK_... */
  uint32_t pos;                /* POSTIL_NONE: none */
  uint32_t created, changed;   /* seconds since 1970 */
  uint32_t versions, conflict; /* conflict 1: there is another current version */
  uint32_t removed;
} postil_field_note;
/* Writes a note, or a further version of the one whose `id` is given. It follows all current versions; where `version` is given it follows that one
 * alone, and stands beside others that have been written since (`conflict`). What a note says already is not written again. `created` is read of
 * a new note alone, `versions` and `conflict` never; `changed` 0 is now. POSTIL_OK means that it is on the card. Each string at most
 * 64 KiB. `id`, which may be NULL, is borrowed like all strings. */
POSTIL_API int32_t postil_field_note_write(postil_shelf* shelf, const postil_field_note* note, postil_text* id);
/* Its history stays; writing it again brings it back. */
POSTIL_API int32_t postil_field_note_remove(postil_shelf* shelf, const char* id, uint32_t size);

/* Current versions, newest first: of book `book` (size 0: of all), on `subject` (size 0: on anything), that have all of `words` (size 0: any), folded,
 * in text, quote, tags, title, subject or author. POSTIL_ABSENT where there are none. */
#define POSTIL_NOTES_OPEN_TASKS 1u /* these only */
#define POSTIL_NOTES_REMOVED 2u    /* removed ones too */
typedef struct postil_notes_query {
  postil_text book, subject, words;
  uint32_t flags, limit; /* limit 0: all */
} postil_notes_query;
POSTIL_API int32_t postil_field_notes_open(postil_shelf* shelf, const postil_notes_query* query,
                                           postil_field_notes** out);
/* All versions of one note, newest first. */
POSTIL_API int32_t postil_field_notes_history(postil_shelf* shelf, const char* id, uint32_t size,
                                              postil_field_notes** out);
POSTIL_API uint32_t postil_field_notes_count(const postil_field_notes* notes);
POSTIL_API int32_t postil_field_note_at(const postil_field_notes* notes, uint32_t index, postil_field_note* out);
/* All of them as Markdown, each with front matter, so that it can be read back without loss. */
POSTIL_API int32_t postil_field_notes_markdown(postil_field_notes* notes, postil_text* out);
POSTIL_API void postil_field_notes_free(postil_field_notes* notes);

/* Takes in every version of another shelf's journal (the file PATH.notes) that this one lacks: the same in whatever order, and as often, as it is
 * done. `taken`: how many they were; `damaged`: lines that could not be read. */
POSTIL_API int32_t postil_shelf_merge(postil_shelf* shelf, const char* journal, uint32_t* taken, uint32_t* damaged);

/* ---- what a publisher must look at */

typedef struct postil_finding {
  postil_text code, message, hint;
  uint32_t severity; /* 0 note, 1 warning, 2 error */
  uint32_t file, begin, end, last_file, last_begin, last_end;
  int32_t delta;
  postil_text anchor; /* of the element, noteref or note at the place; empty where it has no id */
} postil_finding;
POSTIL_API int32_t postil_finding_at(postil_pack* pack, uint32_t finding, postil_finding* out);

#ifdef __cplusplus
}
#endif
#endif
