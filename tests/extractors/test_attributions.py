"""Who is said to say what."""

from __future__ import annotations

import pytest

from extractors.extract import Reader, extract
from extractors.records import Article, Attribution


def attributions(text: str, reader: Reader) -> tuple[Attribution, ...]:
    return extract(Article("a.txt", text), reader).attributions


@pytest.mark.parametrize(
    ("text", "cue", "source", "content", "kind"),
    [
        ("Mayor Lena Novak said that the dam had held.", "say", "Mayor Lena Novak", "that the dam had held", "indirect"),
        (
            "The dam had held through the night, Mayor Lena Novak said.",
            "say",
            "Mayor Lena Novak",
            "The dam had held through the night",
            "indirect",
        ),
        (
            '"The dam has held and nobody is in danger now," Mayor Lena Novak said.',
            "say",
            "Mayor Lena Novak",
            '"The dam has held and nobody is in danger now,"',
            "direct",
        ),
        (
            "According to the coastguard, two ships collided off the cape.",
            "according to",
            "the coastguard",
            "two ships collided off the cape",
            "indirect",
        ),
        (
            "Two ships collided off the cape, according to the coastguard.",
            "according to",
            "the coastguard",
            "Two ships collided off the cape",
            "indirect",
        ),
        (
            "The company denied that its trucks had crossed the border.",
            "deny",
            "The company",
            "that its trucks had crossed the border",
            "indirect",
        ),
        (
            "Two ships collided off the cape, Harbour Radio reports, citing the coastguard.",
            "cite",
            "the coastguard",
            "Two ships collided off the cape",
            "indirect",
        ),
    ],
)
def test_source_cue_and_content(text: str, cue: str, source: str, content: str, kind: str, reader: Reader) -> None:
    found = {a.cue: a for a in attributions(text, reader)}
    assert cue in found
    assert (found[cue].source_quote, found[cue].quote, found[cue].kind) == (source, content, kind)


@pytest.mark.parametrize(
    ("text", "polarity", "certainty"),
    [
        ("The company denied that its trucks had crossed the border.", "-", "certain"),
        ("The company did not say that its trucks had crossed the border.", "-", "certain"),
        ("The company claims that its trucks never crossed the border.", "+", "possible"),
        ("The company believes that its trucks never crossed the border.", "+", "probable"),
    ],
)
def test_polarity_and_certainty_are_the_sources(text: str, polarity: str, certainty: str, reader: Reader) -> None:
    (found,) = attributions(text, reader)
    assert (found.polarity, found.certainty) == (polarity, certainty)


def test_a_chain_names_who_passes_it_on(reader: Reader) -> None:
    found = attributions("Two ships collided off the cape, Harbour Radio reports, citing the coastguard.", reader)
    assert [a.chain for a in found if a.cue == "cite"] == ["Harbour Radio < the coastguard"]


def test_a_speaker_is_an_actor_under_the_fullest_name(reader: Reader) -> None:
    extraction = extract(Article("a", "Mayor Lena Novak met the press on Monday. Novak said that the dam had held."), reader)
    names = {a.document_actor_id: a.name for a in extraction.document_actors}
    (said,) = [a for a in extraction.attributions if a.cue == "say"]
    assert (names[said.speaker_document_actor_id], said.speaker) == ("Lena Novak", "Lena Novak")


def test_machine_made_padding_says_nothing(reader: Reader) -> None:
    assert (
        attributions("The bridge is closed to all cars and trucks now.\n\nEnrichment Data: The mayor said that the dam had held.", reader)
        == ()
    )
