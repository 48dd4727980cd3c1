// A note's text and markup as the device gives them, against those of the packer.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "packer/encode/encode.h"
#include "packer/notes/notes.h"
#include "packer/pack.h"
#include "plugin/include/postil.h"

namespace postil {
namespace {

TEST(NoteBody, IsTheSameOnTheDevice) {
  const std::string stem = testing::TempDir() + "postil-note-body-" + std::to_string(getpid()),
                    source = stem + ".xhtml", packed = stem + ".postil";
  std::ofstream(source)
      << "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><body><p>The "
         "river<a epub:type=\"noteref\" href=\"#n1\">1</a> rose<a epub:type=\"noteref\" href=\"#n2\">2</a>.</p>"
         "<aside epub:type=\"footnote\" id=\"n1\"><p>See <a href=\"#x\">there</a><a epub:type=\"noteref\" "
         "href=\"#n3\">*</a> and <img src=\"map.png\" alt=\"A &lt;map&gt;\"/> the "
         "<i>log</i>:</p><table><tr><th>Year</th><td>1913</td></tr></table></aside>"
         "<aside epub:type=\"footnote\" id=\"n2\"><p>Sung:</p><blockquote class=\"verse\"><p>Rain,<br/>go "
         "away.</p></blockquote><ol><li>One</li><li>Two</li></ol><p><img src=\"b.png\" alt=\"B\"/></p></aside>"
         "<aside epub:type=\"footnote\" id=\"n3\"><p>Of a note.</p></aside></body></html>";
  Compiled compiled;
  ASSERT_TRUE(compile_book(source, {}, compiled));
  ASSERT_TRUE(write_pack(compiled, {1}, packed));
  postil_pack* pack = nullptr;
  ASSERT_EQ(postil_open(packed.c_str(), 0, 0, &pack), POSTIL_OK);
  unlink(source.c_str());
  unlink(packed.c_str());
  ASSERT_EQ(compiled.notes.notes.size(), 3u);
  for (uint32_t i = 0; i < 3; ++i) {
    const RichText body = note_body(compiled.book, compiled.notes.notes[i]);
    postil_note* note = nullptr;
    ASSERT_EQ(postil_note_open(pack, i, &note), POSTIL_OK);
    postil_note_info info{};
    ASSERT_EQ(postil_note_get(note, &info), POSTIL_OK);
    EXPECT_EQ(std::string(info.text.data, info.text.size), body.text);
    EXPECT_EQ(std::string(info.xhtml.data, info.xhtml.size), to_xhtml(body));
    postil_note_free(note);
  }
  const std::string first = to_xhtml(note_body(compiled.book, compiled.notes.notes[0]));
  EXPECT_NE(first.find("alt=\"A &lt;map&gt;\""), std::string::npos);
  EXPECT_NE(first.find("class=\"noteref\""), std::string::npos);
  EXPECT_NE(first.find("<table><tr><th>Year</th><td>1913</td></tr></table>"), std::string::npos);
  postil_close(pack);
}

}  // namespace
}  // namespace postil
