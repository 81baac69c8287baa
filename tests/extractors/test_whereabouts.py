"""Where the event that a report leads with happened."""

from __future__ import annotations

import pytest

from extractors.extract import Reader, extract
from extractors.records import Article


def spot(text: str, reader: Reader, title: str | None = None) -> tuple[str | None, str | None]:
    (found,) = [e for e in extract(Article("a.txt", text, title=title), reader).event_mentions if e.is_primary]
    return found.place, found.place_id


PLACES = [
    # The finest place that the report puts it in.
    ("Blast in Syria", "A bomb killed six people in Manbij on Monday, Syrian state media said.", "Manbij", "geonames:167357"),
    ("Blast in Aleppo", "A bomb killed six people in Manbij in Aleppo province, Syrian media said.", "Manbij", "geonames:167357"),
    # A village that no gazetteer has lies where it is said to lie.
    ("Blast in Syria", "A bomb killed six people in Tell Zubayda in Hasakeh province, Syrian media said.", "Tell Zubayda", "iso:SY-HA"),
    (
        "Blast in Syria",
        "A bomb killed six people in the village of Tell Zubayda near Aleppo, Syrian media said.",
        "Tell Zubayda",
        "iso:SY-HL",
    ),
    # Countries where nothing finer is told.
    ("Blast in Syria kills six", "A bomb killed six people in Syria on Monday.", "Syria", "iso:SY"),
    # Another act's place, and where the words were said, are not its own.
    ("Blast kills six", "A bomb killed six people in Homs, Syrian officials said in Geneva.", "Homs", "geonames:169577"),
    ("Blast kills six in Syria", "MOSCOW A bomb killed six people in Homs, Russian officials said.", "Homs", "geonames:169577"),
    (
        "Bus bomb kills six in Syria",
        "A bomb killed six evacuees from Idlib on a road near Homs, Syrian media said.",
        "Homs",
        "geonames:169577",
    ),
]


@pytest.mark.parametrize(("title", "text", "name", "place_id"), PLACES)
def test_place_of_the_leading_act(title: str, text: str, name: str, place_id: str, reader: Reader) -> None:
    assert spot(text, reader, title) == (name, place_id)


def test_a_report_without_places_has_none(reader: Reader) -> None:
    assert spot("A bomb killed six people on Monday.", reader) == (None, None)


def test_a_group_that_bears_a_country_in_its_name_is_not_there(reader: Reader) -> None:
    text = "The Islamic State in Iraq and the Levant shelled a town in Syria's Homs province on Monday."
    assert spot(text, reader)[1] == "iso:SY-HI"


def test_small_towns_are_found_by_their_spelling_within_a_named_province(reader: Reader) -> None:
    gazetteer = reader.gazetteer
    assert gazetteer.town("Ariha", "SY", ()) is not None
    assert gazetteer.town("Areeha", "SY", ()) is None
    found = gazetteer.town("Areeha", "SY", {"iso:SY-ID"})
    assert found is not None
    assert gazetteer.entry(found.place_id) == found
    assert gazetteer.town("Ariha", "FR", ()) is None


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed six people in the town of Tell Zubayda, Syrian officials said.",
        "A bomb killed six people in the town of Qalamoun, Syrian officials said.",
        "A bomb killed six people in Tell Zubayda near Aleppo, Syrian officials said.",
    ],
)
def test_the_region_of_an_unlisted_place_comes_with_it(text: str, reader: Reader) -> None:
    read = extract(Article("a.txt", text), reader)
    told = {e.place_id for e in read.event_mentions if e.place_id}
    assert told
    assert told <= {p.place_id for p in read.places}
