"""95 % bootstrap intervals over units that add up: sentences, documents, stories, clusters, pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

DRAWS = 2000
SEED = 17


def f1(sums: np.ndarray) -> np.ndarray:
    """F1 of columns (true positives, predicted, gold); 0 where nothing is predicted and nothing gold."""
    return _divide(2 * sums[:, 0], sums[:, 1] + sums[:, 2])


def ratio(sums: np.ndarray) -> np.ndarray:
    """The first column over the second; 0 where the second is 0."""
    return _divide(sums[:, 0], sums[:, 1])


def b_cubed_f1(sums: np.ndarray) -> np.ndarray:
    """F1 of mean precision and mean recall, from columns (sum of precisions, sum of recalls, items)."""
    precision, recall = _divide(sums[:, 0], sums[:, 2]), _divide(sums[:, 1], sums[:, 2])
    return _divide(2 * precision * recall, precision + recall)


def _divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.zeros_like(above, dtype=float), where=below != 0)


def point(units: Sequence[Sequence[float]], statistic: Callable[[np.ndarray], np.ndarray]) -> float:
    """The statistic of all units together."""
    return float(statistic(np.asarray(units, dtype=float).sum(axis=0, keepdims=True))[0])


def bootstrap(units: Sequence[Sequence[float]], statistic: Callable[[np.ndarray], np.ndarray]) -> tuple[float, float] | None:
    """The 2.5th and 97.5th percentile of `statistic` over units drawn again with replacement, or None for fewer than two units.

    `units` has a row of counts per unit; `statistic` maps an array (draws, columns) of their sums to (draws,). The seed is fixed, so that
    the same scores print the same interval.
    """
    counts = np.asarray(units, dtype=float)
    n = len(counts)
    if n < 2:
        return None
    draws = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=DRAWS)
    low, high = np.percentile(statistic(draws @ counts), [2.5, 97.5])
    return float(low), float(high)
