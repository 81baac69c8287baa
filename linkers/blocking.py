"""Which reports are worth comparing: those that share rare terms within a time, a bounded number for each. Never all pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.utils import murmurhash3_32

from linkers.profiles import Profile

KEYS, ALONE = 60, 20
"""Terms under which a report is filed: its rarest of those that others have, and of those that nobody had before it."""
PERIOD = 30.0
"""Days. Reports of one period and of those beside it meet under a term; those without a date meet all."""
EVERYWHERE = 30
"""Terms of at most so many documents meet over any time: the name of a victim, when the trial comes."""
BLOCK = 20
"""Reports of one period that a term leads to, the first filed; more share a word, not an event."""
NEAREST = 40
"""Reports that a report is compared with: those with the rarest in common."""
PASSAGES, ROWS = 16, 4
"""Bands of the MinHash signature: near copies (Jaccard from about 0.5) meet in one of them."""
COPY = 20.0
"""What a band in common is worth beside the rarity of terms: near copies are always compared."""


@dataclass(frozen=True, slots=True)
class Filed:
    """cache.report_keys: a report under one of its keys. Negative keys are bands of passages."""

    key: int
    period: int | None
    document_id: str
    weight: float  # rarity of the key when it was filed


def period_of(profile: Profile) -> int | None:
    return None if profile.told_day is None else int(profile.told_day // PERIOD)


def keys_of(profile: Profile, rarity: np.ndarray, documents: np.ndarray) -> list[Filed]:
    """The rarest terms of opening, names and places, and the bands of the passages. `documents`: how many have each term."""
    terms = sorted({*profile.opening, *profile.names, *profile.places}, key=lambda t: (-rarity[t], t))
    shared = [t for t in terms if documents[t] > 1][:KEYS]
    period = period_of(profile)
    filed = [Filed(t, period, profile.document_id, float(rarity[t])) for t in shared + [t for t in terms if documents[t] <= 1][:ALONE]]
    for band in range(PASSAGES if profile.signature else 0):
        rows = tuple(profile.signature[band * ROWS : (band + 1) * ROWS])
        filed.append(Filed(-1 - murmurhash3_32(f"{band} {rows}", positive=True) % (1 << 30), period, profile.document_id, COPY))
    return filed


def nearest(asked: Sequence[Filed], filed: Iterable[Filed]) -> dict[str, list[str]]:
    """document_id of `asked` -> the documents of `filed` that share most rare keys with it, best first, at most NEAREST."""
    blocks: dict[int, dict[int | None, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in filed:
        blocks[row.key][row.period].append(row.document_id)
    shared: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for mine in asked:
        found = shared[mine.document_id]
        for other in _met(mine, blocks[mine.key]):
            found[other] += mine.weight
    return {
        document_id: [d for d, _ in sorted(found.items(), key=lambda x: (-x[1], x[0])) if d != document_id][:NEAREST]
        for document_id, found in shared.items()
    }


def _met(mine: Filed, blocks: dict[int | None, list[str]]) -> list[str]:
    """The documents under one key that are near enough in time, given how many there are: those of the own period first."""
    periods = sorted(blocks, key=lambda p: -1 if p is None else abs(p - mine.period) if mine.period is not None else p)
    if mine.period is not None and sum(map(len, blocks.values())) > EVERYWHERE:
        periods = [p for p in periods if p is None or abs(p - mine.period) <= 1]
    return [document_id for period in periods for document_id in blocks[period][:BLOCK]][: 3 * BLOCK]
