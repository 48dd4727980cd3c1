// postil search.
#include "packer/cli/cli.h"

namespace postil::cli {
namespace {

struct SearchArgument {
  std::string pack, until;
  std::vector<std::string> words;
  bool json = false, near = false;
  uint32_t limit = 100, snippet = 60;
};

constexpr uint32_t kBlocks = 256;  // that one call reads at most

std::string one_line(std::string s) {
  for (char& c : s)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return s;
}

int search(const SearchArgument& a) {
  OpenPack pack;
  if (!pack.open(a.pack)) return kInput;
  uint32_t until = POSTIL_NO_LIMIT;
  if (!a.until.empty() && !parse_place(pack, a.until, until)) return kUsage;
  std::string query;
  for (const std::string& w : a.words) query += (query.empty() ? "" : " ") + w;
  postil_search* search = nullptr;
  const int32_t opened = postil_search_open(pack.handle, query.data(), static_cast<uint32_t>(query.size()),
                                            a.near ? POSTIL_NEAR : POSTIL_PHRASE, 0, until, a.snippet, &search);
  if (opened == POSTIL_INVALID_ARGUMENT)
    return fail(kUsage, query, "it cannot be searched for; give one to sixteen words, at most 256 bytes");
  if (opened != POSTIL_OK) return pack.failed(opened);
  postil_passage m{};
  uint32_t found = 0;
  int32_t code = POSTIL_OK;
  while (found < a.limit && ((code = postil_search_next(search, kBlocks, &m)) == POSTIL_OK || code == POSTIL_LIMIT)) {
    if (code == POSTIL_LIMIT) continue;
    ++found;
    const std::string snippet = str(m.snippet);
    if (a.json)
      print_line({{"source", place(pack, m.place)},
                  {"chapter", m.place.chapter},
                  {"snippet", snippet},
                  {"start", m.begin},
                  {"end", m.end}});
    else
      std::printf("%s\n   %s[%s]%s\n", place(pack, m.place).dump().c_str(),
                  one_line(snippet.substr(0, m.begin)).c_str(),
                  one_line(snippet.substr(m.begin, m.end - m.begin)).c_str(), one_line(snippet.substr(m.end)).c_str());
  }
  postil_search_free(search);
  if (code != POSTIL_OK && code != POSTIL_ABSENT) return pack.failed(code);
  return found > 0 ? kDone
                   : fail(kNotFound, query,
                          a.near ? "these words stand nowhere near each other"
                                 : "the text does not have it; --near finds the words in any order");
}

}  // namespace

void add_search(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("search", "Find words in the whole text");
  c->footer("Example: postil search Gibbon.postil golden horn --near");
  auto a = std::make_shared<SearchArgument>();
  c->add_option("PACK", a->pack, "a pack")->required();
  c->add_option("WORDS", a->words, "the words, one after the other")->required();
  c->add_flag("--json", a->json, "JSON Lines");
  c->add_flag("--near", a->near, "all the words, in any order, close to each other");
  c->add_option("--limit", a->limit, "at most so many")->check(CLI::Range(1, 1000000));
  c->add_option("--snippet", a->snippet, "bytes of text each side")->check(CLI::Range(0, 4096));
  c->add_option("--until", a->until, "nothing past this place");
  c->callback([a, &status] { status = search(*a); });
}

}  // namespace postil::cli
