// Versions meet: what this reader does with a pack of a later minor version, and a later reader with a pack of this
// one. The later version is made from pack.fbs itself (tests/CMakeLists.txt): every table has two fields more, every
// enum a value, the union a member.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <memory>

#include "future_generated.h"
#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "tests/support/dump.h"
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
    EXPECT_TRUE(compile_book(POSTIL_TEST_DATA "/sarne/weir.epub", options, compiled));
    EXPECT_TRUE(encode_pack(compiled, {1}, out));
    return out;
  }();
  return bytes;
}

// Opens, verifies and dumps; what went wrong instead of a dump.
std::string dump_of(const std::string& bytes) {
  const std::string path = testing::TempDir() + "version-" + std::to_string(getpid()) + ".postil";
  std::ofstream(path, std::ios::binary) << bytes;
  postil_pack* pack = nullptr;
  if (postil_open(path.c_str(), 0, 0, &pack) != POSTIL_OK)
    return std::string("cannot be opened: ") + postil_message(nullptr);
  unlink(path.c_str());
  const int32_t code = postil_verify(pack);
  const std::string out = code == POSTIL_OK ? dump(pack) : std::string("cannot be verified: ") + postil_message(pack);
  postil_close(pack);
  return out;
}

template <class T>
std::string packed(const T& table) {
  flatbuffers::FlatBufferBuilder b;
  b.Finish(T::TableType::Pack(b, &table));
  return {reinterpret_cast<const char*>(b.GetBufferPointer()), b.GetSize()};
}

template <class T>
void extend(T* table) {
  ASSERT_NE(table, nullptr);
  table->later_number = 7;
  table->later_text = "what nobody knew of";
}

// A block as a later packer writes it.
std::string later_block(const std::string& raw) {
  std::vector<uint64_t> aligned((raw.size() + 15) / 16 * 2);
  std::memcpy(aligned.data(), raw.data(), raw.size());
  const std::unique_ptr<future::BlockT> block(flatbuffers::GetRoot<future::Block>(aligned.data())->UnPack());
  extend(block.get());
  switch (block->body.type) {
    case future::Body::Paragraphs:
      extend(block->body.AsParagraphs());
      break;
    case future::Body::Marks:
      extend(block->body.AsMarks());
      break;
    case future::Body::Notes: {
      extend(block->body.AsNotes());
      extend(block->body.AsNotes()->spans.get());
      extend(block->body.AsNotes()->cites.get());
      break;
    }
    case future::Body::Works:
      extend(block->body.AsWorks());
      break;
    case future::Body::Entities: {
      auto& e = *block->body.AsEntities();
      extend(&e);
      // The object API writes empty columns where there were none; zeros mean the same.
      const auto* was = flatbuffers::GetRoot<fb::Block>(aligned.data())->body_as_Entities();
      if (!was->type()) e.type.resize(block->count);
      if (!was->since()) e.since.resize(block->count);
      const size_t aliases = was->alias_count() ? was->alias_count()->size() : 0,
                   facts = was->fact_kind() ? was->fact_kind()->size() : 0;
      if (!was->alias_since()) e.alias_since.resize(aliases);
      if (!was->alias_flags()) e.alias_flags.resize(aliases);
      if (!was->fact_origin()) e.fact_origin.resize(facts);
      if (!was->fact_since()) e.fact_since.resize(facts);
      if (!was->fact_arg()) e.fact_arg.resize(facts);
      break;
    }
    case future::Body::Mentions:
      extend(block->body.AsMentions());
      break;
    case future::Body::Trace:
      extend(block->body.AsTrace());
      break;
    case future::Body::Findings:
      extend(block->body.AsFindings());
      break;
    default:
      ADD_FAILURE() << "what block is this?";
  }
  return packed(*block);
}

constexpr SectionKind kKinds[] = {SectionKind::paragraphs, SectionKind::marks,    SectionKind::notes,
                                  SectionKind::works,      SectionKind::entities, SectionKind::mentions,
                                  SectionKind::trace,      SectionKind::findings};

// A pack of a later minor version that says the same.
std::string later_pack() {
  PackEditor e(sample());
  for (const SectionKind kind : kKinds) {
    const uint32_t blocks = load32(e.page(kind) + format::kDirectoryCount);
    for (uint32_t i = 0; i < blocks; ++i) e.replace_block(kind, later_block(e.raw_block(kind, i)), i);
  }
  // Two sections of kinds that are not known: one leads to a block of a union member that is not known either.
  const uint64_t blocks_end = e.bytes.size(),
                 directory = (blocks_end + format::kPageSize - 1) / format::kPageSize * format::kPageSize;
  e.bytes.resize(directory + format::kPageSize + 5000, '\x5A');
  store64(e.at(format::kHeaderFileSize), e.bytes.size());
  auto root = future::UnPackRoot(e.at(format::kHeaderSize));
  extend(root.get());
  extend(root->chapters.get());
  root->sections.emplace_back(directory, format::kPageSize, 3, 31, 0xFFFF);
  root->sections.emplace_back(directory + format::kPageSize, 5000, 1, 4711, 1);
  e.replace_root(packed(*root));
  store16(e.at(format::kHeaderMinor), 9);
  store32(e.at(format::kHeaderOptional), 0xFFFFFFFFu);
  return e.sealed();
}

TEST(Version, ALaterMinorVersionIsReadAndWhatItAddsIsNotSeen) {
  const std::string now = dump_of(sample());
  ASSERT_GT(now.size(), 10000u) << now;
  const std::string later = later_pack();
  EXPECT_NE(later.find("what nobody knew of"), std::string::npos);
  EXPECT_EQ(dump_of(later), now);
}

TEST(Version, UnknownEnumValuesMeanOther) {
  PackEditor e(sample());
  e.edit_block<fb::Notes>(SectionKind::notes, [](const fb::Notes& n) {
    put(n.kind(), 0, 200u);
    put(n.spans()->kind(), 0, 250u);
    put(n.cites()->form(), 0, 99u);
  });
  e.edit_block<fb::Marks>(SectionKind::marks, [](const fb::Marks& m) { put(m.how(), 0, 99u); });
  e.edit_block<fb::Entities>(SectionKind::entities, [](const fb::Entities& n) { put(n.type(), 0, 88u); });
  e.edit_block<fb::Paragraphs>(SectionKind::paragraphs, [](const fb::Paragraphs& p) { put(p.kind(), 0, 0x0Fu); });
  const std::string text = dump_of(e.sealed());
  // The value goes through as it is: postil.h gives its number, and the text stays whole.
  EXPECT_NE(text.find(" kind=200 "), std::string::npos) << text.substr(0, 100);
  EXPECT_NE(text.find(" form=99 "), std::string::npos);
  EXPECT_NE(text.find(" how=99 "), std::string::npos);
  EXPECT_NE(text.find(" type=88 "), std::string::npos);
  EXPECT_EQ(text.size(), dump_of(sample()).size() + 2 + 1 + 1 + 1 + 1)
      << "nothing else changed but the digits of five numbers";
}

TEST(Version, AnotherMajorVersionOrAnUnknownRequiredFeatureIsUnsupported) {
  PackEditor major(sample()), feature(later_pack());
  store16(major.at(format::kHeaderMajor), format::kMajor + 1);
  EXPECT_EQ(dump_of(major.sealed()),
            "cannot be opened: made for another version of Postil; update Postil or pack the book again");
  store32(feature.at(format::kHeaderRequired), 1u << 31);
  EXPECT_EQ(dump_of(feature.sealed()),
            "cannot be opened: it uses a feature that this version does not know; update Postil");
}

// A reader made from the later schema sees today's packs, and what they lack as empty.
TEST(Version, ALaterReaderReadsTodaysPack) {
  PackEditor e(sample());
  const std::string root(reinterpret_cast<const char*>(e.at(format::kHeaderSize)), e.root_size());
  flatbuffers::Verifier root_check(e.at(format::kHeaderSize), e.root_size());
  ASSERT_TRUE(root_check.VerifyBuffer<future::Root>());
  const auto* later = flatbuffers::GetRoot<future::Root>(e.at(format::kHeaderSize));
  EXPECT_EQ(later->later_number(), 0u);
  EXPECT_EQ(later->later_text(), nullptr);
  EXPECT_EQ(later->title()->str(), e.root().title()->str());
  for (const SectionKind kind : kKinds) {
    const std::string raw = e.raw_block(kind);
    std::vector<uint64_t> aligned((raw.size() + 15) / 16 * 2);
    std::memcpy(aligned.data(), raw.data(), raw.size());
    flatbuffers::Verifier check(reinterpret_cast<const uint8_t*>(aligned.data()), raw.size());
    ASSERT_TRUE(check.VerifyBuffer<future::Block>());
    const auto* block = flatbuffers::GetRoot<future::Block>(aligned.data());
    EXPECT_EQ(block->later_number(), 0u);
    EXPECT_EQ(static_cast<int>(block->body_type()),
              static_cast<int>(flatbuffers::GetRoot<fb::Block>(aligned.data())->body_type()));
  }
}

}  // namespace
}  // namespace postil
