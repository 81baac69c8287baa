"""Which reports are worth comparing: those that share rare terms within a time, a bounded number for each. Never all pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

import numpy as np
from sklearn.utils import murmurhash3_32

from linkers.profiles import Profile

KEYS, ALONE = 60, 20
"""Terms under which a report is filed: its rarest of those that others have, and of those that nobody had before it."""
PERIOD = 30.0
"""Days. Reports of one period and of those beside it meet under a term, and those without a date."""
EVERYWHERE = 30
"""Terms of at most so many documents meet over any time: the name of a victim, when the trial comes."""
BLOCK = 20
"""Reports of one period that are filed under a term, the first that came; more share a word, not an event. This bounds what a new
report meets, however many there are."""
NEAREST = 15
"""Reports that a report is compared with: those with the rarest in common."""
AT_ONCE = 100
"""Reports whose meetings are counted at once: bounds memory."""
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


@dataclass(frozen=True)
class Postings:
    """Which reports are filed under which key: columns, in the order of the keys. Periods are nan where there is none."""

    keys: np.ndarray
    periods: np.ndarray
    documents: np.ndarray  # positions in document_ids
    document_ids: Sequence[str]


def period_of(profile: Profile) -> int | None:
    return None if profile.told_day is None else int(profile.told_day // PERIOD)


def keys_of(profile: Profile, rarity: np.ndarray, documents: np.ndarray) -> list[Filed]:
    """The rarest terms of opening, names and places, and the bands of the passages. `documents`: how many have each term."""
    terms = np.array(sorted({*profile.opening, *profile.names, *profile.places}), dtype=np.int64)
    terms = terms[np.argsort(-rarity[terms], kind="stable")]
    is_shared = documents[terms] > 1
    chosen = np.concatenate([terms[is_shared][:KEYS], terms[~is_shared][:ALONE]])
    period = period_of(profile)
    filed = [Filed(t, period, profile.document_id, w) for t, w in zip(chosen.tolist(), rarity[chosen].tolist(), strict=True)]
    for band in range(PASSAGES if profile.signature else 0):
        rows = tuple(profile.signature[band * ROWS : (band + 1) * ROWS])
        filed.append(Filed(-1 - murmurhash3_32(f"{band} {rows}", positive=True) % (1 << 30), period, profile.document_id, COPY))
    return filed


def postings(filed: Iterable[Filed]) -> Postings:
    """Reports filed under their keys, as a warehouse keeps them: at most BLOCK under one key in one period."""
    rows = sorted(filed, key=lambda row: (row.key, row.period is not None, row.period or 0, row.document_id))
    blocks = groupby(rows, key=lambda row: (row.key, row.period))
    kept = [row for _, block in blocks for row in islice(block, BLOCK)]
    ids = sorted({row.document_id for row in kept})
    at = {document_id: i for i, document_id in enumerate(ids)}
    return Postings(
        np.array([row.key for row in kept], dtype=np.int64),
        np.array([np.nan if row.period is None else row.period for row in kept], dtype=float),
        np.array([at[row.document_id] for row in kept], dtype=np.int64),
        ids,
    )


def nearest(asked: Sequence[Filed], filed: Postings) -> dict[str, list[str]]:
    """document_id of `asked` -> the documents of `filed` that share most rare keys with it, best first, at most NEAREST.

    Under a key of at most EVERYWHERE documents all meet; under others those of one period and of the periods beside it, and those without.
    """
    found: dict[str, list[str]] = {}
    rows = groupby(asked, key=lambda row: row.document_id)
    while some := [(document_id, list(mine)) for document_id, mine in islice(rows, AT_ONCE)]:
        codes = np.repeat(np.arange(len(some)), [len(mine) for _, mine in some])
        met, others, shared = _shared(codes, [row for _, mine in some for row in mine], filed)
        for i, (document_id, _) in enumerate(some):
            of_mine = slice(*np.searchsorted(met, [i, i + 1]))
            ranked = sorted(zip((-shared[of_mine]).tolist(), (filed.document_ids[d] for d in others[of_mine]), strict=True))
            found[document_id] = [d for _, d in ranked if d != document_id][:NEAREST]
    return found


def _shared(codes: np.ndarray, asked: Sequence[Filed], filed: Postings) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each asking document (by code, rising) and each that it meets: the sum of the weights of the keys in common."""
    keys = np.array([row.key for row in asked], dtype=np.int64)
    periods = np.array([np.nan if row.period is None else row.period for row in asked], dtype=float)
    start, end = np.searchsorted(filed.keys, keys), np.searchsorted(filed.keys, keys, side="right")
    sizes = end - start
    mine = np.repeat(np.arange(len(asked)), sizes)
    other = np.arange(len(mine)) - np.repeat(np.cumsum(sizes) - sizes - start, sizes)
    is_near = (sizes[mine] <= EVERYWHERE) | np.isnan(filed.periods[other]) | (np.abs(periods[mine] - filed.periods[other]) <= 1)
    mine, other = mine[is_near], other[is_near]
    pairs, place = np.unique(codes[mine] * max(1, len(filed.document_ids)) + filed.documents[other], return_inverse=True)
    weights = np.array([row.weight for row in asked], dtype=float)
    shared = np.bincount(place, weights=weights[mine], minlength=len(pairs))
    return *np.divmod(pairs, max(1, len(filed.document_ids))), shared
