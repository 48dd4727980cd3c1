// An open shelf: the database, the journal of field notes and the state file, kept in step. SHELF.md says how they stand to each other.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "shelf/journal.h"
#include "shelf/line.h"
#include "shelf/store.h"

namespace postil::shelf {

constexpr uint32_t kFormat = 2;  // of the database; another one is rebuilt (older) or refused (newer)

// The first byte of a key, and what follows it.
enum class Space : char {
  meta = 'm',       //
  note = 'n',       // id, version -> the line
  about = 'b',      // hash of the book, id ->
  pack = 'p',       // number -> record
  slot = 's',       // what stands for an indexed pack in fingerprints -> its number
  reference = 'e',  // number of a reference pack ->
  state = 't',      // id -> the line of the state file
  fresh = 'f',      // partition -> fingerprints not yet in `names`
  names = 'i',      // partition -> fingerprints
  history = 'h'     // clock -> the line of the state file
};

// What a line of the state file tells. Of one id the line with the largest clock counts; what was asked is told by each.
enum State : uint32_t { kReading = 1, kAsked, kHistory, kSignature };
uint64_t state_id(State kind, std::string_view of);
constexpr uint32_t kMaxHistory = 1000;

std::string key_of(Space space, uint64_t a);  // big-endian: order is that of the numbers
std::string key_of(Space space, uint64_t a, uint64_t b);
std::string key_of(Space space, uint32_t a);

// The numbers of the whole shelf.
struct Meta {
  uint32_t format = kFormat, fold_version = 0;
  uint64_t applied = 0, applied_tail = 0;  // how far the journal is in the database
  uint64_t told = 0, told_tail = 0;        // and the state file
  uint32_t clock = 0;                      // the largest of any version or state line
  uint32_t next_pack = 1, next_slot = 1;
  uint32_t keeps_history = 0, asked = 0;  // how many are kept
  uint32_t forgotten = 0;                 // what was asked up to this clock was cleared
  uint32_t merge_at = 0;                  // the partition whose fresh fingerprints are merged next
};

class Shelf {
 public:
  Code open(const std::string& path, bool create, bool read_only);
  void close() { store.close(); }
  Code resume();

  // Runs `f` in a transaction. Reading sees the journal's end even where the database cannot be brought up to it: such versions are `pending`.
  template <class F>
  Code read(F f);
  // `f` may be run again, after the map has grown; its changes are committed when it gives ok.
  template <class F>
  Code write(F f);

  // In a transaction that may write: takes into the database what the two files have more, and the other way round.
  Code catch_up();
  // In a writing transaction: gives the lines their clock and moment, writes them to the state file, syncs, and takes them in.
  Code tell(FieldNote* lines, size_t count);
  // In a transaction: the line that counts. Absent: none.
  Code told(uint64_t id, FieldNote& out);
  // In a writing transaction: the state file with the lines that count, and no others.
  Code compact();
  // Every version of a note, or of all notes, by id. In a transaction.
  Code versions(uint64_t id, std::vector<FieldNote>& out);
  Code each_note(const std::function<bool(std::vector<FieldNote>& versions)>& f);
  // In a writing transaction: puts a version into the database.
  Code apply(std::string_view line, const FieldNote& note);

  Code load_meta();
  Code save_meta();

  std::string path;
  Store store;
  Journal journal{""}, state{""};
  Meta meta;
  std::map<uint64_t, std::vector<FieldNote>> pending;
  std::string message;

 private:
  Code begin_reading();
  Code behind(bool& notes, bool& any);
  Code follow(Journal& file, uint64_t& applied, uint64_t& tail, uint64_t& torn,
              Code (Shelf::*take)(std::string_view, const FieldNote&), Code (Shelf::*restore)());
  Code apply_state(std::string_view line, const FieldNote& note);
  Code forget();
  Code restore_journal();
  Code fail(Code code);
  uint64_t torn_ = ~uint64_t{0};  // the journal's size where its last line is torn
  uint64_t torn_state_ = ~uint64_t{0};
  bool moved_ = false;  // readings have come in from elsewhere
};

// catalogue.cc. In a writing transaction: the reading positions that the state file has are those of the packs.
Code take_readings(Shelf& shelf);
// PATH, or PATH.32 or PATH.64 where PATH is the database of a machine with the other word: each kind has its own beside the shared files.
std::string database_of(const std::string& path);

template <class F>
Code Shelf::read(F f) {
  if (Code c = begin_reading(); c != Code::ok) return fail(c);
  const Code code = f();
  store.abort();
  return fail(code);
}

template <class F>
Code Shelf::write(F f) {
  message.clear();
  for (;;) {
    Code code = store.begin(Store::Access::write);
    if (code == Code::ok) code = load_meta();
    if (code == Code::ok) code = catch_up();
    if (code == Code::ok) code = f();
    if (code == Code::ok) code = save_meta();
    if (code == Code::ok)
      code = store.commit();
    else
      store.abort();
    if (code != Code::limit || !store.is_open()) return fail(code);
    if (code = store.grow(); code != Code::ok) return fail(code);
  }
}

}  // namespace postil::shelf
