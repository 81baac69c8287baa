"""How two reports compare, as named numbers. What is contested (figures, offices, culprits) was masked in the profiles.

A feature that cannot be told for a pair is 0, and an indicator beside it (`no_…`) is 1: one model serves sets without dates or outlets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from scipy.sparse import csr_matrix, diags

from linkers.profiles import TERMS, Profile

PRIOR = 1_000
"""Documents that the shares of linkers/common_words.csv are worth: a warehouse of ten documents knows which words are common by them,
one of a hundred thousand by its own."""
RAREST = 8.0
"""Nats of rarity above which a term tells no more: one document in three thousand."""
RARE = 0.6
GAPS = (1, 2, 4, 15, 45)
"""Days between two reports' datelines from which one more weight counts."""

SIMILAR = (
    "words", "opening", "title", "names", "places", "opening_places", "passages", "rarest", "rare_shared", "people", "place_holds",
    "act_same",
)  # fmt: skip
APART = (
    "title_apart", "places_apart", "opening_places_apart", "place_apart", "act_differs", "one_reacts",
    "title_places_apart", "happened_apart", "days_differ", "same_outlet", "house_passages",
    *(f"told_apart_{days}" for days in GAPS),
)  # fmt: skip
MISSING = ("no_title", "no_names", "no_places", "no_opening_places", "no_people", "no_told", "no_happened")
FEATURES = (*SIMILAR, *APART, *MISSING)


def rarity(documents: np.ndarray, count: int, common: np.ndarray) -> np.ndarray:
    """Nats of each term, at most RAREST, from how many of `count` documents have it and its share of news at large."""
    shares = (documents + PRIOR * common + 1.0) / (count + PRIOR + 1.0)
    return np.minimum(-np.log(np.minimum(shares, 1.0)), RAREST)


@dataclass(frozen=True)
class Comparison:
    """Profiles to be compared with one another; pairs are given by their positions."""

    profiles: Sequence[Profile]
    rarity: np.ndarray

    def matrix(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Features of the pairs, one row a pair, columns as FEATURES."""
        f: dict[str, np.ndarray] = {}
        for name in self._vectors:
            f[name] = _row_products(self._vectors[name], first, second)
        f["passages"] = self._passages(first, second)
        shared = self._shared_rarity(first, second)
        f["rarest"], f["rare_shared"] = shared
        f["people"] = np.array([_overlap(self._actors[a], self._actors[b]) for a, b in zip(first, second, strict=True)])
        for name in ("title", "names", "places", "opening_places"):
            there = self._filled(name)
            f[f"no_{name}"] = 1.0 - there[first] * there[second]
        someone = np.array([bool(a) for a in self._actors], dtype=float)
        f["no_people"] = 1.0 - someone[first] * someone[second]
        for name in ("title", "places", "opening_places"):
            f[f"{name}_apart"] = (f[name] <= 0) * (1.0 - f[f"no_{name}"])
        held = np.array([_holds(self.profiles[a], self.profiles[b]) for a, b in zip(first, second, strict=True)])
        f["place_holds"], f["place_apart"] = (held > 0) * 1.0, (held < 0) * 1.0
        f["act_same"], f["act_differs"] = _same([p.event_type for p in self.profiles], first, second)
        _, f["one_reacts"] = _same([None if p.is_reaction is None else str(p.is_reaction) for p in self.profiles], first, second)
        f["title_places_apart"] = np.array([self._name_apart(a, b) for a, b in zip(first, second, strict=True)], dtype=float)
        f["same_outlet"], _ = _same([p.outlet for p in self.profiles], first, second)
        f["house_passages"] = f["passages"] * f["same_outlet"]
        self._times(f, first, second)
        return np.column_stack([f[name] for name in FEATURES]).astype(float)

    def _times(self, f: dict[str, np.ndarray], first: np.ndarray, second: np.ndarray) -> None:
        told = _column([p.told_day for p in self.profiles])
        gap = np.abs(told[first] - told[second])
        f["no_told"] = np.isnan(gap) * 1.0
        for days in GAPS:
            f[f"told_apart_{days}"] = (np.nan_to_num(gap) >= days) * 1.0
        start, end = _column([p.happened_from for p in self.profiles]), _column([p.happened_to for p in self.profiles])
        between = np.maximum(start[first] - end[second], start[second] - end[first])
        f["no_happened"] = np.isnan(between) * 1.0
        f["happened_apart"] = (np.nan_to_num(between, nan=-1.0) > 0) * 1.0
        to_the_day = (end - start) <= 1.0
        f["days_differ"] = ((np.nan_to_num(between, nan=-1.0) >= 0) & to_the_day[first] & to_the_day[second]) * 1.0

    def _name_apart(self, a: int, b: int) -> bool:
        """Whether both headlines name places and neither names one of the other's report."""
        one, other = self.profiles[a], self.profiles[b]
        if not one.title_places or not other.title_places:
            return False
        return not (set(one.title_places) & set(other.opening_places) or set(other.title_places) & set(one.opening_places))

    @cached_property
    def _vectors(self) -> dict[str, csr_matrix]:
        fields: dict[str, list[list[int]]] = {
            "words": [p.terms for p in self.profiles],
            "opening": [p.opening for p in self.profiles],
            "title": [p.title for p in self.profiles],
            "names": [p.names for p in self.profiles],
            "places": [p.places for p in self.profiles],
            "opening_places": [p.opening_places for p in self.profiles],
        }
        vectors = {}
        for name, rows in fields.items():
            matrix = _incidence(rows)
            weights = self.rarity[matrix.indices]
            if name == "words":
                weights = weights * (1.0 + np.log(np.array([n for p in self.profiles for n in p.counts], dtype=float)))
            matrix.data = weights
            vectors[name] = _unit(matrix)
        return vectors

    @cached_property
    def _rare(self) -> csr_matrix:
        matrix = _incidence([[*p.terms, *p.names, *p.places] for p in self.profiles])
        matrix.sum_duplicates()
        matrix.data = self.rarity[matrix.indices] / RAREST
        return matrix

    def _shared_rarity(self, first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of the terms that both have: the rarity of the rarest, and the log of 1 and the sum of the rare ones."""
        rarest, total = np.zeros(len(first)), np.zeros(len(first))
        there = self._rare.copy()
        there.data = np.ones_like(there.data)
        for at in _slices(len(first)):
            both = self._rare[first[at]].multiply(there[second[at]]).tocsr()
            if both.nnz:
                rarest[at] = both.max(axis=1).toarray().ravel()
                both.data[both.data < RARE] = 0.0
                total[at] = np.asarray(both.sum(axis=1)).ravel()
        return rarest, np.log1p(total)

    def _passages(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Share of passages in common, as MinHash tells it."""
        width = max((len(p.signature) for p in self.profiles), default=0)
        if not width:
            return np.zeros(len(first))
        signatures = np.array([p.signature or [-1 - i] * width for i, p in enumerate(self.profiles)], dtype=np.int64)
        there = np.array([bool(p.signature) for p in self.profiles])
        same = (signatures[first] == signatures[second]).mean(axis=1) if len(first) else np.zeros(0)
        return same * there[first] * there[second]

    @cached_property
    def _actors(self) -> list[frozenset[str]]:
        return [frozenset(p.actors) for p in self.profiles]

    def _filled(self, name: str) -> np.ndarray:
        return np.array([bool(getattr(p, name)) for p in self.profiles], dtype=float)


def _incidence(rows: Sequence[Sequence[int]]) -> csr_matrix:
    ends = np.cumsum([0, *(len(r) for r in rows)])
    columns = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=ends[-1])
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), TERMS))


def _unit(matrix: csr_matrix) -> csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (diags(1.0 / np.where(lengths > 0, lengths, 1.0)) @ matrix).tocsr()


def _slices(count: int, size: int = 20_000) -> list[slice]:
    return [slice(start, start + size) for start in range(0, count, size)]


def _row_products(matrix: csr_matrix, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    out = np.zeros(len(first))
    for at in _slices(len(first)):
        out[at] = np.asarray(matrix[first[at]].multiply(matrix[second[at]]).sum(axis=1)).ravel()
    return out


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _holds(a: Profile, b: Profile) -> int:
    """1 where one place holds the other, -1 where two known places lie apart, 0 where one is unknown."""
    if a.place_id is None or b.place_id is None:
        return 0
    return 1 if a.place_id in b.around or b.place_id in a.around else -1


def _same(values: Sequence[str | None], first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whether both are known and the same; whether both are known and differ."""
    numbers = {v: i for i, v in enumerate(sorted({v for v in values if v is not None}), start=1)}
    codes = np.array([numbers.get(v, 0) if v is not None else 0 for v in values])
    known = (codes[first] > 0) & (codes[second] > 0)
    same = codes[first] == codes[second]
    return (known & same) * 1.0, (known & ~same) * 1.0


def _column(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if v is None else v for v in values], dtype=float)
