"""What is said of an event: figures, dates, places and offices, on the event they are said of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.extract import Reader, extract
from extractors.records import Article, Claim, Extraction

REPORT = """Blast in Aden market kills 12

12 May 2024

A bomb killed at least 12 people and wounded dozens at a market in Aden on Saturday, Health Minister Salim Nasser said.

In March 2023 a bomb in the same street killed 30 people."""


@pytest.fixture(scope="module")
def report(reader: Reader) -> Extraction:
    return extract(Article("a.txt", REPORT), reader)


@pytest.fixture(scope="module")
def claims(report: Extraction) -> Callable[[str], list[Claim]]:
    return lambda aspect: [c for c in report.claims if c.aspect == aspect]


def test_figures_carry_bounds_and_measure(claims: Callable[[str], list[Claim]]) -> None:
    found = [(c.measure, c.value, c.value_low, c.qualifier) for c in claims("figure")]
    assert found[:3] == [("killed", 12, 12, "exact"), ("killed", 12, 12, "at_least"), ("injured", None, 24, "dozens")]


def test_a_figure_of_another_day_hangs_on_another_event(report: Extraction, claims: Callable[[str], list[Claim]]) -> None:
    primary = next(e.event_mention_id for e in report.event_mentions if e.is_primary)
    homes = {c.value: c.event_mention_id == primary for c in claims("figure") if c.measure == "killed"}
    assert homes == {12: True, 30: False}


@pytest.mark.parametrize(
    ("sentence", "is_of_the_event"),
    [
        ("Two weeks ago the same street was shelled, with the attack leaving 30 dead.", False),
        ("A gas leak there killed 30 people in 2013.", False),
        ("It came after a bomb in March that killed 30 people.", False),
        ("On Friday officials said 30 people had died.", True),
        ("Police, who took over the district last year, said 30 people had died.", True),
        ("By Sunday 30 people had died.", True),
    ],
)
def test_what_an_earlier_time_dates_is_of_another_event(reader: Reader, sentence: str, is_of_the_event: bool) -> None:
    text = REPORT.replace("In March 2023 a bomb in the same street killed 30 people.", sentence)
    read = extract(Article("a.txt", text), reader)
    primary = next(e.event_mention_id for e in read.event_mentions if e.is_primary)
    assert [c.event_mention_id == primary for c in read.claims if c.aspect == "figure" and c.value == 30] == [is_of_the_event]


@pytest.mark.parametrize(
    ("sentence", "is_of_the_event"),
    [
        ("In the Syrian city of Homs shelling killed 30 people.", False),
        ("In the old town of Aleppo shelling killed 30 people.", True),  # the same city
        ("In Aleppo province shelling killed 30 people.", True),  # what holds it
        ("A doctor from Homs said shelling killed 30 people.", True),  # says where nobody died
        ("Shelling killed 30 people, who were to be brought to Homs.", True),
    ],
)
def test_what_another_place_tells_is_of_another_event(reader: Reader, sentence: str, is_of_the_event: bool) -> None:
    text = f"Shelling kills 12 in Aleppo\n\n12 May 2016\n\nShelling killed 12 people in Aleppo on Wednesday, a doctor said.\n\n{sentence}"
    read = extract(Article("a.txt", text), reader)
    primary = next(e.event_mention_id for e in read.event_mentions if e.is_primary)
    assert [c.event_mention_id == primary for c in read.claims if c.aspect == "figure" and c.value == 30] == [is_of_the_event]


def test_who_says_it_stands_on_the_claim(claims: Callable[[str], list[Claim]]) -> None:
    assert {c.attributed_to for c in claims("figure") if c.section_kind == "lead"} == {"Salim Nasser"}


def test_offices_hang_on_the_event_that_leads(report: Extraction, claims: Callable[[str], list[Claim]]) -> None:
    primary = next(e.event_mention_id for e in report.event_mentions if e.is_primary)
    (role,) = claims("role")
    assert (role.label, role.event_mention_id, role.qualifier) == ("health minister", primary, "present")


def test_dates_and_places_are_claims_too(claims: Callable[[str], list[Claim]]) -> None:
    assert [c.label for c in claims("date")] == ["2024-05-11", "2023-03"]
    assert "Aden" in {c.label for c in claims("place")}


def test_ids_are_unique_and_stable(report: Extraction, reader: Reader) -> None:
    again = extract(Article("a.txt", REPORT), reader)
    assert [c.claim_id for c in again.claims] == [c.claim_id for c in report.claims]
    assert len({c.claim_id for c in report.claims}) == len(report.claims)


def test_a_derived_sum_names_its_parts(reader: Reader) -> None:
    found = extract(Article("a", "Norway will send two hundred sappers and three hundred medics to the border."), reader)
    (total,) = [c for c in found.claims if c.is_derived]
    parts = {c.claim_id: c.value for c in found.claims if not c.is_derived and c.aspect == "figure"}
    assert (total.value, sorted(parts[i] for i in total.part_claim_ids)) == (500, [200, 300])
