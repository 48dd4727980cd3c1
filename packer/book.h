// The plain structs that flow through the packer's stages. Every offset is a byte offset into UTF-8, every range half-open.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace postil {

constexpr uint32_t kNone = 0xFFFFFFFFu;

// A point of the text: byte `offset` of `paragraph`'s text. Ordered by reading order.
struct TextPoint {
  uint32_t paragraph = 0;
  uint32_t offset = 0;
};
inline bool operator==(TextPoint a, TextPoint b) {
  return a.paragraph == b.paragraph && a.offset == b.offset;
}
inline bool operator!=(TextPoint a, TextPoint b) {
  return !(a == b);
}
inline bool operator<(TextPoint a, TextPoint b) {
  return a.paragraph != b.paragraph ? a.paragraph < b.paragraph : a.offset < b.offset;
}

// A document of the book (an XHTML file, or the one text file). `spine` is its rank among the itemrefs whose idref
// exists; documents outside the spine that links reach come last with kNone.
struct SourceFile {
  std::string path;
  uint32_t spine = 0;
  uint32_t cfi_step = 0;        // the itemref's CFI step below the package's spine (2, 4, ...), 0 where there is none
  uint32_t spine_cfi_step = 0;  // the spine element's own step in the package document
  uint32_t first_paragraph = 0, end_paragraph = 0;
  uint32_t first_element = 0, end_element = 0;
};

// An element of a marked-up document, in document order: its descendants are the rows up to `next`.
struct Element {
  uint32_t file = 0;
  uint32_t parent = kNone;
  uint32_t next = 0;
  std::string name;  // local name, lower case
  std::string id, epub_type, role, klass, href, src, alt, title, style, lang, rel;
  std::string tei_type, tei_n;  // TEI's type= and n=
  uint32_t step = 0;            // its CFI step among the children of its parent: 2, 4, ...
  TextPoint begin, end;         // its text; begin == end when it has none
  bool block = false;
};

enum class ParagraphKind : uint8_t { text = 0, heading = 1, verse = 2, list_item = 3, cell = 4, preformatted = 5 };

// A stretch of a text node whose characters are contiguous in the source: what CFI and xpointer offsets are made from.
struct Run {
  uint32_t offset = 0;        // in the paragraph's text
  uint32_t element = 0;       // the element whose child the text node is
  uint32_t chunk = 1;         // CFI's odd step of the text between child elements
  uint32_t chunk_offset = 0;  // UTF-16 units from the chunk's start, white space as in the source
};

// A block element without a block child, or loose text between blocks. Marked-up sources: white space runs (space, tab, CR,
// LF, FF) are one space, trimmed. Plain text: the raw bytes of the source, line ends and all.
struct Paragraph {
  uint32_t file = 0;
  uint32_t begin = 0;  // byte offset in the file's extracted text (plain text: in the file)
  std::string text;
  std::string path;  // "/body/section/p[3]"; empty for plain text
  uint32_t element = kNone;
  ParagraphKind kind = ParagraphKind::text;
  uint8_t level = 0;   // of a heading, 1-6
  bool junk = false;   // site boilerplate, page furniture: kept for positions, shown nowhere
  uint32_t pos = 0;    // ink before it
  uint32_t print = 0;  // XXH32 of its folded text
  std::vector<Run> runs;
  std::vector<uint32_t> ink;  // of a long paragraph: the ink before each kInkStride bytes of its text (structure.cc)
};

struct TocEntry {
  std::string title;
  uint32_t level = 0;
  uint32_t file = kNone;
  std::string anchor;
};

struct Chapter {
  std::string title;
  uint32_t level = 0;
  TextPoint begin;
};

enum class Severity : uint8_t { note = 0, warning = 1, error = 2 };

// What a publisher must look at. `where` and `last` are file byte ranges; `last.file` is kNone where absent.
struct Place {
  uint32_t file = kNone;
  uint32_t begin = 0, end = 0;
};
struct Finding {
  std::string code;
  Severity severity = Severity::warning;
  Place where, last;
  int32_t delta = 0;
  std::string message, hint;
  std::string anchor = "";  // of `where`, filled when all is found
};

struct Metadata {
  std::string title, language, publisher, date, series;
  double series_index = -1;  // its place in the series; negative: none
  std::vector<std::string> creators, identifiers;
  std::string source_sha256;  // 32 bytes
  std::string partial_md5;    // 16 bytes: KOReader's digest of the file
};

// A person, place, organization or term that the source lists as such (TEI); publishers' own words.
enum class EntityType : uint8_t;
struct ListedEntity {
  std::string id, name, role, description;
  EntityType type{};
  std::vector<std::string> aliases;
  std::vector<std::pair<std::string, std::string>> links;  // "wikidata", "Q42"
};

// What reading gives (files, elements, paragraphs without pos and print, toc), completed by structure (pos, print, chapters).
struct Book {
  Metadata metadata;
  std::vector<SourceFile> files;
  std::vector<Element> elements;
  std::vector<Paragraph> paragraphs;
  std::vector<TocEntry> toc;
  std::vector<Chapter> chapters;
  std::vector<Finding> findings;
  std::vector<ListedEntity> listed;
  bool plain_text = false;
  bool declares_notes = false;  // the source says what a note is (Markdown, TEI): <a epub:type="noteref"> and <aside>
};

// ---- notes

enum class NoteKind : uint8_t {
  other = 0,
  footnote = 1,
  endnote = 2,
  gloss = 3,
  translator = 4,
  editor = 5,
  margin = 6,
  rearnote = 7
};
enum class How : uint8_t { none = 0, href = 1, label = 2, aligned = 3 };

// Bits of Mark::problems.
enum MarkProblem : uint32_t {
  kProblemShifted = 1,
  kProblemMissing = 2,
  kProblemDuplicate = 4,
  kProblemBroken = 8,
  kProblemAmbiguous = 16,
  kProblemInserted = 32
};

// A noteref. Its label stands at [begin, end) of the paragraph's text.
struct Mark {
  uint32_t paragraph = 0, begin = 0, end = 0;
  std::string label;
  std::string anchor;        // its own id
  uint32_t element = kNone;  // the link
  uint32_t note = kNone;
  How how = How::none;
  uint16_t permille = 0;  // calibrated probability that `note` is right
  uint32_t problems = 0;
  uint32_t inside = kNone;  // the note in which the mark itself stands
};

// Ranges of raw text that a note does not show: backlinks inside it, junk lines, a hyphen with its line end.
struct Cut {
  TextPoint begin, end;
};

// A note is [begin, end) of the book's text less the cuts: label and backlinks lie outside or are cut.
struct Note {
  std::string label;
  std::string anchor;
  NoteKind kind = NoteKind::other;
  TextPoint begin, end;
  std::vector<Cut> cuts;
  uint32_t chapter = kNone;  // the chapter it belongs to (of its first mark, else where it stands)
  std::vector<uint32_t> marks;
  uint32_t duplicate_of = kNone;
  bool truncated = false;
  std::vector<uint32_t> noterefs;  // elements inside it that are marks themselves; their labels are among the cuts
};

struct NoteSet {
  std::vector<Mark> marks;  // in reading order
  std::vector<Note> notes;  // in reading order of their text
  std::vector<Finding> findings;
};

// ---- citations: offsets are into the note's display text (schema/rich_text.h)

enum class CiteForm : uint8_t { full = 0, short_title = 1, ibid = 2, opcit = 3, document = 4, author = 5 };

struct Citation {
  uint32_t begin = 0, end = 0;
  uint32_t work = kNone;
  uint32_t via = kNone;  // note of the mention it points at: Ibid.: the one just before; else the first full citation
  CiteForm form = CiteForm::full;
  uint16_t permille = 0;
  std::string locator;
};
struct Work {
  std::string reference, title;
  std::vector<std::string> authors;
  uint32_t first_note = kNone;
  std::vector<uint32_t> cited_by;
};
struct CitationSet {
  std::vector<std::vector<Citation>> notes;  // one row a note
  std::vector<Work> works;
  std::vector<Finding> findings;
};

// ---- entities

enum class EntityType : uint8_t {
  other = 0,
  person = 1,
  place = 2,
  organization = 3,
  event = 4,
  work = 5,
  people = 6,
  term = 7,
  vessel = 8
};
// name, type: what it was called and taken for from `since` on, newest first; superseded: from `since` on the row `arg` has it;
// work: the cited work `arg` is about it, or by it where the text is "author".
enum class FactKind : uint8_t {
  other = 0,
  role = 1,
  description = 2,
  statement = 3,
  link = 4,
  related = 5,
  name = 6,
  type = 7,
  superseded = 8,
  work = 9
};
enum class FactOrigin : uint8_t { text = 0, curated = 1, glossary = 2, note = 3, index = 4 };

// A name where it stands in the text, possessive ending excluded. `type` is what this place and the tagger make of it; linking decides.
struct NameSpan {
  uint32_t paragraph = 0, begin = 0, end = 0;
  EntityType type = EntityType::other;
  uint16_t permille = 0;  // how sure, of span and type
  uint32_t note = kNone;  // the note in which it stands
  bool cited = false;     // inside a citation or a quoted or foreign title: no person of the book by itself
  bool author = false;    // cited as one who wrote or edited
};

// `since` of a fact: the pos just after the place where the text reveals it; 0 where it is not dated.
struct Alias {
  std::string text;  // a surface form as the text writes it, white space runs as one space
  uint32_t since = 0;
  uint32_t count = 0;
  bool ambiguous = false;  // another entity has it too
};
struct Fact {
  FactKind kind = FactKind::other;
  FactOrigin origin = FactOrigin::text;
  uint32_t since = 0;
  uint32_t arg = 0;  // related: the other entity's row
  std::string text;  // link: "wikidata:Q42"
};
struct Mention {
  uint32_t paragraph = 0, begin = 0, end = 0;
  uint32_t alias = 0;     // row in Entity::aliases
  uint32_t note = kNone;  // the note in which it stands
};
struct Entity {
  std::string id;  // stable: "zhou-enlai"
  std::string name;
  EntityType type = EntityType::other;
  uint32_t since = 0;
  std::vector<Alias> aliases;
  std::vector<Fact> facts;
  std::vector<Mention> mentions;  // in reading order
  bool curated = false;           // named by an editor, or by the book's own index or glossary
};
struct EntitySet {
  std::vector<Entity> entities;
  std::vector<Finding> findings;
};

// ---- images that notes show

enum class ImageKind : uint8_t { other = 0, png = 1, jpeg = 2, gif = 3, svg = 4, webp = 5 };
struct Image {
  ImageKind kind = ImageKind::other;
  std::string bytes;
  std::vector<std::string> references;  // by which notes name it
};

// All that the encoder writes. A reference pack has a Book without files.
struct Compiled {
  Book book;
  NoteSet notes;
  CitationSet citations;
  EntitySet entities;
  std::vector<Image> images;
  bool reference = false;
};

}  // namespace postil
