#include "packer/notes/linked_words.h"

#include <array>

#include "packer/notes/label.h"

namespace postil {
namespace {

bool has(std::string_view in, std::string_view what) {
  return in.find(what) != std::string_view::npos;
}
bool starts(std::string_view in, std::string_view what) {
  return in.substr(0, what.size()) == what;
}

template <class Words>
bool any(std::string_view in, const Words& words) {
  for (std::string_view w : words)
    if (has(in, w)) return true;
  return false;
}

std::string_view trimmed(std::string_view t) {
  constexpr std::string_view kSpace = " \t\r\n[](){}.:;,";
  while (!t.empty() && kSpace.find(t.front()) != std::string_view::npos) t.remove_prefix(1);
  while (!t.empty() && kSpace.find(t.back()) != std::string_view::npos) t.remove_suffix(1);
  return t;
}

// `text` is one of the words, or begins with one that a blank follows ("notes to chapter 2").
template <class Words>
bool opens(std::string_view text, const Words& words) {
  for (std::string_view w : words) {
    if (!starts(text, w)) continue;
    std::string_view rest = text.substr(w.size());
    if (starts(rest, "s")) rest.remove_prefix(1);
    if (rest.empty() || rest[0] == ' ' || rest[0] == ':') return true;
  }
  return false;
}

// Lower case of the Latin letters with accents and of Cyrillic, as far as headings need it.
std::string lower_letters(std::string_view text) {
  std::string out = lower_ascii(text);
  for (size_t i = 0; i + 1 < out.size(); ++i) {
    const auto a = static_cast<unsigned char>(out[i]), b = static_cast<unsigned char>(out[i + 1]);
    if (a == 0xC3 && b >= 0x80 && b <= 0x9E && b != 0x97) out[i + 1] = static_cast<char>(b + 0x20);
    if (a == 0xD0 && b >= 0x90 && b <= 0x9F) out[i + 1] = static_cast<char>(b + 0x20);
    if (a == 0xD0 && b >= 0xA0 && b <= 0xAF) out[i] = '\xD1', out[i + 1] = static_cast<char>(b - 0x20);
  }
  return out;
}

constexpr std::array kTranslator{"translator's note",
                                 "translator’s note",
                                 "translators' notes",
                                 "translators’ notes",
                                 "anmerkungen des übersetzers",
                                 "note du traducteur",
                                 "notes du traducteur",
                                 "notas del traductor",
                                 "nota del traductor",
                                 "note del traduttore",
                                 "примечания переводчика",
                                 "译者注",
                                 "訳注"};
constexpr std::array kEditor{"editor's note",
                             "editor’s note",
                             "editors' notes",
                             "editors’ notes",
                             "editorial notes",
                             "anmerkungen des herausgebers",
                             "notes de l'éditeur",
                             "notes de l’éditeur",
                             "notas del editor",
                             "note del curatore",
                             "编者注",
                             "編注"};
constexpr std::array kNotes{"notes",
                            "note",
                            "endnotes",
                            "endnote",
                            "footnotes",
                            "footnote",
                            "end notes",
                            "foot notes",
                            "chapter notes",
                            "source notes",
                            "notes and references",
                            "notes and sources",
                            "anmerkungen",
                            "anmerkung",
                            "fußnoten",
                            "fussnoten",
                            "endnoten",
                            "notas",
                            "nota",
                            "notes de bas de page",
                            "notes de fin",
                            "note a piè di pagina",
                            "примечания",
                            "сноски",
                            "комментарии",
                            "przypisy",
                            "poznámky",
                            "jegyzetek",
                            "noten",
                            "voetnoten",
                            "noter",
                            "fotnoter",
                            "viitteet",
                            "注",
                            "注释",
                            "註釋",
                            "註解",
                            "注釈",
                            "脚注",
                            "腳註",
                            "註",
                            "後注",
                            "尾注",
                            "각주",
                            "주석"};
constexpr std::array kGlossary{"glossary",  "glossar", "glossaire", "glosario", "glossario",
                               "глоссарий", "словарь", "术语表",    "用語集"};
constexpr std::array kBibliography{"bibliography",
                                   "references",
                                   "reference list",
                                   "works cited",
                                   "literature",
                                   "literature cited",
                                   "further reading",
                                   "select bibliography",
                                   "selected bibliography",
                                   "literaturverzeichnis",
                                   "literatur",
                                   "quellenverzeichnis",
                                   "bibliographie",
                                   "références",
                                   "bibliografía",
                                   "bibliografia",
                                   "referencias",
                                   "литература",
                                   "список литературы",
                                   "библиография",
                                   "参考文献",
                                   "參考文獻"};
constexpr std::array kIndex{"index",
                            "register",
                            "sachregister",
                            "namenregister",
                            "personenregister",
                            "índice alfabético",
                            "indice analitico",
                            "указатель",
                            "索引"};
constexpr std::array kContents{"contents",
                               "table of contents",
                               "inhalt",
                               "inhaltsverzeichnis",
                               "table des matières",
                               "sommaire",
                               "índice",
                               "indice",
                               "sommario",
                               "содержание",
                               "оглавление",
                               "目录",
                               "目次"};

bool word_before(std::string_view text, std::string_view word) {
  if (text.size() < word.size() || text.substr(text.size() - word.size()) != word) return false;
  if (text.size() == word.size()) return true;
  const auto c = static_cast<unsigned char>(text[text.size() - word.size() - 1]);
  const bool letter = (c >= 'a' && c <= 'z') || c >= 0x80;
  return !letter || static_cast<unsigned char>(word[0]) >= 0x80;
}

constexpr std::array kReferenceWords{"chapter",     "chapters",  "chap",      "ch",         "section",      "sections",
                                     "sect",        "sec",       "part",      "parts",      "book",         "books",
                                     "volume",      "vol",       "vols",      "page",       "pages",        "p",
                                     "pp",          "figure",    "figures",   "fig",        "figs",         "table",
                                     "tables",      "tab",       "plate",     "plates",     "pl",           "map",
                                     "maps",        "box",       "equation",  "equations",  "eq",           "eqs",
                                     "eqn",         "verse",     "verses",    "v",          "vv",           "line",
                                     "lines",       "l",         "ll",        "act",        "scene",        "canto",
                                     "stanza",      "note",      "notes",     "footnote",   "footnotes",    "endnote",
                                     "n",           "nn",        "fn",        "appendix",   "app",          "exercise",
                                     "exercises",   "example",   "examples",  "ex",         "theorem",      "lemma",
                                     "proposition", "prop",      "corollary", "definition", "axiom",        "step",
                                     "item",        "no",        "nos",       "nr",         "number",       "article",
                                     "art",         "paragraph", "para",      "letter",     "psalm",        "ps",
                                     "ref",         "refs",      "reference", "references", "question",     "question",
                                     "problem",     "problems",  "rule",      "plan",       "illustration", "§",
                                     "§§",          "№",         "kapitel",   "kap",        "seite",        "seiten",
                                     "s",           "abbildung", "abb",       "tabelle",    "teil",         "band",
                                     "bd",          "anm",       "anmerkung", "gleichung",  "gl",           "vers",
                                     "zeile",       "chapitre",  "chapitres", "partie",     "tome",         "tableau",
                                     "équation",    "capítulo",  "capítulos", "cap",        "página",       "páginas",
                                     "pág",         "págs",      "figura",    "tabla",      "sección",      "capitolo",
                                     "pagina",      "pag",       "tabella",   "sezione",    "глава",        "главе",
                                     "главу",       "стр",       "с",         "рис",        "табл",         "том",
                                     "第",          "图",        "圖",        "図",         "表",           "頁",
                                     "页",          "式"};

constexpr std::array kArrows{"↩",
                             "↑",
                             "⤴",
                             "↵",
                             "↰",
                             "⏎",
                             "←",
                             "⇐",
                             "⇑",
                             "▲",
                             "△",
                             "^",
                             "⮌",
                             "⬆",
                             "⮐",
                             "«",
                             "‹",
                             "<",
                             "⤶",
                             "\xEF\xB8\x8E",
                             "\xEF\xB8\x8F",
                             "\xC2\xA0",
                             "🔙"};
constexpr std::array kBackWords{"return",
                                "back",
                                "go back",
                                "return to text",
                                "back to text",
                                "return to the text",
                                "return to main text",
                                "back to main text",
                                "return to article",
                                "return to chapter",
                                "back to chapter",
                                "jump up",
                                "jump back",
                                "up",
                                "top",
                                "zurück",
                                "zurück zum text",
                                "retour",
                                "retour au texte",
                                "volver",
                                "volver al texto",
                                "regresar",
                                "torna al testo",
                                "indietro",
                                "tornare al testo",
                                "voltar",
                                "terug",
                                "tillbaka",
                                "tilbake",
                                "назад",
                                "вернуться",
                                "обратно",
                                "powrót",
                                "返回",
                                "返回正文",
                                "戻る",
                                "本文に戻る",
                                "本文へ戻る",
                                "本文へ",
                                "回到正文",
                                "돌아가기"};

}  // namespace

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

Section section_of_heading(std::string_view heading) {
  if (heading.size() > 120) return Section::none;
  const std::string lowered = lower_letters(heading);
  const std::string_view text = trimmed(lowered);
  if (opens(text, kTranslator)) return Section::translator;
  if (opens(text, kEditor)) return Section::editor;
  // "Notes on a Scandal" may be a chapter: more than the bare word must say of what.
  for (std::string_view w : kNotes) {
    if (text == w) return Section::notes;
    if (!starts(text, w) || (text[w.size()] != ' ' && text[w.size()] != ':')) continue;
    const std::string_view rest = trimmed(text.substr(w.size()));
    constexpr std::array kOf{"to ", "for ", "and references", "and sources", "zu ", "zum ", "zur ",
                             "du ", "de ",  "des ",           "al ",         "a ",  "к ",   "chapter",
                             "part"};
    for (std::string_view of : kOf)
      if (starts(rest, of)) return Section::notes;
    if (!bare_label(rest).empty()) return Section::notes;
  }
  for (std::string_view w : {"notes", "endnotes", "footnotes", "anmerkungen"})  // "Chapter 1 Notes"
    if (text.size() > w.size() + 1 && text.substr(text.size() - w.size() - 1) == " " + std::string(w) &&
        starts(text, "chapter"))
      return Section::notes;
  if (opens(text, kGlossary)) return Section::glossary;
  if (opens(text, kBibliography)) return Section::bibliography;
  for (std::string_view w : kContents)
    if (text == w) return Section::contents;
  if (opens(text, kIndex)) return Section::index;
  return Section::none;
}

bool says_backlink(std::string_view names) {
  constexpr std::array kNames{
      "backlink",          "referrer",         "footnote-back",   "footnoteback",    "fn-back",      "fnback",
      "reversefootnote",   "reverse-footnote", "return-footnote", "footnote-return", "backref",      "back-ref",
      "note-back",         "noteback",         "back-note",       "return-note",     "noteref-back", "back-link",
      "_idfootnoteanchor", "_idendnoteanchor", "cite-backlink",   "rückverweis"};
  return any(names, kNames);
}

bool says_note(std::string_view names) {
  constexpr std::array kNames{"footnote",       "endnote",         "rearnote",       "sidenote",    "marginnote",
                              "fnote",          "fntext",          "footnoten",      "fußnote",     "msofootnotetext",
                              "msoendnotetext", "translator-note", "translatornote", " note ",      " notes ",
                              " fn ",           " ftn ",           " en ",           " nota ",      " notas ",
                              " noten ",        " note-text ",     " notetext ",     " note-body ", " notebody ",
                              " fnt ",          " fns ",           "annotation",     "z3998:note"};
  return any(names, kNames) && !any(names, std::array{"notebox", " notefromauthor", "footnote-ref", "footnoteref"});
}

bool says_noteref(std::string_view names) {
  if (says_backlink(names)) return false;
  constexpr std::array kNames{"noteref",   "note-ref",     "footnote", "endnote",     "fnref",      "fn-ref",
                              "fnanchor",  "note-link",    "notelink", "note-anchor", "noteanchor", "annref",
                              " fn ",      " ftn ",        " note ",   "note-call",   "notecall",   "appel-note",
                              "appelnote", "notenzeichen", "enref",    "en-ref"};
  return any(names, kNames);
}

bool says_not_a_note(std::string_view names) {
  constexpr std::array kNames{
      "pagebreak", "pagenum",    " page ",       "page-number", "pageno",    "bibliography", "biblioentry",
      "biblioref", " bibr ",     "bibliomixed",  " bib ",       "csl-entry", "csl-bib",      "references-list",
      "doc-index", " index ",    "doc-toc",      " toc ",       "tocentry",  "landmarks",    " figure ",
      " caption ", " equation ", "doc-pagelist", "page-list",   "loi",       "lot "};
  return any(names, kNames) && !has(names, "noteref");
}

bool says_glossary(std::string_view names) {
  return any(names, std::array{"gloss"});
}

bool note_anchor(std::string_view id) {
  const std::string t = lower_ascii(id);
  constexpr std::array kNames{"footnote",  "endnote", "rearnote", "ftn",   "_edn",    "sdfoot",    "sdend",
                              "cite_note", "fntext",  "linknote", "fnote", "fußnote", "anmerkung", "notedebasdepage"};
  if (any(t, kNames)) return true;
  for (std::string_view w : {"fn", "en", "note", "nt", "nota"})
    if (starts(t, w) && t.size() > w.size() && t.find_first_not_of("0123456789-_.:", w.size()) == std::string::npos)
      return true;
  return false;
}

bool other_anchor(std::string_view id) {
  const std::string t = lower_ascii(id);
  for (std::string_view w :
       {"page",    "pg",   "fig",   "tab", "table", "eq",  "bib",   "biblio", "chap", "chapter", "ch",     "sec",
        "section", "part", "verse", "map", "plate", "toc", "index", "idx",    "line", "lemma",   "theorem"}) {
    if (!starts(t, w) || t.size() == w.size()) continue;
    const size_t rest = t.find_first_not_of("-_.:", w.size());
    if (rest != std::string::npos && t.find_first_not_of("0123456789-_.:ivxlc", rest) == std::string::npos &&
        !has(t, "fn") && !has(t, "note"))
      return true;
  }
  return false;
}

bool announces_reference(std::string_view before) {
  std::string_view t = before;
  auto strip = [&] {
    for (bool more = true; more && !t.empty();) {
      more = false;
      for (std::string_view s : {" ", ".", "(", "[", "\xC2\xA0", "\xE2\x81\xA0", "\xE2\x80\xAF"})
        if (t.size() >= s.size() && t.substr(t.size() - s.size()) == s) t.remove_suffix(s.size()), more = true;
    }
  };
  strip();
  // "pages 12, 14 and": back over numbers and what joins them.
  std::string lowered = lower_letters(t.size() > 60 ? t.substr(t.size() - 60) : t);
  t = lowered;
  for (bool more = true; more;) {
    more = false;
    const size_t digits = t.find_last_not_of("0123456789");
    const size_t from = digits == std::string_view::npos ? 0 : digits + 1;
    std::string_view u = t;
    for (std::string_view join : {"and", "or", "to", "und", "bis", "et", "y", "e", "–", "-", ",", ";", "&"}) {
      if (u.size() < join.size() || u.substr(u.size() - join.size()) != join) continue;
      std::string_view v = u.substr(0, u.size() - join.size());
      while (!v.empty() && v.back() == ' ') v.remove_suffix(1);
      if (!v.empty() && v.back() >= '0' && v.back() <= '9') t = v, more = true;
      break;
    }
    if (!more && from < t.size() && from > 0) {
      t = t.substr(0, from);
      more = true;
    }
    strip();
  }
  for (std::string_view w : kReferenceWords)
    if (word_before(t, w)) return true;
  return false;
}

bool way_back(std::string_view text) {
  const std::string lowered = lower_letters(text);
  std::string_view t = trimmed(lowered);
  if (t.empty()) return false;
  for (std::string_view w : kBackWords)
    if (t == w) return true;
  bool arrow = false;
  for (bool more = true; more;) {
    more = false;
    t = trimmed(t);
    for (std::string_view a : kArrows)
      if (starts(t, a)) t.remove_prefix(a.size()), more = arrow = true;
  }
  if (!arrow) return false;
  for (std::string_view w : kBackWords)
    if (t == w) return true;
  return t.empty() || !bare_label(t).empty();
}

}  // namespace postil
