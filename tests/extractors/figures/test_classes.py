"""The lattice of things counted."""

from __future__ import annotations

import pytest

from extractors.figures.classes import ancestors, class_closure, class_of, common_ancestor, subsumes


@pytest.mark.parametrize(
    ("head", "modifiers", "expected"),
    [
        ("sapper", [], "sapper"),
        ("pioneer", ["north", "korean"], "military engineer"),  # the false friend: engineers of some kind
        ("builder", ["military"], "military builder"),
        ("worker", ["military", "construction"], "military builder"),
        ("worker", ["construction"], "worker"),
        ("bomber", ["suicide"], "suicide bomber"),
        ("bomber", ["heavy"], "warplane"),
        ("victim", [], "person"),
        ("bus", [], "bus"),
        ("zeppelin", [], None),
    ],
)
def test_class_of_a_phrase(head: str, modifiers: list[str], expected: str | None) -> None:
    assert class_of(head, modifiers) == expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [("sapper", "military builder", "military engineer"), ("woman", "child", "person"), ("bus", "sapper", None), ("sapper", None, None)],
)
def test_common_ancestor(one: str, two: str | None, expected: str | None) -> None:
    assert common_ancestor(one, two) == expected


def test_closure_is_reflexive_transitive_and_acyclic() -> None:
    pairs = {(row.counted_class, row.ancestor_class): row.distance for row in class_closure()}
    names = {name for name, _ in pairs}
    assert all(pairs[name, name] == 0 for name in names)
    for (low, middle), _ in pairs.items():
        for (other, high), _ in pairs.items():
            if other == middle:
                assert (low, high) in pairs
    assert not [(a, b) for a, b in pairs if a != b and (b, a) in pairs]


def test_the_road_from_sapper_to_person() -> None:
    assert ancestors("sapper") == ("sapper", "military engineer", "soldier", "combatant", "person")
    assert subsumes("person", "sapper")
    assert not subsumes("sapper", "military builder")
