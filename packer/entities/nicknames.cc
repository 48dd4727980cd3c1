#include "packer/entities/nicknames.h"

#include <algorithm>
#include <unordered_map>

namespace postil {
namespace {

// given name, gender (m, f, or - where both use it), short forms. Compiled from general knowledge of English usage.
constexpr const char* kTable[] = {
    "abigail f abby nabby gail", "abraham m abe bram", "adam m", "adelaide f addie", "adele f", "adolphus m dolph", "agatha f aggie",
    "agnes f aggie nessie", "alan m al", "albert m al bert bertie", "alexander m alec alick sandy sasha alex", "alexandra f sandra alix sasha",
    "alexis -", "alfred m alf fred freddy", "alice f allie", "alison f", "amanda f mandy", "ambrose m", "amelia f millie emmy", "amy f",
    "andrew m andy drew", "angela f angie", "anna f annie nan nancy", "anne f annie nan nancy nanny", "ann f annie nan nancy", "anthony m tony",
    "antonia f toni", "antony m tony", "archibald m archie", "arnold m arnie", "arthur m art artie", "augusta f gussie", "augustus m gus",
    "augustine m austin gus", "barbara f babs barbie", "bartholomew m bart bat", "basil m", "beatrice f bea trixie", "benedict m ben",
    "benjamin m ben benny benjy", "bernard m bernie", "bertha f bertie", "bertram m bertie", "bridget f biddy bridie", "caroline f carrie caddy lina",
    "cassandra f cassie", "catherine f kate kitty cathy katie kit catty", "katherine f kate kitty kathy katie", "katharine f kate kitty kathy katie",
    "cecilia f cissy celia", "cecil m", "charles m charlie charley chuck", "charlotte f lottie charley lotte", "christian m chris",
    "christina f tina chrissie", "christine f tina chris chrissie", "christopher m kit chris topher", "clara f", "clarence m",
    "clarissa f clary", "claude m", "clement m clem", "clementina f clemmie", "constance f connie", "cordelia f delia", "cornelius m corny neil",
    "cyril m", "daniel m dan danny", "david m dave davy davie", "deborah f deb debby", "denis m", "dennis m denny", "diana f di", "dinah f",
    "dominic m dom", "donald m don donny", "dora f", "dorothea f dolly dodo dora thea", "dorothy f dolly dot dora dotty", "douglas m doug", "duncan m",
    "dwight m", "ebenezer m eben", "edgar m ed ned", "edith f edie", "edmund m ned ted eddie", "edward m ned ted teddy eddie ed",
    "edwin m ned ed eddie", "eleanor f nell nellie nora ellie", "elinor f nell nellie", "elijah m lige", "eliza f lizzy", "ella f", "ellen f nell nellie nelly",
    "elizabeth f lizzy lizzie eliza betty betsy bess beth bessie libby liz betsey bet", "emily f em emmy milly", "emma f em emmy", "emmanuel m manny",
    "ephraim m eph", "eric m", "ernest m ernie", "esther f hetty essie", "ethel f", "eugene m gene", "eustace m", "eva f evie", "eve f evie", "evelyn -",
    "ezekiel m zeke", "fanny f", "felix m", "ferdinand m ferdy", "flora f", "florence f flo flossie", "frances f fanny fan frankie", "francis m frank",
    "franklin m frank", "frederick m fred freddy freddie fritz", "frederic m fred", "gabriel m gabe", "geoffrey m geoff jeff", "george m georgie geordie",
    "georgiana f georgy georgie", "georgina f georgie", "gerald m gerry jerry", "gerard m gerry", "gertrude f gertie trudy", "gideon m", "gilbert m gil", "giles m",
    "godfrey m", "gordon m", "grace f gracie", "gregory m greg", "gustavus m gus", "guy m", "hannah f", "harold m hal harry", "harriet f hatty hattie harry",
    "helen f nell nellie nelly", "helena f nell lena", "henrietta f hetty etta harriet", "henry m harry hal hank", "herbert m bert herb", "hester f hetty", "hilda f",
    "horace m", "horatio m", "hubert m bert", "hugh m hughie", "hugo m", "humphrey m", "ian m", "ida f", "ignatius m", "irene f", "isaac m ike", "isabel f bell bella belle",
    "isabella f bella belle", "isaiah m", "ivan m vanya", "jack m jacky", "jacob m jake", "james m jim jimmy jamie jem jimmie", "jane f jenny janey jennie", "janet f jenny jessie",
    "jason m", "jasper m", "jean -", "jeffrey m jeff", "jemima f mima", "jennifer f jenny", "jeremiah m jerry", "jeremy m jerry", "jerome m jerry", "jessica f jess", "jesse m",
    "joan f", "joanna f jo", "john m jack johnny jock johnnie", "jonathan m jon", "joseph m joe joey jos", "josephine f jo josie", "joshua m josh", "joyce f", "judith f judy",
    "julia f julie", "julian m", "juliet f", "justin m", "kenneth m ken kenny", "laura f laurie", "laurence m larry laurie", "lavinia f vinnie", "lawrence m larry laurie", "leah f",
    "leo m", "leonard m len lenny", "leonora f nora", "leopold m", "leslie -", "lewis m lew", "lillian f lily", "lily f", "lionel m", "louis m lou louie", "louisa f lou lulu",
    "louise f lou lulu", "lucas m luke", "lucius m", "lucy f", "lucinda f lucy cindy", "luke m", "lydia f liddy", "mabel f", "madeleine f maddy", "magdalene f lena maggie", "malcolm m",
    "marcus m mark", "margaret f meg maggie peggy madge daisy margie greta peg", "maria f", "marian f", "marianne f", "marie f", "marion -", "mark m", "martha f patty mattie", "martin m marty",
    "mary f molly polly mollie may mamie minnie", "matilda f tilly mattie maud", "matthew m matt mat", "maud f", "maurice m morris", "maximilian m max", "mercy f", "michael m mike mick micky misha",
    "mildred f millie milly", "millicent f millie milly", "miranda f", "miriam f mimi", "moses m", "nancy f nan", "nathan m nat nate", "nathaniel m nat nate", "nicholas m nick nicky", "nikolai m kolya",
    "nigel m", "noah m", "noel m", "norman m norm", "octavius m", "oliver m noll ollie", "olivia f livy", "oscar m", "oswald m", "owen m", "pamela f pam", "patience f", "patricia f pat patty patsy tricia",
    "patrick m pat paddy", "paul m", "pauline f", "penelope f pen penny", "percival m percy", "peter m pete", "philip m phil pip", "phillip m phil", "phoebe f", "phyllis f", "priscilla f prissy cilla",
    "prudence f prue", "rachel f", "ralph m", "randolph m dolph", "raphael m", "raymond m ray", "rebecca f becky becca", "reginald m reggie rex", "reuben m rube", "rhoda f", "richard m dick rick dickie dicky",
    "robert m bob rob bobby robin bert robbie", "roderick m rod", "rodney m rod", "roger m hodge", "roland m", "ronald m ron ronnie", "rosa f rosie", "rosalind f rosa", "rosamond f rosy", "rosamund f rosy",
    "rose f rosie rosy", "rowland m", "rufus m", "rupert m", "ruth f ruthie", "sabina f", "samson m sam", "samuel m sam sammy", "sarah f sally sadie sal", "sara f sally", "sebastian m seb", "selina f",
    "seth m", "sidney m sid", "silas m si", "silvester m sly", "simeon m sim", "simon m si", "solomon m sol", "sophia f sophie sophy sonya", "sophie f", "stanley m stan", "stella f", "stephen m steve stevie",
    "steven m steve", "susan f sue susie sukey susy", "susanna f sue susie", "susannah f sue susie", "sybil f", "sylvia f sylvie", "tabitha f tabby", "thaddeus m thad", "theodora f dora theo", "theodore m ted teddy theo",
    "theresa f tess terry tessa", "teresa f tess terry", "thomas m tom tommy", "timothy m tim timmy", "tobias m toby", "ursula f", "valentine m val", "vanessa f", "vera f", "veronica f ronnie", "victor m vic",
    "victoria f vicky", "vincent m vince vinny", "viola f", "violet f", "virginia f ginny", "vivian -", "walter m wat walt wally", "wilfred m wilf", "wilhelmina f mina minnie", "william m will bill billy willie willy liam",
    "winifred f winnie freda", "winston m", "zachariah m zach", "zachary m zach zack", "huckleberry m huck", "washington -", "karl m", "ludwig m", "wilhelm m", "heinrich m heinz", "johann m hans", "friedrich m fritz", "pierre m",
    "jacques m", "francois m", "giovanni m", "giuseppe m beppe", "antonio m tonio", "francesco m", "maria f", "juan m", "jose m pepe", "pedro m", "carlos m", "vladimir m volodya", "dmitri m mitya", "alexei m alyosha", "sergei m seryozha",
    "natalya f natasha", "ekaterina f katya", "tatyana f tanya", "georgy m", "joe m", "tom m", "sam m", "will m", "jim m", "bob m", "harry m", "frank m", "kate f", "kitty f", "molly f", "polly f", "sally f", "betty f", "peggy f", "nora f", "nelly f"};

struct Tables {
  std::unordered_map<std::string_view, Gender> gender;
  std::unordered_map<std::string_view, std::vector<std::string_view>> full, nick;
  Tables() {
    for (const char* row : kTable) {
      std::vector<std::string_view> cells;
      const std::string_view line(row);
      for (size_t i = 0; i < line.size();) {
        const size_t end = std::min(line.find(' ', i), line.size());
        cells.push_back(line.substr(i, end - i));
        i = end + 1;
      }
      const Gender g = cells[1] == "m" ? Gender::male : cells[1] == "f" ? Gender::female : Gender::unknown;
      gender.emplace(cells[0], g);
      for (size_t i = 2; i < cells.size(); ++i) full[cells[i]].push_back(cells[0]), nick[cells[0]].push_back(cells[i]);
    }
    // A short form has the gender that all its full names share.
    for (const auto& [short_form, names] : full) {
      Gender g = gender.at(names[0]);
      for (std::string_view n : names)
        if (gender.at(n) != g) g = Gender::unknown;
      gender.emplace(short_form, g);
    }
  }
};
const Tables& tables() {
  static const Tables t;
  return t;
}

}  // namespace

Gender given_gender(std::string_view folded) {
  const auto at = tables().gender.find(folded);
  return at == tables().gender.end() ? Gender::unknown : at->second;
}

bool is_given(std::string_view folded) { return tables().gender.count(folded) > 0; }

const std::vector<std::string_view>& full_given(std::string_view nickname) {
  static const std::vector<std::string_view> none;
  const auto at = tables().full.find(nickname);
  return at == tables().full.end() ? none : at->second;
}

const std::vector<std::string_view>& short_given(std::string_view given) {
  static const std::vector<std::string_view> none;
  const auto at = tables().nick.find(given);
  return at == tables().nick.end() ? none : at->second;
}

bool same_given(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const auto &fa = full_given(a), &fb = full_given(b);
  if (std::find(fa.begin(), fa.end(), b) != fa.end() || std::find(fb.begin(), fb.end(), a) != fb.end()) return true;
  return std::find_first_of(fa.begin(), fa.end(), fb.begin(), fb.end()) != fa.end();
}

}  // namespace postil
