"""Gazetteer and place names: what resolves, what is left open, and what is no place at all."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.documents import read_document
from extractors.gazetteer import load_gazetteer
from extractors.page import Page
from extractors.places import find_places
from extractors.records import Article, Place, PlaceContainment, PlaceMention

GAZETTEER = load_gazetteer()

LOOKUPS = [
    ("Kursk", (), "geonames:538560"),
    ("Russian Federation", (), "iso:RU"),
    ("DPRK", (), "iso:KP"),
    ("the US", (), "iso:US"),
    ("us", (), None),
    ("UK", (), "iso:GB"),
    ("Raqqa", (), "geonames:172955"),
    ("Rakka", ("SY",), "geonames:172955"),
    ("Hassakeh", ("SY",), "geonames:173811"),
    ("Idleb", ("SY",), "geonames:169389"),
    ("Menbij", ("SY",), "geonames:167357"),
    ("Menbij", (), None),
    ("Damascus", ("US", "SY"), "geonames:170654"),
    ("Paris", (), "geonames:2988507"),
    ("Paris", ("US",), "geonames:2988507"),
    ("Springfield", (), None),
    ("Georgia", ("GE",), "iso:GE"),
    ("Georgia", ("US",), None),
    ("Helmand", ("AF",), "iso:AF-HEL"),
    ("California", (), "iso:US-CA"),
    ("New York", (), "geonames:5128581"),
    ("Atlantis", (), None),
]


@pytest.mark.parametrize(("name", "context", "place_id"), LOOKUPS)
def test_lookup(name: str, context: tuple[str, ...], place_id: str | None) -> None:
    entry = GAZETTEER.lookup(name, context)
    assert (entry.place_id if entry else None) == place_id


def test_what_is_left_open_has_a_reason() -> None:
    for name, context in (("Springfield", ()), ("Georgia", ("US",)), ("Atlantis", ()), ("Menbij", ())):
        found = GAZETTEER.resolve(name, context)
        assert found.entry is None
        assert found.reason


def test_ancestors_run_from_the_place_to_its_country() -> None:
    assert [entry.place_id for entry in GAZETTEER.ancestors("geonames:538560")] == ["geonames:538560", "iso:RU-KRS", "iso:RU"]
    assert [entry.precision for entry in GAZETTEER.ancestors("geonames:170063")] == [4, 2, 1]
    assert GAZETTEER.ancestors("iso:XX") == []


@pytest.mark.parametrize(
    ("name", "place_id"), [("Kursk", "iso:RU-KRS"), ("Aleppo", "iso:SY-HL"), ("Anbar", None), ("Bavaria", "iso:DE-BY"), ("Nowhere", None)]
)
def test_province(name: str, place_id: str | None) -> None:
    entry = GAZETTEER.province(name, ("RU", "SY", "DE") if name != "Anbar" else ()).entry
    assert (entry.place_id if entry else None) == place_id


def read(text: str, nlp: Language) -> tuple[list[PlaceMention], list[Place], list[PlaceContainment]]:
    return find_places(nlp(text), Page(read_document(Article("test", text)), (), "test"), GAZETTEER)


# Text, and the place_id of each mention in order (None: kept by name only).
TEXTS = [
    ("Two bridges in the Kursk region were hit, Russian officials said.", [("Kursk region", "iso:RU-KRS")]),
    ("Shelling went on in the Kursk area, according to Russian reports.", [("Kursk", "iso:RU-KRS")]),
    ("Volunteers drove to Russia's border region of Kursk on Monday.", [("Russia", "iso:RU"), ("Kursk", "iso:RU-KRS")]),
    ("A market in Idleb, Syria, was bombed.", [("Idleb", "geonames:169389"), ("Syria", "iso:SY")]),
    ("Police in Dayton, Ohio, arrested a man.", [("Dayton", "geonames:4509884"), ("Ohio", "iso:US-OH")]),
    ("A fire broke out in Medford, Ore., on Friday.", [("Medford", "geonames:5740099"), ("Ore.", "iso:US-OR")]),
    ("The US-led coalition bombed a convoy near Raqqa in Syria.", [("Raqqa", "geonames:172955"), ("Syria", "iso:SY")]),
    ("Syrias president spoke in Damascus.", [("Syria", "iso:SY"), ("Damascus", "geonames:170654")]),
    ("The Bank of England raised rates.", []),
    ("Jack London wrote novels about dogs.", []),
    ("Syrian and Turkish officers met.", []),
    ("He travelled across Latin America.", [("Latin America", None)]),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_mentions(text: str, expected: list[tuple[str, str | None]], nlp: Language) -> None:
    mentions, _, _ = read(text, nlp)
    assert [(mention.quote, mention.place_id) for mention in mentions] == expected
    assert all(text[mention.start_char : mention.end_char] == mention.quote for mention in mentions)


def test_an_unlisted_place_keeps_its_name_with_the_country_of_its_neighbours(nlp: Language) -> None:
    mentions, _, _ = read("Gunmen entered the village of Tell Zubayda near Aleppo, Syrian state media said.", nlp)
    by_quote = {mention.quote: mention for mention in mentions}
    village = by_quote["Tell Zubayda"]
    assert (village.place_id, village.country_code, village.precision) == (None, "SY", 4)
    assert village.reason


def test_a_town_in_a_state_is_so_throughout(nlp: Language) -> None:
    text = "Fire destroyed a school in Santa Fe, Texas. Parents in Santa Fe wept. The mayor of Santa Fe spoke."
    mentions, _, _ = read(text, nlp)
    assert {mention.place_id for mention in mentions if mention.quote == "Santa Fe"} == {None}


def test_places_come_with_all_that_contain_them(nlp: Language) -> None:
    _, places, containment = read("A convoy left Kursk for Sudzha in Russia.", nlp)
    ids = {place.place_id for place in places}
    assert {"geonames:538560", "iso:RU-KRS", "iso:RU"} <= ids
    assert all(place.parent_place_id in ids for place in places if place.parent_place_id)
    pairs = {(row.place_id, row.ancestor_place_id): row.distance for row in containment}
    assert all(pairs[place_id, place_id] == 0 for place_id in ids)
    assert pairs["geonames:538560", "iso:RU"] == 2
    assert len(pairs) == len(containment)
