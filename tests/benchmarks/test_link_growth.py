"""The growth measurement in small: copies are other documents of other days, spans stay right, and what a batch of linking meets is bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from extractors.extract import Reader, extract_many
from extractors.records import Article
from linkers import blocking
from linkers.blocking import Filed, Postings
from linkers.features import Comparison
from linkers.link import Surroundings
from tests.benchmarks import link_growth
from tests.benchmarks.link_growth import Copies, exponent, measure
from warehouse import linking
from warehouse.linking import LinkStore

TEXTS = [
    "Fire gutted the Velika sawmill in Osijek on Monday and two workers died, the fire brigade said.",
    "Surgeons of the Karlovac clinic went on strike on Tuesday over unpaid night shifts, their union said.",
    "A lorry with sheep overturned near Slatina on Sunday and blocked the road to Virovitica for hours.",
]


@pytest.fixture(scope="module")
def base(reader: Reader) -> list:
    return list(extract_many((Article(f"d{i}", f"12 May 2024\n\n{text}", title=text[:40]) for i, text in enumerate(TEXTS)), reader))


def test_a_copy_is_another_document_whose_spans_still_point_at_their_quotes(base: list) -> None:
    copies = Copies(base)
    copy = copies.copy(base[0], 3)
    assert copy.document.document_id != base[0].document.document_id and copy.document.text != base[0].document.text
    assert copy.document.published_earliest != base[0].document.published_earliest
    quoted = [row for table in (copy.event_mentions, copy.claims, copy.place_mentions) for row in table]
    assert quoted and all(copy.document.text[row.start_char : row.end_char] == row.quote for row in quoted)
    assert copies.copy(base[0], 0) is base[0]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What linking does from here on: entries read under keys, profiles read of what is near, pairs compared."""
    done: Counter[str] = Counter()
    file, surroundings, matrix = LinkStore.file, LinkStore.surroundings, Comparison.matrix

    def filed(self: LinkStore, keys: Sequence[Filed]) -> Postings:
        found = file(self, keys)
        done["entries"] += len(found.keys)
        return found

    def read(self: LinkStore, *given: Any) -> Surroundings:
        found = surroundings(self, *given)
        done["profiles"] += sum(map(len, found.profiles.values()))
        return found

    def compared(self: Comparison, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        done["pairs"] += len(first)
        return matrix(self, first, second)

    monkeypatch.setattr(LinkStore, "file", filed)
    monkeypatch.setattr(LinkStore, "surroundings", read)
    monkeypatch.setattr(Comparison, "matrix", compared)
    return done


def test_what_a_batch_meets_stops_growing_with_the_warehouse(
    base: list, tmp_path: Path, work: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: copies of three texts within ten days, which have their words but no names in common, are the worst that blocking meets.

    Its bounds are a third of the real ones, so that few documents reach them.
    """
    monkeypatch.setattr(link_growth, "DAYS", 10)
    for module, bounds in ((blocking, ("NEAREST", "EVERYWHERE")), (linking, ("BLOCK", "EVERYWHERE"))):
        for bound in bounds:
            monkeypatch.setattr(module, bound, getattr(blocking, bound) // 3)
    batches = []
    for size, _, _, events in measure(base, tmp_path, [60, 90, 210, 240]):
        assert events >= size / 2, "copies do not collapse into few events"
        batches.append(Counter(work))
        work.clear()
    _, early, _, late = batches  # of thirty documents each, the first with 60 before it, the last with 210
    assert late["entries"] <= 1.5 * early["entries"] and late["pairs"] <= 1.5 * early["pairs"], batches
    assert 0 < late["profiles"] <= 30 * blocking.NEAREST, "more is read than is near"


def test_exponent_of_a_square_is_two() -> None:
    assert exponent([(10, 100), (20, 400), (40, 1600)]) == pytest.approx(2.0)
