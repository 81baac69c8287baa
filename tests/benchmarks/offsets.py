"""Whether every row's quote is the text at its offsets, over every table of a warehouse that has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

_SPANS = (
    ("start_char", "end_char", "quote"),
    *((f"{part}_start", f"{part}_end", f"{part}_quote") for part in ("source", "cue", "content")),
)
"""Columns that mean a span and its words. A span without a column for its words is only held to lie in the text."""
_FILES = ("build.duckdb", "marts.duckdb")
_TEXT_TABLES = ("documents", "document_texts")


@dataclass
class Offsets:
    """How many spans were looked at, and those that are wrong, each as one line."""

    checked: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Offsets) -> None:
        self.checked += other.checked
        self.wrong += other.wrong


def fault(text: str | None, start: int | None, end: int | None, quote: str | None) -> str | None:
    """What is wrong with a span, or None. A span that is not said (both ends None) is right."""
    if start is None and end is None:
        return "a quote without offsets" if quote is not None else None
    if text is None:
        return "no such document"
    if start is None or end is None or not 0 <= start < end <= len(text):
        return f"[{start}, {end}) is no stretch of a text of {len(text)}"
    if quote is not None and text[start:end] != quote:
        return f"[{start}, {end}) is {text[start:end][:40]!r}, not {quote[:40]!r}"
    return None


def check_warehouse(folder: Path) -> Offsets:
    """All spans of the build file and of the published file of a warehouse."""
    out = Offsets()
    for name in _FILES:
        if (folder / name).exists():
            out.add(_check_file(folder / name))
    return out


def _check_file(path: Path) -> Offsets:
    out = Offsets()
    with duckdb.connect(str(path), read_only=True) as connection:
        tables: dict[str, set[str]] = {}
        texts: dict[str, str] = {}
        for schema, table, column in connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where database_name = current_database() and not internal"
        ).fetchall():
            # The file's name in front: in marts.duckdb "marts.x" alone could be file and table, or schema and table.
            tables.setdefault(f'{path.stem}."{schema}"."{table}"', set()).add(column)
            if table in _TEXT_TABLES and column == "text":
                texts |= dict(connection.execute(f'select document_id, text from {path.stem}."{schema}"."{table}"').fetchall())
        for table, has in sorted(tables.items()):
            for start, end, quote in _SPANS:
                if {"document_id", start, end} <= has:
                    words = quote if quote in has else "null"
                    rows = connection.execute(f"select document_id, {start}, {end}, {words} from {table}").fetchall()
                    out.checked += len(rows)
                    faults = ((document, fault(texts.get(document), *span)) for document, *span in rows)
                    out.wrong += [f"{table} {document}: {said}" for document, said in faults if said]
    return out
