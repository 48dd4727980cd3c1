#!/usr/bin/env python3
"""Writes the gazetteer that the packer embeds: generate.py OUTPUT.

Sources, all Debian packages: php-faker (MIT): given names and surnames of some sixty locales; unicode-cldr-core (Unicode License): countries,
regions, cities of the time zones and languages, each in the languages below; libgeonames-common (GeoNames, CC BY 4.0): cities of 15,000 people and
more; iso-codes (LGPL-2.1-or-later): countries and subdivisions; wamerican (SCOWL's permissive licences): the words of English, and its names;
wordnet-base (WordNet License): names of persons, places, groups and peoples, and what the commonest sense of an English noun is.

OUTPUT: uint32 count, count uint32 keys in rising order, count uint32 class masks, little-endian. A key is the high half of the FNV-1a 64 of the
lower-case name, its words joined by one space (gazetteer.h)."""
import gettext
import glob
import json
import os
import re
import struct
import sys
from xml.etree import ElementTree

GIVEN, SURNAME, CITY, COUNTRY, REGION, LANGUAGE, WORD, RARE_GIVEN, RARE_CITY, RARE_REGION, KNOWN = (1 << i for i in range(11))
NAMED_PERSON, NAMED_PLACE, NAMED_GROUP, NAMED_PEOPLE, PERSON_NOUN, PLACE_NOUN, GROUP_NOUN, EVENT_NOUN = (1 << i for i in range(23, 31))
LANGUAGES = "en fr de nl it es pt hu pl ru el cs sk sv da nb fi ro uk bg sr hr tr ca".split()
NEAR = "en_US en_GB en_CA en_AU en_NZ fr_FR de_DE nl_NL it_IT es_ES pt_PT pt_BR hu_HU pl_PL ru_RU el_GR".split()  # whose given names are not rare
LARGE = "US GB CA AU CN IN FR DE IT ES RU JP IE MX BR NL BE AT CH PL HU PT GR UA".split()  # whose subdivisions are not rare
FAKER = "/usr/share/php/Faker/Provider"
CLDR = "/usr/share/unicode/cldr/common"
ISO = "/usr/share/iso-codes/json"
GEONAMES = "/usr/share/locale/{}/LC_MESSAGES/geonames.mo"
FAME = 12  # languages of ours in which a city has a name, for it not to be rare
WORDS = "/usr/share/dict/american-english"
WORDNET = "/usr/share/wordnet"
NO_PLACES = "EU EZ QO UN XA XB ZZ".split()  # territories of CLDR that are organizations or nothing
MOST_WORDS = 4  # of a name

for needed in (FAKER, CLDR, ISO, WORDS, WORDNET, GEONAMES.format("en")):
    if not os.path.exists(needed):
        sys.exit(f"gazetteer: {needed} is missing; install php-faker, unicode-cldr-core, libgeonames-common, iso-codes, wamerican and wordnet-base (toolchains/bootstrap does)")


def fold(name):
    return re.sub(r"\s+", " ", name.replace("’", "'")).strip().lower()


def key(name):
    value = 0xCBF29CE484222325
    for byte in fold(name).encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value >> 32


table = {}


def add(name, mask):
    name = re.sub(r"\s*[(\[].*", "", name).strip()
    if len(name) < 2 or not name[0].isalpha() or len(name.split()) > MOST_WORDS:
        return
    k = key(name)
    table[k] = table.get(k, 0) | mask


def faker_array(path, names, mask):
    text = open(path, encoding="utf-8").read()
    text = re.sub(r"/\*.*?\*/|^\s*//[^\n]*", "", text, flags=re.S | re.M)
    for name, body in re.findall(r"static \$(\w+) = (?:\[|array\()(.*?)(?:\]|\));", text, re.S):
        if name in names:
            for entry in re.findall(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"", body):
                for part in (entry[0] or entry[1]).replace("\\'", "'").split("/"):
                    if "{{" not in part and part[:1].isupper():
                        add(part, mask)


for path in sorted(glob.glob(FAKER + "/*_*/Person.php")):
    faker_array(path, {"firstNameMale", "firstNameFemale", "middleNameMale", "middleNameFemale"}, GIVEN if path.split("/")[-2] in NEAR else RARE_GIVEN)
    faker_array(path, {"lastName", "lastNameMale", "lastNameFemale", "lastNameFemaleMarried"}, SURNAME)
for path in sorted(glob.glob(FAKER + "/*_*/Address.php")):
    faker_array(path, {"cityNames"}, RARE_CITY)
    faker_array(path, {"country"}, COUNTRY)
    faker_array(path, {"state"}, REGION if path.split("/")[-2] in NEAR else RARE_REGION)

for language in LANGUAGES:
    root = ElementTree.parse(f"{CLDR}/main/{language}.xml").getroot()
    for row in root.iter("territory"):
        if row.get("type") in NO_PLACES:
            continue
        if row.text and row.get("alt") != "short":
            add(row.text, COUNTRY if not row.get("type", "").isdigit() else REGION)
        elif row.text:
            add(row.text, COUNTRY)
    for row in root.iter("exemplarCity"):
        if row.text and row.text[0].isupper():
            add(row.text, CITY)
    if language == "en":
        for row in root.iter("language"):
            if row.text:
                add(row.text, LANGUAGE)
    subdivisions = f"{CLDR}/subdivisions/{language}.xml"
    if os.path.exists(subdivisions):
        for row in ElementTree.parse(subdivisions).getroot().iter("subdivision"):
            if row.text:
                add(row.text, REGION if row.get("type")[:2].upper() in LARGE and row.get("type")[:2] != "gb" else RARE_REGION)

for row in json.load(open(ISO + "/iso_3166-1.json", encoding="utf-8"))["3166-1"]:
    for field in ("name", "common_name", "official_name"):
        if field in row:
            add(row[field].split(",")[0], COUNTRY)
for row in json.load(open(ISO + "/iso_3166-3.json", encoding="utf-8"))["3166-3"]:
    add(row["name"].split(",")[0], COUNTRY)
for row in json.load(open(ISO + "/iso_3166-2.json", encoding="utf-8"))["3166-2"]:
    add(row["name"], REGION if row["code"][:2] in LARGE and row["code"][:2] != "GB" else RARE_REGION)

cities = {}
for language in LANGUAGES:
    if os.path.exists(GEONAMES.format(language)):
        with open(GEONAMES.format(language), "rb") as messages:
            for row, name in gettext.GNUTranslations(messages)._catalog.items():
                if row and isinstance(name, str):
                    cities.setdefault(row, []).append(name)
for names in cities.values():
    for name in names:
        add(name, CITY if len(names) >= FAME else RARE_CITY)

for name in ("England", "Scotland", "Wales", "Northern Ireland"):
    add(name, COUNTRY)

for word in open(WORDS, encoding="utf-8"):
    word = word.strip()
    if word[:1].islower() and "'" not in word:
        k = key(word)
        table[k] = table.get(k, 0) | WORD
    elif word[:1].isupper() and "'" not in word:
        add(word, KNOWN)

ACT, EVENT, GROUP, LOCATION, OBJECT, PERSON = 4, 11, 14, 15, 17, 18  # WordNet's lexicographer files
PLACES = {4341686, 3315023, 4564698, 9287968, 9225146, 9334396}  # structure, facility, way, geological formation, body of water, land
synsets = {}
for line in open(WORDNET + "/data.noun", encoding="latin-1"):
    if line[0] == " ":
        continue
    field = line.split(" | ")[0].split()
    words = [field[4 + 2 * i].replace("_", " ") for i in range(int(field[3], 16))]
    rest = field[4 + 2 * len(words):]
    pointers = [(rest[1 + 4 * i], int(rest[2 + 4 * i])) for i in range(int(rest[0]))]
    synsets[int(field[0])] = (int(field[1]), words, [to for sign, to in pointers if sign in ("@", "@i")], any(sign == "@i" for sign, _ in pointers))


def is_place(synset):
    file, _, above, _ = synsets[synset]
    return file == LOCATION or synset in PLACES or any(is_place(s) for s in above)


for synset, (file, words, above, instance) in synsets.items():
    for word in words:
        if not word[0].isupper():
            continue
        if file == PERSON:
            add(word, NAMED_PERSON if instance else NAMED_PEOPLE)
        elif file == GROUP:
            add(word, NAMED_GROUP)
        elif instance and (file in (LOCATION, OBJECT) or is_place(synset)):
            add(word, NAMED_PLACE)
for line in open(WORDNET + "/index.noun", encoding="latin-1"):
    field = line.split()
    if line[0] == " " or "_" in field[0]:
        continue
    commonest = int(field[6 + int(field[3])])  # after the lemma, its pointers' kinds and two counts
    file, words, above, instance = synsets[commonest]
    if instance or field[0] not in words:
        continue
    add_noun = PERSON_NOUN if file == PERSON else PLACE_NOUN if is_place(commonest) else GROUP_NOUN if file == GROUP else EVENT_NOUN if file in (ACT, EVENT) else 0
    if add_noun:
        k = key(field[0])
        table[k] = table.get(k, 0) | add_noun

keys = sorted(table)
with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<I", len(keys)))
    out.write(struct.pack(f"<{len(keys)}I", *keys))
    out.write(struct.pack(f"<{len(keys)}I", *(table[k] for k in keys)))
