#include "packer/encode/places.h"

#include <algorithm>
#include <unordered_map>

#include "packer/structure/locate.h"
#include "schema/pack_generated.h"
#include "schema/position.h"
#include "schema/trace.h"

namespace postil {
namespace {

constexpr size_t kTraceBlock = 6000;  // bytes, before compression

}  // namespace

std::vector<std::pair<std::string, uint32_t>> place_keys(const Book& book) {
  std::vector<std::pair<std::string, uint32_t>> out;
  for (const SourceFile& file : book.files) {
    if (file.spine > 0xFFFF) continue;
    std::unordered_map<uint32_t, uint32_t> prints;  // how many paragraphs have it
    for (uint32_t i = file.first_paragraph; i < file.end_paragraph; ++i) ++prints[book.paragraphs[i].print];
    for (uint32_t i = file.first_paragraph; i < file.end_paragraph; ++i) {
      const Paragraph& p = book.paragraphs[i];
      if (!p.path.empty()) out.emplace_back(path_key(file.spine, p.path), i);
      if (prints[p.print] == 1 && ink_count(p.text) >= kMinPrintInk)
        out.emplace_back(print_key(file.spine, p.print), i);
    }
  }
  return out;
}

std::vector<RawBlock> trace_blocks(const Book& book) {
  std::vector<RawBlock> out;
  if (std::all_of(book.files.begin(), book.files.end(), [](const SourceFile& f) { return f.cfi_step == 0; }))
    return out;
  const auto n = static_cast<uint32_t>(book.paragraphs.size());
  for (uint32_t i = 0; i < n;) {
    const uint32_t first = i, file = book.paragraphs[i].file;
    TraceWriter writer;
    while (i < n && book.paragraphs[i].file == file && writer.bytes().size() < kTraceBlock) {
      writer.add(book.paragraphs[i].text, trace_runs(book, book.paragraphs[i]));
      ++i;
    }
    flatbuffers::FlatBufferBuilder b;
    const auto runs = b.CreateVector(reinterpret_cast<const uint8_t*>(writer.bytes().data()), writer.bytes().size());
    b.Finish(fb::CreateBlock(b, first, i - first, fb::Body::Trace, fb::CreateTrace(b, runs).Union()));
    out.push_back({format::SectionKind::trace,
                   first,
                   i - first,
                   book.paragraphs[first].pos,
                   {reinterpret_cast<const char*>(b.GetBufferPointer()), b.GetSize()}});
  }
  return out;
}

std::vector<uint32_t> proof_paragraphs(const Book& book) {
  std::vector<uint32_t> out;
  const size_t n = book.paragraphs.size();
  for (size_t k = 0; k < 8; ++k)
    for (size_t i = n * k / 8; i < n * (k + 1) / 8; ++i) {
      const Paragraph& p = book.paragraphs[i];
      if (book.files[p.file].spine > 0xFFFF || ink_count(p.text) < kMinProofInk) continue;
      out.push_back(static_cast<uint32_t>(i));
      break;
    }
  return out;
}

}  // namespace postil
