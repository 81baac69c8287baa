"""How far a run is, told to whoever watches: the terminal's bar in `rashomon run`, nobody in Dagster, whose log has its own."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of each stage as it goes on."""

    def __call__(self, stage: str, done: int, total: int | None = None) -> None:
        """`done` of `total` units of a stage are through; None where the total is not known."""


def silent(stage: str, done: int, total: int | None = None) -> None:
    """Tells nobody."""
