// What the tests of a shelf's packs share: packs of a few sentences, and what the shelf says of them.
#pragma once
#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "tests/plugin/shelf_fixture.h"

namespace shelf_test {

class PacksTest : public ShelfTest {
 protected:
  // A book whose entities are these; a second name of each stands in the text too.
  std::string pack(const std::string& name, std::vector<postil::Entity> entities, const std::string& series = "",
                   double volume = 0) {
    return pack_text(name, "Chapter 1\n\nIt rained on the quay of " + name + " all day, and nobody came.\n",
                     std::move(entities), {}, series, volume);
  }
  std::string pack_text(const std::string& name, const std::string& words, std::vector<postil::Entity> entities,
                        std::vector<std::string> identifiers, const std::string& series = "", double volume = 0) {
    spit(path("source.txt"), words);
    postil::Compiled compiled;
    const postil::Result r = postil::compile_book(path("source.txt"), {}, compiled);
    EXPECT_TRUE(r) << r.message;
    compiled.entities = {};
    compiled.entities.entities = std::move(entities);
    compiled.book.metadata.title = name;
    compiled.book.metadata.identifiers = std::move(identifiers);
    compiled.book.metadata.series = series;
    compiled.book.metadata.series_index = volume;
    fs::create_directories(path("packs"));
    const std::string file = path("packs/" + name + ".postil");
    EXPECT_TRUE(postil::write_pack(compiled, {}, file));
    return file;
  }
  static postil::Entity entity(const std::string& name, const std::string& id = "", const std::string& link = "",
                               uint32_t since = 0) {
    postil::Entity e;
    e.name = name;
    e.id = id;
    e.type = postil::EntityType::person;
    e.since = since;
    e.aliases.push_back({name, since, 1, false});
    if (!link.empty()) {
      postil::Fact f;
      f.kind = postil::FactKind::link;
      f.text = link;
      e.facts.push_back(f);
    }
    return e;
  }
  // Title, relation, and whether it is in an earlier volume.
  static Texts found(Shelf& shelf, const std::string& name, uint32_t open = POSTIL_NONE, uint32_t limit = 20) {
    postil_shelf_hits* hits = nullptr;
    shelf.last = postil_shelf_lookup(shelf.handle, name.data(), static_cast<uint32_t>(name.size()), limit, open,
                                     POSTIL_NO_LIMIT, &hits);
    Texts out;
    postil_shelf_hit h{};
    for (uint32_t i = 0; postil_shelf_hit_at(hits, i, &h) == POSTIL_OK; ++i)
      out.push_back(str(h.title) +
                    (h.relation == POSTIL_RELATION_HERE   ? " here"
                     : h.relation == POSTIL_RELATION_SAME ? " same"
                                                          : " perhaps") +
                    (h.earlier ? " earlier" : ""));
    postil_shelf_hits_free(hits);
    return out;
  }
  postil_shelf_scanned scan(Shelf& shelf) {
    postil_shelf_scanned s{};
    EXPECT_EQ(postil_shelf_scan(shelf.handle, path("packs").c_str(), 1000, &s), POSTIL_OK);
    return s;
  }
};

}  // namespace shelf_test
