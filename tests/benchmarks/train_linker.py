"""`python -m tests.benchmarks.train_linker WAREHOUSES`: learn the weights of linkers/model.toml, and say how good they are on what was kept apart.

WAREHOUSES is a folder with a warehouse for each set, as `python -m tests.benchmarks --keep WAREHOUSES` leaves it. Pairs are those that
blocking brings together. Each set weighs the same; a feature whose learnt sign is against its meaning is taken out and the rest learnt again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from linkers.blocking import keys_of, nearest, postings
from linkers.clusters import agglomerate
from linkers.features import APART, FEATURES, SIMILAR, Comparison, rarity
from linkers.link import Reports, profiles_of
from linkers.model import Model, common_terms
from linkers.profiles import TERMS, Profile
from tests.benchmarks.scorers import ROOT
from warehouse.linking import LinkStore
from warehouse.store import Warehouse

SETS = ("fakes", "gva", "ecbplus")
THRESHOLD = -0.25
FOLDS = 5
HARD = 2.0
"""Weight of pairs that people marked as look-alikes: the rest of the negative pairs is easy and many."""
BOTH_WAYS = frozenset({"house_passages", "no_title", "no_names", "no_places", "no_opening_places", "no_told", "no_happened"})


@dataclass(frozen=True)
class Set:
    """Pairs of one set: positions, features, whether they are one event, and which of them are scored."""

    name: str
    profiles: Sequence[Profile]
    gold: Mapping[str, str]
    first: np.ndarray
    second: np.ndarray
    features: np.ndarray
    same: np.ndarray
    judged: np.ndarray
    lookalike: np.ndarray
    undecided: frozenset[frozenset[str]]
    lookalikes: frozenset[frozenset[str]]


def read_set(name: str, profiles: Sequence[Profile], bench: Path) -> Set:
    """The pairs that blocking finds in a set, with their gold."""
    import common

    rows = common.read_tsv(bench / name / "links.tsv")
    column = next(c for c in rows[0] if c not in ("doc_id", "confidence"))
    gold = {r["doc_id"]: r[column] for r in rows if r.get("confidence", "high") == "high"}
    near = bench / name / "near_misses.tsv"
    marked = common.read_tsv(near) if near.exists() else []
    kinds = {k: frozenset(frozenset((r["doc_id_a"], r["doc_id_b"])) for r in marked if r["kind"] == k) for k in ("undecided", "different")}
    counts = np.zeros(TERMS)
    for p in profiles:
        counts[list({*p.terms, *p.names, *p.places})] += 1
    rare = rarity(counts, len(profiles), common_terms())
    keys = [k for p in profiles for k in keys_of(p, rare, counts)]
    at = {p.document_id: i for i, p in enumerate(profiles)}
    pairs = sorted({(min(at[a], at[b]), max(at[a], at[b])) for a, found in nearest(keys, postings(keys)).items() for b in found})
    listed = np.array(pairs, dtype=int).reshape(-1, 2)
    refs = [p.document_ref for p in profiles]
    both = [frozenset((refs[a], refs[b])) for a, b in pairs]
    known = np.array([pair <= gold.keys() and pair not in kinds["undecided"] for pair in both])
    same = np.array([len({gold.get(ref, ref) for ref in pair}) == 1 for pair in both])
    return Set(
        name, profiles, gold, listed[:, 0], listed[:, 1], Comparison(profiles, rare).matrix(listed[:, 0], listed[:, 1]), same, known,
        np.array([pair in kinds["different"] for pair in both]), kinds["undecided"], kinds["different"],
    )  # fmt: skip


def learn(sets: Iterable[Set], use: Mapping[str, np.ndarray]) -> Model:
    """The model learnt from the pairs of `use` (set -> mask)."""
    sets = list(sets)
    x = np.vstack([s.features[use[s.name]] for s in sets])
    y = np.concatenate([s.same[use[s.name]] for s in sets])
    weight = np.concatenate([np.full(use[s.name].sum(), 1.0 / max(1, s.same[use[s.name]].sum())) for s in sets])
    weight[np.concatenate([s.lookalike[use[s.name]] for s in sets])] *= HARD
    weight /= weight.mean()
    scale = StandardScaler().fit(x)
    kept = np.array([scale.var_[i] > 0 for i in range(len(FEATURES))])
    while True:
        fitted = _fit(scale.transform(x)[:, kept], y, weight)
        row = np.zeros(len(FEATURES))
        row[kept] = fitted.coef_[0]
        against = [abs(value) if _is_against(name, value) else 0.0 for name, value in zip(FEATURES, row, strict=True)]
        if not any(against):
            break
        kept[int(np.argmax(against))] = False
    weights = np.round(row / np.where(scale.scale_ > 0, scale.scale_, 1.0), 4)
    return Model(round(float(fitted.intercept_[0] - (weights * scale.mean_).sum()), 4), weights, THRESHOLD)


def _fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=0.3, max_iter=3000).fit(x, y, sample_weight=weight)


def _is_against(name: str, weight: float) -> bool:
    return name not in BOTH_WAYS and ((name in SIMILAR and weight < 0) or (name in APART and weight > 0))


def kept_apart(sets: Sequence[Set], seed: int = 0) -> dict[str, np.ndarray]:
    """Logits of every pair by models that saw neither of its events: events are dealt to folds."""
    chance = np.random.default_rng(seed)
    out = {s.name: np.zeros(len(s.same)) for s in sets}
    times = {s.name: np.zeros(len(s.same)) for s in sets}
    folds = {}
    for s in sets:
        groups = sorted({s.gold.get(p.document_ref, p.document_ref) for p in s.profiles})
        dealt = dict(zip(groups, chance.integers(FOLDS, size=len(groups)), strict=True))
        folds[s.name] = np.array([dealt[s.gold.get(p.document_ref, p.document_ref)] for p in s.profiles])
    for fold in range(FOLDS):
        held = {s.name: (folds[s.name][s.first] == fold) | (folds[s.name][s.second] == fold) for s in sets}
        model = learn(sets, {s.name: s.judged & ~held[s.name] for s in sets})
        for s in sets:
            out[s.name][held[s.name]] += model.logits(s.features[held[s.name]])
            times[s.name] += held[s.name]
    return {name: out[name] / np.maximum(times[name], 1) for name in out}


def score(s: Set, logits: np.ndarray, threshold: float) -> str:
    """Pairs F1 and B-cubed F1 as the scorer of the set counts them."""
    import common

    told = {(int(a), int(b)): float(v) for a, b, v in zip(s.first, s.second, logits, strict=True)}
    clusters = agglomerate([[i] for i in range(len(s.profiles))], told, threshold)
    found = {s.profiles[i].document_ref: str(n) for n, members in enumerate(clusters) for i in members}
    predicted = {ref: found.get(ref, ref) for ref in s.gold}
    want, got = common.pairs(s.gold) - s.undecided, common.pairs(predicted) - s.undecided
    wrong = len(got & s.lookalikes)
    if s.name == "fakes":
        outlet = {p.document_ref: p.outlet for p in s.profiles}
        want, got = ({p for p in some if len({outlet[r] for r in p}) > 1} for some in (want, got))
    precision, recall, f1 = common.f1(len(want & got), len(got), len(want))
    cubed = common.b_cubed(predicted, s.gold)[2]
    looks = f", look-alikes {wrong}/{len(s.lookalikes)}" if s.lookalikes else ""
    return f"{s.name} F1 {f1:.3f} (P {precision:.3f} R {recall:.3f}) B3 {cubed:.3f}{looks}"


def report(sets: Sequence[Set], thresholds: Sequence[float] = (THRESHOLD,)) -> None:
    """Scores of held-out events, of all, and of each set by a model that never saw it."""
    held = kept_apart(sets)
    everything = {s.name: s.judged for s in sets}
    model = learn(sets, everything)
    for threshold in thresholds:
        for s in sets:
            click.echo(f"{threshold:+.2f} held-out events      {score(s, held[s.name], threshold)}")
        for s in sets:
            click.echo(f"{threshold:+.2f} learnt from           {score(s, model.logits(s.features), threshold)}")
    for s in sets:
        others = learn([o for o in sets if o is not s], everything)
        for threshold in thresholds:
            click.echo(f"{threshold:+.2f} learnt from the others {score(s, others.logits(s.features), threshold)}")


def written(model: Model) -> str:
    """The text of model.toml."""
    lines = [
        "# Learnt by `python -m tests.benchmarks.train_linker` on the dev links of fakes, gva and ecbplus: a logistic model. The score of two reports",
        "# is intercept + sum of value times weight, in log odds; clusters join from a mean of `threshold`. Weight 0: told, but of no use.",
        f"intercept = {model.intercept}",
        f"threshold = {model.threshold}",
        "",
        "[weights]",
        *(f"{name} = {weight:g}" for name, weight in zip(FEATURES, model.weights.tolist(), strict=True)),
    ]
    return "\n".join(lines) + "\n"


@click.command()
@click.argument("warehouses", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Replace linkers/model.toml.")
def main(warehouses: Path, write: bool) -> None:
    """Learn, report, and with --write replace linkers/model.toml."""
    bench = Path(os.environ.get("RASHOMON_SHARED", ROOT.parent / "shared")).resolve() / "bench"
    sys.path.insert(0, str(bench))
    sets = []
    for name in SETS:
        warehouse = Warehouse(warehouses / name)
        with warehouse.connect() as connection:
            ids = [row[0] for row in connection.execute("SELECT document_id FROM raw.documents ORDER BY document_ref").fetchall()]
        sets.append(read_set(name, profiles_of(LinkStore(warehouse, "").read(Reports, ids)), bench))
    report(sets)
    if write:
        path = ROOT / "linkers" / "model.toml"
        path.write_text(written(learn(sets, {s.name: s.judged for s in sets})), encoding="utf-8")
        click.echo(f"written: {path}")


if __name__ == "__main__":
    main()
