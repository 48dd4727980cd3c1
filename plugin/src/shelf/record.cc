// Records of the catalogue as bytes: strings and numbers in a fixed order, later ones appended.
#include <algorithm>

#include "schema/bytes.h"
#include "shelf/catalogue.h"

namespace postil::shelf {
namespace {

template <class Record, class Text, class Number>
void fields(Record& r, Text text, Number number) {
  text(r.path), text(r.title), text(r.creator), text(r.language), text(r.series), text(r.series_index);
  text(r.pack_id), text(r.partial_md5), text(r.source_sha256), text(r.identifiers);
  number(r.slot), number(r.copy_of), number(r.kind), number(r.missing), number(r.read), number(r.entities);
  number(r.names), number(r.end_pos), number(r.pos), number(r.until);
}

}  // namespace

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) out += "0123456789abcdef"[static_cast<uint8_t>(c) >> 4], out += "0123456789abcdef"[c & 15];
  return out;
}

std::string write_record(const PackRecord& r) {
  std::string out(16, 0);
  store64(out.data(), r.size);
  store64(out.data() + 8, r.time);
  fields(
      r, [&](const std::string& s) { append_varint(out, static_cast<uint32_t>(s.size())), out += s; },
      [&](uint32_t v) { append_varint(out, v); });
  return out;
}

bool read_record(std::string_view bytes, uint32_t number, PackRecord& r) {
  r = {};
  if (bytes.size() < 16) return false;
  r.number = number;
  r.size = load64(bytes.data());
  r.time = load64(bytes.data() + 8);
  const auto* at = reinterpret_cast<const uint8_t*>(bytes.data()) + 16;
  const uint8_t* const end = reinterpret_cast<const uint8_t*>(bytes.data()) + bytes.size();
  bool right = true;
  fields(
      r,
      [&](std::string& s) {
        uint32_t size = 0;
        right = right && read_varint(at, end, size) && size <= static_cast<size_t>(end - at);
        if (right) s.assign(reinterpret_cast<const char*>(at), size), at += size;
      },
      [&](uint32_t& v) { right = right && (at == end || read_varint(at, end, v)); });
  return right;
}

std::vector<std::string> PackRecord::books() const {
  std::vector<std::string> out;
  for (size_t at = 0; at < identifiers.size();) {
    const size_t end = std::min(identifiers.find('\n', at), identifiers.size());
    if (end > at) out.push_back(identifiers.substr(at, end - at));
    at = end + 1;
  }
  if (!source_sha256.empty()) out.push_back("sha256:" + hex(source_sha256));
  if (!partial_md5.empty()) out.push_back("md5:" + hex(partial_md5));
  if (out.empty()) out.push_back("pack:" + hex(pack_id));
  return out;
}

std::string PackRecord::book() const {
  return books()[0];
}

}  // namespace postil::shelf
