#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "packer/entities/entities.h"
#include "packer/notes/notes.h"
#include "packer/read/read.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

struct Marked {
  Book book;
  NoteSet notes;
  std::vector<NameSpan> names;
};

// Names are written {p:Joe Gargery}: p person, l place, o organization, e event, g people, x not known; in capitals: cited.
Marked marked(const std::string& source, size_t cut = std::string::npos) {
  static const std::map<char, EntityType> kTypes = {{'p', EntityType::person},       {'l', EntityType::place},
                                                    {'o', EntityType::organization}, {'e', EntityType::event},
                                                    {'g', EntityType::people},       {'x', EntityType::other}};
  struct Span {
    size_t begin, end;
    char type;
  };
  std::string text;
  std::vector<Span> spans;
  for (size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '{')
      spans.push_back({text.size(), 0, source[i + 1]}), i += 2;
    else if (source[i] == '}')
      spans.back().end = text.size();
    else
      text += source[i];
  }
  if (cut < text.size()) text.resize(cut);
  Marked m;
  EXPECT_TRUE(read_plain_text(text, "t.txt", m.book));
  structure(m.book);
  for (const Span& s : spans) {
    if (s.end > text.size()) continue;
    for (uint32_t p = 0; p < m.book.paragraphs.size(); ++p) {
      const Paragraph& at = m.book.paragraphs[p];
      if (s.begin < at.begin || s.end > at.begin + at.text.size()) continue;
      NameSpan n;
      n.paragraph = p;
      n.begin = static_cast<uint32_t>(s.begin - at.begin);
      n.end = static_cast<uint32_t>(s.end - at.begin);
      n.cited = s.type < 'a';
      n.type = kTypes.at(static_cast<char>(s.type | 0x20));
      n.permille = 900;
      m.names.push_back(n);
    }
  }
  return m;
}

EntitySet linked(const std::string& source, size_t cut = std::string::npos) {
  const Marked m = marked(source, cut);
  return link_names(m.book, m.notes, {}, m.names);
}

bool superseded(const Entity& e, uint32_t until) {
  return std::any_of(e.facts.begin(), e.facts.end(),
                     [&](const Fact& f) { return f.kind == FactKind::superseded && f.since <= until; });
}

const Entity* owner(const EntitySet& set, const std::string& alias) {
  for (const Entity& e : set.entities)
    if (!superseded(e, kNone))
      for (const Alias& a : e.aliases)
        if (a.text == alias) return &e;
  return nullptr;
}

void one(const EntitySet& set, const std::string& a, const std::string& b) {
  EXPECT_NE(owner(set, a), nullptr) << a;
  EXPECT_EQ(owner(set, a), owner(set, b)) << a << " | " << b;
}
void two(const EntitySet& set, const std::string& a, const std::string& b) {
  EXPECT_NE(owner(set, a), nullptr) << a;
  EXPECT_NE(owner(set, a), owner(set, b)) << a << " | " << b;
}

TEST(Link, FormsOfOneName) {
  const EntitySet s = linked(
      "{p:Anna Weber} came. The index has {p:Weber, Anna}, the letters {p:Anna K. Weber} and {p:A. Weber}. {p:Li "
      "Na-ying} is {p:Li Naying} and {p:Na-ying Li}.\n\n"
      "{p:Tran Van Binh} signed; a clerk wrote {p:Tran Van Bimh}. {p:Margaret Dale} is {p:Meg} at home. {p:General "
      "Ostrow} spoke. Then {p:Peter M. Ostrow} left.\n");
  one(s, "Anna Weber", "Weber, Anna");
  one(s, "Anna Weber", "Anna K. Weber");
  one(s, "Anna Weber", "A. Weber");
  one(s, "Li Na-ying", "Li Naying");
  one(s, "Li Na-ying", "Na-ying Li");
  one(s, "Tran Van Binh", "Tran Van Bimh");
  one(s, "Margaret Dale", "Meg");
  one(s, "General Ostrow", "Peter M. Ostrow");
}

TEST(Link, FamiliesStayApart) {
  const EntitySet s = linked(
      "{p:Mr. Dale} laughed. {p:Mrs. Dale} did not; {p:Miss Dale} wept. {p:Tom Hart} hammered. {p:Mrs. Tom Hart} "
      "scolded {p:Tom Hart}.\n\n"
      "Young {p:George Moor} fell. Old {p:Squire Moor} came. {p:Karl Stein} read; {p:Rosa Stein} wrote. {p:Johan of "
      "Velm} saw {l:Velm} burn. {p:John Adam Rask} met {p:John Peter Rask}.\n");
  two(s, "Mr. Dale", "Mrs. Dale");
  two(s, "Mr. Dale", "Miss Dale");
  two(s, "Mrs. Dale", "Miss Dale");
  two(s, "Tom Hart", "Mrs. Tom Hart");
  two(s, "George Moor", "Squire Moor");
  two(s, "Karl Stein", "Rosa Stein");
  two(s, "Johan of Velm", "Velm");
  two(s, "John Adam Rask", "John Peter Rask");
}

TEST(Link, WhatTheTextSaysIsOne) {
  const EntitySet s = linked(
      "They took {l:Oldport} ({l:Newhaven}) and {l:Arl} and {l:Bem} ({l:Arlu} and {l:Bemu}). The {o:Northern River "
      "Trade Council} ({o:NRTC}) met. {l:Dorf}, also known as {l:Dorfstadt}, was small. "
      "He lived in {l:Cambridge} ({l:England}). {p:Ana Ruiz} ({o:NRTC}) came.\n");
  one(s, "Oldport", "Newhaven");
  one(s, "Arl", "Arlu");
  one(s, "Bem", "Bemu");
  two(s, "Arl", "Bem");
  one(s, "Northern River Trade Council", "NRTC");
  one(s, "Dorf", "Dorfstadt");
  two(s, "Cambridge", "England");
  two(s, "Ana Ruiz", "NRTC");
}

TEST(Link, ASharedSurnameIsDecidedAtEachPlace) {
  const EntitySet s = linked("{p:Karl Stein} read. {p:Stein} was tired.\n\n" + std::string(4000, 'x') +
                             "\n\n{p:Rosa Stein} wrote. {p:Stein} was busy.\n");
  const Entity *karl = owner(s, "Karl Stein"), *rosa = owner(s, "Rosa Stein");
  ASSERT_TRUE(karl && rosa);
  EXPECT_EQ(karl->mentions.size(), 2u);
  EXPECT_EQ(rosa->mentions.size(), 2u);
  EXPECT_TRUE(owner(s, "Stein")->aliases[1].ambiguous);
}

TEST(Link, WhoIsOnlyCitedIsKeptApart) {
  const EntitySet s = linked("{p:Chen} sailed. See {P:Chen Minglu}, {X:Zhongguo Hangxing}. {p:Chen} returned.\n");
  two(s, "Chen", "Chen Minglu");
  EXPECT_EQ(owner(s, "Chen")->mentions.size(), 2u);
  EXPECT_EQ(owner(s, "Zhongguo Hangxing"), nullptr);
}

TEST(Link, WhatIsListedTogetherIsOfOneKind) {
  const EntitySet s = linked("They held {x:Arl}, {l:Bem} and {l:Dorf}. {x:Arl} fell.\n");
  EXPECT_EQ(owner(s, "Arl")->type, EntityType::place);
}

// The rules of a reader with a limit, written down literally.
struct Seen {
  std::string name;
  EntityType type;
  std::multiset<std::string> aliases;
  std::vector<std::string> facts;
  bool operator<(const Seen& o) const {
    return std::tie(name, type, aliases, facts) < std::tie(o.name, o.type, o.aliases, o.facts);
  }
  bool operator==(const Seen& o) const { return !(*this < o) && !(o < *this); }
};
std::multiset<Seen> seen(const EntitySet& set, uint32_t until) {
  std::multiset<Seen> out;
  for (const Entity& e : set.entities) {
    if (e.since > until || superseded(e, until)) continue;
    Seen s{e.name, e.type, {}, {}};
    const auto first = [&](FactKind kind) -> const Fact* {
      for (const Fact& f : e.facts)
        if (f.kind == kind && f.since <= until) return &f;
      return nullptr;
    };
    if (const Fact* f = first(FactKind::name)) s.name = f->text;
    if (const Fact* f = first(FactKind::type)) s.type = static_cast<EntityType>(f->arg);
    for (const FactKind kind : {FactKind::role, FactKind::description})
      if (const Fact* f = first(kind)) s.facts.push_back(f->text);
    for (const Mention& m : e.mentions)
      if (e.aliases[m.alias].since <= until)
        s.aliases.insert(e.aliases[m.alias].text + "@" + std::to_string(m.paragraph) + ":" + std::to_string(m.begin));
    out.insert(s);
  }
  // Mentions past the limit belong to what comes later.
  return out;
}
void drop_later(std::multiset<Seen>& seen, const Book& book, uint32_t until) {
  std::multiset<Seen> out;
  for (Seen s : seen) {
    for (auto it = s.aliases.begin(); it != s.aliases.end();) {
      const size_t at = it->rfind('@'), colon = it->rfind(':');
      const TextPoint p{static_cast<uint32_t>(std::stoul(it->substr(at + 1, colon - at - 1))),
                        static_cast<uint32_t>(std::stoul(it->substr(colon + 1)))};
      it = pos_of(book, p) >= until ? s.aliases.erase(it) : std::next(it);
    }
    out.insert(s);
  }
  seen = std::move(out);
}

TEST(Link, APartOfAPlacesNameMeansTheOneNamedLast) {
  const EntitySet s = linked(
      "Ships lay in the {l:Karsk Strait}. The {l:Strait} was cold. {l:North Korea} wrote to {l:South Korea}; the "
      "{l:North} waited.\n\n");
  one(s, "Strait", "Karsk Strait");
  one(s, "North", "North Korea");
  EXPECT_EQ(owner(s, "North")->name, "North Korea");
  const EntitySet t = linked("From {l:North Carolina} and {l:South Carolina} the {l:North} was far.\n\n");
  two(t, "North", "North Carolina");
}

constexpr const char* kStory =
    "{p:Ilse} woke in {l:Arl}. {p:Mr. Brandt}, the engineer, waited with {p:Tom}. {l:Arl} was cold. {p:Brandt} said "
    "little to {p:Ilse}; {x:Dorf} was far.\n\n"
    "In {l:Dorf} they met {p:Captain Lund}. {p:Lund} knew {p:Otto Brandt}. {p:Ilse Moor} was a painter. The {o:Board "
    "of River Works} paid {p:Lund}. {p:Tom} and {p:Hartmann} rowed.\n\n"
    "{p:Rosa Brandt} wrote to {p:Brandt}. {p:Tom Hartmann} read it in {l:Karsk}. {l:Karsk} had a bridge. The {o:BRW} "
    "(the {o:Board of River Works}) sent {p:Minister Vogel}. {p:Vogel} went by {l:Neustadt} and {l:Karsk}.\n\n"
    "Old maps call {l:Neustadt} ({l:Karsk}) one town. {p:Otto Brandt} was the son of a miller. {p:Rosa Brandt} is a "
    "doctor. {p:Brandt} slept. {p:Elizabeth Vogel}, called {p:Bess}, laughed. {p:Bess} left {x:Matin}, {l:Arl} and "
    "{l:Dorf}.\n\n"
    "{p:Matin} was a dog, {p:Matin} barked, {p:Lund} said: {p:Anders Lund} is my name. {p:Ilse} heard {p:Foreign "
    "Minister Vogel}.\n";

TEST(Link, AReaderSeesWhatABookThatEndsThereWouldSay) {
  const Marked whole = marked(kStory);
  const EntitySet all = link_names(whole.book, whole.notes, {}, whole.names);
  const std::string text = [&] {
    std::string out;
    for (const Paragraph& p : whole.book.paragraphs) out.resize(p.begin, '\n'), out += p.text;
    return out;
  }();
  std::mt19937 random(7);
  int split = 0;
  for (int round = 0; round < 300; ++round) {
    // A reader stops between sentences.
    size_t cut = random() % text.size();
    while (cut < text.size() &&
           !((text[cut] == '.' || text[cut] == ';') && text.compare(cut - std::min<size_t>(cut, 2), 3, "Mr.") != 0))
      ++cut;
    if (cut >= text.size()) continue;
    ++cut;
    const Marked part = marked(kStory, cut);
    uint32_t until = 0;
    for (const Paragraph& p : whole.book.paragraphs)
      if (p.begin <= cut)
        until = pos_of(whole.book, {static_cast<uint32_t>(&p - whole.book.paragraphs.data()),
                                    static_cast<uint32_t>(std::min(cut - p.begin, p.text.size()))});
    const EntitySet some = link_names(part.book, part.notes, {}, part.names);
    std::multiset<Seen> a = seen(all, until), b = seen(some, kNone - 1);
    drop_later(a, whole.book, until);
    if (a != b) {
      std::string diff;
      for (const Seen& s : a)
        if (!b.count(s)) {
          diff += "\n whole: " + s.name + " " + std::to_string(static_cast<int>(s.type));
          for (const auto& x : s.aliases) diff += " " + x;
          for (const auto& x : s.facts) diff += " [" + x + "]";
        }
      for (const Seen& s : b)
        if (!a.count(s)) {
          diff += "\n part: " + s.name + " " + std::to_string(static_cast<int>(s.type));
          for (const auto& x : s.aliases) diff += " " + x;
          for (const auto& x : s.facts) diff += " [" + x + "]";
        }
      FAIL() << "at " << cut << ": ..." << text.substr(cut > 40 ? cut - 40 : 0, 40) << diff;
    }
    for (const Entity& e : all.entities) split += superseded(e, kNone - 1) && !superseded(e, until) && e.since <= until;
  }
  EXPECT_GT(split, 0);  // some were two when the reader stopped, and are one in the end
}

}  // namespace
}  // namespace postil
