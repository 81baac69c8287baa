"""NewsQuant's wider idea of a quantity."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language

from extractors.figures.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge is 72.5 metres long.", [(72.5, "metre", "=")]),
        ("Exports fell 4% to $2.1 billion.", [(4.0, "percentage", "down"), (2.1e9, "dollar", "=")]),
        ("Shares were up about 9 per cent.", [(9.0, "percentage", "~")]),
        ("She paid more than 30 euros.", [(30.0, "euro", ">")]),
        ("Trains reach 15 to 22 miles per hour.", [([15.0, 22.0], "mile per hour", "=")]),
        ("The plan costs $12.50 a month.", [(12.5, "dollar per month", "=")]),
        ("It is minus 12 degrees Celsius outside.", [(-12.0, "celsius", "=")]),
        ("The patient is 47 years old.", [(47.0, "year of age", "=")]),
        ("They have one solution and four different tools.", [(1.0, "solution", "="), (4.0, "different tool", "=")]),
        ("Rollout of 5G begins.", [(5.0, "generation wireless", "=")]),
        ("Homes cost between $40,000 and $60,000.", [([40000.0, 60000.0], "dollar", "=")]),
        ("It cost thirteen dollars and forty-five cents.", [(13.45, "dollar", "=")]),
        ("A fund of 30 MUSD was set up.", [(3e7, "dollar", "=")]),
        ("Egg prices hit 64 cents a dozen.", [(64.0, "cent per dozen", "=")]),
        ("Up to 400 jobs will go.", [(400.0, "job", "<")]),
        ("On 9 March 2018 the index closed.", []),
        ("He was born in 1987.", []),
    ],
)
def test_value_unit_change(nlp: Language, text: str, expected: list[tuple[Any, str, str]]) -> None:
    found = [(q["value"], q["normalized_unit"], q["change"]) for q in find_quantities(nlp(text))]
    assert found == [(pytest.approx(value), unit, change) for value, unit, change in expected]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("Steel exports dropped 7%.", ["Steel", "exports"]),
        ("The firm spent 60 per cent of its revenue.", ["firm", "revenue"]),
        ("Six sheep escaped.", "-"),
        # what a price is paid for, beside who pays it
        ("The mill took a stake in the quarry for 5 million euros.", ["mill", "stake", "quarry"]),
        # the subject of a governing verb, past infinitives, scales and predicates
        ("The council has called for 30 tons of gravel to be bought.", ["council", "gravel"]),
        ("Acme is closing a mill, becoming the latest baker to announce thousands of job cuts.", ["Acme"]),
        # a numeral that belongs to a name
        ("The category 4 hurricane had winds of 155 mph.", ["category", "4", "hurricane", "winds"]),
    ],
)
def test_concepts(nlp: Language, text: str, concepts: list[str] | str) -> None:
    assert find_quantities(nlp(text))[0]["referred_concepts"] == concepts
