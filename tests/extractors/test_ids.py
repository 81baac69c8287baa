"""Ids: the same parts the same id, other parts another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.ids import content_id

parts = st.lists(st.none() | st.text(max_size=8) | st.integers(), max_size=4)


@given(parts, parts)
def test_ids_tell_parts_apart(one: list, two: list) -> None:
    written = [[None if p is None else str(p) for p in side] for side in (one, two)]
    assert (content_id("x", *one) == content_id("x", *two)) == (written[0] == written[1])


def test_an_id_is_stable_over_processes() -> None:
    assert content_id("doc", "ref", "text") == "doc_993850c0f0ae9b47"
