// Short lists of our own, by class, in the languages that the packer reads; "_" stands for a space inside an entry.
#pragma once
#include "packer/entities/gazetteer.h"

namespace postil {

struct WordList {
  WordClass word_class;
  const char* words;
};

constexpr WordList kWordLists[] = {
    {kTitle,
     "mr mrs miss ms messrs dr doctor sir lady lord dame madam madame mme mlle mademoiselle monsieur messieurs herr "
     "frau fräulein signor signora signorina senor señor señora don doña donna captain capt "
     "colonel col major maj general gen lieutenant lieut lt sergeant serg sgt corporal admiral commodore commander "
     "marshal king queen prince princess duke duchess earl count countess baron baroness viscount "
     "marquis marquess marchioness emperor empress czar tsar sultan pope cardinal archbishop bishop father brother "
     "sister mother uncle aunt cousin reverend rev parson deacon dean canon saint professor prof "
     "president secretary minister premier ambassador amb senator sen governor gov mayor judge justice chancellor "
     "chairman comrade squire master mistress widow nurse inspector detective constable sheriff hon "
     "rabbi sheikh sheik chief esq"},
    {kTitle,
     "comte comtesse duc duchesse vicomte roi reine empereur capitaine général docteur abbé père mère frère soeur sœur "
     "oncle tante cousine maître évêque pape président chevalier graf gräfin freiherr prinz "
     "prinzessin fürst fürstin könig königin kaiser herzog hauptmann oberst pater bruder schwester vater mutter onkel "
     "ritter sankt kapitän direktor minister heer mijnheer meneer mevrouw juffrouw mejuffrouw "
     "dokter graaf gravin prins prinses koning koningin keizer kapitein generaal kolonel majoor luitenant inspecteur "
     "dominee ds oom vader moeder broer zuster"},
    {kTitle,
     "conte contessa marchese marchesa duca duchessa barone principe principessa re regina padre madre fra suor zio "
     "zia dottor professor presidente conde condesa marqués duque rey reina príncipe princesa tío "
     "tía señora senhor senhora dom dona doutor doutora rei rainha doctor gróf báró herceg király úr asszony "
     "kisasszony doktor pan pani panna ksiądz król książę hrabia święty господин госпожа князь княгиня "
     "княжна граф графиня барон генерал полковник капитан доктор профессор президент министр император царь король "
     "κύριος κυρία κ κυρ βασιλιάς βασιλεύς πρόεδρος καπετάν άγιος αγία κος κα μπαρμπα γέρο"},
    {kOrganizationHead,
     "university college institute ministry department committee council party army navy bank company co corporation "
     "inc ltd press association society organization organisation union league agency bureau "
     "parliament congress senate assembly commission government administration police foundation group club library "
     "museum academy orchestra regiment fund board center centre publishers archives politburo "
     "guard brigade corps movement federation front command secretariat service services brothers news journal "
     "laboratory community alliance network authority gazette times tribune herald division fleet "
     "squadron battalion legion order church office team records films studios band school hospital court"},
    {kOrganizationHead,
     "université ministère comité conseil parti armée marine banque compagnie société association ligue parlement "
     "sénat assemblée commission universität ministerium partei heer bank gesellschaft verein bund "
     "reichstag bundestag rat akademie universiteit ministerie partij leger maatschappij vereniging kamer raad "
     "università ministero partito esercito banca società universidad ministerio partido ejército banco "
     "compañía sociedad universidade ministério exército companhia sociedade fundação instituto câmara egyetem "
     "minisztérium párt hadsereg társaság uniwersytet ministerstwo partia armia bank towarzystwo rada "
     "sejm senat университет министерство партия армия банк компания общество союз комитет совет дума корпорация фонд "
     "агентство суд πανεπιστήμιο υπουργείο κόμμα στρατός τράπεζα εταιρεία βουλή"},
    {kPlaceHead,
     "street road avenue lane square hill hills island islands isle isles strait straits river lake sea ocean bay gulf "
     "cape mountain mountains mount mt valley park county province city town village bridge "
     "castle abbey place gardens garden gate farm inn station airport peninsula desert forest wood woods heath moor "
     "beach point coast state states kingdom republic empire ranch manor wharf port fort hall "
     "house cathedral chapel tower palace hotel prison theatre theater temple falls creek brook canyon pass plateau "
     "plains region district parish borough territory colony cottage lodge terrace crescent row "
     "common green harbor harbour channel canal plantation fields building plaza highway boulevard parallel"},
    {kPlaceHead,
     "rue boulevard avenue place pont quai faubourg château mont montagne lac mer baie île îles rivière vallée strasse "
     "straße platz gasse brücke schloss schloß berg gebirge see meer insel tal wald burg stadt "
     "straat plein gracht laan kade weg stad dorp rivier zee meer eiland berg bos via piazza ponte monte lago mare "
     "isola fiume valle calle plaza puente sierra lago mar isla río valle rua praça ponte serra ilha "
     "rio utca tér út híd hegy tó tenger sziget folyó ulica plac most góra jezioro morze wyspa rzeka улица площадь "
     "мост гора озеро море остров река область край город село проспект οδός πλατεία νησί λίμνη βουνό ποταμός"},
    {kEventHead,
     "war wars battle conference crisis crises revolution rebellion uprising massacre summit campaign siege armistice "
     "games olympics festival riots coup famine plague depression crusade crusades invasion "
     "restoration reformation renaissance holocaust championship cup guerre bataille révolution krieg schlacht "
     "revolution oorlog slag revolutie guerra battaglia rivoluzione batalla revolución batalha "
     "revolução háború csata forradalom wojna bitwa rewolucja powstanie война битва революция πόλεμος μάχη επανάσταση"},
    {kDocumentHead,
     "treaty pact accord accords agreement agreements act declaration charter protocol convention constitution "
     "amendment bill covenant papers plan communique resolution memorandum principles testament bible "
     "gospel traité accord vertrag abkommen verdrag trattato tratado szerződés traktat договор пакт συνθήκη"},
    {kTime,
     "january february march april may june july august september october november december monday tuesday wednesday "
     "thursday friday saturday sunday christmas easter michaelmas whitsun whitsuntide lammas candlemas martinmas "
     "pentecost spring summer autumn winter fall jan feb mar "
     "apr jun jul aug sept sep oct nov dec januar februar märz mai juni juli oktober dezember montag dienstag mittwoch "
     "donnerstag freitag samstag sonnabend sonntag januari februari maart mei augustus maandag "
     "dinsdag woensdag donderdag vrijdag zaterdag zondag janvier février avril juin juillet août septembre "
     "octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche"},
    {kSpeech,
     "said says replied cried asked answered exclaimed thought told whispered shouted murmured muttered laughed smiled "
     "nodded wrote argued insisted believed recalled remarked declared explained interrupted "
     "sighed felt knew stood sat walked himself herself who observed returned added continued began went came looked "
     "turned dit répondit demanda cria reprit murmura s'écria pensa sagte fragte antwortete rief "
     "dachte zei zeide vroeg antwoordde riep dacht disse rispose chiese dijo preguntó respondió respondeu perguntou "
     "mondta kérdezte felelte szólt powiedział powiedziała zapytał rzekł сказал сказала спросил "
     "спросила ответил ответила закричал είπε ρώτησε απάντησε φώναξε"},
    {kPlacePreposition,
     "in at to from near into towards toward through across throughout around via outside inside beyond leaving "
     "reached left visited à dans vers depuis chez en aus nach bei von naar te uit bij da per desde "
     "hacia para até desde do z w na из в на около под στην στον στο στη από προς"},
    {kVesselHead,
     "ship steamer schooner frigate cruiser brig yacht submarine battleship destroyer whaler boat vessel sloop hms "
     "h.m.s uss u.s.s ss s.s rms"},
    {kPeople,
     "soviet soviets chinese british french english scottish scots irish welsh dutch spanish danish swiss vietnamese "
     "russian russians roman romans greek greeks latin jewish jews jew christian christians "
     "catholic catholics protestant protestants muslim muslims mussulman mahometan buddhist hindu hindus european "
     "europeans african africans asian asians american americans western eastern oriental parisian "
     "londoner communist communists nazi nazis saxon saxons norman normans moor moors turk turks turkish frenchman "
     "englishman scotchman irishman dutchman frenchmen englishmen irishmen indian indians negro "
     "negroes yankee yankees german germans gentile gentiles hebrew hebrews anglo sino laotian korean koreans japanese "
     "italian italians austrian austrians hungarian hungarians polish pole poles swede swedish "
     "swedes norwegian norwegians dane danes persian persians arab arabs arabian egyptian egyptians mongol mongols "
     "tartar tartars tatar goth goths vandal vandals hun huns frank franks gaul gauls briton britons "
     "carthaginian macedonian athenian athenians spartan spartans trojan trojans bulgarian bulgarians serb serbs "
     "serbian croat croats czech czechs slovak slovaks slav slavs romanian rumanian ukrainian cossack "
     "cossacks portuguese brazilian mexican mexicans cuban cubans canadian canadians australian australians israeli "
     "israelis palestinian syrian lebanese iraqi iranian afghan pakistani bengali tibetan "
     "tibetans manchu cherokee apache sioux mohawk iroquois huron mohican delaware aztec inca maya viking vikings "
     "puritan puritans quaker quakers methodist baptist presbyterian lutheran calvinist jesuit "
     "jesuits franciscan dominican benedictine nationalist nationalists republican republicans democrat democrats whig "
     "whigs tory tories"},
    {kParticle,
     "de von van der la le du di da del des den ter ten bin ibn al el y dos das do della degli dei av af zu zum zur"},
};

// In the order of kLanguages: the commonest words that name nothing.
constexpr const char* kFunctionWords[kLanguageCount] = {
    "the a an and or but nor so yet for of in on at by to from with without within into onto upon over under about "
    "above below between among through during before after since until till while when where why "
    "p.s n.b how what which who whom whose that this these those there here then than though although because if "
    "unless as "
    "like not no yes oh ah well now once ever never always often soon still even also too very "
    "only just such some any all both each every either neither another other many much more most few several i me my "
    "mine we us our ours you your yours he him his she her hers it its they them their theirs "
    "one ones two three four five six seven eight nine ten is am are was were be been being do does did done have has "
    "had having will would shall should can could may might must let come go see look listen "
    "say perhaps indeed however moreover therefore thus hence instead meanwhile nevertheless otherwise first second "
    "third last next early late despite according unlike given beyond against toward across along "
    "around behind beside near off out up down again further whether whatever whoever nothing something anything "
    "everything nobody somebody everybody good great please thank hush alas goodness heavens ibid cit "
    "et cf ed eds vol no pp ch chapter chapters part section figure table note notes document documents page pages "
    "book volume appendix similarly additionally furthermore consequently accordingly apparently "
    "certainly clearly obviously actually especially generally usually sometimes rather quite almost later earlier "
    "today yesterday tomorrow everyone someone none whereas amid throughout per via versus don't "
    "won't can't didn't isn't wasn't couldn't wouldn't shouldn't let's really already",
    "le la les l' un une des du de d' et ou mais donc car ni que qu' qui quoi dont où il elle ils elles on je j' tu "
    "nous vous me m' te t' se s' lui leur eux moi toi soi ce c' cet cette ces mon ma mes ton ta tes "
    "son sa ses notre nos votre vos leurs ne n' pas plus jamais rien point en y à au aux dans par pour sur sous avec "
    "sans chez vers entre depuis pendant avant après comme si quand alors puis aussi très bien mal "
    "tout toute tous toutes même autre autres est était être été sont étaient fut avait ont ai as avez avoir eut fait "
    "faire dit oui non voilà voici cela ça ici là quel quelle enfin cependant pourtant ah oh eh "
    "allons quelques chaque monsieur c'est",
    "der die das den dem des ein eine einen einem einer eines und oder aber denn sondern doch nicht kein keine ich du "
    "er sie es wir ihr mich dich sich uns euch mir dir ihm ihn ihnen mein meine dein deine sein "
    "seine unser unsere euer was wer wo wie wann warum dieser diese dieses jener jede jeder jedes man mit von zu zum "
    "zur aus bei nach in im an am auf für über unter vor hinter zwischen durch gegen ohne um bis "
    "seit als wenn weil daß dass ob so nun da hier dort dann noch nur schon auch sehr mehr immer nie ist war sind "
    "waren sein wird wurde werden hat hatte haben hätte kann konnte soll sollte will wollte muß muss "
    "ja nein ach selbst alle alles viel wohl zwar etwa",
    "de het een en of maar want dus dat die dit deze er ik jij je u hij zij ze wij we jullie mij me hem haar ons hun "
    "zich mijn zijn uw onze wat wie waar hoe wanneer waarom welke niet geen wel ook nog al reeds "
    "zeer zoo zo als toen dan nu hier daar met van voor in op aan te ten ter tot uit bij naar door over onder om tegen "
    "tusschen tussen zonder na is was waren ben bent heeft had hadden hebben werd worden wordt "
    "zou zouden kan kon kunnen zal wil moest moet ja neen nee och ach alles iets niets men",
    "il lo la i gli le l' un uno una un' di a da in con su per tra fra del dello della dei degli delle al allo alla ai "
    "agli alle dal dalla nel nella nei nelle sul sulla e ed o ma che chi cui non più come se "
    "quando dove perché quindi anche ancora già sempre mai molto poco tutto tutti tutta questo questa questi quello "
    "quella quelli suo sua suoi sue mio mia mi ti si ci vi lui lei loro noi voi io tu è era sono "
    "erano essere stato ha aveva hanno avere fu fatto dopo prima senza così sì no ecco",
    "el la los las un una unos unas de del a al en con por para sin sobre entre hasta desde y e o u pero sino que "
    "quien cual cuyo no ni sí más menos muy también ya aún todavía siempre nunca como si cuando donde "
    "porque pues este esta estos estas ese esa eso aquel aquella lo le les se me te nos su sus mi mis tu yo él ella "
    "ellos ellas nosotros usted ustedes es era son eran ser fue sido está estaba ha había han haber "
    "hay todo todos toda todas otro otra después antes así",
    "o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela pelos pelas para com sem sobre entre "
    "até desde e ou mas que quem qual cujo não nem sim mais menos muito também já ainda sempre nunca "
    "como se quando onde porque pois este esta estes estas esse essa isso isto aquele aquela lhe lhes me te seu sua "
    "seus suas meu minha eu ele ela eles elas nós você vocês é era são eram ser foi foram sido está "
    "estava tem tinha têm ter há todo todos toda todas outro outra depois antes assim ao à aos às num numa",
    "a az egy és de hogy nem is ha ez azt ezt aki ami mely mint csak már még meg el ki le fel be volt van vagy lesz "
    "lett mert akkor most majd így úgy nagyon igen én te ő mi ti ők neki nekem nincs sem se minden "
    "más után előtt alatt között szerint pedig azonban hanem tehát itt ott hol mikor miért ezek azok annak ennek vele "
    "hát talán sok több első",
    "i w z na do nie się to że jest jak o co po od za ale przez dla ze tym tego był była było były być są ma przy już "
    "tylko tak czy jego jej ich on ona oni ja ty my wy ten ta te który która które których oraz "
    "gdy kiedy gdzie jeszcze także bardzo może można bez pod nad przed między lub albo więc jednak również został "
    "została się sobie siebie mu mnie ci pan",
    "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне было вот от меня "
    "еще ещё нет о из ему теперь когда даже ну ли если уже или ни быть был него до вас нибудь "
    "уж вам ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто "
    "чего раз тоже себе под будет тогда кто этот того потому этого какой ним здесь этом один почти "
    "мой тем чтобы были куда зачем всех при после также это эта эти который которая которые",
    "ο η το οι τα τον την του της των τους τις στο στη στην στον στους στις στα και κι να με μέ σε σέ για γιά από ἀπό "
    "που πού πως πώς ότι δεν δὲν δέν μη μην θα αν ή είναι ήταν έχει είχε εγώ εσύ αυτός αυτή αυτό "
    "εμείς εσείς μου σου μας σας ένας μια μία ένα όταν όπως όλα όλοι πολύ πιο ναι όχι τι τότε τώρα εδώ εκεί πάλι ακόμα "
    "ακόμη μόνο κάθε άλλο χωρίς κατά μετά πριν μέσα έξω καὶ τὸ τὴν τὸν τοῦ τῆς τῶν νὰ μὲ ἀπὸ ἡ ὁ τὰ"};

}  // namespace postil
