"""`python -m tests.hostile --count 5000 [--seed N] [--large] [--files 1000000]`: the long form, with the figures to report.

Peak memory is of the largest process, ours or the reader apart, since the start.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.check import try_all
from tests.hostile.generate import inputs
from warehouse.formats.filed import Reject
from warehouse.intake import listing_stamp, read_articles

MEGABYTE = 1_000_000
LARGE = {
    ".txt": (b"", b"word "),
    ".md": (b"", b"word "),
    ".html": (b"<p>", b"word "),
    ".jsonl": (b'{"text": "', b"word "),
    ".csv": (b"text\n", b"word "),
    ".xml": (b"<rss><channel><item>", b"word "),
    ".json": (b'{"uri": "', b"word "),
    ".warc": (b"WARC/1.0\r\nA: ", b"word "),
    ".jsonl.gz": (b"", b"\n"),
    ".html.gz": (b"<p>", b"word "),
}
"""Suffix: how a file of one line of 100 MB begins, and what it repeats."""


def main() -> None:
    """Run what was asked for and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description="Hostile inputs, many or large.")
    parser.add_argument("--count", type=int, default=5000, help="generated and mutated inputs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--large", action="store_true", help="single lines of 100 MB in every format, a process each")
    parser.add_argument("--files", type=int, default=0, help="tiny files to find in one folder")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        _read_one(given.one)
        return
    with tempfile.TemporaryDirectory() as folder:
        if given.count:
            tried = try_all(inputs(given.count, given.seed), Path(folder))
            print(f"{tried.inputs} inputs: {tried.articles} articles, {tried.rejects.total()} rejects in {tried.seconds:.0f} s")
            print(f"  rejects: {', '.join(f'{count} {reason}' for reason, count in tried.rejects.most_common())}")
            print(f"  slowest hundred: {tried.slowest[0]:.1f} s ({tried.slowest[1]}); peak memory {_peak()} MB")
        if given.large:
            for suffix, line in _large_files(Path(folder)):
                print(f"  {suffix:10} {line}")
        if given.files:
            print(_many_files(Path(folder) / "many", given.files))


def _peak() -> int:
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1000


def _large_files(folder: Path) -> Iterator[tuple[str, str]]:
    import gzip

    for suffix, (head, unit) in LARGE.items():
        path = folder / f"large{suffix}"
        with gzip.open(path, "wb") if suffix.endswith(".gz") else path.open("wb") as file:
            file.write(head)
            for _ in range(100):
                file.write(unit * (MEGABYTE // len(unit)))
        ended = subprocess.run([sys.executable, "-m", "tests.hostile", "--one", str(path)], capture_output=True, text=True, check=False)
        path.unlink()
        yield suffix, ended.stdout.strip() if ended.returncode == 0 else f"failed: {ended.stderr[-300:]}"


def _read_one(path: Path) -> None:
    started = time.monotonic()
    found = [item.reason if isinstance(item, Reject) else f"article of {len(item.text):,} characters" for item in read_articles(path)]
    print(f"{', '.join(found[:3])}: {time.monotonic() - started:.1f} s, peak memory {_peak()} MB")


def _many_files(folder: Path, count: int) -> str:
    for number in range(count):
        if number % 10_000 == 0:
            (folder / f"{number // 10_000}").mkdir(parents=True)
        with open(folder / f"{number // 10_000}" / f"{number}.txt", "wb") as file:
            file.write(b"%d people were hurt." % number)
    started = time.monotonic()
    listing_stamp(folder)
    listed = time.monotonic()
    read = sum(1 for _ in read_articles(folder))
    ended = time.monotonic()
    assert read == count
    return f"{count} files: listed in {listed - started:.0f} s, read in {ended - listed:.0f} s; peak memory {_peak()} MB"


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[2])
    main()
