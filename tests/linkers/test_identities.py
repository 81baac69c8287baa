"""People's word on names: what joins, what is held apart, and what cannot all hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.names import name_key
from extractors.records import DocumentActor
from linkers.actors import link_actors
from linkers.identities import Alias, ContradictoryJudgements, Identities, NameJudgement

ALIASES = [Alias("North Vale Relief", "NVR", "Organization", "NO", "Q1"), Alias("North Vale Relief", "Vale Relief", "Organization")]


def actor(name: str, kind: str = "Organization") -> DocumentActor:
    return DocumentActor(f"da/{name}", "d", name, kind, None, name_key(name), False)


def ids(identities: Identities, *names: str, kind: str = "Organization") -> list[str]:
    return [link.actor_id for link in link_actors([actor(name, kind) for name in names], identities)[1]]


def test_an_alias_is_the_actor_it_stands_for() -> None:
    actors, links = link_actors([actor("NVR"), actor("Vale Relief"), actor("North Vale Relief"), actor("Other")], Identities(ALIASES))
    assert len({link.actor_id for link in links[:3]}) == 1 != len({link.actor_id for link in links})
    assert [(a.name, a.country_code, a.wikidata_id) for a in actors] == [("North Vale Relief", "NO", "Q1"), ("Other", None, None)]
    assert [link.basis for link in links] == ["reference", "reference", "name", "name"]


@pytest.mark.parametrize(
    ("names", "verdict", "is_one"),
    [
        (("Ivan Petrov", "I. V. Petrov-Sokol"), "same", True),
        (("Ivan Petrov", "Iwan Petrow"), "different", False),
        (("Sergei Shirin", "Sergey Shyrin"), "different", False),  # spelt so alike that they share a key
        (("Sergei Shirin", "Sergey Shyrin"), "unsure", False),
        (("North Vale Relief", "NVR"), "different", False),  # against an alias
    ],
)
def test_judgements_win(names: tuple[str, str], verdict: str, is_one: bool) -> None:
    identities = Identities(ALIASES, [NameJudgement(*names, verdict)])
    a, b = ids(identities, *names, kind="Person")
    assert (a == b) is is_one


def test_a_third_name_joins_nothing_that_is_held_apart() -> None:
    judgements = [NameJudgement("Anna Berg", "A. Berg", "same"), NameJudgement("Anna Berg", "Anna K. Berg-Holm", "different")]
    identities = Identities([Alias("A. Berg", "Anna K. Berg-Holm", "Person")], judgements)
    a, b, c = ids(identities, "Anna Berg", "A. Berg", "Anna K. Berg-Holm", kind="Person")
    assert a == b != c


def test_judgements_that_cannot_all_hold_say_which() -> None:
    with pytest.raises(ContradictoryJudgements, match="Anna Berg.*take one of the rows out"):
        Identities([], [NameJudgement("Anna Berg", "Ann Borg", "different"), NameJudgement("Ann Borg", "Anna Berg", "same")])


NAMES = st.sampled_from(["Ana Bo", "Carl Dun", "Eva Fro", "Gus Hol", "Ina Jar"])


@given(st.lists(st.tuples(NAMES, NAMES)), st.lists(st.tuples(NAMES, NAMES)))
def test_no_chain_of_aliases_joins_what_is_held_apart(aliases: list[tuple[str, str]], apart: list[tuple[str, str]]) -> None:
    apart = [(a, b) for a, b in apart if a != b]
    identities = Identities([Alias(a, b, "Person") for a, b in aliases], [NameJudgement(a, b, "different") for a, b in apart])
    for a, b in apart:
        assert identities.key(a) != identities.key(b)
