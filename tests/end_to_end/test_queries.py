"""docs/queries.md is held to its word: every block runs over the marts of the shipped articles, and those that must find something do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Published

PAGE = Path(__file__).resolve().parents[2] / "docs/queries.md"
BLOCKS = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
EMPTY_ON_A_FIRST_RUN = ("fct_judgements", "verdict IS NOT NULL", "rpt_set_aside", "half_closed_within")
"""Of a warehouse in which nobody judged, nothing closed and no row is bad."""


def test_the_page_has_its_blocks():
    assert len(BLOCKS) > 10 and PAGE.read_text(encoding="utf-8").count("```") == 2 * len(BLOCKS)


@pytest.mark.parametrize("sql", BLOCKS, ids=lambda sql: sql.split("\n", 1)[0].strip("- ")[:50])
def test_a_query_runs_and_finds(seed_run: Published, sql: str):
    rows = seed_run.rows(sql)
    assert rows or any(word in sql for word in EMPTY_ON_A_FIRST_RUN)
