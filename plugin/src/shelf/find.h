// A name looked up in all books: fingerprints say which packs may have it, each of these answers under its own limit.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "handle.h"
#include "shelf/catalogue.h"

namespace postil::shelf {

// The packs that were asked last stay open.
class OpenPacks {
 public:
  ~OpenPacks() { clear(); }
  OpenPacks() = default;
  OpenPacks(const OpenPacks&) = delete;
  OpenPacks& operator=(const OpenPacks&) = delete;
  // Null where it cannot be opened, or is another one than the catalogue has.
  postil_pack* get(const PackRecord& record);
  void clear();

 private:
  struct Open {
    std::string path, pack_id;
    postil_pack* pack;
  };
  std::vector<Open> packs_;  // the one asked last is the last
};

struct BookHit {
  PackRecord record;
  uint32_t entity = 0, kind = 0, type = 0, mentions = 0;
  uint32_t group = 0, relation = 0, earlier = 0;
  postil_place first{};
  std::string name, alias, role, description, why, id;
  std::vector<std::string> joins;  // ids and links that name the entity in every book
};

struct Question {
  std::string_view query;
  uint32_t limit = 0;             // books
  uint32_t open = POSTIL_NONE;    // the pack of the open book
  uint32_t at = POSTIL_NO_LIMIT;  // where in it
};
Code find_in_books(Shelf& shelf, OpenPacks& packs, const Question& question, std::vector<BookHit>& out);

}  // namespace postil::shelf
