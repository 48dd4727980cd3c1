#include "shelf/reading.h"

#include <algorithm>

#include "schema/utf8.h"

namespace postil::shelf {
namespace {

constexpr uint32_t kSearched = 100;  // matches that are looked at
constexpr size_t kWords = 120;       // bytes each side of a position; both are one query
constexpr uint32_t kMargin = 50;  // a part of the book: by how much less is told where the place is not known exactly

std::string edition_of(const PackRecord& r) {
  return hex(r.pack_id) + ' ' + std::to_string(r.end_pos);
}
std::string file_of(const PackRecord& r) {
  return std::to_string(r.size) + ' ' + std::to_string(r.time);
}

uint32_t number_in(const std::string& text, size_t from) {
  uint32_t v = 0;
  for (; from < text.size() && text[from] >= '0' && text[from] <= '9'; ++from)
    v = v * 10 + static_cast<uint32_t>(text[from] - '0');
  return v;
}

// The newest line of any name of the book. In a transaction.
bool line_of(Shelf& shelf, const PackRecord& r, FieldNote& out) {
  out.clock = 0;
  FieldNote line;
  for (const std::string& book : r.books())
    if (shelf.told(state_id(kReading, book), line) == Code::ok && line.clock > out.clock) out = line;
  return out.clock != 0;
}

// The same text: positions are the same.
bool same_text(const FieldNote& line, const PackRecord& r) {
  const std::string edition = edition_of(r);
  if (line.subject == edition) return true;
  const size_t end = line.subject.find(' ');
  return !r.source_sha256.empty() && end != std::string::npos &&
         line.subject.compare(end, line.subject.npos, edition, edition.find(' '), edition.npos) == 0 &&
         ('\n' + line.tags + '\n').find("\nsha256:" + hex(r.source_sha256) + '\n') != std::string::npos;
}

void set(PackRecord& r, const FieldNote& line) {
  r.read = line.clock;
  r.pos = line.pos;
  r.until = line.place.empty() ? POSTIL_NO_LIMIT : number_in(line.place, 0);
}

// Some words each side of a position, a line feed between them.
std::string words_at(postil_pack* pack, uint32_t pos) {
  postil_view view{};
  if (!pack || pos == POSTIL_NO_LIMIT || postil_view_of_pos(pack, pos, &view) != POSTIL_OK) return {};
  const std::string_view before(view.before.data, view.before.size), after(view.after.data, view.after.size);
  std::string out(before.substr(before.size() > kWords ? utf8_floor(before, before.size() - kWords) : 0));
  const size_t middle = out.size();
  out += ' ';
  out += after.substr(0, utf8_floor(after, kWords));
  std::replace(out.begin(), out.end(), '\n', ' ');
  out[middle] = '\n';
  return out;
}

// The position whose words these are, nearest to where it would be by proportion. False: they are not there.
bool find_again(postil_pack* pack, std::string words, uint32_t near, uint32_t& pos) {
  size_t before = std::min(words.find('\n'), words.size());
  if (before < words.size()) words.erase(before, 1);
  for (;;) {
    postil_search* search = nullptr;
    if (postil_search_open(pack, words.data(), static_cast<uint32_t>(words.size()), POSTIL_PHRASE, 0, POSTIL_NO_LIMIT,
                           1, &search) == POSTIL_OK) {
      postil_passage passage{};
      const uint32_t ink = postil_ink(words.data(), static_cast<uint32_t>(before));
      uint32_t best = UINT32_MAX;
      for (uint32_t i = 0; i < kSearched && postil_search_next(search, UINT32_MAX, &passage) == POSTIL_OK; ++i) {
        const uint32_t at = passage.place.pos + ink, distance = at > near ? at - near : near - at;
        if (distance < best) best = distance, pos = at;
      }
      postil_search_free(search);
      if (best != UINT32_MAX) return true;
    }
    // The words before it alone, without one that the position cut.
    if (before == words.size()) return false;
    words.resize(before = std::min(before, words.rfind(' ', before) + 1));
  }
}

}  // namespace

Code carry_reading(Shelf& shelf, postil_pack* pack, const PackRecord* before, PackRecord& r) {
  FieldNote line;
  bool known = false, found = false;
  if (Code c = shelf.read([&] {
        known = line_of(shelf, r, line);
        found = known || (before && line_of(shelf, *before, line));
        return Code::ok;
      });
      c != Code::ok)
    return c;
  if (!found) return Code::ok;
  set(r, line);
  if (same_text(line, r)) return Code::ok;
  const uint32_t old_end = std::max(number_in(line.subject, line.subject.find(' ') + 1), 1u);
  const auto carry = [&](uint32_t& at, const std::string& words, uint32_t margin) {
    if (at == POSTIL_NO_LIMIT) return;
    const auto near = static_cast<uint32_t>(uint64_t{std::min(at, old_end)} * r.end_pos / old_end);
    if (at == 0 || find_again(pack, words, near, at)) return;
    at = !known ? 0 : near > margin ? near - margin : 0;
  };
  carry(r.until, line.after.empty() ? line.quote : line.after, r.end_pos / kMargin);
  carry(r.pos, line.quote, 0);
  return Code::ok;
}

Code take_readings(Shelf& shelf) {
  std::vector<PackRecord> changed;
  if (Code c = each_pack(shelf,
                         [&](PackRecord& r) {
                           changed.push_back(r);
                           return true;
                         });
      c != Code::ok)
    return c;
  FieldNote line;
  for (PackRecord& r : changed) {
    // In another edition than that of the pack here the place is not known.
    if (r.copy_of || !line_of(shelf, r, line) || line.clock <= r.read || !same_text(line, r)) continue;
    set(r, line);
    if (Code c = save_record(shelf, r); c != Code::ok) return c;
  }
  return Code::ok;
}

Code save_reading(Shelf& shelf, PackRecord r, postil_pack* pack, uint32_t pos, uint32_t until) {
  if (r.pos == pos && r.until == until) return Code::ok;
  FieldNote line;
  line.state = kReading;
  line.book = r.book();
  line.id = state_id(kReading, line.book);
  line.title = r.title;
  line.subject = edition_of(r);
  for (const std::string& book : r.books()) line.tags += (line.tags.empty() ? "" : "\n") + book;
  line.pos = pos;
  if (until != POSTIL_NO_LIMIT) line.place = std::to_string(until);
  line.quote = words_at(pack, pos);
  if (until != pos) line.after = words_at(pack, until);
  return shelf.write([&]() -> Code {
    if (Code c = load_pack(shelf, r.number, r); c != Code::ok) return c;
    if (Code c = shelf.tell(&line, 1); c != Code::ok) return c;
    set(r, line);
    return save_record(shelf, r);
  });
}

Code load_signature(Shelf& shelf, const PackRecord& r, uint32_t& state, std::string& key) {
  FieldNote line;
  state = POSTIL_SIGNATURE_NOT_CHECKED;
  key.clear();
  const Code c = shelf.told(state_id(kSignature, r.pack_id), line);
  if (c == Code::ok && line.place == file_of(r)) state = line.pos, key = line.text;
  return c == Code::absent ? Code::ok : c;
}

Code save_signature(Shelf& shelf, uint32_t number, uint32_t state, std::string_view key) {
  return shelf.write([&]() -> Code {
    PackRecord r;
    if (Code c = load_pack(shelf, number, r); c != Code::ok) return c;
    uint32_t old = 0;
    std::string old_key;
    if (Code c = load_signature(shelf, r, old, old_key); c != Code::ok || (old == state && old_key == key)) return c;
    FieldNote line;
    line.state = kSignature;
    line.id = state_id(kSignature, r.pack_id);
    line.title = r.title;
    line.subject = hex(r.pack_id);
    line.pos = state;
    line.place = file_of(r);
    line.text = key;
    return shelf.tell(&line, 1);
  });
}

}  // namespace postil::shelf
