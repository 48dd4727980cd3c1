#include "packer/citations/words.h"

#include <algorithm>
#include <array>

#include "schema/fold.h"

namespace postil {
namespace {

struct ClassWords {
  uint32_t bits;
  const char* words;  // folded, separated by spaces
};

// A word here has lost its diacritics and stops: "ibíd." is "ibid", "éd." is "ed", "Übers." is "ubers". "lbid" is what
// text recognition makes of "Ibid".
constexpr ClassWords kClassWords[] = {
    {kWordIbid, "ibid ibidem ib ibd lbid ebd ebda ebenda ebendort ivi"},
    {kWordIdem, "idem eadem id ders derselbe dies dieselbe dieselben"},
    {kWordSignal,
     "see also cf cfr cp compare quoted quoting quote quotes citing cited quot but eg example esp especially generally "
     "contra accord viz namely "
     "vgl siehe zit zitiert zitat dazu hierzu voir cite vease vid ver vedi veda citato citado consult consulted per "
     "according reprinted"},
    {kWordPointer,
     "see cf cfr compare quoted quoting citing cited vgl siehe zit zitiert voir vease vedi veda citato citado "
     "reprinted"},
    {kWordMonth,
     "january february march april may june july august september october november december jan feb mar apr jun jul "
     "aug sep sept oct nov dec "
     "januar janner februar marz mai juni juli oktober dezember janvier fevrier mars avril juin juillet aout septembre "
     "octobre novembre decembre "
     "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile "
     "maggio giugno luglio "
     "settembre ottobre dicembre"},
    {kWordSeason, "spring summer autumn fall winter fruhjahr sommer herbst printemps ete automne hiver"},
    {kWordFunction,
     "the a an of and in on for to from with by at as or into upon between among under over during through within "
     "without against its his her their "
     "der die das dem den des ein eine einer eines und im am vom zum zur zu von fur mit auf aus bei nach uber um "
     "le la les l un une du de d et en dans sur pour par au aux avec sous el los las del y e al con por para su sus "
     "entre desde "
     "il lo gli i di della dei degli delle dal dalla nel nella nei nelle sul sulla per tra fra ed that this which"},
    {kWordParticle,
     "de da di do dos du d del della dei des la le van von vom der den het ten ter zu zur zum af av al el bin ibn ben "
     "y und et"},
    {kWordEditor,
     "ed eds edited edd editor editors hg hgg hrsg herausgegeben dir dirs comp comps compiler compiled trans "
     "translated transl tr trad ubers ubersetzt "
     "coord coords cura intro introduction introd rev revised"},
    {kWordUnit,
     "p pp page pages pag pagg pags s ss seite seiten sp vol vols volume volumes bd bde band bande tome tomes tom t tt "
     "no nos number numbers nr nrn n nn num "
     "ch chs chap chaps chapter chapters kap cap capp caps fol fols f ff folio folios fo note notes sec sect section "
     "sections col cols part pt pts parte "
     "book bk bks livre lib item items doc docs document art article articulo app appendix line lines ll plate pl fig "
     "figs table box folder reel roll anm fn fussnote "
     "container file entry bl heft h issue ser series"},
    {kWordAbbreviation,
     "p pp pag pagg pags ss vol vols bd bde tom t tt no nos nr nrn n nn num ch chs chap chaps kap cap capp fol fols f "
     "ff fo sec sect col cols pt pts bk bks "
     "lib art app pl fig figs ed eds edd hg hgg hrsg dir comp comps trans transl tr trad ubers coord intro introd rev "
     "mr mrs ms mss dr st ste prof gen lt "
     "col capt maj sgt cmdr adm jr sr univ dept hon sen rep gov inc co corp ltd bros cf cfr vgl eg ie viz vs etc ser "
     "bull ann proc soc am amer assoc hist "
     "jan feb mar apr jun jul aug sep sept oct nov dec approx ca c fl b d r u a o v vid quot esp mass conn pa ala ariz "
     "ark calif colo del fla ga ill ind kan "
     "la md mich minn miss mo mont neb nev okla ore tenn tex va vt wash wis wyo acad agric stat cong sess suppl supp "
     "repr print publ pub gesch zeitschr rec "
     "ep sp phil theol rel lit antiq hier euseb aurel mem fig lieut ft mt messrs mme mlle"},
    {kWordDocument,
     "memorandum memoranda memo telegram telegrams tel cable cables minutes diary letter letters despatch despatches "
     "dispatch dispatches note report testimony "
     "interview statement speech address message circular instruction instructions aide-memoire transcript "
     "proclamation resolution conversation "
     "aufzeichnung brief telegramm protokoll lettre telegramme depeche proces-verbal carta telegrama lettera "
     "telegramma verbale entry paper airgram"},
    {kWordProse,
     "is was were are be been being had has have having did does do would could should might must said says wrote "
     "writes argued argues asserted asserts "
     "suggested suggests shows showed states stated describes described believed believes noted gives gave made makes "
     "became took discusses discussed "
     "provides provided contains contained informed reported refers referred claimed called cites appears appeared "
     "remained not "
     "wird wurde wurden ist sind war waren hat hatte haben est sont etait etaient ont es son era eran fue fueron sono "
     "erano ha hanno"},
    {kWordHereafter,
     "hereafter hereinafter henceforth henceforward hereinbelow nachfolgend fortan kunftig desormais folgenden apres "
     "adelante seguito innanzi poi"},
    {kWordAnd, "and und et y e ed u"},
    {kWordIn, "in dans en"},
    {kWordTo, "to an a"},
    {kWordFrom, "from von de"},
    {kWordSuffix, "jr sr jun sen ii iii iv"},
    {kWordArchive,
     "archive archives archival papers department office ministry library collection collections congress record "
     "records rg mss manuscript manuscripts "
     "file files nachlass fonds archiv archivio archivo archivos bundesarchiv files series museum embassy"},
    {kWordHolding, "box boxes container reel roll folder lot rg bestand carton dossier legajo busta hed sed entry"},
    {kWordOffice,
     "assistant adviser advisor ambassador minister counselor counsellor envoy aide secretary consul delegate "
     "delegation representative mission legation"},
    {kWordCommon,
     "if when while although though because since thus hence here there these those such some many most all he she it "
     "they we what who whose how why after "
     "before both another other others only even now then yet so however moreover my our your is are was were has had "
     "have not no nor neither either "
     "wenn als dieser diese dieses er sie wir es ce cette ces il elle nous questo questa este esta"},
    {kWordGenitive, "of for the to on de des du der della del di dei delle"},
    {kWordBack, "above below supra infra oben unten"},
};

uint32_t table_classes(const std::string& word) {
  static const std::unordered_map<std::string, uint32_t> table = [] {
    std::unordered_map<std::string, uint32_t> out;
    for (const ClassWords& c : kClassWords) {
      const std::string_view words = c.words;
      for (size_t from = 0; from < words.size();) {
        const size_t to = std::min(words.find(' ', from), words.size());
        out[std::string(words.substr(from, to - from))] |= c.bits;
        from = to + 1;
      }
    }
    return out;
  }();
  const auto it = table.find(word);
  return it == table.end() ? 0 : it->second;
}

// Thousands to ones, each digit in its one canonical spelling; older spellings (iiii, viiii) too.
bool roman(const std::string& w) {
  if (w.empty() || w.size() > 12) return false;
  size_t i = 0;
  while (i < w.size() && w[i] == 'm' && i < 3) ++i;
  for (const char* set : {"cdm", "xlc", "ivx"}) {
    const char one = set[0], five = set[1], ten = set[2];
    if (i + 1 < w.size() && w[i] == one && (w[i + 1] == ten || w[i + 1] == five)) {
      i += 2;
      continue;
    }
    if (i < w.size() && w[i] == five) ++i;
    for (int k = 0; k < 4 && i < w.size() && w[i] == one; ++k) ++i;
  }
  return i == w.size();
}

}  // namespace

uint32_t Vocabulary::add(std::string_view word) {
  const std::string written(word);
  if (const auto it = seen_.find(written); it != seen_.end()) return it->second;
  std::string folded = fold(word);
  for (char& c : folded)
    if (c == ' ') c = '_';
  auto [it, fresh] = ids_.emplace(folded, size());
  if (fresh) {
    uint32_t bits = table_classes(folded);
    if (roman(folded)) bits |= kWordRoman;
    if (!folded.empty() && folded[0] >= '0' && folded[0] <= '9') bits |= kWordDigit;
    texts_.push_back(folded);
    classes_.push_back(bits);
  }
  seen_.emplace(written, it->second);
  return it->second;
}

uint32_t month_number(std::string_view w) {
  static constexpr const char* kMonths[] = {"january jan januar janner janvier enero gennaio",
                                            "february feb februar fevrier febrero febbraio",
                                            "march mar marz mars marzo",
                                            "april apr avril abril aprile",
                                            "may mai mayo maggio",
                                            "june jun juni juin junio giugno",
                                            "july jul juli juillet julio luglio",
                                            "august aug aout agosto",
                                            "september sep sept septembre septiembre settembre",
                                            "october oct oktober octobre octubre ottobre",
                                            "november nov novembre noviembre",
                                            "december dec dezember decembre diciembre dicembre"};
  for (uint32_t m = 0; m < 12; ++m) {
    const std::string_view names = kMonths[m];
    for (size_t from = 0; from < names.size();) {
      const size_t to = std::min(names.find(' ', from), names.size());
      if (names.substr(from, to - from) == w) return m + 1;
      from = to + 1;
    }
  }
  return 0;
}

bool similar_words(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const size_t shorter = std::min(a.size(), b.size()), longer = std::max(a.size(), b.size());
  if (shorter < 5 || longer > 40 || (a[0] >= '0' && a[0] <= '9') || (b[0] >= '0' && b[0] <= '9')) return false;
  const size_t allowed = shorter >= 9 ? 2 : 1;
  if (longer - shorter > allowed) return false;
  // Edit distance with neighbours swapped, three rows at a time.
  std::array<std::array<uint8_t, 42>, 3> rows{};
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<uint8_t>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    auto& now = rows[i % 3];
    const auto& last = rows[(i + 2) % 3];
    const auto& before = rows[(i + 1) % 3];
    now[0] = static_cast<uint8_t>(i);
    uint8_t least = now[0];
    for (size_t j = 1; j <= b.size(); ++j) {
      const int change = last[j - 1] + (a[i - 1] != b[j - 1]);
      int best = std::min({last[j] + 1, now[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = std::min(best, before[j - 2] + 1);
      now[j] = static_cast<uint8_t>(best);
      least = std::min(least, now[j]);
    }
    if (least > allowed) return false;
  }
  return rows[a.size() % 3][b.size()] <= allowed;
}

}  // namespace postil
