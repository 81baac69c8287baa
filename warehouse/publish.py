"""The published file `<warehouse>/marts.duckdb`: the marts of the build file, copied aside and swapped in whole.

The stamp of the build (stamps.py) travels into the published file as meta.publication, so that the same build is published once.
The tables stand in its schema `main`: DuckDB names the database for its file, so that `marts.fct_events` finds them. With a schema `marts`
inside a database `marts`, DuckDB refuses that very name as ambiguous.
What may not live here: rules, and building marts (dbt_project).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.errors import NotPublished
from warehouse.stamps import get_stamp
from warehouse.store import Warehouse


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing did: whether the file was replaced, and the rows of each table."""

    is_new: bool
    rows: dict[str, int]


def published_stamp(warehouse: Warehouse) -> str | None:
    """The stamp of the published file; None where there is none, or none that can be read now."""
    if not warehouse.marts_path.exists():
        return None
    try:
        with duckdb.connect(str(warehouse.marts_path), read_only=True) as connection:
            row = connection.execute("SELECT stamp FROM meta.publication").fetchone()
    except duckdb.Error:
        return None
    return str(row[0]) if row else None


def publish(warehouse: Warehouse) -> Publication:
    """Copy the marts of the build file into the published file, unless it already holds this build.

    The file is written aside, checkpointed, synced and renamed: readers see the old one whole or the new one whole, and one that is open
    stays as it was. Raises NotPublished where no complete build is there or the file cannot be written,
    WarehouseBusy where another process has the build file open.
    """
    aside = warehouse.marts_path.with_name("marts.duckdb.tmp")
    with warehouse.held(), warehouse.connect() as connection:
        stamp = get_stamp(connection, "built")
        if stamp is None:
            raise NotPublished("the marts were not built completely; run `rashomon run` first")
        if stamp == published_stamp(warehouse):
            return Publication(False, _rows(connection, _tables(connection)))
        _remove(aside)
        try:
            connection.execute(f"ATTACH '{_quoted(aside)}' AS published")
            rows = _copy(connection, stamp, warehouse)
            connection.execute("CHECKPOINT published")
            connection.execute("DETACH published")
            _sync(aside)
            os.replace(aside, warehouse.marts_path)
            _sync(warehouse.directory)
        except (duckdb.IOException, OSError) as error:
            text = " ".join(str(error).split())[:200]
            raise NotPublished(
                f"the published file cannot be written ({text}); the old one still stands, mend that and run again"
            ) from error
        finally:
            if aside.exists():
                connection.execute("DETACH DATABASE IF EXISTS published")
                _remove(aside)
    return Publication(True, rows)


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None]]:
    """Name and comment of each mart, by name."""
    query = """
        SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'marts' AND database_name = current_database()
        UNION ALL
        SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'marts' AND database_name = current_database() AND NOT internal
        ORDER BY 1
    """
    return [(name, comment) for name, comment in connection.execute(query).fetchall()]


def _copy(connection: duckdb.DuckDBPyConnection, stamp: str, warehouse: Warehouse) -> dict[str, int]:
    """The marts with their comments, and the row that says what they are, into the attached database `published`."""
    tables = _tables(connection)
    for table, comment in tables:
        connection.execute(f'CREATE TABLE published.main."{table}" AS SELECT * FROM marts."{table}" ORDER BY ALL')
        if comment:
            connection.execute(f"COMMENT ON TABLE published.main.\"{table}\" IS '{_quoted(comment)}'")
        for column, text in _column_comments(connection, table):
            connection.execute(f'COMMENT ON COLUMN published.main."{table}"."{column}" IS \'{_quoted(text)}\'')
    connection.execute("CREATE SCHEMA published.meta")
    connection.execute("CREATE TABLE published.meta.publication (stamp VARCHAR NOT NULL, published_at TIMESTAMP NOT NULL)")
    connection.execute("INSERT INTO published.meta.publication VALUES (?, ?)", [stamp, warehouse.clock()])
    return _rows(connection, tables)


def _column_comments(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    query = """
        SELECT column_name, comment FROM duckdb_columns()
        WHERE database_name = current_database() AND schema_name = 'marts' AND table_name = ? AND comment IS NOT NULL
        ORDER BY column_index
    """
    return [(column, comment) for column, comment in connection.execute(query, [table]).fetchall()]


def _rows(connection: duckdb.DuckDBPyConnection, tables: Iterable[tuple[str, str | None]]) -> dict[str, int]:
    found = {table: connection.execute(f'SELECT count(*) FROM marts."{table}"').fetchone() for table, _ in tables}
    return {table: row[0] if row else 0 for table, row in found.items()}


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")


def _remove(path: Path) -> None:
    for name in (path, path.with_name(path.name + ".wal")):
        name.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
