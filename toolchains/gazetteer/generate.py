#!/usr/bin/env python3
"""Writes the gazetteer that the packer embeds: generate.py OUTPUT.

Sources, all Debian packages: php-faker (MIT): given names and surnames of some sixty locales; unicode-cldr-core (Unicode License): countries,
regions, cities of the time zones and languages, each in the languages below; libgeonames-common (GeoNames, CC BY 4.0): cities of 15,000 people and
more; iso-codes (LGPL-2.1-or-later): countries and subdivisions; wamerican (SCOWL's permissive licences): the words of English, and its names.

OUTPUT: uint32 count, count uint32 keys in rising order, count uint16 class masks, little-endian. A key is the high half of the FNV-1a 64 of the
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
LANGUAGES = "en fr de nl it es pt hu pl ru el cs sk sv da nb fi ro uk bg sr hr tr ca".split()
NEAR = "en_US en_GB en_CA en_AU en_NZ fr_FR de_DE nl_NL it_IT es_ES pt_PT pt_BR hu_HU pl_PL ru_RU el_GR".split()  # whose given names are not rare
LARGE = "US GB CA AU CN IN FR DE IT ES RU JP IE MX BR NL BE AT CH PL HU PT GR UA".split()  # whose subdivisions are not rare
FAKER = "/usr/share/php/Faker/Provider"
CLDR = "/usr/share/unicode/cldr/common"
ISO = "/usr/share/iso-codes/json"
GEONAMES = "/usr/share/locale/{}/LC_MESSAGES/geonames.mo"
FAME = 12  # languages of ours in which a city has a name, for it not to be rare
WORDS = "/usr/share/dict/american-english"
MOST_WORDS = 4  # of a name

for needed in (FAKER, CLDR, ISO, WORDS, GEONAMES.format("en")):
    if not os.path.exists(needed):
        sys.exit(f"gazetteer: {needed} is missing; install php-faker, unicode-cldr-core, libgeonames-common, iso-codes and wamerican (toolchains/bootstrap does)")


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

keys = sorted(table)
with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<I", len(keys)))
    out.write(struct.pack(f"<{len(keys)}I", *keys))
    out.write(struct.pack(f"<{len(keys)}H", *(table[k] for k in keys)))
