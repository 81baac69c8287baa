"""The scorers as they are given: run as programs for the score, one unit at a time in process for the counts behind it.

The scorers' `main` reads its input by functions that can be handed other data. A score's units (sentences, documents, stories) are so
counted by the very code that makes the score, and no metric is written twice.
"""

from __future__ import annotations

import functools
import importlib
import io
import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
_LINE = re.compile(r"^  (?P<name>\S.*?)\s{2,}(?P<value>\S.*)$", re.MULTILINE)
_TITLE_COUNTS = re.compile(r"(?P<gold>\d+) gold, (?P<predicted>\d+) predicted")
_PRF = re.compile(r"P ([\d.]+) R ([\d.]+) F1 ([\d.]+)")
_RATIO = re.compile(r"([\d.]+) \((\d+) of (\d+)\)")


class RunFailed(Exception):
    """A program that the benchmarks start ended badly; the message is one line."""


@dataclass(frozen=True)
class Printed:
    """What a scorer printed: its title line, its named values as text, and the number on its last line."""

    title: str
    values: dict[str, str]
    last: float

    @property
    def counts(self) -> tuple[int, int]:
        """Gold and predicted units, of scorers whose title says them."""
        found = _TITLE_COUNTS.search(self.title)
        assert found, self.title
        return int(found["gold"]), int(found["predicted"])

    def f1(self, name: str) -> float:
        """The F1 of a line "P … R … F1 …"."""
        return float(self._match(_PRF, name)[3])

    def ratio(self, name: str) -> float:
        """The ratio of a line "0.750 (3 of 4)"."""
        return float(self._match(_RATIO, name)[1])

    def hits(self, name: str) -> tuple[int, int]:
        """(hits, all) of a line "0.750 (3 of 4)"."""
        found = self._match(_RATIO, name)
        return int(found[2]), int(found[3])

    def true_positives(self, name: str) -> int:
        """How many gold units a line "P … R … F1 …" means; exact while there are fewer than 500."""
        return round(float(self._match(_PRF, name)[2]) * self.counts[0]) if name in self.values else 0

    def _match(self, pattern: re.Pattern[str], name: str) -> re.Match[str]:
        found = pattern.match(self.values[name])
        assert found, (name, self.values[name])
        return found


def read_printed(text: str) -> Printed:
    """Take a scorer's output apart."""
    lines = text.strip().split("\n")
    return Printed(lines[0], {m["name"]: m["value"] for m in _LINE.finditer(text)}, float(lines[-1]))


def run_program(*args: str | Path, stdin: Path | None = None, stdout: Path | None = None) -> str:
    """Standard output of this Python with `args`, run in the repository's root. Raises RunFailed with the last line of what went wrong."""
    with open(stdin or os.devnull, "rb") as given:
        done = subprocess.run([sys.executable, *map(str, args)], cwd=ROOT, stdin=given, capture_output=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().split("\n")[-1]
        raise RunFailed(f"{' '.join(Path(a).name for a in map(str, args[:3]))}: exit {done.returncode}: {said}")
    if stdout:
        stdout.write_bytes(done.stdout)
    return done.stdout.decode("utf-8")


def rashomon(*args: str | Path, stdin: Path | None = None, stdout: Path | None = None) -> str:
    """The command line of the product."""
    return run_program("-m", "orchestration.cli", *args, stdin=stdin, stdout=stdout)


def score(bench: Path, scorer: str, *args: str | Path) -> Printed:
    """One scorer, run as its README says."""
    return read_printed(run_program(bench / f"{scorer}.py", *args))


def module(bench: Path, name: str) -> ModuleType:
    """A scorer as a module. The folder goes on the path because scorers import what they share from beside them."""
    if str(bench) not in sys.path:
        sys.path.insert(0, str(bench))
    return importlib.import_module(name)


def run_main(scorer: ModuleType, *args: str | Path, **common: Any) -> Printed:
    """The scorer's `main` in this process, with functions of the module `common` replaced. Not for threads."""
    printed = io.StringIO()
    argv = [scorer.__name__, *map(str, args)]
    with mock.patch.multiple(scorer.common, **common), mock.patch.object(sys, "argv", argv), redirect_stdout(printed):
        scorer.main()
    return read_printed(printed.getvalue())


class Remembered:
    """A connection that asks the database each query once: the scorers ask the same for every unit."""

    def __init__(self, connection: Any):
        self._rows = functools.cache(lambda sql: connection.execute(sql).fetchall())
        self._sql = ""

    def execute(self, sql: str) -> Remembered:
        self._sql = sql
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._rows(self._sql)
