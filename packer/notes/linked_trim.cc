#include "packer/notes/linked_trim.h"

#include <algorithm>

#include "packer/notes/label.h"

namespace postil {
namespace {

bool has(std::string_view in, std::string_view what) {
  return in.find(what) != std::string_view::npos;
}

// Does the link's target stand at one of the marks?
bool leads_to(const LinkIndex& x, uint32_t target, const std::vector<TextPoint>& near) {
  if (target == kNone) return false;
  const Element& t = x.at(target);
  for (const TextPoint& m : near)
    if (t.begin.paragraph == m.paragraph || (!(m < t.begin) && m < t.end && t.begin.paragraph + 1 >= m.paragraph))
      return true;
  return false;
}

// "a b c", "1.0 1.1": the ways back of a note with several marks.
bool short_label(std::string_view text) {
  if (!bare_label(text).empty()) return true;
  return text.size() <= 5 && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_way_back(const LinkIndex& x, uint32_t e, const std::vector<TextPoint>& near) {
  const Element& a = x.at(e);
  const std::string_view text = x.text(e);
  if (says_backlink(x.names(e)) ||
      x.any_above(e, [&](uint32_t up) { return up != e && !x.at(up).block && says_backlink(x.names(up)); }))
    return text.size() <= 40;
  if (way_back(text)) return true;
  const uint32_t target = x.resolve(e);
  if (!leads_to(x, target, near)) return false;
  // A link around the note's key phrase is the author's word.
  return short_label(text) || text.size() <= 3 || (a.begin == a.end) || text.size() > 200;
}

// "[Pg 12]": the print's page number, which stands in the text of some books.
bool page_number(const LinkIndex& x, uint32_t e) {
  const std::string& n = x.names(e);
  return x.text(e).size() <= 16 &&
         (has(n, "pagebreak") || has(n, "pagenum") || has(n, "pageno") || has(n, "page-number")) &&
         x.text(e).find_first_of("0123456789ivxlcdmIVXLCDM") != std::string_view::npos;
}

constexpr std::string_view kSpace[] = {" ", "\xC2\xA0", "\xE2\x81\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE3\x80\x80"};
constexpr std::string_view kLeft[] = {"[", "(", "^", "（", "［", "〔", "【", "↑"};
constexpr std::string_view kRight[] = {"]", ")", "）", "］", "〕", "】"};

template <class Set>
size_t starts_one(std::string_view t, const Set& set) {
  for (std::string_view s : set)
    if (t.substr(0, s.size()) == s) return s.size();
  return 0;
}
template <class Set>
size_t ends_one(std::string_view t, const Set& set) {
  for (std::string_view s : set)
    if (t.size() >= s.size() && t.substr(t.size() - s.size()) == s) return s.size();
  return 0;
}

// Brackets and arrows around a way back go with it.
void widen(const LinkIndex& x, Cut& c) {
  if (c.begin.paragraph != c.end.paragraph) return;
  const std::string_view text = x.paragraph(c.begin.paragraph);
  for (bool more = true; more;) {
    more = false;
    size_t left = c.begin.offset, right = c.end.offset;
    while (const size_t n = ends_one(text.substr(0, left), kSpace)) left -= n;
    while (const size_t n = starts_one(text.substr(right), kSpace)) right += n;
    const size_t l = ends_one(text.substr(0, left), kLeft), r = starts_one(text.substr(right), kRight);
    if (l > 0 && r > 0) {
      c.begin.offset = static_cast<uint32_t>(left - l);
      c.end.offset = static_cast<uint32_t>(right + r);
      more = true;
    } else if (l > 0 && (text.substr(left - l, l) == "↑" || text.substr(left - l, l) == "^")) {
      c.begin.offset = static_cast<uint32_t>(left - l);
      more = true;
    }
  }
}

}  // namespace

void trim_note(const LinkIndex& x, const std::vector<TextPoint>& near, const std::unordered_set<uint32_t>& marks,
               Note& note) {
  std::vector<Cut> cuts;
  const auto& elements = x.book().elements;
  for (uint32_t i = x.first_at(note.begin); i < elements.size() && x.at(i).begin < note.end; ++i) {
    const Element& e = x.at(i);
    if (e.begin == e.end || note.end < e.end) continue;
    if (page_number(x, i)) cuts.push_back({e.begin, e.end});
    const bool mark = marks.count(i) != 0;
    if (e.href.empty() && !mark) continue;
    if (!mark && !is_way_back(x, i, near)) continue;
    // A mark inside the note is known by its place (Mark::inside); its label is no word of the note.
    Cut c{e.begin, e.end};
    if (mark)
      note.noterefs.push_back(i);
    else
      widen(x, c);
    if (c.begin < note.begin) c.begin = note.begin;
    if (note.end < c.end) c.end = note.end;
    cuts.push_back(c);
  }
  bool label_taken = false, opened = false;
  // A lone character before the first paragraph is what is left of a label.
  if (note.begin.offset == 0 && note.begin.paragraph < note.end.paragraph && x.valid(note.begin)) {
    const std::string_view first = x.paragraph(note.begin.paragraph);
    size_t points = 0;
    for (char c : first) points += (static_cast<uint8_t>(c) & 0xC0) != 0x80;
    if (points <= 1) note.begin = {note.begin.paragraph + 1, 0};
  }
  for (bool again = true; again;) {
    again = false;
    if (!x.valid(note.begin) || !(note.begin < note.end)) break;
    const std::string_view text = x.paragraph(note.begin.paragraph);
    if (note.begin.offset >= text.size() && note.begin.paragraph < note.end.paragraph) {
      note.begin = {note.begin.paragraph + 1, 0};
      again = true;
      continue;
    }
    std::string_view rest = text.substr(std::min<size_t>(note.begin.offset, text.size()));
    if (const size_t n = starts_one(rest, kSpace)) {
      note.begin.offset += static_cast<uint32_t>(n);
      again = true;
      continue;
    }
    for (const Cut& c : cuts)
      if (c.begin.paragraph == note.begin.paragraph && !(note.begin < c.begin) && note.begin < c.end) {
        const std::string inner = bare_label(rest.substr(0, c.end.offset - note.begin.offset));
        if (!inner.empty()) label_taken = true;
        note.begin = c.end;
        again = true;
        break;
      }
    if (again) {
      // What closes the label behind the link.
      rest = text.substr(std::min<size_t>(note.begin.offset, text.size()));
      size_t skip = 0;
      for (size_t n;
           label_taken && (n = starts_one(rest.substr(skip), std::initializer_list<std::string_view>{
                                                                 "]", ")", ".", ":", ",", "）", "］", "〕", "】", "．",
                                                                 "、", "：", "—", "–", " "})) > 0;)
        skip += n;
      note.begin.offset += static_cast<uint32_t>(skip);
      continue;
    }
    if (label_taken) {
      // The label may stand again as text ("1 1. So"), never twice more.
      break;
    }
    // A phrase or a term is the note's own word.
    size_t skip = bare_label(note.label).empty() ? 0 : label_prefix(rest, note.label);
    if (skip == 0) {
      // The label wraps the way back: "[<a>1</a>]", "1 [<a>return</a>]".
      const size_t open = starts_one(rest, kLeft);
      for (const Cut& c : cuts)
        if (open > 0 && c.begin.paragraph == note.begin.paragraph && c.begin.offset == note.begin.offset + open)
          skip = open;
    } else {
      label_taken = true;
      opened = rest[0] == '[' && !has(rest.substr(0, skip), "]");
      // A label of its own, then the way back in words.
    }
    if (skip > 0) {
      note.begin.offset += static_cast<uint32_t>(skip);
      again = true;
      if (label_taken) {
        const std::string_view tail = x.after(note.begin);
        for (const Cut& c : cuts)
          if (c.begin == note.begin && c.end.paragraph == note.begin.paragraph) again = true;
        if (tail.empty()) again = true;
      }
    }
    if (label_taken && again) {
      // Go on over cuts and blanks only.
      for (bool more = true; more;) {
        more = false;
        const std::string_view tail = x.after(note.begin);
        if (const size_t n = starts_one(tail, kSpace)) note.begin.offset += static_cast<uint32_t>(n), more = true;
        for (const Cut& c : cuts)
          if (!more && c.begin == note.begin) note.begin = c.end, more = true;
        if (tail.empty() && note.begin.paragraph < note.end.paragraph)
          note.begin = {note.begin.paragraph + 1, 0}, more = true;
      }
      again = false;
    }
  }
  for (bool more = true; more;) {
    more = false;
    if (!(note.begin < note.end) || !x.valid({note.end.paragraph, 0})) break;
    const std::string_view text = x.paragraph(note.end.paragraph).substr(0, note.end.offset);
    if (const size_t n = ends_one(text, kSpace)) note.end.offset -= static_cast<uint32_t>(n), more = true;
    for (const Cut& c : cuts)
      if (c.end == note.end && !(c.begin < note.begin)) note.end = c.begin, more = true;
    if (note.end.offset == 0 && note.end.paragraph > note.begin.paragraph) {
      note.end = {note.end.paragraph - 1, static_cast<uint32_t>(x.paragraph(note.end.paragraph - 1).size())};
      more = true;
    }
  }
  // "[Footnote 1: text]": the bracket that the label opened closes the note.
  if (opened && note.begin < note.end && note.end.offset > 0 &&
      x.paragraph(note.end.paragraph)[note.end.offset - 1] == ']')
    --note.end.offset;
  if (note.end < note.begin) note.end = note.begin;
  for (const Cut& c : cuts)
    if (!(c.begin < note.begin) && !(note.end < c.end)) note.cuts.push_back(c);
}

uint32_t broken_backlink(const LinkIndex& x, const std::vector<TextPoint>& near, const Note& note) {
  for (uint32_t i = x.first_at(note.begin); i < x.book().elements.size() && x.at(i).begin < note.end; ++i) {
    if (x.at(i).href.empty() || !(says_backlink(x.names(i)) || way_back(x.text(i)))) continue;
    if (x.dangling(i) || (x.resolve(i) != kNone && x.names_a_place(i) && !leads_to(x, x.resolve(i), near))) return i;
  }
  return kNone;
}

NoteKind kind_of_note(const LinkIndex& x, uint32_t target, const Note& note) {
  // The note's own signature first, then its element and those around it, then the heading above.
  if (x.valid(note.end) && note.begin < note.end) {
    const std::string_view last = x.before(note.end);
    const std::string tail = lower_ascii(last.substr(last.size() - std::min<size_t>(last.size(), 24)));
    auto signed_by = [&](std::initializer_list<std::string_view> words) {
      for (std::string_view w : words) {
        const size_t at = tail.rfind(w);
        if (at == std::string::npos || at == 0) continue;
        const std::string_view rest = std::string_view(tail).substr(at + w.size());
        const bool set_off = has(std::string_view(tail).substr(0, at), "—") || tail[at - 1] == '[' ||
                             tail[at - 1] == '(' || tail[at - 1] == '-';
        if (set_off && rest.find_first_not_of(".])") == std::string_view::npos) return true;
      }
      return false;
    };
    if (signed_by({"translator's note", "translator’s note", "translator", "trans", "transl", "tr", "t.n", "tn",
                   "n. d. t", "n.d.t", "n. del t", "прим. пер", "译者注", "译注", "訳注", "note du traducteur"}))
      return NoteKind::translator;
    if (signed_by({"editor's note", "editor’s note", "editor", "ed", "eds", "hrsg", "ред", "прим. ред", "编者注"}))
      return NoteKind::editor;
  }
  for (uint32_t a = target; a != kNone; a = x.at(a).parent) {
    if (x.at(a).name == "body") break;
    const std::string& n = x.names(a);
    if (has(n, "translator")) return NoteKind::translator;
    if (has(n, "editor") && has(n, "note")) return NoteKind::editor;
    if (has(n, "gloss")) return NoteKind::gloss;
    if (has(n, "sidenote") || has(n, "marginnote") || has(n, "margin-note")) return NoteKind::margin;
    if (has(n, "rearnote")) return NoteKind::rearnote;
    if (has(n, "endnote")) return NoteKind::endnote;
    if (has(n, "footnote")) return NoteKind::footnote;
  }
  if (x.valid(note.begin)) switch (x.section(note.begin.paragraph)) {
      case Section::translator:
        return NoteKind::translator;
      case Section::editor:
        return NoteKind::editor;
      case Section::glossary:
        return NoteKind::gloss;
      case Section::notes: {
        const std::string heading = lower_ascii(x.paragraph(x.section_heading(note.begin.paragraph)));
        for (std::string_view w : {"footnote", "foot note", "fußnote", "fussnote", "voetnote", "fotnote", "bas de page",
                                   "pie de página", "piè di pagina", "脚注", "腳註"})
          if (has(heading, w)) return NoteKind::footnote;
        for (std::string_view w : {"endnote", "end note", "endnoten", "notes de fin", "尾注", "後注"})
          if (has(heading, w)) return NoteKind::endnote;
        break;
      }
      default:
        break;
    }
  const std::string id = target == kNone ? "" : lower_ascii(x.at(target).id);
  if (has(id, "endnote") || has(id, "_edn") || has(id, "sdendnote")) return NoteKind::endnote;
  if (has(id, "footnote") || has(id, "ftn")) return NoteKind::footnote;
  return NoteKind::other;
}

}  // namespace postil
