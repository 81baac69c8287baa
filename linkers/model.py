"""The learnt scorer: a logistic model whose weights lie open in `model.toml`, learnt by `python -m tests.benchmarks.train_linker`."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from extractors.lexicon import lexicon
from linkers.features import FEATURES
from linkers.profiles import TERMS, term


@dataclass(frozen=True)
class Model:
    """Weights of one unit of each feature. `threshold` is the mean logit from which two clusters are one event."""

    intercept: float
    weights: np.ndarray  # as FEATURES
    threshold: float

    def logits(self, features: np.ndarray) -> np.ndarray:
        """Log odds that the two reports of each row tell of one event."""
        return features @ self.weights + self.intercept

    def explain(self, row: np.ndarray) -> str:
        """JSON of name, value and weight of what counted; the sum of value times weight is the logit."""
        told = [("intercept", 1.0, self.intercept), *zip(FEATURES, row.tolist(), self.weights.tolist(), strict=True)]
        return json.dumps([{"name": n, "value": round(v, 4), "weight": w} for n, v, w in told if v != 0.0 and w != 0.0])


def probability(logit: float) -> float:
    """0 to 1."""
    return float(1.0 / (1.0 + np.exp(-np.clip(logit, -60.0, 60.0))))


@cache
def load_model() -> Model:
    """The model of this version. Raises KeyError where the file lacks a feature or names one that is not there."""
    told = lexicon("model.toml", "linkers")
    weights = dict(told["weights"])
    row = np.array([weights.pop(name) for name in FEATURES], dtype=float)
    if weights:
        raise KeyError(f"model.toml has weights of unknown features: {', '.join(sorted(weights))}")
    return Model(float(told["intercept"]), row, float(told["threshold"]))


@cache
def common_terms() -> np.ndarray:
    """Share of news articles at large that have each term; 0 for all but the most common words.

    Source: the stems that at least 15 of a thousand articles of bench/throughput hold, 1,500 of all kinds of news.
    """
    shares = np.zeros(TERMS)
    with files("linkers").joinpath("common_words.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            shares[term(row["stem"])] = float(row["documents_per_thousand"]) / 1000.0
    return shares
