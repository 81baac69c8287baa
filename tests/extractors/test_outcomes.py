"""How things ended: assaults, lives, people who leave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.extract import Reader, extract
from extractors.outcomes import name_key
from extractors.records import Article, Claim


def told(text: str, reader: Reader, measure: str) -> list[Claim]:
    return [c for c in extract(Article("a", text), reader).claims if c.aspect == "certainty" and c.measure == measure]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The garrison repelled an attack by rebels on the port of Aden.", ["repelled"]),
        ("In an attack on Monday rebels captured two outposts near the port of Aden.", ["taken"]),
        # Both ways in one opening: no side.
        ("Rebels captured two outposts near Aden before the garrison repelled their attack.", []),
        # What was seized is no position.
        ("After the attack rebels seized four trucks near the port of Aden.", []),
    ],
)
def test_assaults(text: str, labels: list[str], reader: Reader) -> None:
    assert [c.label for c in told(text, reader, "outcome")] == labels


def test_below_the_lead_an_assault_ends_as_its_speakers_have_it(reader: Reader) -> None:
    text = (
        "Rebels attacked the port of Aden on Monday. The harbour was closed and all ships were sent away before noon.\n\n"
        "Markets stayed shut and no bus ran between the port and the town. Schools sent the children home.\n\n"
        "The army said the garrison repelled the attack. The monitors said the rebels captured two outposts. "
        "A radio station said the assault is ongoing. Later the rebels captured three villages."
    )
    found = [(c.label, c.attributed_to) for c in told(text, reader, "outcome") if c.section_kind == "body"]
    assert found == [("repelled", "The army"), ("taken", "The monitors"), ("ongoing", "A radio station")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The groom was among the dead, two doctors said.", [("dead", "groom")]),
        ("Both the groom and bride were unhurt, an uncle told the paper.", [("alive", "groom"), ("alive", "bride")]),
        ("Karim Haddad is still alive, the party said on Monday.", [("alive", name_key("Karim Haddad"))]),
        ("The coastguard said Karim Haddad was killed in the blast.", [("dead", name_key("Karim Haddad"))]),
        ("The pilot survived the crash near Lagos on Monday.", [("alive", "pilot")]),
        # Not told as having happened.
        ("Karim Haddad was not killed in the blast, the party said.", []),
        ("The pilot may have been killed near Lagos on Monday.", []),
        # A driver among many is nobody in particular; whose brother it was is alive for all we know.
        ("A driver was killed near Lagos on Monday.", []),
        ("The brother of Karim Haddad was killed on Monday.", []),
        # Things are destroyed too.
        ("The general was destroyed by the news of the defeat on Monday.", []),
    ],
)
def test_fates(text: str, expected: list[tuple[str, str]], reader: Reader) -> None:
    assert [(c.label, c.topic) for c in told(text, reader, "fate")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 900 people were evacuated from Orlo and Brenna on Monday.", [("left", "orlo"), ("left", "brenna")]),
        ("The families left Orlo on Monday.", [("left", "orlo")]),
        ("Families from Orlo had not yet been granted leave to go.", [("held", "orlo")]),
        ("The families did not leave Orlo on Monday.", []),
        ("The families will leave Orlo on Monday.", []),
    ],
)
def test_who_got_out(text: str, expected: list[tuple[str, str]], reader: Reader) -> None:
    assert [(c.label, c.topic) for c in told(text, reader, "passage")] == expected


@pytest.mark.parametrize(
    ("one", "two"),
    [("Salahuddin al-Masri", "Salah Al Din Al Masri"), ("Mohammed Hadi", "Muhammad al-Hady"), ("Abu Omar Karimi", "Omar Kareemi")],
)
def test_spellings_of_one_name_share_a_key(one: str, two: str) -> None:
    assert name_key(one) == name_key(two)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


def test_few_rows_a_document(reader: Reader) -> None:
    towns = ["Orlo", "Brenna", "Castel", "Dorna", "Elva", "Fiume", "Garda", "Helm", "Istra", "Jesolo", "Kranj", "Lodz", "Malmo", "Narva"]
    text = " ".join(f"The families left {town} on Monday." for town in towns)
    assert 1 <= len([c for c in extract(Article("a", text), reader).claims if c.measure == "passage"]) <= 12


def test_a_subject_behind_its_verb_is_within_the_quote(reader: Reader) -> None:
    text = "The siege of Aden went on. FROM RADIO, (Somali) MAN LEAVING THE TOWN, IDRIS: We are out. THEN THE REBELS LEFT the town, (Somali) MEN."
    claims = extract(Article("a", text), reader).claims
    assert claims and all(c.start_char < c.end_char and c.quote for c in claims)
