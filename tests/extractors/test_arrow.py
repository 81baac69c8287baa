"""Records through Arrow and back."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from extractors.arrow import from_table, to_table


@dataclass(frozen=True)
class Row:
    name: str | None
    numbers: list[int]
    words: list[str]


ROWS = st.lists(
    st.builds(
        Row,
        st.none() | st.text(max_size=3),
        st.lists(st.integers(-(2**31), 2**31 - 1), max_size=4),
        st.lists(st.text(max_size=3), max_size=3),
    ),
    max_size=8,
)


@given(ROWS, ROWS, st.integers(0, 3))
def test_records_come_back_from_any_part_of_a_table(rows: list[Row], more: list[Row], start: int) -> None:
    table = pa.concat_tables([to_table(Row, rows).slice(start), to_table(Row, more)])
    assert list(from_table(Row, table)) == rows[start:] + more
