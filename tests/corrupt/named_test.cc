// Packs that are wrong in one way each, with right checksums wherever the fault is not a checksum, and the one code and
// message they give: header, root, sections, index, directories. Blocks: named_block_test.cc.
#include "tests/corrupt/fault.h"

#include <unistd.h>

#include <fstream>

namespace postil::corrupt {
namespace {

using format::SectionKind;

// The places in an index page: the first entry's key, and the offset of the first restart.
constexpr size_t kFirstEntry = format::kPageHeader;

// The value of the first entry: its head, then the block.
uint8_t* first_value(uint8_t* page) {
  uint8_t* at = page + kFirstEntry;
  size_t suffix = *at & 15;
  at += *at >> 4 == 15 ? 2 : 1;
  if (suffix == 15) suffix += *at++;
  return at + suffix;
}

const Fault kFaults[] = {
    // ---- header
    {"magic", [](PackEditor& e) { e.bytes[0] = 'P'; }, nothing, POSTIL_CORRUPT,
     "not a pack (its first bytes are wrong)"},
    {"line_ends_translated", [](PackEditor& e) { e.bytes.erase(5, 1); }, nothing, POSTIL_CORRUPT,
     "not a pack (its first bytes are wrong)", false},
    {"shorter_than_a_header", [](PackEditor& e) { e.bytes.resize(63); }, nothing, POSTIL_CORRUPT,
     "too short for a pack", false},
    {"major_version", [](PackEditor& e) { e.bytes[format::kHeaderMajor] = 2; }, nothing, POSTIL_UNSUPPORTED,
     "made for another version of Postil; update Postil or pack the book again"},
    {"required_feature", [](PackEditor& e) { e.bytes[format::kHeaderRequired + 3] = '\x80'; }, nothing,
     POSTIL_UNSUPPORTED, "it uses a feature that this version does not know; update Postil"},
    {"header_checksum", [](PackEditor& e) { e.bytes[format::kHeaderSum] ^= 1; }, nothing, POSTIL_CORRUPT,
     "the header's checksum is wrong", false},
    {"truncated", [](PackEditor& e) { e.bytes.resize(e.bytes.size() - 1); }, nothing, POSTIL_CORRUPT,
     "the file is cut short; copy it again", false},
    {"file_size_wild", [](PackEditor& e) { store64(e.at(format::kHeaderFileSize), ~uint64_t{0}); }, nothing,
     POSTIL_CORRUPT, "the file is cut short; copy it again"},
    {"file_size_below_header", [](PackEditor& e) { store64(e.at(format::kHeaderFileSize), 3); }, nothing,
     POSTIL_CORRUPT, "the root's size is wrong"},

    // ---- root
    {"root_checksum", [](PackEditor& e) { e.bytes[format::kHeaderSize + 9] ^= 1; }, nothing, POSTIL_CORRUPT,
     "the root's checksum is wrong", false},
    {"root_offset_wild", [](PackEditor& e) { store32(e.at(format::kHeaderSize), 0x7FFFFFF0); }, nothing, POSTIL_CORRUPT,
     "the root is malformed"},
    {"chapter_columns_differ",
     [](PackEditor& e) {
       const auto* level = e.root().chapters()->level();
       store32(const_cast<uint8_t*>(level->Data()) - 4, level->size() - 1);
     },
     nothing, POSTIL_CORRUPT, "the root's tables do not fit each other"},
    {"file_name_ends_fall", [](PackEditor& e) { put(e.root().files()->ends(), 0, 0xFFFFu); }, nothing, POSTIL_CORRUPT,
     "the root's tables do not fit each other"},
    {"file_name_not_utf8", [](PackEditor& e) { put(e.root().files()->utf8(), 0, 0xFFu); }, nothing, POSTIL_CORRUPT,
     "the root's tables do not fit each other"},

    // ---- sections
    {"sections_overlap", [](PackEditor& e) { store64(e.section_row(3), load64(e.section_row(3)) - format::kPageSize); },
     nothing, POSTIL_CORRUPT, "a section lies outside the file or over another"},
    {"section_over_the_root", [](PackEditor& e) { store64(e.section_row(0), 0); }, nothing, POSTIL_CORRUPT,
     "a section lies outside the file or over another"},
    {"section_outside", [](PackEditor& e) { store64(e.section(SectionKind::blocks), e.bytes.size()); }, nothing,
     POSTIL_CORRUPT, "a section lies outside the file or over another"},
    {"section_size_wraps", [](PackEditor& e) { store64(e.section(SectionKind::blocks) + 8, ~uint64_t{0} - 100); },
     nothing, POSTIL_CORRUPT, "a section lies outside the file or over another"},
    {"section_twice",
     [](PackEditor& e) { store16(e.section(SectionKind::works) + 20, static_cast<uint16_t>(SectionKind::notes)); },
     nothing, POSTIL_CORRUPT, "two sections are of one kind"},
    {"directory_of_half_a_page", [](PackEditor& e) { store64(e.section(SectionKind::marks) + 8, 2048); }, nothing,
     POSTIL_CORRUPT, "a directory is no whole number of pages"},
    {"index_levels_wild", [](PackEditor& e) { store32(e.section(SectionKind::inner_pages) + 16, 9); }, nothing,
     POSTIL_CORRUPT, "the index's counts are wrong"},
    {"records_wild", [](PackEditor& e) { store32(e.section(SectionKind::notes) + 16, 4000000000u); }, verify,
     POSTIL_CORRUPT, "a directory leads to the wrong block"},

    // ---- index pages
    {"leaf_checksum", [](PackEditor& e) { e.page(SectionKind::leaf_pages)[100] ^= 1; }, lookup, POSTIL_CORRUPT,
     "an index page is damaged"},
    {"leaf_of_a_wrong_level",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::leaf_pages);
       page[4] = 1;
       e.seal_index_page(page);
     },
     lookup, POSTIL_CORRUPT, "an index page is damaged"},
    {"inner_page_leads_to_itself",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::inner_pages);
       page[4] = 2;  // its children would be inner pages: this one
       e.seal_index_page(page);
     },
     lookup, POSTIL_CORRUPT, "an index page is damaged", true, true},
    {"child_outside",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::inner_pages);
       store32(page + 16, 0xFFFFFF00u);
       e.seal_index_page(page);
     },
     lookup, POSTIL_CORRUPT, "an index page points outside the index", true, true},
    {"entries_wild",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::leaf_pages);
       store16(page + 6, 0xFFFF);
       e.seal_index_page(page);
     },
     lookup, POSTIL_CORRUPT, "an index page is damaged"},
    {"restart_outside_the_entries",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::leaf_pages);
       store16(page + format::kPageSize - 2 * load16(page + 8), 4095);
       e.seal_index_page(page);
     },
     verify, POSTIL_CORRUPT, "an index page is damaged"},
    {"first_key_shares_with_nothing",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::leaf_pages);
       page[kFirstEntry] |= 0x50;
       e.seal_index_page(page);
     },
     verify, POSTIL_CORRUPT, "an index page is damaged"},
    {"index_not_in_order",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::leaf_pages);
       page[kFirstEntry + 1] = 0x7F;  // the first byte of the first key
       e.seal_index_page(page);
     },
     verify, POSTIL_CORRUPT, "the index is not in order"},
    {"entry_past_the_records_of_its_block",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::leaf_pages);
       *first_value(page) |= 62;  // the slot
       e.seal_index_page(page);
     },
     verify, POSTIL_CORRUPT, "an index entry leads to no record of its kind"},
    {"entry_leads_between_blocks",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::leaf_pages);
       first_value(page)[1] ^= 1;
       e.seal_index_page(page);
     },
     verify, POSTIL_CORRUPT, "an index entry leads to no record of its kind"},

    // ---- directories
    {"directory_checksum", [](PackEditor& e) { e.page(SectionKind::notes)[0] ^= 1; }, note, POSTIL_CORRUPT,
     "a directory page is damaged"},
    {"directory_count_wild",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::notes);
       store32(page + format::kDirectoryCount, 341);
       e.seal_directory_page(page);
     },
     note, POSTIL_CORRUPT, "a directory page is damaged"},
    {"directory_leads_outside",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::notes);
       store32(page + 8, 0xFFFFFFFFu);
       e.seal_directory_page(page);
     },
     note, POSTIL_CORRUPT, "the index points outside the blocks"},
    {"directory_leads_to_another_kind",
     [](PackEditor& e) {
       uint8_t* page = e.page(SectionKind::notes);
       store32(page + 8, load32(e.page(SectionKind::works) + 8));
       e.seal_directory_page(page);
     },
     note, POSTIL_CORRUPT, "a block's contents do not fit each other"},
};

class NamedCorruption : public testing::TestWithParam<Fault> {};
TEST_P(NamedCorruption, GivesItsOneCodeAndMessage) {
  expect(GetParam());
}
INSTANTIATE_TEST_SUITE_P(Packs, NamedCorruption, testing::ValuesIn(kFaults), name_of);

// The editor itself changes nothing: what the tests above see comes from their one fault.
TEST(PackEditor, SealsAPackAsItWas) {
  EXPECT_EQ(PackEditor(sample()).sealed(), sample());
  PackEditor moved(sample());
  moved.replace_block(SectionKind::notes, moved.raw_block(SectionKind::notes));
  const std::string path = testing::TempDir() + "sealed-" + std::to_string(getpid()) + ".postil";
  // As packs of 1.0 have it.
  PackEditor unpacked(with_dictionary());
  unpacked.replace_dictionary(unpacked.dictionary());
  store32(unpacked.at(format::kHeaderRequired), 0);
  for (const std::string& bytes : {moved.sealed(), with_dictionary(), unpacked.sealed()}) {
    std::ofstream(path, std::ios::binary) << bytes;
    postil_pack* pack = nullptr;
    ASSERT_EQ(postil_open(path.c_str(), 0, 0, &pack), POSTIL_OK);
    EXPECT_EQ(postil_verify(pack), POSTIL_OK) << postil_message(pack);
    postil_close(pack);
  }
  unlink(path.c_str());
  EXPECT_GT(PackEditor(with_dictionary()).dictionary().size(), 4000u);
  EXPECT_GE(PackEditor(with_dictionary()).size(SectionKind::inner_pages), format::kPageSize);
}

}  // namespace
}  // namespace postil::corrupt
