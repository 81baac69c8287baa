"""Takes hostile inputs in as a run does and looks at what came of it: an article or a reason for each, in time, and nothing else done."""

from __future__ import annotations

import os
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.steps import take_in
from orchestration.text import csv_cell, one_line
from tests.hostile.generate import CANARY, Input
from warehouse.store import Warehouse

SECONDS_EACH = 35.0
"""The reader apart stops a document after 30 seconds; the rest is for starting another."""
BATCH = 100
JOINERS = "\u200c\u200d\u00ad"  # of Persian, Hindi, emoji; a soft hyphen


@dataclass
class Tried:
    """What was tried and what came of it."""

    inputs: int = 0
    articles: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    seconds: float = 0.0


def try_all(inputs: Iterable[Input], folder: Path) -> Tried:
    """Take all of them in. Raises AssertionError where one does harm, and whatever an input makes the intake raise."""
    tried = Tried()
    outside = folder / "outside.txt"
    outside.write_text(CANARY)
    warehouse = Warehouse(folder / "warehouse")
    given = folder / "given"
    given.mkdir()
    os.symlink(outside, given / "link.txt")
    os.symlink("/etc", given / "etc")
    before = set(os.listdir(folder)) | {"warehouse"}
    batch: list[Input] = []
    for one in inputs:
        batch.append(one)
        if len(batch) == BATCH:
            _try_batch(batch, given, warehouse, tried)
            batch = []
    _try_batch(batch, given, warehouse, tried)
    assert set(os.listdir(folder)) == before, "nothing was written but the warehouse"
    assert not Path("pwned").exists() and not Path("pwned.db").exists()
    _look_at(warehouse, tried)
    return tried


def _try_batch(batch: list[Input], given: Path, warehouse: Warehouse, tried: Tried) -> None:
    started = time.monotonic()
    paths = []
    for one in batch:
        path = os.path.join(os.fsencode(given), one.name.replace(b"/", b"_").replace(b"\0", b"_")[-250:])
        path = path.replace(b"CANARY", os.fsencode(given.parent))
        with open(path, "wb") as file:
            file.write(one.data.replace(b"file:///CANARY", b"file://" + os.fsencode(given.parent / "outside.txt")))
        paths.append(path)
    taken = take_in(warehouse, given)
    seconds = time.monotonic() - started
    assert seconds < SECONDS_EACH * max(1, len(batch)), "no hang"
    tried.inputs += len(batch)
    tried.articles += taken.articles
    tried.rejects += taken.rejects
    tried.seconds += seconds
    tried.slowest = max(tried.slowest, (seconds, f"the batch with {batch[0].name!r}" if batch else ""))
    for path in paths:
        os.unlink(path)


def _look_at(warehouse: Warehouse, tried: Tried) -> None:
    with warehouse.connect() as connection:
        documents = connection.execute("SELECT document_ref, title, outlet, text, url FROM raw.documents").fetchall()
        rejects = connection.execute("SELECT path, document_ref, reason, detail FROM raw.rejects").fetchall()
    assert documents and rejects, "the tables stand"
    for row in [*documents, *rejects]:
        for value in row:
            assert CANARY not in (value or ""), "nothing outside was read"
            shown = one_line((value or "")[:2000])
            acting = [char for char in shown if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in JOINERS]
            assert not acting, "a terminal gets nothing that acts"
            cell = csv_cell((value or "")[:2000])
            assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"), "no cell is a formula"
    assert {reason for _, _, reason, _ in rejects} >= {"outside"}
