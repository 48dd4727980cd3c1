#include <algorithm>
#include <unordered_map>

#include "packer/entities/curated.h"
#include "packer/entities/surface.h"
#include "schema/fold.h"
#include "schema/squeezed.h"

namespace postil {
namespace {

constexpr size_t kMaxTerm = 80;

bool has(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

enum class ListKind { none, glossary, persons, index };

ListKind kind_of(const std::string& title) {
  const std::string t = fold(title);
  if (t == "index" || t.compare(0, 9, "index of ") == 0 || has(t, "general index") || t == "register" ||
      t == "personenregister")
    return ListKind::index;
  if (has(t, "glossary") || t == "terms" || t == "glossar" || t == "glossaire") return ListKind::glossary;
  for (const char* p : {"dramatis personae", "list of characters", "list of persons", "list of people", "characters",
                        "persons of the", "the persons", "principal characters", "cast of characters",
                        "principal persons", "biographical notes", "who's who", "personen"})
    if (t == p || t.compare(0, std::char_traits<char>::length(p), p) == 0) return ListKind::persons;
  return ListKind::none;
}

class Lists {
 public:
  explicit Lists(const Book& book) : book_(book) {}

  CuratedSet run() {
    definition_lists();
    epub_indexes();
    for (uint32_t i = 0; i < book_.chapters.size(); ++i) {
      const ListKind kind = kind_of(book_.chapters[i].title);
      if (kind == ListKind::none) continue;
      const uint32_t end = i + 1 < book_.chapters.size() ? book_.chapters[i + 1].begin.paragraph
                                                         : static_cast<uint32_t>(book_.paragraphs.size());
      for (uint32_t p = book_.chapters[i].begin.paragraph; p < end; ++p) {
        const Paragraph& par = book_.paragraphs[p];
        if (par.kind == ParagraphKind::heading || par.junk || marked_up(p)) continue;
        // Plain text keeps its lines in one paragraph.
        std::string_view rest(par.text);
        while (!rest.empty()) {
          const size_t line = book_.plain_text ? rest.find('\n') : std::string_view::npos;
          const std::string text = squeezed(rest.substr(0, line));
          if (kind == ListKind::index)
            index_line(text);
          else
            listed_line(text, kind);
          rest = line == std::string_view::npos ? std::string_view() : rest.substr(line + 1);
        }
      }
    }
    source_lists();
    return std::move(out_);
  }

 private:
  std::string text_of(const Element& e) const {
    std::string out;
    for (uint32_t p = e.begin.paragraph; p <= e.end.paragraph && p < book_.paragraphs.size(); ++p) {
      const std::string& t = book_.paragraphs[p].text;
      const size_t from = p == e.begin.paragraph ? e.begin.offset : 0,
                   to = p == e.end.paragraph ? e.end.offset : t.size();
      if (from < to && to <= t.size()) out += t.substr(from, to - from) + " ";
    }
    return squeezed(out);
  }

  void describe(std::string name, std::string description, FactOrigin origin, std::optional<EntityType> type) {
    while (!name.empty() && (name.back() == ':' || name.back() == '.' || name.back() == ',')) name.pop_back();
    if (name.empty() || name.size() > kMaxTerm || description.size() < 3 || description.size() > 2000) return;
    CuratedEntity e;
    e.name = std::move(name);
    e.description = CuratedText{std::move(description), {}};
    e.type = type;
    e.origin = origin;
    out_.entities.push_back(std::move(e));
  }

  // dl of a glossary or a list of persons.
  void definition_lists() {
    for (uint32_t i = 0; i < book_.elements.size(); ++i) {
      if (book_.elements[i].name != "dl") continue;
      bool listed = false;
      for (uint32_t at = i; at != kNone && !listed; at = book_.elements[at].parent)
        listed = has(book_.elements[at].epub_type, "glossary") || has(book_.elements[at].role, "glossary") ||
                 has(fold(book_.elements[at].klass), "glossary");
      for (size_t c = 0; c < book_.chapters.size() && !listed; ++c) {
        const bool inside = !(book_.elements[i].begin < book_.chapters[c].begin) &&
                            (c + 1 == book_.chapters.size() || book_.elements[i].begin < book_.chapters[c + 1].begin);
        listed = inside && (kind_of(book_.chapters[c].title) == ListKind::glossary ||
                            kind_of(book_.chapters[c].title) == ListKind::persons);
      }
      if (!listed) continue;
      std::string term;
      for (uint32_t k = i + 1; k < book_.elements[i].next && k < book_.elements.size(); ++k) {
        if (book_.elements[k].name == "dt") term = text_of(book_.elements[k]);
        if (book_.elements[k].name == "dd" && !term.empty()) {
          describe(term, text_of(book_.elements[k]), FactOrigin::glossary, std::nullopt);
          term.clear();
        }
      }
    }
  }

  static bool is_entry(const Element& e) {
    return has_word(e.epub_type, "index-entry") || has_word(e.role, "doc-index-entry");
  }
  static bool has_word(const std::string& list, const std::string& word) {
    return (" " + list + " ").find(" " + word + " ") != std::string::npos;
  }
  // A paragraph of an index that says itself what its parts are.
  bool marked_up(uint32_t paragraph) const {
    for (uint32_t at = book_.paragraphs[paragraph].element; at != kNone; at = book_.elements[at].parent)
      if (is_entry(book_.elements[at])) return true;
    return false;
  }

  // EPUB Indexes 1.0: entries with a term, notes of the editor and references to other terms.
  void epub_indexes() {
    for (uint32_t i = 0; i < book_.elements.size(); ++i) {
      if (!is_entry(book_.elements[i])) continue;
      std::string term, see, gloss;
      for (uint32_t k = i + 1; k < book_.elements[i].next && k < book_.elements.size(); ++k) {
        const Element& e = book_.elements[k];
        if (is_entry(e)) {
          k = e.next > k ? e.next - 1 : k;
          continue;
        }
        if (term.empty() && has_word(e.epub_type, "index-term")) term = text_of(e);
        if (see.empty() && has_word(e.epub_type, "index-xref-preferred")) see = text_of(e);
        if (gloss.empty() && (has_word(e.epub_type, "index-editor-note") || has_word(e.epub_type, "index-note")))
          gloss = text_of(e);
      }
      while (!term.empty() && (term.back() == ',' || term.back() == '.' || term.back() == ':')) term.pop_back();
      if (term.empty() || term.size() > kMaxTerm) continue;
      if (!see.empty()) {
        const std::string f = fold(see);
        for (const char* by : {"see under ", "see "})
          if (f.compare(0, std::char_traits<char>::length(by), by) == 0) {
            see = see.substr(std::char_traits<char>::length(by));
            break;
          }
        refer(term, see);
      } else if (!gloss.empty()) {
        while (gloss.size() > 1 && (gloss.front() == '(' || gloss.front() == '[')) gloss.erase(0, 1);
        while (!gloss.empty() && (gloss.back() == ')' || gloss.back() == ']' || gloss.back() == ',')) gloss.pop_back();
        describe(turned(term), gloss, FactOrigin::index, std::nullopt);
      } else {
        // "Lund, Anders (engineer of the works), 12" without parts of its own.
        index_line(text_of(book_.elements[i]));
      }
    }
  }

  // "Chou En-lai, see Zhou Enlai": the one name is the other's.
  void refer(const std::string& from, std::string to) {
    to = to.substr(0, to.find_first_of(";.("));
    CuratedEntity e;
    e.origin = FactOrigin::index;
    e.name = turned(squeezed(to));
    const std::string alias = turned(from);
    if (e.name.empty() || alias.empty() || e.name == alias) return;
    e.aliases.push_back({alias, {}});
    e.merge.push_back(alias);
    out_.entities.push_back(std::move(e));
  }

  // "Lund, an engineer", "Lund: an engineer", "Lund - an engineer".
  void listed_line(const std::string& text, ListKind kind) {
    size_t at = std::string::npos, size = 0;
    for (const char* by : {": ", " \xE2\x80\x94 ", "\xE2\x80\x94", " \xE2\x80\x93 ", " - ", ", "}) {
      const size_t found = text.find(by);
      if (found != std::string::npos && found <= kMaxTerm && (at == std::string::npos || found < at))
        at = found, size = std::char_traits<char>::length(by);
      if (at != std::string::npos) break;
    }
    if (at == std::string::npos || at == 0 || (text[0] >= 'a' && text[0] <= 'z' && kind == ListKind::persons)) return;
    if (std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), ' ') > 5) return;
    describe(text.substr(0, at), text.substr(at + size), FactOrigin::glossary,
             kind == ListKind::persons ? std::optional<EntityType>(EntityType::person) : std::nullopt);
  }

  // "Chou En-lai. See Zhou Enlai", "Dulles, John Foster (secretary of state), 12-15".
  void index_line(const std::string& text) {
    if (text.size() < 4 || text.size() > 4000) return;
    for (const char* see : {". See ", ", see ", " see ", ". see ", "; see "}) {
      const size_t at = text.find(see);
      if (at == std::string::npos || at == 0 || at > kMaxTerm) continue;
      const std::string other = text.substr(0, at);
      std::string name = text.substr(at + std::char_traits<char>::length(see));
      if (fold(name).compare(0, 4, "also") == 0 ||
          std::any_of(other.begin(), other.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return;
      return refer(other, name);
    }
    const size_t open = text.find(" ("), close = text.find(')', open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos || open > kMaxTerm || close - open < 6 ||
        close - open > 160)
      return;
    const std::string inner = text.substr(open + 2, close - open - 2);
    if (inner.find_first_of("0123456789") != std::string::npos || inner.find(' ') == std::string::npos) return;
    describe(turned(text.substr(0, open)), inner, FactOrigin::index, std::nullopt);
  }

  // "Dulles, John Foster" as the text writes it.
  static std::string turned(const std::string& entry) {
    const size_t comma = entry.find(", ");
    if (comma == std::string::npos || entry.find(", ", comma + 2) != std::string::npos) return entry;
    const std::string given = entry.substr(comma + 2);
    if (given.empty() || (given[0] >= 'a' && given[0] <= 'z') || std::count(given.begin(), given.end(), ' ') > 3)
      return entry;
    return given + " " + entry.substr(0, comma);
  }

  void source_lists() {
    for (const ListedEntity& listed : book_.listed) {
      CuratedEntity c;
      c.origin = listed.type == EntityType::term ? FactOrigin::glossary : FactOrigin::curated;
      c.type = listed.type;
      c.id = listed.id;
      c.name = listed.name;
      c.links = listed.links;
      if (!listed.role.empty()) c.role = CuratedText{listed.role, {}};
      if (!listed.description.empty()) c.description = CuratedText{listed.description, {}};
      for (const std::string& alias : listed.aliases) c.aliases.push_back({alias, {}});
      out_.entities.push_back(std::move(c));
    }
  }

  const Book& book_;
  CuratedSet out_;
};

}  // namespace

std::vector<std::pair<uint32_t, uint32_t>> index_ranges(const Book& book) {
  std::vector<std::pair<uint32_t, uint32_t>> out;
  for (size_t i = 0; i < book.chapters.size(); ++i)
    if (kind_of(book.chapters[i].title) == ListKind::index)
      out.emplace_back(book.chapters[i].begin.paragraph, i + 1 < book.chapters.size()
                                                             ? book.chapters[i + 1].begin.paragraph
                                                             : static_cast<uint32_t>(book.paragraphs.size()));
  for (const Element& e : book.elements)
    if ((" " + e.epub_type + " ").find(" index ") != std::string::npos || e.role == "doc-index")
      out.emplace_back(e.begin.paragraph, e.end.paragraph + 1);
  return out;
}

CuratedSet book_lists(const Book& book) {
  return Lists(book).run();
}

}  // namespace postil
