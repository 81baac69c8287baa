"""How certain a report is of the act it leads with, and which person stands behind a statement."""

from __future__ import annotations

import pytest

from extractors.extract import Reader, extract
from extractors.records import Article, Claim


def told(text: str, reader: Reader, aspect: str = "certainty") -> list[Claim]:
    return [c for c in extract(Article("a", text), reader).claims if c.aspect == aspect]


@pytest.mark.parametrize(
    ("text", "label", "quote"),
    [
        ("Rebels attacked the airport of Aden on Monday.", "fact", "attacked"),
        ("Rebels attacked the airport of Aden on Monday, the mayor said.", "said", "attacked"),
        ("A suspected attack on the airport of Aden closed the runway on Monday.", "hedged", "suspected attack"),
        ("The airport of Aden was probably attacked by rebels on Monday.", "hedged", "probably attacked"),
        ("Reports suggest that rebels attacked the airport of Aden on Monday.", "hedged", "Reports suggest"),
        ("The king has decided to send 300 soldiers to the border of Oman.", "decided", "has decided to send"),
        ("The army denied that rebels attacked the airport of Aden on Monday.", "denied", "The army denied"),
    ],
)
def test_stances(text: str, label: str, quote: str, reader: Reader) -> None:
    assert (label, quote) in [(c.label, c.quote) for c in told(text, reader) if c.measure == "occurrence"]


@pytest.mark.parametrize(
    "text",
    [
        "The rebels denied responsibility for the attack on the airport of Aden.",
        "The rebels denied attacking the airport of Aden on Monday.",
        "The army did not say whether rebels attacked the airport of Aden.",
    ],
)
def test_who_denies_guilt_does_not_deny_the_act(text: str, reader: Reader) -> None:
    assert "denied" not in {c.label for c in told(text, reader)}


def test_certainty_is_according_to_someone(reader: Reader) -> None:
    (claim,) = [c for c in told("Rebels attacked the airport of Aden on Monday, Mayor Lena Novak said.", reader) if c.label == "said"]
    assert (claim.attributed_to, claim.qualifier) == ("Lena Novak", "certain")


def test_a_statement_is_its_persons(reader: Reader) -> None:
    text = (
        "Envoys of two states met in Oslo on Monday. Mayor Lena Novak said a shelter for the miners would be built beside the station. "
        "The unions said the shelter for the miners would be built beside the mine."
    )
    claims = told(text, reader, "attribution")
    assert [(c.label, c.quote, c.measure) for c in claims] == [("Lena Novak", "Mayor Lena Novak said", "statement")]
    assert {"build", "miner", "shelter", "station"} <= set((claims[0].topic or "").split())


@pytest.mark.parametrize(
    ("speech", "quoted"),
    [
        (
            '"The dam has held and nobody in the valley is hurt," Mayor Lena Novak said.',
            "The dam has held and nobody in the valley is hurt,",
        ),
        ("“The dam has held,” Mayor Lena Novak said, “and nobody in the valley is hurt.”", "and nobody in the valley is hurt."),
        (
            "`` The dam has held and nobody in the valley is hurt, '' said Mayor Lena Novak.",
            "The dam has held and nobody in the valley is hurt,",
        ),
        ("Mayor Lena Novak said the dam had held and nobody was hurt.", None),
    ],
)
def test_direct_speech_is_a_quotation_of_its_person(speech: str, quoted: str | None, reader: Reader) -> None:
    claims = told(f"A flood hit Oslo on Monday. {speech}", reader, "attribution")
    assert [(c.label, c.quote) for c in claims if c.measure == "quotation"] == ([("Lena Novak", quoted)] if quoted else [])


def test_he_is_whoever_spoke_last(reader: Reader) -> None:
    text = 'Karl Ost met Mayor Lena Novak. "The dam has held and nobody is hurt," Novak said. According to her, the road opens on Friday.'
    found = extract(Article("a", text), reader)
    assert {a.speaker for a in found.attributions if a.cue == "according to"} == {"Lena Novak"}


def test_few_rows_a_document(reader: Reader) -> None:
    lines = " ".join(f"Mayor Lena Novak said bridge number {n} near the old harbour would be rebuilt with granite." for n in range(20))
    text = f"Rebels attacked the airport of Aden on Monday. {lines}"
    assert len(told(text, reader)) <= 5
    assert len(told(text, reader, "attribution")) == 6


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Rebels attacked the port of Aden. The ferry had not sailed for over 30 years.", "ferry"),
        ("Envoys met in Oslo to discuss rail traffic between the two towns, which has not run for over 30 years.", "traffic"),
    ],
)
def test_a_duration_is_told_of_something(text: str, topic: str, reader: Reader) -> None:
    found = [c for c in told(text, reader, "date") if c.time_precision == "duration"]
    assert [(c.topic, c.time_earliest) for c in found] == [(topic, None)]
