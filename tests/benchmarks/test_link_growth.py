"""The growth measurement in small: copies are other documents of other days, spans stay right, and linking grows about linearly."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import Reader, extract_many
from extractors.records import Article
from tests.benchmarks.link_growth import exponent, measure, perturbed

TEXTS = [
    "Fire gutted the Velika sawmill in Osijek on Monday and two workers died, the fire brigade said.",
    "Surgeons of the Karlovac clinic went on strike on Tuesday over unpaid night shifts, their union said.",
    "A lorry with sheep overturned near Slatina on Sunday and blocked the road to Virovitica for hours.",
]


@pytest.fixture(scope="module")
def base(reader: Reader) -> list:
    return list(extract_many((Article(f"d{i}", f"12 May 2024\n\n{text}", title=text[:40]) for i, text in enumerate(TEXTS)), reader))


def test_a_copy_is_another_document_whose_spans_still_point_at_their_quotes(base: list) -> None:
    copy = perturbed(base[0], 3)
    assert copy.document.document_id != base[0].document.document_id and copy.document.text != base[0].document.text
    assert copy.document.published_earliest != base[0].document.published_earliest
    quoted = [row for table in (copy.event_mentions, copy.claims, copy.place_mentions) for row in table]
    assert quoted and all(copy.document.text[row.start_char : row.end_char] == row.quote for row in quoted)
    assert perturbed(base[0], 0) is base[0]


def test_more_documents_in_batches_are_linked_and_do_not_collapse_into_few_events(base: list, tmp_path: Path) -> None:
    points = list(measure(base, tmp_path, [6, 12, 24]))
    assert [size for size, *_ in points] == [6, 12, 24]
    seconds = [spent for _, spent, _, _ in points]
    assert seconds == sorted(seconds)
    assert points[-1][3] >= 12


def test_exponent_of_a_square_is_two() -> None:
    assert exponent([(10, 100), (20, 400), (40, 1600)]) == pytest.approx(2.0)
