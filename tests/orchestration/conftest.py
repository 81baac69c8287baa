"""One run of the program over good and bad input, in a process of its own, for all tests that look at what it left."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration import paths

WATCH = """
import os, socket
def refuse(name):
    def refused(*args, **kwargs):
        with open(os.environ["WATCHED_TO"], "a") as file:
            file.write(f"{name} {args!r}\\n")
        raise OSError("no connections here")
    return refused
socket.getaddrinfo = refuse("getaddrinfo")
class Watched(socket.socket):
    connect, connect_ex = refuse("connect"), refuse("connect_ex")
socket.socket = Watched
"""
"""A sitecustomize that forbids connections in every Python process of a run, dbt too, and writes down each that was tried."""


@dataclass(frozen=True)
class Ran:
    """What a run printed, and where it worked."""

    code: int
    out: str
    err: str
    articles: Path
    warehouse: Path


def rashomon(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as people start it, its output as text."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("RASHOMON_", "DAGSTER_"))}
    command = [sys.executable, "-m", "orchestration.cli", *map(str, arguments)]
    ended = subprocess.run(command, cwd=paths.REPO, env=settings | environment, input=stdin, capture_output=True, timeout=400, check=False)
    return subprocess.CompletedProcess(command, ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def write_articles(folder: Path) -> None:
    """Two accounts of one fire that differ, a feed, and every kind of input that cannot be read."""
    (folder / "east").mkdir(parents=True)
    (folder / "east" / "fire.txt").write_text(
        "Fire at a textile mill kills workers in Multan\n\nThe East Post\n14 May 2024\n\nA fire at a textile mill in Multan killed nine workers on Monday, "
        "police said. The blaze began in a storeroom, according to the fire brigade.\n"
    )
    (folder / "fire-west.txt").write_text(
        "Fire at a mill in Multan kills workers\n\nThe West Mail\n14 May 2024\n\nA fire at a textile mill in Multan killed 14 workers on Monday, "
        "a hospital doctor said. \x1b[31mThe blaze\u202e began in a storeroom.\n"
    )
    feed = [
        {
            "doc_id": "f1",
            "source": "The Feed",
            "published": "2024-05-20",
            "title": "=HYPERLINK(1)",
            "text": "A bridge fell in Lyon. Two were hurt.",
        },
        {"doc_id": "f1", "source": "The Feed", "text": "Another text under the same id."},
        {"doc_id": "f2", "source": "The Feed"},
    ]
    (folder / "feed.jsonl.gz").write_bytes(gzip.compress(b"".join(json.dumps(line).encode() + b"\n" for line in feed) + b"{broken\n"))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (folder / "garbled.txt").write_bytes(b"\xff\xfe\xfd\x80\x81 abc \x82\xf0\x9f")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7")


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The first run over that folder."""
    folder = tmp_path_factory.mktemp("ran")
    write_articles(folder / "articles")
    (folder / "watch").mkdir()
    (folder / "watch" / "sitecustomize.py").write_text(WATCH)
    watched = {"PYTHONPATH": str(folder / "watch"), "WATCHED_TO": str(folder / "connections.txt")}
    ended = rashomon("run", "--articles", folder / "articles", "--warehouse", folder / "warehouse", **watched)
    return Ran(ended.returncode, ended.stdout, ended.stderr, folder / "articles", folder / "warehouse")


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[str]]:
    return rashomon
