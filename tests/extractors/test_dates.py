"""Time expressions: what the words say, and what the day of telling adds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dates import Anchor, read_dates

TOLD = Anchor(datetime(2025, 6, 17), datetime(2025, 6, 18), "dateline")  # a Tuesday
NOBODY_KNOWS = Anchor()


def read(text: str, anchor: Anchor = TOLD) -> list[tuple[str, str | None, str | None, str | None]]:
    """(quote, EDTF, first day, first day after) of every expression."""
    day = lambda moment: moment.date().isoformat() if moment else None  # noqa: E731
    return [(text[w.start : w.end], w.edtf, day(w.earliest), day(w.latest)) for w in read_dates(text, anchor)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The depot burned on 3 May 2024.", [("3 May 2024", "2024-05-03", "2024-05-03", "2024-05-04")]),
        ("Friday, May 3rd, 2024", [("Friday, May 3rd, 2024", "2024-05-03", "2024-05-03", "2024-05-04")]),
        ("Last updated at Aug 142016", [("Aug 142016", "2016-08-14", "2016-08-14", "2016-08-15")]),
        ("Two weeks ago the mayor left.", [("Two weeks ago", None, "2025-05-31", "2025-06-07")]),
        ("Early June brought rain.", [("Early June", "2025-06", "2025-06-01", "2025-06-11")]),
        ("2024-05-03", [("2024-05-03", "2024-05-03", "2024-05-03", "2024-05-04")]),
        ("16.05.2017(updated)", [("16.05.2017", "2017-05-16", "2017-05-16", "2017-05-17")]),
        ("03/04/2024", [("03/04/2024", "2024", None, None)]),
        ("23/04/2024", [("23/04/2024", "2024-04-23", "2024-04-23", "2024-04-24")]),
        ("They fled in early May.", [("early May", "2025-05", "2025-05-01", "2025-05-11")]),
        ("By the end of April 2024 it was over.", [("the end of April 2024", "2024-04", "2024-04-21", "2024-05-01")]),
        ("It began back in October.", [("October", "2024-10", "2024-10-01", "2024-11-01")]),
        ("since August 2024", [("August 2024", "2024-08", "2024-08-01", "2024-09-01")]),
        ("In 2011 the war began.", [("2011", "2011", "2011-01-01", "2012-01-01")]),
        ("The bridge fell on Sunday.", [("on Sunday", "2025-06-15", "2025-06-15", "2025-06-16")]),
        ("late Monday", [("late Monday", "2025-06-16", "2025-06-16", "2025-06-17")]),
        ("Tuesday's raid", [("Tuesday's", "2025-06-17", "2025-06-17", "2025-06-18")]),
        ("They vote next Friday.", [("next Friday", "2025-06-20", "2025-06-20", "2025-06-21")]),
        ("yesterday", [("yesterday", "2025-06-16", "2025-06-16", "2025-06-17")]),
        ("three days ago", [("three days ago", "2025-06-14", "2025-06-14", "2025-06-15")]),
        ("earlier this month", [("earlier this month", None, "2025-06-01", "2025-07-01")]),
        ("earlier this month, on June 4", [("earlier this month, on June 4", "2025-06-04", "2025-06-04", "2025-06-05")]),
        ("12 soldiers may march on the town in 3 columns", []),
        ("May 5 percent of them", []),
    ],
)
def test_expressions_of_a_dated_report(text: str, expected: list) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on April 2nd.", [("April 2nd", "XXXX-04-02", None, None)]),
        ("They met earlier this month on April 2nd.", [("earlier this month on April 2nd", "XXXX-04-02", None, None)]),
        ("They met this month.", [("this month", None, None, None)]),
        ("They met on 2 April 2024.", [("2 April 2024", "2024-04-02", "2024-04-02", "2024-04-03")]),
    ],
)
def test_an_undated_report_abstains(text: str, expected: list) -> None:
    assert read(text, NOBODY_KNOWS) == expected
    assert all(w.reason for w in read_dates(text, NOBODY_KNOWS) if w.earliest is None)


def test_an_unknown_year_keeps_month_and_day() -> None:
    (when,) = read_dates("on April 2nd", NOBODY_KNOWS)
    assert (when.month, when.day, when.basis) == (4, 2, "none")


@given(st.datetimes(datetime(1990, 1, 1), datetime(2050, 12, 31)), st.text("abc 0123456789-./,MayJune onthisweekday", max_size=60))
def test_intervals_are_half_open_and_spans_hold(told: datetime, noise: str) -> None:
    day = told.replace(hour=0, minute=0, second=0, microsecond=0)
    text = f"{noise} on Friday, {noise} two weeks ago {noise} 3 May"
    for when in read_dates(text, Anchor(day, day + timedelta(days=1), "feed")):
        assert 0 <= when.start < when.end <= len(text)
        assert (when.earliest is None) == (when.latest is None)
        assert when.earliest is None or when.latest is None or when.earliest < when.latest
