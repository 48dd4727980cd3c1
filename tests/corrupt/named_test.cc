// Packs that are wrong in one way each, with right checksums wherever the fault is not a checksum, and the one code and
// message they give.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <ostream>

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "plugin/include/postil.h"
#include "schema/position.h"
#include "tests/support/pack_editor.h"

namespace postil {
namespace {

using format::SectionKind;

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
    EXPECT_TRUE(encode_pack(compiled, {1}, out));
    return out;
  }();
  return bytes;
}

// The sample's text many times, so that a dictionary pays and the index has two levels.
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

using Ask = int32_t (*)(postil_pack*);
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

struct Fault {
  const char* name;
  void (*make)(PackEditor&);
  Ask ask;
  int32_t code;
  const char* message;
  bool seal = true;         // else the checksums of header and root stay as they were
  bool dictionary = false;  // the sample with a dictionary and inner pages
};
void PrintTo(const Fault& f, std::ostream* out) {
  *out << f.name;
}

// The places in an index page: the first entry's key, and the offset of the first restart.
constexpr size_t kFirstEntry = format::kPageHeader;

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

    // ---- blocks
    {"block_checksum", [](PackEditor& e) { e.block(SectionKind::notes)[20] ^= 1; }, note, POSTIL_CORRUPT,
     "a block is damaged"},
    {"block_raw_size_wrong",
     [](PackEditor& e) {
       uint8_t* block = e.block(SectionKind::notes);
       store32(block + 8, load32(block + 8) + 1);
       e.seal_block(block);
     },
     note, POSTIL_CORRUPT, "a block's sizes are wrong"},
    {"block_over_a_mebibyte",
     [](PackEditor& e) {
       uint8_t* block = e.block(SectionKind::notes);
       store32(block + 8, format::kMaxRawBlock + 1);
       e.seal_block(block);
     },
     note, POSTIL_CORRUPT, "a block's sizes are wrong"},
    {"block_frame_past_the_end", [](PackEditor& e) { store32(e.block(SectionKind::notes) + 4, format::kMaxRawBlock); },
     note, POSTIL_CORRUPT, "a block's sizes are wrong"},
    {"block_window_of_a_gibibyte",
     [](PackEditor& e) {
       const std::string raw = e.raw_block(SectionKind::notes);
       // A frame by hand: window descriptor 2^30, content size of four bytes, one raw block.
       std::string frame("\x28\xB5\x2F\xFD\x80\xA0", 6);
       frame.append(8, '\0');
       store32(&frame[6], static_cast<uint32_t>(raw.size()));
       store32(&frame[10], static_cast<uint32_t>(raw.size()) << 3 | 1);
       frame.resize(13);
       e.replace_frame(SectionKind::notes, frame + raw, static_cast<uint32_t>(raw.size()));
     },
     note, POSTIL_CORRUPT, "a block's sizes are wrong"},
    {"block_is_no_frame", [](PackEditor& e) { e.replace_frame(SectionKind::notes, std::string(40, 'x'), 100); }, note,
     POSTIL_CORRUPT, "a block's sizes are wrong"},
    {"block_frame_damaged",
     [](PackEditor& e) {
       uint8_t* block = e.block(SectionKind::notes);
       for (int i = 30; i < 60; ++i) block[i] ^= 0x55;
       e.seal_block(block);
     },
     note, POSTIL_CORRUPT, "a block cannot be unpacked"},
    {"dictionary_damaged", [](PackEditor& e) { *e.at(e.offset(SectionKind::dictionary) + 2000) ^= 1; }, verify,
     POSTIL_CORRUPT, "the dictionary is damaged", true, true},
    {"dictionary_of_another_pack",
     [](PackEditor& e) {
       const uint64_t at = e.offset(SectionKind::dictionary), n = e.size(SectionKind::dictionary);
       for (uint64_t i = n / 2; i < n; ++i) *e.at(at + i) = static_cast<uint8_t>("another pack"[i % 12]);
       store32(e.section(SectionKind::dictionary) + 16, checksum32(e.at(at), n));
     },
     verify, POSTIL_CORRUPT, "a block is malformed", true, true},
    {"dictionary_missing", [](PackEditor& e) { store64(e.section(SectionKind::dictionary) + 8, 0); }, verify,
     POSTIL_CORRUPT, "a block cannot be unpacked", true, true},

    // ---- what a block means
    {"flatbuffer_malformed",
     [](PackEditor& e) {
       std::string raw = e.raw_block(SectionKind::notes);
       store32(&raw[0], static_cast<uint32_t>(raw.size()));
       e.replace_block(SectionKind::notes, raw);
     },
     note, POSTIL_CORRUPT, "a block is malformed"},
    {"union_member_unknown",
     [](PackEditor& e) {
       std::string raw = e.raw_block(SectionKind::notes);
       const auto* block = flatbuffers::GetRoot<fb::Block>(raw.data());
       const auto* type = reinterpret_cast<const flatbuffers::Table*>(block)->GetAddressOf(fb::Block::VT_BODY_TYPE);
       raw[static_cast<size_t>(reinterpret_cast<const char*>(type) - raw.data())] = 77;
       e.replace_block(SectionKind::notes, raw);
     },
     note, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"count_wild",
     [](PackEditor& e) {
       std::string raw = e.raw_block(SectionKind::notes);
       const auto* block = flatbuffers::GetRoot<fb::Block>(raw.data());
       const auto* count = reinterpret_cast<const flatbuffers::Table*>(block)->GetAddressOf(fb::Block::VT_COUNT);
       store32(const_cast<uint8_t*>(count), 0xFFFFFFF0u);
       e.replace_block(SectionKind::notes, raw);
     },
     note, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"ends_fall",
     [](PackEditor& e) {
       e.edit_block<fb::Notes>(SectionKind::notes, [](const fb::Notes& n) { put(n.label()->ends(), 1, 0u); });
     },
     note, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"ends_past_the_text",
     [](PackEditor& e) {
       e.edit_block<fb::Paragraphs>(SectionKind::paragraphs, [](const fb::Paragraphs& p) {
         put(p.text()->ends(), p.text()->ends()->size() - 1, p.text()->utf8()->size() + 1);
       });
     },
     verify, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"text_not_utf8",
     [](PackEditor& e) {
       e.edit_block<fb::Paragraphs>(SectionKind::paragraphs,
                                    [](const fb::Paragraphs& p) { put(p.text()->utf8(), 5, 0xC0u); });
     },
     verify, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"text_ends_inside_a_letter",
     [](PackEditor& e) {
       e.edit_block<fb::Paragraphs>(SectionKind::paragraphs, [](const fb::Paragraphs& p) {
         const auto& text = *p.text();
         for (uint32_t i = 0, begin = 0; i < text.ends()->size(); begin = text.ends()->Get(i++))
           if (text.ends()->Get(i) - begin > 8) {
             put(text.utf8(), text.ends()->Get(i) - 1, 0xE2u);
             return;
           }
       });
     },
     verify, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"cut_ends_past_the_cuts",
     [](PackEditor& e) {
       e.edit_block<fb::Notes>(SectionKind::notes, [](const fb::Notes& n) {
         put(n.cut_ends(), n.cut_ends()->size() - 1, n.cuts()->size() + 4);
       });
     },
     note, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"note_range_reversed",
     [](PackEditor& e) {
       e.edit_block<fb::Notes>(SectionKind::notes, [](const fb::Notes& n) { put(n.first(), 0, n.last()->Get(0) + 1); });
     },
     note, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"trace_not_a_trace",
     [](PackEditor& e) {
       e.edit_block<fb::Trace>(SectionKind::trace, [](const fb::Trace& t) { put(t.runs(), 0, 0xFFu); });
     },
     verify, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"entity_sizes_wild",
     [](PackEditor& e) {
       e.edit_block<fb::Entities>(SectionKind::entities, [](const fb::Entities& t) { put(t.sizes(), 0, 0x7Fu); });
     },
     verify, POSTIL_CORRUPT, "a block's contents do not fit each other"},

    // ---- what one record says of another
    {"note_past_the_book",
     [](PackEditor& e) {
       e.edit_block<fb::Notes>(SectionKind::notes, [](const fb::Notes& n) {
         put(n.first(), 0, 4000000000u);
         put(n.last(), 0, 4000000000u);
       });
     },
     note, POSTIL_CORRUPT, "a record points to what is not there"},
    {"note_of_the_whole_earth",
     [](PackEditor& e) {
       e.edit_block<fb::Notes>(SectionKind::notes, [](const fb::Notes& n) { put(n.last(), 0, 0xFFFFFFFEu); });
     },
     note, POSTIL_CORRUPT, "a record points to what is not there"},
    {"span_past_the_text",
     [](PackEditor& e) {
       e.edit_block<fb::Notes>(SectionKind::notes, [](const fb::Notes& n) { put(n.spans()->end(), 0, 0x10000u); });
     },
     note, POSTIL_CORRUPT, "a record points to what is not there"},
    {"span_reversed",
     [](PackEditor& e) {
       e.edit_block<fb::Notes>(SectionKind::notes,
                               [](const fb::Notes& n) { put(n.spans()->begin(), 0, n.spans()->end()->Get(0) + 1); });
     },
     note, POSTIL_CORRUPT, "a record points to what is not there"},
    {"citation_of_no_work",
     [](PackEditor& e) {
       e.edit_block<fb::Notes>(SectionKind::notes, [](const fb::Notes& n) { put(n.cites()->work(), 0, 99999u); });
     },
     note, POSTIL_CORRUPT, "a record points to what is not there"},
    {"duplicate_of_no_note",
     [](PackEditor& e) {
       e.edit_block<fb::Notes>(SectionKind::notes, [](const fb::Notes& n) { put(n.duplicate_of(), 0, 99999u); });
     },
     note, POSTIL_CORRUPT, "a record points to what is not there"},
    {"duplicates_in_a_circle",
     [](PackEditor& e) {
       e.edit_block<fb::Notes>(SectionKind::notes, [](const fb::Notes& n) {
         put(n.duplicate_of(), 0, 1u);
         put(n.duplicate_of(), 1, 0u);
       });
     },
     note, POSTIL_CORRUPT, "a record points to what is not there"},
    {"noteref_to_no_note",
     [](PackEditor& e) {
       e.edit_block<fb::Marks>(SectionKind::marks, [](const fb::Marks& m) { put(m.note(), 0, 99999u); });
     },
     mark, POSTIL_CORRUPT, "a record points to what is not there"},
    {"noteref_past_its_paragraph",
     [](PackEditor& e) {
       e.edit_block<fb::Marks>(SectionKind::marks, [](const fb::Marks& m) { put(m.begin(), 0, 0x100000u); });
     },
     mark, POSTIL_CORRUPT, "a record points to what is not there"},
    {"posting_list_overflows",
     [](PackEditor& e) {
       e.edit_block<fb::Mentions>(SectionKind::mentions, [](const fb::Mentions& m) {
         for (uint32_t i = 0; i < m.ends()->Get(0) && i < 6; ++i) put(m.packed(), i, 0xFFu);
       });
     },
     mentions, POSTIL_CORRUPT, "a record points to what is not there"},
    {"posting_of_no_alias",
     [](PackEditor& e) {
       e.edit_block<fb::Mentions>(SectionKind::mentions, [](const fb::Mentions& m) {
         uint32_t i = 0;
         while (m.packed()->Get(i) >= 0x80) ++i;
         put(m.packed(), i + 1, 0x7Fu);
       });
     },
     mentions, POSTIL_CORRUPT, "a record points to what is not there"},
};

class NamedCorruption : public testing::TestWithParam<Fault> {};

TEST_P(NamedCorruption, GivesItsOneCodeAndMessage) {
  const Fault& fault = GetParam();
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

std::string name_of(const testing::TestParamInfo<Fault>& fault) {
  return fault.param.name;
}
INSTANTIATE_TEST_SUITE_P(Packs, NamedCorruption, testing::ValuesIn(kFaults), name_of);

// The editor itself changes nothing: what the tests above see comes from their one fault.
TEST(PackEditor, SealsAPackAsItWas) {
  EXPECT_EQ(PackEditor(sample()).sealed(), sample());
  PackEditor moved(sample());
  moved.replace_block(SectionKind::notes, moved.raw_block(SectionKind::notes));
  const std::string path = testing::TempDir() + "sealed-" + std::to_string(getpid()) + ".postil";
  for (const std::string& bytes : {moved.sealed(), with_dictionary()}) {
    std::ofstream(path, std::ios::binary) << bytes;
    postil_pack* pack = nullptr;
    ASSERT_EQ(postil_open(path.c_str(), 0, 0, &pack), POSTIL_OK);
    EXPECT_EQ(postil_verify(pack), POSTIL_OK) << postil_message(pack);
    postil_close(pack);
  }
  unlink(path.c_str());
  EXPECT_GT(PackEditor(with_dictionary()).size(SectionKind::dictionary), 4000u);
  EXPECT_GE(PackEditor(with_dictionary()).size(SectionKind::inner_pages), format::kPageSize);
}

}  // namespace
}  // namespace postil
