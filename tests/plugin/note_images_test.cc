// Images of notes: from an EPUB, a folder and the markup itself into the pack, and out again.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "packer/encode/encode.h"
#include "packer/exchange/zip_bytes.h"
#include "packer/pack.h"
#include "plugin/include/postil.h"

namespace postil {
namespace {

namespace fs = std::filesystem;

const std::string kPng = "\x89PNG\r\n\x1A\n of a map", kGif = "GIF89a of a seal", kSvg = "<svg xmlns=\"x\"><g/></svg>";

std::string page(const std::string& notes) {
  std::string marks;
  for (int i = 1; notes.find("\"n" + std::to_string(i) + "\"") != std::string::npos; ++i)
    marks += "word<a epub:type=\"noteref\" href=\"#n" + std::to_string(i) + "\">" + std::to_string(i) + "</a> ";
  return "<html xmlns=\"http://www.w3.org/1999/xhtml\" "
         "xmlns:epub=\"http://www.idpf.org/2007/ops\"><head><title>T</title>"
         "</head><body><p>The river " +
         marks + "rose. <img src=\"images/body.png\"/></p>" + notes + "</body></html>";
}
std::string note(int number, const std::string& body) {
  return "<aside epub:type=\"footnote\" id=\"n" + std::to_string(number) + "\"><p>" + body + "</p></aside>";
}
std::string img(const std::string& src, const std::string& alt = "") {
  return "<img src=\"" + src + "\" alt=\"" + alt + "\"/>";
}

class NoteImages : public testing::Test {
 protected:
  NoteImages() : folder_(testing::TempDir() + "note-images-" + std::to_string(getpid())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ + "/book/images");
  }
  ~NoteImages() override {
    postil_close(pack_);
    fs::remove_all(folder_);
  }

  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << bytes;
  }
  void write_epub(const std::string& text, const std::vector<ZipEntry>& images) {
    std::vector<ZipEntry> entries{
        {"mimetype", "application/epub+zip", true},
        {"META-INF/container.xml",
         "<container><rootfiles><rootfile full-path=\"OEBPS/b.opf\"/></rootfiles></container>"},
        {"OEBPS/b.opf",
         "<package><manifest><item id=\"a\" href=\"text/a.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>"
         "<spine><itemref idref=\"a\"/></spine></package>"},
        {"OEBPS/text/a.xhtml", text}};
    entries.insert(entries.end(), images.begin(), images.end());
    std::string bytes;
    ASSERT_TRUE(zip_bytes(entries, bytes));
    write("book.epub", bytes);
  }
  void open(const std::vector<std::string>& names, uint32_t flags = POSTIL_MMAP) {
    postil_close(pack_);
    pack_ = nullptr;
    std::vector<std::string> inputs;
    for (const std::string& name : names) inputs.push_back(folder_ + "/" + name);
    Compiled compiled;
    const Result r = compile_book(inputs, {}, compiled);
    ASSERT_TRUE(r) << r.message;
    ASSERT_TRUE(write_pack(compiled, {1}, folder_ + "/it.postil"));
    ASSERT_EQ(postil_open((folder_ + "/it.postil").c_str(), flags, 0, &pack_), POSTIL_OK);
    EXPECT_EQ(postil_verify(pack_), POSTIL_OK) << postil_message(pack_);
  }
  // "REFERENCE ALT MEDIA BYTES" of each image of a note, a line each; "-" where the pack has not its bytes.
  std::string images(uint32_t number) {
    postil_note* opened = nullptr;
    EXPECT_EQ(postil_note_open(pack_, number, &opened), POSTIL_OK);
    std::string out;
    postil_note_image_info info{};
    for (uint32_t i = 0; postil_note_image(opened, i, &info) == POSTIL_OK; ++i) {
      postil_image image{};
      const int32_t code = postil_image_by_reference(pack_, info.reference.data, info.reference.size, &image);
      EXPECT_TRUE(code == POSTIL_OK || code == POSTIL_ABSENT);
      out +=
          std::string(info.reference.data, info.reference.size) + " " + std::string(info.alt.data, info.alt.size) + " ";
      out += code == POSTIL_OK ? std::string(image.media.data, image.media.size) + " " +
                                     std::string(reinterpret_cast<const char*>(image.bytes), image.size)
                               : "-";
      out += "\n";
    }
    postil_note_free(opened);
    return out;
  }
  uint32_t count() {
    uint32_t n = 0;
    EXPECT_EQ(postil_info_number(pack_, POSTIL_COUNT_IMAGES, &n), POSTIL_OK);
    return n;
  }

  std::string folder_;
  postil_pack* pack_ = nullptr;
};

TEST_F(NoteImages, OfAnEpubAreInThePackEachOnce) {
  write_epub(page(note(1, "See " + img("../images/map%201.png", "A map") + " and " + img("../images/seal.gif")) +
                  note(2, "Again " + img("../images/map%201.png", "The map") + img("../images/copy.jpg", "a copy")) +
                  note(3, "Gone " + img("../images/gone.png", "Gone") + img("https://example.org/a.png", "far"))),
             {{"OEBPS/images/map 1.png", kPng},
              {"OEBPS/images/seal.gif", kGif},
              {"OEBPS/images/copy.jpg", kPng},
              {"OEBPS/images/body.png", kPng + "body"}});
  for (const uint32_t flags : {POSTIL_MMAP, POSTIL_PREAD}) {
    open({"book.epub"}, flags);
    EXPECT_EQ(images(0),
              "OEBPS/images/map 1.png A map image/png " + kPng + "\nOEBPS/images/seal.gif  image/gif " + kGif + "\n");
    EXPECT_EQ(images(1), "OEBPS/images/map 1.png The map image/png " + kPng +
                             "\nOEBPS/images/copy.jpg a copy image/png " + kPng + "\n");
    EXPECT_EQ(images(2), "OEBPS/images/gone.png Gone -\nhttps://example.org/a.png far -\n");
    EXPECT_EQ(count(), 2u) << "the image of the text, and the copy, take no room";
  }
}

TEST_F(NoteImages, OfAParagraphOfItsOwnIsNotTheNextNotes) {
  write_epub(page(note(1, "One.</p><p>" + img("../images/map.png")) + note(2, "Two.") +
                  note(3, img("../images/map.png") + "</p><p>Three.")),
             {{"OEBPS/images/map.png", kPng}});
  open({"book.epub"});
  EXPECT_EQ(images(0), "OEBPS/images/map.png  image/png " + kPng + "\n");
  EXPECT_EQ(images(1), "");
  EXPECT_EQ(images(2), "OEBPS/images/map.png  image/png " + kPng + "\n");
}

TEST_F(NoteImages, LargeOnesStayOutAndSoDoesWhatNoLongerFits) {
  std::string notes;
  std::vector<ZipEntry> files;
  for (int i = 1; i <= 40; ++i) {
    const std::string name = "i" + std::to_string(i) + ".png";
    notes += note(i, "Figure " + img("../images/" + name));
    std::string bytes = kPng + std::to_string(i);
    bytes.resize(i == 1 ? kMaxImageBytes + 1 : kMaxImageBytes, 'x');
    files.push_back({"OEBPS/images/" + name, bytes});
  }
  write_epub(page(notes), files);
  open({"book.epub"});
  EXPECT_EQ(images(0), "OEBPS/images/i1.png  -\n");
  EXPECT_EQ(images(1).size(), std::string("OEBPS/images/i2.png  image/png \n").size() + kMaxImageBytes);
  EXPECT_EQ(count(), kMaxPackedImageBytes / kMaxImageBytes);
  EXPECT_EQ(images(33), "OEBPS/images/i34.png  -\n");
}

TEST_F(NoteImages, WhatIsNoImageStaysOutWhateverItsName) {
  write_epub(page(note(1, img("../images/a.png") + img("../images/b.svg") + img("../images/c.svg") +
                              img("../images/d.bin") + "Text.")),
             {{"OEBPS/images/a.png", "<html>no image</html>"},
              {"OEBPS/images/b.svg", "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>"},
              {"OEBPS/images/c.svg", "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- made by hand -->\n" + kSvg},
              {"OEBPS/images/d.bin", std::string("RIFF\x10\0\0\0WEBPVP8 ", 16)}});
  open({"book.epub"});
  const std::string got = images(0);
  EXPECT_NE(got.find("a.png  -\n"), std::string::npos) << got;
  EXPECT_NE(got.find("b.svg  -\n"), std::string::npos) << "entities can grow without end";
  EXPECT_NE(got.find("c.svg  image/svg+xml "), std::string::npos) << got;
  EXPECT_NE(got.find("d.bin  image/webp RIFF"), std::string::npos) << got;
}

TEST_F(NoteImages, OfAFileLieInItsFolderAndNowhereElse) {
  write("secret.png", kPng);
  write("book/images/map.png", kPng);
  fs::create_symlink(folder_ + "/secret.png", folder_ + "/book/images/link.png");
  ASSERT_EQ(mkfifo((folder_ + "/book/images/pipe.png").c_str(), 0600), 0);
  write("book/a.xhtml", page(note(1, img("images/map.png") + "Text.") + note(2, img("../secret.png") + "Text.") +
                             note(3, img("images/link.png") + "Text.") + note(4, img("/etc/passwd") + "Text.") +
                             note(5, img("images/pipe.png") + img("images") + "Text.")));
  open({"book/a.xhtml"});
  EXPECT_EQ(images(0), "images/map.png  image/png " + kPng + "\n");
  EXPECT_EQ(count(), 1u);
  // Of two folders it is not known which one is meant.
  fs::create_directories(folder_ + "/other");
  write("other/b.xhtml", page(note(1, "Other.")));
  open({"book/a.xhtml", "other/b.xhtml"});
  EXPECT_EQ(count(), 0u);
}

TEST_F(NoteImages, OfTheMarkupItselfAreNamedByANumber) {
  write("book/a.xhtml",
        page(note(1, "One " + img("data:image/gif;base64,R0lGODlh\n IG9mIGEg c2VhbA", "seal")) +
             note(2, "Two " + img("data:image/svg+xml,%3Csvg xmlns='x'/%3E")) +
             note(3, "Three " + img("data:image/png;base64,!!!") + img("data:,") + img("data:image/png;base64,A"))));
  open({"book/a.xhtml"});
  const std::string one = images(0), two = images(1);
  EXPECT_EQ(one.substr(0, 5), "data:");
  EXPECT_EQ(one.substr(21), " seal image/gif " + kGif + "\n");
  EXPECT_EQ(two.substr(21), "  image/svg+xml <svg xmlns='x'/>\n");
  EXPECT_NE(images(2).find(" -\n"), std::string::npos);
  EXPECT_EQ(count(), 2u);
}

}  // namespace
}  // namespace postil
