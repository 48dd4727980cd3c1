#include "packer/entities/no_names.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "packer/entities/boilerplate.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/letters.h"
#include "packer/entities/tagging.h"
#include "schema/fold.h"

namespace postil {
namespace {

// Rare ones may well be something else.
constexpr uint32_t kNamed = kGiven | kSurname | kCity | kCountry | kRegion | kKnownName | kTitle | kPeople |
                            kNamedPerson | kNamedPlace | kNamedGroup;

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool one_of(std::string_view word, std::initializer_list<const char*> list) {
  return std::any_of(list.begin(), list.end(), [&](const char* w) { return word == w; });
}
bool ends(std::string_view word, std::string_view with) {
  return word.size() > with.size() && word.substr(word.size() - with.size()) == with;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t i = 0; i < text.size();) {
    const size_t end = std::min(text.find_first_of(" \n\r\t", i), text.size());
    if (end > i) out.push_back(text.substr(i, end - i));
    i = end + 1;
  }
  return out;
}

// "VIII": in capitals, as numbers of chapters and articles are printed.
bool is_numeral(std::string_view word) {
  return !word.empty() && word.find_first_not_of("IVXLC") == std::string_view::npos;
}

// "Art.", "Sec.": what a number follows.
bool counts(std::string_view word) {
  if (word.empty() || word.back() != '.') return false;
  const std::string f = fold(word.substr(0, word.size() - 1));
  return one_of(
      f, {"art",  "arts",  "sec", "sect", "par", "cl",  "no",  "nos", "vol", "vols", "ch",   "chap", "app", "fig",
          "figs", "sched", "ann", "pt",   "bk",  "cap", "lib", "tit", "div", "reg",  "regs", "ord",  "stat"});
}

bool is_dictionary_word(std::string_view word) {
  const uint32_t classes = gazetteer_classes(word_key(word));
  return (classes & (kEnglishWord | kNounClasses) || languages_of(word_key(word)) & 1) && !(classes & kNamed);
}

// An oblique plural or a gerund: words of a Latin title, hardly the end of a French or a Spanish name.
bool is_latin(std::string_view folded) {
  for (const char* ending : {"orum", "arum", "ibus", "ebus", "icis", "inis", "andi", "endi", "ione", "atu", "iis"})
    if (ends(folded, ending)) return true;
  return one_of(folded, {"bello", "bellis", "vita", "vitis", "natura", "legibus", "urbe", "rege"});
}

class NoNames {
 public:
  NoNames(const Book& book, std::vector<NameSpan>& names)
      : book_(book), names_(names), english_(language_of(book) == 0), edition_(boilerplate_ranges(book)) {}

  void run() {
    gather();
    names_.erase(std::remove_if(names_.begin(), names_.end(), [&](const NameSpan& n) { return no_name(n); }),
                 names_.end());
  }

  void trim() {
    for (NameSpan& n : names_) {
      std::string_view t = text(n);
      // "Vide Plutarch"
      if (const size_t space = t.find(' ');
          space != std::string_view::npos &&
          one_of(fold(t.substr(0, space)), {"vide", "apud", "compare", "conf", "cf"}) && space + 1 < t.size() &&
          is_upper(t[space + 1])) {
        n.begin += static_cast<uint32_t>(space + 1);
        t = text(n);
      }
      // "VIII Annex", as "Annex VIII"
      if (const size_t space = t.find(' ');
          space != std::string_view::npos && space > 1 && is_numeral(t.substr(0, space)))
        n.begin += static_cast<uint32_t>(space + 1), t = text(n);
      // "State House-though": the hyphen was a dash.
      if (const size_t hyphen = t.rfind('-');
          hyphen != std::string_view::npos && hyphen > 0 && hyphen + 1 < t.size() && is_lower(t[hyphen + 1])) {
        const std::string_view word = t.substr(hyphen + 1);
        if (word.find(' ') == std::string_view::npos && word.size() >= 3 && languages_of(word_key(word)) & 1 &&
            !one_of(word, {"one", "two", "the", "ones", "off", "out", "down", "over", "like", "see"}))
          n.end = n.begin + static_cast<uint32_t>(hyphen), t = text(n);
      }
      // "Cicero de Natura Deorum"
      if (const size_t de = t.find(" de "); n.note != kNone && de != std::string_view::npos) {
        const std::string last = fold(t.substr(t.rfind(' ') + 1)),
                          next = fold(t.substr(de + 4, t.find(' ', de + 4) - de - 4));
        if (is_latin(last) || is_latin(next)) n.end = n.begin + static_cast<uint32_t>(de);
      }
    }
  }

 private:
  std::string_view text(const NameSpan& n) const {
    return std::string_view(book_.paragraphs[n.paragraph].text).substr(n.begin, n.end - n.begin);
  }
  std::string_view after(const NameSpan& n) const {
    return std::string_view(book_.paragraphs[n.paragraph].text).substr(n.end, 40);
  }

  // What is named outside of headings.
  void gather() {
    for (const NameSpan& n : names_)
      if (!is_heading(book_.paragraphs[n.paragraph])) in_text_.insert(fold(text(n)));
  }

  bool is_heading(const Paragraph& p) const {
    if (p.kind == ParagraphKind::heading) return true;
    return p.element < book_.elements.size() &&
           (book_.elements[p.element].epub_type.find("title") != std::string::npos ||
            book_.elements[p.element].epub_type.find("bridgehead") != std::string::npos);
  }

  bool no_name(const NameSpan& n) {
    if (n.begin >= n.end) return true;
    while (range_ < edition_.size() && edition_[range_].second <= n.paragraph) ++range_;
    if (range_ < edition_.size() && edition_[range_].first <= n.paragraph) return true;
    const std::string_view t = text(n);
    if ((is_numeral(t) && t.size() > 1) || (english_ && one_of(t, {"A", "I", "O"}))) return true;
    const std::string_view rest = after(n);
    const std::string dotted = std::string(t) + (rest.substr(0, 1) == "." ? "." : "");
    if (counts(dotted)) return true;
    if (!english_) return false;
    const std::vector<std::string_view> words = words_of(t);
    if (is_heading(book_.paragraphs[n.paragraph]) && !in_text_.count(fold(t)) &&
        std::all_of(words.begin(), words.end(), [](std::string_view w) { return is_dictionary_word(w); }))
      return true;
    return words.size() == 1 && common_noun(n, t);
  }

  // "an Ally", "every Ally": one of many.
  bool common_noun(const NameSpan& n, std::string_view t) const {
    const uint32_t classes = gazetteer_classes(word_key(t));
    if (!(classes & (kEnglishWord | kNounClasses)) || classes & (kPeople | kNamedPeople)) return false;
    const std::string_view before = std::string_view(book_.paragraphs[n.paragraph].text)
                                        .substr(n.begin > 10 ? n.begin - 10 : 0, std::min<uint32_t>(n.begin, 10));
    if (before.empty() || before.back() != ' ') return false;
    const std::string_view head = before.substr(0, before.size() - 1);
    const std::string_view word = head.substr(head.rfind(' ') == std::string_view::npos ? 0 : head.rfind(' ') + 1);
    return one_of(word, {"a", "an", "any", "every", "each", "another", "no", "some"});
  }

  const Book& book_;
  std::vector<NameSpan>& names_;
  const bool english_;
  const std::vector<std::pair<uint32_t, uint32_t>> edition_;
  std::unordered_set<std::string> in_text_;
  size_t range_ = 0;
};

}  // namespace

void trim_names(const Book& book, std::vector<NameSpan>& names) {
  if (language_of(book) == 0) NoNames(book, names).trim();
}

void drop_no_names(const Book& book, std::vector<NameSpan>& names) {
  NoNames(book, names).run();
}

}  // namespace postil
