#include "packer/entities/family_first.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"

namespace postil {
namespace {

// The families that most people of these languages bear, as far as no common English or French word is among them.
constexpr std::string_view kFamilies =
    "wang zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang deng "
    "han feng cao peng "
    "zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao zhong cui tan fan jin shi liao "
    "jia xia fu fang bai "
    "zou meng xiong qin qiu hou yin xue yan duan lei li long tao mao hao gu gong shao wan qian dai mo kong xiang chang "
    "zhai qiang gan nie "
    "niu bo chou chiang chang tseng tsao hsu hsieh hsiao hsiung chu tsai teng kuo kao "
    "kim park pak choi choe jung chung kang cho yoon yun jang lim shin seo kwon hwang ahn yang hong rhee "
    "nguyen tran pham phan vu vo dang bui ngo duong truong dinh huynh hoang trinh luu doan vuong";
// Families whose name is also a word elsewhere: only with two words after it.
constexpr std::string_view kDoubtful = "le ho do an ha to ly la lam mai chi tu";

// What a syllable of a given name begins with, and all that may follow: pinyin, Wade-Giles, Korean, Vietnamese without marks.
bool is_syllable(std::string_view s) {
  static constexpr std::string_view kInitials[] = {
      "zh", "ch", "sh", "hs", "ts", "tz", "ng", "nh", "kh", "th", "ph", "tr", "qu", "gi", "kw", "hw", "b", "p", "m",
      "f",  "d",  "t",  "n",  "l",  "g",  "k",  "h",  "j",  "q",  "x",  "z",  "c",  "s",  "r",  "y",  "w", "v", ""};
  static constexpr std::string_view kFinals[] = {
      "iang", "iong", "uang", "ueng", "uong", "ieng", "yeong", "yung", "yong", "yeon", "iao", "ian", "ieh", "ien",
      "iung", "uan",  "uai",  "uei",  "ueh",  "uyen", "uoc",   "uan",  "ung",  "ang",  "eng", "ing", "ong", "anh",
      "inh",  "enh",  "uc",   "uoi",  "iet",  "oan",  "oai",   "eon",  "eun",  "eul",  "yun", "yon", "yok", "yol",
      "an",   "en",   "in",   "un",   "on",   "ai",   "ei",    "ao",   "ou",   "uo",   "ie",  "ia",  "iu",  "ui",
      "ue",   "ua",   "oo",   "ae",   "oe",   "eo",   "eu",    "ee",   "ye",   "yo",   "ya",  "yu",  "am",  "em",
      "im",   "om",   "um",   "ach",  "ich",  "och",  "at",    "it",   "uk",   "ok",   "ak",  "ek",  "ik",  "ol",
      "il",   "al",   "ul",   "ap",   "op",   "ip",   "up",    "oc",   "ac",   "ih",   "eh",  "er",  "uh",  "oi",
      "ut",   "ot",   "ay",   "oy",   "uy",   "a",    "e",     "i",    "o",    "u",    "y"};
  for (const std::string_view initial : kInitials) {
    if (s.substr(0, initial.size()) != initial) continue;
    const std::string_view rest = s.substr(initial.size());
    if (std::find(std::begin(kFinals), std::end(kFinals), rest) != std::end(kFinals)) return true;
  }
  return false;
}

// One or two syllables, with or without a hyphen.
bool is_given(std::string_view word) {
  const size_t hyphen = word.find('-');
  if (hyphen != std::string_view::npos)
    return is_syllable(word.substr(0, hyphen)) && is_syllable(word.substr(hyphen + 1));
  if (is_syllable(word)) return true;
  for (size_t i = 1; i < word.size(); ++i)
    if (is_syllable(word.substr(0, i)) && is_syllable(word.substr(i))) return true;
  return false;
}

bool in(std::string_view list, std::string_view word) {
  for (size_t at = 0; at < list.size();) {
    const size_t end = std::min(list.find(' ', at), list.size());
    if (list.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

bool begins(std::string_view s, std::string_view with) {
  return s.substr(0, with.size()) == with;
}

// What the two romanisations have in common of a syllable.
std::string common_sound(std::string_view s) {
  if (s == "ssu" || s == "szu" || s == "si") return "si";
  if (s == "tzu" || s == "tsu" || s == "zi" || s == "ci") return "zi";
  std::string out;
  const auto take = [&](std::string_view initial, const char* sound) {
    if (!out.empty() || !begins(s, initial)) return;
    out = sound;
    s.remove_prefix(initial.size());
  };
  take("zh", "C"), take("ch", "C"), take("sh", "S"), take("hs", "X"), take("ts", "Z"), take("tz", "Z"), take("x", "X");
  take("q", "C"), take("z", "Z"), take("c", "Z"), take("b", "P"), take("p", "P"), take("d", "T"), take("t", "T"),
      take("g", "K"), take("k", "K");
  if (out.empty() && begins(s, "j")) out = s.size() > 1 && (s[1] == 'i' || s[1] == 'u') ? "C" : "R", s.remove_prefix(1);
  take("r", "R");
  for (const char* initial : {"m", "f", "n", "l", "h", "s", "w", "y"}) take(initial, initial);
  static constexpr std::pair<std::string_view, const char*> kSame[] = {
      {"ung", "ong"}, {"iung", "iong"}, {"ien", "ian"}, {"yen", "yan"}, {"en", "en"},
      {"ieh", "ie"},  {"ueh", "ue"},    {"eh", "e"},    {"ih", "i"},    {"uei", "ui"},
      {"uo", "o"},    {"e", "o"},       {"ou", "ou"},   {"uen", "un"},  {"erh", "er"}};
  for (const auto& [from, to] : kSame)
    if (s == from) return out + to;
  if (out == "y" && s == "ou") return "yu";
  if (out == "y" && (s == "en" || s == "ien")) return "yan";
  return out + std::string(s);
}

}  // namespace

std::vector<std::string> romanised_keys(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  if (!is_family_first(words)) return out;
  out.push_back(common_sound(words[0]));
  for (size_t i = 1; i < words.size(); ++i) {
    const std::string_view w = words[i];
    std::vector<std::string> ways;
    const size_t hyphen = w.find('-');
    if (hyphen != std::string_view::npos) {
      ways.push_back(common_sound(w.substr(0, hyphen)) + "." + common_sound(w.substr(hyphen + 1)));
    } else {
      if (is_syllable(w)) ways.push_back(common_sound(w));
      for (size_t k = 1; k < w.size(); ++k)
        if (is_syllable(w.substr(0, k)) && is_syllable(w.substr(k)))
          ways.push_back(common_sound(w.substr(0, k)) + "." + common_sound(w.substr(k)));
    }
    std::vector<std::string> longer;
    for (const std::string& known : out)
      for (const std::string& way : ways) longer.push_back(known + "." + way);
    out = std::move(longer);
    if (out.size() > 16) out.resize(16);
  }
  return out;
}

bool is_family_first_surname(const std::string& folded) {
  return !folded.empty() && (in(kFamilies, folded) || in(kDoubtful, folded));
}

bool is_family_first(const std::vector<std::string>& words) {
  if (words.size() < 2 || words.size() > 3) return false;
  if (!in(kFamilies, words[0]) && !(words.size() == 3 && in(kDoubtful, words[0]))) return false;
  for (size_t i = 1; i < words.size(); ++i) {
    if (words[i].size() < 2 || !is_given(words[i])) return false;
    // "Park Lane", "Long Man": words of the language round about.
    if (gazetteer_classes(word_key(words[i])) & kEnglishWord && words[i].size() > 3) return false;
    if (gazetteer_own(word_key(words[i])) & (kPlaceHead | kOrganizationHead | kEventHead | kDocumentHead)) return false;
  }
  return true;
}

}  // namespace postil
