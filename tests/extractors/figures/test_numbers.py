"""Numbers as written: value, bounds, extent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.figures.bounds import bounded, find_bound
from extractors.figures.numbers import find_numbers, split_moves


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("12 lorries", "12", 12),
        ("a crowd of 14,250 gathered", "14,250", 14_250),
        ("2.4 million voters", "2.4 million", 2_400_000),
        ("two dozen goats", "two dozen", 24),
        ("half a million trees", "half a million", 500_000),
        ("half a dozen eggs", "half a dozen", 6),
        ("a hundred and twelve steps", "a hundred and twelve", 112),
        ("forty-one thousand three hundred and six", "forty-one thousand three hundred and six", 41_306),
        ("a quarter million stamps", "a quarter million", 250_000),
        ("it cost $3bn to build", "3bn", 3_000_000_000),
        ("a $2T relief bill", "2T", 2_000_000_000_000),
        ("9.5m readers", "9.5m", 9_500_000),
        ("8 lakh tonnes", "8 lakh", 800_000),
        ("two pairs of boots", "two pairs", 4),
        ("3 1/2 cups", "3 1/2", 3.5),
        ("two-thirds of the seats", "two-thirds", 2 / 3),
        ("1,24,500 rupees", "1,24,500", 124_500),
    ],
)
def test_value_and_extent(text: str, written: str, value: float) -> None:
    number = find_numbers(text)[0]
    assert text[number.start : number.end] == written
    assert number.value == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["the third visit", "on the 12th", "her twenty-first birthday", "he scores a late goal", "version 2.4.1", "an apple"]
)
def test_no_number(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10-12 boats", 10, 12),
        ("between 30 and 45 boats", 30, 45),
        ("10 to 12 million bees", 10_000_000, 12_000_000),
        ("three or four goats", 3, 4),
        ("dozens of goats", 24, None),
        ("several dozen goats", 36, None),
        ("scores of goats", 40, None),
        ("hundreds of goats", 200, None),
        ("several hundred goats", 300, None),
        ("tens of thousands of bees", 20_000, None),
        ("hundreds of thousands of bees", 200_000, None),
    ],
)
def test_ranges_and_vague_words(text: str, low: float, high: float | None) -> None:
    (number,) = find_numbers(text)
    assert (number.low, number.high) == (low, high)


def test_and_joins_a_range_only_after_between() -> None:
    assert [n.value for n in find_numbers("30 and 45 boats")] == [30, 45]


@pytest.mark.parametrize(
    ("text", "told"),
    [("rose from 43 to 126", [126]), ("rose by 12 to 55", [12, 55]), ("10 to 12 boats", [10])],
)
def test_moves(text: str, told: list[float]) -> None:
    assert [n.value for number in find_numbers(text) for n in split_moves(text, number, keep_from=False)] == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at least 126 goats", (126, 126, None, "at_least")),
        ("no fewer than 126 goats", (126, 126, None, "at_least")),
        ("more than 100 goats", (100, 101, None, "more_than")),
        ("up to 80 goats", (80, None, 80, "at_most")),
        ("fewer than 80 goats", (80, None, 79, "fewer_than")),
        ("about 1,000 goats", (1000, 900, 1100, "about")),
        ("nearly 50 goats", (50, 45, 50, "about")),
        ("50 or more goats", (50, 50, None, "at_least")),
        ("a total of 50 goats", (50, 50, 50, "exact")),
        ("10-12 goats", (10, 10, 12, "range")),
        ("dozens of goats", (None, 24, None, "dozens")),
    ],
)
def test_bounds(text: str, expected: tuple[float | None, float | None, float | None, str]) -> None:
    (number,) = find_numbers(text)
    bound = find_bound(text, number.start, number.end)
    assert bounded(number, bound.qualifier, is_count=True) == pytest.approx(expected)


def test_more_than_a_measure_has_no_step() -> None:
    (number,) = find_numbers("more than 100 tonnes")
    assert bounded(number, "more_than", is_count=False) == (100, 100, None, "more_than")


_QUALIFIERS = ["exact", "about", "nearly", "at_least", "at_most", "more_than", "fewer_than"]


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(_QUALIFIERS))
def test_low_value_high_are_in_order(value: int, qualifier: str) -> None:
    for number in find_numbers(f"{value:,}"):
        said, low, high, _ = bounded(number, qualifier, is_count=True)
        assert said == value
        if low is not None and high is not None:
            assert low <= value <= high


@given(st.integers(min_value=0, max_value=10**12))
def test_separators_do_not_change_the_number(value: int) -> None:
    assert [n.value for n in find_numbers(f"{value:,} boats")] == [value]


@given(st.text())
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end
        if number.low is not None and number.high is not None:
            assert number.low <= number.high
