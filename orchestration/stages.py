"""Stages of a run as those see them who look on: each holds the warehouse, and leaves one line of JSON with its figures when it ends.

The line goes to the logger `rashomon.stages` (last_run.log of `rashomon run`, the run's log in the Dagster UI) and to `logs/stages.jsonl`
in the warehouse's folder, which is kept from run to run.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from warehouse.store import Warehouse

P = ParamSpec("P")
T = TypeVar("T")

LOG = logging.getLogger("rashomon.stages")
LOG.setLevel(logging.INFO)
KEPT = 5_000_000
"""Bytes of stages.jsonl before it becomes stages.jsonl.1, which is overwritten: some ten thousand runs."""


@contextmanager
def stage(warehouse: Warehouse, name: str) -> Iterator[dict[str, Any]]:
    """Hold the warehouse over a stage; the dictionary takes its figures. Seconds do not count the wait for another run."""
    figures: dict[str, Any] = {}
    with warehouse.held():
        began = time.monotonic()
        try:
            yield figures
        except BaseException as error:
            figures["error"] = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
            raise
        finally:
            _tell(warehouse, {"stage": name, "seconds": round(time.monotonic() - began, 3), **figures})


def staged(name: str) -> Callable[[Callable[Concatenate[Warehouse, P], T]], Callable[Concatenate[Warehouse, P], T]]:
    """The same for a verb over a warehouse whose result holds the figures: a dataclass of numbers, or a dictionary."""

    def wrap(verb: Callable[Concatenate[Warehouse, P], T]) -> Callable[Concatenate[Warehouse, P], T]:
        @wraps(verb)
        def told(warehouse: Warehouse, *args: P.args, **kwargs: P.kwargs) -> T:
            with stage(warehouse, name) as figures:
                done = verb(warehouse, *args, **kwargs)
                found: Any = done
                figures |= {f.name: getattr(found, f.name) for f in fields(found)} if is_dataclass(found) else dict(found)
            return done

        return told

    return wrap


def _tell(warehouse: Warehouse, line: dict[str, Any]) -> None:
    said = json.dumps({"at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "pid": os.getpid(), **line}, ensure_ascii=True)
    LOG.info(said)
    path = warehouse.directory / "logs" / "stages.jsonl"
    path.parent.mkdir(exist_ok=True)
    if path.exists() and path.stat().st_size > KEPT:
        path.replace(path.with_suffix(".jsonl.1"))
    with path.open("a", encoding="utf-8") as lines:
        lines.write(said + "\n")
