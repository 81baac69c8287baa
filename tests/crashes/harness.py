"""Runs that are killed at random moments, and what is left of the warehouse after the next one that is let through.

A run is a fork of this process, which has everything imported and the model loaded: it costs what the stages cost. A chain is some killed runs
over one warehouse and a last one that is not killed. It starts from a warehouse that holds the first edition, or from none, and is
compared, row by row, with what undisturbed runs left. Only clock columns and the stamps that follow from them are aside.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from tests.crashes.articles import write_first, write_second

ROOT = Path(__file__).resolve().parents[2]
CLOCK = frozenset("ingested_at rejected_at changed_at first_seen_at last_seen_at published_at forgotten_at newest_at".split())
STAGES = ("taking in", "reading", "linking", "building the marts", "publishing")
"""As runs tell of them; a kill picks one of them and a moment within its length in an undisturbed run."""
WEIGHTS = (8, 8, 6, 5, 3)
"""The last stages are costly to get to, and short."""


@dataclass
class Tally:
    """What was done and seen so far."""

    kills: Counter[str] = field(default_factory=Counter)
    missed: int = 0  # the run was through before its moment came
    orphaned: int = 0  # kills of the run alone, with a dbt left behind
    chains: int = 0
    reads: int = 0
    read_errors: list[str] = field(default_factory=list)
    half_states: int = 0
    failed_runs: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.read_errors or self.half_states or self.failed_runs or self.differences)


class Crashes:
    """A folder with a warehouse that runs are killed over."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random, self.tally = folder, random.Random(seed), Tally()
        self.warehouse = folder / "warehouse"
        self.first, self.second = folder / "1" / "articles", folder / "2" / "articles"
        write_first(self.first)
        write_second(self.second)
        self.lengths: dict[str, float] = {}
        self.expected: dict[str, dict[str, list[str]]] = {}
        _load(self.warehouse)

    def prepare(self, *, from_nothing: bool) -> None:
        """Undisturbed runs: what there is to be in the end. `from_nothing` also prepares chains that start without a warehouse."""
        if from_nothing:
            self._undisturbed(self.second)
            self.expected["nothing"] = contents(self.warehouse)
            shutil.rmtree(self.warehouse)
        self._undisturbed(self.first)
        shutil.copytree(self.warehouse, self.folder / "base")
        self._undisturbed(self.second)
        self.expected["base"] = contents(self.warehouse)

    def prepare_short(self) -> None:
        """One undisturbed run from nothing."""
        self._undisturbed(self.second)
        self.expected["nothing"] = contents(self.warehouse)

    def chain(self, kills: int, start: str = "base", stages: tuple[str, ...] = STAGES) -> None:
        """Kill so many runs, let one through, compare."""
        shutil.rmtree(self.warehouse, ignore_errors=True)
        if start == "base":
            shutil.copytree(self.folder / "base", self.warehouse)
        with self._reader():
            for _ in range(kills):
                if not self._kill_one(self.random.choices(stages, WEIGHTS[: len(stages)])[0]):
                    break  # that run got through: the next ones would have nothing to do
            code = self._through(self.second)
        self.tally.chains += 1
        if code:
            self.tally.failed_runs.append(f"after {kills} kills from {start}: {self._said()}")
            return
        found, wanted = contents(self.warehouse), self.expected[start]
        self.tally.differences += [
            f"{table}: {len(set(wanted[table]) - set(found.get(table, [])))} lost, {len(found.get(table, [])) - len(wanted[table])} more"
            for table in wanted
            if sorted(found.get(table, [])) != sorted(wanted[table])
        ]

    def _kill_one(self, stage: str) -> bool:
        pid, told = self._start(self.second)
        after = self.random.uniform(0, 0.9 * self.lengths[stage])
        reached = _wait_for(told, stage)
        if reached:
            time.sleep(after)
        os.close(told)
        whole_group = self.random.random() < 0.5
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            self.tally.missed += 1
            if status:
                self.tally.failed_runs.append(f"before its kill in {stage}: {self._said()}")
            return False
        (os.killpg if whole_group else os.kill)(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.tally.kills[stage] += 1
        self.tally.orphaned += not whole_group and stage == "building the marts"
        return True

    def _undisturbed(self, articles: Path) -> None:
        if self._through(articles):
            raise RuntimeError(f"an undisturbed run failed: {self._said()}")

    def _through(self, articles: Path) -> int:
        """A run that is left alone; notes how long its stages took."""
        pid, told = self._start(articles)
        began: dict[str, float] = {}
        for stage in _stages(told):
            began.setdefault(stage, time.monotonic())
        os.close(told)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        began["end"] = time.monotonic()
        if not code and not self.lengths.keys() >= set(STAGES):
            times = sorted(began.items(), key=lambda item: item[1])
            self.lengths |= {stage: following - start for (stage, start), (_, following) in zip(times, times[1:], strict=False)}
        return code

    def _start(self, articles: Path) -> tuple[int, int]:
        told, tell = os.pipe()
        pid = os.fork()
        if pid:
            os.close(tell)
            return pid, told
        os.close(told)
        _run(articles, tell, self.folder / "said.txt")
        raise AssertionError("a run does not return")

    def _said(self) -> str:
        return (self.folder / "said.txt").read_text(errors="replace")[-400:]

    @contextmanager
    def _reader(self) -> Iterator[None]:
        command = [sys.executable, "-m", "tests.crashes.reader", str(self.warehouse / "marts.duckdb")]
        reader = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            yield
            seen = json.loads(reader.communicate("stop\n", timeout=60)[0])
        finally:
            reader.kill()
            reader.wait()
        self.tally.reads += seen["reads"]
        self.tally.read_errors += seen["errors"]
        stamps = Counter(stamp for stamp, _ in seen["states"])
        self.tally.half_states += sum(count > 1 for count in stamps.values())


def _load(warehouse: Path) -> None:
    """Import and load all that a run needs, once for all of them."""
    os.environ["RASHOMON_WAREHOUSE"] = str(warehouse)
    os.environ["RASHOMON_FEEDS"] = str(warehouse / "no-feeds.csv")
    from extractors import extract
    from extractors.constants import DEFAULT_MODEL
    from extractors.records import Article
    from orchestration import definitions, run

    assert definitions.defs and run
    reader = extract.load_reader(DEFAULT_MODEL)
    extract.extract(Article("warm", "Police said on Monday that nine people were killed in Faro."), reader)
    extract.load_reader = lambda model=DEFAULT_MODEL: reader  # type: ignore[assignment]


def _run(articles: Path, tell: int, said: Path) -> None:
    """In the fork: the run, its stages told through the pipe. Never returns."""
    code = 1
    try:
        os.setsid()
        last = ""

        def progress(stage: str, done: int, total: int | None = None) -> None:
            nonlocal last
            if stage != last:
                last = stage
                os.write(tell, f"{stage}\n".encode())

        from orchestration.run import run_job

        run_job(articles, progress=progress)
        code = 0
    except BaseException as error:  # noqa: BLE001  whatever it is, the parent wants to know
        said.write_text(f"{type(error).__name__}: {error}")
    finally:
        os._exit(code)


def _stages(told: int) -> Iterator[str]:
    kept = b""
    while data := os.read(told, 4096):
        *lines, kept = (kept + data).split(b"\n")
        yield from (line.decode() for line in lines)


def _wait_for(told: int, stage: str) -> bool:
    """Whether the run came to the stage, or past it where there was nothing to do in it; False where it ended before."""
    return any(seen in STAGES and STAGES.index(seen) >= STAGES.index(stage) for seen in _stages(told))


def contents(warehouse: Path) -> dict[str, list[str]]:
    """A digest of every row of every table that the pipeline wrote, clock columns aside, sorted, by table. Made in a process apart, so that
    this one never has DuckDB's threads when it forks."""
    code = "import sys, json; from pathlib import Path; from tests.crashes.harness import digests; print(json.dumps(digests(Path(sys.argv[1]))))"
    made = subprocess.run([sys.executable, "-c", code, str(warehouse)], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(made.stdout)


def digests(warehouse: Path) -> dict[str, list[str]]:
    """What `contents` asks for."""
    found: dict[str, list[str]] = {}
    for name in ("build", "marts"):
        with duckdb.connect(str(warehouse / f"{name}.duckdb"), read_only=True) as connection:
            tables = connection.execute(
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name <> 'meta' ORDER BY ALL"
            ).fetchall()
            for schema, table in tables:
                columns = [c[0] for c in connection.execute(f'DESCRIBE "{schema}"."{table}"').fetchall() if c[0] not in CLOCK]
                listed = ", ".join(f'"{column}"' for column in columns)
                rows = connection.execute(f'SELECT {listed} FROM "{schema}"."{table}"').fetchall()
                found[f"{name}.{schema}.{table}"] = sorted(hashlib.sha256(repr(row).encode()).hexdigest()[:16] for row in rows)
    return found


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """What the condition gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        select.select([], [], [], 0.05)
    raise AssertionError(f"not within {seconds:.0f} s")
