#include "packer/entities/surface.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "packer/entities/nicknames.h"
#include "schema/fold.h"
#include "schema/utf8.h"

namespace postil {
namespace {

using Set = std::unordered_set<std::string_view>;

Set set_of(std::string_view list) {
  Set out;
  for (size_t i = 0; i < list.size();) {
    const size_t end = std::min(list.find(' ', i), list.size());
    if (end > i) out.insert(list.substr(i, end - i));
    i = end + 1;
  }
  return out;
}

// Titles before a name; roles are those that a reader would want to be told.
constexpr std::string_view kMale =
    "mr mister sir lord king emperor prince duke count baron marquis marquess earl viscount pope father brother uncle "
    "monsieur mm herr signor senor don dom "
    "squire esquire master abbe friar czar tsar sultan shah caliph kaiser mikado pere grandfather padre";
constexpr std::string_view kFemale =
    "mrs miss ms lady madam madame mme mlle mademoiselle dame queen empress princess duchess countess baroness "
    "marchioness viscountess sister mother aunt frau fraulein signora signorina "
    "senora senorita dona abbess tsarina czarina grandmother granny nurse";
constexpr std::string_view kNeutral =
    "dr doctor prof professor st saint st. captain capt colonel col general gen major maj lieutenant lieut lt sergeant "
    "sergt sgt corporal private admiral adm commander commodore marshal "
    "president premier minister chancellor senator sen governor gov mayor judge justice secretary ambassador consul "
    "reverend rev bishop archbishop cardinal patriarch chairman comrade deputy "
    "congressman representative rep delegate speaker attorney solicitor inspector detective constable officer cadet "
    "brigadier chief director commissioner envoy legate praetor proconsul dictator "
    "tribune quaestor khan caesar rabbi imam sheikh mullah deacon archdeacon dean canon vicar abbot prior squadron "
    "wing boatswain cousin old young little poor dear";
constexpr std::string_view kNoRole =
    "mr mister mrs miss ms mme mlle mm madam madame monsieur mademoiselle herr frau fraulein signor signora signorina "
    "senor senora senorita don dom dona dr doctor st saint sir dame master esquire old young little poor dear "
    "cousin father mother brother sister uncle aunt grandfather grandmother granny comrade lord lady pere";
// Words that stand before a title and belong to it: "Prime Minister", "Vice President".
constexpr std::string_view kModifier =
    "prime vice foreign chief deputy assistant acting former first lieutenant major attorney under rear field grand "
    "high lord crown finance defense defence interior war party national royal chief joint special";
constexpr std::string_view kParticle =
    "de del della der den du di da dal das dos la le les van von vander zu zur ten ter bin ibn ben al el abu af av";
constexpr std::string_view kConnective = "of and the at in for to from on & upon under";
constexpr std::string_view kSuffix = "jr sr esq phd md kc qc mp";
constexpr std::string_view kRoleNoun =
    "accountant actor actress adviser advisor agent aide ally ambassador analyst apprentice archbishop archdeacon "
    "architect aristocrat artist assassin assistant astronomer attorney aunt author bachelor baker banker baron "
    "baroness "
    "barrister biographer bishop blacksmith boatman boatswain botanist boxer boy boss brewer bricklayer bride "
    "brigadier broker brother builder butcher butler caliph captain cardinal carpenter cashier celebrity chairman "
    "chairwoman chair chamberlain "
    "chancellor chaplain chauffeur chef chemist chief child chronicler clergyman clerk coachman cobbler colleague "
    "colonel columnist commandant commander commissioner companion composer comrade conductor confessor conqueror "
    "constable consul contractor convict cook "
    "cooper correspondent count countess courtier cousin critic curate curator dancer daughter deacon dean delegate "
    "deputy detective diarist dictator diplomat director disciple doctor dramatist driver duchess duke earl economist "
    "editor elector emissary emperor empress engineer envoy "
    "essayist eunuch executive explorer father favorite favourite fiancee fisherman foreman founder friend gardener "
    "general geographer geologist girl governess governor grandfather grandmother grandson granddaughter groom "
    "grammarian guardian guide gunner hairdresser headmaster heir heiress helmsman heretic "
    "hermit hero heroine historian housekeeper housemaid hunter husband inspector interpreter inventor investigator "
    "jailer journalist judge keeper khan king knight laborer labourer lady landlady landlord lawgiver lawyer leader "
    "lecturer legate librarian lieutenant linguist lord lover magistrate maid major manager "
    "marquis marshal martyr mason master mathematician mayor mechanic member mentor merchant messenger midwife miller "
    "miner minister missionary mistress monarch monk mother musician nephew niece noble nobleman novelist nun nurse "
    "officer official orator organist owner page painter patriarch patrician patron peasant "
    "philanthropist philosopher photographer physician physicist pianist pilot pirate planter playwright poet "
    "policeman politician pope porter premier president priest priestess prince princess prisoner prefect prelate "
    "preacher pretender proconsul producer professor prophet proprietor publisher pupil queen rector refugee "
    "regent reporter representative researcher rival ruler sailor saint satirist scholar schoolmaster schoolmistress "
    "schoolteacher scientist scribe sculptor secretary seaman senator sergeant servant sheriff shoemaker shopkeeper "
    "singer sister slave smith soldier solicitor son sophist sovereign speaker spokesman spokeswoman squire "
    "statesman stepfather stepmother steward student successor sultan surgeon surveyor tailor teacher tenant "
    "theologian trader tradesman translator traveller traveler treasurer tribune tsar czar tutor tyrant uncle usurper "
    "valet vicar viceroy victim villain violinist viscount visitor vizier volunteer waiter waitress wanderer warden "
    "watchman "
    "weaver widow widower wife witch witness woman writer youth";
constexpr std::string_view kNumeral =
    "ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii";

const Set& male() {
  static const Set s = set_of(kMale);
  return s;
}
const Set& female() {
  static const Set s = set_of(kFemale);
  return s;
}
const Set& neutral() {
  static const Set s = set_of(kNeutral);
  return s;
}
const Set& no_role() {
  static const Set s = set_of(kNoRole);
  return s;
}
const Set& modifier() {
  static const Set s = set_of(kModifier);
  return s;
}
const Set& connective() {
  static const Set s = set_of(kConnective);
  return s;
}
const Set& suffix() {
  static const Set s = set_of(kSuffix);
  return s;
}

bool capitals(std::string_view word) {
  size_t letters = 0;
  for (const char c : word) {
    if (c >= 'A' && c <= 'Z')
      ++letters;
    else if (c != '.' && !(c >= '0' && c <= '9'))
      return false;
  }
  return letters >= 2 && letters <= 8;
}

// "J.F." is two initials, "U.S." no: that one stands alone or last.
std::vector<std::string> split_words(const std::string& text) {
  std::vector<std::string> out;
  for (size_t i = 0; i < text.size();) {
    const size_t end = std::min(text.find(' ', i), text.size());
    std::string_view word(text.data() + i, end - i);
    bool initials = word.size() >= 4 && end < text.size();
    for (size_t k = 0; k < word.size() && initials; ++k)
      initials = k % 2 ? word[k] == '.' : word[k] >= 'A' && word[k] <= 'Z';
    if (initials)
      for (size_t k = 0; k + 1 < word.size(); k += 2) out.emplace_back(word.substr(k, 2));
    else if (!word.empty())
      out.emplace_back(word);
    i = end + 1;
  }
  return out;
}

std::string flat(const std::vector<std::string>& words, size_t from) {
  std::string out;
  for (size_t i = from; i < words.size(); ++i)
    for (const char c : words[i])
      if (c != ' ' && c != '-' && c != '\'') out += c;
  return out;
}

// Without an "and" that joins nothing.
std::string joined_role(std::string role) {
  if (role.compare(0, 5, " and ") == 0) role.erase(0, 5);
  if (role.size() >= 4 && role.compare(role.size() - 4, 4, " and") == 0) role.resize(role.size() - 4);
  return role;
}

void note_title(const std::string& word, const std::string& written, Surface& s, std::string& role) {
  if (word == "mr" || word == "mister" || word == "monsieur" || word == "herr" || word == "signor" || word == "senor")
    s.honorific = Honorific::mr;
  else if (word == "mrs" || word == "mme" || word == "madame" || word == "frau" || word == "signora" ||
           word == "senora")
    s.honorific = Honorific::mrs;
  else if (word == "miss" || word == "mlle" || word == "mademoiselle" || word == "fraulein" || word == "signorina" ||
           word == "senorita")
    s.honorific = Honorific::miss;
  else if (s.honorific == Honorific::none)
    s.honorific = Honorific::other;
  if (male().count(word)) s.gender = Gender::male;
  if (female().count(word)) s.gender = Gender::female;
  s.saint |= word == "st" || word == "saint";
  s.title = word;
  if (word == "young" || word == "little") s.age = 1;
  if (word == "old") s.age = 2;
  if (!no_role().count(word)) role += (role.empty() ? "" : " ") + written;
}

}  // namespace

bool is_particle(std::string_view w) {
  static const Set s = set_of(kParticle);
  return s.count(w) > 0;
}
bool is_title(std::string_view w) {
  return male().count(w) || female().count(w) || neutral().count(w);
}
bool is_role_noun(std::string_view w) {
  static const Set s = set_of(kRoleNoun);
  return s.count(w) > 0;
}
bool is_initial(std::string_view w) {
  return w.size() == 1 || (w.size() == 2 && static_cast<uint8_t>(w[0]) >= 0x80);
}
bool is_numeral(std::string_view w) {
  static const Set s = set_of(kNumeral);
  return s.count(w) > 0;
}

Surface parse_surface(std::string_view raw) {
  Surface s;
  for (const char c : raw) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space)
      s.text += c;
    else if (!s.text.empty() && s.text.back() != ' ')
      s.text += ' ';
  }
  while (!s.text.empty() && s.text.back() == ' ') s.text.pop_back();
  std::string ordered = s.text;
  if (const size_t comma = ordered.find(", ");
      comma != std::string::npos && ordered.find(", ", comma + 2) == std::string::npos) {
    const std::string after = ordered.substr(comma + 2), first = fold(after.substr(0, after.find(' ')));
    if (!suffix().count(first) && !connective().count(first) && !after.empty() &&
        ordered.find(" and ") == std::string::npos) {
      ordered = after + " " + ordered.substr(0, comma);
      s.inverted = true;
    }
  }
  std::vector<std::string> written, folded;
  for (std::string& w : split_words(ordered)) {
    std::string f = fold(w);
    if (f.empty()) continue;
    written.push_back(std::move(w));
    folded.push_back(std::move(f));
  }
  size_t first = 0, last = folded.size();
  if (last > 1 && (folded[0] == "the" || folded[0] == "a" || folded[0] == "an")) first = 1;
  s.whole = flat(folded, first);
  s.acronym = last - first == 1 && capitals(written[first]);
  while (last > first + 1 && suffix().count(folded[last - 1])) --last;
  // Titles: as many as stand before the name and leave it a word.
  size_t name = first;
  std::string role;
  for (size_t i = first; i + 1 < last;) {
    if (is_title(folded[i])) {
      note_title(folded[i], written[i], s, role);
      ++i;
      // "Secretary of State X", "Minister of War X"; "Duke of Norfolk" keeps its title: it is the name.
      if (i + 2 < last && folded[i] == "of" &&
          (folded[i - 1] == "secretary" || folded[i - 1] == "minister" || folded[i - 1] == "chief" ||
           folded[i - 1] == "chairman")) {
        role += " of " + written[i + 1];
        i += 2;
        if (i + 1 < last && folded[i - 1] == "the") role += " " + written[i++];
      } else if (i < last && folded[i] == "of") {
        break;
      }
      if (i + 2 < last && folded[i] == "and" && (is_title(folded[i + 1]) || modifier().count(folded[i + 1]))) {
        role += " and";
        ++i;
      }
      name = i;
    } else if (modifier().count(folded[i]) && i + 2 < last && is_title(folded[i + 1])) {
      role += (role.empty() ? "" : " ") + written[i];
      ++i;
    } else {
      break;
    }
  }
  if (name > first)
    s.role = joined_role(role);
  else
    s.honorific = Honorific::none, s.gender = Gender::unknown, s.saint = false, s.title.clear();
  s.words.assign(folded.begin() + static_cast<std::ptrdiff_t>(name),
                 folded.begin() + static_cast<std::ptrdiff_t>(last));
  s.key = flat(s.words, 0);
  s.head = s.words.size();
  for (size_t i = 1; i < s.words.size() && s.head == s.words.size(); ++i) {
    const std::string& w = s.words[i];
    if (connective().count(w) || is_numeral(w) || w == "&" ||
        (s.words[i - 1].size() > 2 && s.words[i - 1].compare(s.words[i - 1].size() - 2, 2, "'s") == 0)) {
      s.head = i;
      s.compound = w != "the" && !is_numeral(w);
      if (w == "and" || w == "&" || w == "for" || w == "in" || w == "to") s.head = 0;
    }
  }
  if (s.gender == Gender::unknown && s.words.size() > 1) s.gender = given_gender(s.words[0]);
  return s;
}

void read_title_before(std::string_view before, Surface& s) {
  if (s.honorific != Honorific::none) return;
  // Up to six words back, as long as they are capitalised titles and what joins them.
  std::vector<std::string> words;
  size_t end = before.size();
  while (words.size() < 7 && end > 0) {
    if (before[end - 1] != ' ' && before[end - 1] != '\n') break;
    while (end > 0 && (before[end - 1] == ' ' || before[end - 1] == '\n' || before[end - 1] == '\r')) --end;
    size_t begin = end;
    while (begin > 0 && before[begin - 1] != ' ' && before[begin - 1] != '\n' && before[begin - 1] != '(') --begin;
    if (begin == end) break;
    std::string word(before.substr(begin, end - begin));
    const std::string f = fold(word);
    const char tail = word.back();
    const bool closed = tail == ',' || tail == ';' || tail == ':' || tail == '!' || tail == '?' || tail == '"' ||
                        (tail == '.' && word.size() > 5);
    if (f.empty() || closed) break;
    words.push_back(std::move(word));
    end = begin;
  }
  std::string role;
  size_t take = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string f = fold(words[i]);
    const bool capital = !words[i].empty() && (words[i][0] >= 'A' && words[i][0] <= 'Z');
    if (capital && is_title(f))
      take = i + 1;
    else if (take == 0 && i < 3 && capital && i + 2 < words.size() && fold(words[i + 1]) == "of" &&
             (fold(words[i + 2]) == "secretary" || fold(words[i + 2]) == "minister"))
      i += 1;
    else if (capital && modifier().count(f) && take == i && take > 0)
      take = i + 1;
    else if (f == "and" && take == i && take > 0)
      continue;
    else
      break;
  }
  Surface seen;
  for (size_t i = take; i-- > 0;) {
    const std::string f = fold(words[i]);
    if (is_title(f))
      note_title(f, words[i], seen, role);
    else
      role += (role.empty() ? "" : " ") + words[i];
  }
  if (take == 0) return;
  s.honorific = seen.honorific;
  if (seen.gender != Gender::unknown) s.gender = seen.gender;
  s.saint = seen.saint;
  s.title = seen.title;
  s.role = joined_role(role);
}

}  // namespace postil
