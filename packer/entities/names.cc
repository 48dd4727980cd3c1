#include <algorithm>
#include <map>

#include "packer/entities/entities.h"
#include "schema/utf8.h"

namespace postil {
namespace {

bool upper(uint32_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x100 && c <= 0x17F && c % 2 == 0) || (c >= 0x391 && c <= 0x3A9) ||
         (c >= 0x400 && c <= 0x42F) || (c >= 0x1F08 && c <= 0x1FEC && (c & 8));
}
bool letter(uint32_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c != 0xD7 && c != 0xF7 && c < 0x2000) || (c >= 0x2C00 && c < 0x2E00) || (c >= 0xA640 && c < 0xFB00);
}

struct Word {
  uint32_t begin, end;
  bool capital, sentence_start, glued;  // glued: only one space stands between it and the word before
};

std::vector<Word> words_of(const std::string& text) {
  std::vector<Word> out;
  bool start = true;
  const char* base = text.data();
  const char* end = base + text.size();
  for (const char* p = base; p < end;) {
    const char* at = p;
    const uint32_t c = utf8_next(p, end);
    if (!letter(c)) {
      if (c == '.' || c == '!' || c == '?' || c == ':' || c == 0x201C || c == '"' || c == 0x2018 || c == 0x2014) {
        const bool initial = c == '.' && !out.empty() && out.back().end == static_cast<uint32_t>(at - base) && out.back().end - out.back().begin <= 3 && out.back().capital;
        if (!initial) start = true;
      }
      continue;
    }
    const bool capital = upper(c);
    while (p < end) {
      const char* next = p;
      const uint32_t d = utf8_next(next, end);
      if (letter(d)) {
        p = next;
        continue;
      }
      if ((d == '-' || d == '\'' || d == 0x2019) && next < end) {
        const char* after = next;
        const uint32_t e = utf8_next(after, end);
        const bool possessive = d != '-' && e == 's' && (after == end || [&] { const char* q = after; return !letter(utf8_next(q, end)); }());
        if (letter(e) && !possessive) {
          p = after;
          continue;
        }
      }
      break;
    }
    Word w{static_cast<uint32_t>(at - base), static_cast<uint32_t>(p - base), capital, start, false};
    if (!out.empty()) {
      const std::string between = text.substr(out.back().end, w.begin - out.back().end);
      w.glued = between == " " || between == ". " || between == "\n" || between == "-";
      if (between == ". " && out.back().end - out.back().begin > 3) w.glued = false;
    }
    out.push_back(w);
    start = false;
  }
  return out;
}

bool in(const std::string& word, const char* list) { return std::string(list).find(" " + word + " ") != std::string::npos; }

constexpr const char* kTitles = " Mr Mrs Miss Ms Dr Sir Lord Lady King Queen Emperor Empress Prince Princess General Colonel Captain Major President Premier Pope Bishop Professor Herr Frau Monsieur Madame M ";
constexpr const char* kOrganizations = " Party Army Navy Company University College Council Committee Ministry Department Congress Parliament Organization Church Bank Office Commission Society Association Institute Press Court ";
constexpr const char* kPlaces = " Street Road River Mountain Lake Island Islands City Province Strait Sea Ocean Bay County Valley Square Bridge ";
constexpr const char* kEvents = " War Battle Conference Treaty Revolution Crisis Congress Armistice Accord Accords ";
constexpr const char* kCountries =
    " Africa America Asia Austria Belgium Britain Canada China Denmark Egypt England Europe France Germany Greece Holland Hungary India Indochina Ireland Italy Japan Korea London Moscow Norway Paris Persia "
    "Poland Portugal Rome Russia Scotland Spain Sweden Switzerland Syria Taiwan Turkey Vietnam Wales Washington Beijing Berlin Vienna Geneva Athens Constantinople ";
constexpr const char* kNever =
    " The A An And But Or If In On At To For From With By Of As It Its He She They We I You His Her Their Our My This That These Those There Here When Where While Who What Which Why How Not No Yes So Then "
    "Thus Chapter Section Part Book Volume Note Notes Ibid Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December "
    "All Some Many Most Such Now After Before Since Although Though However Because Both Each Every One Two Three Mr Mrs Miss Sir Lord ";

EntityType type_of(const std::string& name, const std::string& before) {
  const size_t space = name.rfind(' ');
  const std::string last = space == std::string::npos ? name : name.substr(space + 1), first = name.substr(0, name.find(' '));
  if (in(last, kOrganizations)) return EntityType::organization;
  if (in(last, kEvents) || first == "Treaty" || first == "Battle") return EntityType::event;
  if (in(last, kPlaces) || in(last, kCountries) || first == "Mount" || first == "Lake") return EntityType::place;
  if (in(first, kTitles) || in(before, kTitles)) return EntityType::person;
  if (space == std::string::npos && (before == "in" || before == "at" || before == "from" || before == "near")) return EntityType::place;
  return space == std::string::npos ? EntityType::other : EntityType::person;
}

}  // namespace

std::vector<NameSpan> find_names(const Book& book, const NoteSet& notes, const CitationSet& citations) {
  (void)citations;
  std::vector<NameSpan> out;
  std::map<std::string, uint32_t> lower, inside;  // words in lower case; capitals in mid-sentence
  struct Span {
    uint32_t paragraph, begin, end;
    bool sentence_start;
    std::string text, before;
  };
  std::vector<Span> spans;
  for (uint32_t i = 0; i < book.paragraphs.size(); ++i) {
    const Paragraph& p = book.paragraphs[i];
    if (p.kind == ParagraphKind::heading || p.junk) continue;
    const std::vector<Word> words = words_of(p.text);
    for (size_t k = 0; k < words.size();) {
      const std::string word = p.text.substr(words[k].begin, words[k].end - words[k].begin);
      if (!words[k].capital) {
        ++lower[word];
        ++k;
        continue;
      }
      size_t j = k + 1, last = k;
      for (; j < words.size() && words[j].glued && !words[j].sentence_start; ++j) {
        const std::string next = p.text.substr(words[j].begin, words[j].end - words[j].begin);
        if (words[j].capital)
          last = j;
        else if (!in(next, " of the de van von der du la le ") || j + 1 >= words.size() || !words[j + 1].glued || j - last >= 2)
          break;
      }
      size_t first = k;
      while (first < last && in(p.text.substr(words[first].begin, words[first].end - words[first].begin), kNever) &&
             !in(p.text.substr(words[first].begin, words[first].end - words[first].begin), kTitles)) {
        ++first;
        while (first < last && !words[first].capital) ++first;
      }
      Span s{i, words[first].begin, words[last].end, words[first].sentence_start, p.text.substr(words[first].begin, words[last].end - words[first].begin), ""};
      if (first > 0) s.before = p.text.substr(words[first - 1].begin, words[first - 1].end - words[first - 1].begin);
      k = last + 1;
      if (in(s.text, kNever) || utf8_floor(s.text, 1) == s.text.size() || s.text.size() < 3) continue;
      for (char& ch : s.text)
        if (ch == '\n' || ch == '\r') ch = ' ';
      if (!s.sentence_start) ++inside[s.text];
      spans.push_back(std::move(s));
    }
  }
  for (const Span& s : spans) {
    if (s.sentence_start && s.text.find(' ') == std::string::npos && !inside.count(s.text)) continue;
    if (s.text.find(' ') == std::string::npos) {
      std::string small = s.text;
      if (small[0] >= 'A' && small[0] <= 'Z') small[0] = static_cast<char>(small[0] + 32);
      const auto known = lower.find(small);
      if (known != lower.end() && known->second > inside[s.text]) continue;
    }
    NameSpan n;
    n.paragraph = s.paragraph;
    n.begin = s.begin;
    n.end = s.end;
    n.type = type_of(s.text, s.before);
    n.permille = n.type == EntityType::other ? 300 : 600;
    const TextPoint at{s.paragraph, s.begin};
    const auto after = std::upper_bound(notes.notes.begin(), notes.notes.end(), at, [](TextPoint p, const Note& note) { return p < note.begin; });
    if (after != notes.notes.begin() && at < (after - 1)->end) n.note = static_cast<uint32_t>(after - notes.notes.begin()) - 1;
    out.push_back(n);
  }
  return out;
}

}  // namespace postil
