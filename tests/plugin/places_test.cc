// Pack, book and reading program meet: CFIs against a literal reading of the specification, xpointers, prints, proofs.
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "packer/read/archive.h"
#include "packer/read/markup.h"
#include "packer/structure/structure.h"
#include "plugin/include/postil.h"
#include "schema/position.h"
#include "schema/utf8.h"

namespace postil {
namespace {

std::string str(postil_text t) {
  return {t.data, t.size};
}

// A compiled book, packed and opened; the file is gone again when the handle stands.
struct OpenedPack {
  explicit OpenedPack(const Compiled& compiled) {
    std::string bytes;
    const Result r = encode_pack(compiled, {1}, bytes);
    EXPECT_TRUE(r) << r.message;
    const std::string path = testing::TempDir() + "places-" + std::to_string(getpid()) + ".postil";
    std::ofstream(path, std::ios::binary) << bytes;
    EXPECT_EQ(postil_open(path.c_str(), 0, 0, &pack), POSTIL_OK) << postil_message(nullptr);
    unlink(path.c_str());
    EXPECT_EQ(postil_verify(pack), POSTIL_OK) << postil_message(pack);
  }
  ~OpenedPack() { postil_close(pack); }
  postil_pack* pack = nullptr;
};

// ---- CFI, literally: EPUB Canonical Fragment Identifiers 1.1, sections 3.1.1 and 3.1.3

// The n-th element child of a node, from 1.
xmlNode* element_child(xmlNode* node, uint32_t n) {
  for (xmlNode* c = node->children; c; c = c->next)
    if (c->type == XML_ELEMENT_NODE && --n == 0) return c;
  return nullptr;
}

bool shown(const xmlNode* node) {
  for (; node; node = node->parent)
    for (const char* name : {"head", "script", "style", "template", "rp"})
      if (node->type == XML_ELEMENT_NODE && !xmlStrcmp(node->name, BAD_CAST name)) return false;
  return true;
}

void ink_from(xmlNode* node, xmlNode* first, size_t skip_bytes, bool& on, std::string& out) {
  for (; node; node = node->next) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      std::string text = reinterpret_cast<const char*>(node->content);
      if (node == first) {
        on = true;
        text.erase(0, skip_bytes);
      }
      if (on && shown(node))
        for (const char *p = text.data(), *end = p + text.size(); p < end;)
          if (const uint32_t cp = utf8_next(p, end); is_ink(cp)) utf8_append(out, cp);
    }
    ink_from(node->children, first, skip_bytes, on, out);
  }
}

// The document's ink from the place that the CFI's part after "!" means; "?" where it means none.
std::string ink_at(xmlDoc* doc, const std::string& path) {
  xmlNode* node = xmlDocGetRootElement(doc);
  size_t at = 0;
  while (at < path.size() && path[at] == '/') {
    const uint32_t step = static_cast<uint32_t>(std::stoul(path.substr(at + 1)));
    at = path.find_first_of("/:", at + 1);
    if (at == std::string::npos) return "?";
    if (step % 2 == 0) {
      if (path[at] == ':' || !(node = element_child(node, step / 2))) return "?";
      continue;
    }
    if (path[at] != ':') return "?";
    uint32_t units = static_cast<uint32_t>(std::stoul(path.substr(at + 1))), elements = step / 2;
    for (xmlNode* c = node->children; c; c = c->next) {
      if (c->type == XML_ELEMENT_NODE && elements-- == 0) return "?";
      if (elements > 0 || (c->type != XML_TEXT_NODE && c->type != XML_CDATA_SECTION_NODE)) continue;
      const char *begin = reinterpret_cast<const char*>(c->content), *end = begin + strlen(begin), *p = begin;
      for (; p < end && units > 0;) units -= utf8_next(p, end) > 0xFFFF ? 2 : 1;
      if (units > 0 || (p == end && c->next && c->next->type != XML_ELEMENT_NODE)) continue;
      bool on = false;
      std::string out;
      ink_from(xmlDocGetRootElement(doc), c, static_cast<size_t>(p - begin), on, out);
      return out;
    }
    return "?";
  }
  return "?";
}

// Checks the CFI of every `stride`-th ink of the documents, given their bytes; how many were checked.
size_t check_cfis(postil_pack* pack, const Book& book, const std::map<std::string, std::string>& documents,
                  uint32_t stride) {
  size_t checked = 0;
  for (const SourceFile& file : book.files) {
    const std::string& bytes = documents.at(file.path);
    xmlDoc* doc = xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr, XML_PARSE_NONET);
    if (!doc) return ADD_FAILURE() << file.path << " is not well-formed", 0;
    const std::string head =
        "epubcfi(/" + std::to_string(file.spine_cfi_step) + "/" + std::to_string(file.cfi_step) + "!";
    for (uint32_t i = file.first_paragraph; i < file.end_paragraph; ++i) {
      const Paragraph& p = book.paragraphs[i];
      const uint32_t ink = ink_count(p.text);
      for (uint32_t k = 0; k < ink; k += stride) {
        postil_text cfi{};
        if (postil_cfi_of_pos(pack, p.pos + k, &cfi) != POSTIL_OK) return ADD_FAILURE() << "no CFI at " << p.pos + k, 0;
        const std::string text = str(cfi);
        if (text.substr(0, head.size()) != head) return ADD_FAILURE() << text, 0;
        std::string wanted;
        const std::string_view rest = std::string_view(p.text).substr(ink_offset(p.text, k));
        for (const char *c = rest.data(), *end = c + rest.size(); c < end;)
          if (const uint32_t cp = utf8_next(c, end); is_ink(cp)) utf8_append(wanted, cp);
        const std::string found = ink_at(doc, text.substr(head.size(), text.size() - head.size() - 1));
        EXPECT_EQ(found.substr(0, wanted.size()), wanted) << text << " in " << p.text;
        ++checked;
        if (testing::Test::HasFailure()) return 0;
      }
    }
    xmlFreeDoc(doc);
  }
  return checked;
}

Book one_document(const std::string& xhtml) {
  Book book;
  SourceFile file;
  file.path = "text/one.xhtml";
  file.cfi_step = 4;
  file.spine_cfi_step = 6;
  book.files.push_back(file);
  const Result r = parse_markup(xhtml, Dialect::xhtml, 0, book);
  EXPECT_TRUE(r) << r.message;
  book.files[0].end_paragraph = static_cast<uint32_t>(book.paragraphs.size());
  book.files[0].end_element = static_cast<uint32_t>(book.elements.size());
  structure(book);
  return book;
}

const char kTangled[] =
    "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>T</title></head>\n<body>\n"
    "  <h1>A <em>tangled</em>\n      document<!-- a comment --> indeed</h1>\n"
    "loose <b>words</b> here<p>The\n   first    paragraph, <i><b>deep <u>down</u></b> and</i> up again.</p>loose "
    "again\n"
    "<div><div><p><![CDATA[Character data <here>]]> and\xC2\xA0hard \xF0\x9F\x96\x8B "
    "spaces</p><script>no</script><p>\n\n   late "
    "start</p></div> tail of a division</div>\n"
    "<ul><li>one<br/>two<br/>three</li><li><p>inner</p>outer</li></ul>"
    "<table><tr><td>cell</td><td>an <a href=\"#x\"><sup>1</sup></a>other</td></tr></table>\n</body></html>";

TEST(Places, EveryCfiLeadsToItsText) {
  Compiled c;
  c.book = one_document(kTangled);
  const OpenedPack opened(c);
  EXPECT_GT(check_cfis(opened.pack, c.book, {{"text/one.xhtml", kTangled}}, 1), 150u);
}

TEST(Places, EveryCfiOfTheSampleBookLeadsToItsText) {
  Compiled c;
  ASSERT_TRUE(compile_book(POSTIL_TEST_DATA "/sarne/weir.epub", {}, c));
  Archive archive;
  ASSERT_TRUE(archive.open(POSTIL_TEST_DATA "/sarne/weir.epub"));
  std::map<std::string, std::string> documents;
  for (const SourceFile& f : c.book.files) ASSERT_TRUE(archive.read(f.path, documents[f.path]));
  const OpenedPack opened(c);
  EXPECT_GT(check_cfis(opened.pack, c.book, documents, 11), 1000u);
}

TEST(Places, TextWithoutMarkupHasNoCfi) {
  Compiled c;
  ASSERT_TRUE(compile_book(POSTIL_TEST_DATA "/bridge/bridge.txt", {}, c));
  const OpenedPack opened(c);
  postil_text cfi{};
  EXPECT_EQ(postil_cfi_of_pos(opened.pack, 0, &cfi), POSTIL_ABSENT);
}

// ---- xpointers and prints

TEST(Places, EveryParagraphIsFoundByItsPathAndByItsPrint) {
  Compiled c;
  ASSERT_TRUE(compile_book(POSTIL_TEST_DATA "/sarne/weir.epub", {}, c));
  const OpenedPack opened(c);
  size_t by_print = 0;
  for (const Paragraph& p : c.book.paragraphs) {
    const std::string xpointer =
        "/body/DocFragment[" + std::to_string(p.file + 1) + "]" + p.path + "/em[2]/text()[3].7";
    const auto size = static_cast<uint32_t>(xpointer.size());
    uint32_t pos = 0;
    ASSERT_EQ(postil_pos_of_xpointer(opened.pack, xpointer.data(), size, p.print, 5, &pos), POSTIL_OK) << xpointer;
    EXPECT_EQ(pos, p.pos + 5);
    // Where the reading program's tree differs, the print leads there.
    const bool found = postil_pos_of_path(opened.pack, p.file, "/body/other", 11, p.print, 0, &pos) == POSTIL_OK;
    if (found) {
      EXPECT_EQ(pos, p.pos);
    }
    if (ink_count(p.text) >= kMinPrintInk) {
      EXPECT_TRUE(found) << p.text;
    }
    by_print += found;
    // A text of which the pack knows nothing is nowhere, even if something stands at its path.
    EXPECT_EQ(postil_pos_of_path(opened.pack, p.file, p.path.data(), static_cast<uint32_t>(p.path.size()), p.print ^ 1,
                                 0, &pos),
              POSTIL_ABSENT);
    postil_view view{};
    ASSERT_EQ(postil_view_of_pos(opened.pack, p.pos + 3, &view), POSTIL_OK);
    EXPECT_EQ(str(view.path), p.path);
    EXPECT_EQ(view.print, postil_print(p.text.data(), static_cast<uint32_t>(p.text.size())));
    EXPECT_EQ(view.spine, p.file);
    EXPECT_EQ(view.ink, 3u);
    EXPECT_EQ(str(view.before) + str(view.after), p.text.substr(0, view.before.size + view.after.size));
  }
  EXPECT_GT(by_print, 60u);
}

TEST(Places, WhatIsAmbiguousIsNotKnown) {
  Compiled c;
  c.book = one_document(
      "<html><head/><body><div>one loose text of the division<p>a paragraph</p>another loose text in it</div>"
      "<p>the same words stand here twice</p><p>the same words stand here twice</p></body></html>");
  const OpenedPack opened(c);
  ASSERT_EQ(c.book.paragraphs.size(), 5u);
  const Paragraph &first = c.book.paragraphs[0], &third = c.book.paragraphs[2], &twice = c.book.paragraphs[4];
  ASSERT_EQ(first.path, third.path);
  uint32_t pos = 0;
  EXPECT_EQ(postil_pos_of_path(opened.pack, 0, "/body/div", 9, 0, 0, &pos), POSTIL_ABSENT) << "two texts of one path";
  ASSERT_EQ(postil_pos_of_path(opened.pack, 0, "/body/div", 9, third.print, 8, &pos), POSTIL_OK);
  EXPECT_EQ(pos, third.pos + 8);
  EXPECT_EQ(postil_pos_of_path(opened.pack, 0, "/body/x", 7, twice.print, 0, &pos), POSTIL_ABSENT)
      << "two of one print";
  ASSERT_EQ(postil_pos_of_path(opened.pack, 0, "/body/p[2]", 10, twice.print, 0, &pos), POSTIL_OK);
  EXPECT_EQ(pos, twice.pos);
  EXPECT_EQ(postil_pos_of_path(opened.pack, 1, "/body/p[2]", 10, 0, 0, &pos), POSTIL_ABSENT) << "another document";
  for (const char* bad : {"", "/body", "/body/DocFragment[", "/body/DocFragment[0]/body/p", "/body/DocFragment[x]/body",
                          "/body/DocFragmentary"})
    EXPECT_EQ(postil_pos_of_xpointer(opened.pack, bad, static_cast<uint32_t>(strlen(bad)), 0, 0, &pos),
              POSTIL_INVALID_ARGUMENT)
        << bad;
  ASSERT_EQ(postil_pos_of_xpointer(opened.pack, "/body/DocFragment/body/p[1]/text().0", 36, 0, 2, &pos), POSTIL_OK);
  EXPECT_EQ(pos, c.book.paragraphs[3].pos + 2);
}

TEST(Places, APackKnowsItsBook) {
  Compiled c;
  ASSERT_TRUE(compile_book(POSTIL_TEST_DATA "/sarne/weir.epub", {}, c));
  const OpenedPack opened(c);
  uint32_t match = 9;
  ASSERT_EQ(postil_match(opened.pack, reinterpret_cast<const uint8_t*>(c.book.metadata.partial_md5.data()), nullptr, 0,
                         &match),
            POSTIL_OK);
  EXPECT_EQ(match, uint32_t{POSTIL_MATCH_EXACT});
  const uint8_t other[16] = {1, 2, 3};
  ASSERT_EQ(postil_match(opened.pack, other, nullptr, 0, &match), POSTIL_OK);
  EXPECT_EQ(match, uint32_t{POSTIL_MATCH_NONE});
  // Another file of the same text: the host finds each proof paragraph in it.
  std::vector<uint32_t> prints;
  postil_proof proof{};
  for (uint32_t i = 0; postil_proof_at(opened.pack, i, &proof) == POSTIL_OK; ++i) {
    const Paragraph& p = c.book.paragraphs[proof.paragraph];
    EXPECT_EQ(str(proof.path), p.path);
    EXPECT_GE(postil_ink(p.text.data(), static_cast<uint32_t>(p.text.size())), kMinProofInk);
    prints.push_back(postil_print(p.text.data(), static_cast<uint32_t>(p.text.size())));
  }
  ASSERT_EQ(prints.size(), 8u);
  ASSERT_EQ(postil_match(opened.pack, other, prints.data(), 8, &match), POSTIL_OK);
  EXPECT_EQ(match, uint32_t{POSTIL_MATCH_TEXT});
  prints[5] ^= 1;
  ASSERT_EQ(postil_match(opened.pack, other, prints.data(), 8, &match), POSTIL_OK);
  EXPECT_EQ(match, uint32_t{POSTIL_MATCH_NONE}) << "one paragraph of another edition";
  prints[5] ^= 1;
  ASSERT_EQ(postil_match(opened.pack, other, prints.data(), 7, &match), POSTIL_OK);
  EXPECT_EQ(match, uint32_t{POSTIL_MATCH_NONE}) << "not all were looked at";
}

TEST(Places, ALongChapterTitleIsCutBetweenLetters) {
  Compiled c;
  c.book = one_document("<html><body><p>text</p></body></html>");
  for (size_t lead = 0; lead < 3; ++lead) {
    std::string title(lead, 'x');
    for (int i = 0; i < 100; ++i) title += "\xE7\x9F\xB3";
    c.book.chapters.push_back({title, 0, {0, 0}});
  }
  const OpenedPack opened(c);
  EXPECT_NE(opened.pack, nullptr);
}

}  // namespace
}  // namespace postil
