"""Stamps say what a state of the warehouse follows from, so that a run knows what is left to do. They live in schema `meta`.

read state --(linkers)--> linked --(dbt)--> built --(copy)--> published: a stamp is a hash of the one before it and of the rules between.
A stage that was cut off has no stamp, so that nothing half made counts as done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:  # the store sets stamps too
    from warehouse.store import Warehouse

_LEFT_BY_TOOLS = frozenset({"target", "logs", "__pycache__", "dbt_packages"})
_CREATE = "CREATE SCHEMA IF NOT EXISTS meta; CREATE TABLE IF NOT EXISTS meta.stamps (stage VARCHAR PRIMARY KEY, stamp VARCHAR NOT NULL)"


def code_stamp(code: Iterable[Path]) -> str:
    """A hash of the names and contents of files; folders are taken whole, but for what tools leave in them."""
    digest = hashlib.sha256()
    for given in code:
        for path in sorted(given.rglob("*")) if given.is_dir() else [given]:
            below = path.relative_to(given.parent)
            if path.is_file() and _LEFT_BY_TOOLS.isdisjoint(below.parts) and not path.name.startswith("."):
                data = path.read_bytes()
                digest.update(f"{below.as_posix()}\0{len(data)}\0".encode())
                digest.update(data)
    return digest.hexdigest()[:16]


def read_stamp(warehouse: Warehouse, linking: Iterable[Path]) -> str:
    """What linking would follow from now: which documents there are, by which rules each was read, the rejects, the code that links."""
    digest = hashlib.sha256(code_stamp(linking).encode())
    with warehouse.connect() as connection:
        for query in (
            "SELECT document_id, ingested_at, extractor_version, model FROM raw.documents LEFT JOIN raw.extractions USING (document_id)",
            "SELECT reject_id, rejected_at FROM raw.rejects",
        ):
            for row in connection.execute(f"{query} ORDER BY ALL").fetchall():
                digest.update(repr(row).encode())
        if again := get_stamp(connection, "reread"):  # somebody asked for everything to be made again
            digest.update(again.encode())
    return digest.hexdigest()[:16]


def built_from(linked: str | None, building: Iterable[Path]) -> str:
    """The stamp of marts built by this code from that state of the links."""
    return hashlib.sha256(f"{linked} {code_stamp(building)}".encode()).hexdigest()[:16]


def stamp_of(warehouse: Warehouse, stage: str) -> str | None:
    """The stamp of "linked" or "built"; None where that stage was never finished."""
    with warehouse.connect() as connection:
        return get_stamp(connection, stage)


def get_stamp(connection: duckdb.DuckDBPyConnection, stage: str) -> str | None:
    """As `stamp_of`, over a connection that is open."""
    try:
        row = connection.execute("SELECT stamp FROM meta.stamps WHERE stage = ?", [stage]).fetchone()
    except duckdb.CatalogException:
        return None
    return str(row[0]) if row else None


def set_stamp(connection: duckdb.DuckDBPyConnection, stage: str, stamp: str | None) -> None:
    """Mark a stage as finished, or with None as not."""
    connection.execute(_CREATE)
    connection.execute("DELETE FROM meta.stamps WHERE stage = ?", [stage])
    if stamp is not None:
        connection.execute("INSERT INTO meta.stamps VALUES (?, ?)", [stage, stamp])
