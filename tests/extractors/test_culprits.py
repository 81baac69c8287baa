"""Who is told to have done an act: the constructions that say so, and those that only look like it."""

from __future__ import annotations

import pytest

from extractors.extract import Reader, extract
from extractors.records import Article


def responsible(text: str, reader: Reader, title: str | None = None) -> str | None:
    (found,) = [e for e in extract(Article("a.txt", text, title=title), reader).event_mentions if e.is_primary]
    return found.responsible


TOLD = [
    # Describing the act.
    ("A Turkish air strike killed nine villagers near Zakho on Monday.", "Turkish"),
    ("Government shelling wounded six people in the port of Hodeidah.", "Government"),
    ("Residents said rebel rockets and rebel shelling killed two women.", "rebel"),
    ("A US-led coalition raid killed four farmers outside Mosul.", "US-led coalition"),
    # Subject of the verb.
    ("Insurgents shelled the harbour at dawn, killing three dockers.", "Insurgents"),
    ("Ethiopian government forces bombed a market in Mekelle.", "Ethiopian government forces"),
    ("The army carried out an air strike on the village.", "army"),
    # Who dropped what held it; a possessive without its apostrophe.
    ("A doctor said the army's plane dropped canisters holding toxic gas on a town near Homs, and four people died.", "army's plane"),
    ("The regimes jets bombed a village near Homs, killing four farmers.", "regimes jets"),
    # Agent.
    ("Four farmers died after poison gas was released by a plane belonging to the regime.", "regime"),
    ("Three aid workers were killed by separatists in Donetsk.", "separatists"),
    ("Ten miners died in a raid carried out by Taliban fighters in Baghlan.", "Taliban fighters"),
    # One who belongs to a party.
    ("A suicide bomber from the Taliban blew himself up at a bank in Kabul, killing five.", "Taliban"),
    # Its own word.
    ("A blast killed eight people in Mogadishu. Al-Shabaab claimed responsibility for the attack.", "Al-Shabaab"),
    # The other side of a fight.
    ("Six soldiers were killed in clashes with Boko Haram near Maiduguri.", "Boko Haram"),
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_told(text: str, expected: str, reader: Reader) -> None:
    assert responsible(text, reader) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A car bomb killed eight people in Mogadishu on Friday.",
        "A blast killed eight people in Mogadishu. No group has claimed responsibility.",
        "Six rebels were killed in an ambush near Goma.",
        "Six soldiers died in a bombing near Goma.",
        "A bombing in a rebel-held town killed two people.",
        "An explosion killed two people outside an army barracks.",
    ],
)
def test_not_told(text: str, reader: Reader) -> None:
    assert responsible(text, reader) is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Taliban Fighters Kill Nine Guards in Kunduz", "Taliban Fighters"),
        ("Nine Taliban Fighters Killed in Kunduz Bombing", None),
        ("Rebels Shell Town in Eastern Congo", "Rebels"),
    ],
)
def test_headlines_have_no_helpers(title: str, expected: str | None, reader: Reader) -> None:
    assert responsible("Officials spoke of it on Monday.", reader, title=title) == expected


def test_the_actor_is_the_documents_own(reader: Reader) -> None:
    read = extract(Article("a.txt", "Taliban fighters shelled a school in Kunduz. The Taliban said nothing."), reader)
    (found,) = [e for e in read.event_mentions if e.is_primary]
    names = {a.document_actor_id: a.name for a in read.document_actors}
    assert names[found.responsible_document_actor_id or ""] == "Taliban"
