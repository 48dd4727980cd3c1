// Blocks and dictionaries that are wrong in one way each, as in named_test.cc.
#include "tests/corrupt/fault.h"

namespace postil::corrupt {
namespace {

using format::SectionKind;

const Fault kFaults[] = {
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
       std::string words = e.dictionary();
       for (size_t i = words.size() / 2; i < words.size(); ++i) words[i] = "another pack"[i % 12];
       std::string frame(ZSTD_compressBound(words.size()), '\0');
       frame.resize(ZSTD_compress(&frame[0], frame.size(), words.data(), words.size(), 3));
       e.replace_dictionary(frame);
     },
     verify, POSTIL_CORRUPT, "a block is malformed", true, true},
    {"dictionary_is_no_frame", [](PackEditor& e) { e.replace_dictionary(std::string(4000, 'x')); }, verify,
     POSTIL_CORRUPT, "the dictionary is damaged", true, true},
    {"dictionary_unpacks_to_too_much",
     [](PackEditor& e) {
       const std::string much(format::kMaxDictionary + 1, 'x');
       std::string frame(ZSTD_compressBound(much.size()), '\0');
       frame.resize(ZSTD_compress(&frame[0], frame.size(), much.data(), much.size(), 3));
       e.replace_dictionary(frame);
     },
     verify, POSTIL_CORRUPT, "the dictionary is too large", true, true},
    {"dictionary_frame_damaged",
     [](PackEditor& e) {
       const uint64_t at = e.offset(SectionKind::dictionary), n = e.size(SectionKind::dictionary);
       std::string frame(reinterpret_cast<const char*>(e.at(at)), n);
       for (size_t i = n / 2; i < n; ++i) frame[i] = static_cast<char>(frame[i] ^ 0x55);
       e.replace_dictionary(frame);
     },
     verify, POSTIL_CORRUPT, "the dictionary cannot be unpacked", true, true},
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
    {"image_past_the_bytes",
     [](PackEditor& e) {
       e.edit_block<fb::Images>(SectionKind::images,
                                [](const fb::Images& i) { put(i.ends(), 1, i.bytes()->size() + 1); });
     },
     verify, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"image_ends_fall",
     [](PackEditor& e) {
       e.edit_block<fb::Images>(SectionKind::images, [](const fb::Images& i) { put(i.ends(), 0, 0xFFFFFFFFu); });
     },
     verify, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"image_without_a_kind",
     [](PackEditor& e) {
       e.edit_block<fb::Images>(SectionKind::images,
                                [](const fb::Images& i) { store32(const_cast<uint8_t*>(i.kind()->Data()) - 4, 1); });
     },
     verify, POSTIL_CORRUPT, "a block's contents do not fit each other"},
    {"image_in_a_block_of_notes",
     [](PackEditor& e) {
       const auto* to = e.page(SectionKind::notes);
       uint8_t* page = e.page(SectionKind::images);
       store32(page + 8, load32(to + 8));
       e.seal_directory_page(page);
     },
     verify, POSTIL_CORRUPT, "a block's contents do not fit each other"},
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

class NamedBlockCorruption : public testing::TestWithParam<Fault> {};
TEST_P(NamedBlockCorruption, GivesItsOneCodeAndMessage) {
  expect(GetParam());
}
INSTANTIATE_TEST_SUITE_P(Packs, NamedBlockCorruption, testing::ValuesIn(kFaults), name_of);

}  // namespace
}  // namespace postil::corrupt
