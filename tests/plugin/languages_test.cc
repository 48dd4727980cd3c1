// Lookup in five languages: what a reader selects or types, the name that is meant, and the kind of match that a hit
// says it is.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "packer/encode/encode.h"
#include "plugin/include/postil.h"
#include "schema/fold.h"

namespace postil {
namespace {

// Names with the surface forms that texts use of them.
const std::vector<std::vector<std::string>> kNames = {
    {"Zhou Enlai", "Zhou"},
    {"The Hague"},
    {"Constantinople"},
    {"Foreign Ministry"},
    {"Der Spiegel"},
    {"Friedrich Müller", "Müllers"},
    {"Österreich", "Österreichs"},
    {"Bundesverfassungsgericht", "Bundesverfassungsgerichts"},
    {"Наташа Ростова", "Наташа", "Наташу", "Наташе", "Наташи Ростовой"},
    {"Семёнов"},
    {"Достоевский", "Достоевского"},
    {"周恩来", "周总理"},
    {"外交部"},
    {"محمد عبد الناصر", "عبد الناصر"},
    {"القاهرة", "بالقاهرة"},
    {"الإسكندرية"},
};

struct Case {
  const char *query, *name;
  uint32_t modes, kind;
};
constexpr uint32_t kTap = POSTIL_SELECTED | POSTIL_WITHIN, kTyped = POSTIL_SELECTED | POSTIL_FUZZY;

const Case kCases[] = {
    // English: case, possessives, articles, two edits in a long word, a name inside a selection
    {"Zhou Enlai", "Zhou Enlai", kTap, POSTIL_EXACT},
    {"ZHOU ENLAI", "Zhou Enlai", kTap, POSTIL_FOLDED},
    {"Zhou’s", "Zhou Enlai", kTap, POSTIL_VARIANT},
    {"Hague", "The Hague", kTap, POSTIL_VARIANT},
    {"the Foreign Ministry", "Foreign Ministry", kTap, POSTIL_VARIANT},
    {"the Premier Zhou Enlai said", "Zhou Enlai", kTap, POSTIL_WITHIN},
    {"Constantinpole", "Constantinople", kTyped, POSTIL_FUZZY},
    {"Konstantinopel", "Constantinople", kTyped, POSTIL_FUZZY},
    // German: umlauts typed without, an inflected form that the text uses, the article
    {"Friedrich Muller", "Friedrich Müller", kTap, POSTIL_FOLDED},
    {"Müllers", "Friedrich Müller", kTap, POSTIL_EXACT},
    {"osterreichs", "Österreich", kTap, POSTIL_FOLDED},
    {"Spiegel", "Der Spiegel", kTap, POSTIL_VARIANT},
    {"im Bundesverfassungsgericht tagte", "Bundesverfassungsgericht", kTap, POSTIL_WITHIN},
    {"Bundesverfasungsgerit", "Bundesverfassungsgericht", kTyped, POSTIL_ABSENT},
    {"Bundesverfasungsgerich", "Bundesverfassungsgericht", kTyped, POSTIL_FUZZY},
    // Russian: cases that the text uses, capitals, ё as е, two edits in a long word
    {"Наташу", "Наташа Ростова", kTap, POSTIL_EXACT},
    {"НАТАШЕ", "Наташа Ростова", kTap, POSTIL_FOLDED},
    {"семенов", "Семёнов", kTap, POSTIL_FOLDED},
    {"сказал Наташи Ростовой брат", "Наташа Ростова", kTap, POSTIL_WITHIN},
    {"Достоевскго", "Достоевский", kTyped, POSTIL_FUZZY},
    {"Дастаевский", "Достоевский", kTyped, POSTIL_FUZZY},
    // Chinese: no spaces, full-width forms beside
    {"周恩来", "周恩来", kTap, POSTIL_EXACT},
    {"然后周恩来说", "周恩来", kTap, POSTIL_WITHIN},
    {"在外交部工作", "外交部", kTap, POSTIL_WITHIN},
    {"周总理", "周恩来", kTap, POSTIL_EXACT},
    // Arabic: vowel signs, tatweel, a form with a preposition that the text uses
    {"مُحَمَّد عبد الناصر", "محمد عبد الناصر", kTap, POSTIL_FOLDED},
    {"بالقاهرة", "القاهرة", kTap, POSTIL_EXACT},
    {"قال عبد الناصر في", "محمد عبد الناصر", kTap, POSTIL_WITHIN},
    {"الاسكندرية", "الإسكندرية", kTyped, POSTIL_FOLDED},
};

TEST(Languages, EachSelectionFindsItsNameAndSaysWhy) {
  Compiled compiled;
  compiled.reference = true;
  for (const auto& forms : kNames) {
    Entity e;
    e.name = forms[0];
    e.id = stable_id(e.name);
    for (const std::string& form : forms) e.aliases.push_back({form, 0, 0, false});
    compiled.entities.entities.push_back(e);
  }
  const std::string path = testing::TempDir() + "postil-languages-" + std::to_string(getpid()) + ".postil";
  std::string bytes;
  ASSERT_TRUE(encode_pack(compiled, {1}, bytes));
  std::ofstream(path, std::ios::binary) << bytes;
  postil_pack* pack = nullptr;
  ASSERT_EQ(postil_open(path.c_str(), 0, 0, &pack), POSTIL_OK);
  for (const Case& c : kCases) {
    postil_hits* hits = nullptr;
    const int32_t code = postil_lookup(pack, c.query, static_cast<uint32_t>(std::string_view(c.query).size()), c.modes,
                                       5, POSTIL_NO_LIMIT, POSTIL_NO_LIMIT, &hits);
    postil_hit hit{};
    if (c.kind == POSTIL_ABSENT) {
      EXPECT_EQ(code, POSTIL_ABSENT) << c.query;
    } else if (postil_hit_at(hits, 0, &hit) != POSTIL_OK) {
      ADD_FAILURE() << c.query << " finds nothing";
    } else {
      EXPECT_EQ(std::string(hit.name.data, hit.name.size), c.name) << c.query;
      EXPECT_EQ(hit.kind, c.kind) << c.query;
      EXPECT_GT(hit.why.size, 5u) << c.query;
    }
    postil_hits_free(hits);
  }
  postil_close(pack);
  unlink(path.c_str());
}

}  // namespace
}  // namespace postil
