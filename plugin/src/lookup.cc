#include "lookup.h"

#include <algorithm>

#include "postil.h"
#include "schema/fold.h"
#include "schema/stable_sort.h"
#include "schema/utf8.h"

namespace postil {
namespace {

constexpr size_t kMaxWords = 64;      // of a selection in which names are sought
constexpr size_t kMaxNameWords = 16;  // of one name
constexpr size_t kShortFuzzy = 3;     // code points below which every word is near every other
constexpr size_t kLongFuzzy = 9;      // code points from which two edits are allowed
constexpr size_t kMaxHyphens = 4;     // spaces of a query that are tried as hyphens
constexpr int kSteps = 24;            // entries that are stepped over before a search is cheaper

std::string alias_key(std::string_view folded) {
  return std::string(1, static_cast<char>(format::KeySpace::alias)).append(folded);
}

std::vector<uint32_t> points(std::string_view text) {
  std::vector<uint32_t> out;
  for (const char *p = text.data(), *end = p + text.size(); p < end;) out.push_back(utf8_next(p, end));
  return out;
}

// Scripts written without spaces, and Hangul, whose particles are glued to names: a name may begin and end at every
// letter.
bool glued(uint32_t c) {
  static constexpr uint32_t kRanges[][2] = {{0x0E00, 0x0EFF}, {0x1000, 0x109F},  {0x1780, 0x17FF}, {0x3040, 0x30FF},
                                            {0x31F0, 0x31FF}, {0x3400, 0x4DBF},  {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3},
                                            {0xF900, 0xFAFF}, {0x20000, 0x323AF}};
  for (const auto& r : kRanges)
    if (c >= r[0] && c <= r[1]) return true;
  return false;
}

// The places of folded text between which a name may stand: words, parts of hyphened ones, letters of glued scripts.
std::vector<std::pair<uint32_t, uint32_t>> tokens_of(const std::string& folded) {
  std::vector<std::pair<uint32_t, uint32_t>> out;
  bool open = false;
  const char* const begin = folded.data();
  for (const char *p = begin, *end = p + folded.size(); p < end;) {
    const auto at = static_cast<uint32_t>(p - begin);
    const uint32_t c = utf8_next(p, end);
    const auto after = static_cast<uint32_t>(p - begin);
    if (c == ' ' || c == '-' || c == '\'') {
      open = false;
    } else if (glued(c)) {
      out.emplace_back(at, after);
      open = false;
    } else if (open) {
      out.back().second = after;
    } else {
      out.emplace_back(at, after);
      open = true;
    }
  }
  return out;
}

}  // namespace

Code Lookup::load(uint32_t leaf, const uint8_t*& page) {
  if (++pages_ > kMaxLeafPages) return Code::limit;
  return pack_.leaf(leaf, page);
}

Code Lookup::at_or_after(std::string_view key, uint32_t& leaf, const uint8_t*& page) {
  if (Code c = pack_.leaf_of(key, leaf); c != Code::ok) return c;
  return load(leaf, page);
}

template <class F>
Code Lookup::each(const std::string& key, F f) {
  if (pack_.leaves() == 0) return Code::ok;
  uint32_t leaf = 0;
  const uint8_t* page = nullptr;
  if (Code c = at_or_after(key, leaf, page); c != Code::ok) return c;
  for (;;) {
    PageCursor cursor(page);
    for (bool more = cursor.seek(key); more; more = cursor.next()) {
      if (cursor.key().substr(0, key.size()) != key) return Code::ok;
      if (!f(cursor)) return Code::ok;
    }
    if (cursor.corrupt()) return Code::corrupt;
    if (++leaf >= pack_.leaves()) return Code::ok;
    if (Code c = load(leaf, page); c != Code::ok) return c;
  }
}

void Lookup::take(const PageCursor& cursor, uint32_t kind, uint32_t edits) {
  const LeafValue& v = cursor.value();
  if (v.since > until_ || found.size() >= kMaxCandidates) return;
  for (const Candidate& c : found)
    if (c.block4 == v.block4 && c.slot == v.slot) return;
  found.push_back({v.block4, v.slot, kind, edits, static_cast<uint32_t>(cursor.key().size() - 1), v.weight,
                   std::string(cursor.key().substr(1))});
}

Code Lookup::whole(const std::string& folded, uint32_t kind) {
  if (folded.empty()) return Code::ok;
  const std::string key = stored_key(alias_key(folded));
  return each(key, [&](const PageCursor& cursor) {
    if (cursor.key().size() != key.size()) return false;
    take(cursor, kind, 0);
    return true;
  });
}

void variant_keys(const std::string& folded, std::vector<std::string>& keys) {
  fold_variants(folded, keys);
  for (const char* article :
       {"the ", "le ", "la ", "les ", "l'", "der ", "die ", "das ", "el ", "los ", "las ", "il ", "lo ", "gli "})
    keys.push_back(article + folded);
  keys.push_back(folded + "'s");
  // Written with hyphens in the text: each space alone, then all.
  std::string all = folded;
  std::replace(all.begin(), all.end(), ' ', '-');
  size_t spaces = 0;
  for (size_t at = 0; (at = folded.find(' ', at)) != std::string::npos && spaces < kMaxHyphens; ++at, ++spaces) {
    std::string one = folded;
    one[at] = '-';
    keys.push_back(std::move(one));
  }
  if (spaces > 1) keys.push_back(std::move(all));
}

Code Lookup::variants(const std::string& folded) {
  if (folded.empty()) return Code::ok;
  std::vector<std::string> keys;
  variant_keys(folded, keys);
  for (const std::string& key : keys)
    if (Code c = whole(key, POSTIL_VARIANT); c != Code::ok) return c;
  return Code::ok;
}

// The end of the longest name that begins with token `first`; 0 where none does. A word is added only while some key
// goes on so.
Code Lookup::longest_from(const std::string& folded, const std::vector<std::pair<uint32_t, uint32_t>>& tokens,
                          size_t first, uint32_t& end) {
  end = 0;
  const uint32_t begin = tokens[first].first;
  for (size_t i = first; i < tokens.size() && i < first + kMaxNameWords; ++i) {
    const std::string part = alias_key(std::string_view(folded).substr(begin, tokens[i].second - begin));
    if (part.size() > format::kMaxKey) return Code::ok;
    bool goes_on = false, is_whole = false;
    const Code c = each(part, [&](const PageCursor& cursor) {
      const bool whole = cursor.key().size() == part.size();
      is_whole |= whole && cursor.value().since <= until_;
      goes_on |= !whole;
      return whole;  // equal keys stand first
    });
    if (c != Code::ok) return c;
    if (is_whole) end = tokens[i].second;
    if (!goes_on) return Code::ok;
  }
  return Code::ok;
}

Code Lookup::within(const std::string& folded) {
  auto tokens = tokens_of(folded);
  if (tokens.size() > kMaxWords) tokens.resize(kMaxWords);
  std::vector<std::pair<uint32_t, uint32_t>> names;
  for (size_t i = 0; i < tokens.size(); ++i) {
    uint32_t end = 0;
    if (Code c = longest_from(folded, tokens, i, end); c != Code::ok) return c;
    if (end > 0) names.emplace_back(tokens[i].first, end);
  }
  stable_sort(names, [](const auto& a, const auto& b) { return a.second - a.first > b.second - b.first; });
  std::vector<std::pair<uint32_t, uint32_t>> kept;
  for (const auto& n : names) {
    const bool inside =
        std::any_of(kept.begin(), kept.end(), [&](const auto& k) { return n.first < k.second && k.first < n.second; });
    if (inside) continue;
    kept.push_back(n);
    if (Code c = whole(folded.substr(n.first, n.second - n.first), POSTIL_WITHIN); c != Code::ok) return c;
  }
  return Code::ok;
}

Code Lookup::prefix(const std::string& folded) {
  if (folded.empty()) return Code::ok;
  const std::string key = alias_key(folded);
  return each(key, [&](const PageCursor& cursor) {
    take(cursor, POSTIL_PREFIX, 0);
    return found.size() < kMaxCandidates;
  });
}

Code Lookup::complete(const std::string& folded, uint32_t limit, std::vector<std::pair<std::string, uint32_t>>& out) {
  const std::string key = alias_key(folded);
  return each(key, [&](const PageCursor& cursor) {
    const LeafValue& v = cursor.value();
    if (v.since > until_) return true;
    const std::string_view name = cursor.key().substr(1);
    const uint32_t weight = v.weight;
    if (!out.empty() && out.back().first == name)
      out.back().second = std::max(out.back().second, weight);
    else if (out.size() >= limit)
      return false;
    else
      out.emplace_back(name, weight);
    return true;
  });
}

// Walks the keys that begin with `base`, leaping over those that cannot be near.
Code Lookup::near(NearWord& word, const std::string& base) {
  std::string path = base,
              target = base;     // the key whose letters `word` has seen; the least key that can still be near
  std::vector<uint32_t> starts;  // byte offsets of the path's letters
  word.cut_to(0);
  for (const char *p = base.data() + 1, *end = base.data() + base.size(); p < end;) {
    starts.push_back(static_cast<uint32_t>(p - base.data()));
    if (!word.push(utf8_next(p, end))) return Code::ok;
  }
  const uint32_t least_depth = word.depth();
  uint32_t leaf = 0;
  const uint8_t* page = nullptr;
  if (Code c = at_or_after(target, leaf, page); c != Code::ok) return c;
  for (;;) {
    PageCursor cursor(page);
    bool more = cursor.seek(target);
    while (more) {
      const std::string_view key = cursor.key();
      if (key.substr(0, base.size()) != base) return Code::ok;
      // Letters that this key shares with the last one stay.
      const size_t common =
          static_cast<size_t>(std::mismatch(path.begin(), path.end(), key.begin(), key.end()).first - path.begin());
      uint32_t depth = word.depth();
      while (depth > least_depth && (depth < starts.size() ? starts[depth] : path.size()) > common) --depth;
      word.cut_to(depth);
      starts.resize(depth);
      size_t at = depth == 0 ? 1 : depth == least_depth ? base.size() : 0;
      if (at == 0) {
        const char* p = key.data() + starts[depth - 1];
        utf8_next(p, key.data() + key.size());
        at = static_cast<size_t>(p - key.data());
      }
      bool alive = true;
      while (alive && at < key.size()) {
        const char* p = key.data() + at;
        starts.push_back(static_cast<uint32_t>(at));
        const uint32_t before = word.depth();
        alive = word.push(utf8_next(p, key.data() + key.size()));
        at = static_cast<size_t>(p - key.data());
        if (word.depth() == before) starts.pop_back();
      }
      path.assign(key.substr(0, at));
      if (alive) {
        if (const uint32_t edits = word.distance(); edits <= word.most())
          take(cursor, edits ? POSTIL_FUZZY : POSTIL_FOLDED, edits);
        if (found.size() >= kMaxCandidates) return Code::ok;
        target.assign(key);
        target.push_back('\0');
        more = cursor.next();
        continue;
      }
      // What comes next: the least sibling letter that may follow, here or further up.
      target.clear();
      for (uint32_t d = word.depth(); d > least_depth && target.empty(); --d) {
        const uint32_t letter = word.next_letter(d - 1, word.letter_at(d - 1));
        if (letter == 0) continue;
        target.assign(path, 0, starts[d - 1]);
        utf8_append(target, letter);
      }
      if (target.empty()) return cursor.corrupt() ? Code::corrupt : Code::ok;
      const size_t dead = path.size();
      more = cursor.skip(dead);
      for (int i = 0; more && cursor.key() < target; ++i) {
        if (i == kSteps) {
          // Where keys are not in order a search could lead back, and go round for ever.
          const uint32_t here = cursor.index();
          more = cursor.seek(target);
          if (more && cursor.index() <= here) return Code::corrupt;
          break;
        }
        more = cursor.next();
      }
    }
    if (cursor.corrupt()) return Code::corrupt;
    uint32_t next = 0;
    if (Code c = pack_.leaf_of(target, next); c != Code::ok) return c;
    leaf = std::max(next, leaf + 1);
    if (leaf >= pack_.leaves()) return Code::ok;
    if (Code c = load(leaf, page); c != Code::ok) return c;
  }
}

Code Lookup::fuzzy(const std::string& folded) {
  const std::vector<uint32_t> wanted = points(folded);
  if (wanted.size() < kShortFuzzy || pack_.leaves() == 0 || folded.size() > format::kLongKeyPrefix) return Code::ok;
  std::string first = alias_key("");
  utf8_append(first, wanted[0]);
  for (uint32_t most = 1; most <= (wanted.size() >= kLongFuzzy ? 2u : 1u); ++most)
    for (const std::string& base : {first, alias_key("")}) {
      NearWord word(wanted, most);
      const Code c = near(word, base);
      // Where the work allowed is done, what has been found is the answer.
      if (c != Code::ok && !(c == Code::limit && !found.empty())) return c;
      if (!found.empty()) return Code::ok;
    }
  return Code::ok;
}

}  // namespace postil
