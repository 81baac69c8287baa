"""Offices that texts give to persons, in all the places where a text puts them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.actors import find_actors
from extractors.documents import read_document
from extractors.gazetteer import load_gazetteer
from extractors.page import Page
from extractors.places import find_places
from extractors.records import Article, Role
from extractors.roles import find_roles

GAZETTEER = load_gazetteer()


def read(text: str, nlp: Language) -> list[Role]:
    doc, page = nlp(text), Page(read_document(Article("test", text)), (), "test")
    places, _, _ = find_places(doc, page, GAZETTEER)
    actors, mentions = find_actors(doc, page, places, GAZETTEER)
    return find_roles(doc, page, actors, mentions)


# Text, quote, role, country, status, generic.
ROLES = [
    (
        "Nikolai Patrushev, Secretary of Russia's Security Council, was absent.",
        "Secretary of Russia's Security Council",
        "security council secretary",
        "RU",
        "present",
        False,
    ),
    ("President Emmanuel Macron spoke.", "President", "president", None, "present", False),
    ("French President Emmanuel Macron spoke.", "President", "president", "FR", "present", False),
    ("Turkish Foreign Minister Mevlut Cavusoglu left Moscow.", "Foreign Minister", "foreign minister", "TR", "present", False),
    ("US Defense Secretary Ashton Carter landed.", "Defense Secretary", "defence minister", "US", "present", False),
    ("Russian Defence Minister Sergei Shoigu landed.", "Defence Minister", "defence minister", "RU", "present", False),
    ("Israel's defense chief Yoav Gallant landed.", "defense chief", "defence minister", "IL", "present", False),
    ("He met the Minister of Defence, Yoav Gallant, on Sunday.", "Minister of Defence", "defence minister", None, "present", False),
    (
        "Guests of the Secretary of the Security Council of the Russian Federation, Nikolai Patrushev, left.",
        "Secretary of the Security Council of the Russian Federation",
        "security council secretary",
        "RU",
        "present",
        False,
    ),
    (
        "Russian Security Council Secretary, Nikolai Patrushev, left.",
        "Security Council Secretary",
        "security council secretary",
        "RU",
        "present",
        False,
    ),
    ("Boris Johnson, the British prime minister, resigned.", "prime minister", "prime minister", "GB", "present", False),
    (
        "Nikolai Patrushev: Russia's Security Council Secretary.",
        "Security Council Secretary",
        "security council secretary",
        "RU",
        "present",
        False,
    ),
    ("Former President Barack Obama spoke.", "Former President", "president", None, "former", False),
    ("Acting Prime Minister Hassan Diab spoke.", "Acting Prime Minister", "prime minister", None, "acting", False),
    ("Deputy Foreign Minister Sergei Ryabkov spoke.", "Deputy Foreign Minister", "deputy foreign minister", None, "present", False),
    ("Secretary of State John Kerry spoke.", "Secretary of State", "secretary of state", None, "present", False),
    ("White House Press Secretary Sean Spicer spoke.", "White House Press Secretary", "press secretary", None, "present", False),
    ("FBI Director James Comey spoke.", "FBI Director", "head of fbi", None, "present", False),
    ("North Korea's leader Kim Jong Un watched.", "leader", "leader", "KP", "present", True),
    ("A spokesman, Ned Price, declined to comment.", "spokesman", "spokesman", None, "present", True),
    (
        "Robert Mardini, who heads the Red Cross office there, agreed.",
        "heads the Red Cross office",
        "head of red cross office",
        None,
        "present",
        False,
    ),
]


@pytest.mark.parametrize(("text", "quote", "role", "country", "status", "is_generic"), ROLES)
def test_roles(text: str, quote: str, role: str, country: str | None, status: str, is_generic: bool, nlp: Language) -> None:
    found = read(text, nlp)
    assert [(r.quote, r.role, r.country_code, r.status, r.is_generic) for r in found] == [(quote, role, country, status, is_generic)]
    assert text[found[0].start_char : found[0].end_char] == quote


NO_ROLE = [
    "He is an ally of Bashar al-Assad.",
    "After the talks with the president, Angela Merkel said nothing.",
    "Angela Merkel, the president said, was late.",
    "The minister spoke and Angela Merkel listened.",
]


@pytest.mark.parametrize("text", NO_ROLE)
def test_what_gives_nobody_a_role(text: str, nlp: Language) -> None:
    assert [(role.quote, role.role) for role in read(text, nlp)] == []


def test_two_offices_of_one_person_within_a_text(nlp: Language) -> None:
    text = (
        "Defense Chief Patrushev Visits Hanoi to Discuss Bridges\n\n"
        "Russian Security Council Secretary Nikolai Patrushev arrived in Hanoi on Friday. Patrushev stayed for two days."
    )
    roles = read(text, nlp)
    assert [role.role for role in roles] == ["defence minister", "security council secretary"]
    assert len({role.document_actor_id for role in roles}) == 1


def test_the_seed_reports(nlp: Language, shared) -> None:  # type: ignore[no-untyped-def]
    """Row 4 of the truth table in TAXONOMY.md: where the two reports name Shoigu's office."""
    truth = {
        "000_7912cfc46e8a6264.txt": [
            (17, 30, "defence minister"),
            (163, 189, "security council secretary"),
            (241, 267, "security council secretary"),
            (408, 421, "defence minister"),
            (590, 616, "security council secretary"),
        ],
        "002_c93323a7e4d668ce.txt": [(266, 299, "security council secretary")],
    }
    for name, spans in truth.items():
        roles = read((shared / "seeds" / name).read_text(encoding="utf-8"), nlp)
        for start, end, office in spans:
            assert any(role.role == office and role.start_char <= start and end <= role.end_char for role in roles), (name, start)
