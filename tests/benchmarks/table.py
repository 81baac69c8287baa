"""Scores beside what they have to reach, as one table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from tests.benchmarks.measure import Score

_TARGETS = Path(__file__).with_name("targets.toml")
COLUMNS = ("set", "what", "score", "95 % interval", "floor", "goal", "best peer")


def read_targets() -> list[dict[str, Any]]:
    """Rows of targets.toml, in the order of the table."""
    return tomllib.loads(_TARGETS.read_text(encoding="utf-8"))["target"]


def build_rows(scores: Iterable[Score], targets: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """One row of text per score, in the order of the targets; "–" where there is nothing to say. Scores without a target come last."""
    by_key = {(s.set, s.score): s for s in scores}
    known = [(t["set"], t["score"]) for t in targets]
    wanted = dict(zip(known, targets, strict=True))
    rows = []
    for key in [k for k in known if k in by_key] + [k for k in by_key if k not in wanted]:
        score, target = by_key[key], wanted.get(key, {})
        sign = "≤ " if target.get("lower") else ""
        interval = "–" if score.interval is None else f"{score.interval[0]:.3f} to {score.interval[1]:.3f}"
        bounds = [f"{sign}{target[k]:.2f}" if k in target else "–" for k in ("floor", "goal")]
        rows.append((score.set, score.score, mark(score.value, target), interval, *bounds, target.get("peer", "–")))
    return rows


def mark(value: float, target: dict[str, Any]) -> str:
    """The score with a sign behind it: ★ goal reached, ✓ floor reached, ✗ below the floor."""
    better = (lambda a, b: a <= b) if target.get("lower") else (lambda a, b: a >= b)
    seen = round(value, 3)
    if "goal" in target and better(seen, target["goal"]):
        return f"{value:.3f} ★"
    if "floor" in target:
        return f"{value:.3f} {'✓' if better(seen, target['floor']) else '✗'}"
    return f"{value:.3f}"


def build_table(rows: Iterable[tuple[str, ...]]) -> Table:
    """The table for the terminal."""
    table = Table(title="Scores: ★ goal reached, ✓ floor reached, ✗ below the floor", title_justify="left")
    for name in COLUMNS:
        table.add_column(name, justify="right" if name in ("score", "95 % interval", "floor", "goal") else "left")
    previous = None
    for row in rows:
        if previous and row[0] != previous:
            table.add_section()
        table.add_row(row[0] if row[0] != previous else "", *row[1:])
        previous = row[0]
    return table
