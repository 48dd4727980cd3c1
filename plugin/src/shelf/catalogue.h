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
  uint32_t kind = 0, missing = 0, entities = 0, names = 0, end_pos = 0;
  uint32_t pos = POSTIL_NO_LIMIT, until = POSTIL_NO_LIMIT;  // where the reader is, how far facts may be told
  uint32_t read = 0;                                        // the clock of the state line that said so
  uint64_t size = 0, time = 0;  // of the file; time in nanoseconds as far as its file system has them
  std::string path, title, creator, language, series, series_index, pack_id, partial_md5, source_sha256;
  std::string identifiers;  // one a line

  std::string book() const;                // what names the book in field notes
  std::vector<std::string> books() const;  // all that may name it
};

std::string write_record(const PackRecord& record);
bool read_record(std::string_view bytes, uint32_t number, PackRecord& record);
std::string hex(std::string_view bytes);

// In a transaction.
Code load_pack(Shelf& shelf, uint32_t number, PackRecord& out);
Code each_pack(Shelf& shelf, const std::function<bool(PackRecord& record)>& f);

Code save_record(Shelf& shelf, const PackRecord& record);  // in a writing transaction

Code add_pack(Shelf& shelf, const std::string& path, uint32_t& number);
// Reads the file of a pack that the catalogue has, as if it had changed. Absent: it is not there.
Code read_again(Shelf& shelf, const PackRecord& record);
Code remove_pack(Shelf& shelf, uint32_t number);
Code scan_folder(Shelf& shelf, const std::string& folder, uint32_t most, postil_shelf_scanned& scanned);

// `pack` is the open pack, or null: its words at the two positions are kept, so that they are found again in another edition.
Code save_reading(Shelf& shelf, PackRecord record, postil_pack* pack, uint32_t pos, uint32_t until);
// In a transaction. What was found out of the signature of this very file: POSTIL_SIGNATURE_..., and the key's name.
Code load_signature(Shelf& shelf, const PackRecord& record, uint32_t& state, std::string& key);
Code save_signature(Shelf& shelf, uint32_t number, uint32_t state, std::string_view key);

}  // namespace postil::shelf
