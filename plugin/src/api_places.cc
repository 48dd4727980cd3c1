// postil.h: where pack, book and reading program meet.
#include <algorithm>
#include <cstring>

#include "handle.h"
#include "schema/position.h"
#include "schema/trace.h"

using namespace postil;
using format::SectionKind;

namespace {

constexpr size_t kMaxSame = 64;      // paragraphs of one key that are looked at
constexpr uint32_t kQuoteWords = 6;  // each side

// The paragraphs to which an index key leads, in order.
Code paragraphs_of(Pack& pack, const std::string& wanted, std::vector<uint32_t>& out) {
  out.clear();
  if (pack.leaves() == 0) return Code::absent;
  const std::string key = stored_key(wanted);
  uint32_t leaf = 0;
  if (Code c = pack.leaf_of(key, leaf); c != Code::ok) return c;
  std::vector<LeafValue> values;
  for (bool more = true; more && leaf < pack.leaves() && values.size() < kMaxSame; ++leaf) {
    const uint8_t* page = nullptr;
    if (Code c = pack.leaf(leaf, page); c != Code::ok) return c;
    PageCursor cursor(page);
    bool on = cursor.seek(key);
    for (; on && cursor.key() == key && values.size() < kMaxSame; on = cursor.next()) values.push_back(cursor.value());
    if (cursor.corrupt()) return Code::corrupt;
    more = !on;  // a key's entries may go on in the next leaf
  }
  for (const LeafValue& v : values) {
    const fb::Block* block = nullptr;
    if (Code c = pack.block_at(SectionKind::paragraphs, v.block4, block); c != Code::ok) return c;
    if (v.slot >= block->count()) return Code::corrupt;
    out.push_back(block->first() + v.slot);
  }
  return out.empty() ? Code::absent : Code::ok;
}

struct ParagraphRow {
  uint32_t file, pos, ink, print;
  std::string path, text;
};
Code read_paragraph(Pack& pack, uint32_t paragraph, ParagraphRow& out) {
  const fb::Block* block = nullptr;
  uint32_t slot = 0;
  if (Code c = pack.block_of(SectionKind::paragraphs, paragraph, block, slot); c != Code::ok)
    return c == Code::absent ? Code::corrupt : c;
  const fb::Paragraphs& rows = *block->body_as_Paragraphs();
  out.file = rows.file();
  out.pos = rows.pos();
  for (uint32_t i = 0; i < slot; ++i) out.pos += rows.ink()->Get(i);
  out.ink = rows.ink()->Get(slot);
  out.print = rows.print()->Get(slot);
  out.path = text_at(rows.path(), slot);
  out.text = text_at(rows.text(), slot);
  return Code::ok;
}

// The paragraph at the path or at the nearest element above it that has one.
Code paragraph_of(Pack& pack, uint32_t spine, std::string_view path, uint32_t print, ParagraphRow& out) {
  std::vector<uint32_t> found;
  for (; !path.empty(); path = path.substr(0, path.rfind('/'))) {
    const Code c = paragraphs_of(pack, path_key(spine, path), found);
    if (c == Code::absent) continue;
    if (c != Code::ok) return c;
    for (const uint32_t paragraph : found) {
      if (Code code = read_paragraph(pack, paragraph, out); code != Code::ok) return code;
      if (print == 0 ? found.size() == 1 : out.print == print) return Code::ok;
    }
    break;
  }
  if (print == 0) return Code::absent;
  if (Code c = paragraphs_of(pack, print_key(spine, print), found); c != Code::ok) return c;
  return read_paragraph(pack, found[0], out);
}

Code pos_of_path(Pack& pack, uint32_t spine, std::string_view path, uint32_t print, uint32_t ink, uint32_t& pos) {
  if (const size_t text = path.find("/text()"); text != std::string_view::npos) path = path.substr(0, text);
  if (spine > 0xFFFF || path.size() > 4096) return Code::absent;
  ParagraphRow row;
  if (Code c = paragraph_of(pack, spine, path, print, row); c != Code::ok) return c;
  pos = row.pos + std::min(ink, row.ink);
  return Code::ok;
}

// The last `words` words before byte `at`, or the first after it.
std::string_view words_before(std::string_view text, size_t at, uint32_t words) {
  size_t begin = at;
  for (bool in = false; begin > 0; --begin) {
    const bool space = text[begin - 1] == ' ' || text[begin - 1] == '\n';
    if (space && in && --words == 0) break;
    in = !space;
  }
  return text.substr(begin, at - begin);
}
std::string_view words_after(std::string_view text, size_t at, uint32_t words) {
  size_t end = at;
  for (bool in = false; end < text.size(); ++end) {
    const bool space = text[end] == ' ' || text[end] == '\n';
    if (space && in && --words == 0) break;
    in = !space;
  }
  return text.substr(at, end - at);
}

uint32_t spine_of(const Pack& pack, uint32_t file) {
  const auto& spine = *pack.root().spine();
  return file < spine.size() ? spine.Get(file) : POSTIL_NONE;
}

}  // namespace

uint32_t postil_ink(const char* text, uint32_t size) {
  return text ? ink_count({text, size}) : 0;
}

uint32_t postil_print(const char* text, uint32_t size) {
#if defined(__cpp_exceptions)
  try {
    return text ? print_of({text, size}) : 0;
  } catch (...) {
    return 0;
  }
#else
  return text ? print_of({text, size}) : 0;
#endif
}

int32_t postil_pos_of_path(postil_pack* p, uint32_t spine, const char* path, uint32_t size, uint32_t print,
                           uint32_t ink, uint32_t* pos) {
  return guarded(p, [&](Pack& pack) {
    if (!path || !pos) return Code::invalid_argument;
    return pos_of_path(pack, spine, {path, size}, print, ink, *pos);
  });
}

int32_t postil_pos_of_xpointer(postil_pack* p, const char* xpointer, uint32_t size, uint32_t print, uint32_t ink,
                               uint32_t* pos) {
  return guarded(p, [&](Pack& pack) {
    if (!xpointer || !pos) return Code::invalid_argument;
    // A book of one spine item has "/body/DocFragment/", any other "/body/DocFragment[n]/", n from 1.
    static constexpr std::string_view kHead = "/body/DocFragment";
    std::string_view rest{xpointer, size};
    if (rest.substr(0, kHead.size()) != kHead) return Code::invalid_argument;
    rest = rest.substr(kHead.size());
    uint32_t number = 1;
    if (!rest.empty() && rest[0] == '[') {
      const size_t close = rest.find(']');
      if (close == std::string_view::npos || close < 2 || close > 6) return Code::invalid_argument;
      number = 0;
      for (const char c : rest.substr(1, close - 1)) {
        if (c < '0' || c > '9') return Code::invalid_argument;
        number = number * 10 + static_cast<uint32_t>(c - '0');
      }
      rest = rest.substr(close + 1);
    }
    if (number == 0 || (!rest.empty() && rest[0] != '/')) return Code::invalid_argument;
    return pos_of_path(pack, number - 1, rest, print, ink, *pos);
  });
}

int32_t postil_view_of_pos(postil_pack* p, uint32_t pos, postil_view* out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    uint32_t paragraph = 0, offset = 0;
    if (Code c = point_of(pack, pos, paragraph, offset); c != Code::ok) return c;
    ParagraphRow row;
    if (Code c = read_paragraph(pack, paragraph, row); c != Code::ok) return c;
    p->scratch[0] = row.path;
    p->scratch[1] = words_before(row.text, offset, kQuoteWords);
    p->scratch[2] = words_after(row.text, offset, kQuoteWords);
    *out = {lend(p->scratch[0]),
            lend(p->scratch[1]),
            lend(p->scratch[2]),
            paragraph,
            row.file,
            spine_of(pack, row.file),
            row.print,
            std::min(pos < row.pos ? 0 : pos - row.pos, row.ink)};
    return Code::ok;
  });
}

int32_t postil_cfi_of_pos(postil_pack* p, uint32_t pos, postil_text* out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    const auto* itemrefs = pack.root().cfi_itemref();
    if (!itemrefs || pack.records(SectionKind::trace) == 0) return Code::absent;
    uint32_t paragraph = 0, offset = 0;
    if (Code c = point_of(pack, pos, paragraph, offset); c != Code::ok) return c;
    ParagraphRow row;
    if (Code c = read_paragraph(pack, paragraph, row); c != Code::ok) return c;
    if (row.file >= itemrefs->size() || itemrefs->Get(row.file) == 0) return Code::absent;
    const fb::Block* block = nullptr;
    uint32_t slot = 0;
    if (Code c = pack.block_of(SectionKind::trace, paragraph, block, slot); c != Code::ok) return c;
    const auto& bytes = *block->body_as_Trace()->runs();
    TraceReader reader({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    std::vector<TraceRun> runs;
    for (uint32_t i = 0; i <= slot; ++i)
      if (!reader.next(runs)) return Code::corrupt;
    if (!TraceReader::settle(row.text, runs)) return Code::corrupt;
    if (runs.empty()) return Code::absent;
    p->scratch[0] = "epubcfi(/" + std::to_string(pack.root().cfi_spine()) + "/" +
                    std::to_string(itemrefs->Get(row.file)) + "!" + cfi_path(row.text, runs, offset) + ")";
    *out = lend(p->scratch[0]);
    return Code::ok;
  });
}

int32_t postil_proof_at(postil_pack* p, uint32_t index, postil_proof* out) {
  return guarded(p, [&](Pack& pack) {
    if (!out) return Code::invalid_argument;
    const auto* proof = pack.root().proof();
    if (!proof || index >= proof->size()) return Code::absent;
    const fb::Print& print = *proof->Get(index);
    ParagraphRow row;
    if (Code c = read_paragraph(pack, print.paragraph(), row); c != Code::ok) return c;
    p->scratch[0] = row.path;
    *out = {lend(p->scratch[0]), print.paragraph(), spine_of(pack, row.file), print.xxh32()};
    return Code::ok;
  });
}

int32_t postil_match(postil_pack* p, const uint8_t* partial_md5, const uint32_t* prints, uint32_t count,
                     uint32_t* match) {
  return guarded(p, [&](Pack& pack) {
    if (!match || (count > 0 && !prints)) return Code::invalid_argument;
    *match = POSTIL_MATCH_NONE;
    const auto* md5 = pack.root().partial_md5();
    if (partial_md5 && md5 && md5->size() == 16 && std::memcmp(md5->data(), partial_md5, 16) == 0) {
      *match = POSTIL_MATCH_EXACT;
      return Code::ok;
    }
    const auto* proof = pack.root().proof();
    const uint32_t wanted = proof ? proof->size() : 0;
    if (wanted == 0 || count < wanted) return Code::ok;
    for (uint32_t i = 0; i < wanted; ++i)
      if (prints[i] != proof->Get(i)->xxh32()) return Code::ok;
    *match = POSTIL_MATCH_TEXT;
    return Code::ok;
  });
}
