#include "packer/exchange/epub_notes.h"

#include <algorithm>
#include <map>
#include <set>

#include "packer/structure/href.h"
#include "schema/rich_text.h"

namespace postil {
namespace {

// What of a paragraph may stand beside a note that fills it: its label, a way back.
constexpr uint32_t kBeside = 40;

bool one_of(const std::string& name, const char* words) {
  return std::string(words).find(" " + name + " ") != std::string::npos;
}
bool holds_only_items(const std::string& name) {
  return one_of(name, " ol ul menu dl table thead tbody tfoot tr colgroup hgroup picture ");
}
bool takes_blocks(const std::string& name) {
  return one_of(name, " body div section article aside main blockquote li dd td th figure header footer details form ");
}

struct Target {
  uint32_t file = kNoRow;
  std::string id;
  size_t way_back_at = 0;                // where a way back may be put; 0: nowhere
  uint32_t first = kNone, last = kNone;  // the elements that are the note; kNone: a stretch of a paragraph
};

class Notes {
 public:
  Notes(const Contents& contents, std::vector<std::unique_ptr<MarkedDocument>>& documents, EpubSummary& summary)
      : contents_(contents), documents_(documents), summary_(summary) {}

  void run() {
    for (uint32_t n = 0; n < contents_.notes.size(); ++n)
      if (!contents_.notes[n].marks.empty()) by_file_[file_of(n)].push_back(n);
    targets_.resize(contents_.notes.size());
    for (uint32_t n = 0; n < contents_.notes.size(); ++n)
      if (!contents_.notes[n].marks.empty() && document(contents_.notes[n].place.file)) note(n);
    for (uint32_t m = 0; m < contents_.marks.size(); ++m) {
      const ContentsMark& mark = contents_.marks[m];
      if (mark.note >= contents_.notes.size()) continue;
      if (targets_[mark.note].id.empty() || !document(mark.place.file) || !noteref(m)) ++summary_.left;
    }
    for (uint32_t n = 0; n < contents_.notes.size(); ++n)
      if (!targets_[n].id.empty()) ways_back(n);
  }

 private:
  uint32_t file_of(uint32_t note) const { return contents_.notes[note].place.file; }
  MarkedDocument* document(uint32_t file) const { return file < documents_.size() ? documents_[file].get() : nullptr; }

  // Another marked note has text in [begin, end) of the file.
  bool shared(uint32_t note, uint32_t begin, uint32_t end) const {
    const std::vector<uint32_t>& rows = by_file_.at(file_of(note));
    for (const uint32_t n : rows) {
      const ContentsPlace& p = contents_.notes[n].place;
      if (n != note && p.begin < end && begin < p.end) return true;
    }
    return false;
  }

  void note(uint32_t n) {
    const ContentsNote& row = contents_.notes[n];
    MarkedDocument& d = *document(row.place.file);
    const TextPoint begin = d.point_of(row.place.begin), end = d.point_of(row.place.end);
    if (!(begin < end)) return empty_note(n, d);
    const std::vector<Paragraph>& all = d.book().paragraphs;
    const Paragraph &first = all[begin.paragraph], &last = all[end.paragraph];
    const auto last_end = static_cast<uint32_t>(last.begin + last.text.size());
    const bool whole =
        begin.offset <= kBeside && last.text.size() - end.offset <= kBeside && !shared(n, first.begin, last_end);
    if (!whole) return stretch(n, d, begin, end);
    const auto [from, to] = d.siblings_around(first.element, last.element);
    if (from == kNone) return;
    uint32_t unit = from == to ? from : kNone;
    if (unit != kNone) unit = widened(d, unit, d.by_id(row.anchor));
    const uint32_t bearer = d.by_id(row.anchor);
    if (unit != kNone && bearer != kNone && d.at(bearer).block && same_text(d, bearer, unit)) {
      const SourceAttribute* id = d.tag(bearer).attribute("id");
      if (id && id->value == row.anchor) {
        as_it_is(d, bearer, row);
        finish(n, d, row.anchor, bearer, bearer, end);
        return;
      }
    }
    around(n, d, from, to, end);
  }

  // A note without text (a picture): the element that bears its id.
  void empty_note(uint32_t n, MarkedDocument& d) {
    const ContentsNote& row = contents_.notes[n];
    const uint32_t bearer = d.by_id(row.anchor);
    if (bearer == kNone || !d.at(bearer).block || d.at(bearer).name == "body" || d.at(bearer).name == "html") return;
    as_it_is(d, bearer, row);
    targets_[n] = {row.place.file, row.anchor, 0, bearer, bearer};
    ++summary_.notes;
  }

  static bool same_text(const MarkedDocument& d, uint32_t a, uint32_t b) {
    return d.at(a).begin == d.at(b).begin && d.at(a).end == d.at(b).end;
  }

  // The largest element that is this note and nothing else, at most as far up as the one that bears the id.
  static uint32_t widened(const MarkedDocument& d, uint32_t unit, uint32_t bearer) {
    for (uint32_t up = d.at(unit).parent; up != kNone && same_text(d, up, unit); up = d.at(up).parent) {
      if (one_of(d.at(up).name, " body html main table tbody ")) break;
      if (up == bearer) return up;
      if (holds_only_items(d.at(up).name)) break;
      unit = up;
    }
    return unit;
  }

  static bool endnote(const ContentsNote& row) { return row.kind == "endnote" || row.kind == "rearnote"; }

  static void as_it_is(MarkedDocument& d, uint32_t element, const ContentsNote& row) {
    const std::string& name = d.at(element).name;
    const std::string& types = d.at(element).epub_type;
    const bool said = types.find("note") != std::string::npos;
    // Roles as ARIA in HTML allows them on these elements.
    const char* role = name == "li" ? "doc-endnote" : one_of(name, " aside div section p ") ? "doc-footnote" : "";
    d.declare(element, said ? "" : endnote(row) || name == "li" ? "endnote" : "footnote", role);
  }

  std::string fresh_id(const char* what, uint32_t row) const {
    std::string id = std::string("postil-") + what + "-" + std::to_string(row);
    for (const auto& d : documents_)
      while (d && d->has_id(id)) id += "-";
    return id;
  }

  void around(uint32_t n, MarkedDocument& d, uint32_t from, uint32_t to, TextPoint end) {
    const ContentsNote& row = contents_.notes[n];
    const bool aside = !endnote(row);
    const std::string id = fresh_id("note", n);
    const std::string before = aside ? "<aside id=\"" + id + "\" epub:type=\"footnote\" role=\"doc-footnote\">"
                                     : "<div id=\"" + id + "\" epub:type=\"endnote\">";
    const std::string after = aside ? "</aside>" : "</div>";
    size_t begin_byte = d.tag(from).open, end_byte = d.tag(to).close_end;
    if (!takes_blocks(d.at(d.at(from).parent).name)) {
      // An item, a cell, a definition: what is in it.
      uint32_t holder = to;
      if (d.at(to).name == "tr")
        for (uint32_t k = to + 1; k < d.at(to).next; k = d.at(k).next) holder = k;
      if (!takes_blocks(d.at(holder).name) || d.tag(holder).empty() ||
          (from != to && !(d.at(from).name == "dt" && d.at(from).next == to)))
        return;
      begin_byte = d.tag(holder).open_end, end_byte = d.tag(holder).close;
    }
    d.declare_names();
    if (d.wrap(begin_byte, end_byte, before, after)) finish(n, d, id, from, to, end);
  }

  // One of several notes in a paragraph.
  void stretch(uint32_t n, MarkedDocument& d, TextPoint begin, TextPoint end) {
    const auto [from, to] = d.bytes_of(begin, end);
    if (from == to) return;
    d.declare_names();
    const std::string id = fresh_id("note", n);
    if (!d.wrap(from, to, "<span id=\"" + id + "\" epub:type=\"footnote\" role=\"doc-footnote\">", "</span>")) return;
    targets_[n] = {file_of(n), id, 0, kNone, kNone};
    ++summary_.notes;
  }

  void finish(uint32_t n, MarkedDocument& d, const std::string& id, uint32_t first, uint32_t last, TextPoint end) {
    const uint32_t block = d.book().paragraphs[end.paragraph].element;
    const bool inside = first <= block && block < d.at(last).next && !d.tag(block).empty();
    targets_[n] = {file_of(n), id, inside ? d.tag(block).close : 0, first, last};
    ++summary_.notes;
  }

  bool noteref(uint32_t m) {
    const ContentsMark& mark = contents_.marks[m];
    MarkedDocument& d = *document(mark.place.file);
    const Target& target = targets_[mark.note];
    const MarkedDocument& there = *document(target.file);
    const std::string href =
        (there.path() == d.path() ? "" : relative_href(d.path(), there.path())) + "#" + relative_href("", target.id);
    const TextPoint begin = d.point_of(mark.place.begin), end = d.point_of(mark.place.end);
    if (const uint32_t link = link_of(d, mark, begin, end); link != kNone) {
      d.declare(link, "noteref", "doc-noteref");
      const auto leads = resolve_href(d.path(), d.at(link).href);
      if (leads.path != there.path() || leads.anchor != target.id) d.redirect(link, href);
      ++summary_.noterefs;
      return true;
    }
    const auto [from, to] = d.bytes_of(begin, end);
    if (from == to || crosses_link(d, begin, end)) return false;
    d.declare_names();
    const std::string id = fresh_id("ref", m);
    if (!d.wrap(from, to, "<a id=\"" + id + "\" href=\"" + href + "\" epub:type=\"noteref\" role=\"doc-noteref\">",
                "</a>"))
      return false;
    made_.insert(m);
    ++summary_.noterefs;
    return true;
  }

  // The link that a mark is: the one of exactly its text, else the innermost around it.
  static uint32_t link_of(const MarkedDocument& d, const ContentsMark& mark, TextPoint begin, TextPoint end) {
    uint32_t found = kNone;
    for (uint32_t i = 0; i < d.book().elements.size(); ++i) {
      const Element& e = d.at(i);
      if (end < e.begin) break;
      if (e.name != "a" || e.href.empty() || begin < e.begin || e.end < end) continue;
      if (e.begin == begin && (found == kNone || d.at(found).begin != begin || !mark.anchor.empty())) {
        const bool exact = e.end == end;
        const bool named = !mark.anchor.empty() && e.id == mark.anchor;
        if (found == kNone || named || (exact && d.at(found).end != end)) found = i;
        if (named) return i;
      } else if (begin < end && found == kNone) {
        found = i;
      }
    }
    return found;
  }

  static bool crosses_link(const MarkedDocument& d, TextPoint begin, TextPoint end) {
    for (const Element& e : d.book().elements) {
      if (end < e.begin) break;
      if (e.name == "a" && begin < e.end && e.begin < end) return true;
    }
    return false;
  }

  void ways_back(uint32_t n) {
    const Target& target = targets_[n];
    MarkedDocument& d = *document(target.file);
    bool back = false;
    std::set<std::string> marks;
    for (const uint32_t m : contents_.notes[n].marks)
      if (m < contents_.marks.size())
        if (const MarkedDocument* there = document(contents_.marks[m].place.file);
            there && !contents_.marks[m].anchor.empty())
          marks.insert(there->path() + "#" + contents_.marks[m].anchor);
    if (target.first != kNone)
      for (uint32_t i = target.first; i < d.at(target.last).next; ++i) {
        if (d.at(i).name != "a" || d.at(i).href.empty()) continue;
        const auto leads = resolve_href(d.path(), d.at(i).href);
        if (marks.count(leads.path + "#" + leads.anchor) == 0) continue;
        d.declare(i, "", "doc-backlink");
        back = true;
      }
    if (back || target.way_back_at == 0) return;
    for (const uint32_t m : contents_.notes[n].marks) {
      if (made_.count(m) == 0) continue;
      const MarkedDocument& there = *document(contents_.marks[m].place.file);
      d.insert(target.way_back_at,
               " <a href=\"" + (there.path() == d.path() ? "" : relative_href(d.path(), there.path())) + "#" +
                   fresh_id("ref", m) +
                   "\" role=\"doc-backlink\" aria-label=\"back to the text\">\xE2\x86\xA9\xEF\xB8\x8E</a>");
      return;
    }
  }

  const Contents& contents_;
  std::vector<std::unique_ptr<MarkedDocument>>& documents_;
  EpubSummary& summary_;
  std::map<uint32_t, std::vector<uint32_t>> by_file_;  // notes that marks lead to
  std::vector<Target> targets_;                        // by note
  std::set<uint32_t> made_;                            // marks that became links
};

}  // namespace

void mark_notes(const Contents& contents, std::vector<std::unique_ptr<MarkedDocument>>& documents,
                EpubSummary& summary) {
  Notes(contents, documents, summary).run();
}

std::string relative_href(const std::string& from, const std::string& to) {
  size_t common = 0;
  for (size_t i = 0; i < from.size() && i < to.size() && from[i] == to[i]; ++i)
    if (from[i] == '/') common = i + 1;
  std::string out;
  for (size_t i = common; i < from.size(); ++i)
    if (from[i] == '/') out += "../";
  static constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$()*+,;=@";
  for (const char c : to.substr(common)) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto u = static_cast<unsigned char>(c);
    out += '%';
    out += "0123456789ABCDEF"[u >> 4];
    out += "0123456789ABCDEF"[u & 15];
  }
  return out;
}

}  // namespace postil
