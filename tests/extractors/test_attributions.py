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


@pytest.mark.parametrize(
    ("text", "speaker"),  # of what is said last
    [
        ("The Gulf Relief Union said 15 people had died. It also said 40 were wounded in the port.", "Gulf Relief Union"),
        ("The Gulf Relief Union said 15 people had died. Earlier the group said the road was closed.", "Gulf Relief Union"),
        ("The transport ministry in Lima said 15 people had died. The ministry said the road was closed.", "The transport ministry"),
        # Two could be meant; a group that is called by more than its kind is another; a person is no "it".
        (
            "The transport ministry said 15 people had died. The health ministry said 16 had. The ministry said the road was closed.",
            "The ministry",
        ),
        ("The Gulf Relief Union said 15 people had died. The rebel group said the road was closed.", "The rebel group"),
        ("Lena Novak said 15 people had died. It said the road was closed.", None),
    ],
)
def test_a_body_is_named_once_and_speaks_on(text: str, speaker: str | None, reader: Reader) -> None:
    assert [a.speaker for a in extract(Article("a", text), reader).attributions][-1] == speaker


def test_machine_made_padding_says_nothing(reader: Reader) -> None:
    assert (
        attributions("The bridge is closed to all cars and trucks now.\n\nEnrichment Data: The mayor said that the dam had held.", reader)
        == ()
    )


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (  # quotations that follow are the same speech
            '"The dam has held and nobody is in danger," Mayor Lena Novak said. "We shall open the road on Monday morning."',
            "Mayor Lena Novak",
            '"The dam has held and nobody is in danger," Mayor Lena Novak said. "We shall open the road on Monday morning."',
        ),
        (  # a cue put into what it reports
            "The dam, Mayor Lena Novak said, was held by nothing but sand and luck.",
            "Mayor Lena Novak",
            "The dam, Mayor Lena Novak said, was held by nothing but sand and luck",
        ),
        (  # a clause with quoted words in it is told in the report's words
            'Mayor Lena Novak said the dam was "in a sorry state" after the storm.',
            "Mayor Lena Novak",
            'the dam was "in a sorry state" after the storm',
        ),
        (  # whoever issued the statement says it
            "The harbour board issued a statement saying that both ships had been warned.",
            "The harbour board",
            "that both ships had been warned",
        ),
        (  # a long clause behind the name is not the name
            "Ann Lind, who lost two barns and forty head of cattle in the flood, said the warning came late.",
            "Ann Lind",
            "the warning came late",
        ),
        ("The harbour board condemned the sale of the two tugs.", "The harbour board", "the sale of the two tugs"),
        ("The unions called for a second inquiry.", "The unions", "a second inquiry"),
        (  # a speech whose first paragraph is never closed does not swallow what is said behind it
            '"The water came at night. "We ran up the hill in the dark." The harbour board said the dam was "safe and sound" and open again.',
            "The harbour board",
            'the dam was "safe and sound" and open again',
        ),
        ("Local radio gave other tolls with some saying that 33 people died.", "some", "that 33 people died"),
    ],
)
def test_constructions(text: str, source: str, content: str, reader: Reader) -> None:
    assert (source, content) in {(a.source_quote, a.quote) for a in attributions(text, reader)}


def test_who_lists_a_number_speaks(reader: Reader) -> None:
    (found,) = attributions("The harbour office also listed 61 injured.", reader)
    assert (found.speaker, found.quote, found.cue_class) == ("The harbour office", "61 injured", "speech")


def test_who_has_no_name_still_speaks(reader: Reader) -> None:
    found = attributions("The two towns gave different tolls with some saying that 33 people died.", reader)
    assert [(a.speaker, a.quote) for a in found if a.cue == "say"] == [("some", "that 33 people died")]


def test_what_is_said_within_a_quotation_is_part_of_it(reader: Reader) -> None:
    found = attributions('"I think they told us that the dam would hold for a year," Mayor Lena Novak said.', reader)
    assert [a.source_quote for a in found] == ["Mayor Lena Novak"]


@pytest.mark.parametrize(
    ("text", "cue_class", "certainty"),
    [
        ("Mayor Lena Novak said that the dam had held.", "speech", "certain"),
        ("Mayor Lena Novak believes that the dam will hold.", "thought", "probable"),
        ("The harbour board condemned the sale of the two tugs.", "attitude", "underspecified"),
        ("The harbour board refused to sell the two tugs.", "intention", "underspecified"),
        ("The tug seems to have lost its rudder.", "appearance", "probable"),
        ("The captain is believed to have left the country.", "appearance", "probable"),
    ],
)
def test_cue_classes(text: str, cue_class: str, certainty: str, reader: Reader) -> None:
    assert [(a.cue_class, a.certainty) for a in attributions(text, reader)] == [(cue_class, certainty)]


def test_a_relay_is_read_where_the_parser_takes_it_for_a_noun(reader: Reader) -> None:
    text = "The offer was made by the chairman of the port, Karl Ost, KLN reports, citing a note of the port's secretary, Ida Berg."
    (cited,) = [a for a in attributions(text, reader) if a.cue == "cite"]
    assert (cited.chain, cited.quote) == ("KLN < Ida Berg", "The offer was made by the chairman of the port, Karl Ost")


def test_who_condemns_an_attack_has_not_said_how_many_it_killed(reader: Reader) -> None:
    extraction = extract(Article("a", "The harbour board condemned the attack that killed 12 dockers on Monday."), reader)
    figures = [c for c in extraction.claims if c.aspect == "figure"]
    assert [(c.value, c.attributed_to) for c in figures] == [(12.0, None)]


COUNTED = [
    ("The ministry recorded nine deaths and 40 injuries in the fire.", [("The ministry", "nine deaths and 40 injuries in the fire")]),
    ("Six deaths were reported by the harbour police after the storm.", [("the harbour police", "Six deaths")]),
    ("The union gave a lower toll of 31 people hurt.", [("The union", "a lower toll of 31 people hurt")]),
    # No number, a number denied, and a speaker whom the words around name.
    ("The ministry recorded heavy losses.", []),
    ("The ministry did not record nine deaths.", []),
    ("It recorded nine deaths.", []),
]


@pytest.mark.parametrize(("text", "expected"), COUNTED)
def test_who_gives_a_number(text: str, expected: list[tuple[str, str]], reader: Reader) -> None:
    assert [(a.source_quote, a.quote) for a in attributions(text, reader)] == expected
