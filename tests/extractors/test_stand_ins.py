"""Capitals that speak for states, offices that stand for who holds them; and where they do not."""

from __future__ import annotations

import pytest

from extractors.extract import Reader, extract
from extractors.records import Article

# Text, and what stands for whom in it.
STAND_INS = [
    ("Moscow said the visit was routine, while Kyiv denied any deal.", {"Moscow": "Russia", "Kyiv": "Ukraine"}),
    ("Ankara accused Washington of arming the rebels.", {"Ankara": "Turkey", "Washington": "United States"}),
    ("Ties between Cairo and Nairobi soured over the dam.", {"Cairo": "Egypt", "Nairobi": "Kenya"}),
    ("Thousands marched in Cairo on Friday. The march passed through Nairobi Street.", {}),
    ("Defence Minister Ivan Petrov arrived in Baku. The minister said talks went well.", {"The minister": "Ivan Petrov"}),
    ("Defence Minister Ivan Petrov met Interior Minister Oleg Sidorov. The minister said talks went well.", {}),
    ("The minister said talks went well. Defence Minister Ivan Petrov arrived in Baku later.", {}),
    ("Defence Minister Ivan Petrov arrived in Baku. The minister of health said so too.", {}),
]


@pytest.mark.parametrize(("text", "expected"), STAND_INS)
def test_stand_ins(text: str, expected: dict[str, str], reader: Reader) -> None:
    read = extract(Article("a", text), reader)
    names = {actor.document_actor_id: actor.name for actor in read.document_actors}
    found = {mention.quote: names[mention.document_actor_id] for mention in read.actor_mentions}
    assert {quote: name for quote, name in found.items() if quote != name and quote not in name} == expected
    assert all(mention.is_weak for mention in read.actor_mentions if mention.quote in expected)


def test_a_capital_that_speaks_is_no_place_of_the_event(reader: Reader) -> None:
    read = extract(Article("a", "A car bomb killed 12 people in Aden on Monday. Cairo condemned the bombing."), reader)
    assert {mention.place for mention in read.event_mentions if mention.is_primary} == {"Aden"}


def test_an_office_said_with_then_is_a_former_one(reader: Reader) -> None:
    read = extract(Article("a", "The letter was written by then-Foreign Minister Oleg Ivanov in 2014."), reader)
    assert [(role.role, role.status) for role in read.roles] == [("foreign minister", "former")]
