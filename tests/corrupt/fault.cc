#include "tests/corrupt/fault.h"

#include <unistd.h>

#include <fstream>

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "schema/position.h"

namespace postil::corrupt {

const std::string& sample() {
  static const std::string bytes = [] {
    PackOptions options;
    options.curated = {POSTIL_TEST_DATA "/sarne/entities.json"};
    Compiled compiled;
    std::string out;
    const Result r = compile_book(POSTIL_TEST_DATA "/sarne/weir.epub", options, compiled);
    EXPECT_TRUE(r) << r.message;
    // Names enough for an index of several pages.
    for (int i = 0; i < 400; ++i) {
      Entity e;
      e.id = "reach-" + std::to_string(i);
      e.name = "Reach " + std::to_string(i);
      e.type = EntityType::place;
      e.aliases.push_back({e.name, 0, 0, false});
      compiled.entities.entities.push_back(e);
    }
    compiled.images = {{ImageKind::gif, "GIF89a one", {"one.gif"}}, {ImageKind::gif, "GIF89a two", {"two.gif"}}};
    EXPECT_TRUE(encode_pack(compiled, {1}, out));
    return out;
  }();
  return bytes;
}

const std::string& with_dictionary() {
  static const std::string bytes = [] {
    Compiled compiled;
    std::string out;
    EXPECT_TRUE(compile_book(POSTIL_TEST_DATA "/sarne/chapter.txt", {}, compiled));
    Compiled many;
    many.book.files = compiled.book.files;
    const auto& once = compiled.book.paragraphs;
    for (uint32_t round = 0, pos = 0; round < 24; ++round)
      for (size_t i = 0; i < once.size(); ++i) {
        Paragraph p = once[i];
        p.text = once[(i * 7 + round) % once.size()].text.substr(0, 200 + round) + " " + std::to_string(round) + "\n" +
                 p.text;
        p.print = print_of(p.text);
        p.pos = pos;
        pos += 1000;
        many.book.paragraphs.push_back(p);
      }
    many.book.files[0].end_paragraph = static_cast<uint32_t>(many.book.paragraphs.size());
    many.book.plain_text = true;
    EXPECT_TRUE(encode_pack(many, {2}, out));
    return out;
  }();
  return bytes;
}

int32_t nothing(postil_pack*) {
  return POSTIL_OK;
}
int32_t verify(postil_pack* p) {
  return postil_verify(p);
}
int32_t note(postil_pack* p) {
  postil_note* n = nullptr;
  const int32_t code = postil_note_open(p, 0, &n);
  postil_note_free(n);
  return code;
}
int32_t mark(postil_pack* p) {
  postil_mark m{};
  return postil_mark_at(p, 0, &m);
}
int32_t image(postil_pack* p) {
  postil_image i{};
  return postil_image_by_reference(p, "two.gif", 7, &i);
}
int32_t mentions(postil_pack* p) {
  postil_mentions* m = nullptr;
  const int32_t code = postil_mentions_open(p, 0, 0, 100, POSTIL_NO_LIMIT, 10, &m);
  postil_mentions_free(m);
  return code;
}
int32_t lookup(postil_pack* p) {
  postil_hits* h = nullptr;
  const int32_t code = postil_lookup(p, "Tollen", 6, POSTIL_SELECTED, 5, POSTIL_NO_LIMIT, POSTIL_NO_LIMIT, &h);
  postil_hits_free(h);
  return code;
}

void expect(const Fault& fault) {
  PackEditor editor(fault.dictionary ? with_dictionary() : sample());
  fault.make(editor);
  const std::string path = testing::TempDir() + "corrupt-" + std::to_string(getpid()) + "-" + fault.name + ".postil";
  std::ofstream(path, std::ios::binary) << (fault.seal ? editor.sealed() : editor.bytes);
  for (const uint32_t flags : {POSTIL_MMAP, POSTIL_PREAD}) {
    postil_pack* pack = nullptr;
    int32_t code = postil_open(path.c_str(), flags, 0, &pack);
    if (fault.ask == nothing || code != POSTIL_OK) {
      EXPECT_EQ(code, fault.code);
      EXPECT_STREQ(postil_message(nullptr), fault.message);
      EXPECT_EQ(pack, nullptr);
      continue;
    }
    code = fault.ask(pack);
    EXPECT_EQ(code, fault.code);
    EXPECT_STREQ(postil_message(pack), fault.message);
    postil_close(pack);
  }
  unlink(path.c_str());
}

}  // namespace postil::corrupt
