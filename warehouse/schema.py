"""The shape of the build file's tables, and how a file of another shape becomes one of this.

The shape is a hash of what raw.sql makes: tables, columns, types, keys. It stands in meta.schema, so that a file that fits is told by one
query. One that does not is copied to `backups/` first, then changed in one transaction: a column that may be empty is added; a table that
can be made again from the documents or from a file is made anew, and the documents are read again, from their kept parses; anything
else is refused with the cure. Tables that raw.sql does not know are left alone.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseOutdated

LOG = logging.getLogger("rashomon.schema")
BACKUPS_KEPT = 2

KEPT = frozenset({"raw.documents", "raw.rejects", "raw.forgotten", "raw.disagreement_changes", "raw.event_changes"})
"""What nothing else could bring back. All other tables follow from these, from files, or from rules."""

TOGETHER = frozenset({"cache.report_profiles", "cache.term_counts", "cache.report_keys", "cache.linked_documents"})
"""Made anew together or not at all: terms are counted of the very profiles that are kept."""

Columns = dict[str, tuple[str, bool]]  # name -> type, whether it may be empty


def raw_sql() -> str:
    """The text of raw.sql."""
    return files("warehouse").joinpath("raw.sql").read_text(encoding="utf-8")


@cache
def wanted() -> dict[str, Columns]:
    """The tables that raw.sql makes, by schema and name."""
    with duckdb.connect() as connection:
        connection.execute(raw_sql())
        return _tables(connection)


@cache
def shape() -> str:
    """A hash of them, with their keys."""
    with duckdb.connect() as connection:
        connection.execute(raw_sql())
        keys = connection.execute("""
            SELECT schema_name, table_name, constraint_column_names FROM duckdb_constraints()
            WHERE constraint_type = 'PRIMARY KEY' ORDER BY ALL
        """).fetchall()
    tables = sorted((name, sorted(columns.items())) for name, columns in wanted().items())
    return hashlib.sha256(repr((tables, keys)).encode()).hexdigest()[:16]


def shape_of(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The shape that a file says it has; None for a new file, and for one made before shapes were written down."""
    try:
        row = connection.execute("SELECT shape FROM meta.schema").fetchone()
    except duckdb.CatalogException:
        return None
    return str(row[0]) if row else None


def is_new(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a file has no table of ours yet."""
    return not _tables(connection).keys() & wanted().keys()


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make all tables in a new file."""
    connection.begin()
    connection.execute(raw_sql())
    _write_shape(connection)
    connection.commit()


def upgrade(connection: duckdb.DuckDBPyConnection) -> None:
    """Change an older file into one of this shape, all or nothing. Raises WarehouseOutdated where that cannot be done without loss."""
    connection.begin()
    found = _tables(connection)
    is_read_again = False
    dropped: set[str] = set()
    for name, columns in wanted().items():
        if name not in found or found[name] == columns or name in dropped:
            continue
        missing = {column: kind for column, kind in columns.items() if column not in found[name]}
        known = {column: kind for column, kind in columns.items() if column in found[name]}
        fits = all(may_be_empty for _, may_be_empty in missing.values()) and found[name] == known
        if not fits and name in KEPT:
            odd = sorted(column for column in columns.keys() | found[name].keys() if columns.get(column) != found[name].get(column))
            raise WarehouseOutdated(
                f"the warehouse was made by another version of rashomon: {name} ({', '.join(odd)}) cannot be changed without loss; "
                "go back to that version, or name a new folder with --warehouse and run over the same articles (docs/operations.md)"
            )
        if fits:
            for column, (kind, _) in missing.items():
                connection.execute(f'ALTER TABLE {name} ADD COLUMN "{column}" {kind}')
        else:
            dropped |= TOGETHER if name in TOGETHER else {name}
            for table in dropped:
                connection.execute(f"DROP TABLE IF EXISTS {table}")
        is_read_again = True
        LOG.warning("upgrade: %s %s", name, f"has new columns: {', '.join(missing)}" if fits else "is made anew")
    connection.execute(raw_sql())
    if is_read_again:
        connection.execute("DELETE FROM raw.extractions")  # and with that no stamp holds any more
    _write_shape(connection)
    connection.commit()


def back_up(build: Path) -> Path:
    """A copy of the closed build file in `backups/` beside it; the newest few are kept. Nobody may have it open."""
    folder = build.parent / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / f"build-{datetime.now(UTC):%Y%m%d-%H%M%S}.duckdb"
    aside = target.with_suffix(".tmp")
    shutil.copyfile(build, aside)
    with aside.open("rb") as copy:
        os.fsync(copy.fileno())
    aside.replace(target)
    for old in sorted(folder.glob("build-*.duckdb"))[:-BACKUPS_KEPT]:
        old.unlink()
    return target


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, Columns]:
    rows = connection.execute("""
        SELECT schema_name || '.' || table_name, column_name, data_type, is_nullable FROM duckdb_columns()
        WHERE schema_name IN ('raw', 'cache') AND database_name = current_database()
    """).fetchall()
    found: dict[str, Columns] = {}
    for table, column, kind, may_be_empty in rows:
        found.setdefault(table, {})[column] = kind, may_be_empty
    return found


def _write_shape(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE SCHEMA IF NOT EXISTS meta")
    connection.execute("CREATE TABLE IF NOT EXISTS meta.schema (shape VARCHAR NOT NULL, since TIMESTAMP NOT NULL)")
    connection.execute("DELETE FROM meta.schema")
    connection.execute("INSERT INTO meta.schema VALUES (?, ?)", [shape(), datetime.now(UTC).replace(tzinfo=None)])
