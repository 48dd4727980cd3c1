// Lookup and whole-text search held against literal slow versions of themselves, and what a reader's position must hide.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "packer/encode/encode.h"
#include "packer/pack.h"
#include "packer/structure/structure.h"
#include "plugin/include/postil.h"
#include "plugin/src/near.h"
#include "plugin/src/search.h"
#include "schema/fold.h"
#include "schema/utf8.h"

namespace postil {
namespace {

std::string str(postil_text t) {
  return {t.data ? t.data : "", t.size};
}

// Optimal string alignment, the whole matrix.
uint32_t slow_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<uint32_t>> d(a.size() + 1, std::vector<uint32_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i)
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<uint32_t>(i + j);
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

// Every word of up to `most` letters of a small alphabet.
std::vector<std::string> words(const std::string& alphabet, size_t most) {
  std::vector<std::string> out{""};
  for (size_t i = 0; i < out.size(); ++i)
    if (out[i].size() < most)
      for (char c : alphabet) out.push_back(out[i] + c);
  return out;
}

TEST(Near, IsTheLiteralDistanceOfEveryShortWord) {
  const auto all = words("abc", 5);
  for (const std::string& wanted : words("abc", 4))
    for (uint32_t most : {1u, 2u}) {
      NearWord near(std::vector<uint32_t>(wanted.begin(), wanted.end()), most);
      for (const std::string& word : all) {
        near.cut_to(0);
        bool alive = true;
        size_t seen = 0;
        for (char c : word)
          if (alive) alive = near.push(static_cast<unsigned char>(c)), ++seen;
        const uint32_t distance = slow_distance(wanted, word);
        if (alive) {
          EXPECT_EQ(near.distance() <= most, distance <= most) << wanted << " " << word;
          EXPECT_TRUE(distance > most || near.distance() == distance) << wanted << " " << word;
        } else {
          EXPECT_GT(distance, most) << wanted << " " << word << " given up at " << seen;
        }
      }
    }
}

// Where a path ends, the letter that is leapt to is the first that lives.
TEST(Near, LeapsToTheFirstLetterThatLives) {
  const std::string letters = "abc";
  for (const std::string& wanted : words(letters, 4))
    for (uint32_t most : {1u, 2u})
      for (const std::string& path : words(letters, 4)) {
        NearWord near(std::vector<uint32_t>(wanted.begin(), wanted.end()), most);
        bool alive = true;
        for (char c : path) alive = alive && near.push(static_cast<unsigned char>(c));
        if (!alive) continue;
        const auto depth = static_cast<uint32_t>(path.size());
        for (char after : std::string("`") + letters) {
          uint32_t first = 0;
          for (char c : letters)
            if (c > after && first == 0) {
              near.cut_to(depth);
              if (near.push(static_cast<unsigned char>(c))) first = static_cast<unsigned char>(c);
            }
          near.cut_to(depth);
          const uint32_t leap = near.next_letter(depth, static_cast<unsigned char>(after));
          EXPECT_TRUE(first == 0 || (leap != 0 && leap <= first))
              << wanted << " " << path << " after " << after << " leaps to " << leap;
        }
      }
}

// A book of plain text with entities as they stand in it; `since` is taken from the first place of each name.
class Small {
 public:
  ~Small() {
    postil_close(pack);
    unlink(path.c_str());
  }
  Entity& entity(const std::string& name, EntityType type = EntityType::person) {
    Entity e;
    e.id = stable_id(name);
    e.name = name;
    e.type = type;
    e.aliases.push_back({name, 0, 0, false});
    compiled.entities.entities.push_back(e);
    return compiled.entities.entities.back();
  }
  void text(const std::vector<std::string>& paragraphs) {
    SourceFile file;
    file.path = "book.txt";
    file.end_paragraph = static_cast<uint32_t>(paragraphs.size());
    compiled.book.files.push_back(file);
    compiled.book.plain_text = true;
    uint32_t begin = 0;
    for (const std::string& t : paragraphs) {
      Paragraph p;
      p.begin = begin;
      p.text = t;
      begin += static_cast<uint32_t>(t.size()) + 1;
      compiled.book.paragraphs.push_back(p);
    }
    structure(compiled.book);
  }
  // Mentions of each alias, at its own places; facts and aliases dated by them.
  void mention(Entity& e) {
    for (uint32_t a = 0; a < e.aliases.size(); ++a)
      for (uint32_t p = 0; p < compiled.book.paragraphs.size(); ++p) {
        const std::string& t = compiled.book.paragraphs[p].text;
        for (size_t at = 0; (at = t.find(e.aliases[a].text, at)) != std::string::npos; at += e.aliases[a].text.size()) {
          Mention m;
          m.paragraph = p;
          m.begin = static_cast<uint32_t>(at);
          m.end = static_cast<uint32_t>(at + e.aliases[a].text.size());
          m.alias = a;
          e.mentions.push_back(m);
          ++e.aliases[a].count;
          const uint32_t since = pos_of(compiled.book, {p, m.begin}) + 1;
          if (e.aliases[a].since == 0) e.aliases[a].since = since;
          if (e.since == 0 || since < e.since) e.since = since;
        }
      }
    std::stable_sort(e.mentions.begin(), e.mentions.end(), [](const Mention& x, const Mention& y) {
      return TextPoint{x.paragraph, x.begin} < TextPoint{y.paragraph, y.begin};
    });
  }
  void open() {
    path = testing::TempDir() + "postil-lookup-" + std::to_string(getpid()) + ".postil";
    std::string bytes;
    const Result r = encode_pack(compiled, {1}, bytes);
    ASSERT_TRUE(r) << r.message;
    std::ofstream(path, std::ios::binary) << bytes;
    ASSERT_EQ(postil_open(path.c_str(), 0, 0, &pack), POSTIL_OK) << postil_message(nullptr);
  }
  struct Answer {
    std::string name, alias, why;
    uint32_t kind, mentions, entity;
  };
  std::vector<Answer> ask(const std::string& query, uint32_t modes, uint32_t at = POSTIL_NO_LIMIT,
                          uint32_t until = POSTIL_NO_LIMIT, uint32_t limit = 100) {
    std::vector<Answer> out;
    postil_hits* hits = nullptr;
    const int32_t code =
        postil_lookup(pack, query.data(), static_cast<uint32_t>(query.size()), modes, limit, at, until, &hits);
    EXPECT_TRUE(code == POSTIL_OK || code == POSTIL_ABSENT) << code;
    postil_hit h;
    for (uint32_t i = 0; postil_hit_at(hits, i, &h) == POSTIL_OK; ++i)
      out.push_back({str(h.name), str(h.alias), str(h.why), h.kind, h.mentions, h.entity});
    postil_hits_free(hits);
    return out;
  }
  uint32_t pos(uint32_t paragraph, const std::string& of) {
    return pos_of(compiled.book, {paragraph, static_cast<uint32_t>(compiled.book.paragraphs[paragraph].text.find(of))});
  }
  Compiled compiled;
  postil_pack* pack = nullptr;
  std::string path;
};

std::vector<std::string> names_of(const std::vector<Small::Answer>& answers) {
  std::vector<std::string> out;
  for (const auto& a : answers) out.push_back(a.name);
  return out;
}

// Every word of three to six letters over two letters and a space would be a name: the walk that leaps must find what a look at each finds.
TEST(Lookup, FuzzyFindsExactlyTheNearWords) {
  Small small;
  small.compiled.reference = true;
  std::vector<std::string> keys;
  uint32_t nth = 0;
  for (const std::string& w : words("abcd", 6))
    if (w.size() >= 3 && (nth++ * 2654435761u) % 5 == 0) keys.push_back(w), small.entity(w);
  // And enough others for an index of several pages around them.
  for (uint32_t i = 0; i < 3000; ++i) small.entity("b" + std::to_string(i * 7919 % 100000) + " filler");
  small.open();
  for (const std::string query : {"abcd", "dddd", "abab", "aabbc", "cba", "bbbbb", "dcba"}) {
    std::set<std::string> same_letter, any;
    for (const std::string& k : keys)
      if (slow_distance(query, k) <= 1) {
        any.insert(k);
        if (k[0] == query[0]) same_letter.insert(k);
      }
    const auto found = names_of(small.ask(query, POSTIL_FUZZY));
    EXPECT_EQ(std::set<std::string>(found.begin(), found.end()), same_letter.empty() ? any : same_letter) << query;
    EXPECT_EQ(std::set<std::string>(found.begin(), found.end()).size(), found.size()) << query;
  }
}

TEST(Lookup, AFalseFirstLetterIsForgiven) {
  Small small;
  small.compiled.reference = true;
  for (const char* n : {"Harrow", "Наташа", "Αθήνα", "娜塔莎"}) small.entity(n);
  small.open();
  for (const auto& [query, name] :
       {std::pair{"Barrow", "Harrow"}, std::pair{"arrow", "Harrow"}, std::pair{"Harorw", "Harrow"},
        std::pair{"Натша", "Наташа"}, std::pair{"Αθένα", "Αθήνα"}, std::pair{"娜塔沙", "娜塔莎"}}) {
    const auto found = small.ask(query, POSTIL_FUZZY);
    ASSERT_EQ(found.size(), 1u) << query;
    EXPECT_EQ(found[0].name, name);
    EXPECT_EQ(found[0].why, "one letter differs");
  }
  EXPECT_TRUE(small.ask("Hrarwo", POSTIL_FUZZY).empty()) << "a short word has one edit";
}

TEST(Lookup, LongWordsHaveTwoEdits) {
  Small small;
  small.compiled.reference = true;
  small.entity("Constantinople");
  small.open();
  const auto found = small.ask("Constantanopel", POSTIL_FUZZY);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].why, "two letters differ");
}

TEST(Lookup, PrefixesAndCompletionsAreThoseOfAScan) {
  Small small;
  small.compiled.reference = true;
  std::vector<std::string> keys;
  for (uint32_t i = 0; i < 4000; ++i) keys.push_back("n" + std::to_string(i * 7919 % 9973));
  for (const std::string& k : keys) small.entity(k);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  small.open();
  for (const std::string prefix : {"n", "n1", "n99", "n123", "n9972", "x"}) {
    std::vector<std::string> wanted, got;
    for (const std::string& k : keys)
      if (k.compare(0, prefix.size(), prefix) == 0 && wanted.size() < 50) wanted.push_back(k);
    postil_completions* c = nullptr;
    const int32_t code = postil_completions_open(small.pack, prefix.data(), static_cast<uint32_t>(prefix.size()), 50,
                                                 POSTIL_NO_LIMIT, &c);
    EXPECT_EQ(code, wanted.empty() ? POSTIL_ABSENT : POSTIL_OK);
    postil_completion one;
    for (uint32_t i = 0; postil_completion_at(c, i, &one) == POSTIL_OK; ++i) got.push_back(str(one.key));
    postil_completions_free(c);
    EXPECT_EQ(got, wanted) << prefix;
  }
}

TEST(Lookup, TheLongestNamesInsideASelection) {
  Small small;
  small.compiled.reference = true;
  for (const char* n : {"Zhou Enlai", "Zhou", "Foreign Minister Zhou", "Geneva", "娜塔莎", "Kim Il-sung"})
    small.entity(n);
  small.open();
  const auto inside = [&](const std::string& q) { return names_of(small.ask(q, POSTIL_SELECTED | POSTIL_WITHIN)); };
  EXPECT_EQ(inside("the Premier Zhou Enlai said"), (std::vector<std::string>{"Zhou Enlai"}));
  EXPECT_EQ(inside("Zhou’s at Geneva,"), (std::vector<std::string>{"Geneva", "Zhou"}));
  EXPECT_EQ(inside("然后娜塔莎说"), (std::vector<std::string>{"娜塔莎"}));
  EXPECT_EQ(inside("met Kim Il-sung’s men"), (std::vector<std::string>{"Kim Il-sung"}));
  EXPECT_TRUE(inside("Genevan Zhoudynasty").empty());
  EXPECT_EQ(small.ask("to Geneva.", POSTIL_SELECTED | POSTIL_WITHIN)[0].why, "a name inside the selection");
}

TEST(Lookup, VariantsSayWhy) {
  Small small;
  small.compiled.reference = true;
  for (const char* n : {"The Hague", "Mao", "Éowyn", "Kim Il-sung"}) small.entity(n);
  small.open();
  for (const auto& [query, name] :
       {std::pair{"Hague", "The Hague"}, std::pair{"Mao’s", "Mao"}, std::pair{"Kim Il Sung", "Kim Il-sung"}}) {
    const auto found = small.ask(query, POSTIL_SELECTED);
    ASSERT_EQ(found.size(), 1u) << query;
    EXPECT_EQ(found[0].name, name);
  }
  EXPECT_EQ(small.ask("Éowyn", POSTIL_SELECTED)[0].kind, POSTIL_EXACT);
  EXPECT_EQ(small.ask("eowyn", POSTIL_SELECTED)[0].kind, POSTIL_FOLDED);
  EXPECT_TRUE(small.ask("eowyn", POSTIL_EXACT).empty());
}

struct Dulles : Small {
  Dulles() {
    compiled.entities.entities.reserve(8);
    Entity& allen = entity("Allen Dulles");
    Entity& foster = entity("John Foster Dulles");
    text({"Allen Dulles read the cable. Dulles sent it on.", "Nothing happened here, for a while, at all.",
          "John Foster Dulles answered. Dulles was brief. Dulles, the Secretary, left."});
    mention(allen);
    mention(foster);
    // The bare surname is decided place by place.
    for (auto [e, paragraph] : {std::pair{&allen, 0u}, std::pair{&foster, 2u}}) {
      e->aliases.push_back({"Dulles", 0, 0, true});
      const std::string& t = compiled.book.paragraphs[paragraph].text;
      for (size_t at = t.find(". ") + 1; (at = t.find("Dulles", at)) != std::string::npos; at += 6) {
        Mention m;
        m.paragraph = paragraph;
        m.begin = static_cast<uint32_t>(at);
        m.end = m.begin + 6;
        m.alias = 1;
        e->mentions.push_back(m);
        ++e->aliases[1].count;
        if (e->aliases[1].since == 0) e->aliases[1].since = pos_of(compiled.book, {paragraph, m.begin}) + 1;
      }
    }
    open();
  }
};

TEST(Lookup, PositionDecidesBetweenHomonymsElseTheyAreOffered) {
  Dulles d;
  const auto anywhere = d.ask("Dulles", POSTIL_SELECTED);
  ASSERT_EQ(anywhere.size(), 2u);
  EXPECT_EQ(anywhere[0].name, "John Foster Dulles") << "the more frequent one";
  const auto early = d.ask("Dulles", POSTIL_SELECTED, d.pos(0, "Dulles sent"));
  EXPECT_EQ(early[0].name, "Allen Dulles");
  EXPECT_EQ(early[0].why, "written so in the text, and meant here");
  EXPECT_EQ(d.ask("Dulles", POSTIL_SELECTED, d.pos(2, "Dulles was"))[0].name, "John Foster Dulles");
}

TEST(Lookup, NothingLaterIsShownOrCountedAtAnyPosition) {
  Dulles d;
  uint32_t end = 0;
  postil_info_number(d.pack, POSTIL_END_POS, &end);
  for (uint32_t until = 0; until <= end + 1; ++until) {
    std::set<uint32_t> shown;
    for (uint32_t modes : {POSTIL_SELECTED, POSTIL_PREFIX, POSTIL_FUZZY, POSTIL_SELECTED | POSTIL_WITHIN})
      for (const char* query : {"Dulles", "John", "Allen Dules", "by Allen Dulles today", "John Foster Dulles"})
        for (const auto& a : d.ask(query, modes, POSTIL_NO_LIMIT, until)) {
          shown.insert(a.entity);
          uint32_t count = 0;
          bool alias_known = false;
          const Entity& e = d.compiled.entities.entities[a.entity];
          for (const Mention& m : e.mentions) {
            const bool before = pos_of(d.compiled.book, {m.paragraph, m.begin}) < until;
            count += before;
            alias_known |= before && e.aliases[m.alias].text == a.alias;
          }
          EXPECT_EQ(a.mentions, count) << until;
          EXPECT_TRUE(alias_known) << a.alias << " at " << until;
        }
    for (uint32_t i = 0; i < 2; ++i) {
      postil_card* card = nullptr;
      const bool known = postil_card_open(d.pack, i, until, &card) == POSTIL_OK;
      EXPECT_EQ(known, d.compiled.entities.entities[i].since <= until);
      postil_alias alias;
      for (uint32_t k = 0; postil_card_alias(card, k, &alias) == POSTIL_OK; ++k) {
        EXPECT_LE(alias.since, until);
        // "Dulles" is ambiguous only from the other one's first "Dulles" on.
        EXPECT_TRUE(str(alias.text) != "Dulles" || (alias.ambiguous != 0) == (until > d.pos(2, "Dulles was"))) << until;
      }
      postil_card_free(card);
      postil_mentions* mentions = nullptr;
      EXPECT_EQ(postil_mentions_open(d.pack, i, 0, 100, until, 0, &mentions) == POSTIL_OK, known);
      postil_mention m;
      for (uint32_t k = 0; postil_mention_at(mentions, k, &m) == POSTIL_OK; ++k) EXPECT_LT(m.place.pos, until);
      postil_mentions_free(mentions);
    }
    postil_completions* c = nullptr;
    const bool completed = postil_completions_open(d.pack, "john", 4, 10, until, &c) == POSTIL_OK;
    EXPECT_EQ(completed, until > d.pos(2, "John"));
    postil_completions_free(c);
  }
}

}  // namespace
}  // namespace postil
