// What a reader sees who stopped somewhere in a book of several files with notes and citations: the same as if the book ended there.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "packer/entities/dates.h"
#include "packer/entities/entities.h"
#include "packer/notes/notes.h"
#include "packer/structure/structure.h"
#include "tests/support/markup_book.h"

namespace postil {
namespace {

// Sentences of two chapters. {p:Name} as in link_test.cc; capital letters: cited; {a:Name}: cited as an author. ^1 is the mark of a note.
const std::vector<std::vector<std::string>> kChapters = {
    {"{p:Ilse} woke in {l:Arl}.", "{p:Mr. Brandt}, the engineer, waited with {p:Tom}.",
     "{p:Brandt} said little to {p:Ilse}.^1", "{x:Dorf} was far from {l:Arl}.",
     "In {l:Dorf} they met {p:Captain Lund}^2 and {p:Tom}.", "{p:Lund} knew {p:Otto Brandt}.",
     "{p:Ilse Moor} was a painter.", "The {o:Board of River Works} paid {p:Lund}.^3",
     "{p:Tom} and {p:Hartmann} rowed to {l:Arl}."},
    {"{p:Rosa Brandt} wrote to {p:Brandt}.^4", "{p:Tom Hartmann} read it in {l:Karsk}.", "{l:Karsk} had a bridge.^5",
     "The {o:BRW} (the {o:Board of River Works}) sent {p:Minister Vogel}.",
     "{p:Vogel} went by {l:Neustadt} and {l:Karsk}.", "Old maps call {l:Neustadt} ({l:Karsk}) one town.",
     "{p:Otto Brandt} was the son of a miller.^6", "{p:Rosa Brandt} is a doctor.",
     "{p:Elizabeth Vogel}, called {p:Bess}, laughed.", "{p:Bess} left {x:Matin}, {l:Arl} and {l:Dorf}.",
     "{p:Anders Lund} is my name, said {p:Lund}.^7",
     "{p:Ilse} heard {p:Foreign Minister Vogel} and {p:Tom Hartmann} in {l:Karsk}."}};
const std::vector<std::string> kNotes = {
    "{p:Ilse} was the daughter of {p:Peter Moor}, a sailor.",
    "{p:Lund}, a captain of the river fleet, was born in {l:Karsk}.",
    "See {a:Hedda Voss}, {O:The Board of River Works} (Karsk: Delta House, 1921), 14; {p:Anders Lund} disputes it.",
    "{a:Voss}, {X:Letters of Rosa Brandt}, 20.",
    "A bridge of wood; {l:Neustadt} paid.",
    "{p:Otto} left it out. {a:Voss}, {X:Letters}, 21.",
    "{P:Anders Lund} in {X:Who Was Who}; {p:Lund} never read it."};

struct Source {
  std::vector<std::vector<std::string>> chapters;
  std::vector<std::string> notes;
};

struct Part {
  Book book;
  NoteSet notes;
  std::vector<NameSpan> names;
  uint32_t end = 0;  // the pos at which the text ends
};

// The book of the first `sentences` of them, with the notes that these have.
Part part(const Source& source, size_t sentences) {
  std::vector<std::pair<std::string, std::string>> files;
  size_t marks = 0, count = 0;
  for (size_t c = 0; c < source.chapters.size(); ++c) {
    std::string html = "<h1>Chapter " + std::to_string(c + 1) + "</h1><p>";
    size_t inside = 0;
    for (size_t k = 0; k < source.chapters[c].size() && count < sentences; ++k, ++count, ++inside) {
      std::string s = source.chapters[c][k];
      for (size_t at; (at = s.find('^')) != std::string::npos; ++marks) {
        const size_t end = std::min(s.find_first_not_of("0123456789", at + 1), s.size());
        const std::string label = s.substr(at + 1, end - at - 1);
        s = s.substr(0, at) + "<a epub:type=\"noteref\" href=\"notes.xhtml#n" + label + "\">" + label + "</a>" +
            s.substr(end);
      }
      html += s + (k % 3 == 2 ? "</p><p>" : " ");
    }
    if (inside) files.emplace_back("c" + std::to_string(c + 1) + ".xhtml", html + "</p>");
  }
  std::string html = "<h1>Notes</h1>";
  for (size_t i = 0; i < marks; ++i)
    html += "<aside epub:type=\"endnote\" id=\"n" + std::to_string(i + 1) + "\"><p>" + source.notes[i] + "</p></aside>";
  const size_t texts = files.size();
  files.emplace_back("notes.xhtml", html);
  Part out;
  out.book = book_of(files);
  static const std::map<char, EntityType> kTypes = {{'p', EntityType::person},       {'l', EntityType::place},
                                                    {'o', EntityType::organization}, {'x', EntityType::other},
                                                    {'g', EntityType::people},       {'a', EntityType::person}};
  struct Span {
    uint32_t paragraph, begin, end;
    char type;
  };
  std::vector<Span> spans;
  for (uint32_t p = 0; p < out.book.paragraphs.size(); ++p) {
    // Positions are counted in the text with its braces in both books alike: they stay, and names leave them out.
    const std::string& t = out.book.paragraphs[p].text;
    for (size_t i = t.find('{'); i != std::string::npos; i = t.find('{', i + 1))
      spans.push_back({p, static_cast<uint32_t>(i + 3), static_cast<uint32_t>(t.find('}', i)), t[i + 1]});
  }
  out.notes = find_notes(out.book, {});
  EXPECT_EQ(out.notes.marks.size(), marks);
  for (const Span& s : spans) {
    NameSpan n;
    n.paragraph = s.paragraph, n.begin = s.begin, n.end = s.end;
    n.type = kTypes.at(static_cast<char>(s.type | 0x20));
    n.permille = 900;
    n.note = note_at(out.notes, {s.paragraph, s.begin});
    n.author = s.type == 'a';
    n.cited = s.type < 'a' || n.author;
    out.names.push_back(n);
  }
  const uint32_t last = out.book.files[texts - 1].end_paragraph - 1;
  out.end = pos_of(out.book, {last, static_cast<uint32_t>(out.book.paragraphs[last].text.size())});
  return out;
}

std::multiset<std::string> seen(const Part& p, const EntitySet& set, uint32_t until) {
  const auto held = [&](const Entity& e, FactKind kind) -> const Fact* {
    for (const Fact& f : e.facts)
      if (f.kind == kind && f.since <= until) return &f;
    return nullptr;
  };
  const auto name = [&](const Entity& e) {
    const Fact* f = held(e, FactKind::name);
    return f ? f->text : e.name;
  };
  std::multiset<std::string> out;
  for (const Entity& e : set.entities) {
    if (e.since > until || held(e, FactKind::superseded)) continue;
    const Fact* type = held(e, FactKind::type);
    std::string s = name(e) + " " + std::to_string(type ? type->arg : static_cast<uint32_t>(e.type));
    for (const FactKind kind : {FactKind::role, FactKind::description})
      if (const Fact* f = held(e, kind)) s += " [" + f->text + "]";
    std::multiset<std::string> mentions;
    for (const Mention& m : e.mentions) {
      if (e.aliases[m.alias].since > until || date_of(p.book, p.notes, {m.paragraph, m.begin}, m.note) + 1 > until)
        continue;
      const std::string where = m.note == kNone ? std::to_string(pos_of(p.book, {m.paragraph, m.begin}))
                                                : "note " + p.notes.notes[m.note].label + p.notes.notes[m.note].anchor +
                                                      ":" + std::to_string(m.begin);
      mentions.insert(e.aliases[m.alias].text + "@" + where);
    }
    for (const std::string& m : mentions) s += " " + m;
    std::map<std::string, std::string> related;  // of several weights the latest holds
    for (const Fact& f : e.facts)
      if (f.kind == FactKind::related && f.since <= until) related[name(set.entities[f.arg])] = f.text;
    for (const auto& [other, weight] : related) s += " ~" + other + " " + weight;
    out.insert(s);
  }
  return out;
}

// The names of the whole book as a reader sees them who stopped after each sentence, beside those of the book that ends there.
void expect_read_as_if_it_ended_there(const Source& source, size_t& two, size_t& late) {
  size_t all = 0;
  for (const auto& chapter : source.chapters) all += chapter.size();
  const auto found = [](const Part& p) {
    EntitySet set = link_names(p.book, p.notes, {}, p.names);
    leave_out_passing(p.book, p.notes, set);
    return set;
  };
  const Part whole = part(source, all);
  const EntitySet set = found(whole);
  for (size_t cut = 1; cut < all; ++cut) {
    const Part some = part(source, cut);
    const EntitySet early = found(some);
    const auto a = seen(whole, set, some.end), b = seen(some, early, some.end);
    std::string diff;
    for (const std::string& s : a)
      if (!b.count(s)) diff += "\n whole: " + s;
    for (const std::string& s : b)
      if (!a.count(s)) diff += "\n part:  " + s;
    EXPECT_EQ(diff, "") << "after " << cut << " sentences";
    for (const Entity& e : set.entities)
      for (const Fact& f : e.facts) two += f.kind == FactKind::superseded && e.since <= some.end && f.since > some.end;
  }
  for (const Entity& e : set.entities)
    if (e.mentions.size() > 1)
      for (const Mention& m : e.mentions)
        late += m.note != kNone && date_of(whole.book, whole.notes, {m.paragraph, m.begin}, m.note) + 1 < e.since;
}

TEST(Until, ABookWithNotesAndChaptersIsReadAsIfItEndedThere) {
  size_t two = 0, late = 0;
  expect_read_as_if_it_ended_there({kChapters, kNotes}, two, late);
  EXPECT_GT(two, 0u);   // some were two when the reader stopped
  EXPECT_GT(late, 0u);  // and some were named in one note until then
}

TEST(Until, AnyBookIsReadAsIfItEndedThere) {
  static const char* kSaid[] = {"{p:Lund}",         "{p:Anders Lund}", "{p:Peter Moor}",  "{p:Moor}",
                                "{l:Karsk}",        "{l:Neustadt}",    "{p:Ilse Moor}",   "{p:Mr. Brandt}",
                                "{p:Otto Brandt}",  "{p:Brandt}",      "{o:Delta House}", "{p:Tom}",
                                "{p:Tom Hartmann}", "{p:Hartmann}",    "{x:Dorf}",        "{a:Hedda Voss}",
                                "{a:Voss}",         "{P:Anders Lund}", "{g:Marsh People}"};
  std::mt19937 random(11);
  const auto name = [&](size_t from) { return std::string(kSaid[random() % from]); };
  size_t two = 0, late = 0;
  for (int book = 0; book < 40; ++book) {
    Source source;
    for (int c = 0; c < 2; ++c) {
      source.chapters.emplace_back();
      for (size_t k = 0, n = 4 + random() % 5; k < n; ++k) {
        std::string s = name(15) + (random() % 2 ? ", the engineer, knew " : " wrote to ") + name(15) + ".";
        if (random() % 2) {
          source.notes.push_back(name(19) + (random() % 2 ? " was a sailor of " : " and ") + name(19) + ".");
          s += "^" + std::to_string(source.notes.size());
        }
        source.chapters[c].push_back(s);
      }
    }
    expect_read_as_if_it_ended_there(source, two, late);
  }
  EXPECT_GT(two, 0u);
  EXPECT_GT(late, 0u);
}

}  // namespace
}  // namespace postil
