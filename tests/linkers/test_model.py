"""The model file and what a link says of itself."""

from __future__ import annotations

import json

import numpy as np
import pytest

from linkers.features import APART, FEATURES, SIMILAR
from linkers.model import common_terms, load_model, probability
from linkers.profiles import stem, term


def test_weights_speak_for_what_is_alike_and_against_what_lies_apart() -> None:
    weights = dict(zip(FEATURES, load_model().weights, strict=True))
    assert all(weights[name] >= 0 for name in SIMILAR) and all(weights[name] <= 0 for name in APART)
    assert any(weights[name] > 0 for name in SIMILAR) and any(weights[name] < 0 for name in APART)


def test_what_is_explained_adds_up_to_the_logit() -> None:
    model = load_model()
    row = np.random.default_rng(1).random(len(FEATURES))
    told = json.loads(model.explain(row))
    assert sum(f["value"] * f["weight"] for f in told) == pytest.approx(float(model.logits(row[None, :])[0]), abs=1e-2)


@pytest.mark.parametrize(("logit", "expected"), [(0.0, 0.5), (1000.0, 1.0), (-1000.0, 0.0)])
def test_probability_is_bounded(logit: float, expected: float) -> None:
    assert probability(logit) == pytest.approx(expected)


def test_common_words_are_common_and_names_are_not() -> None:
    assert common_terms()[term(stem("said"))] > 0.1 > common_terms()[term(stem("zofiowka"))] == 0.0
