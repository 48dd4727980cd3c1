#include "packer/encode/encode.h"

#include <flatbuffers/base.h>
#include <openssl/evp.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>

#include "packer/encode/bodies.h"
#include "packer/encode/compress.h"
#include "packer/encode/places.h"
#include "packer/structure/structure.h"
#include "schema/bytes.h"
#include "schema/checksum.h"
#include "schema/fold.h"
#include "schema/format.h"
#include "schema/pack_generated.h"
#include "schema/page.h"
#include "schema/position.h"
#include "schema/utf8.h"

namespace postil {
namespace {

using format::KeySpace;
using format::kPageSize;
using format::SectionKind;

constexpr size_t kSplitChoices = 8;

// The place in a series as it is printed, in hundredths at the finest: "3", "2.5"; "" for none.
std::string printed_index(double index) {
  if (!(index >= 0)) return "";
  const auto hundredths = static_cast<uint32_t>(std::min(index, 9999.0) * 100 + 0.5);
  std::string out = std::to_string(hundredths / 100);
  if (const uint32_t rest = hundredths % 100; rest != 0) {
    out += '.';
    out += static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) out += static_cast<char>('0' + rest % 10);
  }
  return out;
}

struct Entry {
  std::string key;
  LeafValue value;
};

std::string be16(uint32_t v) {
  return {static_cast<char>(v >> 8), static_cast<char>(v)};
}
std::string key_of(KeySpace space, const std::string& rest) {
  return std::string(1, static_cast<char>(space)) + rest;
}

// Where each record of a kind lies.
struct Locations {
  std::vector<LeafValue> of[32];
};

uint8_t weight(uint32_t count) {
  uint8_t log = 0;
  while (count > 1 && log < 15) count >>= 1, ++log;
  return log;
}

std::vector<Entry> index_entries(const Compiled& c, const Locations& at) {
  std::vector<Entry> out;
  const auto& notes = at.of[static_cast<size_t>(SectionKind::notes)];
  for (uint32_t i = 0; i < c.notes.notes.size(); ++i) {
    const Note& n = c.notes.notes[i];
    LeafValue v = notes[i];
    v.since = note_since(c, n);
    if (!n.anchor.empty())
      out.push_back({key_of(KeySpace::anchor, be16(c.book.paragraphs[n.begin.paragraph].file) + n.anchor), v});
    if (!n.label.empty()) out.push_back({key_of(KeySpace::label, be16(n.chapter) + n.label), v});
  }
  const auto& entities = at.of[static_cast<size_t>(SectionKind::entities)];
  for (uint32_t i = 0; i < c.entities.entities.size(); ++i) {
    const Entity& e = c.entities.entities[i];
    std::vector<Entry> mine;
    auto add = [&](const std::string& text, uint32_t since, uint32_t count) {
      const std::string folded = fold(text);
      if (folded.empty()) return;
      LeafValue v = entities[i];
      v.weight = weight(count);
      v.since = since;
      const std::string key = key_of(KeySpace::alias, folded);
      for (Entry& known : mine)
        if (known.key == key) {
          known.value.since = std::min(since, known.value.since);
          known.value.weight = std::max(known.value.weight, v.weight);
          return;
        }
      mine.push_back({key, v});
    };
    bool named = false;
    for (const Alias& a : e.aliases) {
      named |= a.text == e.name;
      add(a.text, a.since, a.count);
    }
    if (!named) add(e.name, e.since, 0);
    for (Entry& entry : mine) out.push_back(std::move(entry));
    auto external = [&](const std::string& id) {
      LeafValue v = entities[i];
      v.since = e.since;
      out.push_back({key_of(KeySpace::external_id, id), v});
    };
    if (!e.id.empty() && !c.reference && e.id != stable_id(e.name)) external(e.id);  // else the alias leads there
    for (const Fact& f : e.facts)
      if (f.kind == FactKind::link) external(f.text);
  }
  const auto& paragraphs = at.of[static_cast<size_t>(SectionKind::paragraphs)];
  for (auto& [key, paragraph] : place_keys(c.book)) out.push_back({std::move(key), paragraphs[paragraph]});
  const auto& images = at.of[static_cast<size_t>(SectionKind::images)];
  for (uint32_t i = 0; i < c.images.size(); ++i)
    for (const std::string& reference : c.images[i].references)
      out.push_back({key_of(KeySpace::image, reference), images[i]});
  for (Entry& e : out) e.key = stored_key(e.key);
  std::stable_sort(out.begin(), out.end(), [](const Entry& a, const Entry& b) {
    if (a.key != b.key) return a.key < b.key;
    return a.value.block4 != b.value.block4 ? a.value.block4 < b.value.block4 : a.value.slot < b.value.slot;
  });
  return out;
}

// The shortest key above `before` and not above `after`, which differ or are equal.
std::string separator(const std::string& before, const std::string& after) {
  size_t shared = 0;
  while (shared < before.size() && shared < after.size() && before[shared] == after[shared]) ++shared;
  return after.substr(0, std::min(shared + 1, after.size()));
}

// Where to end a leaf page that [begin, end) fills: of the last few places the one with the shortest separator. Inner
// pages are kept in memory; a third less of them is worth half a percent more of leaves.
size_t best_split(const std::vector<Entry>& entries, size_t begin, size_t end) {
  size_t best = end;
  for (size_t at = end; at > begin + 1 && end - at < kSplitChoices; --at)
    if (separator(entries[at - 1].key, entries[at].key).size() <
        separator(entries[best - 1].key, entries[best].key).size())
      best = at;
  return best;
}

// Pages of every level; levels[0] are the leaves, the last one is a single root page.
std::vector<std::vector<std::string>> build_index(const std::vector<Entry>& entries) {
  std::vector<std::vector<std::string>> levels;
  if (entries.empty()) return levels;
  std::vector<std::string> separators;  // before each page but the first
  levels.emplace_back();
  for (size_t begin = 0; begin < entries.size();) {
    const auto number = static_cast<uint32_t>(levels[0].size());
    PageBuilder page(0, number, 0);
    size_t end = begin;
    while (end < entries.size() && page.add(entries[end].key, entries[end].value)) ++end;
    if (end < entries.size()) {
      const size_t split = best_split(entries, begin, end);
      separators.push_back(separator(entries[split - 1].key, entries[split].key));
      if (split < end) {
        page = PageBuilder(0, number, 0);
        for (end = begin; end < split; ++end) page.add(entries[end].key, entries[end].value);
      }
    }
    levels[0].push_back(page.finish());
    begin = end;
  }
  while (levels.back().size() > 1) {
    const size_t children = levels.back().size();
    const auto level = static_cast<uint8_t>(levels.size());
    std::vector<std::string> pages, up;
    PageBuilder inner(level, 0, 0);
    inner.add("");
    for (size_t i = 1; i < children; ++i) {
      if (inner.add(separators[i - 1])) continue;
      pages.push_back(inner.finish());
      up.push_back(separators[i - 1]);
      inner = PageBuilder(level, static_cast<uint32_t>(pages.size()), static_cast<uint32_t>(i));
      inner.add("");
    }
    pages.push_back(inner.finish());
    separators = std::move(up);
    levels.push_back(std::move(pages));
  }
  return levels;
}

std::string sha256(const char* data, size_t size) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned n = 0;
  EVP_Digest(data, size, out, &n, EVP_sha256(), nullptr);
  return {reinterpret_cast<char*>(out), n};
}

std::string make_root(const Compiled& c, const std::vector<fb::Section>& sections) {
  flatbuffers::FlatBufferBuilder b;
  const Metadata& m = c.book.metadata;
  auto strings = [&](const std::vector<std::string>& from) {
    std::vector<flatbuffers::Offset<flatbuffers::String>> v;
    for (const std::string& s : from) v.push_back(b.CreateString(s));
    return b.CreateVector(v);
  };
  auto texts = [&](const std::vector<std::string>& from) {
    std::vector<uint32_t> ends;
    std::string all;
    for (const std::string& s : from) all += s, ends.push_back(static_cast<uint32_t>(all.size()));
    const auto e = b.CreateVector(ends);
    return fb::CreateTexts(b, e, b.CreateVector(reinterpret_cast<const uint8_t*>(all.data()), all.size()));
  };
  auto bytes = [&](const std::string& s) {
    return b.CreateVector(reinterpret_cast<const uint8_t*>(s.data()), s.size());
  };
  std::vector<std::string> titles, paths;
  std::vector<uint8_t> level;
  std::vector<uint32_t> paragraph, offset, pos, spine, file_paragraph, itemref;
  for (const Chapter& k : c.book.chapters) {
    titles.push_back(k.title.substr(0, utf8_floor(k.title, 200)));
    level.push_back(static_cast<uint8_t>(std::min(k.level, 255u)));
    paragraph.push_back(k.begin.paragraph);
    offset.push_back(k.begin.offset);
    pos.push_back(pos_of(c.book, k.begin));
  }
  for (const SourceFile& f : c.book.files)
    paths.push_back(f.path), spine.push_back(f.spine), file_paragraph.push_back(f.first_paragraph),
        itemref.push_back(f.cfi_step);
  std::vector<fb::Print> proof;
  for (const uint32_t i : proof_paragraphs(c.book)) proof.emplace_back(i, c.book.paragraphs[i].print);
  const auto title = b.CreateString(m.title), language = b.CreateString(m.language),
             publisher = b.CreateString(m.publisher), date = b.CreateString(m.date), series = b.CreateString(m.series);
  const auto series_index = b.CreateString(printed_index(m.series_index));
  const auto packer = b.CreateString("postil " POSTIL_PACKER_VERSION),
             libraries = b.CreateString(std::string("zstd ") + ZSTD_versionString());
  const auto creators = strings(m.creators), identifiers = strings(m.identifiers);
  const auto source = bytes(m.source_sha256), partial = bytes(m.partial_md5);
  const auto files = texts(paths);
  const auto v_spine = b.CreateVector(spine), v_file = b.CreateVector(file_paragraph);
  const bool cfi = std::any_of(itemref.begin(), itemref.end(), [](uint32_t step) { return step != 0; });
  const auto v_itemref = cfi ? b.CreateVector(itemref) : 0;
  const auto ch_titles = texts(titles);
  const auto ch_level = b.CreateVector(level);
  const auto ch_paragraph = b.CreateVector(paragraph), ch_offset = b.CreateVector(offset), ch_pos = b.CreateVector(pos);
  const auto chapters = fb::CreateChapters(b, ch_titles, ch_level, ch_paragraph, ch_offset, ch_pos);
  const auto proofs = b.CreateVectorOfStructs(proof);
  const auto section = b.CreateVectorOfStructs(sections);
  fb::RootBuilder root(b);
  root.add_kind(c.reference ? fb::PackKind::reference : fb::PackKind::book);
  root.add_title(title);
  root.add_language(language);
  root.add_creators(creators);
  root.add_identifiers(identifiers);
  root.add_publisher(publisher);
  root.add_date(date);
  root.add_series(series);
  root.add_series_index(series_index);
  root.add_source_sha256(source);
  root.add_partial_md5(partial);
  root.add_packer(packer);
  root.add_libraries(libraries);
  root.add_fold_version(kFoldVersion);
  root.add_end_pos(pos_of(c.book, {static_cast<uint32_t>(c.book.paragraphs.size()), 0}));
  root.add_files(files);
  root.add_spine(v_spine);
  root.add_file_paragraph(v_file);
  root.add_chapters(chapters);
  root.add_proof(proofs);
  root.add_sections(section);
  root.add_plain_text(c.book.plain_text);
  root.add_cfi_spine(c.book.files.empty() ? 0 : c.book.files[0].spine_cfi_step);
  root.add_cfi_itemref(v_itemref);
  b.Finish(root.Finish());
  return {reinterpret_cast<const char*>(b.GetBufferPointer()), b.GetSize()};
}

void pad(std::string& s, size_t to) {
  s.resize((s.size() + to - 1) / to * to);
}

}  // namespace

Result encode_pack(const Compiled& c, const EncodeOptions& options, std::string& bytes) {
  if (c.book.files.size() > 0xFFFF || c.book.chapters.size() > 0xFFFF)
    return {Code::limit, "the book has more than 65,535 documents or chapters"};
  const std::vector<RawBlock> blocks = make_bodies(c);
  std::string dictionary;
  std::vector<std::string> frames;
  if (Result r = compress_blocks(blocks, std::max(1u, options.jobs), dictionary, frames); !r) return r;

  Locations at;
  uint64_t offset = 0;
  std::vector<uint64_t> offsets;
  for (size_t i = 0; i < blocks.size(); ++i) {
    offsets.push_back(offset);
    for (uint32_t slot = 0; slot < blocks[i].count; ++slot)
      at.of[static_cast<size_t>(blocks[i].kind)].push_back(
          {static_cast<uint32_t>(offset / format::kBlockAlign), slot, 0, 0});
    offset += frames[i].size();
  }
  if (offset / format::kBlockAlign > 0xFFFFFFFFu) return {Code::limit, "the pack would be larger than 16 GiB"};
  const auto levels = build_index(index_entries(c, at));
  if (levels.size() > format::kMaxLevels) return {Code::limit, "the index has too many levels"};

  // Directories: pages that lead from a record's number, or a position, to its block.
  struct Directory {
    SectionKind kind;
    uint32_t records;
    std::string pages;
  };
  std::vector<Directory> directories;
  for (size_t i = 0; i < blocks.size();) {
    Directory d{blocks[i].kind, 0, ""};
    while (i < blocks.size() && blocks[i].kind == d.kind) {
      std::string page(kPageSize, '\0');
      uint32_t n = 0;
      for (; n < format::kDirectoryEntries && i < blocks.size() && blocks[i].kind == d.kind; ++n, ++i) {
        store32(&page[n * format::kDirectoryEntry], blocks[i].first);
        store32(&page[n * format::kDirectoryEntry + 4], blocks[i].pos);
        store32(&page[n * format::kDirectoryEntry + 8], static_cast<uint32_t>(offsets[i] / format::kBlockAlign));
        d.records = blocks[i].first + blocks[i].count;
      }
      store32(&page[format::kDirectoryCount], n);
      store32(&page[format::kDirectorySum], checksum32(page.data(), format::kDirectorySum));
      d.pages += page;
    }
    directories.push_back(std::move(d));
  }

  const size_t root_size = make_root(c, std::vector<fb::Section>(4 + directories.size())).size();
  if (root_size > format::kMaxRoot)
    return {Code::limit,
            "the book's file names, contents and metadata take more than 96 KiB; join small documents, or shorten the "
            "table of contents"};
  std::string file(format::kHeaderSize + root_size, '\0');
  pad(file, kPageSize);
  std::vector<fb::Section> sections;
  auto section = [&](SectionKind kind, uint64_t size, uint32_t records) {
    sections.emplace_back(file.size(), size, records, static_cast<uint16_t>(kind), 0);
  };
  std::string inner;
  for (size_t level = levels.size(); level-- > 1;)
    for (const std::string& page : levels[level]) inner += page;
  // How many pages each level has, root first, is told by the pages themselves; `records` counts the levels.
  section(SectionKind::inner_pages, inner.size(), static_cast<uint32_t>(levels.size()));
  file += inner;
  const bool packed = !dictionary.empty();
  if (packed) {
    std::string frame;
    if (Result r = compress_dictionary(dictionary, frame); !r) return r;
    dictionary = std::move(frame);
  }
  section(SectionKind::dictionary, dictionary.size(), checksum32(dictionary.data(), dictionary.size()));
  file += dictionary;
  pad(file, kPageSize);
  const size_t front = file.size();
  section(SectionKind::leaf_pages, levels.empty() ? 0 : levels[0].size() * kPageSize,
          levels.empty() ? 0 : static_cast<uint32_t>(levels[0].size()));
  if (!levels.empty())
    for (const std::string& page : levels[0]) file += page;
  for (const Directory& d : directories) {
    section(d.kind, d.pages.size(), d.records);
    file += d.pages;
  }
  section(SectionKind::blocks, offset, static_cast<uint32_t>(blocks.size()));
  for (const std::string& frame : frames) file += frame;

  const std::string root = make_root(c, sections);
  if (root.size() != root_size)
    return {Code::corrupt, "the root changed its size; this is a mistake in Postil, please report it"};
  std::copy(root.begin(), root.end(), file.begin() + format::kHeaderSize);
  std::memcpy(&file[0], format::kMagic, 8);
  store16(&file[format::kHeaderMajor], format::kMajor);
  store16(&file[format::kHeaderMinor], format::kMinor);
  store32(&file[format::kHeaderRequired], packed ? format::kPackedDictionary : 0);
  store64(&file[format::kHeaderFileSize], file.size());
  store32(&file[format::kHeaderFrontSize], static_cast<uint32_t>(front));
  store32(&file[format::kHeaderRootSize], static_cast<uint32_t>(root.size()));
  store32(&file[format::kHeaderRootSum], checksum32(root.data(), root.size()));
  const std::string id = sha256(&file[format::kHeaderSize], file.size() - format::kHeaderSize);
  std::copy(id.begin(), id.begin() + 16, file.begin() + format::kHeaderPackId);
  store32(&file[format::kHeaderSum], checksum32(file.data(), format::kHeaderSum));
  bytes = std::move(file);
  return {};
}

Result write_pack(const Compiled& compiled, const EncodeOptions& options, const std::string& path) {
  std::string bytes;
  if (Result r = encode_pack(compiled, options, bytes); !r) return r;
  return write_file(path, bytes);
}

}  // namespace postil
