#include "shelf/find.h"

#include <algorithm>
#include <set>

#include "entity.h"
#include "lookup.h"
#include "schema/fold.h"
#include "shelf/names.h"

namespace postil::shelf {
namespace {

constexpr size_t kOpenPacks = 8;
constexpr uint32_t kHitsOfBook = 4;
constexpr uint32_t kCandidates = 4096;  // packs whose rank is looked at
constexpr uint32_t kJoins = 16;         // ids and links of one entity that are followed

// "3", "2.5": a volume's place in its series, in hundredths. False where it is no number.
bool volume_of(const std::string& text, uint32_t& out) {
  out = 0;
  uint32_t unit = 100;
  bool point = false;
  if (text.empty() || text.size() > 6) return false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      if (point)
        out += static_cast<uint32_t>(c - '0') * (unit /= 10);
      else
        out = out * 10 + static_cast<uint32_t>(c - '0') * 100;
    } else {
      return false;
    }
  }
  return true;
}

struct Place {
  PackRecord record;
  bool open = false, series = false, earlier = false, later = false, by_name = false;
};

// The open book, then its series from the volume before it backwards, then what was read last, then the order of the catalogue.
bool before(const Place& a, const Place& b) {
  if (a.open != b.open) return a.open;
  if (a.series != b.series) return a.series;
  if (a.earlier != b.earlier) return a.earlier;
  if (a.series && a.earlier) {
    uint32_t x = 0, y = 0;
    if (volume_of(a.record.series_index, x) && volume_of(b.record.series_index, y) && x != y) return x > y;
  }
  if (a.record.read != b.record.read) return a.record.read > b.record.read;
  return a.record.number < b.record.number;
}

Code place_of_pack(Shelf& shelf, uint32_t number, const PackRecord* open, Place& out) {
  if (Code c = load_pack(shelf, number, out.record); c != Code::ok) return c;
  if (!open) return Code::ok;
  out.open = open->number == number;
  out.series = !out.open && !open->series.empty() && open->series == out.record.series;
  uint32_t mine = 0, other = 0;
  if (out.series && volume_of(open->series_index, mine) && volume_of(out.record.series_index, other)) {
    out.earlier = other < mine;
    out.later = other > mine;
  }
  return Code::ok;
}

// A later volume tells nothing of itself before it is begun.
uint32_t limit_of(const Place& p) {
  return p.later && p.record.until == POSTIL_NO_LIMIT ? 0 : p.record.until;
}

// Name and joins of an entity as they may be told. False: not yet.
bool describe(postil_pack* pack, uint32_t entity, uint32_t until, BookHit& hit) {
  const fb::Block* block = nullptr;
  uint32_t slot = 0;
  if (pack->pack.block_of(format::SectionKind::entities, entity, block, slot) != Code::ok) return false;
  EntityRow row;
  until = postil::limit_of(pack->pack, until);
  read_entity(*block, slot, row);
  if (!is_shown(row, until) || hide_later(pack->pack, until, row) != Code::ok) return false;
  // What was made from the name says no more than the name.
  if (!row.id.empty() && row.id != stable_id(row.name)) hit.joins.push_back(row.id);
  hit.id = row.id.empty() ? stable_id(row.name) : row.id;
  hit.type = row.type;
  hit.name = row.name;
  for (FactRow& f : row.facts) {
    if (f.kind == 1 && hit.role.empty()) hit.role = f.text;
    if (f.kind == 2 && hit.description.empty()) hit.description = f.text;
    if (f.kind == 4 && hit.joins.size() < kJoins) hit.joins.push_back(std::move(f.text));
  }
  return true;
}

Code ask(Shelf& shelf, OpenPacks& packs, const Place& place, const Question& q, std::vector<BookHit>& out) {
  postil_pack* const pack = packs.get(place.record);
  if (!pack) return Code::ok;
  postil_hits* hits = nullptr;
  const int32_t code = postil_lookup(pack, q.query.data(), static_cast<uint32_t>(q.query.size()), POSTIL_SELECTED,
                                     kHitsOfBook, place.open ? q.at : POSTIL_NO_LIMIT, limit_of(place), &hits);
  if (code != POSTIL_OK)
    return code == POSTIL_NO_MEMORY ? Code::no_memory : Code::ok;  // a damaged pack costs its own answers
  for (uint32_t i = 0; i < postil_hits_count(hits); ++i) {
    postil_hit h{};
    postil_hit_at(hits, i, &h);
    BookHit hit;
    if (!describe(pack, h.entity, limit_of(place), hit)) continue;
    hit.record = place.record;
    hit.entity = h.entity;
    hit.kind = h.kind;
    hit.mentions = h.mentions;
    hit.first = h.first;
    hit.alias.assign(h.alias.data, h.alias.size);
    hit.why.assign(h.why.data, h.why.size);
    hit.earlier = place.earlier;
    out.push_back(std::move(hit));
  }
  postil_hits_free(hits);
  return Code::ok;
}

// The entity of a pack that has an id or link, under whatever name.
Code ask_join(OpenPacks& packs, const Place& place, const std::string& join, std::vector<BookHit>& out) {
  postil_pack* const pack = packs.get(place.record);
  if (!pack) return Code::ok;
  const std::string key = stored_key(std::string(1, static_cast<char>(format::KeySpace::external_id)).append(join));
  uint32_t leaf = 0;
  const uint8_t* page = nullptr;
  Pack& p = pack->pack;
  if (p.leaves() == 0 || p.leaf_of(key, leaf) != Code::ok || p.leaf(leaf, page) != Code::ok) return Code::ok;
  PageCursor cursor(page);
  if (!cursor.seek(key)) {
    if (++leaf >= p.leaves() || p.leaf(leaf, page) != Code::ok) return Code::ok;
    cursor = PageCursor(page);
    if (!cursor.seek(key)) return Code::ok;
  }
  if (cursor.key() != key || cursor.value().since > postil::limit_of(p, limit_of(place))) return Code::ok;
  const fb::Block* block = nullptr;
  if (p.block_at(format::SectionKind::entities, cursor.value().block4, block) != Code::ok ||
      cursor.value().slot >= block->count())
    return Code::ok;
  BookHit hit;
  hit.entity = block->first() + cursor.value().slot;
  if (!describe(pack, hit.entity, limit_of(place), hit)) return Code::ok;
  // Only what its own row says: a hash of a long id may be another's.
  if (std::find(hit.joins.begin(), hit.joins.end(), join) == hit.joins.end()) return Code::ok;
  postil_card* card = nullptr;
  if (postil_card_open(pack, hit.entity, limit_of(place), &card) == POSTIL_OK) {
    postil_card_info info{};
    postil_card_get(card, &info);
    hit.mentions = info.mentions;
    hit.first = info.first;
    postil_card_free(card);
  }
  hit.record = place.record;
  hit.alias = hit.name;
  hit.why = "the same by id or link";
  hit.earlier = place.earlier;
  out.push_back(std::move(hit));
  return Code::ok;
}

bool share(const BookHit& a, const BookHit& b) {
  return std::any_of(a.joins.begin(), a.joins.end(), [&](const std::string& j) {
    return std::find(b.joins.begin(), b.joins.end(), j) != b.joins.end();
  });
}

// One group for what ids and links join; of the first hit's group all are the same, of others perhaps.
void group(std::vector<BookHit>& hits, uint32_t open) {
  for (uint32_t i = 0; i < hits.size(); ++i) hits[i].group = i;
  for (size_t i = 0; i < hits.size(); ++i)
    for (size_t k = 0; k < i; ++k)
      if (hits[i].group != hits[k].group && share(hits[i], hits[k])) {
        const uint32_t from = std::max(hits[i].group, hits[k].group), to = std::min(hits[i].group, hits[k].group);
        for (BookHit& h : hits)
          if (h.group == from) h.group = to;
      }
  for (BookHit& h : hits)
    h.relation = h.record.number == open    ? POSTIL_RELATION_HERE
                 : h.group == hits[0].group ? POSTIL_RELATION_SAME
                                            : POSTIL_RELATION_PERHAPS;
}

// Folded forms of a query in the order in which they are tried, as a pack tries them.
std::vector<std::vector<std::string>> forms_of(std::string_view query) {
  const std::string folded = fold(query);
  std::vector<std::vector<std::string>> out{{folded}, {}};
  variant_keys(folded, out[1]);
  return out;
}

}  // namespace

postil_pack* OpenPacks::get(const PackRecord& record) {
  for (size_t i = 0; i < packs_.size(); ++i)
    if (packs_[i].path == record.path) {
      const Open found = packs_[i];
      packs_.erase(packs_.begin() + static_cast<std::ptrdiff_t>(i));
      if (found.pack_id == record.pack_id) {
        packs_.push_back(found);
        return found.pack;
      }
      postil_close(found.pack);
      break;
    }
  postil_pack* pack = nullptr;
  if (postil_open(record.path.c_str(), POSTIL_MMAP, 0, &pack) != POSTIL_OK) return nullptr;
  postil_text id{};
  if (postil_info_text(pack, POSTIL_PACK_ID, 0, &id) != POSTIL_OK ||
      record.pack_id != std::string_view(id.data, id.size)) {
    postil_close(pack);
    return nullptr;
  }
  if (packs_.size() >= kOpenPacks) {
    postil_close(packs_.front().pack);
    packs_.erase(packs_.begin());
  }
  packs_.push_back({record.path, record.pack_id, pack});
  return pack;
}

void OpenPacks::clear() {
  for (const Open& o : packs_) postil_close(o.pack);
  packs_.clear();
}

Code find_in_books(Shelf& shelf, OpenPacks& packs, const Question& q, std::vector<BookHit>& out) {
  out.clear();
  PackRecord open;
  std::set<uint32_t> asked;
  const auto places = [&](const std::vector<uint32_t>& numbers, std::vector<Place>& found) -> Code {
    for (const uint32_t n : numbers) {
      Place place;
      const Code c = place_of_pack(shelf, n, open.number ? &open : nullptr, place);
      if (c == Code::absent) continue;
      if (c != Code::ok) return c;
      if (!place.record.copy_of && asked.insert(n).second) found.push_back(std::move(place));
      if (found.size() >= kCandidates) break;
    }
    std::sort(found.begin(), found.end(), before);
    return Code::ok;
  };
  for (const std::vector<std::string>& forms : forms_of(q.query)) {
    std::vector<Place> found;
    Code c = shelf.read([&]() -> Code {
      if (q.open != POSTIL_NONE && !open.number)
        if (Code code = load_pack(shelf, q.open, open); code != Code::ok && code != Code::absent) return code;
      std::vector<uint32_t> numbers;
      for (const std::string& form : forms)
        if (Code code = packs_with(shelf, hash_of_name(form), numbers); code != Code::ok) return code;
      // Reference packs are searched directly.
      if (Code code = each_reference(shelf, numbers); code != Code::ok) return code;
      return places(numbers, found);
    });
    if (c != Code::ok) return c;
    uint32_t books = 0;
    for (const Place& place : found) {
      if (books >= q.limit) break;
      const size_t before_it = out.size();
      if (c = ask(shelf, packs, place, q, out); c != Code::ok) return c;
      books += out.size() > before_it;
    }
    if (!out.empty()) break;
    asked.clear();
  }
  // Who the best one is in other books, under whatever names.
  if (!out.empty()) {
    const std::vector<std::string> joins = out[0].joins;
    for (const std::string& join : joins) {
      std::vector<Place> found;
      const Code c = shelf.read([&]() -> Code {
        std::vector<uint32_t> numbers;
        if (Code code = packs_with(shelf, hash_of_external(join), numbers); code != Code::ok) return code;
        return places(numbers, found);
      });
      if (c != Code::ok) return c;
      for (const Place& place : found)
        if (out.size() < q.limit * kHitsOfBook) ask_join(packs, place, join, out);
    }
    group(out, q.open);
    // The same first, else in the order of the books.
    std::vector<BookHit> ordered;
    ordered.reserve(out.size());
    for (const uint32_t relation : {POSTIL_RELATION_HERE, POSTIL_RELATION_SAME, POSTIL_RELATION_PERHAPS})
      for (BookHit& h : out)
        if (h.relation == relation) ordered.push_back(std::move(h));
    out.swap(ordered);
  }
  return out.empty() ? Code::absent : Code::ok;
}

}  // namespace postil::shelf
