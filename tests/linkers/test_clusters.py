"""Average linkage: what joins, what a bad pair cannot do, and that order does not matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkers.clusters import agglomerate


def groups(clusters: list[list[int]]) -> set[frozenset[int]]:
    return {frozenset(members) for members in clusters}


@pytest.mark.parametrize(
    ("logits", "apart", "expected"),
    [
        ({(0, 1): 3.0, (2, 3): 3.0}, [], {(0, 1), (2, 3)}),
        # One strong but wrong pair between two events chains nothing: the other three pairs speak against it.
        ({(0, 1): 5.0, (2, 3): 5.0, (1, 2): 4.0, (0, 2): -3.0, (0, 3): -3.0, (1, 3): -3.0}, [], {(0, 1), (2, 3)}),
        # The same where blocking never brought the other pairs together.
        ({(0, 1): 5.0, (2, 3): 5.0, (1, 2): 4.0}, [], {(0, 1), (2, 3)}),
        # A veto holds whatever the mean.
        ({(0, 1): 9.0, (1, 2): 9.0, (0, 2): -7.0}, [], {(0, 1), (2,)}),
        ({(0, 1): 9.0, (1, 2): 9.0, (0, 2): 9.0}, [(0, 2)], {(0, 1), (2,)}),
        ({}, [], {(0,), (1,), (2,), (3,)}),
    ],
)
def test_what_joins(logits: dict[tuple[int, int], float], apart: list[tuple[int, int]], expected: set[tuple[int, ...]]) -> None:
    count = 1 + max(i for members in expected for i in members)
    assert groups(agglomerate([[i] for i in range(count)], logits, 0.0, apart=apart)) == {frozenset(m) for m in expected}


def test_clusters_given_are_never_split() -> None:
    assert groups(agglomerate([[0], [1, 2]], {(1, 2): -9.0, (0, 1): 2.0, (0, 2): 2.0}, 0.0)) == {frozenset({0, 1, 2})}


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(-10, 10, allow_nan=False), max_size=12), st.randoms())
def test_order_does_not_matter_and_forbidden_pairs_stay_apart(drawn: dict[tuple[int, int], float], chance) -> None:
    logits = {(min(a, b), max(a, b)): round(v, 6) + i / 1e4 for i, ((a, b), v) in enumerate(sorted(drawn.items())) if a != b}
    start = [[i] for i in range(6)]
    found = agglomerate(start, logits, 0.0, apart=[(0, 1)])
    shuffled = list(logits.items())
    chance.shuffle(shuffled)
    assert groups(agglomerate(start, dict(shuffled), 0.0, apart=[(0, 1)])) == groups(found)
    assert sorted(i for members in found for i in members) == list(range(6))
    assert not any({0, 1} <= set(members) for members in found)
