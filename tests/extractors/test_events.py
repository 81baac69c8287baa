"""Acts, the one a report leads with, and what holds two acts of one kind apart."""

from __future__ import annotations

import pytest

from extractors.extract import Reader, extract
from extractors.records import Article, EventMention

DATED = "12 May 2024\n\n"  # a Sunday


def events(text: str, reader: Reader, title: str | None = None) -> tuple[EventMention, ...]:
    return extract(Article("a.txt", text, title=title), reader).event_mentions


def primary(text: str, reader: Reader, title: str | None = None) -> EventMention:
    (found,) = [e for e in events(text, reader, title) if e.is_primary]
    return found


@pytest.mark.parametrize(
    ("text", "event_type", "mode", "realis"),
    [
        ("A suicide bomber struck a bus stop in Kabul on Friday, wounding nine people.", "ASSAULT", "suicide-attack", "ACTUAL"),
        ("Warplanes bombed a fuel depot near Aden.", "ASSAULT", "aerial", "ACTUAL"),
        ("Two freight trains collided outside Pune before dawn.", "x_ACCIDENT", None, "ACTUAL"),
        ("Norway will send forty soldiers to the border.", "MOBILIZE", "troops", "PLANNED"),
        ("Police arrested the driver of the van in Lyon.", "COERCE", "arrest", "ACTUAL"),
        ("Thousands protested in Lima against the new tax.", "PROTEST", "demo", "ACTUAL"),
        ("Norway sent a message of thanks to the organisers.", None, None, "ACTUAL"),
    ],
)
def test_type_mode_and_realis(text: str, event_type: str | None, mode: str | None, realis: str, reader: Reader) -> None:
    found = primary(text, reader)
    assert (found.event_type, found.event_mode, found.realis) == (event_type, mode, realis)


def test_the_headline_decides_what_a_report_leads_with(reader: Reader) -> None:
    found = primary(
        "Envoys met in Oslo on Friday. A blast in Aden killed three people meanwhile.", reader, title="Blast in Aden kills three"
    )
    assert found.event_type == "ASSAULT"


def test_an_act_with_a_day_of_its_own_is_another_event(reader: Reader) -> None:
    found = events(DATED + "A blast killed three people in Aden on Saturday. In March 2023 a blast in the city killed ten.", reader)
    days = [e.happened_earliest.date().isoformat() for e in found if e.event_type == "ASSAULT" and e.happened_earliest]
    assert days == ["2024-05-11", "2023-03-01"]


def test_a_previous_visit_is_told_relative_to_this_one(reader: Reader) -> None:
    found = events(DATED + "The minister is in Baku for his second visit. He first visited Baku in April.", reader)
    by_relation = {e.relation: e for e in found if e.event_type == "CONSULT"}
    assert by_relation["previous"].relation_to == by_relation[None].event_mention_id
    assert by_relation["previous"].happened_earliest.month == 4


def test_without_a_day_the_telling_bounds_it(reader: Reader) -> None:
    found = primary(DATED + "A blast killed three people in Aden.", reader)
    assert (found.date_basis, found.happened_latest.isoformat()) == ("dateline", "2024-05-13T00:00:00")


def test_without_any_date_it_abstains(reader: Reader) -> None:
    found = primary("A blast killed three people in Aden.", reader)
    assert (found.happened_earliest, found.date_basis) == (None, "none")
    assert found.reason


def test_a_place_belongs_to_the_act_it_hangs_on(reader: Reader) -> None:
    found = events("Envoys met in Oslo after a blast killed three people in Aden.", reader)
    assert {e.event_type: e.place for e in found} == {"CONSULT": "Oslo", "ASSAULT": "Aden"}


@pytest.mark.parametrize("text", ["", " \n\n ", "...", "12345"])
def test_texts_without_words_have_no_event(text: str, reader: Reader) -> None:
    assert events(text, reader) == ()


def test_the_day_of_the_saying_is_not_the_day_of_the_act(reader: Reader) -> None:
    found = primary(DATED + "A blast killed three people in Aden, the governor said on Sunday in Cairo.", reader)
    assert (found.date_basis, found.place) == ("dateline", "Aden")


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Train crash near Pune kills 12. Dozens were injured on Sunday.", ["x_ACCIDENT"]),
        ("Twelve people were killed in Aden on Sunday. Nine others were wounded.", ["ASSAULT"]),
        ("Nine people died in Aden on Sunday.", [None]),
    ],
)
def test_harm_belongs_to_the_act_that_did_it(text: str, types: list[str | None], reader: Reader) -> None:
    assert [e.event_type for e in events(text, reader)] == types
