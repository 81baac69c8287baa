"""One run of the main job per folder of articles, and the published marts as tests ask for them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Side:
    """A claim on one side of a disagreement."""

    claim_id: str
    ref: str
    start: int
    end: int
    quote: str
    value: float | None
    label: str | None

    def touches(self, ref: str, start: int, end: int) -> bool:
        """Whether the claim stands in that document and shares a character with the stretch."""
        return self.ref == ref and self.start < end and start < self.end


@dataclass
class Disagreement:
    """A row of fct_disagreements with its sides."""

    event_id: str
    aspect: str
    measure: str | None
    type: str
    klass: str
    is_within_document: bool
    sides: dict[str, list[Side]] = field(default_factory=dict)

    @property
    def claims(self) -> list[Side]:
        return [claim for side in self.sides.values() for claim in side]

    def either_way(self) -> Iterator[tuple[list[Side], list[Side]]]:
        """(one side, the other) and (the other, the one): which is `a` follows from ids, not from meaning."""
        one, other = self.sides["a"], self.sides["b"]
        yield one, other
        yield other, one

    def between(self, here: Callable[[Side], bool], there: Callable[[Side], bool]) -> bool:
        """Whether some claim on one side is as asked, and some claim on the other is as asked."""
        return any(any(map(here, one)) and any(map(there, other)) for one, other in self.either_way())


class Published:
    """The marts of a warehouse, read as the scorers and BI tools read them."""

    def __init__(self, warehouse: Path, printed: str):
        self.warehouse = warehouse
        self.path = warehouse / "marts.duckdb"
        self.printed = printed

    def rows(self, sql: str, *parameters: object) -> list[dict[str, Any]]:
        """Rows of a query, by column name."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            cursor = connection.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def snapshot(self) -> tuple[str, int]:
        """Hash and time of change of the published file."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest(), self.path.stat().st_mtime_ns

    @cached_property
    def texts(self) -> dict[str, str]:
        return {
            r["document_ref"]: r["text"]
            for r in self.rows("select document_ref, text from marts.document_texts join marts.dim_documents using (document_id)")
        }

    @cached_property
    def leads(self) -> dict[str, str]:
        """document_ref -> the event that the document leads with."""
        found = self.rows(
            "select document_ref, event_id from marts.fct_event_reports join marts.dim_documents using (document_id) where is_primary"
        )
        assert len(found) == len({r["document_ref"] for r in found}), "a document leads with more than one event"
        return {r["document_ref"]: r["event_id"] for r in found}

    @cached_property
    def disagreements(self) -> list[Disagreement]:
        out: dict[str, Disagreement] = {}
        for r in self.rows(
            "select g.*, s.side, s.claim_id, d.document_ref, s.start_char, s.end_char, s.quote, s.value, s.label "
            "from marts.fct_disagreements g "
            "join marts.fct_disagreement_sides s using (disagreement_id) join marts.dim_documents d using (document_id) "
            "order by g.disagreement_id, s.side, d.document_ref, s.start_char"
        ):
            row = out.setdefault(
                r["disagreement_id"],
                Disagreement(r["event_id"], r["aspect"], r["measure"], r["type"], r["class"], r["is_within_document"], {"a": [], "b": []}),
            )
            row.sides[r["side"]].append(
                Side(r["claim_id"], r["document_ref"], r["start_char"], r["end_char"], r["quote"], r["value"], r["label"])
            )
        return list(out.values())

    def actors_called(self, *names: str) -> set[str]:
        """The ids of the actors that bear any of the names."""
        return {r["actor_id"] for r in self.rows("select actor_id from marts.actor_aliases where alias in (select unnest(?))", list(names))}


def run_job(articles: Path, warehouse: Path) -> str:
    """The main job by the command line, in a process of its own as people start it; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "orchestration.cli", "run", "--articles", str(articles), "--warehouse", str(warehouse)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="session")
def seed_run(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The shipped articles, run once."""
    warehouse = tmp_path_factory.mktemp("seeds") / "warehouse"
    return Published(warehouse, run_job(ROOT / "seeds/articles", warehouse))


@pytest.fixture(scope="session")
def shared_run(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The two reports that the project was conceived from, run once."""
    warehouse = tmp_path_factory.mktemp("shared") / "warehouse"
    return Published(warehouse, run_job(shared / "seeds", warehouse))


@pytest.fixture(scope="session")
def run_again() -> Callable[[Path, Path], str]:
    """The main job, for tests that run it once more over a warehouse."""
    return run_job
