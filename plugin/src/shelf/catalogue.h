// Which packs are here: one record each, found in folders by their files' size and time.
#pragma once
#include <string>
#include <vector>

#include "postil.h"
#include "shelf/shelf.h"

namespace postil::shelf {

struct PackRecord {
  uint32_t number = 0, slot = 0;  // slot: what stands for it in fingerprints; 0: none
  uint32_t copy_of = 0;           // the number of the pack of which this file is a copy
  uint32_t kind = 0, missing = 0, signature = 0, entities = 0, names = 0, end_pos = 0;
  uint64_t size = 0, time = 0;  // of the file; time in nanoseconds as far as its file system has them
  std::string path, title, creator, language, series, series_index, pack_id, partial_md5, source_sha256;
  std::string identifiers;  // one a line

  std::string book() const;                // what names the book in field notes
  std::vector<std::string> books() const;  // all that may name it
};

std::string write_record(const PackRecord& record);
bool read_record(std::string_view bytes, uint32_t number, PackRecord& record);

// In a transaction.
Code load_pack(Shelf& shelf, uint32_t number, PackRecord& out);
Code each_pack(Shelf& shelf, const std::function<bool(PackRecord& record)>& f);

Code add_pack(Shelf& shelf, const std::string& path, uint32_t& number);
// Reads the file of a pack that the catalogue has, as if it had changed. Absent: it is not there.
Code read_again(Shelf& shelf, const PackRecord& record);
Code remove_pack(Shelf& shelf, uint32_t number);
Code scan_folder(Shelf& shelf, const std::string& folder, uint32_t most, postil_shelf_scanned& scanned);

// Position and limit, both POSTIL_NO_LIMIT where none are set. A new edition's positions are not those of the old one: its limit is 0 then,
// which tells only what is not dated, until the reader sets it again.
struct Reading {
  uint32_t pos = POSTIL_NO_LIMIT, until = POSTIL_NO_LIMIT, time = 0;
};
Code load_reading(Shelf& shelf, const PackRecord& record, Reading& out);
Code save_reading(Shelf& shelf, uint32_t number, uint32_t pos, uint32_t until);

}  // namespace postil::shelf
